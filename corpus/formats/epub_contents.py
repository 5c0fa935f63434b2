"""The table of contents of an EPUB: which titles its chapters have."""

import posixpath
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.archive import Archive
from corpus.formats.html.encoding import decode_html
from corpus.formats.html.writer import Title
from corpus.text_builder import one_line

_DEEPEST = 6  # levels; HTML has six
_LONGEST = 200  # characters; a guess: a longer one is a summary of the chapter


def archive_path(base: str, href: str) -> str:
    """Return the path in the archive of what a file in it links to."""
    relative = unquote(urlsplit(href).path)
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), relative))


def titles_in(archive: Archive, package: str, book: etree._Element) -> dict[str, dict[str, Title]]:
    """Return the titles of each file of a book by the id of the place, "" for its beginning."""
    titles: dict[str, dict[str, Title]] = {}
    for path, href, title in _entries(archive, package, book):
        place = urlsplit(href).fragment
        titles.setdefault(archive_path(path, href), {}).setdefault(unquote(place), title)
    for found in titles.values():
        if "" not in found and len(found) == 1:  # a link to the heading is one to the chapter
            found[""] = found.pop(next(iter(found)))
    return titles


def _entries(
    archive: Archive, package: str, book: etree._Element
) -> Iterator[tuple[str, str, Title]]:
    """Yield the file that each entry stands in, its link and its title: EPUB 3's, else 2's."""
    items = book.findall(".//{*}item")
    for item in items:
        if "nav" in item.get("properties", "").split():
            path = archive_path(package, item.get("href", ""))
            tree = LexborHTMLParser(decode_html(archive.read(path)))
            for link, depth in _links(tree):
                title = one_line(link.text(deep=True))[:_LONGEST]
                yield path, link.attributes.get("href") or "", Title(depth, title)
            return
    for item in items:
        if item.get("media-type") == "application/x-dtbncx+xml":
            path = archive_path(package, item.get("href", ""))
            yield from ((path, href, title) for href, title in _points(archive.xml(path)))
            return


def _links(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, int]]:
    navs = tree.css("nav")
    toc = next((nav for nav in navs if "toc" in (nav.attributes.get("epub:type") or "")), None)
    root = toc or (navs[0] if navs else None)
    for link in root.css("a[href]") if root is not None else ():
        depth, above = 0, link.parent
        while above is not None and above != root and depth < _DEEPEST:
            depth += above.tag in ("ol", "ul")
            above = above.parent
        yield link, max(1, depth)


def _points(contents: etree._Element) -> Iterator[tuple[str, Title]]:
    for point in contents.findall(".//{*}navPoint"):
        label, content = point.find("./{*}navLabel"), point.find("./{*}content")
        if label is None or content is None:
            continue
        depth = sum(1 for _ in islice(point.iterancestors("{*}navPoint"), _DEEPEST)) + 1
        title = one_line("".join(map(str, label.itertext())))[:_LONGEST]
        yield content.get("src", ""), Title(depth, title)
