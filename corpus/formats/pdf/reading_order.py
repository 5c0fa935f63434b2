"""The order in which the lines of a page are read: across rows, down columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.cells import is_number
from corpus.formats.pdf.columns import by_column, column_parts
from corpus.formats.pdf.line_numbers import without_line_numbers
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.rows import Row

_COLUMN_LINE = 20  # letters; a guess: a column has longer lines than labels
_SPACED_LETTERS = 6  # a guess: fewer may be a list
_SPACED = re.compile(r"(?:(?<!\S)[^\W\d_]\s){5}[^\W\d_](?!\S)")
_CELL_LINES = 12  # a guess: a cell has no more lines
_CELL_ROWS = 60  # lines in the cells of one row; a guess
_WOVEN = 0.3  # of the lines; a guess: two columns have more, and nothing else has
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
    if _astray(rows) or _woven(pieces):
        rows = [row for part in column_parts(pieces) for row in _by_place(part)]
    else:
        rows = list(_without_turns(rows))
    rows = [_from_right(_unspaced(row)) for row in by_column(rows)]
    return list(_mended(rows))


def _by_place(pieces: Sequence[Piece]) -> Iterator[Row]:
    for row in _rows(sorted(pieces, key=lambda p: (-round(p.box.bottom), p.box.left))):
        yield Row(tuple(sorted(row.pieces, key=lambda p: p.box.left)))


def _rows(pieces: Sequence[Piece]) -> Iterator[Row]:
    row: list[Piece] = []
    for place, piece in enumerate(pieces):
        if row and not (
            _beside(row[-1], piece)
            and _level(row[0], piece)
            and not (len(row) == 1 and _turn(pieces, place))
        ):
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
    if max(len(above.text), len(last.text)) < _COLUMN_LINE:
        return False
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
    overlap = min(box.right, other.right) - max(box.left, other.left)
    return _level(piece, following) and overlap < min(piece.size, following.size)


def _level(piece: Piece, following: Piece) -> bool:
    # A guess: `x²` stands on one line.
    return abs(piece.box.bottom - following.box.bottom) < 0.5 * min(piece.size, following.size)


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


def _without_turns(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, the cells of tables that were written one after the other line by line."""
    place = 0
    while place < len(rows):
        end = _cells_end(rows, place)
        if end > place + 1:
            yield from _by_place([piece for row in rows[place:end] for piece in row.pieces])
        else:
            yield rows[place]
        place = max(end, place + 1)


def _cells_end(rows: Sequence[Row], start: int) -> int:
    """Return where cells beside each other end that begin with the lines of a first one."""
    first = rows[start]
    end, bottom, right = start + 1, first.box.bottom, first.box.right
    while end < min(len(rows), start + _CELL_LINES) and _goes_down(rows[end - 1], rows[end]):
        if rows[end].box.left >= right:
            break
        bottom, right = rows[end].box.bottom, max(right, rows[end].box.right)
        end += 1
    turned, size, cells = 0, first.size, end
    while end < len(rows) and not rows[end].turned and end - start < _CELL_ROWS:
        row = rows[end]
        inside = bottom - 0.5 * size <= row.box.bottom <= first.box.bottom + 0.5 * size
        if not inside or row.box.left < right - 0.5 * size:
            break
        if not _is_cell(first, row):
            return start
        turned += row.box.bottom > rows[end - 1].box.bottom + 0.5 * size
        end += 1
    return end if turned and _are_cells(rows[cells:end]) else start


def _are_cells(rows: Sequence[Row]) -> bool:
    """Tell whether rows beside the lines of a cell are cells: one line, or with a number."""
    heights = [row.box.bottom for row in rows]
    numbers = any(is_number(piece.text) for row in rows for piece in row.pieces)
    return numbers or max(heights) - min(heights) < 0.5 * rows[0].size


def _goes_down(row: Row, following: Row) -> bool:
    gap = row.box.bottom - following.box.bottom
    return 0.5 * row.size < gap < 1.5 * row.size and not following.turned and len(row.pieces) == 1


def _is_cell(first: Row, row: Row) -> bool:
    """Tell whether a row beside another one is no line of a column of prose."""
    return min(len(first.words), max(len(piece.text) for piece in row.pieces)) < _FORM


def _unspaced(row: Row) -> Row:
    """Return a row, letters that stand apart only to be seen (`S E L B Y`) as words."""
    if not any(_SPACED.search(piece.text) for piece in row.pieces):
        return row
    return Row(tuple(_without_spaces(piece) for piece in row.pieces))


def _without_spaces(piece: Piece) -> Piece:
    parts = piece.words()
    letters = "".join(part.text for part in parts if len(part.text) == 1)
    alphabet = [ord(b) - ord(a) for a, b in pairwise(letters)]
    if len(letters) < max(_SPACED_LETTERS, 0.8 * len(parts)) or set(alphabet) == {1}:
        return piece
    gaps = [b.box.left - a.box.right for a, b in pairwise(parts)]
    wide = 1.6 * median(gaps)  # a guess: spaces between words are wider still
    words = [
        ("" if gap < wide else " ") + part.text for gap, part in zip(gaps, parts[1:], strict=True)
    ]
    return replace(piece, text=parts[0].text + "".join(words))


def _woven(pieces: Sequence[Piece]) -> bool:
    """Tell whether lines of columns that stand at other heights were written in turn."""
    found = sum(
        0 < piece.box.bottom - following.box.bottom < 0.9 * piece.size
        and not _overlap(piece, following)
        and min(len(piece.text), len(following.text)) >= _COLUMN_LINE
        for piece, following in pairwise(pieces)
    )
    return found > _WOVEN * len(pieces)


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
            covered = any(other.box.left < middle < other.box.right for other in around)
            single = all(len(other.pieces) == 1 for other in around)
            if narrow and single and covered and not first.text.endswith(":"):
                row = Row((joined(row.pieces),))
        yield row
