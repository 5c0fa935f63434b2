"""From a question to an answer pinned to its words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index import ALL_DOCUMENTS, Filter, FilterReport, Hit, Index, IndexReader
from index.analysis.terms import terms_of
from index.search.spelling import as_read
from qa.answering.abstention import unanswered
from qa.answering.answer import Answer, Citation, Sentence, Timings
from qa.answering.choosing import Chooser
from qa.answering.citing import closest_passage
from qa.answering.confidence import Sureness
from qa.answering.conversation import (
    NOTHING,
    LastAnswer,
    favour,
    last_answer,
    with_neighbours,
)
from qa.answering.counting import UNWATCHED, AnswerWatch
from qa.answering.features import (
    analysed,
    extract_features,
)
from qa.answering.filters import applied
from qa.answering.gist import SURE as SURE_OF_GIST
from qa.answering.gist import asks_gist, gist
from qa.answering.leaning import may_stand_alone
from qa.answering.links import linked
from qa.answering.metadata import asked_of_document, look_up
from qa.answering.moment import Read, together
from qa.answering.query_rewriting import standalone_question, turns_of
from qa.answering.question import Request, checked_question
from qa.answering.quoting import MAX_QUOTES
from qa.answering.ranking import (
    CANDIDATES,
    READ_PASSAGES,
    diverse,
    retrieve,
)
from qa.answering.selection import passages_before, selected
from qa.answering.sides import questions_in
from qa.answering.topic_search import Findings, find
from qa.answering.works import without_other_works

_AGAIN = 5  # times at most; a guess: nobody removes a document between each two readings
_CLOSEST = 3  # a guess: as many as quotes, and they fit a screen


@dataclass(frozen=True, slots=True)
class Found:
    """The first stage of an answer: the passages that it will be quoted from."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A further stage: one sentence with its citation."""

    sentence: Sentence
    citation: Citation


Stage = Found | Quoted | Answer


class Answerer:
    """Answers questions by quoting; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        threshold: float | None,
        chooser: Chooser,
        public_url: str | None = None,
        watch: AnswerWatch = UNWATCHED,
    ) -> None:
        """Take what finds, when to be silent, and what puts sentences in order.

        Below a confidence of `threshold` nothing is quoted; None leaves that to the chooser.
        `public_url` is the address that links of citations begin with; None makes none. `watch`
        hears how long the stages of each answer took, and how it ended.
        """
        self._index = index
        self._threshold = threshold
        self._chooser = chooser
        self._public_url = public_url
        self._watch = watch

    def load(self) -> None:
        """Load the reader now, rather than at the first question; again costs nothing."""
        self._chooser.reader()

    def reads(self) -> bool:
        """Return whether a reader weighs sentences; it is loaded if need be."""
        return self._chooser.reader() is not None

    def search(self, question: str, k: int, wanted: Filter = ALL_DOCUMENTS) -> list[Hit]:
        """Return the passages for a question, best first.

        Raises:
            QuestionRejected: If the question is empty, too long, or not text.
            CollectionEmpty: If there is nothing to search.
            NothingWithin: If no document matches the filter.
        """
        text = checked_question(question)
        with self._index.reader() as reader:
            applied(reader, wanted)
            text = as_read(text, reader.readings(text))
            vector = reader.embed_question(text)
            candidates = max(CANDIDATES, k)
            _, evidence = retrieve(reader, text, vector, candidates, wanted=wanted)
        return diverse([item.hit for item in self._chooser.rank(evidence)], k)

    def find(
        self, topic: str, per_document: int | None = None, wanted: Filter = ALL_DOCUMENTS
    ) -> Findings:
        """Return the passages about a topic, of all, grouped by document.

        Raises:
            QuestionRejected: If the topic is empty, too long, or not text.
            CollectionEmpty: If there is nothing to search.
            NothingWithin: If no document matches the filter.
        """
        text = checked_question(topic, "topic")
        with self._index.reader() as reader:
            report = applied(reader, wanted)
            found = find(reader, text, reader.embed_question(text), per_document, wanted)
        return replace(found, within=report)

    def answer(self, request: Request) -> Answer:
        """Answer a question; see `stages`."""
        *_, last = self.stages(request)
        assert isinstance(last, Answer)
        return last

    def stages(self, request: Request) -> Iterator[Stage]:
        """Answer a question, yielding each stage as it is reached; the answer comes last.

        Raises:
            QuestionRejected: If the question is empty, too long, or not text.
            CollectionEmpty: If there is nothing to ask.
            NothingWithin: If no document matches the filter.
        """
        began = time.perf_counter()
        text = checked_question(request.question)
        # Everything is read before the first stage is yielded: whoever takes the stages may be
        # slow, and a moment that is held open keeps the ledger's log from being emptied.
        read = self._current(text, request)
        answered = read.answered
        self._watch.took("whole", time.perf_counter() - began)
        self._watch.gave("answered" if answered else "unanswered", "made")
        yield Found(tuple(diverse([item.hit for item in read.passages], READ_PASSAGES)))

        citations = tuple(linked(each, self._public_url) for each in read.citations())
        sentences = tuple(Sentence(c.quote, (c.number,), "verbatim") for c in citations)
        for sentence, citation in zip(sentences, citations, strict=True):
            yield Quoted(sentence, citation)
        yield Answer(
            question=text,
            searched=read.searched,
            status="answered" if answered else "unanswered",
            confidence=read.confidence,
            reason=read.reason,
            sentences=sentences,
            citations=citations,
            differences=read.differences(),
            closest=tuple(closest_passage(hit, read.searched) for hit in read.closest),
            timings=Timings(
                embed_ms=read.embed_ms,
                search_ms=read.search_ms,
                total_ms=_ms(began, time.perf_counter()),
            ),
            within=read.within,
            metadata=None if read.fact is None else read.fact.record(),
            readings=read.readings,
        )

    def _quotes(self, request: Request, sure: Sureness) -> bool:
        """Tell whether this is sure enough to quote an answer; a request may set its own limit."""
        least = request.min_confidence
        return self._chooser.quotes(sure, self._threshold if least is None else least)

    def _current(self, text: str, request: Request) -> Read:
        """Read, and read again if a document was removed or replaced meanwhile.

        An answer is of one moment; this moment is never older than a removal that was
        acknowledged before the first stage is yielded.
        """
        for _ in range(_AGAIN):
            read = self._read(text, request)
            found = {item.hit.document.id: item.hit.document.version for item in read.passages}
            with self._index.reader() as reader:
                there = reader.infos(found)
            if all(key in there and there[key].version == found[key] for key in found):
                break
        return read

    def _read(self, text: str, request: Request) -> Read:
        """Read from one moment of the collection, and decide whether it answers."""
        with self._index.reader() as reader:
            within = applied(reader, request.filter)
            last = last_answer(reader, text, request.history, request.filter)
            of_document = self._of_document(reader, text, request, within, last)
            if of_document is not None:
                return of_document
            searched = standalone_question(text, request.history)
            several = self._each(reader, searched, request, within)
            if several is not None:
                return several
            read = self._searched(reader, searched, text, request, within, last)
            turns = turns_of(text, request.history)
            if read.answered or searched == text or not may_stand_alone(text, turns):
                return read
            alone = self._searched(reader, text, text, request, within)
        return alone if alone.answered else read

    def _each(
        self, reader: IndexReader, searched: str, request: Request, within: FilterReport | None
    ) -> Read | None:
        """Read for each of two questions in one; None where it is one, or none is answered."""
        parts = questions_in(searched)
        if len(parts) == 1:
            return None
        reads = [self._searched(reader, part, part, request, within) for part in parts]
        return together(searched, reads, request.max_quotes or MAX_QUOTES)

    def _of_document(
        self,
        reader: IndexReader,
        text: str,
        request: Request,
        within: FilterReport | None,
        last: LastAnswer,
    ) -> Read | None:
        """Read what a document says of itself, or what it is about; None if that is not asked."""
        topic, wanted = asks_gist(text), request.filter
        if topic is None and asked_of_document(text) is None:
            return None
        began = time.perf_counter()
        fact = look_up(reader, text, wanted, last.documents)
        asked = analysed(reader, text)
        central = gist(reader, asked, topic, wanted, last.documents) if topic is not None else []
        sure = SURE_OF_GIST if central else 0.0 if fact is None else fact.confidence
        if (fact is None and not central) or not self._quotes(request, Sureness(sure)):
            return None
        central = central[: request.max_quotes or MAX_QUOTES]
        hits = [fact.hit] if fact else [quote.hit for quote in central]
        unquotable = fact is not None and fact.span is None
        return Read(
            searched=text,
            asked=asked,
            passages=extract_features(asked, hits),
            quotes=central,
            confidence=0.0 if unquotable else sure,
            places=reader.file_paths({hit.document.id for hit in hits}),
            before={},
            closest=hits if unquotable else [],
            reason=fact.unquotable(request.said_in or reader.main_language())
            if fact and unquotable
            else None,
            within=within,
            embed_ms=0.0,
            search_ms=_ms(began, time.perf_counter()),
            fact=fact,
        )

    def _searched(
        self,
        reader: IndexReader,
        searched: str,
        text: str,
        request: Request,
        within: FilterReport | None,
        last: LastAnswer = NOTHING,
    ) -> Read:
        """Read for a question that was put as `text` and is searched as `searched`."""
        readings = reader.readings(searched)
        searched, text = as_read(searched, readings), as_read(text, readings)
        began = time.perf_counter()
        vector = reader.embed_question(searched)
        raw = vector if searched == text else reader.embed_question(text)
        embedded = time.perf_counter()
        asked, evidence = retrieve(
            reader, searched, vector, also=(text, raw), wanted=request.filter
        )
        evidence = with_neighbours(reader, asked, vector, evidence, last)
        passages = favour(self._chooser.rank(without_other_works(asked, evidence)), last)
        found = time.perf_counter()
        sentences = last.fresh(self._chooser.sentences(asked, passages))
        self._took(began, embedded, found)
        sure = self._chooser.sureness(asked, sentences)
        answered = bool(sentences) and self._quotes(request, sure)
        quotes = selected(reader, asked, sentences, request.max_quotes) if answered else []
        closest = [] if answered else diverse([item.hit for item in passages], _CLOSEST)
        objection = sentences[0].objection if sentences else None
        why = None if answered else unanswered(reader, asked, closest, objection, request)
        return Read(
            searched=searched,
            readings=tuple(r for r in readings if terms_of(r.word) != terms_of(r.read_as)),
            asked=asked,
            passages=passages,
            quotes=quotes,
            confidence=sure.confidence,
            places=reader.file_paths({quote.hit.document.id for quote in quotes}),
            before=passages_before(reader, quotes),
            closest=closest,
            reason=why,
            within=within,
            embed_ms=_ms(began, embedded),
            search_ms=_ms(embedded, found),
        )

    def _took(self, began: float, embedded: float, found: float) -> None:
        """Tell the watch how long it took to embed, to search, and to read up to now."""
        self._watch.took("embed", embedded - began)
        self._watch.took("search", found - embedded)
        self._watch.took("read", time.perf_counter() - found)


def _ms(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
