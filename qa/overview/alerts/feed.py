"""What an alert found, as a feed (Atom, RFC 4287)."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from corpus.encoding.xml_text import xml_text
from qa.overview.alerts.found import AlertFound, FoundWords

if TYPE_CHECKING:
    from lxml import etree

MEDIA_TYPE = "application/atom+xml"

ENTRIES = 50
"""Of a feed, the newest; a guess: readers ask at least once a day."""

_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = uuid.UUID("5b0ea6f7-3b55-4c5e-8f0c-6a6d3f2f7e11")  # random, and for these ids alone
_LONGEST_TITLE = 120  # characters; a guess: readers cut titles at about that


def atom(shown: AlertFound) -> bytes:
    """Return the feed of an alert; its ids stay the same as long as the alert is there.

    Links are there only where the service knows its own address.
    """
    from lxml import etree  # here, because a service without a reader of feeds never needs it

    alert = shown.alert
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    times = [alert.created, alert.looked, *(words.found for words in shown.found)]
    _add(feed, "id", _id(alert.id))
    _add(feed, "title", f"Pincite: {alert.words}")
    _add(feed, "subtitle", _subtitle(shown))
    _add(feed, "updated", _time(max(times)))
    _add(_add(feed, "author"), "name", "Pincite")
    for words in shown.found:
        _add_entry(feed, alert.id, words)
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def _subtitle(shown: AlertFound) -> str:
    asked = "answers to this question" if shown.alert.kind == "question" else "passages about this"
    return f"New {asked}, as documents come"


def _add_entry(feed: "etree._Element", alert_id: str, words: FoundWords) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", _id(f"{alert_id}:{words.number}"))
    _add(entry, "title", _title(words))
    _add(entry, "updated", _time(words.found))
    if words.author:
        _add(_add(entry, "author"), "name", words.author)
    if words.link:
        _add(entry, "link").set("href", words.link)
    # Plain text: nothing of a document is markup to a reader of the feed.
    _add(entry, "content", words.quote).set("type", "text")


def _title(words: FoundWords) -> str:
    page = words.page_label or words.page
    title = (
        words.title if len(words.title) <= _LONGEST_TITLE else words.title[:_LONGEST_TITLE] + "…"
    )
    return f"{title}, p. {page}" if page else title


def _add(parent: "etree._Element", name: str, text: str = "") -> "etree._Element":
    child = parent.makeelement(f"{{{_ATOM}}}{name}")
    parent.append(child)
    child.text = xml_text(text) or None
    return child


def _id(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn


def _time(written: str) -> str:
    """Return a time of the ledger as RFC 3339 has it."""
    return datetime.fromisoformat(written).isoformat(timespec="seconds")
