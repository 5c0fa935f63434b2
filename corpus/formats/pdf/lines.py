"""Which lines of a PDF are headings, and how words at their ends are joined."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.formats.pdf.rows import Row

# Times the size of the text; a guess: 11 pt beside 10 pt is no heading, 12 pt is one.
_LARGER = 1.12
_LONGEST_HEADING = 160  # characters; a guess: two lines
_LEVELS = 5  # a guess: HTML has six
_NUMBERING = re.compile(r"(?:[A-Z]|\d{1,3})(?:\.\d{1,3}){0,4}\.?|[IVX]{1,5}\.?")
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


def vocabulary(rows: Iterable[Row]) -> Counter[str]:
    """Count the words inside lines, those with hyphens as they are."""
    return Counter(word.lower() for row in rows for word in _WORD.findall(row.words))
