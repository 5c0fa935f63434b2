"""What tables of a PDF have in common, whether they are ruled or not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.formats.pdf.marks import MARK
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.rows import Row, Shape

_NUMBER = re.compile(r"[^\w\s]{0,3}\s?(?:[A-Z]{1,3}\$?\s?)?[-+−–]?\d|[-–—]$|n/?a$", re.IGNORECASE)
_LONGEST_NUMBER = 24  # characters; a guess: two dates
YEAR = re.compile(r"(?:FY\s?)?(?:1[5-9]|20)\d\d(?:[/–-]\d{2,4})?")
_HEADS = 3  # rows; a guess: more are no heads
_MOST = 0.6  # of the cells of a column; a guess: some are empty, or say "none"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Cell:
    """The pieces of a cell, line by line; `again` where it only repeats a merged one."""

    pieces: tuple[Piece, ...] = ()
    again: bool = False

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)


def as_rows(cells: Sequence[Sequence[Cell]]) -> list[Row]:
    """Return a table as rows that know their cells, the first column first."""
    if len(_RTL.findall("".join(cell.text for row in cells for cell in row))) > sum(
        cell.text.isascii() for row in cells for cell in row
    ):
        cells = [row[::-1] for row in cells]
    heads = _heads(cells)
    shape = Shape(
        heads, _labels(cells, heads), tuple(_extent(column) for column in zip(*cells, strict=True))
    )
    rows: list[Row] = []
    for row in cells:
        pieces = tuple(piece for cell in row if not cell.again for piece in cell.pieces)
        if pieces:
            rows.append(Row(pieces, tuple(tuple(_lines(cell.pieces)) for cell in row), shape))
    return rows


def _extent(column: Sequence[Cell]) -> tuple[float, float]:
    pieces = [piece for cell in column if not cell.again for piece in cell.pieces]
    lefts, rights = [piece.box.left for piece in pieces], [piece.box.right for piece in pieces]
    return min(lefts, default=0.0), max(rights, default=0.0)


def _lines(pieces: Iterable[Piece]) -> Iterator[str]:
    line: list[Piece] = []
    for piece in pieces:
        if line and line[-1].box.bottom - piece.box.bottom > 0.5 * piece.size:
            yield joined(line).text
            line = []
        line.append(piece)
    if line:
        yield joined(line).text


def is_number(words: str) -> bool:
    """Tell whether the words of a cell are an amount, a date, a percentage."""
    return len(words) <= _LONGEST_NUMBER and bool(_NUMBER.match(words))


def _heads(cells: Sequence[Sequence[Cell]]) -> int:
    """Return how many rows name the columns: bold ones, or words over columns of numbers."""
    first = [row[0].text for row in cells if row and row[0].text]
    if len(cells) < 2 or sum(words.endswith(":") for words in first) > len(first) / 2:
        return 0
    bold = [all(cell.bold for cell in row) for row in cells]
    lead = bold.index(False) if False in bold else 0
    # Labels may be bold too, and the last row: a head has other cells, and most rows are not bold.
    if 0 < lead <= _HEADS and sum(bold) <= max(2, len(bold) / 2) and _filled(cells[0]) > 1:
        return lead
    lead = next((n for n, _ in enumerate(cells) if not _names(cells[n:])), len(cells))
    found = 0
    while found < min(lead, _HEADS, len(cells) - 1):
        if found and not _goes_on_above(cells[found - 1], cells[found]):
            break
        found += 1
    body = cells[found:]
    return found if found and any(_numeric(body, n) for n in range(1, len(cells[0]))) else 0


def _filled(row: Sequence[Cell]) -> int:
    return sum(bool(cell.text) for cell in row)


def _names(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first of rows may name columns: its only numbers are years over others."""
    words = [cell.text for cell in rows[0] if cell.text]
    numbers = [n for n, cell in enumerate(rows[0]) if cell.text and is_number(cell.text)]
    years = all(
        YEAR.fullmatch(rows[0][n].text)
        and not all(YEAR.fullmatch(row[n].text) for row in rows[1:] if row[n].text)
        for n in numbers
    )
    return years and len(words) > 1 and not (numbers and numbers[0] == 0)


def _goes_on_above(above: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Tell whether a row is the second half of a head: one of them names no row, or is merged."""
    merged = any(cell.again for cell in above[1:])
    return _filled(row) > 1 and (merged or not above[0].text or not row[0].text or row[0].again)


def _numeric(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    words = [row[column].text for row in rows if row[column].text.strip(MARK)]
    return bool(words) and sum(map(is_number, words)) >= _MOST * len(words)


def _labels(cells: Sequence[Sequence[Cell]], heads: int) -> int:
    body = cells[heads:]
    if not body or len(body[0]) < 2:
        return 0
    words = [row[0].text for row in body if row[0].text]
    if len(words) < _MOST * len(body):
        return 0
    colons = sum(word.endswith(":") for word in words) > len(words) / 2
    numbers = any(_numeric(body, n) for n in range(1, len(body[0])))
    named = not _numeric(body, 0) or len(set(words)) == len(words)
    return int(named and (colons or numbers or heads > 0))


def fits(upper: Piece, lower: Piece, room: float) -> bool:
    """Tell whether the first word of a line would have stood on the line above, in its room."""
    word = lower.words()[0].box
    space = 0.25 * upper.size  # a guess: spaces are about a quarter wide
    return upper.box.right - upper.box.left + space + word.right - word.left <= room
