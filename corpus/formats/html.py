"""HTML: the main text of a saved page, without what stands around it."""

import codecs
import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.document import Document, Source
from corpus.errors import Undecodable
from corpus.formats.html_head import head_of
from corpus.text import decode
from corpus.text_builder import TextBuilder, one_line

_DROPPED = frozenset(
    "script style template noscript iframe object embed canvas svg audio video map nav aside footer"
    " dialog button select textarea input label form menu head".split()
)
_ROLES = frozenset("navigation banner contentinfo complementary search dialog alert menu".split())
_AROUND = re.compile(
    r"(?i)(?:^|[\s_-])(?:cookies?|consent|gdpr|comments?|disqus|sidebar|breadcrumbs?|navbar|navbox"
    r"|site-nav|pagination|share|sharing|social|newsletter|subscribe|related|advert|advertisement"
    r"|promo|popup|modal|skip-link|headerlink|mw-editsection|mw-jump-link|noprint|vector-toc"
    r"|printfooter|catlinks|sr-only|visually-hidden|screen-reader-text)(?:$|[\s_-])"
)
_UNSEEN = re.compile(
    r"(?i)(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|%)?\s*(?:!\s*important\s*)?(?:;|$))"
)
_WHITE = re.compile(r"(?i)(?:^|[;\s])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b)")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure header hgroup hr main p section summary".split()
)
_LAYING_OUT = "h1, h2, h3, ul, ol, p + p, div > div, section"
_META = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_NO_TEXT = frozenset("idna punycode unicode-escape raw-unicode-escape undefined utf-7".split())
_SPACE = re.compile(r"\s+")
# Of a page's words, for one part to be its text; a guess: half is menus and comments.
_MOST_OF_IT = 0.2
_MENU = 25  # links from which on a list may be a menu; a guess: lists in a text are shorter
_SHORT_LINK = 20  # characters of a menu's link, on average; a guess: about three words


def read_html(data: bytes, source: Source) -> Document:
    """Read a page: its main text with headings, lists and table rows.

    Navigation, asides, cookie banners, comments and hidden elements are left out. Title,
    author, date and canonical link are taken from the page's head.
    """
    tree = LexborHTMLParser(decode_html(data))
    layout = TextBuilder()
    body = tree.body
    if body is not None:
        write_html(layout, _main(body))
    told = head_of(tree)
    first = next((h.title for h in layout.headings if h.level == 1), "")
    return layout.document(
        source,
        title=told.title or first or told.page_title,
        author=told.author,
        published=told.published,
        publisher=told.publisher,
        label=told.address,
    )


def decode_html(data: bytes) -> str:
    """Return the text of a page: by its byte order mark, what it declares, or its looks.

    Raises:
        Undecodable: If it declares UTF-7, which is used to deceive, or fits no encoding.
    """
    declared = _META.search(data[:4096])  # the standard asks for the first 1,024
    if declared is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_LE, codecs.BOM_BE)):
        return decode(data)
    name = declared[1].decode("ascii").lower()
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return decode(data)
    if encoding in _NO_TEXT:
        raise Undecodable(f"it declares the encoding {name}, which no page uses: save it as UTF-8")
    try:
        return data.decode("cp1252" if encoding in ("iso8859-1", "ascii") else encoding)
    except (UnicodeDecodeError, LookupError):
        return decode(data)


def write_html(
    layout: TextBuilder,
    root: LexborNode,
    around: Callable[[LexborNode, bool], None] | None = None,
) -> None:
    """Write what can be seen of an element, block by block.

    Args:
        layout: What it is written to.
        root: The element.
        around: Called for each element in it when it has been opened, and when it is closed.
    """
    writer = _Writer(layout)
    for node, opens in _walk(root):
        if opens:
            writer.open(node)
        else:
            writer.close(node)
        if around is not None:
            around(node, opens)
    writer.flush()


def _walk(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Yield each node as it opens and as it closes; never by recursion: pages lie deep."""
    stack: list[tuple[LexborNode, bool]] = [(root, True)]
    while stack:
        node, opens = stack.pop()
        yield node, opens
        if not opens:
            continue
        stack.append((node, False))
        child = node.last_child if node is root or not _left_out(node) else None
        while child is not None:
            stack.append((child, True))
            child = child.prev


def _left_out(node: LexborNode) -> bool:
    tag = node.tag or ""
    if tag.startswith(("-", "_")):
        return False
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    style = attributes.get("style") or ""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or _UNSEEN.search(style):
        return True
    if _WHITE.search(style) and "background" not in style:
        return True
    if (attributes.get("role") or "").lower() in _ROLES:
        return True
    if tag == "ul" and _is_menu(node):
        return True
    if tag in ("main", "article", "body", "html", *_HEADINGS):
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_AROUND.search(names))


def _is_menu(node: LexborNode) -> bool:
    """Tell a list of short links to everywhere from a list that says something."""
    links = node.css("a")
    if len(links) < _MENU:
        return False
    linked = sum(len(link.text(deep=True)) for link in links)
    whole = len("".join(node.text(deep=True).split()))
    # A guess: room for separators.
    return linked >= 0.9 * whole and linked < _SHORT_LINK * len(links)


class _Writer:
    """Gathers words until a block ends."""

    def __init__(self, layout: TextBuilder) -> None:
        self._layout = layout
        self._words: list[str] = []
        self._lists: list[int | None] = []
        self._marker = ""
        self._cells: list[str] | None = None
        self._tables: list[bool] = []
        self._literal = 0

    def open(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            self._words.append(text if self._literal else _SPACE.sub(" ", text))
        elif tag.startswith(("-", "_")):
            return
        elif tag == "br":
            self._words.append("\n")
        elif tag in ("td", "th") and self._cells is not None:
            self._words = []
        elif self._cells is None and (tag in _BLOCKS or tag in _HEADINGS):
            self.flush()
        else:
            self._open_structure(node, tag)

    def _open_structure(self, node: LexborNode, tag: str) -> None:
        match tag:
            case "pre":
                self.flush()
                self._literal += 1
            case "ul" | "ol" if self._cells is None:
                self.flush()
                if not self._lists:
                    self._layout.part()
                self._lists.append(1 if tag == "ol" else None)
            case "li" if self._cells is None:
                self.flush()
                self._marker = self._next_marker()
            case "table":
                self.flush()
                lays_out = len(node.css("table")) > 1 or node.css_first(_LAYING_OUT) is not None
                self._tables.append(not lays_out)
                self._layout.part()
            case "tr" if self._tables and self._tables[-1]:
                self._cells, self._words = [], []
            case "td" | "th":
                self.flush()

    def close(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append(" ".join(self._words))
            self._words = []
        elif tag == "tr" and self._cells is not None:
            self._layout.row(self._cells)
            self._cells, self._words = None, []
        elif tag in _HEADINGS and self._cells is None:
            words, self._words = "".join(self._words), []
            self._layout.heading(_HEADINGS[tag], words)
        elif tag == "pre":
            self.flush()
            self._literal = max(0, self._literal - 1)
        elif tag in ("ul", "ol") and self._cells is None and self._lists:
            self.flush()
            self._lists.pop()
            if not self._lists:
                self._layout.part()
        elif tag == "table" and self._tables:
            self.flush()
            self._tables.pop()
            self._layout.part()
        elif self._cells is None and (tag in _BLOCKS or tag in ("li", "td", "th")):
            self.flush()

    def flush(self) -> None:
        """Write the words so far as a block of their own."""
        if self._cells is not None:
            return
        words, self._words = "".join(self._words), []
        if not words.strip():
            return
        if self._literal:
            self._layout.lines(words.strip("\n"))
        elif self._lists and self._marker:
            self._layout.item(words, len(self._lists) - 1, self._marker)
            self._marker = ""
        else:
            self._layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))

    def _next_marker(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "-"
        self._lists[-1] = number + 1
        return f"{number}."


def _main(body: LexborNode) -> LexborNode:
    """Return the element with the main text: the one that the page marks, if it has most."""
    whole = len(body.text(deep=True))
    for selector in ("main", "[role=main]", "article", "#content", "#main"):
        found = body.css(selector)
        if len(found) == 1 and len(found[0].text(deep=True)) >= _MOST_OF_IT * whole:
            return found[0]
    return body
