"""From a question to an answer pinned to its words."""

import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from corpus.hidden import count_hidden
from index import Hit, Index, Vector
from index.search.fusion import capped
from qa.answering.abstention import reason
from qa.answering.answer import Answer, Citation, Close, Lead, Sentence, Timings
from qa.answering.confidence import confidence
from qa.answering.conflicts import differences
from qa.answering.features import Asked, Evidence, question_terms
from qa.answering.filters import Scope, Searched, resolve
from qa.answering.query_rewriting import Turn, stand_alone
from qa.answering.quoting import MAX_QUOTES, choose, lead
from qa.answering.ranking import POOL, READ, Ranked, Weights, gather, rank_passages, rank_sentences
from qa.answering.records import ranks_of
from qa.answering.topic_search import Findings, find
from qa.errors import CollectionEmpty, QuestionRejected

MAX_QUESTION = 4000
"""The most characters of a question."""

EVERYTHING = Scope()

_CLOSEST = 3
_IN_WORDS = {"question": "ask in words", "topic": "name it in words"}


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
        self, index: Index, embed: Callable[[str], Vector], threshold: float, weights: Weights
    ) -> None:
        """Take what finds, what embeds, what evidence counts, and when to be silent.

        Below a confidence of `threshold` nothing is quoted.
        """
        self._index = index
        self._embed = embed
        self._threshold = threshold
        self._weights = weights

    def search(self, question: str, k: int, scope: Scope = EVERYTHING) -> list[Hit]:
        """Return the passages for a question, best first.

        Raises:
            QuestionRejected: If the question is no question.
            CollectionEmpty: If there is nothing to search.
            NothingWithin: If no document is in the scope.
        """
        text = checked_question(question)
        within, _ = self.searched(scope)
        _, evidence = gather(self._index, text, self._embed(text), pool=max(POOL, k), within=within)
        return _diverse([item.hit for item in rank_passages(evidence, self._weights)], k)

    def find(self, topic: str, most: int | None = None, scope: Scope = EVERYTHING) -> Findings:
        """Return the passages about a topic, of all, grouped by document; see `topic_search.find`.

        Raises:
            QuestionRejected: If the topic is empty, too long, or no text.
            CollectionEmpty: If there is nothing to search.
            NothingWithin: If no document is in the scope.
        """
        text = checked_question(topic, "topic")
        within, searched = self.searched(scope)
        return replace(find(self._index, text, self._embed(text), most, within), within=searched)

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        most: int = MAX_QUOTES,
        threshold: float | None = None,
        scope: Scope = EVERYTHING,
    ) -> Answer:
        """Answer a question; see `stages`."""
        *_, last = self.stages(question, history, most, threshold, scope)
        assert isinstance(last, Answer)
        return last

    def stages(
        self,
        question: str,
        history: Sequence[Turn] = (),
        most: int = MAX_QUOTES,
        threshold: float | None = None,
        scope: Scope = EVERYTHING,
    ) -> Iterator[Stage]:
        """Answer a question, yielding each stage as it is reached; the answer comes last.

        Args:
            question: What is asked.
            history: The turns before it, the oldest first; a question that leans on them
                is searched with the words that it leaves out.
            most: The most sentences to quote.
            threshold: The confidence below which nothing is quoted, where it is not to be
                the usual one.
            scope: Which documents to answer from.

        Raises:
            QuestionRejected: If the question is empty, too long, or no text.
            CollectionEmpty: If there is nothing to ask.
            NothingWithin: If no document is in the scope.
        """
        began = time.perf_counter()
        text = checked_question(question)
        within, told = self.searched(scope)
        searched = stand_alone(text, history)
        embed_began = time.perf_counter()
        vector = self._embed(searched)
        raw_vector = vector if searched == text else self._embed(text)
        search_began = time.perf_counter()
        asked, evidence = gather(
            self._index, searched, vector, also=(text, raw_vector), within=within
        )
        evidence = self._still_there(evidence)
        passages = rank_passages(evidence, self._weights)
        search_ended = time.perf_counter()
        yield Found(tuple(_diverse([item.hit for item in passages], READ)))

        sentences = rank_sentences(asked, passages[:READ], self._weights)
        sure = confidence(asked, sentences, self._weights.confidence)
        answered = bool(sentences) and sure >= (self._threshold if threshold is None else threshold)
        quotes = choose(sentences, most) if answered else []
        places = self._index.file_places({quote.hit.document.id for quote in quotes})
        citations = tuple(
            cite(number, quote, places.get(quote.hit.document.id, ""))
            for number, quote in enumerate(quotes, start=1)
        )
        quoted = tuple(Sentence(c.quote, (c.number,), "verbatim") for c in citations)
        for sentence, citation in zip(quoted, citations, strict=True):
            yield Quoted(sentence, citation)
        closest = () if answered else _diverse([item.hit for item in passages], _CLOSEST)
        yield Answer(
            question=text,
            searched=searched,
            status="answered" if answered else "unanswered",
            confidence=sure,
            reason=None if answered else self._reason(asked, within),
            sentences=quoted,
            citations=citations,
            differences=differences(asked, quotes),
            closest=tuple(_close(hit) for hit in closest),
            timings=Timings(
                embed_ms=_ms(embed_began, search_began),
                search_ms=_ms(search_began, search_ended),
                total_ms=_ms(began, time.perf_counter()),
            ),
            within=told,
        )

    def _still_there(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return the evidence from documents that were not removed since they were found."""
        ids = {item.hit.document.id for item in evidence}
        there = {key for key in ids if self._index.info(key) is not None}
        return [item for item in evidence if item.hit.document.id in there]

    def _reason(self, asked: Asked, within: Set[str] | None) -> str:
        return reason(asked, self._index.frequencies(question_terms(asked.text), within))

    def searched(self, scope: Scope) -> tuple[frozenset[str] | None, Searched | None]:
        """Return the ids of the documents in a scope and what is told of them; None for all.

        Raises:
            CollectionEmpty: If there is nothing to ask.
            NothingWithin: If no document is in the scope.
        """
        self.require_documents()
        if not scope:
            return None, None
        places = self._index.file_places() if scope.folders else {}
        return resolve(scope, self._index.documents(), places)

    def require_documents(self) -> None:
        """Raise `CollectionEmpty`, which says what to do, if there is nothing to ask."""
        if self._index.size() == 0:
            raise CollectionEmpty(
                "there is no document in the collection: add some with `pincite add PATH`, "
                "or the article that comes with Pincite with `pincite add --bundled`"
            )


def checked_question(question: str, what: str = "question") -> str:
    """Return the question, or `what` else is searched for, without white space at its ends.

    Raises:
        QuestionRejected: If it is empty, too long, has no word, or is no valid Unicode.
    """
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionRejected(f"the {what} is empty: {_IN_WORDS[what]}")
    if len(text) > MAX_QUESTION:
        raise QuestionRejected(
            f"the {what} has {len(text):,} characters, more than the {MAX_QUESTION:,} "
            "that one may have: shorten it"
        )
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise QuestionRejected(
            f"the {what} is no valid Unicode (character {exc.start}): send it as UTF-8"
        ) from exc
    return text


def cite(number: int, quote: Ranked, place: str) -> Citation:
    """Return the citation of a sentence, under a number; `place` is where its file lies."""
    passage, document = quote.hit.passage, quote.hit.document
    before = lead(quote)
    return Citation(
        number=number,
        document_id=document.id,
        version=document.version,
        title=document.title,
        source=document.source,
        place=place,
        author=document.author,
        published=document.published,
        publisher=document.publisher,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        heading=passage.heading,
        start=quote.span.start,
        end=quote.span.end,
        quote=quote.text,
        lead=None if before is None else Lead(*before, passage.quote(before)),
        score=round(quote.score, 6),
        hidden_characters=count_hidden(quote.text),
        **ranks_of(quote.hit),
    )


def _diverse(hits: Sequence[Hit], k: int) -> list[Hit]:
    """Return the `k` best hits, each text of a document once, one place kept for another."""
    best: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        best.setdefault((hit.document.id, hit.passage.text.strip()), hit)
    once = list(best.values())
    owners = {place: hit.document.id for place, hit in enumerate(once)}
    return [once[place] for place in capped(range(len(once)), owners, max(1, k * 4 // 5), k)]


def _close(hit: Hit) -> Close:
    passage, document = hit.passage, hit.document
    return Close(
        document_id=document.id,
        version=document.version,
        title=document.title,
        page=passage.page,
        page_label=passage.page_label,
        recognized=passage.recognized,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 6),
        hidden_characters=count_hidden(passage.text),
        **ranks_of(hit),
    )


def _ms(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
