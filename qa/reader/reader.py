"""The seam between choosing a sentence and the model that reads for it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from qa.reader.layout import PassageWords

Scores = NDArray[np.float32]
"""One for each sentence of a passage, in order: the log odds that it answers rather than none of
the passage does. Above 0 it is likelier that it does."""


class Reader(Protocol):
    """Reads a question and passages together; safe to share between threads."""

    @property
    def id(self) -> str:
        """Name the model: weights that were fitted to another one do not hold for it."""

    def read(self, question: str, passages: Sequence[PassageWords]) -> list[Scores]:
        """Return the scores of the sentences of each passage; none for no passage."""
