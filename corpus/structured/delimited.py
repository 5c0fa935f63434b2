"""Tables in text (CSV and its kin): by what their cells are separated, and where they begin."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Row = list[str]

DELIMITERS = "\t;|,"
"""Where two fit equally well, the earlier one: a comma may stand in numbers, the others hardly."""

_SAMPLE = 65_536  # characters; a guess: twenty pages, and no more work for a large file
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?[ \t]*\n', re.IGNORECASE)
_LEAST_SHARE = 0.6  # of the rows with cells are as wide as most; a guess: prose has fewer
_LEAST_OF_ALL = 0.4  # of all lines; a guess: short tables have titles and sources
_LONGEST_FIELD = 1_000_000  # characters; a guess: a novel in one cell is not a table
_MOST_LINES = 200  # of one cell; a guess: more means that a quotation mark was never closed
_LONGEST_NAME = 60  # characters; a guess: names of columns are short, sentences are not
_MOST_TITLES = 20  # lines over a table; a guess


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the rows of a table are written, and from which character on."""

    delimiter: str
    width: int
    start: int = 0
    quoted: bool = True
    escaped: bool = False


def find_dialect(text: str) -> Dialect | None:
    """Return how most of a text is written as rows of two cells or more; None for prose."""
    if match := _SEPARATOR_LINE.match(text):
        rows = list(_parsed(text[match.end() : match.end() + _SAMPLE], Dialect(match[1], 0)))
        return Dialect(match[1], _width(rows), match.end(), True, _is_escaped(text))
    sample = text[:_SAMPLE]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1]
    best: tuple[float, Dialect | None] = (0, None)
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        dialect = Dialect(delimiter, 0, 0, True, _is_escaped(sample))
        rows = [row for row in _parsed(sample, dialect) if any(row)]
        width = _width(rows)
        full = sum(len(row) == width for row in rows)
        share = full / max(1, len(rows))
        if width > 1 and share > best[0] and _is_regular(rows, width, full):
            best = share, Dialect(delimiter, width, 0, True, dialect.escaped)
    return best[1]


def read_rows(text: str, dialect: Dialect) -> list[Row]:
    """Return the rows of a text; where a quotation mark is never closed, marks are letters."""
    try:
        rows = list(_parsed(text[dialect.start :], dialect))
        if all(cell.count("\n") < _MOST_LINES for row in rows for cell in row):
            return rows
    except csv.Error:
        pass
    return list(_parsed(text[dialect.start :], Dialect(dialect.delimiter, 0, quoted=False)))


def is_table(text: str, rows: int) -> bool:
    """Tell rows of cells from prose in a text whose name does not say that it is a table.

    There are as many cells in every row, and those of the first one have names.
    """
    dialect = find_dialect(text)
    if dialect is None or dialect.delimiter == "|":
        return False
    sample = text[dialect.start :][:_SAMPLE]
    if len(sample) == _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1]
    found = [row for row in _parsed(sample, dialect) if any(row)]
    if len(found) < rows or any(len(row) != dialect.width for row in found):
        return False
    head = [cell.strip() for cell in found[0]]
    named = len(set(head)) == len(head) and max(map(len, head)) <= _LONGEST_NAME
    return all(head) and named


def _parsed(text: str, dialect: Dialect) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    yield from csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        skipinitialspace=dialect.delimiter != "\t",
        quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
        doublequote=not dialect.escaped,
        escapechar="\\" if dialect.escaped else None,
    )


def _is_escaped(text: str) -> bool:
    sample = text[:_SAMPLE]
    return '\\"' in sample and '""' not in sample


def _width(rows: Sequence[Row]) -> int:
    """Return how many cells most rows have; the larger number where as many have another."""
    counts = Counter(len(row) for row in rows if any(row))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _is_regular(rows: Sequence[Row], width: int, full: int) -> bool:
    """Tell whether rows are as wide as most, but for titles over them and lines below."""
    before = next((at for at, row in enumerate(rows) if len(row) == width), len(rows))
    cut = sum(len(row) > 1 for row in rows)
    regular = full >= _LEAST_SHARE * cut and full >= _LEAST_OF_ALL * len(rows)
    return full > 1 and regular and before <= _MOST_TITLES
