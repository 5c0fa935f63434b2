"""Tables of a PDF whose cells are framed: the lines say what is a cell."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf.cells import Cell, fits, is_number
from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.ruling import Line, Ruling

_TOUCH = 3.0  # points between lines that meet; a guess: the width of a thick one
_LONGEST_CELL = 1_500  # characters; a guess: what holds more is a column of a page
_CELLS = 20_000  # a guess: no page has room for more


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table: where its columns and its rows (from above) are parted."""

    across: tuple[Line, ...]
    down: tuple[Line, ...]
    lefts: tuple[float, ...]
    tops: tuple[float, ...]

    @property
    def box(self) -> Box:
        return Box(self.lefts[0], self.tops[-1], self.lefts[-1], self.tops[0])


def grids(ruling: Ruling) -> Iterator[Grid]:
    """Yield the frames of lines that have two columns or more."""
    for across, down in _connected(ruling):
        lefts = _places([line.at for line in down], *_reach(across))
        tops = _places([line.at for line in across], *_reach(down))[::-1]
        if len(lefts) > 2 and len(tops) > 1 and len(lefts) * len(tops) <= _CELLS:
            yield Grid(tuple(across), tuple(down), tuple(lefts), tuple(tops))


def _reach(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.start for line in lines), max(line.end for line in lines)


def _places(places: Sequence[float], low: float, high: float) -> list[float]:
    """Return where cells are parted, ends that no line closes with them."""
    found: list[float] = []
    for place in sorted([*places, low, high]):
        if not found or place - found[-1] > _TOUCH:
            found.append(place)
    return found


def _connected(ruling: Ruling) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield the lines that cross or touch each other, both ways."""
    waiting = list(ruling.down)
    rest = list(ruling.across)
    while waiting:
        down, across = list[Line](), list[Line]()
        new = [waiting.pop()]
        while new:
            down += new
            met = [line for line in rest if any(_meet(line, other) for other in new)]
            rest = [line for line in rest if line not in met]
            across += met
            new = [line for line in waiting if any(_meet(other, line) for other in met)]
            waiting = [line for line in waiting if line not in new]
        if len(across) > 1:
            yield across, down


def _meet(across: Line, down: Line) -> bool:
    return across.covers(down.at) and down.covers(across.at)


def ruled_cells(grid: Grid, pieces: Sequence[Piece]) -> list[list[Cell]] | None:
    """Return the cells of a frame row by row; None where its lines do not part its rows."""
    owners = _owners(grid)
    held: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        for part in _parts(piece, grid):
            held.setdefault(owners[_place(grid, part)], []).append(part)
    if any(sum(len(p.text) for p in cell) > _LONGEST_CELL for cell in held.values()):
        return None
    rows = len({row for row, _ in held})
    if len({column for _, column in held}) < 2 or rows < 2 or _stacked(held, owners, grid, rows):
        return None
    found = {owner: tuple(_reading(cell)) for owner, cell in held.items()}

    def cell(row: int, column: int) -> Cell:
        owner = owners[row, column]
        if column and owner == (row, 0) == owners[row, across[-1]]:
            return Cell()  # a title inside of the frame is no head of each column
        return Cell(found.get(owner, ()), again=owner != (row, column))

    across, down = range(len(grid.lefts) - 1), range(len(grid.tops) - 1)
    return _without_empty([[cell(row, column) for column in across] for row in down])


def _place(grid: Grid, piece: Piece) -> tuple[int, int]:
    """Return the row and the column in which the middle of a piece stands."""
    x, y = (piece.box.left + piece.box.right) / 2, (piece.box.bottom + piece.box.top) / 2
    column = min(max(bisect_right(grid.lefts, x) - 1, 0), len(grid.lefts) - 2)
    row = min(max(bisect_right([-top for top in grid.tops], -y) - 1, 0), len(grid.tops) - 2)
    return row, column


def _owners(grid: Grid) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each row and column the first ones of the cell that it is merged into."""
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(grid.tops) - 1):
        y = (grid.tops[row] + grid.tops[row + 1]) / 2
        for column in range(len(grid.lefts) - 1):
            x = (grid.lefts[column] + grid.lefts[column + 1]) / 2
            owner = (row, column)
            if column and not _parted(grid.down, grid.lefts[column], y):
                owner = owners[row, column - 1]
            elif row and not _parted(grid.across, grid.tops[row], x):
                owner = owners[row - 1, column]
            owners[row, column] = owner
    return owners


def _parted(lines: Sequence[Line], at: float, place: float) -> bool:
    return any(abs(line.at - at) <= _TOUCH and line.start < place < line.end for line in lines)


def _parts(piece: Piece, grid: Grid) -> Iterator[Piece]:
    """Yield a piece, cut where a line of the frame stands between its words."""
    middle = (piece.box.bottom + piece.box.top) / 2
    cuts = [
        line.at
        for line in grid.down
        if piece.box.left < line.at < piece.box.right and line.start < middle < line.end
    ]
    if not cuts:
        yield piece
        return
    groups: dict[int, list[Piece]] = {}
    for word in piece.words():
        groups.setdefault(sum(word.box.right > cut + 1 for cut in sorted(cuts)), []).append(word)
    yield from (joined(words) for words in groups.values())


def _reading(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a cell as they are read."""
    found: list[Piece] = []
    for line in _by_line(pieces):
        found += sorted(line, key=lambda piece: piece.box.left)
    return found


def _by_line(pieces: Sequence[Piece]) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.box.bottom):
        if not found or found[-1][0].box.bottom - piece.box.bottom > 0.5 * piece.size:
            found.append([])
        found[-1].append(piece)
    return found


def _stacked(
    held: dict[tuple[int, int], list[Piece]],
    owners: dict[tuple[int, int], tuple[int, int]],
    grid: Grid,
    rows: int,
) -> bool:
    """Tell whether cells hold several rows of a table that no line parts."""
    stacks: dict[int, list[bool]] = {}
    for (row, column), pieces in held.items():
        found = _by_line(pieces)
        if sum(len(line) > 1 for line in found) > 1:  # columns inside of a cell
            return True
        lines = [joined(sorted(line, key=lambda p: p.box.left)) for line in found]
        end = column + 1
        while owners.get((row, end)) == (row, column):
            end += 1
        room = 0.9 * (grid.lefts[end] - grid.lefts[column])  # a guess: less the padding
        if any(fits(a, b, room) for a, b in pairwise(lines)):
            stacks.setdefault(row, []).append(all(is_number(line.text) for line in lines))
    return any(
        len(kinds) > 1 and (any(kinds) or rows < 3)  # a guess: a head and all the rest
        for kinds in stacks.values()
    )


def _without_empty(cells: list[list[Cell]]) -> list[list[Cell]]:
    """Return rows and columns that have words: thick frames make some without."""
    columns = [
        n for n in range(len(cells[0])) if any(row[n].pieces and not row[n].again for row in cells)
    ]
    found = [[row[n] for n in columns] for row in cells]
    return [row for row in found if any(cell.pieces and not cell.again for cell in row)]
