"""Asks the question of an alert again: of the documents that came or changed since its last look.

The first look asks it of all documents, to know what is not new. It may come a minute after the
alert was added, so it leaves out what documents say that came in between.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from index import ALL_DOCUMENTS, Alert, Filter, Index, IndexReader, Sighting, every_document
from index.types import AlertKind
from qa.answering.answer import Answer
from qa.answering.answerer import Answerer
from qa.answering.question import Request, checked_question
from qa.errors import CollectionEmpty, NothingWithin

ROUNDS = 8
"""How many times one look asks a question; a guess: that many documents may each answer it."""

SEEN = 200
"""The most places that one look keeps; a guess: more than anybody reads at once."""

_TOGETHER = 500
"""Documents that are asked together; a guess: their ids are 13 kB."""

Before = Callable[[], object]
"""Is called before each question of a look; what it raises ends the look."""


def checked_alert(kind: AlertKind, words: str) -> Alert:
    """Return an alert of a question, or of a topic to find.

    Raises:
        QuestionRejected: If the words are empty, too long, or not text.
    """
    return Alert(kind, checked_question(words, "topic" if kind == "find" else "question"))


def due(reader: IndexReader) -> list[Alert]:
    """Return the alerts that have not looked at what is there now."""
    last = reader.last_passage()
    return [alert for alert in reader.alerts() if not alert.looked or alert.reached < last]


def look(
    index: Index, answerer: Answerer, alert: Alert, before: Before = lambda: None
) -> list[Sighting] | None:
    """Ask the question of an alert again, and keep what is new to it; None if it is gone.

    That may be many questions: some for every 500 documents that came. The first look asks all
    documents, and then at once those that came since the alert was added: only what they say is
    new.
    """
    if not alert.looked:
        everything = _everything(index, answerer, alert, before)
        there = _there_before(index, alert, islice(everything, SEEN))
        if index.keep_look(alert.id, alert.reached, there) is None:
            return None
    with index.reader() as reader:
        reached = reader.last_passage()
    seen = _changed(index, answerer, alert, before)
    return index.keep_look(alert.id, reached, list(islice(seen, SEEN)))


def _everything(
    index: Index, answerer: Answerer, alert: Alert, before: Before
) -> Iterator[Sighting]:
    """Yield what all documents say; of many documents, what they say first."""
    with index.reader() as reader:
        few = reader.document_count() <= _TOGETHER
        ids = tuple(info.id for info in every_document(reader)) if few else ()
    yield from _asked(answerer, alert, ids, before)


def _there_before(index: Index, alert: Alert, seen: Iterable[Sighting]) -> list[Sighting]:
    """Leave out what documents say that came or changed since the alert was added."""
    seen = list(seen)  # before asking which came: more may come meanwhile
    came = {one for ids in _came(index, alert) for one in ids}
    return [sighting for sighting in seen if sighting.document_id not in came]


def _changed(index: Index, answerer: Answerer, alert: Alert, before: Before) -> Iterator[Sighting]:
    """Yield what documents say that came or changed since the last look."""
    for ids in _came(index, alert):
        yield from _asked(answerer, alert, ids, before)


def _came(index: Index, alert: Alert) -> Iterator[tuple[str, ...]]:
    """Yield the ids of documents that came or changed since the last look, some at a time."""
    last = ""
    while True:
        with index.reader() as reader:
            ids = tuple(reader.came_after(alert.reached, last, _TOGETHER))
        if not ids:
            return
        yield ids
        last = ids[-1]


def _asked(
    answerer: Answerer, alert: Alert, ids: tuple[str, ...], before: Before
) -> Iterator[Sighting]:
    """Yield what these documents say; without ids, what all do."""
    try:
        if alert.kind == "find":
            before()
            yield from _found(answerer, alert, Filter(documents=ids))
        else:
            yield from _answered(answerer, alert, ids, before)
    except (CollectionEmpty, NothingWithin):
        return  # they were removed meanwhile, or there never was any


def _found(answerer: Answerer, alert: Alert, wanted: Filter) -> Iterator[Sighting]:
    for group in answerer.find(alert.words, wanted=wanted).documents:
        for match in group.passages:
            passage, info = match.hit.passage, group.document
            yield Sighting(alert.id, info.id, info.version, passage.start, passage.end)


def _answered(
    answerer: Answerer, alert: Alert, ids: tuple[str, ...], before: Before
) -> Iterator[Sighting]:
    """Ask the documents together, then those that were not quoted, until none answers.

    One question of many documents has as few wrong answers as any; one of each by itself would
    have a chance of one with every document.
    """
    left = set(ids)
    for _ in range(ROUNDS if ids else 1):
        before()
        wanted = Filter(documents=tuple(sorted(left))) if ids else ALL_DOCUMENTS
        answer = answerer.answer(Request(alert.words, filter=wanted))
        yield from _sightings(alert, answer)
        quoted = {citation.document_id for citation in answer.citations}
        left -= quoted
        if not quoted or not left:
            return


def _sightings(alert: Alert, answer: Answer) -> Iterator[Sighting]:
    for c in answer.citations:
        yield Sighting(alert.id, c.document_id, c.version, c.start, c.end)
