"""Exports, corrections, and records that are verified, on the command line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION, Pincite, complaint, told_json


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
        (["--language", "Latin"], "'Latin' is no language that Pincite knows: write en (English)"),
    ],
)
def test_edit_says_what_is_wrong(
    pincite: Pincite, document_id: str, arguments: list[str], complaint: str
) -> None:
    refused = pincite("edit", document_id, *arguments)
    assert refused.exit_code != 0
    assert complaint in refused.stderr


def test_a_language_is_said_when_a_document_is_added_or_corrected(
    pincite: Pincite, document_id: str, note: Path
) -> None:
    def language() -> str:
        return str(told_json(pincite("show", "--json", document_id))["language"])

    assert language() == "en"
    pincite("edit", document_id, "--language", "French")
    assert language() == "fr"
    assert "language in the document  English" in pincite("show", document_id).stdout
    pincite("add", note, "--language", "de")
    assert language() == "de", "though its file has not changed"
    pincite("edit", document_id, "--reset", "language")
    assert language() == "en"
    assert "no language that Pincite knows" in complaint(pincite("add", note, "--language", "la"))


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


@pytest.mark.parametrize("command", ["verify", "cite"])
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.docx", b"PK\x03\x04\xff"), ("a.md", b"## Who?\n"), ("a.csv", b"number,question\n")],
)
def test_what_is_no_saved_answer_is_named_with_what_reads_it(
    pincite: Pincite, tmp_path: Path, command: str, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    said = complaint(pincite(command, tmp_path / name))

    assert f"{tmp_path / name} is not a saved answer: " in said
    assert "`pincite ask --save` writes; `pincite check` reads Word and text" in said
