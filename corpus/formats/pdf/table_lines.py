"""Which lines of a table of a PDF are one row."""

from collections.abc import Sequence
from itertools import pairwise

from corpus.formats.pdf.cells import fits, is_number
from corpus.formats.pdf.pages import Piece
from corpus.formats.pdf.ruling import Line, Ruling
from corpus.formats.pdf.table_columns import Column

_PROSE_CELL = 20  # letters; a guess: labels are shorter
_LEADING = 1.3  # times the size; a guess: lines of one cell are set tight
_JUMP = 1.2  # times; a guess: rows are clearly further apart than lines of a cell


def grouped(
    lines: Sequence[Sequence[Sequence[Piece]]], columns: Sequence[Column], ruling: Ruling
) -> list[list[Sequence[Sequence[Piece]]]]:
    """Return the lines of each row of a table: a cell of several lines is one."""
    tight = _tight(lines)
    bands = _bands(lines, columns, ruling)
    groups: list[list[Sequence[Sequence[Piece]]]] = []
    for place, line in enumerate(lines):
        if groups and bands:
            goes_on = bands[place] == bands[place - 1]
        else:
            near = place > 0 and tight[place - 1]
            goes_on = bool(groups) and (
                _overlap(groups[-1][-1], line) or _goes_on(groups[-1], line, columns, near)
            )
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _overlap(upper: Sequence[Sequence[Piece]], lower: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether two lines are nearer than letters are high: they are of one row."""
    size = min(piece.size for line in (upper, lower) for cell in line for piece in cell)
    apart = not any(a and b for a, b in zip(upper, lower, strict=True))
    return apart and _height(upper) - _height(lower) < 0.75 * size


def _height(line: Sequence[Sequence[Piece]]) -> float:
    return max(piece.box.bottom for cell in line for piece in cell)


def _tight(lines: Sequence[Sequence[Sequence[Piece]]]) -> list[bool]:
    """Tell of each line but the first whether it is nearer to the one above than rows are."""
    gaps = [_height(a) - _height(b) for a, b in pairwise(lines)]
    if not gaps:
        return []
    size = max(piece.size for cell in lines[0] for piece in cell)
    ordered = sorted(gap for gap in gaps if gap > 0)
    jumps = [(b / a, a) for a, b in pairwise(ordered) if b > _JUMP * a and a <= _LEADING * size]
    limit = max(jumps)[1] if jumps else 0.0
    return [gap <= limit + 0.1 for gap in gaps]


def _bands(
    lines: Sequence[Sequence[Sequence[Piece]]], columns: Sequence[Column], ruling: Ruling
) -> list[int]:
    """Return between which rules each line stands, where rules part most rows; else nothing."""
    low, high = columns[0].left, columns[-1].right
    rules = [line for line in ruling.across if _spans(line, low, high)]
    bands = [sum(rule.at > _height(line) for rule in rules) for line in lines]
    parted = len(set(bands))
    if parted < 3 or parted < len(lines) / 3:  # a guess: a head, the rest and a sum are no rows
        return []
    for (upper, above), (lower, below) in pairwise(zip(lines, bands, strict=True)):
        numbers = (
            a and b and is_number(a[0].text) and is_number(b[0].text)
            for a, b in zip(upper, lower, strict=True)
        )
        if above == below and any(numbers):
            return []
    return bands


def _spans(line: Line, low: float, high: float) -> bool:
    return min(line.end, high) - max(line.start, low) > 0.7 * (high - low)  # a guess: nearly all


def _goes_on(
    group: Sequence[Sequence[Sequence[Piece]]],
    line: Sequence[Sequence[Piece]],
    columns: Sequence[Column],
    tight: bool,
) -> bool:
    """Tell whether a line goes on with the cells of the lines above it."""
    above = [[piece for part in group for piece in part[n]] for n in range(len(columns))]
    both = [n for n, cell in enumerate(line) if cell and above[n]]
    new = [n for n, cell in enumerate(line) if cell and not above[n]]
    if not both:
        return False
    if new and sum(map(bool, above)) > 1:  # it has values of its own
        return False
    if any(_over(piece, columns) > 1 for cell in line for piece in cell):
        return False
    ends = [*(column.left for column in columns[1:]), columns[-1].right + 1]
    lower = line[both[0]][0]
    alone = len(both) == 1 and both[0] > 0 and not new
    near = alone and _height(group[-1]) - lower.box.bottom < _LEADING * lower.size
    return all(
        _continues(above[n][-1], line[n][0], ends[n] - columns[n].left, tight, near) for n in both
    )


def _over(piece: Piece, columns: Sequence[Column]) -> int:
    return sum(column.overlap(piece) > 0 for column in columns)


def _continues(upper: Piece, lower: Piece, room: float, tight: bool, near: bool) -> bool:
    """Tell whether a line goes on with the one above in a cell.

    Args:
        upper: The line above.
        lower: The line.
        room: How wide the column is.
        tight: Whether the lines are nearer to each other than rows are.
        near: Whether they are set as lines of a paragraph, and no other cell has one there.
    """
    if is_number(upper.text) or is_number(lower.text):
        return False
    if lower.text[0].islower() and not upper.text.endswith((".", ":")):
        return True
    if len(upper.text) < _PROSE_CELL or fits(upper, lower, room - 0.5 * upper.size):
        return False
    return near or (tight and not upper.text.endswith("."))
