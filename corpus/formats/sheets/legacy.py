"""Old Excel (.xls), by xlrd, and binary Excel (.xlsb), by calamine, which reads no formats."""

import datetime
import io
from collections.abc import Iterator
from typing import Any

import python_calamine
import xlrd

from corpus.errors import Damaged, Encrypted
from corpus.formats.sheets.number_format import GENERAL, general, number_format
from corpus.formats.sheets.sheet import Cells, Remark, Sheet
from corpus.formats.sheets.xlsx_styles import built_in_format
from corpus.formats.symbols import from_symbol_font
from corpus.text_builder import TextBuilder, one_line

_FIRST_OWN = 164  # formats below are built in, and stored in the words of one language
_UNFORMATTED = (
    "Number formats, hidden rows and hidden columns of this kind of workbook are not known: "
    "numbers stand as they are stored. Save it as .xlsx to have them."
)


class OldBook:
    """A workbook of Excel 5 to 2003."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            Encrypted: If it opens with a password only.
            xlrd.XLRDError: If it cannot be read.
        """
        try:
            self._book = xlrd.open_workbook(
                file_contents=data, formatting_info=True, logfile=io.StringIO()
            )
        except xlrd.XLRDError as exc:
            if "ncrypted" in str(exc):
                raise Encrypted("it opens with a password only: save it without one") from exc
            raise
        self.hidden_sheets = sum(sheet.visibility != 0 for sheet in self._book.sheets())

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets that are not hidden."""
        for sheet in self._book.sheets():
            if sheet.visibility == 0:
                yield self._sheet(sheet)

    def note(self, layout: TextBuilder) -> None:
        """Say nothing: such files hold the results of their formulas."""

    def _sheet(self, sheet: Any) -> Sheet:
        found = Sheet(one_line(sheet.name))
        for row in range(sheet.nrows):
            cells: Cells = {}
            for column, cell in enumerate(sheet.row(row)):
                if words := self._shown(cell):
                    cells[column] = words
            if cells:
                found.rows[row] = cells
        found.merged = [(t, a, b - 1, z - 1) for t, b, a, z in sheet.merged_cells]
        found.hidden_rows = {row for row, facts in sheet.rowinfo_map.items() if facts.hidden}
        found.hidden_columns = [
            (column, column)
            for column, facts in sheet.colinfo_map.items()
            if facts.hidden or facts.width == 0
        ]
        for (row, column), note in sorted(sheet.cell_note_map.items()):
            words = one_line(note.text).removeprefix(f"{note.author}:").strip()
            if words:
                found.remarks.append(Remark(row, column, note.author or "", words))
        return found

    def _shown(self, cell: Any) -> str:
        match cell.ctype:
            case xlrd.XL_CELL_TEXT:
                font = self._book.font_list[self._book.xf_list[cell.xf_index].font_index].name
                words = from_symbol_font(cell.value, font)
                return one_line(number_format(self._code(cell)).show_text(words))
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                code = self._code(cell)
                if code == GENERAL:
                    return general(cell.value)
                format = number_format(code)
                return one_line(format.show(cell.value, since_1904=self._book.datemode == 1))
            case xlrd.XL_CELL_BOOLEAN:
                return "TRUE" if cell.value else "FALSE"
            case xlrd.XL_CELL_ERROR:
                return str(xlrd.error_text_from_code.get(cell.value, ""))
            case _:
                return ""

    def _code(self, cell: Any) -> str:
        key = self._book.xf_list[cell.xf_index].format_key
        if key < _FIRST_OWN and (built_in := built_in_format(key)) != GENERAL:
            return built_in
        format = self._book.format_map.get(key)
        code = format.format_str if format is not None else GENERAL
        return GENERAL if code.lower() == "general" else str(code)


class BinaryBook:
    """A workbook in a form whose number formats are not read."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            Damaged: If it is not a complete workbook.
            Encrypted: If it opens with a password only.
        """
        self.hidden_sheets = 0
        self._data = data

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets that are not hidden."""
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._data))
            for sheet in book.sheets_metadata:
                if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                    self.hidden_sheets += 1
                    continue
                found = book.get_sheet_by_name(sheet.name)
                top, left = found.start or (0, 0)
                rows = {
                    top + row: {
                        left + at: w for at, value in enumerate(cells) if (w := _plain(value))
                    }
                    for row, cells in enumerate(found.iter_rows())
                }
                merged = [(*a, *b) for a, b in found.merged_cell_ranges or ()]
                yield Sheet(one_line(sheet.name), rows=rows, merged=merged)
        except python_calamine.PasswordError as exc:
            raise Encrypted("it opens with a password only: save it without one") from exc
        except python_calamine.CalamineError as exc:
            raise Damaged(
                "this workbook is damaged or incomplete: open it and save it again"
            ) from exc

    def note(self, layout: TextBuilder) -> None:
        """Say that numbers stand as they are stored."""
        layout.note(_UNFORMATTED)


def _plain(value: object) -> str:
    """Return a value without its format, as a person writes it."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return general(value)
        case datetime.datetime():
            return value.isoformat(" ", "minutes").removesuffix(" 00:00")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case datetime.timedelta():
            minutes = round(value.total_seconds()) // 60
            return f"{minutes // 60}:{minutes % 60:02}"
        case _:
            return one_line(str(value))
