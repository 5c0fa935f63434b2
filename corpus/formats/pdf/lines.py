"""Which lines of a PDF are headings, or go on in the next line."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.formats.pdf.pages import HYPHEN
from corpus.formats.pdf.rows import Row

_LEADING = 2.0  # times the size; a guess: double spacing
# Times the size of the text; a guess: 11 pt beside 10 pt is no heading, 12 pt is one.
_LARGER = 1.12
_LONGEST_HEADING = 160  # characters; a guess: two lines
_LEVELS = 5  # a guess: HTML has six
_BULLET = re.compile(r"(?:[-*•▪◦‣–●■]|\(?\d{1,3}[.)]|\(?[a-z][.)]|\[\d{1,3}\])(?:\s|$)")
_NUMBERING = re.compile(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3}){0,4}\.?|[IVX]{1,5}\.?")
_ENDS = tuple(".!?:;…”\"')")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Typography:
    """How a document is set: the size of its text, and the sizes above it."""

    body: float
    larger: tuple[float, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Typography":
        """Measure rows; sizes are taken to half a point."""
        letters: Counter[float] = Counter()
        for row in (row for row in rows if not row.turned):
            letters[_half(row.size)] += len(row.words)
        body = max(letters, key=lambda size: letters[size], default=0.0)
        larger = sorted((size for size in letters if size >= _LARGER * body), reverse=True)
        return cls(body, tuple(larger))

    def heading_level(self, row: Row) -> int:
        """Return the level of the heading that a line seems to be; 0 where it is none."""
        text = row.words
        alone = len(row.pieces) == 1 or _NUMBERING.fullmatch(row.pieces[0].text)
        if row.turned or not alone or len(text) > _LONGEST_HEADING or not _is_title(text):
            return 0
        size = _half(row.size)
        if size in self.larger:
            return min(self.larger.index(size) + 1, _LEVELS)
        # Guesses: one line of characters, and a size that was rounded.
        stands = row.bold and len(text) <= 100 and size >= self.body * 0.97
        if stands and not text.endswith((".", ":", ",", ";")) and not text[-1].isdigit():
            return min(len(self.larger) + 1, _LEVELS)
        return 0


def _is_title(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    return letters >= 2 and letters * 2 >= len(text.replace(" ", "")) and not text[0].islower()


def _half(size: float) -> float:
    return round(size * 2) / 2


def goes_on(row: Row, following: Row, right: float, *, turned: bool) -> bool:
    """Tell whether a paragraph goes on from one line to the next.

    Args:
        row: The line.
        following: The line after it.
        right: Where full lines of the column end.
        turned: Whether a page or column ends between them.
    """
    if row.turned or following.turned:
        return False
    if len(row.pieces) > 1 or len(following.pieces) > 1 or _BULLET.match(following.words):
        return False
    if abs(row.size - following.size) > 0.15 * row.size:  # a guess: as `_LARGER`
        return False
    if row.words.endswith(HYPHEN):
        return True
    begins_low = following.words[:1].islower()
    if begins_low and ends_in_hyphen(row.words):
        return True
    if turned:
        return begins_low or not row.words.endswith(_ENDS)
    short = row.box.right < right - 0.2 * (right - row.box.left)  # a guess: ragged lines are longer
    if short and row.words.endswith(_ENDS) and not begins_low:
        return False
    # A guess: so short a line ends a paragraph even without a full stop.
    if row.box.right < right - 0.4 * (right - row.box.left) and not begins_low:
        return False
    indent = following.box.left - row.box.left
    # A guess: typesetters indent by one size or more.
    if indent > 0.8 * row.size and not begins_low and not _BULLET.match(row.words):
        return False
    # A guess: letters are taller than their size says.
    return row.box.bottom - following.box.bottom < _LEADING * row.size * 0.85


def rejoined(first: str, second: str, known: Mapping[str, int]) -> str:
    """Join a line that ends in a hyphen with the next, as one word or with the hyphen.

    The rest of the document decides; where the word is nowhere else in it, a hyphen
    before a small letter was put there by the line's end.
    """
    head = first[:-1]
    before, after = re.search(r"[^\W\d_]*$", head), re.match(r"[^\W\d_]+", second)
    if not before or not before[0] or not after:
        return f"{head}-{second}"
    whole, parted = (before[0] + after[0]).lower(), f"{before[0]}-{after[0]}".lower()
    joined = known.get(whole, 0) >= known.get(parted, 0) and after[0][0].islower()
    return head + ("" if joined else "-") + second


def ends_in_hyphen(words: str) -> bool:
    """Tell whether a line may end inside of a word."""
    return words.endswith(HYPHEN) or (words.endswith("-") and words[-2:-1].isalpha())


def vocabulary(rows: Iterable[Row]) -> Counter[str]:
    """Count the words inside lines, those with hyphens as they are."""
    return Counter(word.lower() for row in rows for word in _WORD.findall(row.words))
