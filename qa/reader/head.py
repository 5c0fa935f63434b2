"""The last step of the reader: from the states of tokens to a score for each sentence."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.reader.layout import Layout
from qa.reader.reader import Scores

Array = NDArray[np.float32]

NOT_READ = -8.0
"""The score of a sentence that did not fit: lower than any that a sentence was seen to get."""

_ERF = np.vectorize(math.erf, otypes=[np.float32])


@dataclass(frozen=True, slots=True)
class Head:
    """Two layers over the mean and the most of a sentence's tokens and the state of the pair.

    `spread` is what the best token of a sentence adds, scored by `token`.
    """

    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: float
    token: Array
    token_bias: float
    spread: float

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Head":
        """Take the head out of the arrays of a file."""
        found = {name: np.asarray(arrays[name], dtype=np.float32) for name in _NAMES}
        return cls(
            found["head.0.weight"].T,
            found["head.0.bias"],
            found["head.2.weight"][0],
            float(found["head.2.bias"][0]),
            found["token.weight"][0],
            float(found["token.bias"][0]),
            float(found["spread"]),
        )

    def scores(self, states: Array, layout: Layout) -> Scores:
        """Return the score of each sentence of a passage, from the states of its tokens."""
        found = np.full(len(layout.sentences), NOT_READ, dtype=np.float32)
        read = [place for place, (first, end) in enumerate(layout.sentences) if first < end]
        if not read:
            return found
        tokens = states @ self.token + self.token_bias
        rows, best = [], []
        for place in read:
            first, end = layout.sentences[place]
            inside = states[first:end]
            rows.append(np.concatenate([inside.mean(axis=0), inside.max(axis=0), states[0]]))
            best.append(tokens[first:end].max())
        inner = gelu(np.stack(rows) @ self.inner + self.inner_bias)
        found[read] = inner @ self.outer + self.outer_bias + self.spread * np.array(best)
        return found


def gelu(values: Array) -> Array:
    """Return the exact GELU (Hendrycks & Gimpel 2016), as PyTorch computes it between layers."""
    return np.asarray(values * 0.5 * (1 + _ERF(values / math.sqrt(2))))


_NAMES = (
    "head.0.weight",
    "head.0.bias",
    "head.2.weight",
    "head.2.bias",
    "token.weight",
    "token.bias",
    "spread",
)
