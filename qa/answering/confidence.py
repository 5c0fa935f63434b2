"""How sure an answer is: the probability that the quoted words answer the question."""

import math
from collections.abc import Mapping, Sequence

from qa.answering.features import AnalyzedQuestion, terms_of
from qa.answering.ranking import ScoredSentence

CONFIDENCE_FEATURES = (
    "meaning",  # cosine of the best sentence and the question
    "score",  # the best sentence's score: everything that speaks for it, weighed
    "missing",  # share of the question's names and numbers that its passage does not hold
    "window",  # share of the question's words that it and its neighbours hold
)
"""What tells whether the best sentence answers. Few and plain, because more of them told
less on questions of other articles than those they were fitted to (`docs/quality.md`)."""


def confidence_features(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence]
) -> dict[str, float]:
    """Return the signs of the best of the ranked sentences, of which there is one at least."""
    best = sentences[0]
    hit = best.hit
    present = set(terms_of(" ".join((hit.document.title, *hit.passage.heading, hit.passage.text))))
    missing = len(asked.names - present) / len(asked.names) if asked.names else 0.0
    return {
        "meaning": best.figure("meaning"),
        "score": best.score,
        "missing": missing,
        "window": best.figure("window"),
    }


def log_odds(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the weighed signs and the intercept, added."""
    return weights["intercept"] + sum(weights[name] * found[name] for name in CONFIDENCE_FEATURES)


def probability(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the logistic function of the log odds."""
    # Beyond 30 nothing changes but that `exp` may overflow.
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds(found, weights)))))


def confidence(
    asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence], weights: Mapping[str, float]
) -> float:
    """Return the probability that the best sentences answer; 0 where there is none."""
    return (
        round(probability(confidence_features(asked, sentences), weights), 4) if sentences else 0.0
    )
