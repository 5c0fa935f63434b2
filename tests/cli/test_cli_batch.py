"""`pincite batch`."""

import json
import os
from pathlib import Path

import pytest
from command_line import Pincite

pytestmark = pytest.mark.usefixtures("document_id")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.txt"
    path.write_text("Who counted the herons?\nWhere does the heron stand?\n")
    return path


def test_questions_become_a_table(pincite: Pincite, questions: Path, tmp_path: Path) -> None:
    output = tmp_path / "answers.json"
    result = pincite("batch", questions, "-o", output)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 of 2 questions answered" in result.stderr
    assert [record["number"] for record in json.loads(output.read_text())] == [1, 2]
    assert pincite("verify", output).exit_code == 0
    assert not list(tmp_path.glob("*.partial"))


def test_a_run_that_did_not_end_goes_on(pincite: Pincite, questions: Path, tmp_path: Path) -> None:
    output = tmp_path / "answers.csv"
    in_its_way = tmp_path / f"answers.csv.{os.getpid()}.tmp"
    in_its_way.mkdir()
    failed = pincite("batch", questions, "-o", output)
    in_its_way.rmdir()

    result = pincite("batch", questions, "-o", output)

    assert failed.exit_code == 1
    assert "answers.csv cannot be written: Is a directory" in failed.stderr
    assert "2 of 2 were answered by an earlier run" in result.stderr
    assert "herons in 1871" in output.read_text("utf-8-sig")
    assert list(tmp_path.glob("answers.csv*")) == [output]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ((), 2, "name a file to write, as in -o answers.csv"),
        (
            ("-o", "answers.pdf"),
            2,
            "cannot tell the format from the name 'answers.pdf': "
            "add --format, one of csv, xlsx, html, json",
        ),
        (("-o", "none/answers.csv"), 1, "there is no folder none: make it first"),
    ],
)
def test_what_cannot_be_written_is_refused_first(
    pincite: Pincite, questions: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    result = pincite("batch", questions, *arguments)

    assert result.exit_code == status
    assert said in " ".join(result.stderr.split())
