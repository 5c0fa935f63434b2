"""Finds the header rows of a table, and the columns that label its rows, from the text alone.

A row wrongly taken for a header makes every row below it say what nobody wrote. So when in
doubt, a table has no header, and its rows stay as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.column_names import (
    YEAR,
    is_figure,
    is_identifier,
    is_listed,
    is_measure,
    is_name,
    is_number,
    is_of_text,
    is_stand_in,
    may_be_value,
)

Rows = Sequence[Sequence[str]]

_CHECKED = 50  # rows; a guess: enough to see what a column holds
_ALIKE = 0.6  # of the cells below; a guess: a column of numbers may have gaps and remarks
_MOST_HEADS = 3  # a guess: year over quarter over plan and outcome
_STEPS = (1, 2, 5, 10)  # between years that name columns; a guess
_SHORT, _LONG = 2, 5  # words of a name, and of all cells under it; a guess
_LONGEST_HEAD = 3  # words; a guess: of a head in the middle of a table


@dataclass(frozen=True, slots=True)
class Part:
    """A table, or a part of one that has heads of its own."""

    rows: Rows
    heads: int
    labels: int


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with a name, and what stands below."""

    name: str
    cells: Sequence[str]

    @property
    def begins_with_value(self) -> bool:
        """Return whether the name is itself a value, such as a number; a year is a name."""
        if YEAR.fullmatch(self.name) or not is_figure(self.name):
            return False
        return len(self.name) > 1 or not all(map(is_number, self.cells))  # x and y, yes and no

    @property
    def numeric(self) -> bool:
        """Return whether the column holds numbers under a name that is not one of them."""
        if self.begins_with_value:
            return False
        if YEAR.fullmatch(self.name) and all(map(YEAR.fullmatch, self.cells)):
            return False
        return sum(map(is_figure, self.cells)) >= _ALIKE * len(self.cells)


def parted(rows: Rows, *, marked: bool = False) -> Iterator[Part]:
    """Split a table where a new header begins; most tables are one part.

    A table may have further heads in the middle: what is below them is not named by the first.
    Where that is in doubt, the rest has no heads.

    Args:
        rows: As many cells in each.
        marked: Whether the first row is set apart by its looks.
    """
    start, heads = 0, head_rows(rows, marked=marked)
    while heads:
        end, further = _next_heads(rows, start, heads)
        part = rows[start:end]
        yield headed(part, heads)
        start, heads = end, further
    if start < len(rows):
        yield Part(rows[start:], 0, 0)


def headed(rows: Rows, heads: int) -> Part:
    """Return a table whose header rows are known, and find the columns that label its rows."""
    return Part(rows, heads, label_columns(rows, heads))


def head_rows(rows: Rows, *, marked: bool = False) -> int:
    """Return how many header rows there are: marked as such, or unlike the rows below."""
    if len(rows) < 2 or not may_name(rows[0]) or _begins_form(rows):
        return 0
    heads = _depth(rows)
    if heads > 1 and (marked or _are_numbers(rows, heads)):
        return heads
    if marked:
        return 1
    end, _ = _next_heads(rows, 0, 1)
    return int(_names_columns(rows[:end]))


def names_over(heads: Rows) -> list[list[str]]:
    """Repeat each header in the empty cells to its right that it spans."""
    filled = [list(row) for row in heads]
    for row, below in pairwise(filled):
        for column in range(1, len(row)):
            if not row[column] and below[column] and below[column - 1]:
                row[column] = row[column - 1]
    return filled


def may_name(row: Sequence[str]) -> bool:
    """Return whether a row could be a header: two or more different names, not just years."""
    names = [words for words in row if words]
    return (
        len(set(names)) >= 2
        and all(is_name(words) and not is_stand_in(words) for words in names)
        and (any(not YEAR.fullmatch(words) for words in names) or not row[0])
    )


def label_columns(rows: Rows, heads: int) -> int:
    """Return 1 where the first column names the rows, else 0."""
    if not heads or not rows[heads:] or len(rows[0]) < 2:
        return 0
    body = rows[heads : heads + _CHECKED]
    named = all(is_name(row[0]) and not YEAR.fullmatch(row[0]) for row in body)
    return int(named and (not rows[0][0] or any(is_number(w) for row in body for w in row[1:])))


def _depth(rows: Rows) -> int:
    """Return how many levels the header has: "2024" above "Planned" and "Spent" makes two."""
    heads = 1
    while heads < min(_MOST_HEADS, len(rows) - 1) and _goes_on(*rows[heads - 1 : heads + 1]):
        heads += 1
    return heads


def _goes_on(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether the lower row subdivides the header in the upper one."""
    if upper[0] and lower[0] and upper[0] != lower[0]:
        return False
    if not all(is_name(words) and not is_stand_in(words) for words in lower if words):
        return False
    spanned = any(a and a == b and c != d for (a, b), (c, d) in _pairs(upper, lower))
    return spanned or _has_gaps(upper, lower)


def _pairs(
    upper: Sequence[str], lower: Sequence[str]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    return zip(pairwise(upper), pairwise(lower), strict=False)


def _has_gaps(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether the lower row has names where the upper one is empty."""
    if not upper[-1] and not lower[-1]:
        return False
    filled = [n for n, words in enumerate(upper) if words and lower[n]]
    opened = [n for n, words in enumerate(upper) if not words and lower[n]]
    repeated = [words for words in lower if words]
    after = bool(filled) and any(n > filled[0] for n in opened)
    return after and len(set(repeated)) < len(repeated)


def _are_numbers(rows: Rows, heads: int) -> bool:
    """Return whether most columns below a multi-level header hold numbers."""
    columns = _columns(rows, heads)[1:]
    return 2 * sum(column.numeric for column in columns) > len(columns)


def _columns(rows: Rows, heads: int = 1) -> list[_Column]:
    """Return the columns with a name and at least one value; a repeated header is no value."""
    names = rows[heads - 1]
    body = [row for row in rows[heads : heads + _CHECKED] if row != names and _says_more(row)]
    columns = (
        _Column(name, [row[at] for row in body if at < len(row) and row[at]])
        for at, name in enumerate(names)
    )
    return [column for column in columns if column.name and column.cells]


def _says_more(row: Sequence[str]) -> bool:
    """Return whether a row holds values, rather than one merged cell or a lone line of text."""
    said = [words for words in row if words]
    return len(set(said)) > 1 or (len(said) == 1 and is_figure(said[0]))


def _names_columns(rows: Rows) -> bool:
    """Return whether the first row is a header, judging by its words and the cells below."""
    columns = _columns(rows)
    numeric = [column for column in columns if column.numeric]
    if not columns or _is_denied(rows, columns):
        return False
    if _over_numbers(rows[0], columns, numeric) or _are_identifiers(rows[0], columns):
        return True
    listed = [column for column in columns if _has_usual_name(column)]
    if 2 * len(listed) > len(columns) and len(listed) > 1 and any(c in listed for c in columns[1:]):
        return True
    texts = [column for column in columns if not column.numeric]
    return bool(texts) and (_differ_in_case(texts, columns) or _over_text(columns[1:]))


def _has_usual_name(column: _Column) -> bool:
    """Return whether the column has a common name, and most of its cells are not such names."""
    alike = 0 if column.numeric else sum(map(is_listed, column.cells))
    return is_listed(column.name) and 2 * alike <= len(column.cells)


def _is_denied(rows: Rows, columns: Sequence[_Column]) -> bool:
    """Return whether the first row cannot be a header: it holds values, repeats, or is a form."""
    names = [column.name for column in columns]
    if any(column.name in column.cells for column in columns):
        return True
    if any(column.begins_with_value and any(map(is_figure, column.cells)) for column in columns):
        return True
    twice = {name for name in names if names.count(name) > 1}
    if any(column.name in twice and not column.numeric for column in columns):
        return True
    return len(rows[0]) == 2 and _is_form(rows)


def _begins_form(rows: Rows) -> bool:
    """Return whether the table is a form from its first row on: "Name | Ann"."""
    first = rows[0]
    if first[0].endswith(":"):
        return True
    return len(first) == 2 and is_listed(first[0]) and not is_measure(first[1]) and _is_form(rows)


def _is_form(rows: Rows) -> bool:
    """Return whether the first of two columns labels the second, row by row."""
    body = list(filter(_says_more, rows[1:_CHECKED]))
    listed = sum(is_listed(row[0]) or row[0].endswith(":") for row in body)
    return bool(body) and 2 * listed >= len(body)


def _over_numbers(
    row: Sequence[str], columns: Sequence[_Column], numeric: Sequence[_Column]
) -> bool:
    """Return whether the names head columns of numbers and do not replace numbers ("pending")."""
    years = [column.name for column in numeric if YEAR.fullmatch(column.name)]
    others = [column for column in numeric if column.name not in years]
    if any(is_measure(column.name) for column in others if column is not columns[0]):
        return True
    if len(years) > 1 and (not row[0] or is_listed(row[0]) or _are_in_steps(years)):
        return True
    named = [column for column in others if column is not columns[0]]
    if len(others) == len(columns) > 1:  # words over nothing but numbers
        return not any(may_be_value(column.name) for column in others)
    if len(columns) < 3 or len(named) < 2:
        return not row[0] and bool(named) and not all(may_be_value(c.name) for c in named)
    return not all(may_be_value(column.name) for column in named)


def _are_in_steps(years: Sequence[str]) -> bool:
    if not all(year.isdecimal() for year in years):
        return False
    steps = {abs(int(b) - int(a)) for a, b in pairwise(years)}
    return len(steps) == 1 and steps <= set(_STEPS)


def _are_identifiers(row: Sequence[str], columns: Sequence[_Column]) -> bool:
    """Return whether the names are identifiers (`first_name`) and the cells are not."""
    names = [name for name in row if name]
    found = sum(map(is_identifier, names))
    written = found and 2 * found >= len(names) and not any(" " in name for name in names)
    return bool(written) and not any(is_identifier(c) for column in columns for c in column.cells)


def _differ_in_case(texts: Sequence[_Column], columns: Sequence[_Column]) -> bool:
    """Return whether the names differ in case from every cell below."""
    names = [column.name for column in columns]
    cells = [cell for column in texts for cell in column.cells if cell[0].isalpha()]
    if not cells:
        return False
    if all(name.isupper() and len(name) > 1 for name in names):
        return not any(map(str.isupper, cells))
    if len(names) < 2:
        return False
    if all(name[0].islower() for name in names):
        return all(cell[0].isupper() for cell in cells)
    several = all(len(column.cells) > 1 for column in texts) and len(texts) > 1
    return several and _begin_upper(names) and all(cell[0].islower() for cell in cells)


def _begin_upper(names: Sequence[str]) -> bool:
    return all(name[0].isupper() for name in names)


def _over_text(columns: Sequence[_Column]) -> bool:
    """Return whether some column has a short name above free text."""
    for column in columns:
        lengths = [len(cell.split()) for cell in column.cells]
        longer = max(lengths) > len(column.name.split()) and not any(map(is_of_text, column.cells))
        if is_of_text(column.name) and longer:
            return True
        short = len(column.name.split()) <= _SHORT
        if short and len(lengths) > _SHORT and min(lengths) >= _LONG:
            return True
    return False


def _next_heads(rows: Rows, start: int, heads: int) -> tuple[int, int]:
    """Return where the next header may begin, and how many rows of it are certain (perhaps 0)."""
    first = start + heads
    names = rows[first - 1]
    columns = [
        at
        for at, name in enumerate(names)
        if name
        and (cells := _cells(rows[first : first + _CHECKED], at))
        and _Column(name, cells).numeric
    ]
    for at in range(first + 1, len(rows) - 1):
        if rows[at] == rows[start] and rows[at : at + heads] == rows[start:first]:
            return at, heads if at + heads < len(rows) else 0
        if not columns or not _stands_over(rows[at], rows[at + 1], columns):
            continue
        if _repeats(rows[at], names) or all(map(is_listed, filter(None, rows[at]))):
            return at, 1
        near = [*rows[max(first, at - _CHECKED) : at], *rows[at + 1 : at + _CHECKED]]
        if _looks_like(rows[at], names) and not any(_repeats(rows[at], row) for row in near):
            return at, 0
    return len(rows), 0


def _cells(rows: Rows, column: int) -> list[str]:
    return [r[column] for r in rows if column < len(r) and r[column] and _says_more(r)]


def _stands_over(row: Sequence[str], below: Sequence[str], columns: Sequence[int]) -> bool:
    """Return whether a row has names in the columns where the next row has numbers."""
    if not may_name(row) or any(map(may_be_value, row)):
        return False
    return all(
        n < min(len(row), len(below)) and row[n] and not is_figure(row[n]) and is_figure(below[n])
        for n in columns
    )


def _repeats(row: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two rows have the same text in some column."""
    return any(a and a == b for a, b in zip(row, other, strict=False))


def _looks_like(row: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether a row is as short as a header and capitalized like the one above."""
    words = [cell for cell in row if cell]
    if any(len(cell.split()) > _LONGEST_HEAD or any(map(str.isdigit, cell)) for cell in words):
        return False
    return _begin_upper(words) or not _begin_upper([name for name in names if name])
