"""What alerts found, as it is shown: places of documents become the words that stand there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from corpus import Document
from corpus.document import page_at
from index import Alert, DocumentInfo, IndexReader, Sighting
from qa.answering.links import span_link


@dataclass(frozen=True, slots=True)
class FoundWords:
    """Words that an alert found. Always true: `document.text[start:end] == quote`.

    `link` is the absolute address that opens them; None where the service does not know its own.
    """

    number: int
    found: str
    document_id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    page: int | None
    page_label: str
    recognized: bool
    start: int
    end: int
    quote: str
    link: str | None


@dataclass(frozen=True, slots=True)
class AlertFound:
    """An alert with what it found, the newest first."""

    alert: Alert
    found: tuple[FoundWords, ...]

    def record(self) -> dict[str, Any]:
        """Return it as JSON takes it."""
        alert = self.alert
        return {
            "id": alert.id,
            "kind": alert.kind,
            "words": alert.words,
            "created": alert.created,
            "looked": alert.looked or None,
            "feed": feed_path(alert, alert.feed_key),
            "found": [asdict(words) for words in self.found],
        }


def feed_path(alert: Alert, key: str) -> str:
    """Return where the feed of an alert is read, on the service, with a key to the feed."""
    return f"/api/v1/alerts/{alert.id}/feed.atom?key={key}"


def with_found(
    reader: IndexReader, alerts: Iterable[Alert], most: int, public_url: str | None = None
) -> list[AlertFound]:
    """Return alerts, each with up to `most` of what it found that still stands in its document.

    Each document is read once, whatever number of alerts found it.
    """
    wanted = {alert: reader.sightings(alert.id, most) for alert in alerts}
    words = _words(reader, [one for found in wanted.values() for one in found], public_url)
    return [
        AlertFound(alert, tuple(words[one] for one in found if one in words))
        for alert, found in wanted.items()
    ]


def _words(
    reader: IndexReader, sightings: Sequence[Sighting], public_url: str | None
) -> Mapping[Sighting, FoundWords]:
    infos = reader.infos({one.document_id for one in sightings})
    by_document = attrgetter("document_id")
    words: dict[Sighting, FoundWords] = {}
    for document_id, own in groupby(sorted(sightings, key=by_document), by_document):
        info, document = infos.get(document_id), reader.document(document_id)
        for one in own:
            if info is not None and document is not None and one.version == document.version:
                words[one] = _found_words(one, info, document, public_url)
    return words


def _found_words(
    one: Sighting, info: DocumentInfo, document: Document, public_url: str | None
) -> FoundWords:
    page = page_at(document.pages, one.start)
    return FoundWords(
        number=one.number,
        found=one.found,
        document_id=one.document_id,
        version=one.version,
        title=info.title,
        source=info.source,
        author=info.author,
        published=info.published,
        page=page.number if page else None,
        page_label=page.label if page else "",
        recognized=page.recognized if page else False,
        start=one.start,
        end=one.end,
        quote=document.text[one.start : one.end],
        link=span_link(public_url, one.document_id, one.version, one.start, one.end),
    )
