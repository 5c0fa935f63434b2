"""What commands print for people and for programs."""

import pty
import subprocess
import termios
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import HERONS, PROGRAM, QUESTION, Pincite, told_json

from qa.commands.output import print_table


def test_adding_tells_what_became_of_each_file(pincite: Pincite, note: Path) -> None:
    first, second = (told_json(pincite("add", "--json", note.parent)) for _ in range(2))

    assert first["counts"] == {
        "added": 1, "updated": 0, "unchanged": 0, "removed": 0, "kept": 0, "refused": 0,
    }  # fmt: skip
    assert first["files"][0]["source"] == "notes/herons.txt"
    assert first["embedded"] == 1
    assert (second["counts"]["unchanged"], second["embedded"]) == (1, 0)


def test_adding_says_the_same_to_a_person(pincite: Pincite, note: Path) -> None:
    result = pincite("add", note)

    assert result.stdout == "1 added, 0 updated, 0 unchanged, 0 refused; 1 passage embedded\n"
    assert result.stderr == ""


def test_a_refused_file_does_not_stop_the_others(pincite: Pincite, note: Path) -> None:
    (note.parent / "empty.txt").touch()
    (note.parent / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    result = pincite("add", note.parent)

    assert result.exit_code == 1
    assert result.stdout.startswith("1 added, 0 updated, 0 unchanged, 2 refused")
    assert [line.split(":")[:2] for line in result.stderr.splitlines()] == [
        ["refused", " notes/empty.txt"],
        ["refused", " notes/photo.txt"],
    ]


def test_an_answer_is_one_record_of_json(pincite: Pincite, document_id: str) -> None:
    record = told_json(pincite("ask", "--json", QUESTION))
    citation = record["citations"][0]

    assert (record["question"], record["status"]) == (QUESTION, "answered")
    assert citation["document_id"] == document_id
    assert HERONS[citation["start"] : citation["end"]] == citation["quote"]


def test_citations_are_printed_as_annotations(pincite: Pincite, document_id: str) -> None:
    record = told_json(pincite("ask", "--json", QUESTION))
    found = told_json(pincite("ask", "--format", "annotations", QUESTION))

    quotes = [item["target"][0]["selector"][0]["exact"] for item in found["first"]["items"]]
    assert quotes == [citation["quote"] for citation in record["citations"]]


def test_two_formats_at_once_are_refused(pincite: Pincite, document_id: str) -> None:
    result = pincite("ask", "--json", "--format", "annotations", QUESTION)

    assert result.exit_code == 2
    assert "--json prints JSON: leave it out to write annotations" in result.stderr


def test_an_answer_for_reading_names_its_places(pincite: Pincite, document_id: str) -> None:
    result = pincite("ask", QUESTION)

    assert result.exit_code == 0
    assert "[1]" in result.stdout
    assert f"herons  {document_id}:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("confidence: very likely (")


def test_an_unanswered_question_exits_well_and_shows_what_is_close(
    pincite: Pincite, document_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CONFIDENCE", "1")
    result = pincite("ask", QUESTION)

    assert result.exit_code == 0
    assert result.stdout.startswith("No clear answer in your documents. ")
    assert f"{document_id}:0-{len(HERONS)}" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("confidence: too low to quote (")


def test_search_shows_passages_and_their_places(pincite: Pincite, document_id: str) -> None:
    (hit,) = told_json(pincite("search", "--json", "-k", "3", "herons"))["hits"]

    assert (hit["document_id"], hit["text"]) == (document_id, HERONS)
    assert f"{document_id}:0-{len(HERONS)}" in pincite("search", "herons").stdout


def test_list_shows_every_document(pincite: Pincite, document_id: str) -> None:
    (info,) = told_json(pincite("list", "--json"))["documents"]
    head, row = pincite("list").stdout.splitlines()

    assert (info["id"], info["title"], info["characters"]) == (document_id, "herons", len(HERONS))
    assert head.split() == ["ID", "PASSAGES", "ADDED", "TITLE", "(SOURCE)"]
    assert row.split()[0] == document_id
    assert row.endswith("  herons (herons.txt)")


def test_a_long_title_widens_no_other_row_and_goes_on_below_in_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = [("ID", "TITLE"), ("a", "Short"), ("b", "A title of many words " * 3)]
    print_table(rows)
    free = capsys.readouterr().out
    print_table(rows, width=30)
    narrow = capsys.readouterr().out

    assert free == f"ID  TITLE\na   Short\nb   {('A title of many words ' * 3).strip()}\n"
    assert narrow.splitlines()[:2] == free.splitlines()[:2]
    assert narrow.splitlines()[2:] == [
        "b   A title of many words A",
        "    title of many words A",
        "    title of many words",
    ]


def test_a_list_fits_the_terminal_that_it_is_printed_to(pincite: Pincite, note: Path) -> None:
    title = " ".join(["Herons and other birds of the marsh"] * 4)
    note.with_suffix(".md").write_text(f"# {title}\n\nHerons wade.")
    pincite("add", note.with_suffix(".md"), note)
    ours, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 90))
    written = b""
    with open(ours, "rb", buffering=0) as terminal:
        with open(its, "wb") as screen:
            done = subprocess.run([PROGRAM, "list"], stdout=screen, timeout=300)
        with suppress(OSError):  # the end of a terminal that nobody writes to any more
            while chunk := terminal.read(10_000):
                written += chunk
    lines = written.decode().splitlines()

    assert done.returncode == 0
    assert len(lines) > 3
    assert max(map(len, lines)) <= 90
    assert title in " ".join(line[48:].strip() for line in lines)


def test_an_empty_collection_is_listed_as_nothing(pincite: Pincite) -> None:
    assert told_json(pincite("list", "--json")) == {"documents": []}
    assert pincite("list").stdout == ""


def test_show_prints_a_document_and_a_span_of_it(pincite: Pincite, document_id: str) -> None:
    assert pincite("show", document_id).stdout.endswith(f"\n{HERONS}\n")
    assert pincite("show", f"{document_id}:4-9").stdout == "heron\n"
    assert told_json(pincite("show", "--json", f"{document_id}:4-9"))["text"] == "heron"


def test_control_characters_of_a_document_do_not_reach_the_terminal(
    pincite: Pincite, tmp_path: Path
) -> None:
    """A document could otherwise clear the screen, or turn the line around."""
    (tmp_path / "odd.txt").write_text("The \x1b[2Jheron \u202eis here.")
    shown = [pincite("add", tmp_path / "odd.txt"), pincite("ask", "heron"), pincite("search", "a")]
    document = told_json(pincite("list", "--json"))["documents"][0]["id"]
    shown.append(pincite("show", document))

    assert all("\x1b" not in result.output and "\u202e" not in result.output for result in shown)
