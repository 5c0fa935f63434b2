"""The tables of a sheet: where they begin and end, which of their rows name the columns."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from corpus.formats.heads import YEAR, are_names, is_name, is_number, spans
from corpus.text_builder import TextBuilder

Row = list[str]

_MOST_HEADS = 3  # a guess: year over quarter over plan and outcome
_CHECKED = 50  # rows; a guess: enough to see whether a column holds numbers
_REMARK = re.compile(r"(?i)(?:sources?|notes?|remarks?)\b|[*†‡¹²³(]|\[?\d\]")
_MOST_TITLES = 5  # rows over a table that say one thing each; a guess
_SENTENCE = 6  # words; a guess: the name of a row is shorter


def write_grid(layout: TextBuilder, rows: Sequence[Row]) -> None:
    """Write a grid of cells as tables; empty rows and columns part them."""
    for block in _parted(rows):
        columns = [list(column) for column in zip(*block, strict=True)]
        for group in _joined(list(_parted(columns))):
            turned = [list(cells) for cells in zip(*group, strict=True)]
            for table in _parted(turned):
                write_table(layout, table)


def write_table(layout: TextBuilder, rows: Sequence[Row]) -> None:
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
    heads = _heads(rows)
    if heads:
        _write_records(layout, rows, heads)
    elif any(sum(map(bool, row)) > 1 for row in rows):
        layout.table(rows)
    else:
        for row in rows:
            layout.row([_only(row)])
        layout.part()


def _write_records(layout: TextBuilder, rows: Sequence[Row], heads: int) -> None:
    last = len(rows)
    while last > heads and _is_remark(rows[last - 1]):
        last -= 1
    names = _filled(rows[:heads]) if heads > 1 else rows[:heads]
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


def _is_title(row: Row) -> bool:
    """Tell whether a row says one thing, in words, for all its columns."""
    said = {words for words in row if words}
    return len(row) > 1 and len(said) == 1 and not is_number(next(iter(said)))


def _is_section(row: Row) -> bool:
    """Tell whether one cell became the whole row: what is below is of its kind."""
    return len(row) > 2 and all(row) and len(set(row)) == 1 and not is_number(row[0])


def _is_remark(row: Row) -> bool:
    """Tell whether a last row is a remark on the table: one cell, in words."""
    said = [words for words in row if words]
    if len(row) < 2 or len(set(said)) != 1 or (len(said) > 1 and len(said) < len(row)):
        return False
    words = said[0]
    return bool(_REMARK.match(words)) or (len(words.split()) >= _SENTENCE and bool(row[0]))


def _only(row: Row) -> str:
    return next(filter(None, row), "")


def _heads(rows: Sequence[Row]) -> int:
    """Return how many rows name the columns."""
    if len(rows) < 2 or not are_names(rows[0]) or _is_form(rows):
        return 0
    heads = 1
    while (
        heads < min(_MOST_HEADS, len(rows) - 1)
        and (spans(rows[heads - 1]) or _has_gaps(rows[heads - 1], rows[heads], rows[heads + 1]))
        and all(is_name(words) for words in rows[heads] if words)
    ):
        heads += 1
    return heads if heads > 1 or _name_columns(rows) else 0


def _is_form(rows: Sequence[Row]) -> bool:
    """Tell whether the first of two columns names what stands in the second, row by row."""
    if rows[0][0].endswith(":"):
        return True
    if len(rows[0]) != 2 or len(rows) < 3:
        return False
    values = [row[1] for row in rows[1:_CHECKED] if len(row[1]) > 3]  # "n/a" is no words
    numbers = sum(map(is_number, values))
    return 0 < numbers < len(values)


def _name_columns(rows: Sequence[Row]) -> bool:
    """Tell whether a first row of names is one: each another, years over something else."""
    names = [words for words in rows[0] if words]
    if len(set(names)) < len(names) and not any(map(is_number, filter(None, rows[1]))):
        return False
    for column, name in enumerate(rows[0]):
        if name and YEAR.fullmatch(name):
            below = [row[column] for row in rows[1:_CHECKED] if row[column]]
            if below and all(YEAR.fullmatch(words) for words in below):
                return False
    return True


def _has_gaps(upper: Row, lower: Row, body: Row) -> bool:
    """Tell whether the second row names the columns that the first leaves open.

    That is so where a name of the first stands over several of the second, and the third
    has numbers.
    """
    if not upper[-1] and not lower[-1]:
        return False
    filled = [n for n, words in enumerate(upper) if words and lower[n]]
    opened = [n for n, words in enumerate(upper) if not words and lower[n]]
    repeated = [words for words in lower if words]
    return (
        bool(filled)
        and any(n > filled[0] for n in opened)
        and len(set(repeated)) < len(repeated)
        and any(map(is_number, filter(None, body)))
    )


def _filled(heads: Sequence[Row]) -> list[Row]:
    """Return rows of heads in which a name stands over all its columns."""
    filled = [list(row) for row in heads]
    for row, below in pairwise(filled):
        for column in range(1, len(row)):
            if not row[column] and below[column] and below[column - 1]:
                row[column] = row[column - 1]
    return filled
