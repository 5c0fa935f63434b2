"""Tables of a PDF: framed ones, and those whose columns only stand below each other."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf.cells import Cell, as_rows, fits, is_number
from corpus.formats.pdf.grid import Grid, grids, ruled_cells
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Line, Ruling

_FAR = 3.0  # times the size between two rows; a guess: what is further apart is no table
_BETWEEN = 4  # lines of one cell between rows of several; a guess
_WIDE_LINE = 45  # letters; a guess: so long a line between rows is a paragraph
_WIDE_SPACE = 0.6  # of the size; a guess: between words it is a quarter
_SOME = 0.3  # of the rows; a guess
_MOST = 0.6  # of the rows; a guess
_LONGEST_PARTED = 40  # letters; a guess: what is longer is prose
_PROSE_CELL = 20  # letters; a guess: labels are shorter
_ALIGNED = 2.0  # points; a guess: columns are set more exactly
_LEADING = 1.3  # times the size; a guess: lines of one cell are set tight
_JUMP = 1.2  # times; a guess: rows are clearly further apart than lines of a cell
_CROSSED = 0.12  # of the rows; a guess: a head over several columns, a sum
_CROWDED = 0.25  # of the rows; a guess: where more have two pieces in a column, it is none
_MOST_COLUMNS = 60  # a guess: a page has no room for more
_HEADS = 3  # rows; a guess: more are no heads
_LABELS = 0.5  # of the cells of a column
_SIGNED = re.compile(r"[^:_]{2,20}:(?=\s|$)")
_LINE = re.compile(r"(?:By:?|/s/|X|x)?\s?[_.…]{5,}|/s/\s")


def with_tables(rows: Sequence[Row], ruling: Ruling) -> list[Row]:
    """Return the rows of a page, those of a table with its cells, empty ones too."""
    found = list(rows)
    for grid in grids(ruling):
        found = _with_grid(found, grid)
    return list(_unruled(found, ruling))


def _with_grid(rows: list[Row], grid: Grid) -> list[Row]:
    """Return rows, those that a frame holds as rows of its table, if it is one."""

    def holds(row: Row) -> bool:
        return not row.turned and not row.table and any(map(within, row.pieces))

    def within(piece: Piece) -> bool:
        return grid.box.holds(piece.box)

    inside = [row for row in rows if holds(row)]
    pieces = [piece for row in inside for piece in row.pieces]
    cells = ruled_cells(grid, [piece for piece in pieces if within(piece)]) if inside else None
    if cells is None:
        return rows
    first = rows.index(inside[0])
    beside = [Row((piece,)) for piece in pieces if not within(piece)]
    rest = [row for row in rows[first:] if not holds(row)]
    return [*rows[:first], *as_rows(cells), *beside, *rest]


def _unruled(rows: Sequence[Row], ruling: Ruling) -> Iterator[Row]:
    """Yield rows, those that stand in columns below each other as rows of a table."""
    position = 0
    while position < len(rows):
        end = _extended(rows, position)
        if _are_signatures(rows[position:end]):
            yield from _by_column(rows[position:end])
            position = end
            continue
        cells = _cells(rows[position:end], ruling) if end > position + 1 else None
        if cells is None or _is_form(cells):
            end = max(end, position + 1)
            yield from rows[position:end]
        else:
            yield from as_rows(cells)
        position = end


def _extended(rows: Sequence[Row], start: int) -> int:
    """Return where a table ends, rows in which the cells stand close to each other with it."""
    end = _run(rows, start)
    if end == start and start + 1 < len(rows) and len(_spaced(rows[start].pieces[0])) > 1:
        end = _run(rows, start + 1)
        if end < start + 3 or not _is_row_of(rows[start], rows[start + 1], rows[start + 1 : end]):
            return start
    last = min(end + _BETWEEN, len(rows)) if end > start else end
    while end < last and _is_row_of(rows[end - 1], rows[end], rows[start:end]):
        end += 1
    return end


def _is_row_of(row: Row, following: Row, rows: Sequence[Row]) -> bool:
    """Tell whether the words of the one row without wide gaps stand in the columns of rows."""
    single = row if len(row.pieces) == 1 else following
    if len(single.pieces) > 1 or single.turned or single.table or not _below(row, following):
        return False
    return len(_parted(single.pieces[0], _edges(rows))) > 1


def _run(rows: Sequence[Row], start: int) -> int:
    """Return where the rows end that may be one table; it begins and ends in rows of several."""
    if len(rows[start].pieces) < 2 or rows[start].table or rows[start].turned:
        return start
    end, last = start + 1, rows[start]
    left, right = last.box.left, last.box.right
    bold = last.pieces[0].bold
    lefts = [piece.box.left for piece in last.pieces]
    for position in range(start + 1, len(rows)):
        row = rows[position]
        if row.table or row.turned or not _below(last, row) or position - end > _BETWEEN:
            break
        if len(row.pieces) > 1:
            if abs(row.size - last.size) > 0.25 * last.size and len(last.pieces) > 1:
                break
            end = position + 1
            bold = row.pieces[0].bold
            lefts += (piece.box.left for piece in row.pieces)
            left, right = min(left, row.box.left), max(right, row.box.right)
        elif (
            len(row.words) > _WIDE_LINE
            or row.box.left < left - row.size
            or row.box.left > right
            or (row.bold and not bold)
            or row.size > 1.12 * last.size
        ):
            break
        last = row
    return end


def _stands_apart(row: Row, last: Row, *, bold: bool) -> bool:
    """Tell whether a line between rows of several is a paragraph or a heading."""
    heading = (row.bold and not bold) or row.size > 1.12 * last.size
    return heading or len(row.words) > _WIDE_LINE or row.words.endswith(":")


def _below(row: Row, following: Row) -> bool:
    gap = row.box.bottom - following.box.top
    return -0.6 * row.size < gap < _FAR * row.size


def _is_form(cells: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether labels stand in several columns: pairs that name no rows and no columns."""
    columns = range(len(cells[0]))
    words = [[row[n].text for row in cells if row[n].text] for n in columns]
    labels = [
        sum(word.endswith(":") for word in column) > _LABELS * len(column) for column in words
    ]
    return sum(labels) > 1 or (bool(labels) and any(labels[1:]))


def _are_signatures(rows: Sequence[Row]) -> bool:
    """Tell whether the same labels, or lines to sign on, stand beside each other."""
    alike = sum(
        len(row.pieces) > 1
        and len({(_SIGNED.match(piece.text) or [piece.text])[0] for piece in row.pieces}) == 1
        for row in rows
    )
    return alike > 1 or any(
        len(row.pieces) > 1 and all(_LINE.match(piece.text) for piece in row.pieces) for row in rows
    )


def _by_column(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the pieces of rows column by column, each as a row."""
    columns = _columns([row.pieces for row in rows])
    filled = [_filled(row.pieces, columns) for row in rows]
    for n in range(len(columns)):
        yield from (Row((joined(line[n]),)) for line in filled if line[n])


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float

    def overlap(self, piece: Piece) -> float:
        return min(self.right, piece.box.right) - max(self.left, piece.box.left)


def _cells(rows: Sequence[Row], ruling: Ruling) -> list[list[Cell]] | None:
    """Return the cells of a table without a frame; None where its columns are not clear."""
    edges = _edges(rows)
    lines = [[part for piece in row.pieces for part in _parted(piece, edges)] for row in rows]
    columns = _columns(lines)
    if len(columns) < 2:
        return None
    filled = [_filled(line, columns) for line in lines]
    crowded = sum(sum(map(len, cells)) > len([c for c in cells if c]) for cells in filled)
    if crowded > _CROWDED * len(lines):
        return None
    groups = _groups(filled, columns, ruling)
    cells = [
        [Cell(tuple(p for line in group for p in line[n])) for n in range(len(columns))]
        for group in groups
    ]
    return _with_spans(cells, columns)


def _edges(rows: Sequence[Row]) -> list[float]:
    """Return where columns seem to begin: pieces in some rows, or words after wide spaces in most.

    In prose wide spaces stand anywhere, so a few rows may agree by chance.
    """
    several = [row for row in rows if len(row.pieces) > 1]
    found = sorted(
        (part.box.left, place == 0)
        for row in several
        for piece in row.pieces
        for place, part in enumerate(_spaced(piece))
    )
    lefts = [left for left, _ in found]
    edges: list[float] = []
    for left, begins in found:
        near = bisect_right(lefts, left + _ALIGNED) - bisect_left(lefts, left - _ALIGNED)
        if near >= max(2, (_SOME if begins else _MOST) * len(several)):
            edges.append(left)
    return edges


def _spaced(piece: Piece) -> list[Piece]:
    """Return a piece, cut at its wide spaces."""
    groups: list[list[Piece]] = []
    for word in piece.words():
        if not groups or word.box.left - groups[-1][-1].box.right > _WIDE_SPACE * piece.size:
            groups.append([])
        groups[-1].append(word)
    return [joined(group) for group in groups]


def _parted(piece: Piece, edges: Sequence[float]) -> list[Piece]:
    """Return a piece, cut at wide spaces where words of another row begin below or above."""
    groups: list[list[Piece]] = []
    if len(piece.text) > _LONGEST_PARTED:
        return [piece]
    for part in _spaced(piece):
        place = bisect_left(edges, part.box.left - _ALIGNED)
        if not groups or (place < len(edges) and edges[place] <= part.box.left + _ALIGNED):
            groups.append([])
        groups[-1].append(part)
    return [joined(group) for group in groups]


def _columns(lines: Sequence[Sequence[Piece]]) -> list[_Column]:
    """Return the columns: what few of the rows of several pieces leave empty."""
    several = [line for line in lines if len(line) > 1]
    allowed = int(_CROSSED * len(several))
    edges = sorted(
        (place, step)
        for line in several
        for piece in line
        for place, step in ((piece.box.left, 1), (piece.box.right, -1))
    )
    found: list[_Column] = []
    covered, left = 0, 0.0
    for place, step in edges:
        if covered == allowed and step > 0:
            left = place
        covered += step
        if covered == allowed and step < 0 and place > left:
            found.append(_Column(left, place))
    for line in several:
        for piece in line:
            if len(found) > _MOST_COLUMNS:
                return []
            if all(column.overlap(piece) <= 0 for column in found):
                found.append(_Column(piece.box.left, piece.box.right))
    found = [column for column in found if not _is_head_only(column, found, several)]
    return _apart(sorted(found, key=lambda column: column.left), several)


def _apart(columns: Sequence[_Column], lines: Sequence[Sequence[Piece]]) -> list[_Column]:
    """Return columns, those that more pieces stand over than in the second as one."""
    found: list[_Column] = []
    for column in columns:
        if found:
            over = alone = 0
            for line in lines:
                for piece in line:
                    if column.overlap(piece) > 0:
                        over += found[-1].overlap(piece) > 0
                        alone += found[-1].overlap(piece) <= 0
            if over > alone:
                found[-1] = _Column(found[-1].left, column.right)
                continue
        found.append(column)
    return found


def _is_head_only(
    column: _Column, columns: Sequence[_Column], lines: Sequence[Sequence[Piece]]
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


def _filled(line: Sequence[Piece], columns: Sequence[_Column]) -> list[list[Piece]]:
    """Return the pieces of a line by column; one over several stands in the first of them."""
    found: list[list[Piece]] = [[] for _ in columns]
    for piece in line:
        over = [n for n, column in enumerate(columns) if column.overlap(piece) > 0]
        before = [n for n, column in enumerate(columns) if column.right <= piece.box.left]
        most = max(over, key=lambda n: columns[n].overlap(piece), default=(before or [0])[-1])
        first = over[0] if len(over) > 1 and not found[over[0]] else most
        found[first].append(piece)
    return found


def _groups(
    lines: Sequence[Sequence[Sequence[Piece]]], columns: Sequence[_Column], ruling: Ruling
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
    return _height(upper) - _height(lower) < 0.75 * size


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
    lines: Sequence[Sequence[Sequence[Piece]]], columns: Sequence[_Column], ruling: Ruling
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
    columns: Sequence[_Column],
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


def _over(piece: Piece, columns: Sequence[_Column]) -> int:
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


def _with_spans(cells: list[list[Cell]], columns: Sequence[_Column]) -> list[list[Cell]]:
    """Return cells, a head over several columns repeated in each, as the heads below it show."""
    for row, following in pairwise(cells[:_HEADS]):
        texts = [cell.text for cell in following]
        words = [cell.text for cell in row if cell.text]
        if any(map(is_number, (*words, *filter(None, texts)))) or sum(map(bool, texts[1:])) < len(
            texts[1:]
        ):
            break
        _spread(row, columns)
    return cells


def _spread(row: list[Cell], columns: Sequence[_Column]) -> None:
    """Repeat the heads of a row in the empty cells beside them."""
    heads = {n: cell.pieces[0].box for n, cell in enumerate(row) if cell.text and n}
    centred = sum(abs(box.left - columns[n].left) > _ALIGNED for n, box in heads.items())
    for n in range(1, len(row)):
        if row[n].text or not heads:
            continue
        middle = (columns[n].left + columns[n].right) / 2
        before = [m for m in heads if m < n]
        if centred:
            nearest = min(heads, key=lambda m: abs((heads[m].left + heads[m].right) / 2 - middle))
        elif before:
            nearest = before[-1]
        else:
            continue
        row[n] = Cell(row[nearest].pieces, again=True)
