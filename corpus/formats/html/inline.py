"""The words inside of a block: raised marks, quotation marks, formulas, line breaks."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from selectolax.lexbor import LexborNode

from corpus.formats.html.names import traits
from corpus.formats.html.page import Page
from corpus.superscripts import lowered, note_mark, raised, superscript
from corpus.text_builder import one_line

_SPACE = re.compile(r"\s+")
_BREAKING = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
STYLED = frozenset("span a font small i em b strong cite abbr".split())
"""Elements inside of a block, which may be raised or mark a note."""


_MARK = re.compile(
    r"[\[(]?(?:note |n\.? ?)?(?:\d{1,4}|[a-z]{1,2}|[ivxlc]{1,6}|[*†‡§¶#]{1,4})"
    r"(?:\s?[,;–-]\s?(?:\d{1,4}|[a-z]))*[\])]?[.,]?",
    re.IGNORECASE,
)
_LONGEST_MARK = 40  # characters; a guess: "note 3", or several numbers
_WAYS_BACK = frozenset(("#", "¶", "🔗", "↩", "↩︎", "↑", "^", "⏎"))
_NESTED = 8  # raised inside of raised, fractions in fractions; a guess: people write three
_DISPLAY = re.compile(r"\A\{\\(?:display|text)style\s+(.*)\}\Z", re.DOTALL)
_TWO_DIMENSIONS = "mtable, munder, mover, munderover, mmultiscripts, mroot"


ITEM = "\v"
"""What parts the items of a list in words that are to be one line; white space as well."""


class Step(Enum):
    """What happens to an element on the way through a page."""

    OPEN = auto()
    CLOSE = auto()
    LEFT_OUT = auto()


class Walk:
    """The way through what is seen of an element; never by recursion: pages lie deep."""

    def __init__(self, page: Page, root: LexborNode) -> None:
        self._page = page
        self._root = root
        self._enters = True

    def __iter__(self) -> Iterator[tuple[LexborNode, str, Step]]:
        page, root = self._page, self._root
        stack: list[tuple[LexborNode, str]] = [(root, "")]  # with a tag, it is to be closed
        while stack:
            node, tag = stack.pop()
            if tag:
                yield node, tag, Step.CLOSE
                continue
            tag = node.tag or "-"
            if tag[0] in "-_" and node is not root:
                if tag == "-text":
                    yield node, tag, Step.OPEN
                continue
            if node is not root and page.leaves_out(node, tag):
                yield node, tag, Step.LEFT_OUT
                continue
            self._enters = True
            yield node, tag, Step.OPEN
            if self._enters:
                stack.append((node, tag))
                page.stack_children(node, stack)

    def pass_over(self) -> None:
        """Leave out what is in the element that was opened last; it is not closed either."""
        self._enters = False


class Inline:
    """The words of a block, as they gather."""

    def __init__(self, page: Page, depth: int = 0) -> None:
        self._page = page
        self._depth = depth
        self._words: list[str] = []
        self._quotations = 0
        self.literal = 0
        self.beside: list[str] = []

    def add(self, words: str) -> None:
        """Add words as they are."""
        self._words.append(words)

    def take(self) -> str:
        """Return the words so far, and begin anew."""
        words, self._words = "".join(self._words), []
        return words

    def text(self, node: LexborNode) -> None:
        """Take a text."""
        text = node.text_content or ""
        self._words.append(text if self.literal else _SPACE.sub(" ", text))

    def open(self, node: LexborNode, tag: str) -> bool:
        """Take what opens; return whether it was written whole, with all that is in it."""
        if tag in STYLED:
            return self._depth < _NESTED and self._styled(node, tag)
        match tag:
            case "-text":
                self.text(node)
            case "br":
                self.add("\n")
            case "q":
                self._quotations += 1
                self.add("“" if self._quotations % 2 else "‘")
                return False
            case "sup" | "sub" if self._depth < _NESTED:
                self._shift(node, tag == "sup")
            case "img":
                self._formula_picture(node)
            case "math" | "msup" | "msub" | "msubsup" | "mfrac" | "msqrt" if self._depth < _NESTED:
                return self._formula(node, tag)
            case _:
                return False
        return True

    def close(self, tag: str) -> None:
        """Take what closes."""
        if tag == "q":
            self.add("”" if self._quotations % 2 else "’")
            self._quotations -= 1

    def flat(self, node: LexborNode) -> str:
        """Return the words of an element that stands in this block, on lines."""
        return flat(self._page, node, self._depth + 1)

    def _shift(self, node: LexborNode, up: bool) -> None:
        words = self.flat(node).replace("\n", " ")
        before = "".join(self._words[-6:])
        if not up:
            self.add(lowered(words, before))
        elif _is_linked_mark(node, words):
            self.add(note_mark(words))
        else:
            self.add(raised(words, before, _after(node)))

    def _styled(self, node: LexborNode, tag: str) -> bool:
        """Write a note, its mark, or what a style raises; return whether it was any of these."""
        attributes = node.attributes
        if not attributes:
            return False
        found = traits(attributes)
        leads = tag == "a" and "#" in (attributes.get("href") or "")
        if (found.note_mark or leads) and is_short(node, _LONGEST_MARK):
            words = one_line(self.flat(node))
            if leads and words in _WAYS_BACK:
                return True
            marks = found.note_mark or (self._is_glued() and not words.isalpha())
            if marks and _MARK.fullmatch(words):
                self.add(note_mark(words))
                return True
        if tag in ("span", "small") and found.note:
            self.beside.append(one_line(self.flat(node)))
            return True
        align = self._page.style(tag, attributes).get("vertical-align", "")
        up = align == "super" or found.raised
        if up or align == "sub" or found.lowered:
            self._shift(node, up)
            return True
        return False

    def _is_glued(self) -> bool:
        """Tell whether what comes stands right behind a word, as marks of notes do."""
        before = self._words[-1][-1:] if self._words else ""
        return before.isalnum() or before in tuple(".,;:!?”’\"')]")

    def _formula_picture(self, node: LexborNode) -> None:
        attributes = node.attributes
        if traits(attributes).formula:
            self.add(_without_display(attributes.get("alt") or ""))

    def _formula(self, node: LexborNode, tag: str) -> bool:
        """Write a formula on one line; return False where what is in it does that."""
        if tag == "math":
            note = node.css_first("annotation[encoding*=tex]")
            tex = node.attributes.get("alttext") or (note.text(deep=True) if note else "")
            on_a_line = node.css_first(_TWO_DIMENSIONS) is None and node.css_first("mi, mn")
            if not tex or on_a_line:
                return False
            self.add(_without_display(tex))
            return True
        parts = [
            flat(self._page, part, self._depth + 1, whole=True).strip()
            for part in node.iter(include_text=False)
        ]
        match tag, parts:
            case "msup", [base, power]:
                self.add(base + superscript(power))
            case "msub", [base, index]:
                self.add(base + lowered(index, base))
            case "msubsup", [base, index, power]:
                self.add(base + lowered(index, base) + superscript(power))
            case "mfrac", [over, under]:
                self.add(f"{_enclosed(over)}/{_enclosed(under)}")
            case _:
                self.add(f"√{_enclosed(''.join(parts))}" if tag == "msqrt" else " ".join(parts))
        return True


def is_short(node: LexborNode, most: int) -> bool:
    """Tell whether an element has at most so many characters, hidden ones too, but no space."""
    return len("".join(node.text(deep=True).split())) <= most


def flat(page: Page, root: LexborNode, depth: int = 0, *, whole: bool = False) -> str:
    """Return the words in an element, or of the whole of it, each block on a line of its own."""
    only = root.first_child
    if only is not None and only.tag == "-text" and only.next is None and not whole:
        return _SPACE.sub(" ", only.text_content or "")
    inline = Inline(page, depth)
    walk = Walk(page, root)
    for node, tag, step in walk:
        if tag == "-text":
            inline.text(node)
            continue
        if node is root and not whole:
            continue
        if tag in _BREAKING:
            inline.add(ITEM if tag == "li" else "\n")
        if step is Step.OPEN and inline.open(node, tag):
            walk.pass_over()
        elif step is Step.CLOSE:
            inline.close(tag)
    return "\n".join([inline.take(), *inline.beside])


def _is_linked_mark(node: LexborNode, words: str) -> bool:
    """Tell whether raised words lead to a note: they are a link to a place, or are in one."""
    if not _MARK.fullmatch(words.strip()):
        return False
    if traits(node.attributes).note_mark or node.css_first("a[href*='#']") is not None:
        return True
    above = node.parent
    return (
        above is not None
        and above.tag == "a"
        and "#" in (above.attributes.get("href") or "")
        and above.first_child == node == above.last_child
    )


def _after(node: LexborNode) -> str:
    """Return the first letters of the text behind an element."""
    after = node.next
    if after is None and node.parent is not None and node.parent.tag in ("a", "span"):
        after = node.parent.next
    return (after.text_content or "")[:4] if after is not None and after.tag == "-text" else ""


def _without_display(tex: str) -> str:
    found = _DISPLAY.match(tex.strip())
    return (found[1] if found else tex).strip()


def _enclosed(words: str) -> str:
    return words if words.isalnum() else f"({words})"
