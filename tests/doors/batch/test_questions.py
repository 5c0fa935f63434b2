"""Which questions a file holds."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from qa.doors.batch.questions import MOST, read_questions
from qa.errors import QuestionRejected


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "questions"),
    [
        ("a.txt", "Who, if anybody?\n\n  Why?  \n", ["Who, if anybody?", "Why?"]),
        ("a.csv", "Who?\r\nWhy?\r\n", ["Who?", "Why?"]),
        ("a.csv", "id,Question\n1,Who?\n2,\n3,Why?\n", ["Who?", "Why?"]),
        ("a.csv", '"Who, then?",x\nWhy?,y\n', ["Who, then?", "Why?"]),
        ("a.csv", "nr;question\n1;Who, then?\n", ["Who, then?"]),
        ("a.csv", "Who, then?;x\nWhy;y\n", ["Who, then?", "Why"]),
        ("a.csv", "\ufeffquestion\nWho?\n", ["Who?"]),
        ("a.tsv", "question\tnote\nWho?\tx\n", ["Who?"]),
        ("a.csv", '"Who\nthen?"\n', ["Who\nthen?"]),
    ],
)
def test_the_column_is_found(tmp_path: Path, name: str, text: str, questions: list[str]) -> None:
    assert read_questions(written(tmp_path, name, text)) == questions


def test_a_workbook_has_its_questions_in_its_first_sheet(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["nr", "question"], [1, "Who?"], [2, None], [3, "Why?"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")

    assert read_questions(tmp_path / "a.xlsx") == ["Who?", "Why?"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "a.txt has no question: put one on each line"),
        ("a.csv", b"question\n", "a.csv has no question"),
        ("a.csv", b"\n\n", "a.csv has no question"),
        ("a.txt", b"Who?\n" * 10_000, "has 10,000 questions, and at most 1,000 are asked at once"),
        ("a.txt", b"Who?\n***\n", "a.txt, row 2: the question is empty: ask in words"),
        ("a.txt", b"a" * 5000, "a.txt, row 1: the question has 5,000 characters"),
        ("a.txt", b"Wh\xe9", "a.txt is not UTF-8 text"),
        ("a.csv", b"Who?\nWho, then, came?\n", "a.csv, row 2 has 3 columns"),
        ("a.csv", b'"Who?\n', "a.csv is not a CSV file"),
        ("a.xlsx", b"PK\x03\x04 no", "a.xlsx is not an Excel workbook"),
        ("a.pdf", b"%PDF", "a.pdf is not a list of questions: give .csv, .tsv, .txt or .xlsx"),
    ],
)
def test_what_cannot_be_asked_is_said(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(QuestionRejected, match=re.escape(said)):
        read_questions(tmp_path / name)


def test_as_many_as_may_be_are_asked(tmp_path: Path) -> None:
    assert len(read_questions(written(tmp_path, "a.txt", "Who?\n" * MOST))) == MOST


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionRejected, match="cannot be read: No such file"):
        read_questions(tmp_path / "a.txt")
