"""HTML: the main text of a saved page, without what stands around it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.document import Document, Source
from corpus.formats.html.encoding import decode_html
from corpus.formats.html.head import head_of
from corpus.formats.html.page import Page
from corpus.formats.html.title import title_of
from corpus.formats.html.writer import Around, Title, Writer
from corpus.text_builder import TextBuilder

# Of a page's words, for the element that the page calls its main text to be that; guesses:
# comments and menus may be as long as the text, and `<article>` may be one teaser of many.
_MAIN = (("main, [role=main]", 0.3), ("article", 0.5), ("#content, #main", 0.5))
_AROUND = "nav, aside, footer, form, dialog, [hidden], [role=navigation]"


def read_html(data: bytes, source: Source) -> Document:
    """Read a page: its main text with headings, lists and tables.

    Navigation, cookie banners, comments and hidden elements are left out. Title, author, date
    and canonical link are what the page says of itself.
    """
    return read_page(decode_html(data), source)


def read_page(
    text: str, source: Source, *, address: str = "", title: str = "", css: str = "", saved: str = ""
) -> Document:
    """Read a page from its text.

    Args:
        text: The page.
        source: Where it comes from.
        address: Its place on the web, where it does not say that itself.
        title: Its title, where it does not say that itself.
        css: Style sheets that stand elsewhere.
        saved: The day on which it was saved.
    """
    tree = LexborHTMLParser(text)
    head = head_of(tree)
    builder = TextBuilder()
    if tree.body is not None:
        write_html(builder, tree.body, css=f"{css}\n{head_style(tree)}", main=True)
    label = head.address or address
    return builder.document(
        source,
        title=title_of(head.title, head.page_title, head.publisher, builder.headings, _host(label))
        or title,
        author=head.author,
        published=head.published,
        publisher=head.publisher,
        label=label,
        file_author=head.file_author,
        file_created=head.file_created or saved,
        language=head.language,
    )


def write_html(
    builder: TextBuilder,
    root: LexborNode,
    *,
    css: str = "",
    titles: Mapping[str, Title] | None = None,
    main: bool = False,
    around: Around | None = None,
) -> None:
    """Write what can be seen of an element, block by block.

    Args:
        builder: Where it is written.
        root: The element.
        css: Style sheets that stand elsewhere.
        titles: Titles of parts by the id of the element where each begins; see `Writer`.
        main: Whether to write only the element with the main text, where there is one.
        around: Called for each element in it when it has been opened, and when it is closed.
    """
    page = Page(root, css)
    writer = Writer(builder, page, titles, around)
    part = _main(root) if main else root
    if part is not root and (title := _title_over(root, part, page)) is not None:
        writer.write(title)
    writer.write(part)
    if page.void:
        builder.note("Struck-out words were left out.")


def head_style(tree: LexborHTMLParser) -> str:
    """Return the style sheets in the head of a page."""
    return "\n".join(node.text(deep=True) for node in tree.css("head style"))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _main(body: LexborNode) -> LexborNode:
    """Return the element with the main text: the one that the page marks, if it has most."""
    whole = around = -1
    for selector, share in _MAIN:
        found = body.css(selector)
        if len(found) != 1:
            continue
        whole = _words(body) if whole < 0 else whole
        words = _words(found[0])
        if words < share * whole and around < 0:
            around = sum(_words(part) for part in body.css(_AROUND))
        if words >= share * (whole - max(0, around)):
            return found[0]
    return body


def _words(node: LexborNode) -> int:
    return len("".join(node.text(deep=True).split()))


def _title_over(body: LexborNode, main: LexborNode, page: Page) -> LexborNode | None:
    """Return the title of the main text, where it stands outside of that."""
    titles = body.css("h1")
    if len(titles) != 1 or main.css_first("h1") is not None:
        return None
    title, above = titles[0], titles[0].parent
    while above is not None and above != body:
        tag = above.tag or ""
        if tag in ("nav", "aside", "footer", "form") or page.leaves_out(above, tag):
            return None
        if tag == "header" and above.css_first("nav, form, ul") is None:
            title = above
        above = above.parent
    return title
