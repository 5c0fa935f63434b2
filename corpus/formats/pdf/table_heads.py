"""Works out which columns of a PDF table each header spans."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.formats.pdf.cells import YEAR, Cell, is_number
from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.ruling import Ruling
from corpus.formats.pdf.table_columns import Column

_HEADS = 3  # rows; a guess: more are no heads
_ALIGNED = 2.0  # points; a guess: columns are set more exactly
_UNDER = 1.5  # times the size from a head down to its rule; a guess: a line and its space
_ALONE = 0.45  # of the way between columns; a guess: half of it is a column too many
_UNEVEN = 0.3  # of that; a guess: nothing else may be off as far
_OFFSETS = (0.0, -0.15, 0.15, -0.3, 0.3)  # of that; guesses
_OFF = 0.25  # of what all heads are off; a guess: likelier than each for itself
_WIDEST = 12  # columns; a guess: months
_DATE = re.compile(r"\d{1,2}(?:st|nd|rd|th|\.)? [^\W\d_]{3,9}\.?,? (?:1[5-9]|20)\d\d")


def with_spans(
    cells: list[list[Cell]], columns: Sequence[Column], ruling: Ruling
) -> list[list[Cell]]:
    """Repeat each header in all the columns it spans, going by the headers below it."""
    last = next((n for n, row in enumerate(cells[:_HEADS]) if all(c.text for c in row[1:])), 0)
    if not all(map(_may_be_heads, cells[: last + 1])):
        return cells
    columns = [_below(column, [row[n] for row in cells[last:]]) for n, column in enumerate(columns)]
    for place in reversed(range(last)):
        row, below = cells[place], cells[place + 1]
        plain = not any(is_number(cell.text) for cell in (*row, *below) if cell.text)
        over = _is_over_several(row, columns) or not (row[0].text and below[0].text)
        if (plain and last == 1) or over:
            _spread(row, columns, ruling)
    return cells


def _below(column: Column, cells: Sequence[Cell]) -> Column:
    """Return the horizontal extent of a column's cells below the spanning headers."""
    boxes = [piece.box for cell in cells for piece in cell.pieces]
    if not boxes:
        return column
    return Column(min(box.left for box in boxes), max(box.right for box in boxes))


def _may_be_heads(row: Sequence[Cell]) -> bool:
    words = [cell.text for cell in row if cell.text]
    return all(not is_number(w) or YEAR.fullmatch(w) or _DATE.fullmatch(w) for w in words)


def _is_over_several(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Return whether some cell is aligned with no single column: left, right or centred."""
    return any(
        cell.text and not _is_in(cell.pieces[0].box, column)
        for cell, column in zip(row[1:], columns[1:], strict=True)
    )


def _is_in(box: Box, column: Column) -> bool:
    middle = abs(box.left + box.right - column.left - column.right) / 2
    return min(abs(box.left - column.left), abs(box.right - column.right), middle) <= _ALIGNED


def _spread(row: list[Cell], columns: Sequence[Column], ruling: Ruling) -> None:
    """Repeat the heads of a row in the empty cells beside them."""
    heads = {n: cell for n, cell in enumerate(row) if cell.text and n}
    if not heads or len(heads) == len(row) - 1:
        return
    ruled = {n: span for n, cell in heads.items() if (span := _ruled(cell, n, columns, ruling))}
    if len(ruled) == len(heads):
        spans = ruled
    elif any(abs(c.pieces[0].box.left - columns[n].left) > _ALIGNED for n, c in heads.items()):
        spans = _centred(heads, columns)
    else:
        ends = [*heads, len(row)]
        spans = {n: range(n, end) for n, end in pairwise(ends)}
    for n, span in spans.items():
        for column in span:
            if not row[column].text:
                row[column] = Cell(heads[n].pieces, again=True)


def _ruled(cell: Cell, place: int, columns: Sequence[Column], ruling: Ruling) -> range | None:
    """Return the columns spanned by the rule below a header; None if there is no rule."""
    box, size = cell.pieces[-1].box, cell.pieces[-1].size
    for line in ruling.across:
        near = -0.5 * size < box.bottom - line.at < _UNDER * size
        if not near or line.start > box.left + _ALIGNED or line.end < box.right - _ALIGNED:
            continue
        middles = [(column.left + column.right) / 2 for column in columns]
        over = [n for n, middle in enumerate(middles) if line.start <= middle <= line.end]
        if place in over and over[0] > 0 and len(over) < len(columns) - 1:
            return range(over[0], over[-1] + 1)
    return None


def _centred(heads: dict[int, Cell], columns: Sequence[Column]) -> dict[int, range]:
    """Return the columns that each header spans, assuming headers are centred over their columns.

    All may be off by the same amount, as above right-aligned numbers. Headers that span equally
    many columns are more likely.
    """
    pitch = (_middle(columns[-1], columns[-1]) - _middle(columns[1], columns[1])) / (
        max(1, len(columns) - 2)
    )
    uneven = _UNEVEN * pitch if len(heads) > 1 else 0.0
    sizes = range(1, min(_WIDEST, len(columns) // len(heads)) + 1)
    found = [
        (cost + abs(off) * _OFF + (0.0 if size else uneven), spans)
        for off in (part * pitch for part in _OFFSETS)
        for size in (None, *sizes)
        for cost, spans in _assigned(heads, columns, off, size, _ALONE * pitch)
    ]
    return min(found, key=lambda each: each[0])[1]


def _assigned(
    heads: dict[int, Cell], columns: Sequence[Column], off: float, size: int | None, alone: float
) -> list[tuple[float, dict[int, range]]]:
    """Return the cheapest ways to give each header a run of columns, with their costs.

    A run has `size` columns, or any number if that is None. A column may have no header, which
    costs somewhat less than stretching one over it.
    """
    best: dict[int, tuple[float, dict[int, range]]] = {1: (0.0, {})}
    for place, last in pairwise([*heads, len(columns)]):
        box = heads[place].pieces[0].box
        middle = (box.left + box.right) / 2 + off
        following: dict[int, tuple[float, dict[int, range]]] = {}
        for start, (cost, spans) in best.items():
            for first in range(start, place + 1):
                ends = range(place + 1, last + 1) if size is None else (first + size,)
                for end in ends:
                    if not place < end <= last:
                        continue
                    total = cost + alone * (first - start)
                    total += abs(_middle(columns[first], columns[end - 1]) - middle)
                    if end not in following or total < following[end][0]:
                        following[end] = (total, {**spans, place: range(first, end)})
        best = following
    return [(cost + alone * (len(columns) - end), spans) for end, (cost, spans) in best.items()]


def _middle(first: Column, last: Column) -> float:
    return (first.left + last.right) / 2
