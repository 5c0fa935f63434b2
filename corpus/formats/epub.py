"""EPUB: the chapters of a book in their order, each an HTML page."""

from collections.abc import Iterator, Mapping

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import Damaged, Encrypted
from corpus.formats.epub_contents import archive_path, titles_in
from corpus.formats.html.encoding import decode_html
from corpus.formats.html.reader import write_html
from corpus.formats.html.writer import Title, is_bare, says_the_same
from corpus.text_builder import TextBuilder, metadata_date, one_line

_OPF = "{http://www.idpf.org/2007/opf}"
_FONTS = ("font", "obfuscation")
_AUTHORS = 10  # a guess: fits a line; more are editors of a series
_SHEETS = 1_000_000  # characters of the style sheets of one chapter; a guess
_PICTURE_TITLE = 80  # characters; a guess: a longer one describes a picture
_NO_TITLE = frozenset(("cover", "image", "illustration", "picture", "img", "logo", "figure"))


def read_epub(data: bytes, source: Source) -> Document:
    """Read a book: its chapters as they follow each other, then what stands outside that order.

    Raises:
        Encrypted: If its chapters are locked by a shop.
        Damaged: If it names no chapters.
    """
    archive = Archive(data)
    _require_open(archive)
    package = _attribute(archive.xml("META-INF/container.xml"), "rootfile", "full-path")
    book = archive.xml(package)
    titles = titles_in(archive, package, book)
    builder = TextBuilder()
    for path in _spine(package, book):
        if chapter := archive.read(path):
            _write_chapter(builder, archive, path, chapter, titles.get(path, {}))
    if not builder.length and not _all(book, "itemref"):
        raise Damaged("this EPUB is damaged: it names no chapters")
    return builder.document(
        source,
        title=_said(book, "title"),
        author=", ".join(_authors(book)),
        published=_published(book),
        publisher=_said(book, "publisher"),
        language=_said(book, "language"),
    )


def _spine(package: str, book: etree._Element) -> Iterator[str]:
    """Yield the paths of the chapters, each once; notes and the like, out of order, last.

    A spine may name a chapter once; one of 1 kB could name it for ever.
    """
    items = {item.get("id"): item for item in _all(book, "item")}
    read: set[str] = set()
    for linear in (True, False):
        for reference in _all(book, "itemref"):
            item = items.get(reference.get("idref"))
            if item is None or (reference.get("linear") != "no") is not linear:
                continue
            path = archive_path(package, item.get("href", ""))
            if path not in read and "nav" not in item.get("properties", "").split():
                read.add(path)
                yield path


def _write_chapter(
    builder: TextBuilder, archive: Archive, path: str, chapter: bytes, titles: dict[str, Title]
) -> None:
    tree = LexborHTMLParser(decode_html(chapter))
    if tree.body is None:
        return
    write_html(
        builder,
        tree.body,
        css=_style_sheets(archive, path, tree),
        titles=_missing(tree, titles),
    )
    builder.part()


def _style_sheets(archive: Archive, path: str, tree: LexborHTMLParser) -> str:
    found: dict[str, None] = {}
    for link in tree.css("link[rel=stylesheet]"):
        found[archive_path(path, link.attributes.get("href") or "")] = None
    sheets = (archive.read(sheet).decode("utf-8", "replace") for sheet in found)
    own = (node.text(deep=True) for node in tree.css("head style"))
    return "\n".join((*sheets, *own))[:_SHEETS]


def _missing(tree: LexborHTMLParser, titles: Mapping[str, Title]) -> dict[str, Title]:
    """Return the titles of a chapter that no heading of its own gives."""
    headings = [one_line(node.text(deep=True)) for node in tree.css("h1, h2, h3, h4, h5, h6")]
    own = [heading for heading in headings if heading]
    missing = {
        place: title
        for place, title in titles.items()
        if title.words and not any(says_the_same(heading, title.words) for heading in own)
    }
    if not titles and not any(heading for heading in own if not is_bare(heading)):
        picture = _title_in_picture(tree)
        return {"": Title(1, picture)} if picture else {}
    return missing


def _title_in_picture(tree: LexborHTMLParser) -> str:
    """Return the words of the picture that a chapter begins with, if they may be its title."""
    body = tree.body
    picture = body.css_first("img[alt]") if body is not None else None
    if picture is None or body is None:
        return ""
    words = one_line(picture.attributes.get("alt") or "")
    place, before = picture, False
    while place.parent is not None and place != body:
        beside = place.prev
        while beside is not None:
            before = before or bool(beside.text(deep=True).strip())
            beside = beside.prev
        place = place.parent
    title = (
        len(words) <= _PICTURE_TITLE and words.lower() not in _NO_TITLE and "." not in words[-5:]
    )
    return words if title and not before else ""


def _require_open(archive: Archive) -> None:
    if "META-INF/encryption.xml" not in archive.names:
        return
    locked = archive.xml("META-INF/encryption.xml")
    for method in _all(locked, "EncryptionMethod"):
        if not any(word in method.get("Algorithm", "") for word in _FONTS):
            raise Encrypted(
                "this book is locked by the shop that sold it: get a copy without copy protection"
            )


# What the book says of itself ----------------------------------------------------------


def _authors(book: etree._Element) -> list[str]:
    """Return who wrote the book, not who translated or drew it."""
    roles = {
        meta.get("refines", "").removeprefix("#"): _words(meta)
        for meta in _all(book, "meta")
        if meta.get("property") == "role"
    }
    people: dict[str, str] = {}
    for creator in _all(book, "creator"):
        own = creator.get(f"{_OPF}role", "")
        people[one_line(_words(creator))] = own or roles.get(creator.get("id", ""), "")
    people.pop("", None)
    authors = [name for name, role in people.items() if role in ("", "aut")]
    return (authors or list(people))[:_AUTHORS]


def _published(book: etree._Element) -> str:
    """Return the day of publication; the day on which a program made the file is none."""
    events: dict[str, str] = {}
    for date in _all(book, "date"):
        event = date.get(f"{_OPF}event", "")
        events.setdefault(event, metadata_date(_words(date)))
    return events.get("publication") or events.get("original-publication") or events.get("", "")


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return root.findall(f".//{{*}}{name}")


def _attribute(root: etree._Element, element: str, attribute: str) -> str:
    return next((item.get(attribute, "") for item in _all(root, element)), "")


def _said(book: etree._Element, name: str) -> str:
    return next((words for item in _all(book, name) if (words := _words(item))), "")


def _words(item: etree._Element) -> str:
    return "".join(map(str, item.itertext())).strip()
