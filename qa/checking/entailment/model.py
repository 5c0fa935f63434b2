"""The seam to the model that says whether words follow from other words."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SUPPORTED, PARTLY, CONTRADICTED, NOT = range(4)
"""The columns of `Probabilities`: the evidence says all of the claim, says part of it, contradicts
it, or does none of these."""

Probabilities = NDArray[np.float32]
"""A row for each pair, in order, that adds up to 1."""


class Entailment(Protocol):
    """Reads a claim and its evidence together; safe to share between threads."""

    @property
    def id(self) -> str:
        """Name the model: thresholds that were fitted to another one do not hold for it."""

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        """Return what the evidence says of the claim, for each (claim, evidence).

        Each pair is read by itself, so its row is the same whatever else is asked. Of no pairs,
        the array has no row. Of long evidence only the beginning is read (`layout.MOST_TOKENS`).
        """
