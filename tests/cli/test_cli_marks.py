"""`pincite marks`: what people said of answers, on the command line."""

import json
from pathlib import Path

import pytest
from command_line import HERONS, QUESTION, Pincite, complaint, told_json

from index import Mark
from qa.config import Config
from qa.wiring import open_existing

COUNTED = "Ada Lund counted 40 herons in 1871."


@pytest.fixture
def marked(document_id: str) -> Mark:
    """A mark of the note's second sentence, as a click on the page makes it."""
    index = open_existing(Config.from_env(), read_only=False)
    with index.reader() as reader:
        version = reader.infos([document_id])[document_id].version
    start = HERONS.index(COUNTED)
    place = (document_id, version, start, start + len(COUNTED))
    kept = index.mark(Mark(QUESTION, QUESTION, *place, 0.75, "answers"))
    assert kept is not None
    return kept


def test_asking_keeps_no_mark(pincite: Pincite, document_id: str) -> None:
    pincite("ask", QUESTION)

    assert told_json(pincite("marks", "--json")) == {"marks": []}
    assert (pincite("marks").stdout, pincite("marks").exit_code) == ("", 0)


def test_marks_are_listed_with_their_words(pincite: Pincite, marked: Mark) -> None:
    head, line, words = pincite("marks").stdout.splitlines()

    assert head.split() == ["ID", "VERDICT", "CONFIDENCE", "QUESTION"]
    assert line.split(maxsplit=3) == [marked.id, "answers", "75%", QUESTION]
    assert words.strip() == f"herons: “{COUNTED}”"
    (record,) = told_json(pincite("marks", "--json"))["marks"]
    assert (record["id"], record["verdict"], record["current"]) == (marked.id, "answers", True)
    assert HERONS[record["start"] : record["end"]] == COUNTED


def test_the_words_of_an_earlier_version_are_not_shown(
    pincite: Pincite, marked: Mark, note: Path
) -> None:
    note.write_text("The herons have flown.")
    pincite("add", note)

    assert pincite("marks").stdout.splitlines()[-1].strip() == "herons: changed since"
    result = pincite("marks", "export")
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "1 mark left out: their words have changed\n"


def test_marks_are_exported_as_eval_reads_them(
    pincite: Pincite, marked: Mark, tmp_path: Path
) -> None:
    path = tmp_path / "marked.jsonl"
    assert pincite("marks", "export", "-o", path).exit_code == 0
    (row,) = map(json.loads, path.read_text().splitlines())

    assert row.items() >= {"id": marked.id, "question": QUESTION, "answerable": True}.items()
    assert [gold["text"] for gold in row["gold"]] == [COUNTED]
    by_file = told_json(pincite("eval", path, "--json"))
    by_name = told_json(pincite("eval", "marks", "--json"))
    assert by_name["figures"].items() >= by_file["figures"].items()
    assert by_name["set"] == "marks"


def test_without_marks_there_is_nothing_to_measure(pincite: Pincite, document_id: str) -> None:
    assert complaint(pincite("eval", "marks")).startswith("there are no marks yet: click")


@pytest.mark.parametrize("how", [["--marks"], []], ids=["named", "by default"])
def test_too_few_marks_are_told_with_their_number(
    pincite: Pincite, marked: Mark, how: list[str]
) -> None:
    told = complaint(pincite("calibrate", *how))

    assert told.startswith("1 mark so far, of 1 question with an answer and 0 without: it takes 30")


def test_questions_and_marks_together_are_a_usage_error(
    pincite: Pincite, marked: Mark, note: Path
) -> None:
    assert pincite("calibrate", note, "--marks").exit_code == 2


def test_marks_are_removed_by_id_or_all(pincite: Pincite, marked: Mark) -> None:
    assert complaint_after(pincite, "nope") == "no mark 'nope': `pincite marks` shows the ids"
    assert pincite("marks", "remove", marked.id).stdout == "1 mark removed\n"
    assert told_json(pincite("marks", "--json")) == {"marks": []}
    assert pincite("marks", "remove", "--all").stdout == "0 marks removed\n"
    assert pincite("marks", "remove").exit_code == 2
    assert pincite("marks", "remove", "x", "--all").exit_code == 2


def complaint_after(pincite: Pincite, mark_id: str) -> str:
    result = pincite("marks", "remove", mark_id)
    assert result.exit_code == 1
    return result.stderr.removeprefix("Error: ").strip()


def test_marks_go_with_their_document(pincite: Pincite, marked: Mark, document_id: str) -> None:
    pincite("remove", document_id)

    assert told_json(pincite("marks", "--json")) == {"marks": []}
