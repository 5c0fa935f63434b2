"""Numbers at the foot of pages: they say where a page stands, and part sentences over pages.

Running footers are found on three pages or more that are full; this finds the numbers of short
pages, and of two.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.formats.pdf.rows import Row

_PAGES = 3  # a guess: what counts so far is no chance
_APART = 1.8  # times the size; a guess: between double spacing and single
_LARGER = 1.1  # times the size of the text; a guess: a number so large is a title
_NEAR = 4.0  # points between the heights of numbers on two pages; a guess: a third of a line
_NUMBER = re.compile(
    r"(?i)[-–—\s]*(?:(?:page|pg|p|seite|s|página|pagina|pág|pag)\.?\s*)?(\d{1,4})"
    r"(?:\s*(?:of|/|von|de|di|sur|van)\s*\d{1,4})?[-–—\s]*"
)


def without_page_numbers(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Return the pages without the numbers at their feet.

    They count with the pages, at one height, apart from the text; where they stand on two pages
    only, they must be those of these pages.
    """
    found: defaultdict[int, list[tuple[int, Row]]] = defaultdict(list)
    for number, rows in enumerate(pages, 1):
        row = _foot(rows)
        match = _NUMBER.fullmatch(row.words) if row else None
        if row and match:
            found[int(match[1]) - number].append((number, row))
    dropped: set[int] = set()
    for offset, numbered in found.items():
        if len(numbered) >= (_PAGES if offset else 2) and _at_one_height(numbered):
            dropped |= {id(row) for _, row in numbered}
    return [[row for row in rows if id(row) not in dropped] for rows in pages]


def _foot(rows: Sequence[Row]) -> Row | None:
    """Return the lowest line of a page, if it stands apart from all others."""
    if len(rows) < 2:
        return None
    lowest, above = sorted(rows, key=lambda row: row.box.bottom)[:2]
    size = max(rows, key=lambda row: len(row.words)).size
    apart = above.box.bottom - lowest.box.bottom > _APART * max(lowest.size, above.size)
    plain = len(lowest.pieces) == 1 and not lowest.turned and lowest.size <= _LARGER * size
    return lowest if apart and plain else None


def _at_one_height(numbered: Sequence[tuple[int, Row]]) -> bool:
    heights = [row.box.bottom for _, row in numbered]
    return max(heights) - min(heights) <= _NEAR
