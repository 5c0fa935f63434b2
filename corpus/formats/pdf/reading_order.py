"""The order in which the lines of a page are read: across rows, down columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.pages import Piece

_PROSE = 20  # letters; a guess: lines of columns are longer, cells of tables shorter
_COLUMN_ROWS = 5  # a guess: fewer are a table as often
_FORM = 25  # letters; a guess: what is shorter in the middle is a cell of a form
_EDGE = 4  # rows of a header or footer, which may be out of order; a guess: seldom longer


@dataclass(frozen=True, slots=True)
class Row:
    """Pieces that stand on one line, from left to right as they are read."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return " | ".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        return all(piece.bold for piece in self.pieces)

    @property
    def turned(self) -> bool:
        return any(piece.turned for piece in self.pieces)

    @property
    def box(self) -> Box:
        boxes = [piece.box for piece in self.pieces]
        return Box(
            min(b.left for b in boxes),
            min(b.bottom for b in boxes),
            max(b.right for b in boxes),
            max(b.top for b in boxes),
        )


def in_order(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of a page as they are read.

    The order of the file is kept where it runs down the page, column after column, as
    most programs write it. Otherwise the places of the words decide.
    """
    rows = list(_rows(pieces))
    if _astray(rows):
        rows = list(_rows(sorted(pieces, key=lambda p: (-round(p.box.bottom), p.box.left))))
        rows = [Row(tuple(sorted(row.pieces, key=lambda p: p.box.left))) for row in rows]
    return list(_mended(list(_by_column(rows))))


def _rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    row: list[Piece] = []
    for place, piece in enumerate(pieces):
        if row and not (_beside(row[-1], piece) and not (len(row) == 1 and _turn(pieces, place))):
            yield Row(tuple(row))
            row = []
        row.append(piece)
    if row:
        yield Row(tuple(row))


def _turn(pieces: Sequence[Piece], place: int) -> bool:
    """Tell whether one column ends before a piece and another one begins with it."""
    if not 2 <= place < len(pieces) - 1:
        return False
    above, last, first, below = pieces[place - 2 : place + 2]
    return (
        _overlap(above, last)
        and not _overlap(above, first)
        and above.box.bottom > last.box.bottom
        and _overlap(first, below)
        and not _overlap(last, below)
        and first.box.bottom > below.box.bottom
    )


def _overlap(piece: Piece, other: Piece) -> bool:
    return min(piece.box.right, other.box.right) > max(piece.box.left, other.box.left)


def _beside(piece: Piece, following: Piece) -> bool:
    if piece.turned or following.turned:
        return False
    box, other = piece.box, following.box
    size = min(box.top - box.bottom, other.top - other.bottom)
    overlap = min(box.right, other.right) - max(box.left, other.left)
    # A guess: `x²` stands on one line.
    return abs(box.bottom - other.bottom) < 0.5 * size and overlap < size


def _astray(rows: Sequence[Row]) -> int:
    """Count the rows far over the one before and in no column of prose beside it.

    Headers and footers may be written before everything else, or after it.
    """
    heights = sorted(row.box.bottom for row in rows)
    found = 0
    for place, (row, following) in enumerate(pairwise(rows)):
        up = following.box.bottom > row.box.top + 2 * row.size
        inside = _EDGE <= place < len(rows) - _EDGE or (
            row.box.bottom > heights[0] and following.box.bottom < heights[-1]
        )
        if up and inside:
            column = following.box.left >= row.box.right - row.size
            around = rows[max(0, place - 2) : place + 4]
            cells = median(len(piece.text) for row in around for piece in row.pieces)
            found += not column or cells < _FORM
    return found


def _mended(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, a wide space inside a line of prose taken for a space."""
    for place, row in enumerate(rows):
        around = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
        if len(row.pieces) == 2 and len(around) == 2:
            first, second = row.pieces
            # A guess: justified text, no gutter.
            narrow = second.box.left - first.box.right < 3 * row.size
            middle = (first.box.right + second.box.left) / 2
            if narrow and all(
                len(other.pieces) == 1 and other.box.left < middle < other.box.right
                for other in around
            ):
                words = f"{first.text} {second.text}"
                chars = first.chars + second.chars
                yield Row((Piece(words, chars, row.box, row.bold),))
                continue
        yield row


def _by_column(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, where two columns were written line by line the left one first."""
    position = 0
    while position < len(rows):
        end, gutter = _columns(rows, position)
        if end == position:
            yield rows[position]
            position += 1
            continue
        for left in (True, False):
            for row in rows[position:end]:
                kept = tuple(p for p in row.pieces if (p.box.left < gutter) == left)
                if kept:
                    yield Row(kept)
        position = end


def _columns(rows: Sequence[Row], start: int) -> tuple[int, float]:
    """Return where two columns of prose that begin in a row end, and what parts them."""
    low, high, both, end = float("-inf"), float("inf"), 0, start
    for position in range(start, len(rows)):
        row = rows[position]
        if len(row.pieces) == 2 and _prose(row):
            left, right = row.pieces[0].box.right, row.pieces[1].box.left
            if max(low, left) >= min(high, right):
                break
            low, high = max(low, left), min(high, right)
            both, end = both + 1, position + 1
        elif both and len(row.pieces) == 1 and not row.box.left < high < row.box.right:
            end = position + 1
        else:
            break
    if both < _COLUMN_ROWS or median(len(r.words) for r in rows[start:end]) < 2 * _PROSE:
        return start, 0.0
    return end, high - 1


def _prose(row: Row) -> bool:
    return all(len(piece.text) >= _PROSE / 2 for piece in row.pieces)
