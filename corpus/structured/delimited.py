"""Tables in text (CSV and its kin): by what their cells are separated, and where they begin."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Row = list[str]

DELIMITERS = "\t;|,"
"""Where two fit equally well, the earlier one: a comma may stand in numbers, the others hardly."""

_SAMPLE = 65_536  # characters; a guess: twenty pages, and no more work for a large file
_SEPARATOR_LINE = re.compile(r'\ufeff?"?sep=(.)"?[ \t]*\n', re.IGNORECASE)
_LEAST_SHARE = 0.6  # of the rows with cells are as wide as most; a guess: prose has fewer
_LEAST_OF_ALL = 0.4  # of all lines; a guess: short tables have titles and sources
_LONGEST_FIELD = 1_000_000  # characters; a guess: a novel in one cell is not a table
_MOST_LINES = 200  # of one row; a guess: more means that a quotation mark was never closed
_MOST_UNCLOSED = 100  # rows; a guess: where more are, quotation marks are letters throughout
_LONGEST_NAME = 60  # characters; a guess: names of columns are short, sentences are not
_MOST_TITLES = 20  # lines over a table; a guess


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the rows of a table are written, and from which character on."""

    delimiter: str
    width: int
    start: int = 0
    escaped: bool = False


def find_dialect(text: str) -> Dialect | None:
    """Return how most of a text is written as rows of two cells or more; None for prose."""
    if match := _SEPARATOR_LINE.match(text):
        rows = list(_parsed(text[match.end() : match.end() + _SAMPLE], Dialect(match[1], 0)))
        return Dialect(match[1], _width(rows), match.end(), _is_escaped(text))
    sample = text[:_SAMPLE]
    if len(text) > len(sample):
        sample = sample[: sample.rfind("\n") + 1]
    best: tuple[float, Dialect | None] = (0, None)
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        dialect = Dialect(delimiter, 0, 0, _is_escaped(sample))
        rows = [row for row in _parsed(sample, dialect) if any(row)]
        width = _width(rows)
        full = sum(len(row) == width for row in rows)
        share = full / max(1, len(rows))
        if width > 1 and share > best[0] and _is_regular(rows, width, full):
            best = share, Dialect(delimiter, width, 0, dialect.escaped)
    return best[1]


def read_rows(text: str, dialect: Dialect) -> list[Row]:
    """Return the rows of a text; where a quotation mark is never closed, it is a letter."""
    return list(_parsed(text[dialect.start :], dialect))


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
    """Yield the rows of a text.

    A row in which a quotation mark is not closed, or closed by the mark of a later row, ends
    with its line: it must not take the rows below it into one cell.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    lines = list(io.StringIO(text, newline=""))
    first = unclosed = 0
    while first < len(lines):
        if unclosed == _MOST_UNCLOSED:
            yield from _reader(lines[first:], dialect, quoted=False)
            return
        source = _Lines(lines, first)
        reader = _reader(source, dialect, strict=True)
        try:
            for row in reader:
                source.begun = source.at
                yield row
        except csv.Error:
            unclosed += 1
            yield from _one_line_row(lines[source.begun], dialect)
        first = source.begun + 1 if source.begun < len(lines) else len(lines)


def _one_line_row(line: str, dialect: Dialect) -> Iterator[Row]:
    """Yield the row in a line whose quotation marks are not as they should be."""
    try:
        list(_reader([line], dialect, strict=True))
    except csv.Error as exc:
        closed = "end of data" not in str(exc)
        yield from _reader([line], dialect, quoted=closed)
    else:
        yield from _reader([line], dialect)


class _Lines:
    """The lines of a table from one on, at most so many for the row that is being read."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self._lines = lines
        self.begun = self.at = first

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at == len(self._lines) or self.at - self.begun == _MOST_LINES:
            raise StopIteration
        self.at += 1
        return self._lines[self.at - 1]


def _reader(
    lines: Iterable[str], dialect: Dialect, *, quoted: bool = True, strict: bool = False
) -> Iterator[Row]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        skipinitialspace=dialect.delimiter != "\t",
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        doublequote=not dialect.escaped,
        escapechar="\\" if dialect.escaped else None,
        strict=strict,
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
