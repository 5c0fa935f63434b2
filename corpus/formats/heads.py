"""Which rows of a table name its columns, and which columns name its rows, by their words."""

import re
from collections.abc import Sequence
from itertools import pairwise

Rows = Sequence[Sequence[str]]

_LONGEST_NAME = 80  # characters; a guess: names of columns are short, sentences are not
_CHECKED = 50  # rows; a guess: enough to see whether a column holds numbers
_MOST_HEADS = 3  # a guess: year over quarter over plan and outcome
YEAR = re.compile(
    r"(?:1[5-9]|2[01])\d\d(?:\s?[/–-]\s?\d{2,4})?|\d{4}-\d\d(?:-\d\d)?"
    r"|\d{1,2}[./]\d{1,2}[./](?:\d\d){1,2}"
)
"""A year, two years, or a day: what names columns though it is a number."""

_NUMBER = re.compile(
    r"[(+-]?\W{0,3}(?:(?:kr|Fr|[A-Z]{3})\.? ?)?-?\d[\d.,:/ –-]*\W{0,4}(?:[A-Za-z%€$£]{1,4})?"
)


def is_number(words: str) -> bool:
    """Tell whether a cell holds a number, a day, or an amount."""
    return len(words) <= _LONGEST_NAME and bool(_NUMBER.fullmatch(words))


def is_name(words: str) -> bool:
    """Tell whether a cell may name a column: short words, or a year."""
    if len(words) > _LONGEST_NAME or words in ("TRUE", "FALSE"):
        return False
    return bool(YEAR.fullmatch(words)) or (any(map(str.isalpha, words)) and not is_number(words))


def are_names(row: Sequence[str]) -> bool:
    """Tell whether a row may name columns: two or more names, not all of them years."""
    names = [words for words in row if words]
    return (
        len(names) >= 2
        and all(map(is_name, names))
        and (any(not YEAR.fullmatch(words) for words in names) or not row[0])
    )


def spans(row: Sequence[str]) -> bool:
    """Tell whether a cell of a row spans several columns: it is written in each."""
    return any(a and a == b for a, b in pairwise(row))


def head_rows(rows: Rows, *, marked: bool = False) -> int:
    """Return how many rows of a table in prose name its columns.

    Many tables have none: a form says "Name | Ann" in its first row. So a first row of
    names is one only if it is marked (by its looks), or stands over numbers.
    """
    if len(rows) < 2 or not are_names(rows[0]):
        return 0
    heads = 1
    while (
        heads < min(_MOST_HEADS, len(rows) - 1)
        and spans(rows[heads - 1])
        and all(is_name(words) for words in rows[heads] if words)
    ):
        heads += 1
    return heads if marked or _over_numbers(rows, heads) else 0


def label_columns(rows: Rows, heads: int) -> int:
    """Return 1 where the first column names the rows, else 0."""
    if not heads or not rows[heads:] or len(rows[0]) < 2:
        return 0
    body = rows[heads:][:_CHECKED]
    named = all(is_name(row[0]) and not YEAR.fullmatch(row[0]) for row in body)
    return int(named and (not rows[0][0] or any(is_number(w) for row in body for w in row[1:])))


def _over_numbers(rows: Rows, heads: int) -> bool:
    for column, name in enumerate(rows[heads - 1]):
        below = [row[column] for row in rows[heads:][:_CHECKED] if row[column]]
        if name and len(below) >= 2 and all(map(is_number, below)):
            return not (YEAR.fullmatch(name) and all(map(YEAR.fullmatch, below)))
    return False
