"""How a page's own style sheets show an element: as far as it changes what is read.

Only rules for one element with its classes and id (`.note`, `p.note`, `#top`) are followed; of
the others it is remembered which classes they may show. So a rule that is not understood never
hides a word.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

Style = Mapping[str, str]

_MOST = 2_000_000  # characters of style sheets; a guess: five times what large sites send
_CACHED = 10_000  # elements with other names; a guess: pages have some hundred
_BRACE = re.compile("([{}])")
_CHANGES = re.compile(r"none|hidden|super|:\s*sub|line-t|list-s|indent|clip|-[19]")
_SHOWS = re.compile(r"display|visib|vertical")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_IN_RULES = frozenset(
    "display visibility vertical-align text-decoration list-style position left top clip width"
    " height text-indent".split()
)
# In rules they are where animations begin (`.reveal { opacity: 0 }`), and most words come through.
_IN_ATTRIBUTES = _IN_RULES | frozenset(("opacity", "font-size", "color", "background"))
_ZERO = re.compile(r"0*(?:\.0*)?(?:px|pt|em|rem|%)?")
_TINY = re.compile(r"[01](?:\.\d+)?(?:px|pt|%)?|0*(?:\.0\d*)?(?:em|rem)")
_FAR = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|em|rem|vw|%)?")
_CLIPPED = re.compile(r"rect\((?:[01](?:px)?[\s,]*){4}\)|inset\((?:50|100)%\)")
_BEYOND = re.compile(r"-\d{4,}")


class _Rule(NamedTuple):
    tag: str
    names: frozenset[str]
    style: Style
    weight: tuple[int, int, int]


class StyleSheet:
    """The rules that may apply to an element, found by its classes and its id.

    `names` are those that stand in a rule, as `.class` and `#id`.
    """

    def __init__(self, css: str) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._maybe_shown: set[str] = set()
        self._cache: dict[tuple[str, ...], Style] = {}
        self.names: set[str] = set()
        rules = list(_rules(css[:_MOST]))
        # Most of the rules that show something do so to what nothing hides.
        changed = {
            name
            for selectors, body in rules
            if _CHANGES.search(body)
            for name in _NAME.findall(selectors)
        }
        for selectors, body in rules:
            if not changed.isdisjoint(_NAME.findall(selectors)):
                style = declarations(body, _IN_RULES)
                for selector in selectors.split(","):
                    self._add(selector.strip(), style)

    def __bool__(self) -> bool:
        """Tell whether there is any rule to follow."""
        return bool(self._rules)

    def style(self, tag: str, names: Sequence[str]) -> Style:
        """Return what the rules say of an element; `names` are those of `.class` and `#id`."""
        key = (tag, *names)
        found = self._cache.get(key)
        if found is None:
            found = self._style(tag, names)
            if len(self._cache) < _CACHED:
                self._cache[key] = found
        return found

    def _style(self, tag: str, names: Sequence[str]) -> Style:
        found = [
            rule
            for name in names
            for rule in self._rules.get(name, ())
            if rule.names.issubset(names) and rule.tag in ("", tag)
        ]
        style: dict[str, str] = {}
        for rule in sorted(found, key=lambda rule: rule.weight):
            style.update(rule.style)
        if self._maybe_shown.intersection(names):
            for name in ("display", "visibility", "position"):
                style.pop(name, None)
        return style

    def _add(self, selector: str, style: Style) -> None:
        match = _COMPOUND.fullmatch(selector)
        if match is None:
            if any(style.get(name, "none") != "none" for name in ("display", "visibility")):
                last = re.split(r"[\s>+~]", selector)[-1]
                self._maybe_shown.update(_NAME.findall(last.partition(":")[0]))
            return
        names = frozenset(_NAME.findall(match[2]))
        self.names |= names
        ids = sum(name.startswith("#") for name in names)
        rule = _Rule((match[1] or "").lower(), names, style, (ids, len(names), bool(match[1])))
        self._rules.setdefault(min(names), []).append(rule)


def declarations(words: str, followed: Container[str] = _IN_ATTRIBUTES) -> Style:
    """Return the properties of a `style` attribute or a rule that are followed here."""
    style: dict[str, str] = {}
    for part in words.lower().split(";"):
        name, _, value = part.partition(":")
        name = name.strip()
        name = {"list-style-type": "list-style", "text-decoration-line": "text-decoration",
                "background-color": "background", "background-image": "background",
                "clip-path": "clip"}.get(name, name)  # fmt: skip
        if name in followed:
            style[name] = value.replace("!important", "").strip()
    return style


def is_unseen(style: Style) -> bool:
    """Tell whether an element of that style is not shown at all."""
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if "opacity" in style and _ZERO.fullmatch(style["opacity"]):
        return True
    if _TINY.fullmatch(style.get("font-size", "?")):
        return True
    white = style.get("color") in ("#fff", "#ffffff", "white", "transparent")
    return white and "background" not in style


def is_off_screen(style: Style) -> bool:
    """Tell whether an element of that style is there for screen readers only."""
    if _BEYOND.match(style.get("text-indent", "")):
        return True
    if style.get("position") not in ("absolute", "fixed"):
        return False
    one = style.get("width") in ("1px", "0", "0px") and style.get("height") in ("1px", "0", "0px")
    far = any(_FAR.fullmatch(style.get(side, "")) for side in ("left", "top"))
    return one or far or bool(_CLIPPED.fullmatch(style.get("clip", "")))


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield the rules outside of `@` blocks that say something of interest."""
    first, *others = css.split("/*")
    css = " ".join((first, *(part.partition("*/")[2] for part in others)))
    depth, selectors = 0, ""
    pieces = iter(_BRACE.split(css))
    for between in pieces:
        if next(pieces, "}") == "{":
            depth += 1
            selectors = between.rpartition(";")[2].strip() if depth == 1 else ""
            continue
        plain = depth == 1 and selectors[:1] not in ("", "@")
        if plain and (_SHOWS.search(between) or _CHANGES.search(between)):
            yield selectors, between
        selectors = ""
        depth = max(0, depth - 1)
