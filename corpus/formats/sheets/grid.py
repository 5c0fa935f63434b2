"""The tables of a sheet: where they begin and end, which of their rows name the columns."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from corpus.formats.column_names import is_name, is_number
from corpus.formats.heads import names_over, parted
from corpus.text_builder import TextBuilder

Row = list[str]

_CHECKED = 50  # rows; a guess: enough to see whether a column holds numbers
_REMARK = re.compile(r"(?i)(?:sources?|notes?|remarks?)\b|[*†‡¹²³(]|\[?\d\]")
_MOST_TITLES = 5  # rows over a table that say one thing each; a guess
_SENTENCE = 6  # words; a guess: the name of a row is shorter


def write_grid(
    layout: TextBuilder, rows: Sequence[Row], bold: AbstractSet[str] = frozenset()
) -> None:
    """Write a grid of cells as tables; empty rows and columns part them.

    `bold` are the words of cells that are set in bold.
    """
    for block in _parted(rows):
        columns = [list(column) for column in zip(*block, strict=True)]
        for group in _joined(list(_parted(columns))):
            turned = [list(cells) for cells in zip(*group, strict=True)]
            for table in _parted(turned):
                write_table(layout, table, bold)


def write_table(
    layout: TextBuilder, rows: Sequence[Row], bold: AbstractSet[str] = frozenset()
) -> None:
    """Write a table: what stands over it, its rows with the names of their columns."""
    rows = [row for row in rows if any(row)]
    first = 0
    while (
        first < min(_MOST_TITLES, len(rows) - 1)
        and _is_title(rows[first])
        and any(sum(map(bool, row)) > 1 for row in rows[first + 1 :])
    ):
        layout.paragraph(_only(rows[first]))
        first += 1
    rows = rows[first:]
    stand_out = [all(words in bold for words in row if words) for row in rows[:2]]
    for part in parted(rows, marked=stand_out == [True, False]):
        if part.heads:
            _write_records(layout, part.rows, part.heads)
        elif any(sum(map(bool, row)) > 1 for row in part.rows):
            layout.table(part.rows)
        else:
            for row in part.rows:
                layout.row([_only(row)])
            layout.part()


def _write_records(layout: TextBuilder, rows: Sequence[Sequence[str]], heads: int) -> None:
    last = len(rows)
    while last > heads and _is_remark(rows[last - 1]):
        last -= 1
    names = names_over(rows[:heads])
    for is_title, group in groupby(rows[heads:last], _is_section):
        if is_title:
            for row in group:
                layout.paragraph(_only(row))
        else:
            layout.records([*names, *group], heads)
    for row in rows[last:]:
        layout.paragraph(_only(row))


def _parted(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows between empty ones."""
    block: list[Row] = []
    for row in rows:
        if any(row):
            block.append(row)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _joined(groups: Sequence[list[Row]]) -> Iterator[list[Row]]:
    """Join groups of columns that an empty one parts from the table that they belong to.

    They belong to the one on the left where they begin beside its head and name no rows:
    columns of numbers, or one column alone.
    """
    waiting: list[Row] = []
    for group in groups:
        if waiting and _belongs(group, waiting):
            waiting += group
        else:
            if waiting:
                yield waiting
            waiting = list(group)
    if waiting:
        yield waiting


def _belongs(group: Sequence[Row], left: Sequence[Row]) -> bool:
    top = min(next(n for n, words in enumerate(column) if words) for column in group)
    if top > 1 or not any(column[top] for column in left[-_CHECKED:]) or not is_name(group[0][top]):
        return False
    below = [words for words in group[0][top + 1 :][:_CHECKED] if words]
    return len(group) == 1 or (bool(below) and all(map(is_number, below[1:] or below)))


def _is_title(row: Sequence[str]) -> bool:
    """Tell whether a row says one thing, in words, for all its columns."""
    said = {words for words in row if words}
    return len(row) > 1 and len(said) == 1 and not is_number(next(iter(said)))


def _is_section(row: Sequence[str]) -> bool:
    """Tell whether one cell became the whole row: what is below is of its kind."""
    return len(row) > 2 and all(row) and len(set(row)) == 1 and not is_number(row[0])


def _is_remark(row: Sequence[str]) -> bool:
    """Tell whether a last row is a remark on the table: one cell, in words."""
    said = [words for words in row if words]
    if len(row) < 2 or len(set(said)) != 1 or (len(said) > 1 and len(said) < len(row)):
        return False
    words = said[0]
    return bool(_REMARK.match(words)) or (len(words.split()) >= _SENTENCE and bool(row[0]))


def _only(row: Sequence[str]) -> str:
    return next(filter(None, row), "")
