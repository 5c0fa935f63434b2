"""From a question to an answer pinned to its words."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index import ALL_DOCUMENTS, Filter, FilterReport, Hit, Index
from qa.answering.abstention import reason, unread
from qa.answering.answer import Answer, Citation, Sentence, Timings
from qa.answering.citing import cite, closest_passage
from qa.answering.confidence import confidence
from qa.answering.conflicts import differences
from qa.answering.features import AnalyzedQuestion, Evidence, question_terms
from qa.answering.filters import applied
from qa.answering.query_rewriting import standalone_question
from qa.answering.question import Request, checked_question
from qa.answering.quoting import choose
from qa.answering.ranking import (
    CANDIDATES,
    READ_PASSAGES,
    ScoredSentence,
    Weights,
    diverse,
    rank_passages,
    rank_sentences,
    retrieve,
)
from qa.answering.topic_search import Findings, find

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


@dataclass(frozen=True, slots=True)
class _Read:
    """All that an answer takes from the collection, of one moment."""

    searched: str
    asked: AnalyzedQuestion
    passages: Sequence[Evidence]
    quotes: Sequence[ScoredSentence]
    confidence: float
    places: Mapping[str, str]
    closest: Sequence[Hit]
    reason: str | None
    within: FilterReport | None
    embed_ms: float
    search_ms: float


class Answerer:
    """Answers questions by quoting; safe to share between threads."""

    def __init__(self, index: Index, threshold: float, weights: Weights) -> None:
        """Take what finds, when to be silent, and what each feature counts.

        Below a confidence of `threshold` nothing is quoted.
        """
        self._index = index
        self._threshold = threshold
        self._weights = weights

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
            vector = reader.embed_question(text)
            candidates = max(CANDIDATES, k)
            _, evidence = retrieve(reader, text, vector, candidates, wanted=wanted)
        return diverse([item.hit for item in rank_passages(evidence, self._weights)], k)

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
        yield Found(tuple(diverse([item.hit for item in read.passages], READ_PASSAGES)))

        citations = tuple(
            cite(number, quote, read.places.get(quote.hit.document.id, ""))
            for number, quote in enumerate(read.quotes, start=1)
        )
        sentences = tuple(Sentence(c.quote, (c.number,), "verbatim") for c in citations)
        for sentence, citation in zip(sentences, citations, strict=True):
            yield Quoted(sentence, citation)
        answered = read.reason is None
        terms = frozenset(question_terms(read.searched))
        yield Answer(
            question=text,
            searched=read.searched,
            status="answered" if answered else "unanswered",
            confidence=read.confidence,
            reason=read.reason,
            sentences=sentences,
            citations=citations,
            differences=differences(read.asked, read.quotes),
            closest=tuple(closest_passage(hit, terms) for hit in read.closest),
            timings=Timings(
                embed_ms=read.embed_ms,
                search_ms=read.search_ms,
                total_ms=_ms(began, time.perf_counter()),
            ),
            within=read.within,
        )

    def _current(self, text: str, request: Request) -> _Read:
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

    def _read(self, text: str, request: Request) -> _Read:
        """Read from one moment of the collection, and decide whether it answers."""
        wanted = request.filter
        with self._index.reader() as reader:
            within = applied(reader, wanted)
            searched = standalone_question(text, request.history)
            embed_began = time.perf_counter()
            vector = reader.embed_question(searched)
            raw = vector if searched == text else reader.embed_question(text)
            search_began = time.perf_counter()
            asked, evidence = retrieve(reader, searched, vector, also=(text, raw), wanted=wanted)
            passages = rank_passages(evidence, self._weights)
            search_ended = time.perf_counter()
            sentences = rank_sentences(asked, passages[:READ_PASSAGES], self._weights)
            sure = confidence(asked, sentences, self._weights.confidence)
            least = self._threshold if request.min_confidence is None else request.min_confidence
            answered = bool(sentences) and sure >= least
            quotes = choose(sentences, request.max_quotes) if answered else []
            places = reader.file_paths({quote.hit.document.id for quote in quotes})
            closest: list[Hit] = []
            why = None
            if not answered:
                counts = reader.frequencies(question_terms(asked.text), wanted)
                why = reason(asked, counts, filtered=within is not None)
                closest = diverse([item.hit for item in passages], _CLOSEST)
                why = " ".join(filter(None, (why, unread(closest))))
        return _Read(
            searched=searched,
            asked=asked,
            passages=passages,
            quotes=quotes,
            confidence=sure,
            places=places,
            closest=closest,
            reason=why,
            within=within,
            embed_ms=_ms(embed_began, search_began),
            search_ms=_ms(search_began, search_ended),
        )


def _ms(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
