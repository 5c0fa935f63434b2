"""Tables of a PDF: framed ones, and those whose columns only stand below each other."""

import re
from collections.abc import Iterator, Sequence

from corpus.formats.pdf.cells import Cell, as_rows, is_number
from corpus.formats.pdf.forms import form_rows, is_form
from corpus.formats.pdf.grid import Grid, grids, ruled_cells
from corpus.formats.pdf.pages import Piece, joined
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Ruling
from corpus.formats.pdf.table_columns import columns, edges, filled, loosened, parted, spaced
from corpus.formats.pdf.table_heads import with_spans
from corpus.formats.pdf.table_lines import grouped

_FAR = 3.0  # times the size between two rows; a guess: what is further apart is no table
_BETWEEN = 4  # lines of one cell between rows of several; a guess
_WIDE_LINE = 45  # letters; a guess: so long a line between rows is a paragraph
_ALIGNED = 2.0  # points; a guess: columns are set more exactly
_LEADING = 1.3  # times the size; a guess: lines of one cell are set tight
_CROWDED = 0.25  # of the rows; a guess: where more have two pieces in a column, it is none
_MOST_CELLS = 10_000  # a guess: no page has room for more
_SIGNED = re.compile(r"[^:_]{2,20}:(?=\s|$)")
_LINE = re.compile(r"(?:By:?|/s/|X|x)?\s?[_.…]{5,}|/s/\s")


def with_tables(rows: Sequence[Row], ruling: Ruling) -> list[Row]:
    """Return the rows of a page, those of a table with its cells, empty ones too."""
    found = list(rows)
    for grid in grids(ruling):
        found = _with_grid(found, grid)
    return list(_unruled(loosened(found), ruling))


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
        if cells is None:
            end = max(end, position + 1)
            yield from rows[position:end]
        elif is_form(cells):
            yield from form_rows(rows[position:end])
        else:
            yield from as_rows(cells)
        position = end


def _extended(rows: Sequence[Row], start: int) -> int:
    """Return where a table ends, rows in which the cells stand close to each other with it."""
    end = _run(rows, start)
    if end == start and start + 1 < len(rows) and len(spaced(rows[start].pieces[0])) > 1:
        end = _run(rows, start + 1)
        if end < start + 3 or not _is_row_of(rows[start], rows[start + 1], rows[start + 1 : end]):
            return start
    last = min(end + _BETWEEN, len(rows)) if end > start else end
    while end < last and (
        _is_row_of(rows[end - 1], rows[end], rows[start:end])
        or _is_rest_of(rows[end - 1], rows[end])
    ):
        end += 1
    return end


def _is_rest_of(row: Row, following: Row) -> bool:
    """Tell whether a line goes on with a cell of the row above, right under it."""
    near = 0 < row.box.bottom - following.box.bottom < _LEADING * row.size
    return (
        near
        and len(following.pieces) == 1
        and not (following.turned or following.table)
        and following.words[:1].islower()
        and len(following.words) <= _WIDE_LINE
        and any(
            abs(piece.box.left - following.box.left) <= _ALIGNED
            and not piece.text.endswith((".", ":"))
            and not is_number(piece.text)
            for piece in row.pieces
        )
    )


def _is_row_of(row: Row, following: Row, rows: Sequence[Row]) -> bool:
    """Tell whether the words of the one row without wide gaps stand in the columns of rows."""
    single = row if len(row.pieces) == 1 else following
    if len(single.pieces) > 1 or single.turned or single.table or not _below(row, following):
        return False
    return len(parted(single.pieces[0], edges(rows))) > 1


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


def _below(row: Row, following: Row) -> bool:
    gap = row.box.bottom - following.box.top
    return -0.6 * row.size < gap < _FAR * row.size


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
    found = columns([row.pieces for row in rows])
    by_column = [filled(row.pieces, found) for row in rows]
    for n in range(len(found)):
        yield from (Row((joined(line[n]),)) for line in by_column if line[n])


def _cells(rows: Sequence[Row], ruling: Ruling) -> list[list[Cell]] | None:
    """Return the cells of a table without a frame; None where its columns are not clear."""
    if sum(len(row.pieces) for row in rows) > _MOST_CELLS:
        return None
    places = edges(rows)
    lines = [[part for piece in row.pieces for part in parted(piece, places)] for row in rows]
    found = columns(lines)
    if len(found) < 2:
        return None
    by_column = [filled(line, found) for line in lines]
    crowded = sum(sum(map(len, cells)) > len([c for c in cells if c]) for cells in by_column)
    if crowded > _CROWDED * len(lines):
        return None
    groups = grouped(by_column, found, ruling)
    cells = [
        [Cell(tuple(p for line in group for p in line[n])) for n in range(len(found))]
        for group in groups
    ]
    return with_spans(cells, found, ruling)
