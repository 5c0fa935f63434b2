"""Excel (.xlsx): what each cell shows, by the sheets' own XML."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.errors import TooLarge
from corpus.formats.office import RELATED, targets
from corpus.formats.sheets.formulas import Evaluator, Formula
from corpus.formats.sheets.sheet import Cells, Sheet, cell_place
from corpus.formats.sheets.stream import elements
from corpus.formats.sheets.xlsx_strings import SharedStrings, read_boxes, read_remarks, rich_words
from corpus.formats.sheets.xlsx_styles import PLAIN, Style, as_number, read_styles
from corpus.text_builder import TextBuilder, one_line

_WORKBOOK = "xl/workbook.xml"
_HIDDEN = ("hidden", "veryHidden")
_MOST_CELLS = 4_000_000
"""With so many a text is longer than one document may have, whatever they say."""


class Workbook:
    """An Excel file, opened; its sheets are read one by one."""

    def __init__(self, archive: Archive) -> None:
        """Read what all sheets share."""
        self._archive = archive
        book = self._archive.xml(_WORKBOOK)
        parts = targets(self._archive, _WORKBOOK)
        self.strings = SharedStrings(self._archive, _part_named(parts, "sharedStrings"))
        self.styles = read_styles(self._archive, _part_named(parts, "styles"))
        facts = book.find("{*}workbookPr")
        self.since_1904 = facts is not None and facts.get("date1904") in ("1", "true")
        calculation = book.find("{*}calcPr")
        # A program that writes formulas without their results says so, and may write 0 for them.
        self._stale = calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true")
        self.hidden_sheets = 0
        self._parts: dict[str, str] = {}
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            part = parts.get(_related_id(sheet), "")
            if "worksheets/" not in part.lower() and "sheet" not in part.lower():
                continue
            self._parts[sheet.get("name", "")] = part
            if sheet.get("state") in _HIDDEN:
                self.hidden_sheets += 1
        self._shown = [
            sheet.get("name", "")
            for sheet in book.iterfind("{*}sheets/{*}sheet")
            if sheet.get("state") not in _HIDDEN
        ]
        self.evaluator = Evaluator(self._numbers)
        self.cells = 0

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets that are not hidden."""
        for name in self._shown:
            if self._parts.get(name, "") in self._archive.names:
                yield self._sheet(name, self._parts[name])

    def note(self, layout: TextBuilder) -> None:
        """Say what became of formulas whose results the file does not hold."""
        done, undone = self.evaluator.done, self.evaluator.undone
        if done:
            layout.note(
                f"{done:,} formula{'s have' if done > 1 else ' has'} no saved value in the file: "
                f"{'they were' if done > 1 else 'it was'} calculated from the cells that "
                f"{'they name' if done > 1 else 'it names'}."
            )
        if undone:
            layout.note(
                f"{undone:,} formula{'s have' if undone > 1 else ' has'} no saved value in the "
                f"file: {'these cells are' if undone > 1 else 'this cell is'} left out. Open the "
                "file in a spreadsheet program and save it to get the values."
            )

    def _sheet(self, name: str, part: str) -> Sheet:
        reader = _SheetReader(self, name)
        for _, element in elements(self._archive.read(part), "row", "mergeCell", "col"):
            if element.tag.endswith("}row"):
                reader.row(element)
            elif element.tag.endswith("}col"):
                reader.columns(element)
            else:
                reader.merge(element)
        reader.calculate()
        sheet = reader.sheet
        parts = targets(self._archive, part).values()
        sheet.remarks += read_remarks(self._archive, parts)
        sheet.boxes += read_boxes(self._archive, parts)
        return sheet

    def _numbers(self, name: str) -> dict[tuple[int, int], float | str | Formula] | None:
        """Return what formulas may read of a sheet: numbers, words, other formulas."""
        part = self._parts.get(name)
        if part is None:
            return None
        found: dict[tuple[int, int], float | str | Formula] = {}
        for _, element in elements(self._archive.read(part), "row"):
            row = int(element.get("r", "0")) - 1
            for cell in element.iterfind("{*}c"):
                column = _column(cell.get("r", "").rstrip("0123456789"))
                value = self._raw(cell, name, row, column)
                if value is not None:
                    found[row, column] = value
        return found

    def _raw(
        self, cell: etree._Element, name: str, row: int, column: int
    ) -> float | str | Formula | None:
        value, formula = cell.findtext("{*}v"), cell.find("{*}f")
        kind = cell.get("t", "n")
        if formula is not None and self.is_unsaved(kind, value):
            return self.evaluator.formula(name, row, column, formula)
        match kind:
            case "n" if value:
                return as_number(value)
            case "s" if value:
                return self.strings[value]
            case "str":
                return value or ""
            case "inlineStr":
                return rich_words(cell)
            case _:  # errors and truth values are nothing to calculate with
                return None if not value else _NOT_A_NUMBER
        return None

    def is_unsaved(self, kind: str, value: str | None) -> bool:
        """Tell whether a formula's result is missing."""
        return kind != "str" and (not value or (self._stale and value == "0"))


class _SheetReader:
    """Reads one sheet row by row."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.sheet = Sheet(one_line(name))
        self._book = book
        self._name = name
        self._formulas: list[tuple[int, int, Style, Formula]] = []
        self._columns: dict[str, int] = {}
        self._next_row = 0

    def columns(self, element: etree._Element) -> None:
        """Note hidden columns."""
        if _is_set(element, "hidden") or element.get("width") in ("0", "0.0"):
            first, last = element.get("min", ""), element.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.sheet.hidden_columns.append((int(first) - 1, int(last) - 1))

    def merge(self, element: etree._Element) -> None:
        """Note cells that became one."""
        ends = [cell_place(end) for end in element.get("ref", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            self.sheet.merged.append((*ends[0], *ends[1]))

    def row(self, element: etree._Element) -> None:
        """Read a row."""
        number = element.get("r", "")
        row = int(number) - 1 if number.isdecimal() else self._next_row
        self._next_row = row + 1
        if _is_set(element, "hidden") or (element.get("ht") == "0" and element.get("customHeight")):
            self.sheet.hidden_rows.add(row)
        if len(element):
            cells = self._cells(element, row)
            self._book.cells += len(cells)
            if self._book.cells > _MOST_CELLS:
                raise TooLarge(
                    f"it has more than {_MOST_CELLS:,} cells, too many for one document: cut it "
                    "into several files"
                )
            if cells:
                self.sheet.rows.setdefault(row, {}).update(cells)

    def calculate(self) -> None:
        """Fill in what formulas give whose results were not saved, where that is certain."""
        for row, column, style, formula in self._formulas:
            value = self._book.evaluator.value(formula)
            if isinstance(value, str):
                shown = style.words(one_line(value))
            elif value is not None:
                shown = style.number(repr(value), self._book.since_1904)
            else:
                continue
            self.sheet.rows.setdefault(row, {})[column] = shown

    def _cells(self, element: etree._Element, row: int) -> Cells:
        cells: Cells = {}
        column = -1
        columns, styles, strings = self._columns, self._book.styles, self._book.strings
        since_1904 = self._book.since_1904
        plain = f"{element.tag[:-3]}v"
        for cell in element:
            if (reference := cell.get("r")) is None:
                column += 1
            else:
                letters = reference.rstrip("0123456789")
                column = columns.get(letters, -1)
                if column < 0:
                    column = columns[letters] = _column(letters)
            if not len(cell):
                continue
            style = styles.get(cell.get("s", "0"), PLAIN)
            kind = cell.get("t", "n")
            if len(cell) == 1 and cell[0].tag == plain:  # most cells are that plain
                value = cell[0].text or ""
                if kind == "s":
                    shown = style.words(strings[value])
                elif kind == "n":
                    shown = style.number(value, since_1904)
                else:
                    shown = self._saved(kind, value, style)
            else:
                shown = self._cell(cell, kind, style, row, column)
            if shown:
                cells[column] = shown
                if style.bold:
                    self.sheet.bold.add(shown)
        return cells

    def _cell(self, cell: etree._Element, kind: str, style: Style, row: int, column: int) -> str:
        """Return what a cell shows; nothing yet for a formula without its result."""
        if kind == "inlineStr":
            return style.words(rich_words(cell))
        formula, value = None, ""
        for child in cell:
            name = child.tag[-2:]
            if name == "}f":
                formula = child
            elif name == "}v":
                value = child.text or ""
        if formula is not None:
            found = self._book.evaluator.formula(self._name, row, column, formula)
            if self._book.is_unsaved(kind, value):
                self._formulas.append((row, column, style, found))
                return ""
        return self._saved(kind, value, style)

    def _saved(self, kind: str, value: str, style: Style) -> str:
        if not value:
            return ""
        match kind:
            case "s":
                return style.words(self._book.strings[value])
            case "str":
                return style.words(one_line(value))
            case "b":
                return style.words("TRUE" if value in ("1", "true") else "FALSE")
            case "e":
                return one_line(value)
            case "d":
                return one_line(value.replace("T", " ").removesuffix(" 00:00:00"))
            case _:
                return style.number(value, self._book.since_1904)


_NOT_A_NUMBER = Formula("", 0, 0, "#")


def _column(letters: str) -> int:
    place = cell_place(f"{letters}1")
    return 0 if place is None else place[1]


def _is_set(element: etree._Element, name: str) -> bool:
    return element.get(name) in ("1", "true")


def _related_id(element: etree._Element) -> str:
    return element.get(f"{RELATED}id") or next(
        (str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), ""
    )


def _part_named(parts: dict[str, str], name: str) -> str:
    return next((p for p in parts.values() if posixpath.basename(p).startswith(name)), "")
