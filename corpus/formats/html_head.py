"""What the head of a page tells of it."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from corpus.text_builder import metadata_date


class Head(NamedTuple):
    """What a page tells of itself; empty where it does not.

    `title` is that of the work, `page_title` what the browser's tab shows. `address` is the
    page's own, on the web.
    """

    title: str
    page_title: str
    author: str
    published: str
    publisher: str
    address: str


def head_of(tree: LexborHTMLParser) -> Head:
    """Return what the head tells."""
    head = dict(_metas(tree))
    link = tree.css_first("link[rel=canonical]")
    address = (link.attributes.get("href") or "") if link is not None else ""
    title = tree.css_first("title")
    dates = ("article:published_time", "citation_publication_date", "dc.date", "date")
    return Head(
        title=head.get("citation_title") or head.get("og:title") or "",
        page_title=title.text() if title is not None else "",
        author=_first(head, "author", "citation_author", "dc.creator", "article:author"),
        published=metadata_date(_first(head, *dates) or _time(tree)),
        publisher=_first(head, "og:site_name", "citation_journal_title", "dc.publisher"),
        address=address if address.startswith(("http://", "https://")) else "",
    )


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for meta in reversed(tree.css("meta")):
        name = meta.attributes.get("name") or meta.attributes.get("property") or ""
        if content := meta.attributes.get("content"):
            yield name.lower().replace("dcterms.", "dc."), content


def _first(head: dict[str, str], *names: str) -> str:
    found = (head[name] for name in names if head.get(name))
    return next((value for value in found if "://" not in value), "")


def _time(tree: LexborHTMLParser) -> str:
    time = tree.css_first("article time[datetime], main time[datetime]")
    return (time.attributes.get("datetime") or "") if time is not None else ""
