"""What a page says of itself: in its head, and in its data for search engines."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.formats.html.byline import Surroundings, author_of, byline, dates, named, person
from corpus.text_builder import metadata_date

_AUTHORS = 10  # a guess: fits a line; more are a collaboration
_MARKED = 200  # items; a guess: pages have some dozens
_LINKED_DATA = 300_000  # characters; a guess: catalogues are longer, and are no articles
_ARTICLE = re.compile(r"(?i).*(?:article|posting|report|blog|book|thesis|webpage|creativework)")
_PROGRAM = re.compile(
    r"(?i)microsoft|ms ?word|word \d|openoffice|libreoffice|staroffice|frontpage|wps office|abiword"
)
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date", "dc.date.issued", "dc.issued", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date",
    "publication_date", "og:published_time", "date",
)  # fmt: skip
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself; empty where it does not.

    `title` is that of the work, `page_title` what the browser's tab shows, and `address` the
    page's own on the web. `file_author` and `file_created` were written by an office program.
    """

    title: str
    page_title: str
    author: str
    published: str
    publisher: str
    address: str
    file_author: str
    file_created: str
    language: str


def head_of(tree: LexborHTMLParser) -> Head:
    """Return what a page says of itself."""
    metas: dict[str, list[str]] = {}
    around = Surroundings(tree)
    for name, content in _metas(tree, around):
        metas.setdefault(name, []).append(content)
    data = _linked_data(tree, metas)
    by_program = any(map(_PROGRAM.match, metas.get("generator", ())))
    author, published = _first(metas, "author"), _date(_first(metas, *_DATES))
    if by_program:
        created = _date(_first(metas, "created", "dc.created"))
        return _head(tree, metas, data, "", "", named(author), created)
    stated = (
        person(author)
        or person(_first(metas, "dc.creator", "article:author", "parsely-author"))
        or data.get("author", "")
    )
    cited = ", ".join(map(named, metas.get("citation_author", ())[:_AUTHORS]))
    author = cited or author_of(stated, byline(tree, around))
    shown = (found for words in dates(tree, around) if (found := _date(words)))
    published = published or data.get("date", "") or next(shown, "")
    return _head(tree, metas, data, author, published)


def _head(
    tree: LexborHTMLParser,
    metas: dict[str, list[str]],
    data: dict[str, str],
    author: str,
    published: str,
    file_author: str = "",
    file_created: str = "",
) -> Head:
    title = tree.css_first("head > title") or tree.css_first("title")
    link, root = tree.css_first("link[rel=canonical]"), tree.css_first("html")
    address = (link.attributes.get("href") or "") if link is not None else ""
    if not address:
        address = _first(metas, "og:url", links=True)
    publisher = _first(metas, "og:site_name", "citation_journal_title", "dc.publisher")
    return Head(
        title=_first(metas, "citation_title", "og:title") or data.get("title", ""),
        page_title=title.text() if title is not None else "",
        author=author,
        published=published,
        publisher=publisher or data.get("publisher", ""),
        address=address if address.startswith(("http://", "https://")) else "",
        file_author=file_author,
        file_created=file_created,
        language=(root.attributes.get("lang") or "") if root is not None else "",
    )


def _metas(tree: LexborHTMLParser, around: Surroundings) -> Iterator[tuple[str, str]]:
    """Yield what meta tags say of the page, and not of another one that it shows."""
    room = _MARKED
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content")
        if not name or not content:
            continue
        marks = "itemprop" in attributes
        room -= marks
        if not marks or (room >= 0 and not around.is_elsewhere(meta)):
            yield name.lower().replace("dcterms.", "dc."), content


def _first(metas: dict[str, list[str]], *keys: str, links: bool = False) -> str:
    values = (value for key in keys for value in metas.get(key, ()) if value.strip())
    return next((value for value in values if links or "://" not in value), "")


def _date(words: str) -> str:
    """Return a date as the standard writes it, from the usual ways to write one in a page."""
    words = words.strip()
    if found := metadata_date(words.replace("/", "-").replace(".", "-")):
        return found
    if (parsed := parsedate(words[:100])) is not None and parsed[0] > 1000:
        return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}"
    match = _MONTH_FIRST.search(words[:100])
    if match is None or match[1].lower() not in _MONTHS:
        return ""
    return f"{match[3]}-{_MONTHS.index(match[1].lower()) + 1:02}-{int(match[2]):02}"


# Data for search engines ---------------------------------------------------------------


def _linked_data(tree: LexborHTMLParser, metas: dict[str, list[str]]) -> dict[str, str]:
    """Return what the page's JSON-LD says of its article; nothing where it may be another."""
    articles = list(islice(_articles(tree), _MARKED))
    titles = {_spelled(node.text(deep=True)) for node in tree.css("h1, title")[:_AUTHORS]}
    titles |= {_spelled(title) for title in metas.get("og:title", ())}
    headlines = [next(iter(_texts(item.get("headline"))), "") for item in articles]
    for item, headline in zip(articles, headlines, strict=True):
        if headline and any(_spelled(headline) in title for title in titles):
            return _facts(item)
    different = len({_spelled(headline) for headline in headlines if headline}) > 1
    return _facts(articles[0]) if articles and not different else {}


def _articles(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    room = _LINKED_DATA
    for script in tree.css("script[type='application/ld+json']"):
        text = script.text(deep=True)
        room -= len(text)
        if room < 0:
            return
        try:
            items = list(_items(json.loads(text)))
        except (ValueError, RecursionError):
            continue
        yield from (
            item
            for item in items
            if any(_ARTICLE.fullmatch(kind) for kind in _texts(item.get("@type")))
        )


def _spelled(words: str) -> str:
    return "".join(filter(str.isalnum, words[:1_000])).casefold()


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the things that are described, the outermost first."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (
                (node for node in graph if isinstance(node, dict))
                if isinstance(graph, list)
                else ()
            )


def _facts(item: dict[str, Any]) -> dict[str, str]:
    people = item.get("author") or item.get("creator")
    publisher = next(iter(_people(item.get("publisher"))), "")
    return {
        "title": next(iter(_texts(item.get("headline"))), ""),
        "author": ", ".join(filter(None, map(person, _people(people)))),
        "date": _date(next(iter(_texts(item.get("datePublished"))), "")),
        "publisher": publisher,
    }


def _people(value: Any) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    found = (entry.get("name") if isinstance(entry, dict) else entry for entry in entries)
    return [name for names in found for name in _texts(names)][:_AUTHORS]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text.strip()]
