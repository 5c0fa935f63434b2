"""How sure the entailment model must be before a sentence is supported or contradicted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities of the model, above which a verdict is given.

    `plain` is for sentences that no guard objects to, `covered` for those of them whose words the
    evidence has besides, `doubtful` for those that a guard doubts, and `contradicted` says when the
    model alone contradicts.
    """

    plain: float
    covered: float
    doubtful: float
    contradicted: float


THRESHOLDS = Thresholds(plain=0.5, covered=0.3, doubtful=0.8, contradicted=0.85)
"""Guesses, until they are fitted to a model."""
