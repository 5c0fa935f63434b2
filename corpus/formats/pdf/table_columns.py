"""Where the columns of a table of a PDF are that has no frame."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf.cells import is_number
from corpus.formats.pdf.pages import HYPHEN, Piece, joined
from corpus.formats.pdf.rows import Row

_WIDE_SPACE = 0.6  # of the size; a guess: between words it is a quarter
_SOME = 0.3  # of the rows; a guess
_MOST = 0.6  # of the rows; a guess
_LONGEST_PARTED = 40  # letters; a guess: what is longer is prose
_ALIGNED = 2.0  # points; a guess: columns are set more exactly
_CROSSED = 0.12  # of the rows; a guess: a head over several columns, a sum
_MOST_COLUMNS = 60  # a guess: a page has no room for more
_FAR = 3.0  # times the size between two rows; a guess: what is further apart is no table
_HEADS = 3  # rows; a guess: more are no heads


@dataclass(frozen=True, slots=True)
class Column:
    """Where the cells of a column begin and end."""

    left: float
    right: float

    def overlap(self, piece: Piece) -> float:
        return min(self.right, piece.box.right) - max(self.left, piece.box.left)


def edges(rows: Sequence[Row]) -> list[float]:
    """Return where columns seem to begin: pieces in some rows, or words after wide spaces in most.

    In prose wide spaces stand anywhere, so a few rows may agree by chance.
    """
    several = [row for row in rows if len(row.pieces) > 1]
    found = sorted(
        (part.box.left, place == 0)
        for row in several
        for piece in row.pieces
        for place, part in enumerate(spaced(piece))
    )
    lefts = [left for left, _ in found]
    edges: list[float] = []
    for left, begins in found:
        near = bisect_right(lefts, left + _ALIGNED) - bisect_left(lefts, left - _ALIGNED)
        if near >= max(2, (_SOME if begins else _MOST) * len(several)):
            edges.append(left)
    return edges


def spaced(piece: Piece) -> list[Piece]:
    """Return a piece, cut at its wide spaces."""
    wide = _WIDE_SPACE * piece.size
    if not any(gap > wide for gap in piece.spaces()):
        return [piece]
    groups: list[list[Piece]] = []
    for word in piece.words():
        if not groups or word.box.left - groups[-1][-1].box.right > wide:
            groups.append([])
        groups[-1].append(word)
    return [joined(group) for group in groups]


def parted(piece: Piece, edges: Sequence[float]) -> list[Piece]:
    """Return a piece, cut at wide spaces where words of another row begin below or above."""
    groups: list[list[Piece]] = []
    if len(piece.text) > _LONGEST_PARTED:
        return [piece]
    for part in spaced(piece):
        place = bisect_left(edges, part.box.left - _ALIGNED)
        if not groups or (place < len(edges) and edges[place] <= part.box.left + _ALIGNED):
            groups.append([])
        groups[-1].append(part)
    return [joined(group) for group in groups]


def loosened(rows: Sequence[Row]) -> list[Row]:
    """Return rows, those whose cells stand close to each other cut where the row beside them is.

    Only rows with numbers, and their heads: spaces of prose may be as wide.
    """
    parts = [[] if _is_whole(row) else _parts(row) for row in rows]
    gaps = [_gaps(found) for found in parts]
    numbers = [any(is_number(part.text) for part in found) for found in parts]

    def meets(place: int, other: int) -> bool:
        """Tell whether the gaps of a row stand over those of another one near it."""
        if not 0 <= other < len(rows):
            return False
        near = abs(rows[place].box.bottom - rows[other].box.bottom) < _FAR * rows[place].size
        return near and all(any(_meets(gap, below) for below in gaps[other]) for gap in gaps[place])

    found = list(rows)
    for place, row in enumerate(rows):
        if len(parts[place]) <= len(row.pieces):
            continue
        around = [other for other in (place - 1, place + 1) if meets(place, other)]
        if any(numbers[place] or numbers[other] for other in around):
            found[place] = Row(tuple(parts[place]))
    return found


def _is_whole(row: Row) -> bool:
    return row.turned or row.table is not None


def _parts(row: Row) -> list[Piece]:
    parts = [part for piece in row.pieces for part in spaced(piece)]
    whole = row.words.endswith((HYPHEN, "-")) or max(len(p.text) for p in parts) > _LONGEST_PARTED
    return [] if whole else parts


def _gaps(parts: Sequence[Piece]) -> list[tuple[float, float]]:
    return [(left.box.right, right.box.left) for left, right in pairwise(parts)]


def _meets(gap: tuple[float, float], other: tuple[float, float]) -> bool:
    return min(gap[1], other[1]) - max(gap[0], other[0]) > _ALIGNED


def columns(lines: Sequence[Sequence[Piece]]) -> list[Column]:
    """Return the columns: what few of the rows of several pieces leave empty."""
    several = [line for line in lines if len(line) > 1]
    found = _covered(several)
    body = _covered(several[1:])
    if several and len(several[0]) == len(body) > 1:  # each head stands beside its column
        ordered = sorted(several[0], key=lambda piece: piece.box.left)
        headed = [
            Column(min(c.left, head.box.left), max(c.right, head.box.right))
            for c, head in zip(body, ordered, strict=True)
        ]
        if len(headed) < len(found) and all(a.right < b.left for a, b in pairwise(headed)):
            return headed
    for heads in range(1, min(_HEADS, len(several) - 1)):
        below = _covered(several[heads:])
        if len(below) != len(found) and _are_over(several[:heads], several[heads:], below):
            return below
    if several and len(several[0]) < len(body):
        found = [column for column in found if not _is_head_only(column, found, several)]
    return _apart(found, several) if len(found) <= _MOST_COLUMNS else []


def _covered(lines: Sequence[Sequence[Piece]]) -> list[Column]:
    """Return where pieces stand in more than a few of the rows, and pieces beside these."""
    allowed = int(_CROSSED * len(lines))
    edges = sorted(
        (place, step)
        for line in lines
        for piece in line
        for place, step in ((piece.box.left, 1), (piece.box.right, -1))
    )
    found: list[Column] = []
    covered, left = 0, 0.0
    for place, step in edges:
        if covered == allowed and step > 0:
            left = place
        covered += step
        if covered == allowed and step < 0 and place > left:
            found.append(Column(left, place))
    for line in lines:
        for piece in line:
            if len(found) > _MOST_COLUMNS:
                break
            if all(column.overlap(piece) <= 0 for column in found):
                found.append(Column(piece.box.left, piece.box.right))
    return sorted(found, key=lambda column: column.left)


def _apart(columns: Sequence[Column], lines: Sequence[Sequence[Piece]]) -> list[Column]:
    """Return columns, those that more pieces stand over than in the second as one."""
    found: list[Column] = []
    for column in columns:
        if found:
            over = alone = 0
            for line in lines:
                for piece in line:
                    if column.overlap(piece) > 0:
                        over += found[-1].overlap(piece) > 0
                        alone += found[-1].overlap(piece) <= 0
            if over > alone:
                found[-1] = Column(found[-1].left, column.right)
                continue
        found.append(column)
    return found


def _are_over(
    heads: Sequence[Sequence[Piece]], rows: Sequence[Sequence[Piece]], columns: Sequence[Column]
) -> bool:
    """Tell whether rows are heads over columns that the rows below them fill with numbers."""
    full = sum(len(line) == len(columns) for line in rows)
    if len(columns) < 3 or full < _MOST * len(rows) or len(rows[0]) < len(columns) - 1:
        return False
    body = rows[1:]  # the first may be the heads of the columns
    if not all(is_number(piece.text) for line in body for piece in line[1:]):
        return False
    left, right = columns[1].left, columns[-1].right
    return all(
        len(line) < len(columns)
        and all(piece.box.right > left and piece.box.left < right for piece in line[1:])
        for line in heads
    )


def _is_head_only(
    column: Column, columns: Sequence[Column], lines: Sequence[Sequence[Piece]]
) -> bool:
    """Tell whether a column is a head that stands over the two beside it, between them."""
    within = [n for n, line in enumerate(lines) if any(column.overlap(p) > 0 for p in line)]
    if len(within) != 1 or within[0] >= min(_HEADS, len(lines) - 1):
        return False
    left = max((c for c in columns if c.right <= column.left), key=lambda c: c.right, default=None)
    right = min((c for c in columns if c.left >= column.right), key=lambda c: c.left, default=None)
    if left is None or right is None:
        return False
    line, below = lines[within[0]], lines[within[0] + 1]
    return all(
        not any(c.overlap(piece) > 0 for piece in line) and any(c.overlap(p) > 0 for p in below)
        for c in (left, right)
    )


def filled(line: Sequence[Piece], columns: Sequence[Column]) -> list[list[Piece]]:
    """Return the pieces of a line by column; one over several stands in the first of them."""
    found: list[list[Piece]] = [[] for _ in columns]
    for piece in line:
        over = [n for n, column in enumerate(columns) if column.overlap(piece) > 0]
        before = [n for n, column in enumerate(columns) if column.right <= piece.box.left]
        most = max(over, key=lambda n: columns[n].overlap(piece), default=(before or [0])[-1])
        first = over[0] if len(over) > 1 and not found[over[0]] else most
        found[first].append(piece)
    return found
