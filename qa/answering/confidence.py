"""How sure an answer is: the probability that the quoted words answer the question."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qa.answering.features import AnalyzedQuestion, FeatureMatrix
from qa.answering.quoting import shares
from qa.answering.ranking import ScoredSentence, Weights
from qa.answering.reading import READ_FEATURES
from qa.answering.sides import without_other_side

CONFIDENCE_FEATURES = (
    "meaning",  # cosine of the best sentence and the question
    "score",  # the best sentence's score: everything that speaks for it, weighed
    "missing",  # share of the question's names and numbers that its passage does not hold
    "window",  # share of the question's words that it and its neighbours hold
)
"""What tells whether the best sentence answers, without the reader. Few and plain, because more of
them told less on questions of other articles than those they were fitted to (`docs/quality.md`)."""

READ_SIGNS = (
    "read",  # log odds of the reader that the best sentence answers, in tens
    "most",  # the same of the sentence that the reader would choose
    "share",  # how much of all scores together the best sentence has: how far it is ahead
    "meaning",
    "kind",  # whether it holds the kind of answer that is asked for
    "named",  # share of the question's names and numbers in it and in what it stands under
    "covered",  # share of the question's words there, weighed by rarity
    "row",  # whether it is a row of a table
)
"""What tells it where the reader has read: on sets that they were not fitted to, two more signs and
trees instead of a sum told no more (`docs/quality.md`)."""


def confidence_features(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence]
) -> dict[str, float]:
    """Return the signs of the best of the ranked sentences, of which there is one at least."""
    best = sentences[0]
    if best.read is not None:
        return _read_signs(asked, sentences, best.read)
    return {
        "meaning": best.figure("meaning"),
        "score": best.score,
        "missing": _missing(asked, best),
        "window": best.figure("window"),
    }


def _read_signs(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence], figures: FeatureMatrix
) -> dict[str, float]:
    own = dict(zip(READ_FEATURES, map(float, figures), strict=True))
    read = READ_FEATURES.index("read")
    return {
        **{name: own[name] for name in READ_SIGNS if name in own},
        "most": max(float(s.read[read]) for s in sentences if s.read is not None),
        "share": shares(without_other_side(asked.text, sentences))[0],
    }


def _missing(asked: AnalyzedQuestion, sentence: ScoredSentence) -> float:
    """Return the share of the question's names and numbers that a passage does not hold."""
    if not asked.names:
        return 0.0
    hit = sentence.hit
    words = " ".join((hit.document.title, *hit.passage.heading, hit.passage.text))
    return len(asked.names - set(asked.terms_in(words))) / len(asked.names)


def log_odds(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighed signs and the intercept, added."""
    return weights["intercept"] + sum(weights[name] * value for name, value in found.items())


def probability(odds: float) -> float:
    """Return the logistic function of log odds."""
    # Beyond 30 nothing changes but that `exp` may overflow.
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure an answer is.

    `confidence` is the probability that the best sentence answers, which is what people are told.
    `answerable` is the probability that there is an answer at all, which only the reader knows: two
    sentences that both answer make it doubtful which is better, and certain that one is.
    """

    confidence: float
    answerable: float = 1.0

    def at_most(self, limit: float) -> "Sureness":
        """Return it with neither above a limit."""
        return Sureness(min(self.confidence, limit), min(self.answerable, limit))

    def at_least(self, limit: float) -> "Sureness":
        """Return it with neither below a limit."""
        return Sureness(max(self.confidence, limit), max(self.answerable, limit))


NOT_SURE = Sureness(0.0, 0.0)
_OVERRATED = 0.4
"""The log odds by which a reader overrates what it reads in a language that it did not learn.

Chosen on 60 questions in German, French and Spanish (`qa/evaluation/languages`): without it 40 of
48 answerable ones are right and 5 of 12 unanswerable ones refused; with it 38 and 9. A reader of
your own is treated the same.
"""


def sureness(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence], weights: Weights
) -> Sureness:
    """Return how sure it is that the best sentence answers; 0 where there is none."""
    if not sentences:
        return NOT_SURE
    best, signs = sentences[0], confidence_features(asked, sentences)
    sure = _rounded(weights.calibration.applied(best_odds(asked, best, signs, weights)))
    if best.read is None or weights.reading is None:
        return Sureness(sure)
    return Sureness(sure, _rounded(log_odds(signs, weights.reading.answerable)))


def best_odds(
    asked: AnalyzedQuestion, best: ScoredSentence, signs: Mapping[str, float], weights: Weights
) -> float:
    """Return the log odds that the best sentence answers, before calibration, from its signs."""
    odds = log_odds(signs, signs_of(best, weights))
    overrated = best.read is not None and not asked.phrases.is_read
    return odds - _OVERRATED if overrated else odds


def _rounded(odds: float) -> float:
    return round(probability(odds), 4)


def signs_of(best: ScoredSentence, weights: Weights) -> Mapping[str, float]:
    """Return what each sign counts, with the reader or without, as the best sentence was found."""
    if best.read is not None and weights.reading is not None:
        return weights.reading.confidence
    return weights.confidence
