"""The notes at the foot of a page of a PDF, or of a column."""

import re
from collections.abc import Sequence

from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Ruling

_MARK = re.compile(
    r"(?:\[?\d{1,3}\]?|[⁰¹²³⁴-⁹]+|[*†‡§¶]{1,3}|\[[a-z]\]|[a-z](?=[.)]|\s[A-Z]))[.):]?\s*[^\W\d_]"
    r"|\(\d{1,2}\)\s"
)
_SMALLER = 0.93  # of the size of the text; a guess: 9 pt under 10 pt
_SAME = 0.08  # of the size; a guess: sizes are rounded
_RULE = 0.6  # of the width of the text; a guess: the rule over notes is short
_MOST = 80  # lines; a guess: a page of notes
_FAR = 3.0  # times the size between two notes; a guess


def note_rows(rows: Sequence[Row], ruling: Ruling, body: float) -> set[int]:
    """Return the identities of the rows of notes: at the end of a page or column, small, marked.

    Args:
        rows: The rows of a page as they are read.
        ruling: Its lines; a short one parts notes of the size of the text from it.
        body: The size of the text.
    """
    found: set[int] = set()
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end].box.bottom < rows[end - 1].box.bottom:
            end += 1
        first = _first_note(rows[start:end], ruling, body)
        found |= {id(row) for row in rows[start + first : end]}
        start = end
    return found


def begins_note(row: Row) -> bool:
    """Tell whether a row begins with the mark of a note."""
    return bool(_MARK.match(row.words))


def _first_note(column: Sequence[Row], ruling: Ruling, body: float) -> int:
    """Return where the notes of a column begin; its length where there are none."""
    first = len(column)
    left, right = min(row.box.left for row in column), max(row.box.right for row in column)
    width = right - left
    for place in range(len(column) - 1, max(0, len(column) - _MOST), -1):
        row, above = column[place], column[place - 1]
        last = column[-1]
        if row.table or row.turned or abs(row.size - last.size) > _SAME * last.size:
            break
        if row.box.bottom - column[min(place + 1, len(column) - 1)].box.top > _FAR * row.size:
            break
        ruled = _ruled(above, row, ruling, width)
        if _MARK.match(row.words) and (row.size <= _SMALLER * body or ruled):
            first = place
        if ruled or above.size > row.size * (1 + _SAME):
            break
    return first


def _ruled(above: Row, row: Row, ruling: Ruling, width: float) -> bool:
    """Tell whether a short rule stands between two rows."""
    return any(
        row.box.top - 0.3 * row.size < line.at < above.box.bottom + 0.3 * row.size
        and abs(line.start - row.box.left) < 2 * row.size
        and line.end - line.start < _RULE * width
        for line in ruling.across
    )
