"""OpenDocument sheets (.ods), which hold the words that each cell shows."""

import re
from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.formats.opendoc.common import OFFICE, TABLE, TEXT, Styles, paragraph_words, repeats
from corpus.formats.sheets.number_format import general
from corpus.formats.sheets.sheet import Cells, Remark, Sheet
from corpus.formats.sheets.stream import elements
from corpus.text_builder import TextBuilder, one_line

_MOST_CELLS = 2_000_000
"""That one sheet may have; a guess: a file of a few bytes can claim a billion equal ones."""
_MOST_EQUAL = 10_000  # rows that one stands for; a guess: nobody writes more of them
_MOST_COLUMNS = 16_384  # of any spreadsheet program
_GONE = ("collapse", "filter")
_TIME = re.compile(r"-?P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")


class OpenDocumentBook:
    """An OpenDocument sheet file, opened."""

    def __init__(self, archive: Archive) -> None:
        self._data = archive.read("content.xml")
        self._styles = Styles(archive.xml("styles.xml"))
        self.hidden_sheets = 0
        self._unsaved = 0

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets that are not hidden."""
        names = ("table", "table-row", "table-column", "automatic-styles")
        reader: _SheetReader | None = None
        depth = 0
        for event, element in elements(self._data, *names, starts=True):
            name = etree.QName(element).localname
            if name == "automatic-styles" and event == "end":
                self._styles.add(element)
            elif name == "table":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    reader = _SheetReader(element, self._styles)
                elif event == "end" and depth == 0 and reader is not None:
                    self._unsaved += reader.unsaved
                    self.hidden_sheets += reader.hidden
                    if not reader.hidden:
                        yield reader.sheet
                    reader = None
            elif event == "end" and depth == 1 and reader is not None:
                if name == "table-row":
                    reader.row(element)
                elif name == "table-column":
                    reader.column(element)

    def note(self, layout: TextBuilder) -> None:
        """Say of how many formulas the file does not hold the results."""
        if self._unsaved:
            layout.note(
                f"{self._unsaved:,} formula{'s have' if self._unsaved > 1 else ' has'} no saved "
                "value in the file. Open it in a spreadsheet program and save it to get the values."
            )


class _SheetReader:
    """Reads one sheet row by row."""

    def __init__(self, table: etree._Element, styles: Styles) -> None:
        self.sheet = Sheet(one_line(table.get(f"{TABLE}name", "")))
        style = table.get(f"{TABLE}style-name", "")
        self.hidden = style in styles.hidden_tables or table.get(f"{TABLE}display") == "false"
        self.unsaved = 0
        self._styles = styles
        self._row = self._column = self._cells = 0

    def column(self, element: etree._Element) -> None:
        count = repeats(element, "number-columns-repeated", _MOST_COLUMNS)
        if element.get(f"{TABLE}visibility") in _GONE:
            self.sheet.hidden_columns.append((self._column, self._column + count - 1))
        self._column += count

    def row(self, element: etree._Element) -> None:
        count = repeats(element, "number-rows-repeated", _MOST_CELLS)
        cells = self._read(element)
        is_hidden = element.get(f"{TABLE}visibility") in _GONE
        if cells:
            for row in range(self._row, self._row + min(count, _MOST_EQUAL)):
                self._cells += len(cells)
                if self._cells > _MOST_CELLS:
                    break
                self.sheet.rows[row] = dict(cells)
                if is_hidden:
                    self.sheet.hidden_rows.add(row)
        elif is_hidden:
            self.sheet.hidden_rows.update(range(self._row, self._row + min(count, 1_000)))
        self._row += count

    def _read(self, row: etree._Element) -> Cells:
        cells: Cells = {}
        column = 0
        for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            count = repeats(cell, "number-columns-repeated", _MOST_COLUMNS)
            covered = cell.tag == f"{TABLE}covered-table-cell"
            words = "" if covered else self._words(cell)
            if words:
                for place in range(column, min(column + count, _MOST_COLUMNS)):
                    cells[place] = words
            if not covered:
                self._note_spans(cell, column)
            for remark in cell.iterchildren(f"{OFFICE}annotation"):
                self._remark(remark, column)
            column += count
        return cells

    def _words(self, cell: etree._Element) -> str:
        paragraphs = cell.iterchildren(f"{TEXT}p", f"{TEXT}h", f"{TEXT}list")
        shown = " ".join(paragraph_words(p, self._styles) for p in paragraphs)
        if shown.strip():
            return one_line(shown)
        stored = _stored(cell)
        self.unsaved += (
            not stored
            and bool(cell.get(f"{TABLE}formula"))
            and (cell.get(f"{OFFICE}value-type") is None)
        )
        return stored

    def _note_spans(self, cell: etree._Element, column: int) -> None:
        wide = repeats(cell, "number-columns-spanned", _MOST_COLUMNS)
        high = repeats(cell, "number-rows-spanned", _MOST_CELLS)
        if wide > 1 or high > 1:
            self.sheet.merged.append((self._row, column, self._row + high - 1, column + wide - 1))

    def _remark(self, remark: etree._Element, column: int) -> None:
        words = " ".join(paragraph_words(p, self._styles) for p in remark.iter(f"{TEXT}p"))
        if words := one_line(words):
            author = remark.findtext("{*}creator") or ""
            day = remark.findtext("{*}date") or ""
            self.sheet.remarks.append(Remark(self._row, column, author, words, day))


def _stored(cell: etree._Element) -> str:
    """Return what a cell without shown words holds, as plainly as it can be shown."""
    value = cell.get(f"{OFFICE}value", "")
    match cell.get(f"{OFFICE}value-type", ""):
        case "float":
            return _number(value)
        case "percentage":
            return _number(value, 100) + "%" if value else ""
        case "currency":
            return f"{_number(value)} {cell.get(f'{OFFICE}currency', '')}".strip()
        case "date":
            return one_line(cell.get(f"{OFFICE}date-value", "").replace("T", " "))
        case "time":
            return _time(cell.get(f"{OFFICE}time-value", ""))
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value", "").upper()
        case _:
            return one_line(cell.get(f"{OFFICE}string-value", ""))


def _number(value: str, times: int = 1) -> str:
    try:
        number = float(value)
        return general(float(f"{number * times:.15g}"))
    except (ValueError, OverflowError):
        return value


def _time(value: str) -> str:
    found = _TIME.fullmatch(value)
    if found is None:
        return value
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return f"{days * 24 + hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
