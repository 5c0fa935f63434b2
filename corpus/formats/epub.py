"""EPUB: the chapters of a book in their order, each an HTML page."""

import posixpath
from urllib.parse import unquote, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import Damaged, Encrypted
from corpus.formats.html import decode_html, write_html
from corpus.text_builder import TextBuilder, metadata_date

_FONTS = ("font", "obfuscation")


def read_epub(data: bytes, source: Source) -> Document:
    """Read a book: its chapters as they follow each other, with their headings.

    Raises:
        Encrypted: If its chapters are locked by a shop.
        Damaged: If it names no chapters.
    """
    archive = Archive(data)
    _require_open(archive)
    container = archive.xml("META-INF/container.xml")
    package = _attribute(container, "rootfile", "full-path")
    book = archive.xml(package)
    hrefs = {item.get("id"): item.get("href", "") for item in _all(book, "item")}
    layout = TextBuilder()
    read: set[str] = set()  # a spine may name a chapter once; one of 1 kB could name it for ever
    for reference in _all(book, "itemref"):
        path = _path(package, hrefs.get(reference.get("idref"), ""))
        if path in read or reference.get("linear") == "no":
            continue
        read.add(path)
        chapter = archive.read(path)
        if not chapter:
            continue
        tree = LexborHTMLParser(decode_html(chapter))
        if tree.body is not None:
            write_html(layout, tree.body)
            layout.part()
    if not layout.length and not _all(book, "itemref"):
        raise Damaged("it is no whole book: it names no chapters")
    return layout.document(
        source,
        title=_told(book, "title"),
        # A guess: fits a line; more are editors of a series.
        author=", ".join(_words(item) for item in _all(book, "creator")[:10]),
        published=metadata_date(_told(book, "date")),
        publisher=_told(book, "publisher"),
    )


def _require_open(archive: Archive) -> None:
    if "META-INF/encryption.xml" not in archive.names:
        return
    locked = archive.xml("META-INF/encryption.xml")
    for method in _all(locked, "EncryptionMethod"):
        if not any(word in method.get("Algorithm", "") for word in _FONTS):
            raise Encrypted("the book is locked by the shop that sold it: it cannot be read here")


def _path(package: str, href: str) -> str:
    relative = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(package), relative))


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return root.findall(f".//{{*}}{name}")


def _attribute(root: etree._Element, element: str, attribute: str) -> str:
    return next((item.get(attribute, "") for item in _all(root, element)), "")


def _told(book: etree._Element, name: str) -> str:
    return next((words for item in _all(book, name) if (words := _words(item))), "")


def _words(item: etree._Element) -> str:
    return "".join(map(str, item.itertext())).strip()
