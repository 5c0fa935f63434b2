"""Numbers of list items, as a browser writes them."""

import re
from dataclasses import dataclass

from corpus.formats.counting import letters, roman
from corpus.formats.html.css import Style

_STYLES = {
    "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman", "1": "decimal",
    "lower-latin": "lower-alpha", "upper-latin": "upper-alpha",
    "disc": "bullet", "circle": "bullet", "square": "bullet", "none": "bullet",
}  # fmt: skip
_KNOWN = re.compile(
    r"\b(?:none|disc|circle|square|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b"
)
_LARGEST = 3999  # in Roman numerals; alphabetic ones are no longer used by then either


@dataclass(slots=True)
class Numbering:
    """How the items of a list are counted."""

    style: str = "bullet"
    number: int = 1
    step: int = 1

    def next(self, value: str | None = None, kind: str | None = None) -> str:
        """Return what stands before the next item: `-`, `12.`, `b.` or `iv.`."""
        self.number = _integer(value, self.number)
        number, self.number = self.number, self.number + self.step
        style = _STYLES.get(kind or "", self.style)
        return "-" if style == "bullet" else f"{_written(number, style)}."


def numbering(attributes: dict[str, str | None], style: Style, items: int) -> Numbering:
    """Return how a numbered list counts its items."""
    kind = _STYLES.get(attributes.get("type") or "1", "decimal")
    if named := _KNOWN.search(style.get("list-style", "")):
        kind = _STYLES.get(named[0], named[0])
    if "reversed" in attributes:
        return Numbering(kind, _integer(attributes.get("start"), items), -1)
    return Numbering(kind, _integer(attributes.get("start"), 1))


def _integer(words: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,9})", words or "")
    return int(found[1]) if found else otherwise


def _written(number: int, style: str) -> str:
    if style == "decimal" or not 0 < number <= _LARGEST:
        return str(number)
    words = roman(number) if style.endswith("roman") else letters(number)
    return words if style.startswith("upper") else words.lower()
