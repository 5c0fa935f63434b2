"""Tables that lie on their side on a page whose other words stand upright."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.formats.pdf.characters import UP
from corpus.formats.pdf.pages import Piece
from corpus.formats.pdf.reading_order import in_order
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Line, Ruling
from corpus.formats.pdf.tables import with_tables


def parted(
    pieces: Sequence[Piece], sideways: dict[int, list[Piece]], ruling: Ruling
) -> tuple[list[Piece], list[Row]]:
    """Return the pieces of a page without its tables that lie on their side, and their rows.

    Args:
        pieces: All pieces of the page.
        sideways: Those that lie on their side, by their angle, as if the page were turned.
        ruling: The lines of the page.
    """
    rows: list[Row] = []
    taken: set[int] = set()
    for angle, turned in sideways.items():
        found = with_tables(in_order(turned), _turned(ruling, angle))
        if any(row.table for row in found):
            rows += found
            taken |= {place for piece in turned for place in piece.chars}
    rest = [piece for piece in pieces if not taken.intersection(piece.chars)]
    return (rest, rows) if rest else (list(pieces), [])


def _turned(ruling: Ruling, angle: int) -> Ruling:
    up = angle == UP
    across = _lines(ruling.down, at=-1 if up else 1, along=1 if up else -1)
    down = _lines(ruling.across, at=1 if up else -1, along=-1 if up else 1)
    return Ruling(tuple(across), tuple(down))


def _lines(lines: Iterable[Line], *, at: int, along: int) -> Iterator[Line]:
    for line in lines:
        start, end = sorted((along * line.start, along * line.end))
        yield Line(at * line.at, start, end)
