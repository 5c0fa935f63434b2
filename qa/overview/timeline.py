"""What happened when: the dated sentences of documents, in order, each pinned."""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
from qa.answering.filters import applied
from qa.answering.question import checked_question
from qa.overview.events import Event, events_of

_PAGE = 500
"""Passages that are read at a time; a guess: some 300 kB of text."""
MOST_COUNTED = 100
"""Documents whose dates are counted one by one in a reply; a guess: more than a page lists."""

Read = Iterable[tuple[DocumentInfo, Iterable[Passage]]]


@dataclass(frozen=True, slots=True)
class DocumentDates:
    """A document, and how many of the dates are in it."""

    id: str
    title: str
    dates: int

    def record(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title, "dates": self.dates}


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated sentences in order: those that were asked for, of a `total` in `documents` documents.

    `years` are how many of the total begin in each year, in order; `by_document` are the
    documents with the most of them, at most `MOST_COUNTED`.
    """

    total: int
    documents: int
    years: tuple[tuple[str, int], ...]
    by_document: tuple[DocumentDates, ...]
    events: tuple[Event, ...]
    within: FilterReport | None = None

    def record(self) -> dict[str, Any]:
        """Return the timeline as JSON takes it."""
        return {
            "total": self.total,
            "documents": self.documents,
            "years": [{"year": year, "dates": dates} for year, dates in self.years],
            "by_document": [one.record() for one in self.by_document],
            "events": [event.record() for event in self.events],
            "within": None if self.within is None else self.within.record(),
        }


@dataclass(frozen=True, slots=True)
class TimelineRequest:
    """Which dated sentences to return: `most` from the `first` on, None for all that follow.

    Only those of passages about a `topic`, as `pincite find` finds them, where it is given; and
    only dates that are, at least in part, between `earliest` and `latest`, each a day, a month
    or a year, both included.
    """

    topic: str = ""
    wanted: Filter = ALL_DOCUMENTS
    earliest: str = ""
    latest: str = ""
    first: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        """Check the dates.

        Raises:
            FilterRejected: If one is not a date, or the range is empty.
        """
        Filter(since=self.earliest, until=self.latest)

    def takes(self, event: Event) -> bool:
        """Tell whether the date of an event is between the two that are asked for."""
        after = not self.earliest or _ends(event.last) >= _begins(self.earliest)
        return after and (not self.latest or _begins(event.first) <= _ends(self.latest))


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
        about = ((g.document, [m.hit.passage for m in g.passages]) for g in found.documents)
        return _gathered(about, request, found.within)
    with index.reader() as reader:
        report = applied(reader, request.wanted)
        return _gathered(_every_passage(reader, request.wanted), request, report)


def _every_passage(reader: IndexReader, wanted: Filter) -> Read:
    return ((info, _passages(reader, info)) for info in every_document(reader, wanted))


def _passages(reader: IndexReader, info: DocumentInfo) -> Iterator[Passage]:
    first = 0
    while page := reader.passages(info.id, first, _PAGE):
        yield from page
        first += len(page)


def _gathered(read: Read, request: TimelineRequest, report: FilterReport | None) -> Timeline:
    years: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    titles: dict[str, str] = {}

    def counted() -> Iterator[Event]:
        for info, passages in read:
            for event in filter(request.takes, events_of(info, passages)):
                years[event.first[:4]] += 1
                documents[info.id] += 1
                titles[info.id] = info.title
                yield event

    first, most = request.first, request.most
    if most is None:
        events = sorted(counted(), key=lambda event: event.order)[first:]
    else:
        events = heapq.nsmallest(first + most, counted(), key=lambda event: event.order)[first:]
    return Timeline(
        total=years.total(),
        documents=len(documents),
        years=tuple(sorted(years.items())),
        by_document=tuple(
            DocumentDates(key, titles[key], dates)
            for key, dates in documents.most_common(MOST_COUNTED)
        ),
        events=tuple(events),
        within=report,
    )


def _begins(date: str) -> str:
    """Return the first day of a day, month or year."""
    return date + "-01-01"[len(date) - len("2019") :]


def _ends(date: str) -> str:
    """Return a day that none of a day, month or year comes after."""
    return date + "-12-31"[len(date) - len("2019") :]
