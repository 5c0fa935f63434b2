"""The order in which the lines of a page are read: across rows, down columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.columns import by_column, column_parts
from corpus.formats.pdf.line_numbers import without_line_numbers
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.rows import Row

_FORM = 25  # letters; a guess: what is shorter in the middle is a cell of a form
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MARK_FIRST = re.compile(r"([.,:;!?]+)(\d[\d.,:/-]*)")
# What may stand before an item of a list or a paragraph, or name who asks and who answers.
_MARKER = re.compile(
    r"[-*•▪◦‣–●■]|\(?\d{1,3}[.)]|\.\d{1,3}|\d{1,3}(?:\.\d{1,3})+\.?|\(?[a-zA-Z][.)]|\([ivx]+\)"
    r"|[ivxIVX]+[.)]|\[\d{1,3}\]|[QA]|§+\s?\d+\w?"
)
_EDGE = 4  # rows of a header or footer, which may be out of order; a guess: seldom longer


def in_order(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of a page as they are read.

    The order of the file is kept where it runs down the page, column after column, as
    most programs write it. Otherwise the places of the words decide. The numbers of
    numbered lines are left out.
    """
    pieces = without_line_numbers(pieces)
    rows = list(_rows(pieces))
    if _astray(rows):
        rows = [row for part in column_parts(pieces) for row in _by_place(part)]
    return list(_mended([_from_right(row) for row in by_column(rows)]))


def _by_place(pieces: Sequence[Piece]) -> Iterator[Row]:
    for row in _rows(sorted(pieces, key=lambda p: (-round(p.box.bottom), p.box.left))):
        yield Row(tuple(sorted(row.pieces, key=lambda p: p.box.left)))


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


def _from_right(row: Row) -> Row:
    """Return a row of a script that runs from right to left in its order."""
    letters = sum(len(_RTL.findall(piece.text)) for piece in row.pieces)
    if not letters or 2 * letters < sum(c.isalpha() for c in row.words):
        return row
    found: list[Piece] = []
    for piece in sorted(map(_with_mark_last, row.pieces), key=lambda p: -p.box.right):
        # A guess: what is nearer are words beside each other, which PDFium parts at figures.
        if found and found[-1].box.left - piece.box.right < 1.5 * piece.size:
            found[-1] = joined([found[-1], piece])
        else:
            found.append(piece)
    return Row(tuple(found))


def _with_mark_last(piece: Piece) -> Piece:
    """Return `.2021`, as it stands from left to right, as it is read: `2021.`."""
    match = _MARK_FIRST.fullmatch(piece.text)
    if match is None or len(piece.chars) != len(piece.text):
        return piece
    turn = match.end(1)
    return replace(
        piece,
        text=match[2] + match[1],
        chars=piece.chars[turn:] + piece.chars[:turn],
        sides=piece.sides[turn:] + piece.sides[:turn],
    )


def _mended(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, a wide space inside a line of prose, or after a mark, taken for a space."""
    for place, row in enumerate(rows):
        first = row.pieces[0]
        if len(row.pieces) == 2 and not row.turned and _MARKER.fullmatch(first.text):
            row = Row((joined(row.pieces),))
        around = [*rows[max(0, place - 1) : place], *rows[place + 1 : place + 2]]
        if len(row.pieces) == 2 and len(around) == 2:
            second = row.pieces[1]
            # A guess: justified text, no gutter.
            narrow = second.box.left - first.box.right < 3 * row.size
            middle = (first.box.right + second.box.left) / 2
            if narrow and all(
                len(other.pieces) == 1 and other.box.left < middle < other.box.right
                for other in around
            ):
                row = Row((joined(row.pieces),))
        yield row
