"""Word's styles: which are headings, hidden, raised, struck out, numbered."""

import re
from dataclasses import dataclass

from lxml import etree

from corpus.formats.office import WORD as W
from corpus.formats.office import is_on, value_of
from corpus.formats.runs import LEVEL, LOWERED, RAISED

_HEADING = re.compile(r"(?i)heading ?([1-9])|(title)$")
_DEEPEST = 10  # styles based on each other; a guess: ends circles
_RAISED_BY = 6  # half points; a guess: less corrects how letters sit
_TINY = 4  # half points: 2 pt, a guess


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks, as far as that matters; None and "" where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    place: int | None = None
    font: str = ""

    def over(self, below: "Look") -> "Look":
        """Return this look where it says something, else what the one below says."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.place if self.place is None else self.place,
            self.font or below.font,
        )


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """What a style brings with it: a level (0 for no heading), a look, a list, what it is for."""

    level: int = 0
    look: Look = PLAIN
    number: str = ""
    depth: str = ""
    chain: tuple[str, ...] = ()
    is_caption: bool = False


class Styles:
    """The styles of a document by their keys, with what they are based on."""

    def __init__(self, root: etree._Element) -> None:
        self._found = {style.get(f"{W}styleId", ""): style for style in root.iter(f"{W}style")}
        self._styles: dict[str, Style] = {}
        self.default = next((k for k, s in self._found.items() if _is_default(s)), "")

    def __getitem__(self, key: str) -> Style:
        return self._read(key)

    def number_of(self, key: str) -> str:
        """Return the list that a style brings with it."""
        return self._read(key).number

    def marks_first_row(self, key: str) -> bool:
        """Tell whether a style of tables sets the first row apart."""
        style = self._found.get(key)
        parts = () if style is None else style.iterchildren(f"{W}tblStylePr")
        return any(part.get(f"{W}type") == "firstRow" and len(part) for part in parts)

    def _read(self, key: str, depth: int = 0) -> Style:
        if key in self._styles:
            return self._styles[key]
        element = self._found.get(key)
        if element is None or depth > _DEEPEST:
            return _NONE
        based = self._read(value_of(element, "basedOn"), depth + 1)
        style = Style(
            _level(element) or based.level,
            look_of(element.find(f"{W}rPr")).over(based.look),
            _numbering(element, "numId") or based.number,
            _numbering(element, "ilvl") or based.depth,
            (key, *based.chain),
            value_of(element, "name").lower() == "caption" or based.is_caption,
        )
        self._styles[key] = style
        return style


_NONE = Style()


def look_of(facts: etree._Element | None) -> Look:
    """Return how the properties of a run, or of a style, say that text looks."""
    if facts is None:
        return PLAIN
    hidden, struck, place = None, None, None
    font = ""
    for fact in facts:
        match str(fact.tag).removeprefix(W):
            case "vanish":
                hidden = is_on(fact)
            case "strike" | "dstrike":
                struck = is_on(fact) or bool(struck)
            case "vertAlign":
                align = fact.get(f"{W}val")
                place = {"superscript": RAISED, "subscript": LOWERED}.get(align or "", LEVEL)
            case "position" if place is None:
                place = _position(fact.get(f"{W}val", ""))
            case "rFonts":
                font = fact.get(f"{W}ascii") or fact.get(f"{W}hAnsi") or ""
    return Look(hidden, struck, place, font)


def is_unseen(facts: etree._Element | None) -> bool:
    """Tell whether a run is too small to be seen, or white; what is behind it is not asked."""
    if facts is None:
        return False
    size = value_of(facts, "sz")
    return (size.isdecimal() and int(size) <= _TINY) or is_white(facts)


def is_white(facts: etree._Element) -> bool:
    """Tell whether a run is white and nothing behind it is coloured."""
    shaded = facts.find(f"{W}shd") is not None or facts.find(f"{W}highlight") is not None
    return value_of(facts, "color").upper() == "FFFFFF" and not shaded


def outline_level(facts: etree._Element | None) -> int:
    """Return the level that a paragraph gives itself; 0 where it is no heading."""
    own = value_of(facts, "outlineLvl") if facts is not None else ""
    return int(own) + 1 if own.isdecimal() and int(own) < 9 else 0  # 9 is body text


def _level(style: etree._Element) -> int:
    named = _HEADING.match(value_of(style, "name"))
    return int(named[1] or 1) if named is not None else outline_level(style.find(f"{W}pPr"))


def _numbering(style: etree._Element, name: str) -> str:
    found = style.find(f"{W}pPr/{W}numPr")
    return value_of(found, name) if found is not None else ""


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")


def _position(value: str) -> int | None:
    try:
        points = int(value)
    except ValueError:
        return None
    return RAISED if points >= _RAISED_BY else LOWERED if points <= -_RAISED_BY else None
