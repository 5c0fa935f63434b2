"""How sure an answer is: the probability that the quoted words answer the question."""

import math
from collections.abc import Sequence

from qa.quoting import Candidate


def confidence(ranked: Sequence[Candidate]) -> float:
    """Return a probability from the ranked sentences; 0 where there is none.

    A logistic function of the best sentence's cosine, the share of the question's words
    that it and its passage hold, and whether it holds the kind of answer asked for.
    """
    if not ranked:
        return 0.0
    best = ranked[0]
    logit = -5.0 + 5.0 * best.cosine + 3.0 * best.cover + 2.0 * best.near + 1.0 * best.holds_kind
    return 1 / (1 + math.exp(-logit))
