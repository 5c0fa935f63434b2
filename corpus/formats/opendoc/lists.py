"""The numbers of lists and headings in OpenDocument texts."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from corpus.formats.counting import doubled_letters, letters, ordinal, roman
from corpus.formats.opendoc.common import STYLE, TEXT

BULLET = "-"
OUTLINE = "Outline"
"""The list style that numbers headings."""

_LEVELS = 10
_MOST = 1_000_000  # a start beyond that is no number of a list
_PLACE = re.compile(r"%(\d{1,2})%")
_FORMS: dict[str, Callable[[int], str]] = {
    "1": str,
    "I": roman,
    "i": lambda n: roman(n).lower(),
    "A": letters,
    "a": lambda n: letters(n).lower(),
    "01": lambda n: f"{n:02}",
    "1st": ordinal,
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    pattern: str
    start: int
    shown: int  # levels that a number shows, its own the last
    doubled: bool  # AA, BB rather than AA, AB
    bullet: bool

    def number(self, count: int) -> str:
        if self.doubled and self.form in ("A", "a"):
            shown = doubled_letters(count) if count > 0 else ""
            return shown if self.form == "A" else shown.lower()
        show = _FORMS.get(self.form)
        return "" if show is None or (count < 1 and self.form != "1") else show(count)


_NO_LEVEL = _Level("", "", "", "", 1, 1, False, True)


@dataclass(slots=True)
class ListState:
    """A list that is being written: its style, and the last number at each level."""

    style: str
    counts: dict[int, int] = field(default_factory=dict)


class ListStyles:
    """List styles by name, and the lists of a document that may be continued."""

    def __init__(self, *roots: etree._Element) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self._styles[style.get(f"{STYLE}name", "")] = _levels(style)
            for outline in root.iter(f"{TEXT}outline-style"):
                self._styles[OUTLINE] = _levels(outline)
        self._by_id: dict[str, ListState] = {}
        self._last: dict[str, ListState] = {}

    def open(self, element: etree._Element, style: str) -> ListState:
        """Begin a list, or go on with the one that it continues."""
        state = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if state is None and element.get(f"{TEXT}continue-numbering") == "true":
            state = self._last.get(style)
        state = state or ListState(style)
        key = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        self._last[style] = self._by_id[key] = state
        return state

    def next(self, state: ListState, style: str, level: int, start: str = "") -> str:
        """Count an item and return its number as shown, `-` for a bullet."""
        found = self._level(style, level)
        if start.isdecimal():
            state.counts[level] = min(int(start), _MOST)
        else:
            state.counts[level] = state.counts.get(level, found.start - 1) + 1
        for deeper in range(level + 1, _LEVELS + 1):
            state.counts.pop(deeper, None)
        if found.bullet:
            return BULLET
        if found.pattern:
            shown = _PLACE.sub(lambda m: self._count(state, style, int(m[1])), found.pattern)
            return shown.strip()
        if not found.form:
            return f"{found.prefix}{found.suffix}".strip()
        first = max(1, level - found.shown + 1)
        numbers = [self._count(state, style, at) for at in range(first, level + 1)]
        return f"{found.prefix}{'.'.join(filter(None, numbers))}{found.suffix}".strip()

    def heading(self, level: int, start: str = "") -> str:
        """Count a heading and return its number; empty where headings have none."""
        levels = self._styles.get(OUTLINE)
        if levels is None or level not in levels:
            return ""
        state = self._last.setdefault(OUTLINE, ListState(OUTLINE))
        return self.next(state, OUTLINE, level, start).replace(BULLET, "")

    def knows(self, style: str) -> bool:
        """Tell whether there is such a style."""
        return style in self._styles

    def _count(self, state: ListState, style: str, level: int) -> str:
        found = self._level(style, level)
        return found.number(state.counts.get(level, found.start))

    def _level(self, style: str, level: int) -> _Level:
        return self._styles.get(style, {}).get(level, _NO_LEVEL)


def _levels(style: etree._Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for element in style:
        level = element.get(f"{TEXT}level", "")
        if not level.isdecimal() or len(level) > 2:
            continue
        start = element.get(f"{TEXT}start-value", "1")
        shown = element.get(f"{TEXT}display-levels", "1")
        name = etree.QName(element).localname
        pattern = next((v for k, v in element.attrib.items() if str(k).endswith("list-format")), "")
        levels[int(level)] = _Level(
            form=element.get(f"{STYLE}num-format", ""),
            prefix=element.get(f"{STYLE}num-prefix", ""),
            suffix=element.get(f"{STYLE}num-suffix", ""),
            pattern=str(pattern),
            start=min(int(start), _MOST) if start.isdecimal() else 1,
            shown=int(shown) if shown.isdecimal() and len(shown) < 3 else 1,
            doubled=element.get(f"{STYLE}num-letter-sync") == "true",
            bullet=name in ("list-level-style-bullet", "list-level-style-image"),
        )
    return levels
