"""What happened when: the dated sentences of documents, in order, each pinned."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from corpus import Passage
from index import (
    ALL_DOCUMENTS,
    DocumentInfo,
    Filter,
    FilterReport,
    Index,
    IndexReader,
    every_document,
)
from qa.answering.answerer import Answerer
from qa.answering.date_reading import ReadDate, read_dates
from qa.answering.dates import Unit
from qa.answering.filters import applied
from qa.answering.question import checked_question

_PAGE = 500
"""Passages that are read at a time; a guess: some 300 kB of text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A date in a sentence. Always true: `document.text[start:end] == quote`.

    `written` is the date as it stands there, from `date_start` to `date_end`. `first` and `last`
    are what was read of it, as exact as it is: `1871`, `1871-05`, `1871-05-03`; the same where it
    is no range. `precision` is that of `first`; a date that has only a month or year comes before
    the days of it. A `relative` one (`last March`) was resolved by `published`.
    """

    first: str
    last: str
    precision: Unit
    written: str
    relative: bool
    quote: str
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
    date_start: int
    date_end: int

    @property
    def order(self) -> tuple[str, str, str, str, int]:
        """Return what it is sorted by: the date, then where it stands."""
        return (self.first, self.last, self.title, self.document_id, self.date_start)

    def record(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated sentences in order: those that were asked for, of a `total`."""

    total: int
    documents: int
    events: tuple[Event, ...]
    within: FilterReport | None = None

    def record(self) -> dict[str, Any]:
        """Return the timeline as JSON takes it."""
        return {
            "total": self.total,
            "documents": self.documents,
            "events": [event.record() for event in self.events],
            "within": None if self.within is None else self.within.record(),
        }


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """Which dated sentences to return: `most` from the `first` on, None for all that follow.

    Only those of passages about a `topic`, as `pincite find` finds them, where it is given.
    """

    topic: str = ""
    wanted: Filter = ALL_DOCUMENTS
    first: int = 0
    most: int | None = None


def timeline(index: Index, answerer: Answerer, request: TimelineRequest) -> Timeline:
    """Return the dated sentences of documents in the order of their dates.

    Passages are read page by page, and of the sentences no more are held than are asked for.

    Raises:
        QuestionRejected: If the topic is too long, or not text.
        CollectionEmpty: If there is nothing to read.
        NothingWithin: If no document matches the filter.
    """
    if request.topic.strip():
        found = answerer.find(checked_question(request.topic, "topic"), wanted=request.wanted)
        passages = (
            (g.document, match.hit.passage) for g in found.documents for match in g.passages
        )
        return _gathered(passages, request, found.within)
    with index.reader() as reader:
        report = applied(reader, request.wanted)
        return _gathered(_every_passage(reader, request.wanted), request, report)


def events_in(info: DocumentInfo, passage: Passage) -> Iterator[Event]:
    """Yield the dates of a passage's sentences, in the order they stand there."""
    own = passage.voice.published if passage.voice is not None else info.published
    for span in passage.sentences:
        quote = passage.quote(span)
        for date in read_dates(quote, own):
            yield _event(info, passage, span.start, quote, date)


def _every_passage(reader: IndexReader, wanted: Filter) -> Iterator[tuple[DocumentInfo, Passage]]:
    for info in every_document(reader, wanted):
        first = 0
        while page := reader.passages(info.id, first, _PAGE):
            yield from ((info, passage) for passage in page)
            first += len(page)


def _gathered(
    passages: Iterable[tuple[DocumentInfo, Passage]],
    request: TimelineRequest,
    report: FilterReport | None,
) -> Timeline:
    total, documents = 0, set()

    def counted() -> Iterator[Event]:
        nonlocal total
        for info, passage in passages:
            for event in events_in(info, passage):
                total += 1
                documents.add(info.id)
                yield event

    first, most = request.first, request.most
    if most is None:
        events = sorted(counted(), key=lambda event: event.order)[first:]
    else:
        events = heapq.nsmallest(first + most, counted(), key=lambda event: event.order)[first:]
    return Timeline(total, len(documents), tuple(events), report)


def _event(info: DocumentInfo, passage: Passage, start: int, quote: str, date: ReadDate) -> Event:
    by = passage.voice or info
    return Event(
        first=date.first,
        last=date.last,
        precision=date.precision,
        written=date.written,
        relative=date.relative,
        quote=quote,
        document_id=info.id,
        version=info.version,
        title=info.title,
        source=info.source,
        author=by.author,
        published=by.published,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        start=start,
        end=start + len(quote),
        date_start=start + date.start,
        date_end=start + date.end,
    )
