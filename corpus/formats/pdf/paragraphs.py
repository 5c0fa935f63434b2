"""Which lines of a PDF go on in the next one, and which stand together as lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.pdf.hyphens import ends_in_hyphen
from corpus.formats.pdf.pages import HYPHEN
from corpus.formats.pdf.rows import Row

_LEADING = 1.7  # times the size; a guess: double spacing, as letters are taller than their size
_WIDEST = 3.2  # times the size; a guess: lines further apart go on in no case
_SPACED = 1.25  # times the usual distance; a guess: paragraphs are clearly further apart
_MEASURED = 2  # pairs of lines; a guess: one may be chance
_SHORT = 0.2  # of the column; a guess: ragged lines are longer
_SHORTER = 0.4  # of the column; a guess: so short a line ends a paragraph without a full stop too
_FULL = 0.15  # of the column; a guess: the next word did not fit
_FEW = 4  # lines; a guess: fewer may be short by chance
_OTHER_SIZE = 0.15  # of the size; a guess: more than rounding
_LONG = 25  # letters; a guess: what is shorter is a title or an item
_PROSE = 40  # letters; a guess: half a line of a page, a line of a column
_UNIT = 6  # lines; a guess: more are a list
_UNIT_WIDTH = 0.55  # of the text of the page; a guess: half of it, as in signatures
_UNIT_LINE = 60  # letters; a guess: a name with an office
_TIGHT = 1.4  # times the size; a guess: an address is set tight
_ENDS = tuple(".!?:;…”\"')。！？」』）］]")
_SENTENCE_ENDS = tuple('.!?…”"。！？」』')
_BULLET = re.compile(
    r"(?:[-*•▪◦‣–●■]|\(?\d{1,3}[.)]|\.\d{1,3}|\d{1,3}(?:\.\d{1,3})+\.?|\(?[a-z][.)]|\([ivx]+\)"
    r"|\[\d{1,3}\]|§+\s?\d+\w?\.?)(?:\s|$)"
)
_AMOUNT = re.compile(r"\d{1,3}\.\d{1,3}\s+[a-zµ°%‰€$£±(–-]")
"""What may begin the line of a section (`6.3 hours`), but is an amount behind an unended line."""
_UNENDED = re.compile(r"(?:^|[^\s,;])\s(?:[a-z]+|[<>=~≈])$")
_SPEAKER = re.compile(r"[QA](?:[.:]\s|\s(?=[A-Z]))")
_NAMED = re.compile(r"(?:THE|M[RS]S?\.|DR\.|JUDGE|SEN\.|REP\.) ?[A-Z][A-Z' -]*:\s|BY M[RS]S?\. ")
_LEADER = re.compile(r"(?:\.\s?){4}\s*[\divxlc]+$")  # an entry of a table of contents
_LOW_WORD = re.compile(  # what no sentence and no title ends with
    r"(?i)(?:^|\s)(?:the|an?|and|or|of|to|in|for|with|by|from|at|on|that|which|as|is|was|were|are"
    r"|der|die|das|und|oder|von|zu|mit|für|le|la|les|du|des|et|ou|de|en|el|los|y|del|il|di|e)$"
)


@dataclass(frozen=True, slots=True)
class Column:
    """Where the lines beside a row begin and end, how many they are, and how far apart.

    In `prose` a sentence goes on from one line to the next; elsewhere lines may be items.
    `edge` is where the lines end that stand close to each other, if these are a few, without
    what is far above them: a byline over several columns.
    """

    left: float
    right: float
    lines: int
    leading: float
    prose: bool
    edge: float

    def short(self, row: Row, share: float) -> bool:
        return self._short(row, share, self.right)

    def full(self, row: Row, share: float) -> bool:
        """Tell whether a line ends so near to the edge that no other word had room in it."""
        return not self._short(row, share, self.edge)

    def _short(self, row: Row, share: float, right: float) -> bool:
        return row.box.right < right - share * (right - max(row.box.left, self.left))


def columns(rows: Sequence[Row]) -> Iterator[Column]:
    """Yield for each row of a page the column in which it stands."""
    bounds = list(_bounds(rows))
    close = list(_bounds(rows, close=True))
    leading = _usual_leading(rows, bounds)
    place = 0
    while place < len(rows):
        left, right, lines = bounds[place]
        column = rows[place : place + lines]
        longest = max(len(row.words) / _wide(row.words) for row in column)
        prose = longest >= _PROSE or any(_is_low(a, b) for a, b in pairwise(column))
        for _, edge, few in close[place : place + lines]:
            yield Column(left, right, lines, leading, prose, right if few < _FEW else edge)
        place += lines


def _is_low(row: Row, following: Row) -> bool:
    return following.words[:1].islower() and not row.words.endswith(_ENDS)


def _bounds(rows: Sequence[Row], *, close: bool = False) -> Iterator[tuple[float, float, int]]:
    """Yield for each row where its column begins and ends, and how many rows it has.

    Rows of several pieces may begin a column, and rows may be far from each other, if they need
    not be `close`.
    """
    place = 0
    while place < len(rows):
        first, end = rows[place], place + 1
        # A guess: more than any indent, less than a column.
        while end < len(rows) and abs(rows[end].box.left - first.box.left) <= 4 * first.size:
            if len(rows[end].pieces) > 1 or rows[end].box.bottom > rows[end - 1].box.top:
                break
            if close and _is_apart(rows[end - 1], rows[end]):
                break
            if abs(rows[end].size - first.size) > _OTHER_SIZE * first.size:
                break
            end += 1
        left = min(row.box.left for row in rows[place:end])
        right = max(row.box.right for row in rows[place:end])
        yield from [(left, right, end - place)] * (end - place)
        place = end


def _is_apart(row: Row, following: Row) -> bool:
    gap = row.box.bottom - following.box.bottom
    return len(row.pieces) > 1 or gap > _WIDEST * row.size


def _usual_leading(rows: Sequence[Row], bounds: Sequence[tuple[float, float, int]]) -> float:
    """Return how far apart lines are inside of sentences, in sizes; 0 where it is not clear."""
    gaps = sorted(
        (row.box.bottom - following.box.bottom) / row.size
        for (row, (left, right, _)), (following, _) in pairwise(zip(rows, bounds, strict=True))
        if _is_low(row, following)
        and row.box.right > right - _SHORT * (right - left)
        and 0.5 * row.size < row.box.bottom - following.box.bottom < _WIDEST * row.size
    )
    return gaps[len(gaps) // 4] if len(gaps) >= _MEASURED else 0.0


def goes_on(row: Row, following: Row, column: Column, next_column: Column) -> bool:
    """Tell whether a paragraph goes on from one line to the next one on the page.

    Args:
        row: The line.
        following: The line after it.
        column: Where the line stands.
        next_column: Where the next one stands.
    """
    decided = _decided(row, following)
    if decided is not None:
        return decided
    begins_low = following.words[:1].islower()
    ended = row.words.endswith(_ENDS)
    gap = (row.box.bottom - following.box.bottom) / max(row.size, 1.0)
    if begins_low and not ended and not column.short(row, _SHORT):
        return gap < _WIDEST
    if not ended and _LOW_WORD.search(row.words):
        return gap < max(_LEADING, _SPACED * column.leading)
    if not begins_low and (column.short(row, _SHORT if ended else _SHORTER) or not column.prose):
        return False
    indent = following.box.left - row.box.left
    # A guess: typesetters indent by one size or more.
    if indent > 0.8 * row.size and not begins_low and not _BULLET.match(row.words):
        return False
    if column.leading and gap > _SPACED * column.leading and ended and not begins_low:
        return False
    return gap < max(_LEADING, _SPACED * column.leading)


def goes_over(row: Row, following: Row, column: Column, next_column: Column) -> bool:
    """Tell whether a paragraph goes on from the end of a page or column to the next one."""
    decided = _decided(row, following)
    if decided is not None:
        return decided
    if following.words[:1].islower():
        return True
    if row.words.endswith(_ENDS) or following.bold != row.bold:
        return False
    if row.words.endswith(",") or _LOW_WORD.search(row.words):
        return True
    if column.lines < 2 or not column.full(row, _FULL) or len(row.words) < _LONG * _wide(row.words):
        return False
    # A title or an item begins there.
    title = next_column.lines < 2 or next_column.short(following, _SHORT)
    return not title or following.words.endswith(_SENTENCE_ENDS)


def _decided(row: Row, following: Row) -> bool | None:
    if row.turned or following.turned or row.table or following.table:
        return False
    if len(row.pieces) > 1 or len(following.pieces) > 1:
        return False
    if _BULLET.match(following.words) and not _is_amount(row, following):
        return False
    if _LEADER.search(row.words):
        return False
    if abs(row.size - following.size) > _OTHER_SIZE * row.size:
        return False
    if row.words.endswith(HYPHEN):
        return True
    if following.words[:1].islower() and ends_in_hyphen(row.words):
        return True
    speaks = _SPEAKER.match(following.words) and row.words.endswith((*_ENDS, "-", "–", "—"))
    return False if speaks or _NAMED.match(following.words) else None


def _is_amount(row: Row, following: Row) -> bool:
    """Tell whether a line continues the sentence above with a figure: `was / 6.8 % of`."""
    return _AMOUNT.match(following.words) is not None and _UNENDED.search(row.words) is not None


def _wide(words: str) -> float:
    """Return what share of the letters of Latin a script needs for as much: Chinese a half."""
    return 0.5 if words and without_spaces(words[-1]) else 1.0


def without_spaces(letter: str) -> bool:
    """Tell whether a letter is of a script that writes no spaces between words."""
    code = ord(letter)
    return (
        0x0E00 <= code <= 0x0EFF  # Thai and Lao
        or 0x1000 <= code <= 0x109F  # Burmese
        or 0x1780 <= code <= 0x17FF  # Khmer
        or 0x3000 <= code <= 0x30FF  # marks, hiragana and katakana
        or 0x3400 <= code <= 0x9FFF  # Chinese characters
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF  # wide forms
        or 0x20000 <= code <= 0x3FFFF
    )


def units(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the lines of each signature, address, or name with its office, on one page."""
    singles = [row for row in rows if not row.turned and not row.table]
    if not singles:
        return
    width = max(r.box.right for r in singles) - min(r.box.left for r in singles)
    group: list[Row] = []
    for row in rows:
        if group and not _stands_with(group[-1], row):
            yield from _unit(group, width)
            group = []
        group.append(row)
    yield from _unit(group, width)


def _stands_with(row: Row, following: Row) -> bool:
    gap = row.box.bottom - following.box.bottom
    if not 0.5 * row.size < gap < _TIGHT * row.size or abs(row.size - following.size) > 1.0:
        return False
    sides = (row.box.left - following.box.left, row.box.right - following.box.right)
    return min(map(abs, (*sides, sum(sides) / 2))) < 3.0  # points; a guess: set below each other


def _unit(group: Sequence[Row], width: float) -> Iterator[list[Row]]:
    """Yield lines if they are a unit: few and short ones, none of which goes on in the next."""
    if not 2 <= len(group) <= _UNIT or any(not _may_stand(row, width) for row in group):
        return
    if not any(row.words[:1].islower() for row in group[1:]):
        yield list(group)


def _may_stand(row: Row, width: float) -> bool:
    words = row.words
    alone = len(row.pieces) == 1 and not row.turned and not row.table
    narrow = row.box.right - row.box.left < _UNIT_WIDTH * width and len(words) <= _UNIT_LINE
    ended = words.endswith((*_SENTENCE_ENDS, HYPHEN, ",")) and not words.endswith(("Jr.", "Inc."))
    return alone and narrow and not ended and not _BULLET.match(words)
