"""Questions from a file: CSV, a spreadsheet, or text with one a line."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from qa.answering.question import checked_question
from qa.errors import QuestionRejected

MOST = 1000
"""The most questions of a file; a guess: at 0.3 s each, five minutes."""

_LARGEST = 10_000_000  # bytes; a guess: more than a thousand of the longest questions
_NAMES = ("question", "questions")
_SUFFIXES = ".csv, .tsv, .txt or .xlsx"

Rows = list[list[str]]


def read_questions(path: Path) -> list[str]:
    """Return the questions of a file, in order; what is empty is left out.

    They are in the column `question` of a table, or else in its first column.

    Raises:
        QuestionRejected: If the file cannot be read, has no question or too many, or one of
            them cannot be asked.
    """
    rows = _rows(path)
    place = _column(rows[0]) if rows else None
    if place is None:
        found = [(number, row[0]) for number, row in enumerate(rows, 1) if row]
    else:
        found = [(number, row[place]) for number, row in enumerate(rows, 1) if len(row) > place][1:]
    asked = [(number, text) for number, text in found if text.strip()]
    if not asked:
        raise QuestionRejected(f"{path.name} has no question: put one on each line")
    if len(asked) > MOST:
        raise QuestionRejected(
            f"{path.name} has {len(asked):,} questions, and at most {MOST:,} are asked at once: "
            "split the file"
        )
    return [_checked(path, number, text) for number, text in asked]


def _checked(path: Path, number: int, text: str) -> str:
    try:
        return checked_question(text)
    except QuestionRejected as exc:
        raise QuestionRejected(f"{path.name}, row {number}: {exc}") from exc


def _rows(path: Path) -> Rows:
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".tsv", ".txt", ".xlsx"):
        raise QuestionRejected(f"{path.name} is not a list of questions: give {_SUFFIXES}")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _LARGEST else b""
    except OSError as exc:
        raise QuestionRejected(f"{path} cannot be read: {exc.strerror}") from exc
    if size > _LARGEST:
        raise QuestionRejected(
            f"{path.name} has {size / 1e6:,.0f} MB, and at most {_LARGEST / 1e6:.0f} are read: "
            "split the file"
        )
    if suffix == ".xlsx":
        return _sheet_rows(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise QuestionRejected(f"{path.name} is not UTF-8 text: save it as UTF-8") from exc
    if suffix == ".txt":
        return [[line] for line in text.splitlines()]
    return _csv_rows(path, text)


def _csv_rows(path: Path, text: str) -> Rows:
    """Return the rows of a CSV file, whose separator is the one that fits all rows."""
    for separator in ",;\t":
        rows = _parsed(path, text, separator)
        filled = [row for row in rows if row]
        if filled and (_column(filled[0]) is not None or _is_table(filled)):
            return rows
    rows = _parsed(path, text, ",")
    for number, row in enumerate(rows, 1):
        if len(row) > 1:
            raise QuestionRejected(
                f"{path.name}, row {number} has {len(row)} columns and others have not: put a "
                "question that has a comma in quotes, or name its column `question`"
            )
    return rows


def _is_table(rows: Rows) -> bool:
    return len(rows[0]) > 1 and len({len(row) for row in rows}) == 1


def _parsed(path: Path, text: str, separator: str) -> Rows:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as exc:
        raise QuestionRejected(f"{path.name} is not a CSV file: {exc}") from exc


def _sheet_rows(path: Path) -> Rows:
    """Return the rows of the first sheet of a workbook."""
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True)
        return [["" if value is None else str(value) for value in row] for row in rows]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as exc:
        raise QuestionRejected(f"{path.name} is not an Excel workbook: save it again") from exc


def _column(head: Sequence[str]) -> int | None:
    """Return the place of the column that is called `question`."""
    names = [cell.strip().casefold() for cell in head]
    return next((names.index(name) for name in _NAMES if name in names), None)
