"""The numbers of Word's lists and headings, counted as Word counts them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from corpus.formats.counting import counted
from corpus.formats.office import WORD as W
from corpus.formats.office import is_on, value_of

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9  # that a list can have
_MOST = 1_000_000  # a start beyond that is no number of a list

BULLET = "-"
"""Written for any bullet, also for a number in a script that is not known here."""


@dataclass(slots=True)
class _Level:
    start: int
    form: str
    text: str
    restart: int | None
    style: str
    legal: bool
    hidden: bool


@dataclass(slots=True)
class _List:
    """Levels by number, and the counts of their last items."""

    levels: dict[int, _Level]
    link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """All lists of a document. Lists of one definition go on counting where they left off."""

    def __init__(self, root: etree._Element, number_of: Callable[[str], str]) -> None:
        """Read the definitions; `number_of` returns the list that a style brings with it."""
        self._lists = {
            found.get(f"{W}abstractNumId", ""): _List(
                {_number(level, "ilvl", 0): _level(level) for level in found.iter(f"{W}lvl")},
                value_of(found, "numStyleLink"),
            )
            for found in root.iter(f"{W}abstractNum")
        }
        self._numbers: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._own: dict[tuple[str, int], _Level] = {}
        self._begun: set[tuple[str, int]] = set()
        for number in root.iter(f"{W}num"):
            key = number.get(f"{W}numId", "")
            self._numbers[key] = value_of(number, "abstractNumId")
            for change in number.iter(f"{W}lvlOverride"):
                self._override(key, change)
        self._styled: dict[tuple[str, str], int] = {
            (key, level.style): depth
            for key, found in self._lists.items()
            for depth, level in found.levels.items()
            if level.style
        }
        self._link(number_of)

    def _link(self, number_of: Callable[[str], str]) -> None:
        """Follow definitions that only name a style to the list which that style brings."""
        for key, found in self._lists.items():
            if found.link and not found.levels:
                target = self._lists.get(self._numbers.get(number_of(found.link), ""))
                if target is not None:
                    self._lists[key] = target

    def depth_of(self, number: str, style: str) -> int:
        """Return the level that belongs to a paragraph style, 0 where none does."""
        return self._styled.get((self._numbers.get(number, ""), style), 0)

    def next(self, number: str, depth: int) -> str | None:
        """Count an item and return its number as shown, `-` for a bullet.

        Returns:
            "" where no number is shown, None where there is no such list.
        """
        found = self._lists.get(self._numbers.get(number, ""))
        if found is None:
            return None
        level = self._own.get((number, depth)) or found.levels.get(depth)
        if level is None:
            return None
        start = self._starts.get((number, depth))
        if start is not None and (number, depth) not in self._begun:
            found.counts[depth] = start
        elif depth in found.counts:
            found.counts[depth] += 1
        else:
            found.counts[depth] = level.start if start is None else start
        self._begun.add((number, depth))
        for deeper in range(depth + 1, _LEVELS):
            if self._restarts(number, found, deeper, depth):
                found.counts.pop(deeper, None)
        return "" if level.hidden else self._shown(number, found, level)

    def _restarts(self, number: str, found: _List, deeper: int, depth: int) -> bool:
        level = self._own.get((number, deeper)) or found.levels.get(deeper)
        return level is None or level.restart is None or depth < level.restart

    def _shown(self, number: str, found: _List, level: _Level) -> str:
        if level.form == "bullet":
            return BULLET if level.text.strip() else ""
        unknown = False

        def count(match: re.Match[str]) -> str:
            nonlocal unknown
            depth = int(match[1]) - 1
            other = self._own.get((number, depth)) or found.levels.get(depth)
            start = other.start if other is not None else 1
            legal = level.legal and (other is None or other.form != "decimalZero")
            form = "decimal" if legal or other is None else other.form
            shown = counted(found.counts.get(depth, start), form)
            unknown = unknown or shown is None
            return shown or ""

        text = _PLACE.sub(count, level.text).strip()
        return BULLET if unknown else text

    def _override(self, number: str, change: etree._Element) -> None:
        depth = _number(change, "ilvl", 0)
        own = change.find(f"{W}lvl")
        if own is not None:
            self._own[number, depth] = _level(own)
        start = value_of(change, "startOverride")
        if start.isdecimal():
            self._starts[number, depth] = min(int(start), _MOST)


def _level(element: etree._Element) -> _Level:
    start, restart = value_of(element, "start"), value_of(element, "lvlRestart")
    form = element.find(f"{W}numFmt")
    if form is None:  # newer forms stand in a wrapper, with an older one beside them
        form = next(element.iter(f"{W}numFmt"), None)
    return _Level(
        start=min(int(start), _MOST) if start.isdecimal() else 0,
        form=form.get(f"{W}val", "decimal") if form is not None else "decimal",
        text=value_of(element, "lvlText"),
        restart=int(restart) if restart.isdecimal() else None,
        style=value_of(element, "pStyle"),
        legal=is_on(element.find(f"{W}isLgl")),
        hidden=is_on(element.find(f"{W}rPr/{W}vanish")),
    )


def _number(element: etree._Element, name: str, default: int) -> int:
    value = element.get(f"{W}{name}", "")
    return int(value) if value.isdecimal() and len(value) < 3 else default
