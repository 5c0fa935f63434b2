"""Forms of a PDF: labels and values in pairs, several beside each other."""

from collections.abc import Iterator, Sequence

from corpus.formats.pdf.cells import Cell
from corpus.formats.pdf.pages import Piece
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.table_columns import Column, columns, filled

_LABELS = 0.5  # of the cells of a column


def is_form(cells: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether labels stand in several columns: pairs that name no rows and no columns."""
    number = range(len(cells[0]))
    words = [[row[n].text for row in cells if row[n].text] for n in number]
    labels = [
        sum(word.endswith(":") for word in column) > _LABELS * len(column) for column in words
    ]
    return sum(labels) > 1 or (bool(labels) and any(labels[1:]))


def form_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of a form, with an empty cell behind each label that has no value."""
    found = columns([row.pieces for row in rows])
    for row in rows:
        cells = list(_with_empty(row.pieces, [_column(piece, found) for piece in row.pieces]))
        yield Row(row.pieces, tuple(cells)) if len(cells) > len(row.pieces) else row


def _column(piece: Piece, found: Sequence[Column]) -> int:
    return next(n for n, pieces in enumerate(filled([piece], found)) if pieces)


def _with_empty(pieces: Sequence[Piece], places: Sequence[int]) -> Iterator[tuple[str, ...]]:
    for number, piece in enumerate(pieces):
        yield (piece.text,)
        if number + 1 == len(pieces) or not piece.text.endswith(":"):
            continue
        following = pieces[number + 1].text.endswith(":")
        if places[number + 1] > places[number] + 1 or following:
            yield ("",)
