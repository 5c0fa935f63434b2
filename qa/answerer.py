"""From a question to an answer pinned to its words."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index import Hit, Index, Vector
from qa.answer import Answer, Citation, Close, Sentence, Timings
from qa.confidence import confidence
from qa.errors import CollectionEmpty, QuestionRejected
from qa.quoting import Candidate, candidates, choose, question_terms, weigh

MAX_QUESTION = 4000
"""The most characters of a question."""

_HITS = 10
_CLOSEST = 3


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

    def __init__(self, index: Index, embed: Callable[[str], Vector], threshold: float) -> None:
        """Take what finds, what embeds, and the confidence below which we are silent."""
        self._index = index
        self._embed = embed
        self._threshold = threshold

    def search(self, question: str, k: int) -> list[Hit]:
        """Return the passages for a question, best first.

        Raises:
            QuestionRejected: If the question is no question.
            CollectionEmpty: If there is nothing to search.

        """
        text = checked_question(question)
        self._require_documents()
        return self._index.search(text, self._embed(text), k)

    def answer(self, question: str) -> Answer:
        """Answer a question; see `stages`."""
        *_, last = self.stages(question)
        assert isinstance(last, Answer)
        return last

    def stages(self, question: str) -> Iterator[Stage]:
        """Answer a question, yielding each stage as it is reached; the answer comes last.

        Raises:
            QuestionRejected: If the question is empty, too long, or no text.
            CollectionEmpty: If there is nothing to ask.

        """
        began = time.perf_counter()
        text = checked_question(question)
        self._require_documents()
        embed_began = time.perf_counter()
        vector = self._embed(text)
        search_began = time.perf_counter()
        hits = self._index.search(text, vector, _HITS)
        search_ended = time.perf_counter()
        yield Found(tuple(hits))

        frequencies = self._index.frequencies(question_terms(text))
        ranked = candidates(weigh(text, frequencies, self._index.size()), hits)
        sure = round(confidence(ranked), 4)
        answered = sure >= self._threshold
        quotes = choose(ranked) if answered else []
        citations = tuple(cite(number, c) for number, c in enumerate(quotes, start=1))
        sentences = tuple(Sentence(c.quote, (c.number,), "verbatim") for c in citations)
        for sentence, citation in zip(sentences, citations, strict=True):
            yield Quoted(sentence, citation)
        yield Answer(
            question=text,
            status="answered" if answered else "unanswered",
            confidence=sure,
            reason=None if answered else _reason(ranked),
            sentences=sentences,
            citations=citations,
            closest=() if answered else tuple(_close(hit) for hit in hits[:_CLOSEST]),
            timings=Timings(
                embed_ms=_ms(embed_began, search_began),
                search_ms=_ms(search_began, search_ended),
                total_ms=_ms(began, time.perf_counter()),
            ),
        )

    def _require_documents(self) -> None:
        if self._index.size() == 0:
            raise CollectionEmpty(
                "there is no document in the collection: add some with `pincite add PATH`, "
                "or the article that comes with Pincite with `pincite add --bundled`"
            )


def checked_question(question: str) -> str:
    """Return the question without white space at its ends.

    Raises:
        QuestionRejected: If it is empty, too long, has no word, or is no valid Unicode.

    """
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise QuestionRejected("the question is empty: ask in words")
    if len(text) > MAX_QUESTION:
        raise QuestionRejected(
            f"the question has {len(text):,} characters, more than the {MAX_QUESTION:,} "
            "that one may have: shorten it"
        )
    try:
        text.encode()
    except UnicodeEncodeError as exc:
        raise QuestionRejected(
            f"the question is no valid Unicode (character {exc.start}): send it as UTF-8"
        ) from exc
    return text


def cite(number: int, candidate: Candidate) -> Citation:
    """Return the citation of a sentence, under a number."""
    passage, document = candidate.hit.passage, candidate.hit.document
    return Citation(
        number=number,
        document_id=document.id,
        version=document.version,
        title=document.title,
        source=document.source,
        author=document.author,
        published=document.published,
        publisher=document.publisher,
        page=passage.page,
        heading=passage.heading,
        start=candidate.span.start,
        end=candidate.span.end,
        quote=candidate.text,
    )


def _close(hit: Hit) -> Close:
    passage, document = hit.passage, hit.document
    return Close(
        document_id=document.id,
        version=document.version,
        title=document.title,
        page=passage.page,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 6),
    )


def _reason(ranked: Sequence[Candidate]) -> str:
    if not ranked:
        return "Nothing in the documents is about this."
    if ranked[0].near < 0.5:
        return "The documents hardly use the words of the question, and say nothing close to it."
    return "The documents touch on this, but no sentence gives what the question asks for."


def _ms(began: float, ended: float) -> float:
    return round((ended - began) * 1000, 3)
