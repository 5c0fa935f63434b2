"""Which lines of the pages of a PDF are running headers and footers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from corpus.formats.pdf.rows import Row

_REPEATED = 3  # pages; a guess: what stands on two may be chance
_EDGE = 3  # lines at the top and the bottom; a guess: headers are seldom longer
_NEAR = 4.0  # points between the heights of one header on two pages; a guess: a third of a line
_SAME = 1.5  # points, where only the height tells; a guess: stricter for that
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")


def without_running(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Return the pages without their running headers and footers.

    Such a line stands on three pages or more at the same height, whatever numbers are in
    it; or one at that height stands apart from the text on most pages, whatever it says.
    """
    places: defaultdict[tuple[str, bool], list[tuple[int, float]]] = defaultdict(list)
    alone: defaultdict[bool, list[tuple[int, float]]] = defaultdict(list)
    for number, rows in enumerate(pages):
        for row, upper in _edges(rows):
            places[_pattern(row), upper].append((number, row.box.bottom))
        for row, upper in _alone(rows):
            alone[upper].append((number, row.box.bottom))

    def on(places: Sequence[tuple[int, float]], row: Row, near: float) -> int:
        return len({number for number, y in places if abs(y - row.box.bottom) <= near})

    most = max(_REPEATED, 0.6 * sum(1 for rows in pages if rows))  # a guess: most pages
    kept: list[list[Row]] = []
    for rows in pages:
        dropped = {
            id(row)
            for row, upper in _edges(rows)
            if on(places[_pattern(row), upper], row, _NEAR) >= _REPEATED
        }
        dropped |= {id(row) for row, upper in _alone(rows) if on(alone[upper], row, _SAME) >= most}
        kept.append([row for row in rows if id(row) not in dropped])
    return kept


def _alone(rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
    """Yield the first and the last line of a page where they stand apart from the others."""
    down = sorted(rows, key=lambda row: -row.box.bottom)
    if len(down) < _REPEATED:
        return
    for row, other, upper in ((down[0], down[1], True), (down[-1], down[-2], False)):
        # A guess: between double spacing and single.
        if abs(row.box.bottom - other.box.bottom) > 1.8 * max(row.size, other.size):
            yield row, upper


def _edges(rows: Sequence[Row]) -> list[tuple[Row, bool]]:
    """Return the lines at the top of a page and at its bottom, with which of both."""
    down = sorted(rows, key=lambda row: -row.box.bottom)
    top, bottom = down[:_EDGE], down[_EDGE:][-_EDGE:]
    return [*((row, True) for row in top), *((row, False) for row in bottom)]


def _pattern(row: Row) -> str:
    return _NUMBER.sub("#", row.words.casefold())
