"""Which sentences answer, best first, and how sure that is: with the reader, or without."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.analysis.terms import terms_of
from qa.answering.carrying import SURE_BY_WORDS, carries
from qa.answering.cells import with_row_asked
from qa.answering.confidence import Sureness, sureness
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.guarding import SURE_BY_FORM, guarded, introduces, is_text_of
from qa.answering.guards import MOST_SURE
from qa.answering.leaning import content
from qa.answering.ranking import (
    READ_PASSAGES,
    Calibration,
    ReadingWeights,
    ScoredSentence,
    Weights,
    may_answer,
    rank_passages,
    rank_sentences,
    sorted_sentences,
)
from qa.answering.reading import (
    READ_FEATURES,
    READ_TOGETHER,
    named_elsewhere,
    passage_words,
    read_figures,
)
from qa.answering.surroundings import DocumentWords, document_words, surroundings
from qa.reader.reader import Reader

_LIKELY = 0.6
_NOTHING_NAMED = 0.3
"""Below which confidence an answer must share a word with the question, and how sure it is at most
if it does not. Guesses: of 2,000 questions of three sets, the words around the best sentence hold
none of the question's for 4, of which 3 have no answer."""


def no_reader() -> Reader | None:
    """Return None: what is chosen goes by words and vectors alone."""
    return None


@dataclass(frozen=True, slots=True)
class Chooser:
    """Puts passages and sentences in order; safe to share between threads.

    `reader` gives the reader, or None where there is none; the first call may take a second.
    """

    weights: Weights
    reader: Callable[[], Reader | None] = no_reader

    @property
    def working_point(self) -> float:
        """Return the confidence below which nothing should be quoted; the reader is loaded."""
        reading = self._reading
        return self.weights.working_point if reading is None else reading[1].working_point

    @property
    def reader_id(self) -> str:
        """Return the id of the reader that reads; "" where none does. The reader is loaded."""
        reading = self._reading
        return "" if reading is None else reading[0].id

    @property
    def _reading(self) -> tuple[Reader, ReadingWeights] | None:
        """Return the reader and the weights that go with it; None if no reader reads."""
        counts = self.weights.reading
        reader = None if counts is None else self.reader()
        return None if counts is None or reader is None else (reader, counts)

    def rank(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        """Return the evidence with the best passage first; see `rank_passages`."""
        return rank_passages(evidence, self.weights)

    def sentences(
        self, asked: AnalyzedQuestion, ranked: Sequence[Evidence], *, most: int | None = None
    ) -> list[ScoredSentence]:
        """Return the sentences of the best passages that may answer, best first.

        Args:
            asked: The question.
            ranked: The passages, best first.
            most: How many of them to look at; by default, as many as answers are taken from.
        """
        documents = document_words((item.hit for item in ranked), asked.language)
        reading = self._reading
        looked_at = most or (READ_PASSAGES if reading is None else READ_TOGETHER)
        best = with_row_asked(asked, ranked, looked_at)[:looked_at]
        if reading is None:
            rows = rank_sentences(asked, best, self.weights)
        else:
            rows = _read(asked, best, documents, *reading)
        return guarded(asked, rows, documents)

    def quotes(self, sure: Sureness, least: float | None) -> bool:
        """Tell whether to quote: where `least` is set, that confidence alone decides."""
        if least is not None:
            return sure.confidence >= least
        reading = self._reading
        likely = reading is None or sure.answerable >= reading[1].answerable_point
        return likely and sure.confidence >= self.working_point

    def sureness(self, asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence]) -> Sureness:
        """Return how sure it is that the best of the sentences answers; 0 where there is none."""
        weights = self.weights
        if weights.calibration.reader != self.reader_id:
            weights = replace(weights, calibration=Calibration())
        sure = sureness(asked, sentences, weights)
        objection = sentences[0].objection if sentences else None
        if not asked.phrases.is_read:
            return _unread(asked, sentences, sure)
        if objection is not None:
            return sure.at_most(MOST_SURE[objection.guard])
        if sentences and sure.confidence < _LIKELY and names_nothing(asked, sentences[0]):
            return sure.at_most(_NOTHING_NAMED)
        if sentences and (introduces(asked, sentences[0]) or is_text_of(asked, sentences[0])):
            return sure.at_least(SURE_BY_FORM)
        return sure


def _unread(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence], sure: Sureness
) -> Sureness:
    """Return how sure an answer is in a language that the reader cannot read.

    Whether there is an answer at all, the reader can tell only where it reads the language.
    """
    confidence = sure.confidence
    if sentences and sentences[0].objection is not None:
        return Sureness(min(confidence, MOST_SURE[sentences[0].objection.guard]))
    if sentences and (introduces(asked, sentences[0]) or is_text_of(asked, sentences[0])):
        confidence = max(confidence, SURE_BY_FORM)
    if sentences and carries(asked, sentences[0]):
        confidence = max(confidence, SURE_BY_WORDS)
    return Sureness(confidence)


def names_nothing(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether neither a sentence nor what stands around it holds a word of the question.

    By its meaning alone the reader may take any number for the one that is asked for. Words that
    only ask ("many", "kind") are left out of account.
    """
    telling = [word.written for word in content(asked.text) if not word.is_aspect]
    terms = asked.weights.keys() & terms_of(" ".join(telling))
    return bool(terms) and terms.isdisjoint(surroundings(sentence).around)


def _read(
    asked: AnalyzedQuestion,
    ranked: Sequence[Evidence],
    documents: Mapping[str, DocumentWords],
    reader: Reader,
    counts: ReadingWeights,
) -> list[ScoredSentence]:
    """Return the sentences of passages that the reader reads, best first."""
    weights = np.array([counts.sentence[name] for name in READ_FEATURES])
    words = [
        passage_words(
            item.hit, named_elsewhere(asked, item.hit, documents[item.hit.document.id].terms)
        )
        for item in ranked
    ]
    scored: list[ScoredSentence] = []
    for item, text, scores in zip(ranked, words, reader.read(asked.text, words), strict=True):
        figures = read_figures(asked, item, text, scores)
        total = figures @ weights
        scored += [
            ScoredSentence(item, row, float(score), figures[row]) for row, score in enumerate(total)
        ]
    return sorted_sentences(one for one in scored if may_answer(asked, one))
