"""What a page says of itself: in its head, in its data for search engines, and in its byline."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.formats.html.names import names_of
from corpus.text_builder import metadata_date, metadata_text, one_line

_AUTHORS = 10  # a guess: fits a line; more are a collaboration
_LINKED_DATA = 300_000  # characters; a guess: catalogues are longer, and are no articles
_ARTICLE = re.compile(r"(?i).*(?:article|posting|report|blog|book|thesis|webpage|creativework)")
_PROGRAM = re.compile(
    r"(?i)microsoft|ms ?word|word \d|openoffice|libreoffice|staroffice|frontpage|wps office|abiword"
)
_NOBODY = re.compile(
    r"(?i)(?:site ?|web ?)?admin(?:istrator)?|web ?master|root|user|owner|unknown|author|anonymous"
    r"|guest|editor|default|n/?a|null|undefined|none|test|preinstalled|microsoft"
)
_BY = re.compile(r"(?i)\A(?:(?:written |posted )?by|von|par|por|di|door|af|av)\b:?\s+")
_NAME = 80  # characters; a guess: a longer byline says more than a name
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date",
    "citation_online_date", "dc.date", "dc.date.issued", "dc.issued", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publish-date", "publish_date",
    "publication_date", "og:published_time", "date",
)  # fmt: skip
_BYLINE = re.compile(
    r"(?:[a-z]+-)*(?:byline|dateline|published|posted|pub-?date|date|meta|info)(?:-[a-z]+)*"
)
_NEAR = 4  # elements from a date up to the byline that it stands in; a guess
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


def head_of(tree: LexborHTMLParser) -> Head:
    """Return what a page says of itself."""
    metas: dict[str, list[str]] = {}
    for name, content in _metas(tree):
        metas.setdefault(name, []).append(content)
    data = _linked_data(tree)
    by_program = any(map(_PROGRAM.match, metas.get("generator", ())))
    author, published = _first(metas, "author"), _date(_first(metas, *_DATES))
    if by_program:
        created = _date(_first(metas, "created", "dc.created"))
        return _head(tree, metas, data, "", "", _named(author), created)
    author = (
        ", ".join(_named(name) for name in metas.get("citation_author", ())[:_AUTHORS])
        or _named(author)
        or _named(_first(metas, "dc.creator", "article:author", "parsely-author"))
        or data.get("author", "")
        or _byline(tree)
    )
    return _head(tree, metas, data, author, published or data.get("date", "") or _time(tree))


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
    link = tree.css_first("link[rel=canonical]")
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
    )


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for meta in tree.css("meta"):
        attributes = meta.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = attributes.get("content")
        if name and content:
            yield name.lower().replace("dcterms.", "dc."), content


def _first(metas: dict[str, list[str]], *keys: str, links: bool = False) -> str:
    values = (value for key in keys for value in metas.get(key, ()) if value.strip())
    return next((value for value in values if links or "://" not in value), "")


def _named(words: str) -> str:
    """Return the name of an author, "" for the name of an account or of nobody."""
    name = _BY.sub("", one_line(words))
    return "" if _NOBODY.fullmatch(name) or "://" in name else metadata_text(name)


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


def _linked_data(tree: LexborHTMLParser) -> dict[str, str]:
    """Return what the page's JSON-LD says of its article."""
    room = _LINKED_DATA
    for script in tree.css("script[type='application/ld+json']"):
        text = script.text(deep=True)
        room -= len(text)
        if room < 0:
            break
        try:
            items = _items(json.loads(text))
        except (ValueError, RecursionError):
            continue
        for item in items:
            if any(_ARTICLE.fullmatch(kind) for kind in _texts(item.get("@type"))):
                return _facts(item)
    return {}


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
        "author": ", ".join(filter(None, map(_named, _people(people)))),
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


# Bylines -------------------------------------------------------------------------------


def _byline(tree: LexborHTMLParser) -> str:
    """Return the author where the text names one, and only one, marked as such."""
    for selector in ("[itemprop=author]", "[rel=author]", ".p-author", ".byline"):
        found = {_byline_name(node): None for node in tree.css(selector)[:_AUTHORS]}
        found.pop("", None)
        if len(found) == 1:
            return next(iter(found))
    return ""


def _byline_name(node: LexborNode) -> str:
    name = node.css_first("[itemprop=name], [rel=author]") or node
    words = one_line(name.text(deep=True)) or node.attributes.get("content") or ""
    by_words = node.tag == "meta" or "byline" not in (node.attributes.get("class") or "")
    if len(words) > _NAME or not (by_words or _BY.match(words)):
        return ""
    return _named(words)


def _time(tree: LexborHTMLParser) -> str:
    """Return the date of publication as the page shows it: marked, or in its byline."""
    marked = tree.css_first("[itemprop=datePublished], time[pubdate], time.dt-published")
    times = [marked] if marked is not None else []
    times += [time for time in tree.css("time[datetime]")[:50] if _is_in_byline(time)]
    for time in times:
        attributes = time.attributes
        words = attributes.get("datetime") or attributes.get("content") or time.text(deep=True)
        if found := _date(words):
            return found
    return ""


def _is_in_byline(time: LexborNode) -> bool:
    place: LexborNode | None = time
    for _ in range(_NEAR):
        if place is None or place.tag in ("body", "main", "article", "footer"):
            return False
        if place.tag in ("header", "hgroup", "address"):
            return True
        if any(map(_BYLINE.fullmatch, _names(place))):
            return True
        place = place.parent
    return False


def _names(node: LexborNode) -> list[str]:
    attributes = node.attributes
    return names_of(f"{attributes.get('class') or ''} {attributes.get('itemprop') or ''}")
