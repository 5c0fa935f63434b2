"""Which sentences answer, best first, and how sure that is: with the reader, or without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from qa.answering.confidence import confidence
from qa.answering.features import AnalyzedQuestion, Evidence
from qa.answering.guarding import SURE_BY_FORM, guarded, introduces, is_text_of
from qa.answering.guards import MOST_SURE
from qa.answering.ranking import (
    READ_PASSAGES,
    Calibration,
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
from qa.reader.reader import Reader


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
        reading = self.weights.reading
        if reading is None or self.reader() is None:
            return self.weights.working_point
        return reading.working_point

    @property
    def reader_id(self) -> str:
        """Return the id of the reader that reads; "" where none does. The reader is loaded."""
        reader = self.reader() if self.weights.reading is not None else None
        return "" if reader is None else reader.id

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
        reader = self.reader() if self.weights.reading is not None else None
        if reader is None:
            rows = rank_sentences(asked, ranked[: most or READ_PASSAGES], self.weights)
        else:
            rows = self._read(asked, ranked[: most or READ_TOGETHER], ranked, reader)
        return guarded(asked, rows, ranked)

    def _read(
        self,
        asked: AnalyzedQuestion,
        ranked: Sequence[Evidence],
        found: Sequence[Evidence],
        reader: Reader,
    ) -> list[ScoredSentence]:
        assert self.weights.reading is not None
        counts = np.array([self.weights.reading.sentence[name] for name in READ_FEATURES])
        words = [
            passage_words(item.hit, named_elsewhere(asked, item.hit, found)) for item in ranked
        ]
        scored: list[ScoredSentence] = []
        for item, text, scores in zip(ranked, words, reader.read(asked.text, words), strict=True):
            figures = read_figures(asked, item, text, scores)
            total = figures @ counts
            scored += [
                ScoredSentence(item, row, float(score), figures[row])
                for row, score in enumerate(total)
            ]
        return sorted_sentences(one for one in scored if may_answer(asked, one))

    def confidence(self, asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence]) -> float:
        """Return the probability that the best of the sentences answers; 0 where there is none."""
        weights = self.weights
        if weights.calibration.reader != self.reader_id:
            weights = replace(weights, calibration=Calibration())
        sure = confidence(asked, sentences, weights)
        objection = sentences[0].objection if sentences else None
        if objection is not None:
            return min(sure, MOST_SURE[objection.guard])
        if sentences and (introduces(asked, sentences[0]) or is_text_of(asked, sentences[0])):
            return max(sure, SURE_BY_FORM)
        return sure
