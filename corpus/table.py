"""Tables of a document: where their cells stand in its text, and what stands over each cell."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpus.passage import Head, Span, TableCell, TableRow

MAX_TABLES = 20_000
"""A guess: one for each page of the longest document. Later tables stay text."""
MAX_CELLS = 100_000
"""A guess: they take .7 MB as JSON. What comes later stays text."""
MAX_COLUMNS = 256
"""A guess: no reader follows a wider row. Each passage carries its rows with all their heads, so
two rows of 16,000 cells took 870 MB."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, beside the text that it was written as.

    Attributes:
        rows: The spans of the cells, as many in every row; one is empty where its cell is.
            A cell that spans several rows or columns is written, and stands here, in each.
        heads: How many rows, the first ones, name the columns.
        labels: How many columns, the first ones, name the rows.
        caption: Where the words over the table stand that say what it shows, if there are any.
    """

    rows: tuple[tuple[Span, ...], ...]
    heads: int = 0
    labels: int = 0
    caption: Span | None = None

    @property
    def start(self) -> int:
        """Return where the first row starts."""
        return self.rows[0][0].start

    @property
    def end(self) -> int:
        """Return where the last row ends."""
        return self.rows[-1][-1].end


class TableIndex:
    """Finds the rows of a document's tables by their place."""

    def __init__(self, text: str, tables: Sequence[Table]) -> None:
        self._text = text
        self._tables = tables
        self._starts = [table.start for table in tables]
        self._begins = [[row[0].start for row in table.rows] for table in tables]
        self._ends = [[row[-1].end for row in table.rows] for table in tables]

    def spans(self, start: int, end: int) -> Iterator[Span]:
        """Yield the rows in a range, each as a span without white space around it."""
        for table, first, last in self._within(start, end):
            for row in table.rows[first:last]:
                yield _trimmed(self._text, row[0].start, row[-1].end)

    def rows(self, start: int, end: int) -> tuple[TableRow, ...]:
        """Return the rows in a range, if only in part, each with what stands over its cells."""
        found: list[TableRow] = []
        for table, first, last in self._within(start, end):
            over = self._heads(table)
            caption = None if table.caption is None else self._head(table.caption)
            for number, row in enumerate(table.rows[first:last], first):
                found.append(self._row(row, number < table.heads, table.labels, over, caption))
        return tuple(found)

    def _within(self, start: int, end: int) -> Iterator[tuple[Table, int, int]]:
        """Yield the tables in a range with the numbers of their rows there: from, and up to."""
        number = max(0, bisect_right(self._starts, start) - 1)
        while number < len(self._tables) and self._starts[number] < end:
            first = bisect_right(self._ends[number], start)
            last = bisect_left(self._begins[number], end)
            if first < last:
                yield self._tables[number], first, last
            number += 1

    def _heads(self, table: Table) -> list[tuple[Head, ...]]:
        """Return the heads over each column, the upper one first, each other words."""
        columns: list[tuple[Head, ...]] = []
        for cells in zip(*table.rows[: table.heads], strict=True):
            words: dict[str, Head] = {}
            for cell in cells:
                if cell.start < cell.end:
                    words.setdefault(self._text[cell.start : cell.end], self._head(cell))
            columns.append(tuple(words.values()))
        return columns

    def _head(self, span: Span) -> Head:
        return Head(*span, self._text[span.start : span.end])

    def _row(
        self,
        row: Sequence[Span],
        names_columns: bool,
        labels: int,
        over: Sequence[tuple[Head, ...]],
        caption: Head | None,
    ) -> TableRow:
        heads = [()] * len(row) if names_columns or not over else over
        cells = tuple(TableCell(*cell, head) for cell, head in zip(row, heads, strict=True))
        return TableRow(cells, names_columns, labels, caption)


def pack_tables(tables: Sequence[Table]) -> list[list[Any]]:
    """Return tables as JSON takes them: numbers, small because most are lengths and gaps."""
    packed: list[list[Any]] = []
    for table in tables:
        numbers: list[int] = []
        last = table.start
        for row in table.rows:
            for cell in row:
                numbers += (cell.start - last, cell.end - cell.start)
                last = cell.end
        head = [table.heads, table.labels, len(table.rows[0]), table.start]
        packed.append([*head, list(table.caption or ()), numbers])
    return packed


def unpack_tables(packed: Any, length: int) -> tuple[Table, ...]:
    """Return the tables in what `pack_tables` made, for a text of so many characters.

    Raises:
        TypeError, ValueError: If they are not tables of such a text, one after the other.
    """
    _require(isinstance(packed, list) and len(packed) <= MAX_TABLES)
    tables = tuple(_table(*fields) for fields in packed)
    _require(sum(len(table.rows) * len(table.rows[0]) for table in tables) <= MAX_CELLS)
    _require(all(before.end <= after.start for before, after in pairwise(tables)))
    for table in tables:
        _require(table.start >= 0 and table.end <= length)
        if table.caption is not None:
            _require(0 <= table.caption.start < table.caption.end <= length)
    return tables


def _table(
    heads: int, labels: int, width: int, start: int, caption: list[int], numbers: list[int]
) -> Table:
    counts = (heads, labels, width, start, *caption, *numbers)
    _require(all(type(number) is int and number >= 0 for number in counts))
    _require(0 < width <= MAX_COLUMNS and len(numbers) > 0 and len(numbers) % (2 * width) == 0)
    cells: list[Span] = []
    for gap, size in zip(numbers[::2], numbers[1::2], strict=True):
        start += gap
        cells.append(Span(start, start + size))
        start += size
    rows = tuple(zip(*[iter(cells)] * width, strict=True))
    _require(heads <= len(rows) and labels <= width)
    return Table(rows, heads, labels, Span(*caption) if caption else None)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _require(sound: bool) -> None:
    if not sound:
        raise ValueError("tables")
