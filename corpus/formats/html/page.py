"""What of a page people see, and what of that is its text.

An element is left out for what it is (navigation, a hidden part, a control), or where its name
says that it stands around the text and what is in it bears that out: links, fields, few words.
What holds most of the page is never left out for its name.
"""

from collections import deque
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborNode

from corpus.formats.html.css import Style, StyleSheet, declarations, is_off_screen, is_unseen
from corpus.formats.html.names import Attributes, Kind, kind_of_id, names_of, slug, traits
from corpus.superscripts import note_mark

_DROPPED = frozenset(
    "script style template noscript iframe object embed canvas svg audio video map dialog select"
    " textarea input datalist progress meter head title link meta rt rp annotation annotation-xml"
    " colgroup".split()
)
_HIDING = frozenset(("style", "hidden", "aria-hidden"))
_VOID = frozenset(("del", "s", "strike"))
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_CELLS = frozenset("table thead tbody tfoot tr td th caption li dt dd".split())
_UNNAMED = _HEADINGS | _CELLS | {"main", "article", "body", "html"}
_BY_TAG = frozenset("nav form button footer aside ul menu dir".split())
_BLOCKS = frozenset("div section aside header footer ul ol p form nav details figure".split())
_INLINE = frozenset("span b i em strong small sup sub bdi bdo abbr data time font var".split())
_INSIDE = frozenset("blockquote figure article section main li td dd".split())
_TITLES = _HEADINGS | {"summary", "dt", "legend"}
_MOST_OF_IT = 0.5
_MENU = 25  # links from which on a list may be a menu; a guess: lists in a text are shorter
_SHORT_LINK = 20  # characters of a menu's link, on average; a guess: about three words
_LINKED = 0.5  # of the characters; a guess: a text with more is a list of links
_SIDEBAR_LINKED = 0.3  # a guess: sidebars have some words about the author too
_BANNER = 400  # characters; a guess: two or three sentences ask for consent
_FORM = 300  # characters; a guess: labels are short
_CONTROL = 60  # characters; a guess: "Jump to navigation"
_SHADOWS = ", ".join(f"template[{name}]" for name in ("shadowrootmode", "shadowroot", "shadowmode"))
_PANEL = 20  # characters; a guess: four words
_MARK = 6  # characters, of "[123]" and less; a guess
_DEEP = 30  # elements up to one that holds the text; a guess
_WORK = 40  # times the characters of a page may be counted, so that no nesting takes for ever
_ORNAMENT = frozenset("·|/\\›»→←↑↓▼▾▲×✕✓#¶•-–—…*")  # beside words, for the eye only


class Page:
    """A tree of elements, with what its style sheets and scripts make of them."""

    def __init__(self, root: LexborNode, css: str = "") -> None:
        self._assigned: dict[int, list[LexborNode]] = {}
        sheets = [css, *self._attach_shadows(root)]
        sheets += [node.text(deep=True) for node in root.css("style")]
        self._sheet = StyleSheet("\n".join(sheets))
        self._styled = bool(self._sheet)
        for node in root.css("script, style, noscript, svg, iframe"):
            node.decompose()
        self.root = root
        self.void = False
        self._whole = max(1, len(_squeezed(root)))
        self._work = _WORK * self._whole + 100_000
        self.has_roles = root.css_first("[role=heading]") is not None
        self._marks = _marks(root)
        self._has_main = root.css_first("main, article, [role=main]") is not None
        self._opened = {
            name
            for node in root.css("[aria-controls][aria-expanded], [aria-controls][role=tab]")
            for name in (node.attributes.get("aria-controls") or "").split()
        }

    def mark_of(self, note: LexborNode) -> str:
        """Return the mark that leads to a note; "" for what is none."""
        name = note.attributes.get("id")
        return self._marks.get(name or "", "") if traits(note.attributes).note else ""

    def stack_children(self, node: LexborNode, stack: list[tuple[LexborNode, str]]) -> None:
        """Put what is shown in an element on a stack: its shadow tree, if it has one."""
        if self._assigned and (found := self._assigned.get(node.mem_id)) is not None:
            stack += [(child, "") for child in reversed(found)]
            return
        child = node.last_child
        while child is not None:
            stack.append((child, ""))
            child = child.prev

    def style(self, tag: str, attributes: Attributes) -> Style:
        """Return how an element is shown, by the page's own style sheets."""
        own = attributes.get("style")
        style = declarations(own) if own else {}
        if not self._styled:
            return style
        keys = [f".{name}" for name in (attributes.get("class") or "").split()[:50]]
        keys.append(f"#{attributes.get('id')}")
        keys = [key for key in keys if key in self._sheet.names]
        return {**self._sheet.style(tag, keys), **style} if keys else style

    def leaves_out(self, node: LexborNode, tag: str) -> bool:
        """Tell whether an element is not seen, or not part of the text."""
        if tag in _DROPPED:
            return True
        if tag in _VOID:
            self.void = True
            return True
        attributes = node.attributes
        if not attributes:
            return tag in _BY_TAG and self._stands_around(node, tag, attributes)
        found = traits(attributes)
        if (
            self._styled or found.for_ears or not _HIDING.isdisjoint(attributes)
        ) and self._is_hidden(node, tag, attributes):
            return True
        if (tag in _BY_TAG or "role" in attributes) and self._stands_around(node, tag, attributes):
            return True
        return self._is_named(node, tag, attributes.get("id") or "", found.kind)

    def opens(self, button: LexborNode) -> bool:
        """Tell whether a button is the title of a part that it opens, or stands in a title."""
        attributes = button.attributes
        title = _above(button, _TITLES)
        if title is not None:
            return _squeezed(title) == _squeezed(button)
        opens = traits(attributes).title or "aria-expanded" in attributes
        panel = _panel(button) if opens else None
        if panel is None or panel.tag in ("ul", "ol", "nav", "menu"):
            return False
        return self._measure(panel) >= _PANEL and self._linked(panel) < _LINKED

    # Hidden ------------------------------------------------------------------------------

    def _is_hidden(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        style = self.style(tag, attributes)
        if "line-through" in style.get("text-decoration", ""):
            self.void = True
            return True
        hidden = attributes.get("hidden") != "until-found" if "hidden" in attributes else False
        if hidden or is_unseen(style):
            by_rule = not hidden and not is_unseen(declarations(attributes.get("style") or ""))
            return not (
                traits(attributes).note
                or attributes.get("id") in self._opened
                or (by_rule and self._holds_most(node))
            )
        if attributes.get("aria-hidden") == "true":
            return self._is_ornament(node, tag, attributes)
        if tag in _HEADINGS:
            return False
        ears = traits(attributes).for_ears or is_off_screen(style)
        return ears and not self._says_more(node)

    def _is_ornament(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        """Tell whether what screen readers pass over is no text for the eye either."""
        twin = self._beside(node, for_ears=True)
        if twin is not None:
            return _ear_says_more(node, twin)
        if tag not in _INLINE:
            return not self._holds_most(node)
        marks = node.text(deep=True).strip()
        if traits(attributes).icon or set(marks) <= _ORNAMENT:
            return True
        return any(beside.css_first("math") is not None for beside in _siblings(node))

    def _says_more(self, node: LexborNode) -> bool:
        """Tell whether words for screen readers stand for what is no words to the eye."""
        twin = self._beside(node, for_ears=False)
        return twin is not None and _ear_says_more(twin, node)

    def _beside(self, node: LexborNode, *, for_ears: bool) -> LexborNode | None:
        """Return the other form of what is given in one for the eye and one for the ear."""
        for beside in _siblings(node):
            attributes = beside.attributes
            hidden = attributes.get("aria-hidden") == "true"
            if for_ears and not hidden:
                style = self.style(beside.tag or "", attributes)
                spoken = traits(attributes).for_ears
                if spoken or is_off_screen(style):
                    return beside
            elif hidden and not for_ears:
                return beside
        return None

    # Around the text ---------------------------------------------------------------------

    def _stands_around(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        role = (attributes.get("role") or "").lower()
        if tag == "nav" or role in ("navigation", "search", "menu", "menubar", "alertdialog"):
            return not (self._holds_most(node) and self._linked(node) < _LINKED)
        if role == "dialog":
            return not self._holds_most(node)
        if tag == "form":
            return self._is_dialogue(node)
        if tag == "button":
            return not self.opens(node)
        if tag == "footer" or role == "contentinfo":
            return self._is_imprint(node)
        if (tag == "aside" or role == "complementary") and not traits(attributes).note:
            outside = self._has_main and _above(node, ("main", "article")) is None
            if outside or self._linked(node) >= _LINKED:
                return not self._holds_most(node)
        return tag in ("ul", "menu", "dir") and self._is_menu(node)

    def _is_named(self, node: LexborNode, tag: str, name: str, own: Kind | None) -> bool:
        """Tell whether an element of that id and class stands around the text."""
        kind = own or (kind_of_id(name) if name else None)
        if kind is None or tag in _UNNAMED:
            return False
        if kind is Kind.CONTROL:
            return len(_squeezed(node)) <= _CONTROL
        if tag not in _BLOCKS or self._holds_most(node) or node.css_first("h1") is not None:
            return False
        if own is None and kind is not Kind.COMMENTS and _is_titled(node, names_of(name)):
            asks = (
                kind in (Kind.OVERLAY, Kind.BANNER) and node.css_first("button, input") is not None
            )
            return asks or self._linked(node) >= _LINKED
        return self._bears_out(node, kind)

    def _bears_out(self, node: LexborNode, kind: Kind) -> bool:
        """Tell whether an element holds what its name says."""
        if kind is Kind.COMMENTS:
            found = node.css("[class*=comment], [id^=comment], form, textarea")[:2]
            return any(part != node for part in found)
        linked = self._linked(node)
        length = self._measure(node)
        asks = node.css_first("button, input, [role=button], a") is not None
        if kind in (Kind.OVERLAY, Kind.BANNER):
            mute = kind is Kind.OVERLAY and node.css_first("h1, h2, h3, h4, h5, h6") is None
            few = (asks and length <= _BANNER) or (mute and length <= _CONTROL)
            return few or linked >= _SIDEBAR_LINKED
        if kind is Kind.SIDEBAR:
            return linked >= _SIDEBAR_LINKED
        return linked >= _LINKED or (asks and length <= _CONTROL)

    def _is_dialogue(self, node: LexborNode) -> bool:
        """Tell a form that somebody fills in from one that is only wrapped around the text."""
        fields = node.css_first("input:not([type=hidden]), select, textarea, button")
        if fields is None or self._holds_most(node) or self._measure(node) > _FORM:
            return False
        return node.css_first("h1, h2, article, main, legend") is None

    def _is_imprint(self, node: LexborNode) -> bool:
        if node.css_first("[role^=doc-], .footnotes, .footnote, [id^=fn]") is not None:
            return False
        if _above(node, _INSIDE) is not None:
            return self._linked(node) >= _LINKED
        return not self._holds_most(node)

    def _is_menu(self, node: LexborNode) -> bool:
        """Tell a list of short links to everywhere from a list that says something."""
        links = node.css("a") if self._work > 0 else []
        self._work -= 10 * len(links)
        if len(links) < _MENU:
            return False
        whole = self._measure(node)
        linked = sum(len(link.text(deep=True).strip()) for link in links)
        # A guess: room for separators.
        return linked >= 0.9 * whole and linked < _SHORT_LINK * len(links)

    def _holds_most(self, node: LexborNode) -> bool:
        return self._measure(node) > _MOST_OF_IT * self._whole or (
            node.css_first("main, [role=main]") is not None
        )

    def _linked(self, node: LexborNode) -> float:
        """Return which part of an element's words are links and buttons; 1 where it has none."""
        if self._work < 0:
            return 0
        whole = self._measure(node)
        linked = sum(len(_squeezed(link)) for link in node.css("a[href], button"))
        return linked / whole if whole else 1

    def _measure(self, node: LexborNode) -> int:
        """Return how many characters an element has; too many where that was asked too often."""
        if self._work < 0:
            return self._whole
        length = len(_squeezed(node))
        self._work -= length + 10
        return length

    # Shadow trees ------------------------------------------------------------------------

    def _attach_shadows(self, root: LexborNode) -> list[str]:
        """Find what is shown in place of an element's children; return its style sheets."""
        sheets: list[str] = []
        waiting = deque([root])
        while waiting:
            for template in waiting.popleft().css(_SHADOWS):
                host = template.parent
                fragments = template.template_fragments()
                if host is None or not fragments or host.mem_id in self._assigned:
                    continue
                tree = fragments[0]
                waiting.append(tree)
                sheets += [node.text(deep=True) for node in tree.css("style")]
                self._assigned[host.mem_id] = [*tree.iter(include_text=True)]
                self._fill_slots(tree, host)
        return sheets

    def _fill_slots(self, tree: LexborNode, host: LexborNode) -> None:
        """Put the children of an element where its shadow tree has a place for them."""
        given: dict[str, list[LexborNode]] = {}
        for child in host.iter(include_text=True):
            if child.tag != "template":
                name = "" if child.tag == "-text" else child.attributes.get("slot") or ""
                given.setdefault(name, []).append(child)
        for slot in tree.css("slot"):
            if nodes := given.pop(slot.attributes.get("name") or "", []):
                self._assigned[slot.mem_id] = nodes


def _marks(root: LexborNode) -> dict[str, str]:
    """Return the marks that lead to notes on the same page, by the id of the note."""
    marks: dict[str, str] = {}
    for link in root.css("a[href^='#']") if root.css_first("aside[id]") is not None else ():
        mark = note_mark(link.text(deep=True))
        if 0 < len(mark) <= _MARK:
            marks.setdefault((link.attributes.get("href") or "")[1:], mark)
    return marks


def _panel(button: LexborNode) -> LexborNode | None:
    """Return the part that a button opens: the element behind it, or behind what is around it."""
    place: LexborNode | None = button
    for _ in range(2):
        after = place.next if place is not None else None
        while after is not None and after.tag == "-text":
            after = after.next
        if after is not None or place is None:
            return after
        place = place.parent
    return None


def _siblings(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the two elements before and the two behind an element, if no text is between."""
    for step in ("prev", "next"):
        beside, found = getattr(node, step), 0
        for _ in range(6):
            if beside is None or found == 2 or (beside.text_content or "").strip():
                break
            if not (beside.tag or "-").startswith(("-", "_")):
                found += 1
                yield beside
            beside = getattr(beside, step)


def _ear_says_more(eye: LexborNode, ear: LexborNode) -> bool:
    """Tell whether the form for the eye lacks words or signs that the one for the ear has."""
    seen, heard = _squeezed(eye), _squeezed(ear)
    same = [c for c in seen if c.isalnum()] == [c for c in heard if c.isalnum()]
    lacks = not any(map(str.isalnum, seen)) or traits(eye.attributes).icon
    return lacks or (same and len(heard) > len(seen))


def _is_titled(node: LexborNode, ids: list[str]) -> bool:
    """Tell whether the id of an element is made of its own title."""
    heading = node.css_first("h1, h2, h3, h4, h5, h6")
    return heading is not None and slug(heading.text(deep=True)) in ids


def _above(node: LexborNode, tags: Container[str]) -> LexborNode | None:
    """Return the nearest element with one of the tags that an element stands in."""
    above = node.parent
    for _ in range(_DEEP):
        if above is None or above.tag in tags:
            return above
        above = above.parent
    return None


def _squeezed(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())
