"""From the elements of a page to blocks of text: headings, paragraphs, lists, tables."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from corpus.extent import MAX_LEVEL, MAX_TITLE
from corpus.formats.html.inline import STYLED, Inline, Step, Walk, flat, is_short
from corpus.formats.html.lists import Numbering, numbering
from corpus.formats.html.page import Page
from corpus.formats.html.table import is_data, write_table
from corpus.text_builder import TextBuilder, one_line

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dt fieldset figcaption"
    " figure footer form header hgroup hr legend main nav p section".split()
)
_LISTS = frozenset("ul ol menu dir".split())
_OF_SEVERAL_BLOCKS = "p + p, ul, ol, dl, pre, table, h1, h2, h3, h4, h5, h6"
_TERM = 120  # characters; a guess: a term is a name
_DEFINITION = 300  # characters; a guess: with more it is a text of its own
_SUMMARY = 150  # characters; a guess: a longer one is no title
_BARE = re.compile(
    r"(?:(?:chapter|part|book|section|kapitel|teil|chapitre|cap[ií]tulo|parte)\s+)?"
    r"(?:\d{1,4}|[ivxlc]{1,8}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)?[.:]?",
    re.IGNORECASE,
)
_NOT_A_LETTER = re.compile(r"[\W\d_]+")


Around = Callable[[LexborNode, bool], None]


class Title(NamedTuple):
    """The title of a part, as a table of contents gives it."""

    level: int
    words: str


class Writer:
    """Writes the elements of a page, block by block.

    `titles` stand over the first block behind the element with their id ("" for the first one of
    all), unless that says the same. `around` is called for each element that has been opened, and
    when it has been closed.
    """

    def __init__(
        self,
        layout: TextBuilder,
        page: Page,
        titles: Mapping[str, Title] | None = None,
        around: Around | None = None,
    ) -> None:
        self._layout = layout
        self._page = page
        self._titles = dict(titles or {})
        self._title = self._titles.pop("", None)
        self._around = around or (lambda node, opens: None)
        self._under = 0  # the level of a title, until a heading of the part stands below it
        self._deeper = 0  # levels by which the part's own headings move for that
        self._level = layout.headings[-1].level if layout.headings else 0
        self._inline = Inline(page)
        self._lists: list[Numbering] = []
        self._marker = ""
        self._mark = ""

    def write(self, root: LexborNode) -> None:
        """Write what can be seen of an element."""
        walk = Walk(self._page, root)
        for node, tag, step in walk:
            if tag == "-text":
                self._inline.text(node)
            elif step is Step.OPEN:
                if self._titles:
                    self._find_title(node)
                whole = self._inline.open(node, tag) if tag in STYLED else self._open(node, tag)
                if whole:
                    walk.pass_over()
                else:
                    self._around(node, True)
            elif step is Step.CLOSE:
                self._close(tag)
                self._around(node, False)
            elif tag in _BLOCKS or tag in _LISTS:
                self.flush()
        self.flush()

    def flush(self) -> None:
        """Write the words so far as a block of their own."""
        words, beside = self._inline.take(), self._inline.beside
        if words.strip() and not self._entitled(words):
            self._block(words)
        for note in beside:
            self._layout.paragraph(note)
        beside.clear()

    def _open(self, node: LexborNode, tag: str) -> bool:
        """Take what opens; return whether it was written whole, with all that is in it."""
        if tag in _BLOCKS:
            self.flush()
            if tag == "aside":
                self._mark = self._page.mark_of(node)
            return self._page.has_roles and self._heading_by_role(node)
        if tag in _HEADINGS:
            return self._heading(node, _HEADINGS[tag])
        match tag:
            case "li" | "tr" | "td" | "th":
                self.flush()
                if tag == "li" and self._lists:
                    attributes = node.attributes
                    self._marker = self._lists[-1].next(
                        attributes.get("value"), attributes.get("type")
                    )
            case "ul" | "ol" | "menu" | "dir":
                self._open_list(node, tag)
            case "dl":
                return self._definitions(node)
            case "table":
                return self._table(node)
            case "pre":
                self.flush()
                self._inline.literal += 1
            case "summary" | "button":
                return self._opener(node)
            case "hr":
                self.flush()
                self._layout.part()
            case _:
                return self._inline.open(node, tag)
        return False

    def _close(self, tag: str) -> None:
        if tag in STYLED:
            return
        if tag in _BLOCKS or tag in ("li", "tr", "td", "th"):
            self.flush()
        elif tag in _LISTS:
            self.flush()
            self._lists.pop()
            if not self._lists:
                self._layout.part()
        elif tag == "table":
            self.flush()
            self._layout.part()
        elif tag == "pre":
            self.flush()
            self._inline.literal -= 1
        else:
            self._inline.close(tag)

    # Blocks ------------------------------------------------------------------------------

    def _block(self, words: str) -> None:
        if self._mark:
            words = marked(words, self._mark)
            self._mark = ""
        if self._inline.literal:
            self._layout.lines(words.strip("\n"))
        elif self._lists and self._marker:
            self._item(one_line(words))
        else:
            self._layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))

    def _item(self, words: str) -> None:
        marker, self._marker = self._marker, ""
        if words.startswith(marker) and marker != "-":  # the page writes its numbers too
            words = words.removeprefix(marker)
        if not (marker == "-" or marker[0].isdigit()):
            self._layout.part()  # "a." begins no item to what finds sentences, a paragraph does
        self._layout.item(words, len(self._lists) - 1, marker)

    def _open_list(self, node: LexborNode, tag: str) -> None:
        self.flush()
        if not self._lists:
            self._layout.part()
        if tag != "ol":
            self._lists.append(Numbering())
            return
        attributes = node.attributes
        items = 0
        if "reversed" in attributes:
            items = sum(item.tag == "li" for item in node.iter(include_text=False))
        self._lists.append(numbering(attributes, self._page.style(tag, attributes), items))

    def _table(self, node: LexborNode) -> bool:
        self.flush()
        self._layout.part()
        if not is_data(node):
            return False
        self._write_title()
        write_table(self._layout, self._page, node)
        return True

    def _definitions(self, node: LexborNode) -> bool:
        """Write terms with short definitions as a table; return False for longer ones."""
        self.flush()
        self._layout.part()
        rows = _defined(self._page, node)
        if not rows:
            return False
        self._write_title()
        self._layout.table(rows, labels=1)
        return True

    def _opener(self, node: LexborNode) -> bool:
        """Write the title of a part that opens and closes."""
        self.flush()
        heading = node.css_first("h1, h2, h3, h4, h5, h6")
        if heading is not None or not is_short(node, _SUMMARY):
            return False
        words = one_line(flat(self._page, node))
        self._write_heading(self._level + 1, words)
        return True

    # Headings ----------------------------------------------------------------------------

    def _heading_by_role(self, node: LexborNode) -> bool:
        attributes = node.attributes
        if attributes.get("role") != "heading":
            return False
        level = attributes.get("aria-level") or ""
        return self._heading(node, int(level) if level in "123456" and level else 2)

    def _heading(self, node: LexborNode, level: int) -> bool:
        """Write a heading; return False for one that is open over a whole text."""
        self.flush()
        if not is_short(node, MAX_TITLE):
            return False
        words = one_line(flat(self._page, node))
        if not words and (picture := node.css_first("img[alt]")) is not None:
            words = one_line(picture.attributes.get("alt") or "")
        if words and not self._is_number_of_title(words):
            self._write_own_heading(level, words)
        return True

    def _is_number_of_title(self, words: str) -> bool:
        """Write the title that is due; return whether the heading was only its number."""
        title, self._title = self._title, None
        if title is None or says_the_same(words, title.words):
            return False
        self._write_heading(title.level, title.words)
        if not is_bare(words):
            self._under = title.level
            return False
        if words not in title.words.split():
            self._layout.paragraph(words)
        return True

    def _write_own_heading(self, level: int, words: str) -> None:
        if self._under:
            self._deeper, self._under = max(0, self._under + 1 - level), 0
        self._level = level + self._deeper
        self._write_heading(self._level, words)

    def _write_heading(self, level: int, words: str) -> None:
        self._layout.heading(min(level, MAX_LEVEL), words)

    def _find_title(self, node: LexborNode) -> None:
        name = node.attributes.get("id") if (node.tag or "-")[0] not in "-_" else None
        if name and name in self._titles:
            self.flush()
            self._title = self._titles.pop(name)

    def _entitled(self, words: str) -> bool:
        """Write the title that is due; return whether the block said the same."""
        if self._title is None:
            return False
        title = self._title
        line = one_line(words)
        if len(line) <= len(title.words) + 20 and says_the_same(line, title.words):
            self._title = None
            self._write_heading(title.level, line)
            return True
        self._write_title()
        return is_bare(line) and line.strip(".:") in re.findall(r"\w+", title.words)

    def _write_title(self) -> None:
        title, self._title = self._title, None
        if title is not None:
            self._write_heading(title.level, title.words)
            self._under = self._level = title.level


def is_bare(words: str) -> bool:
    """Tell whether a heading is a number and no title."""
    return _BARE.fullmatch(words.strip()) is not None


def says_the_same(words: str, title: str) -> bool:
    """Tell whether a heading is a title, or the most of it, without regard to numbers."""
    if is_bare(words):
        return is_bare(title)
    one, other = (_NOT_A_LETTER.sub("", text).casefold() for text in (words, title))
    return one == other or (min(len(one), len(other)) > 3 and (one in other or other in one))


def marked(words: str, mark: str) -> str:
    """Return a note with its mark before it, where it does not begin with that itself."""
    begins = re.match(r"\s*[\[(]?([^\W_]+|[*†‡§¶]+)", words)
    own = mark.strip("[]")
    return words if begins is not None and begins[1] == own else f"{mark} {words.lstrip()}"


def _defined(page: Page, node: LexborNode) -> list[tuple[str, str]]:
    """Return terms and definitions, none where they are more than a line or there is no term."""
    rows: list[tuple[str, str]] = []
    terms: list[str] = []
    fresh = True
    for part in _parts(page, node):
        if part.css_first(_OF_SEVERAL_BLOCKS) is not None:
            return []
        words = one_line(flat(page, part))
        if part.tag == "dt":
            terms = [words] if fresh else [*terms, words]
            fresh = False
        elif not terms or len(words) > _DEFINITION:
            return []
        else:
            rows.append(("; ".join(terms), words))
            fresh = True
    return rows if fresh and all(len(term) <= _TERM for term, _ in rows) else []


def _parts(page: Page, node: LexborNode) -> Iterator[LexborNode]:
    """Yield the terms and definitions of a list, also those in groups."""
    for child in node.iter(include_text=False):
        inside = child.iter(include_text=False) if child.tag == "div" else (child,)
        for part in inside:
            if part.tag in ("dt", "dd") and not page.leaves_out(part, part.tag):
                yield part
