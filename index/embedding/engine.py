"""The seam between an embedder and what runs its model."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.types import Vector, Vectors


class Encoded(NamedTuple):
    """Texts that a model has read, a row for each.

    `tokens` has the shape (texts, most tokens, dimension); `offsets`, (texts, most tokens, 2),
    tells which characters of its text each token covers, none for what is padding or was
    added.
    """

    whole: Vectors
    tokens: NDArray[np.float32]
    offsets: NDArray[np.int64]


class Engine(Protocol):
    """Runs a model; safe to share between threads."""

    def encode(self, texts: Sequence[str]) -> Encoded:
        """Read passages, with whatever prompt already before them; a long text is cut."""

    def question(self, text: str) -> Vector:
        """Return the vector of a question, the prompt of the model put before it."""


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows, each divided by its length; a row of nothing stays one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12), dtype=np.float32)  # no division by 0
