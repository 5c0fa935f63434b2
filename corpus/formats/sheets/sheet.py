"""A sheet of a workbook, as it was read from any format, and how it is written down."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.formats.sheets.grid import write_grid
from corpus.text_builder import TextBuilder

_MOST_CELLS = 5_000_000
"""A guess: a sheet that is wider and longer has its few cells scattered over it."""
_MOST_REPEATED = 200_000
"""Cells that merged ones fill; a guess, so that a small file cannot fill the memory."""

_LAST_COLUMN = 16_383  # XFD, of any spreadsheet program

Cells = dict[int, str]


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment that somebody attached to a cell."""

    row: int
    column: int
    author: str
    words: str
    published: str = ""


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet by row and column, counted from 0, empty ones left out.

    `merged` holds (top, left, bottom, right) of cells that became one, `bold` the words of cells
    that are set in bold.
    """

    name: str
    rows: dict[int, Cells] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    bold: set[str] = field(default_factory=set)

    def repeat_merged(self) -> None:
        """Let every row and column that a merged cell spans say what it says."""
        left = _MOST_REPEATED
        lowest = max(self.rows, default=-1)
        widest = max((max(cells, default=-1) for cells in self.rows.values()), default=-1)
        for top, first, bottom, last in self.merged:
            words = self.rows.get(top, {}).get(first, "")
            bottom, last = min(bottom, lowest), min(last, widest)
            left -= max(0, bottom - top + 1) * max(0, last - first + 1)
            if not words or left < 0:
                continue
            for row in range(top, bottom + 1):
                cells = self.rows.setdefault(row, {})
                for column in range(first, last + 1):
                    cells.setdefault(column, words)

    def leave_out_hidden(self) -> tuple[int, int]:
        """Drop hidden rows and columns; return how many of each said something."""
        gone = {row for row in self.hidden_rows if self.rows.pop(row, None)}
        hidden = self.unseen_columns()
        columns: set[int] = set()
        if hidden:
            for row, cells in self.rows.items():
                if unseen := hidden.intersection(cells):
                    columns |= unseen
                    self.rows[row] = {c: w for c, w in cells.items() if c not in unseen}
        self.remarks = [
            remark
            for remark in self.remarks
            if remark.row not in self.hidden_rows and remark.column not in hidden
        ]
        return len(gone), len(columns)

    def unseen_columns(self) -> set[int]:
        """Return the hidden columns one by one."""
        columns: set[int] = set()
        reached = 0
        for first, last in sorted(self.hidden_columns):
            columns.update(range(max(first, reached), min(last, _LAST_COLUMN) + 1))
            reached = max(reached, last + 1)
        return columns


class Left:
    """Counts what a person would not see and is therefore left out."""

    def __init__(self) -> None:
        self.sheets = self.rows = self.columns = 0

    def note(self, layout: TextBuilder) -> None:
        """Say what was left out, if anything was."""
        counts = ((self.rows, "row"), (self.columns, "column"), (self.sheets, "sheet"))
        parts = [f"{n:,} hidden {what}{'s' * (n > 1)}" for n, what in counts if n]
        if parts:
            listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
            many = sum(n for n, _ in counts) > 1
            layout.note(f"{listed} {'were' if many else 'was'} left out.")


def write_sheet(layout: TextBuilder, sheet: Sheet, left: Left) -> None:
    """Write a sheet under its name, table by table, then what was remarked on its cells."""
    sheet.repeat_merged()
    rows, columns = sheet.leave_out_hidden()
    left.rows += rows
    left.columns += columns
    said = {row: cells for row, cells in sheet.rows.items() if any(cells.values())}
    if not said and not sheet.remarks and not sheet.boxes:
        return
    layout.heading(1, sheet.name)
    if len(said) * len({c for cells in said.values() for c in cells}) > _MOST_CELLS:
        for row in sorted(said):
            layout.row([said[row][column] for column in sorted(said[row])])
        layout.part()
    else:
        write_grid(layout, list(_dense(sheet, said)), sheet.bold)
    for words in sheet.boxes:
        layout.paragraph(words)
    for remark in sheet.remarks:
        layout.voice(remark.author, remark.published)
        layout.paragraph(f"Comment on {cell_name(remark.row, remark.column)}: {remark.words}")
        layout.end_voice()


def _dense(sheet: Sheet, rows: Mapping[int, Cells]) -> Iterator[list[str]]:
    """Yield rows of equal length; several empty ones in a row become one.

    What is hidden leaves no gap: its neighbours stand side by side.
    """
    used = sorted({column for cells in rows.values() for column, words in cells.items() if words})
    hidden = sorted(sheet.unseen_columns())
    columns: list[int] = []
    for column in used:
        if columns and _is_gap(columns[-1], column, hidden):
            columns.append(column - 1)
        columns.append(column)
    unseen = sorted(sheet.hidden_rows)
    before: int | None = None
    for row in sorted(rows):
        if before is not None and _is_gap(before, row, unseen):
            yield [""] * len(columns)
        before = row
        cells = rows[row]
        yield [cells.get(column, "") for column in columns]


def _is_gap(before: int, place: int, hidden: Sequence[int]) -> bool:
    """Tell whether an empty row or column that can be seen lies between two places."""
    unseen = bisect_left(hidden, place) - bisect_right(hidden, before)
    return place - before - 1 > unseen


def cell_name(row: int, column: int) -> str:
    """Return how people call a cell: `B2`."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def cell_place(name: str) -> tuple[int, int] | None:
    """Return the row and column of `B2`, counted from 0."""
    found = _REFERENCE.fullmatch(name)
    if found is None or found[2] == "0":
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
