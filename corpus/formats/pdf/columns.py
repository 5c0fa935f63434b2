"""Prose in two columns or three: each is read down, one after the other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.formats.pdf.pages import Piece
from corpus.formats.pdf.rows import Row

_PROSE = 20  # letters; a guess: lines of columns are longer, cells of tables shorter
_SHORTEST = 10  # letters of a first line; a guess: half of a usual one
_LONGEST = 500  # lines; a guess: more than any page has
_WORDS = 3  # of a line; a guess: cells of tables have fewer
_COLUMN_ROWS = 5  # a guess: fewer are a table as often
_MOST_COLUMNS = 3
_GUTTER = 0.8  # of the size; a guess: spaces between words are narrower
_CROSSING = 0.25  # of the lines; a guess: headings and figures over all columns
_DEPTH = 4  # columns in columns; a guess
_SIDE = 5  # lines; a guess: a column has more

Gutters = list[tuple[float, float]]


def by_column(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield rows, where columns of prose were written line by line one column after the other."""
    position = 0
    while position < len(rows):
        end, gutters = _columns(rows, position)
        if end == position:
            yield rows[position]
            position += 1
            continue
        cuts = [(low + high) / 2 for low, high in gutters]
        for number in range(len(cuts) + 1):
            for row in rows[position:end]:
                kept = tuple(p for p in row.pieces if _side(p, cuts) == number)
                if kept:
                    yield Row(kept)
        position = end


def _side(piece: Piece, cuts: Sequence[float]) -> int:
    middle = (piece.box.left + piece.box.right) / 2
    return sum(middle > cut for cut in cuts)


def _columns(rows: Sequence[Row], start: int) -> tuple[int, Gutters]:
    """Return where columns of prose that begin in a row end, and what parts them."""
    count = len(rows[start].pieces)
    if not 2 <= count <= _MOST_COLUMNS or rows[start].turned:
        return start, []
    if any(len(piece.text) < _SHORTEST for piece in rows[start].pieces):
        return start, []
    gutters: Gutters = _gaps(rows[start])
    full, end = 0, start
    for position in range(start, min(len(rows), start + _LONGEST)):
        row = rows[position]
        if row.turned:
            break
        if len(row.pieces) == count:
            narrowed = [
                (max(low, left), min(high, right))
                for (low, high), (left, right) in zip(gutters, _gaps(row), strict=True)
            ]
            if any(low >= high for low, high in narrowed):
                break
            gutters, full, end = narrowed, full + 1, position + 1
        elif len(row.pieces) > count or not _fits(row, gutters):
            break
        else:
            end = position + 1
    if full < _COLUMN_ROWS or not _is_prose(rows[start:end], gutters):
        return start, []
    return end, gutters


def _gaps(row: Row) -> Gutters:
    return [(left.box.right, right.box.left) for left, right in pairwise(row.pieces)]


def _fits(row: Row, gutters: Gutters) -> bool:
    """Tell whether no piece of a row stands over a gutter."""
    return all(
        not piece.box.left < (low + high) / 2 < piece.box.right
        for piece in row.pieces
        for low, high in gutters
    )


def _is_prose(rows: Sequence[Row], gutters: Gutters) -> bool:
    cuts = [(low + high) / 2 for low, high in gutters]
    pieces = [piece for row in rows for piece in row.pieces]
    for number in range(len(cuts) + 1):
        lines = [piece.text for piece in pieces if _side(piece, cuts) == number]
        long = lines and median(map(len, lines)) >= _PROSE
        if not long or median(len(line.split()) for line in lines) < _WORDS:
            return False
    return True


def column_parts(pieces: Sequence[Piece], depth: int = _DEPTH) -> list[list[Piece]]:
    """Return the pieces of a page by column, what stands over all columns between them.

    Each part is to be read from above; without columns of prose there is one.
    """
    gutter = _gutter(pieces) if depth else None
    if gutter is None:
        return [list(pieces)]
    found: list[list[Piece]] = []
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: -piece.box.top):
        if piece.box.left < gutter < piece.box.right:
            found += [*_or_none(left, depth), *_or_none(right, depth), [piece]]
            left, right = [], []
        else:
            (left if piece.box.right <= gutter else right).append(piece)
    return [*found, *_or_none(left, depth), *_or_none(right, depth)]


def _or_none(pieces: list[Piece], depth: int) -> list[list[Piece]]:
    """Return the parts of a column, which may have columns of its own."""
    return column_parts(pieces, depth - 1) if pieces else []


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the middle of what few lines cross, with prose at either side of it."""
    lines = [piece for piece in pieces if not piece.turned]
    if len(lines) < 2 * _SIDE:
        return None
    size = median(piece.size for piece in lines)
    edges = sorted(
        (place, step)
        for piece in lines
        for place, step in ((piece.box.left, 1), (piece.box.right, -1))
    )
    best: tuple[int, float, float] | None = None
    covered, allowed = 0, int(_CROSSING * len(lines))
    for (place, step), (following, _) in pairwise(edges):
        covered += step
        wide = following - place
        if covered <= allowed and wide >= _GUTTER * size and place > edges[0][0]:
            found = (covered, -wide, (place + following) / 2)
            best = min(best, found) if best else found
    if best is None:
        return None
    sides = (
        [p for p in lines if p.box.right <= best[2]],
        [p for p in lines if p.box.left >= best[2]],
    )
    return best[2] if all(len(side) >= _SIDE and _long(side) for side in sides) else None


def _long(pieces: Sequence[Piece]) -> bool:
    return (
        median(len(piece.text) for piece in pieces) >= _PROSE
        and median(len(piece.text.split()) for piece in pieces) >= _WORDS
    )
