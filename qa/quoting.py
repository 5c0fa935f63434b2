"""Which sentences of the hits answer a question."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus import Span
from index import Hit
from index.words import content_words, stems, words_of
from qa.kinds import holds, kind_asked

MAX_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what the collection knows of its words.

    `weights` holds the inverse document frequency of each stemmed content word.
    """

    text: str
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted, and what speaks for it.

    `cosine` compares it with the question, `cover` is the share of the question's words,
    weighed by rarity, that it holds, `near` the share that its passage and headings do.
    """

    hit: Hit
    span: Span
    cosine: float
    cover: float
    near: float
    holds_kind: bool
    terms: frozenset[str]
    score: float

    @property
    def text(self) -> str:
        return self.hit.passage.quote(self.span)


def question_terms(text: str) -> list[str]:
    """Return the stems of the words of a question that carry meaning."""
    return list(dict.fromkeys(stems(content_words(words_of(text)))))


def weigh(text: str, frequencies: Mapping[str, int], passages: int) -> Question:
    """Weigh the words of a question by how rare they are in the collection."""
    return Question(
        text,
        {
            term: math.log(1 + passages / (1 + frequencies.get(term, 0)))
            for term in question_terms(text)
        },
    )


def candidates(question: Question, hits: Sequence[Hit]) -> list[Candidate]:
    """Return every sentence of the hits, the one that most likely answers first."""
    kind = kind_asked(question.text)
    total = sum(question.weights.values()) or 1.0
    found: list[Candidate] = []
    for hit in hits:
        context = " ".join((hit.document.title, *hit.passage.heading))
        around = _terms(f"{context} {hit.passage.text}") & question.weights.keys()
        near = sum(question.weights[term] for term in around) / total
        for span, cosine in zip(hit.passage.sentences, hit.sentence_scores, strict=True):
            words = hit.passage.quote(span)
            terms = frozenset(_terms(words) & question.weights.keys())
            cover = sum(question.weights[term] for term in terms) / total
            held = holds(words, kind)
            score = cosine + 0.6 * cover + 0.2 * near + 0.3 * hit.dense_score + 0.1 * held
            found.append(Candidate(hit, span, cosine, cover, near, held, terms, score))
    found.sort(key=lambda c: (-c.score, c.hit.passage.document_id, c.span.start))
    return found


def choose(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Keep the best sentence, and up to two more that are nearly as good."""
    return [c for c in ranked[:MAX_QUOTES] if c.score >= 0.75 * ranked[0].score]


def _terms(text: str) -> set[str]:
    return set(stems(words_of(text)))
