"""Tables as CSV and XLSX, in which no text of a document acts as a formula."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from qa.doors.exports.reference import writable

Cell = str | int | float | None

_FORMULA = tuple("=+-@＝＋－＠")
_LONGEST = 32_767  # characters; Excel's own limit of a cell
_CUT = " … (cut off)"
_WIDEST, _NARROWEST = 60, 8  # characters of a column; guesses: what a screen shows well
_MEASURED = 100  # rows that a column's width is measured on; a guess: the first screens


MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; `name` is that of its sheet."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_csv(table: Table) -> str:
    """Return a table as CSV.

    Text that a spreadsheet would run as a formula gets an apostrophe before it, because CSV has
    no other way to say that it is text; XLSX and JSON have the words as they are.

    Source: RFC 4180; https://owasp.org/www-community/attacks/CSV_Injection.
    """
    file = StringIO()
    rows = csv.writer(file)
    rows.writerow([harmless(name) for name in table.head])
    rows.writerows([harmless(cell) for cell in row] for row in table.rows)
    return file.getvalue()


def harmless(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    if not isinstance(cell, str):
        return cell
    text = writable(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in ("\t", "\r") else text


def as_xlsx(tables: Iterable[Table]) -> bytes:
    """Return tables as the sheets of an Excel workbook; text stays text, whatever it begins with.

    A cell holds 32,767 characters; what is longer is cut off and says so.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        _add_sheet(book, table)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _add_sheet(book: Any, table: Table) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place, name in enumerate(table.head):
        longest = max(len(str(row[place] or "")) for row in [table.head, *table.rows[:_MEASURED]])
        width = min(max(longest, len(name), _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.append([_cell(sheet, name, bold=True) for name in table.head])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = writable(value)
    text = text if len(text) <= _LONGEST else text[: _LONGEST - len(_CUT)] + _CUT
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl makes a formula of what begins with =, an error of #N/A
    cell.quotePrefix = text.startswith(_FORMULA)  # and it stays text when somebody edits it
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
