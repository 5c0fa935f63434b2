"""Tables: each row a paragraph that names its columns, so that it says something alone."""

import datetime
import io
from collections.abc import Iterator, Sequence

import python_calamine

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import Damaged, Encrypted
from corpus.text_builder import TextBuilder, one_line

_LONGEST_NAME = 80  # characters; a guess: names of columns are short, sentences are not
_ZIP = b"PK"

Cells = list[str]


def read_workbook(data: bytes, source: Source) -> Document:
    """Read Excel and OpenDocument workbooks: each sheet under its name, table by table.

    Hidden sheets are left out. A formula is what it last gave.
    """
    if data.startswith(_ZIP):
        Archive(data)  # refuses what would flood the memory
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and sheet.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        layout = TextBuilder()
        for name in visible:
            rows = [list(map(_shown, row)) for row in book.get_sheet_by_name(name).iter_rows()]
            if any(map(any, rows)):
                layout.heading(1, name)
                for table in _tables(rows):
                    _write(layout, table)
    except python_calamine.PasswordError as exc:
        raise Encrypted("it opens with a password only: save it without one") from exc
    except python_calamine.CalamineError as exc:
        raise Damaged("it is no whole workbook: open and save it again") from exc
    return layout.document(source)


def _shown(value: object) -> str:
    """Return a cell as a person writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    # Doubles hold integers up to 2^53.
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return one_line(str(value))


def _tables(rows: Sequence[Cells]) -> Iterator[list[Cells]]:
    """Yield the tables of a sheet, which empty rows and columns part."""
    for block in _parted(rows):
        width = max(map(len, block))
        columns = [[row[at] if at < len(row) else "" for row in block] for at in range(width)]
        for group in _parted(columns):
            turned = [list(cells) for cells in zip(*group, strict=True)]
            yield from _parted(turned)


def _parted(rows: Sequence[Cells]) -> Iterator[list[Cells]]:
    block: list[Cells] = []
    for row in [*rows, []]:
        if any(row):
            block.append(row)
        elif block:
            yield block
            block = []


def _write(layout: TextBuilder, rows: Sequence[Cells]) -> None:
    filled = [row for row in rows if any(row)]
    if filled and len(filled) > 1 and _is_head(filled[0]):
        names = filled[0]
        for row in filled[1:]:
            named = [
                f"{names[at]}: {cell}" if at < len(names) and names[at] else cell
                for at, cell in enumerate(row)
                if cell
            ]
            layout.paragraph("; ".join(named))
        return
    for row in filled:
        layout.row(row)
    layout.part()


def _is_head(row: Cells) -> bool:
    """Tell whether a row names the columns: in words, each another."""
    names = [name for name in row if name]
    wordy = all(any(c.isalpha() for c in name) and len(name) <= _LONGEST_NAME for name in names)
    return len(names) >= 2 and wordy and len(set(names)) == len(names)
