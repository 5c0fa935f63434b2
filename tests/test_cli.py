"""The command line: what it prints, where, and how it ends."""

import json
import os
import pty
import shutil
import sqlite3
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from made_files import make_pdf, scanned_page, text_page
from tiny_model import make_tiny_model
from toys import live_modules, open_toy_index

from qa.cli import COMMANDS, main
from qa.commands.output import print_table
from qa.config import SETTINGS, variable_of

HERONS = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
QUESTION = "Who counted the herons?"
PROGRAM = Path(sys.executable).with_name("pincite")

Pincite = Callable[..., Result]


@pytest.fixture
def pincite(model: Path, monkeypatch: pytest.MonkeyPatch) -> Pincite:
    """Run a command in this process; whatever is no error of the user's is raised."""
    monkeypatch.setenv("PINCITE_MODEL", str(model))
    monkeypatch.setenv("PINCITE_CONFIDENCE", "0")

    def run(*arguments: object, **options: Any) -> Result:
        return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False, **options)

    return run


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "notes" / "herons.txt"
    path.parent.mkdir()
    path.write_text(HERONS)
    return path


@pytest.fixture
def document_id(pincite: Pincite, note: Path) -> str:
    """The id of the note, which is in the collection."""
    return str(told_json(pincite("add", "--json", note))["files"][0]["document_id"])


@pytest.fixture
def read_only(tmp_path: Path, document_id: str) -> Iterator[Path]:
    """The data directory with the note in it, on a disk that cannot be written to."""
    data = tmp_path / "data"
    if os.geteuid() != 0:
        folders = [data, *(path for path in data.rglob("*") if path.is_dir())]
        for folder in folders:
            folder.chmod(0o555)
        yield data
        for folder in folders:
            folder.chmod(0o755)
        return
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("root can write anywhere, and may not mount a read-only disk here")
    try:
        shutil.copytree(data, disk / "data")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk / "data"
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def told_json(result: Result) -> Any:
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def complaint(result: Result) -> str:
    """Return the one line of an error, which comes alone."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("Error: ").strip()


# Pages ------------------------------------------------------------------------------


def test_the_label_of_a_page_and_that_it_was_recognized_are_told(
    pincite: Pincite, tmp_path: Path
) -> None:
    book = tmp_path / "book.pdf"
    page = scanned_page("The bittern was ringed at the weir.", called=9)
    book.write_bytes(make_pdf(text_page("Contents of the book."), page))
    (file,) = told_json(pincite("add", "--json", book))["files"]
    where = "p. 9 (PDF page 2), read by OCR"

    assert f"book, {where}  " in pincite("ask", "Where was the bittern ringed?").stdout
    assert f"book, {where}  " in pincite("search", "bittern").stdout
    assert f"  {where.replace(', ', '  ')}  (by words" in pincite("find", "bittern").stdout
    assert "read by OCR  1 of 2 pages\n" in pincite("show", file["document_id"]).stdout
    exported = json.loads(pincite("export").stdout)
    told = [(p["page"], p["page_label"], p["recognized"]) for p in exported["passages"]]
    assert told == [(1, "", False), (2, "9", True)]


def test_a_saved_page_is_told_with_its_address_and_its_file(pincite: Pincite, note: Path) -> None:
    page = note.with_name("terns.html")
    head = '<title>Terns</title><link rel="canonical" href="https://example.org/terns">'
    page.write_text(f"<html><head>{head}</head><body><p>The tern dives for fish.</p></body></html>")
    added = told_json(pincite("add", "--json", note.parent))["files"]
    (document_id,) = (f["document_id"] for f in added if f["source"].endswith("/terns"))

    assert "  Terns (https://example.org/terns, notes/terns.html)\n" in pincite("list").stdout
    assert "\nfile      notes/terns.html\n" in pincite("show", document_id).stdout
    told = pincite("ask", "--folder", "notes", "What does the tern dive for?").stdout
    assert f"[1] Terns, notes/terns.html  {document_id}:0-24" in told


# Help -------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_of_it(pincite: Pincite, command: str) -> None:
    result = pincite(command, "--help")
    example = result.output.partition("Example:\n")[2]

    assert result.exit_code == 0
    assert f"pincite {command}" in example


def test_the_help_lists_every_command_with_its_purpose(pincite: Pincite) -> None:
    listed = pincite("--help").output

    assert "\n  Example:\n    pincite add ~/papers\n" in listed
    assert all(f"  {name} " in listed and line in listed for name, (_, line) in COMMANDS.items())


def test_the_line_of_the_list_is_that_of_the_command(pincite: Pincite) -> None:
    """They are written twice, because listing must not import every command."""
    for command in COMMANDS:
        assert main.get_command(None, command).name == command  # type: ignore[arg-type, union-attr]


def test_an_unknown_command_is_a_usage_error(pincite: Pincite) -> None:
    result = pincite("aks", "Who?")

    assert result.exit_code == 2
    assert "No such command 'aks'. Did you mean 'ask'?" in result.stderr


# Results ----------------------------------------------------------------------------


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


def test_an_answer_for_reading_names_its_places(pincite: Pincite, document_id: str) -> None:
    result = pincite("ask", QUESTION)

    assert result.exit_code == 0
    assert "[1]" in result.stdout
    assert f"herons  {document_id}:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("confidence ")


def test_an_unanswered_question_exits_well_and_shows_what_is_close(
    pincite: Pincite, document_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_CONFIDENCE", "1")
    result = pincite("ask", QUESTION)

    assert result.exit_code == 0
    assert result.stdout.startswith("Not answered. ")
    assert f"{document_id}:0-{len(HERONS)}" in result.stdout


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
    with open(ours, "rb", buffering=0) as terminal, open(its, "wb") as screen:
        done = subprocess.run([PROGRAM, "list"], stdout=screen, timeout=300)
        lines = terminal.read(10_000).decode().splitlines()

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


def test_export_writes_each_document_as_a_line(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    output = tmp_path / "collection.jsonl"
    pincite("export", "-o", output)
    (line,) = output.read_text().splitlines()
    record = json.loads(line)

    assert pincite("export", document_id).stdout == line + "\n"
    assert (record["id"], record["text"]) == (document_id, HERONS)
    assert record["passages"][0]["sentences"][0] == [0, 34]


def test_an_export_leaves_out_what_is_damaged_and_says_so(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    (note.parent / "owls.txt").write_text("Owls hoot.")
    pincite("add", note.parent / "owls.txt")
    with closing(sqlite3.connect(tmp_path / "data" / "main" / "ledger.db")) as db, db:
        db.execute("UPDATE passages SET text = 'x' WHERE document_id = ?", (document_id,))
    result = pincite("export")

    assert result.exit_code == 1
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()] == ["owls"]
    assert f"left out: herons: the stored text of 'herons' ({document_id})" in result.stderr
    assert f"run `pincite remove {document_id}`, then add" in result.stderr


def test_a_mistyped_id_does_not_empty_the_file_of_an_earlier_export(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    output = tmp_path / "collection.jsonl"
    output.write_text("precious\n")

    assert "'nope'" in complaint(pincite("export", "-o", output, document_id, "nope"))
    assert output.read_text() == "precious\n"


def test_an_export_that_cannot_be_written_says_where(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    nowhere = tmp_path / "no" / "collection.jsonl"

    assert str(nowhere) in complaint(pincite("export", "-o", nowhere))


def test_edit_corrects_what_is_listed_and_cited(pincite: Pincite, document_id: str) -> None:
    done = pincite(
        "edit", document_id, "--title", "On herons", "--author", "Ada Lund", "--date", "1872-03",
        "--tag", "birds",
    )  # fmt: skip
    assert [line.split(maxsplit=1) for line in done.stdout.splitlines()[:4]] == [
        ["title", "On herons"],
        ["author", "Ada Lund"],
        ["published", "1872-03"],
        ["tags", "birds"],
    ]
    assert "title in the document      herons" in done.stdout
    listed = pincite("list").stdout
    assert "On herons (notes/herons.txt)" in listed or "On herons (herons.txt)" in listed
    assert "tags: birds" in listed
    assert told_json(pincite("ask", "--json", "--tag", "Birds", QUESTION))["citations"][0][
        "author"
    ] == ("Ada Lund")
    pincite("edit", document_id, "--untag", "birds", "--reset", "title", "--reset", "date")
    shown = pincite("show", document_id).stdout
    assert "tags" not in shown
    assert "Ada Lund" in shown
    assert "1872" not in shown


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--date", "May"], "'May' is not a date: write 2019, 2019-05 or 2019-05-01"),
        (["--title", " "], "a title needs a letter or a digit"),
        ([], "name what to change"),
        (["--reset", "version"], "'version' is not one of"),
    ],
)
def test_edit_says_what_is_wrong(
    pincite: Pincite, document_id: str, arguments: list[str], complaint: str
) -> None:
    refused = pincite("edit", document_id, *arguments)
    assert refused.exit_code != 0
    assert complaint in refused.stderr


def test_edit_of_no_document_changes_nothing(pincite: Pincite, document_id: str) -> None:
    assert "no document 'nope'" in complaint(pincite("edit", "nope", "--title", "x"))


def test_remove_takes_all_or_nothing(pincite: Pincite, document_id: str) -> None:
    assert "no document 'nope'" in complaint(pincite("remove", document_id, "nope"))
    assert len(told_json(pincite("list", "--json"))["documents"]) == 1

    assert pincite("remove", document_id).stdout == f"removed herons ({document_id})\n"
    assert told_json(pincite("list", "--json")) == {"documents": []}


def test_verify_tells_verbatim_from_stale_by_its_exit_status(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    pincite("ask", "--save", answer, QUESTION)
    before = pincite("verify", answer)
    note.write_text("Nobody was there.")
    pincite("add", note)
    after = pincite("verify", answer)

    assert (before.exit_code, before.stdout[:13]) == (0, "verbatim  [1]")
    assert (after.exit_code, after.stdout[:13]) == (1, "stale     [1]")


def test_verify_names_the_place_that_was_cited_and_where_its_words_are(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    pincite("ask", "--save", answer, QUESTION)
    (cited, *_) = json.loads(answer.read_text())["citations"]
    place = f"{cited['start']}-{cited['end']}"
    moved = note.rename(note.with_name("moved.txt"))
    pincite("add", moved)
    (other,) = (
        info["id"]
        for info in told_json(pincite("list", "--json"))["documents"]
        if info["id"] != document_id
    )
    pincite("remove", document_id)
    renamed = pincite("verify", answer)
    pincite("remove", other)
    gone = pincite("verify", answer)

    assert renamed.exit_code == 0
    assert f"  {document_id}:{place}  found at {other}:{place}  (" in renamed.stdout
    assert gone.exit_code == 1
    assert gone.stdout.startswith(f"gone      [1] herons  {document_id}:{place}  (no document")


def test_a_record_without_a_sentence_is_not_verified(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    pincite("ask", "--save", answer, QUESTION)
    record = json.loads(answer.read_text())
    answer.write_text(json.dumps({**record, "status": "unanswered", "sentences": []}))
    done = pincite("verify", answer)

    assert done.exit_code == 1
    assert done.stdout.endswith("1 record without a sentence to check\n")
    again = pincite("verify", "--json", answer)
    assert json.loads(again.stdout)["all_verbatim"] is False


def test_verify_says_what_a_document_never_had(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    answer = tmp_path / "answer.json"
    pincite("ask", "--save", answer, QUESTION)
    record = json.loads(answer.read_text())
    for citation in record["citations"]:
        citation["title"] = "Herrings"
    answer.write_text(json.dumps(record))
    done = pincite("verify", answer)

    assert done.exit_code == 1
    assert done.stdout.startswith("altered   [1] herons")
    assert "(the document never had this title)" in done.stdout


def test_verify_reads_what_ask_prints(pincite: Pincite, document_id: str) -> None:
    record = pincite("ask", "--json", QUESTION).stdout
    checks = told_json(pincite("verify", "--json", "-", input=record))["citations"]

    assert checks
    assert {check["verdict"] for check in checks} == {"verbatim"}


def test_rebuild_changes_a_collection_over_to_another_model(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    other = make_tiny_model(tmp_path / "other", seed=1)

    assert "run `pincite rebuild`" in complaint(pincite("--model", other, "ask", QUESTION))
    calibration = tmp_path / "data" / "main" / "calibration.json"
    calibration.write_text("{}")
    told = pincite("--model", other, "rebuild").stdout
    assert told.startswith("1 document rebuilt with")
    assert "calibration was for the earlier model" in told
    assert not calibration.exists()
    assert pincite("--model", other, "ask", QUESTION).exit_code == 0
    assert "run `pincite rebuild`" in complaint(pincite("ask", QUESTION))


def test_a_misspelt_collection_is_not_made_but_named(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    reading: list[list[object]] = [
        ["list"], ["ask", QUESTION], ["search", QUESTION], ["find", "herons"], ["show", "x"],
        ["remove", "x"], ["export"], ["doctor"], ["backup", tmp_path / "x"], ["rebuild"],
    ]  # fmt: skip
    for command in reading:
        told = complaint(pincite("--collection", "mian", *command))
        assert told.startswith("there is no collection 'mian' (there is: 'main')"), command
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["main"]


READING = [
    ["list"], ["ask", QUESTION], ["search", QUESTION], ["find", "herons"], ["show", "DOCUMENT"],
    ["export"], ["doctor"], ["collections"], ["sync", "--dry-run", "NOTES"], ["chat"],
    ["verify", "ANSWER"], ["backup", "BACKUP"],
]  # fmt: skip


def files_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return what lies in a folder, with its size and when it was written.

    SQLite keeps a log beside a ledger for as long as it is read.
    """
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_a_command_that_only_reads_writes_nothing(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path, command: list[str]
) -> None:
    """Not even room for removing, which whoever adds holds back."""
    (tmp_path / "answer.json").write_text(pincite("ask", "--json", QUESTION).stdout)
    meant = {
        "DOCUMENT": document_id, "NOTES": note.parent, "BACKUP": tmp_path / "backup",
        "ANSWER": tmp_path / "answer.json",
    }  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "data" / "main" / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (tmp_path / "data" / "main" / "reserve").unlink()
    before = files_in(tmp_path / "data")

    assert pincite(*(meant.get(word, word) for word in command)).exit_code == 0
    assert files_in(tmp_path / "data") == before


@pytest.mark.parametrize("command", READING[:10], ids=lambda command: command[0])
def test_a_command_that_only_reads_begins_no_collection(
    pincite: Pincite, note: Path, tmp_path: Path, command: list[str]
) -> None:
    result = pincite(*(note.parent if word == "NOTES" else word for word in command))

    assert not (tmp_path / "data").exists()
    assert result.exit_code in (0, 1)
    if command[0] in ("list", "doctor", "collections"):
        assert result.exit_code == 0


def test_what_was_added_has_room_held_back_for_removing_it(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    assert (tmp_path / "data" / "main" / "reserve").stat().st_size >= 256_000


def test_collections_that_vanish_while_they_are_listed_are_passed_over(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    """Saved vectors are replaced all the time, and a folder may be moved away."""
    data, stop = tmp_path / "data", threading.Event()
    pincite("--collection", "moving", "add", note)

    def change() -> None:
        while not stop.is_set():
            (data / "main" / "vectors" / "gen-9").mkdir(parents=True, exist_ok=True)
            (data / "main" / "vectors" / "gen-9" / "vectors.faiss").write_bytes(b"x")
            (data / "moving").rename(tmp_path / "away")
            shutil.rmtree(data / "main" / "vectors" / "gen-9")
            (tmp_path / "away").rename(data / "moving")

    with ThreadPoolExecutor(1) as pool:
        changing = pool.submit(change)
        try:
            for _ in range(40):
                found = told_json(pincite("collections", "--json"))["collections"]
                assert (found[0]["name"], found[0]["documents"]) == ("main", 1)
                assert [one["name"] for one in found[1:]] in ([], ["moving"])
        finally:
            stop.set()
        changing.result()


def test_collections_are_listed_with_what_they_hold(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    pincite("--collection", "other", "add", note)
    (tmp_path / "data" / "torn").mkdir()
    (tmp_path / "data" / "torn" / "ledger.db").write_bytes(b"torn" * 1000)
    found = told_json(pincite("collections", "--json"))["collections"]

    assert [(one["name"], one["documents"], one["fault"] is None) for one in found] == [
        ("main", 1, True), ("other", 1, True), ("torn", None, False),
    ]  # fmt: skip
    assert all(one["bytes"] > 0 for one in found)
    assert "damaged" in pincite("collections").stdout


def test_a_backup_is_restored_where_nothing_is_or_by_replacing(
    pincite: Pincite, document_id: str, note: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "birds.pincite"
    assert "1 document, 1 passage: " in pincite("backup", backup).stdout
    assert pincite("--collection", "other", "restore", backup).exit_code == 0
    assert document_id in pincite("--collection", "other", "list").stdout
    note.write_text("Somebody else counted 41.")
    pincite("add", note)
    assert "use --replace" in complaint(pincite("restore", backup))

    assert pincite("restore", "--replace", backup).exit_code == 0
    assert HERONS in pincite("show", document_id).stdout
    assert told_json(pincite("doctor", "--json"))["findings"] == []
    assert (tmp_path / "data" / "other" / "reserve").is_file(), "it can be removed on a full disk"


def test_a_folder_is_synced_and_what_would_be_done_told(pincite: Pincite, note: Path) -> None:
    pincite("add", note)
    (note.parent / "owls.txt").write_text("Owls hoot.")
    note.unlink()
    (note.parent / "none.txt").touch()
    foreseen = pincite("sync", "--dry-run", note.parent)
    assert foreseen.stdout.splitlines() == [
        "1 to read, 0 unchanged, 1 to remove, 1 to refuse; nothing was changed",
        "to refuse: notes/none.txt: the file is empty: there is nothing to quote",
        "to read: notes/owls.txt (new)",
        "to remove: herons.txt",
    ]
    foretold = told_json(pincite("sync", "--dry-run", "--json", note.parent))
    assert foretold["counts"] == {
        "to_read": 1, "unchanged": 0, "to_remove": 1, "to_keep": 0, "to_refuse": 1,
    }  # fmt: skip
    assert [file["status"] for file in foretold["files"]] == ["to_refuse", "to_read", "to_remove"]
    (note.parent / "none.txt").unlink()
    counts = told_json(pincite("sync", "--json", note.parent))["counts"]

    assert counts == {
        "added": 1, "updated": 0, "unchanged": 0, "removed": 1, "kept": 0, "refused": 0,
    }  # fmt: skip
    assert pincite("sync", "--watch", "--dry-run", note.parent).exit_code == 2


def test_collections_are_apart(pincite: Pincite, document_id: str) -> None:
    pincite("--collection", "other", "add", "--bundled")

    (document,) = told_json(pincite("--collection", "other", "list", "--json"))["documents"]
    assert document["id"] != document_id


def test_sync_ends_well_beside_what_is_refused_or_kept_unless_it_is_strict(
    pincite: Pincite, note: Path
) -> None:
    (note.parent / "usb").mkdir()
    (note.parent / "usb" / "owls.txt").write_text("Owls hunt at night.")
    (note.parent / "usb" / "wrens.txt").write_text("Wrens sing.")
    pincite("sync", note.parent)
    (note.parent / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for name in ("owls", "wrens"):
        (note.parent / "usb" / f"{name}.txt").unlink()
    done = pincite("sync", note.parent)

    assert done.exit_code == 0
    assert done.stdout.startswith("0 added, 0 updated, 1 unchanged, 2 kept, 1 refused;")
    assert "refused: notes/photo.png: " in done.stderr
    assert "kept: 2 documents: the folder notes/usb is empty now: if a disk" in done.stderr
    assert pincite("sync", "--strict", note.parent).exit_code == 1
    assert "2 to keep" in pincite("sync", "--dry-run", note.parent).stdout
    assert pincite("sync", "--dry-run", "--strict", note.parent).exit_code == 1
    assert "2 removed" in pincite("sync", "--allow-empty", note.parent).stdout


# Doctor -----------------------------------------------------------------------------


def test_doctor_finds_nothing_in_a_sound_collection(pincite: Pincite, document_id: str) -> None:
    told = told_json(pincite("doctor", "--json"))

    assert told["findings"] == []
    assert told["counts"] == {"documents": 1, "passages": 1, "vectors": 1}
    assert "everything is in order" in pincite("doctor").stdout


def test_what_an_older_pincite_read_is_a_note_and_read_again(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    from test_reread import make_old

    make_old(open_toy_index(tmp_path / "data" / "main"))
    record = told_json(pincite("doctor", "--json"))
    assert (record["outdated"], record["originals"]) == (1, {"files": 0, "bytes": 0})
    assert "`pincite rebuild --reread`" in " ".join(record["notes"])
    assert "0 originals kept (0.0 MB)" in pincite("doctor").stdout
    assert "1 unchanged" in pincite("rebuild", "--reread").stdout
    assert told_json(pincite("doctor", "--json"))["outdated"] == 0


def test_doctor_shows_every_setting_and_its_origin(pincite: Pincite, note: Path) -> None:
    pincite("--collection", "birds", "add", note)
    rows = told_json(pincite("--collection", "birds", "doctor", "--json"))["settings"]
    origins = {row["name"]: row["origin"] for row in rows}

    assert origins.keys() == {variable_of(name) for name in SETTINGS}
    assert origins["PINCITE_MODEL"] == "environment (PINCITE_MODEL)"
    assert origins["PINCITE_COLLECTION"] == "option (--collection)"
    assert origins["PINCITE_PORT"] == "default"


def test_doctor_tells_of_a_damaged_calibration(pincite: Pincite, document_id: str) -> None:
    """With it no question is answered, so that nothing is as it should be."""
    rows = told_json(pincite("doctor", "--json"))["settings"]
    values = {row["name"]: row["value"] for row in rows}
    folder = Path(values["PINCITE_DATA"]) / values["PINCITE_COLLECTION"]
    (folder / "calibration.json").write_text("{}")

    result = pincite("doctor")

    assert result.exit_code == 1
    assert "calibration.json is not a calibration: remove it" in result.stdout


def test_doctor_does_not_show_the_key(pincite: Pincite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_KEY", "correct-horse-battery")

    assert "correct-horse" not in pincite("doctor").output + pincite("doctor", "--json").output


def test_doctor_tells_of_a_collection_of_another_model(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    other = make_tiny_model(tmp_path / "other", seed=1)
    result = pincite("--model", other, "doctor")

    assert result.exit_code == 1
    assert "run `pincite rebuild`" in result.stdout


def test_doctor_tells_of_a_model_that_is_not_there(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    result = pincite("--model", tmp_path, "doctor")

    assert result.exit_code == 1
    assert result.stdout.count("finding: modules.json is missing") == 1


def test_doctor_tells_of_a_damaged_ledger(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "data" / "main").mkdir(parents=True)
    (tmp_path / "data" / "main" / "ledger.db").write_bytes(b"not a ledger" * 999)
    result = pincite("doctor")

    assert result.exit_code == 1
    assert "is damaged" in result.stdout


@pytest.mark.parametrize("damage", ["missing", "empty", "half", "flipped", "junk", "a folder"])
@pytest.mark.parametrize(
    "pattern", ["ledger.db", "vectors/gen-*/vectors.faiss", "vectors/gen-*/manifest.json"]
)
def test_doctor_finds_each_planted_damage(
    pincite: Pincite, document_id: str, tmp_path: Path, pattern: str, damage: str
) -> None:
    open_toy_index(tmp_path / "data" / "main")._ledger.shrink_log()  # else it hides the damage
    (path,) = (tmp_path / "data" / "main").glob(pattern)
    data = path.read_bytes()
    middle = len(data) // 2
    path.unlink()
    if damage == "a folder":
        path.mkdir()
    elif damage != "missing":
        planted = {
            "empty": b"",
            "half": data[:middle],
            "flipped": data[:middle] + bytes(b ^ 0xFF for b in data[middle:-40]) + data[-40:],
            "junk": b"junk" * 2000,
        }
        path.write_bytes(planted[damage])
    result = pincite("doctor")

    assert result.exit_code == 1
    findings = [line for line in result.stdout.splitlines() if line.startswith("finding: ")]
    assert findings
    assert all("`pincite " in finding for finding in findings), "each says what to do"


@pytest.mark.skipif(sys.platform != "linux", reason="confined by the Linux kernel")
def test_doctor_notes_that_the_system_confines_readers_less(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    """It is no damage, so that nothing fails because of it."""
    code = "import faulty_readers; faulty_readers.old_kernel('seccomp', 'landlock', 'namespaces')"
    command = [sys.executable, "-c", f"{code}; from qa.cli import main; main()", "doctor"]
    told = [
        subprocess.run(
            [*command, *more], capture_output=True, text=True, env={**os.environ, **live_modules()}
        )
        for more in ([], ["--json"])
    ]
    notes = json.loads(told[1].stdout)["notes"]

    assert [done.returncode for done in told] == [0, 0]
    assert len(notes) == 2
    assert [note for note in notes if f"note: {note}\n" not in told[0].stdout] == []
    assert "finding: " not in told[0].stdout
    assert "otherwise everything is in order" in told[0].stdout


def test_doctor_is_content_after_a_document_was_removed(pincite: Pincite, document_id: str) -> None:
    """Removing drops the saved vectors on purpose; that is no finding."""
    pincite("remove", document_id)

    assert told_json(pincite("doctor", "--json"))["findings"] == []


# Errors -----------------------------------------------------------------------------


def test_a_missing_file_is_named(pincite: Pincite, tmp_path: Path) -> None:
    assert f"{tmp_path / 'nope.txt'}: no such file" in complaint(
        pincite("add", tmp_path / "nope.txt")
    )
    assert f"{tmp_path / 'nope.json'} cannot be read: No such file" in complaint(
        pincite("verify", tmp_path / "nope.json")
    )


def test_a_folder_of_nothing_is_named(pincite: Pincite, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert complaint(pincite("add", tmp_path / "empty")).endswith(f"no files in {tmp_path}/empty")


def test_adding_nothing_is_a_usage_error(pincite: Pincite) -> None:
    assert pincite("add").exit_code == 2
    assert "name the files or folders" in pincite("add").stderr


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "the file is empty"),
        (b" \n\f\n", "there are no words in it"),
        (b"%PDF-1.7\n", "this PDF is damaged"),
        (bytes(range(256)) * 20, "this is binary data"),
        (b"\x00" * 1000, "this is binary data"),
    ],
    ids=["empty", "blank", "PDF", "binary", "zeros"],
)
def test_a_file_that_is_no_text_is_refused_with_the_reason(
    pincite: Pincite, tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "odd.txt").write_bytes(data)
    result = pincite("add", tmp_path / "odd.txt")

    assert result.exit_code == 1
    assert result.stdout.startswith("0 added, 0 updated, 0 unchanged, 1 refused")
    assert result.stderr.startswith(f"refused: odd.txt: {told}")
    assert result.stderr.count("\n") == 1


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    pincite: Pincite, note: Path
) -> None:
    """Root reads a file of any mode, but nobody reads the memory of a process from 0."""
    unreadable = Path("/proc/self/mem") if os.geteuid() == 0 else note
    if not unreadable.exists():
        pytest.skip("no file here that root cannot read")
    if unreadable == note:
        note.chmod(0)
    result = pincite("add", unreadable)

    assert result.exit_code == 1
    assert result.stderr.startswith(f"refused: {unreadable.name}: it cannot be read (")


@pytest.mark.parametrize("command", ["show", "remove", "export"])
@pytest.mark.parametrize("unknown", ["nope", "../../etc", "\udcff", "a" * 26, "\x00"])
def test_an_unknown_id_is_named_with_where_to_look(
    pincite: Pincite, document_id: str, command: str, unknown: str
) -> None:
    told = complaint(pincite(command, unknown))

    assert told == f"no document {unknown!r}: `pincite list` shows the ids"


@pytest.mark.parametrize("span", ["4", "4-", "-9", "9-4", "4-4", "0-71", "a-b", "4-9-12", "٤-٩٩"])
def test_a_span_that_is_none_is_refused(pincite: Pincite, document_id: str, span: str) -> None:
    assert "give START-END, at most 70" in complaint(pincite("show", f"{document_id}:{span}"))


@pytest.mark.parametrize("command", ["ask", "search"])
@pytest.mark.parametrize(
    ("question", "told"),
    [("", "is empty"), ("  ", "is empty"), ("why " * 2501, "10,003"), ("why \udcff", "not valid")],
    ids=["empty", "spaces", "long", "no text"],
)
def test_what_is_no_question_is_refused(
    pincite: Pincite, command: str, question: str, told: str
) -> None:
    assert told in complaint(pincite(command, question))


def test_asking_an_empty_collection_says_how_to_fill_it(pincite: Pincite) -> None:
    assert "`pincite add PATH`" in complaint(pincite("ask", QUESTION))


def test_a_misspelt_variable_stops_every_command(
    pincite: Pincite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_DATAA", "/srv")

    assert (
        complaint(pincite("list")) == "PINCITE_DATAA: no such setting (did you mean PINCITE_DATA?)"
    )


def test_a_model_that_is_not_there_is_named(pincite: Pincite, note: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert "modules.json is missing" in complaint(
        pincite("--model", tmp_path / "empty", "add", note)
    )
    assert "no model 'no/such'" in complaint(pincite("--model", "no/such", "add", note))


def test_an_answer_that_cannot_be_saved_says_where(
    pincite: Pincite, document_id: str, tmp_path: Path
) -> None:
    nowhere = tmp_path / "no" / "answer.json"

    assert f"{nowhere} cannot be written" in complaint(pincite("ask", "--save", nowhere, QUESTION))


@pytest.mark.parametrize(
    "junk",
    [b"", b"\xff\xfe", b"%PDF", b"{}", b"[" * 99_999],
    ids=["none", "UTF-16", "PDF", "{}", "["],
)
def test_a_file_that_holds_no_answer_is_refused(
    pincite: Pincite, tmp_path: Path, junk: bytes
) -> None:
    (tmp_path / "answer.json").write_bytes(junk)

    assert complaint(pincite("verify", tmp_path / "answer.json"))


def test_a_data_directory_that_is_a_file_is_named(pincite: Pincite, note: Path) -> None:
    assert f"{note}" in complaint(pincite("--data", note, "list"))


def test_a_read_only_collection_is_asked_but_not_changed(
    pincite: Pincite, read_only: Path, document_id: str, note: Path
) -> None:
    note.write_text("Something else.")
    asked = pincite("--data", read_only, "ask", "--json", QUESTION)

    assert told_json(asked)["status"] == "answered"
    assert "read-only" in complaint(pincite("--data", read_only, "add", note))
    assert "read-only" in complaint(pincite("--data", read_only, "remove", document_id))
    assert pincite("--data", read_only, "show", document_id).stdout.endswith(f"{HERONS}\n")


def test_a_new_collection_on_a_read_only_disk_says_what_to_set(
    pincite: Pincite, read_only: Path
) -> None:
    told = pincite("--data", read_only, "--collection", "new", "add", "--bundled")

    assert "PINCITE_DATA" in complaint(told)


# The program itself -----------------------------------------------------------------


def run_program(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_standard_output_carries_the_answer_and_nothing_else(document_id: str, model: Path) -> None:
    """Libraries like to print while they load a model."""
    done = run_program("ask", "--json", QUESTION, PINCITE_MODEL=str(model), PINCITE_CONFIDENCE="0")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    assert done.stderr == ""


def test_an_error_of_the_program_is_one_line_without_a_traceback() -> None:
    done = run_program("show", "nope")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: no document 'nope': `pincite list` shows the ids\n"


def test_listing_imports_no_library_that_it_does_not_need() -> None:
    """They take seconds to import, and this command needs none of them."""
    done = run_program("list", "--json", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert json.loads(done.stdout) == {"documents": []}
    assert "qa.commands.output" in imported
    assert not imported & {"torch", "transformers", "sentence_transformers", "flask"}


def test_a_reader_that_stops_reading_is_no_error(document_id: str) -> None:
    done = subprocess.run(
        f"'{PROGRAM}' export | head -c 1", shell=True, capture_output=True, text=True, timeout=300
    )

    assert (done.stdout, done.stderr) == ("{", "")
