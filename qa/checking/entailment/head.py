"""The last step of the model: from the states of tokens to four probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.checking.entailment.layout import PairLayout
from qa.reader.head import gelu

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EntailmentHead:
    """Two layers over the state of the pair and the mean and the most of the claim's tokens.

    `token` scores how little each token of the claim is covered; what the least covered one adds
    to each of the four is `spread`. `temperature` divides the scores, so that probabilities can be
    believed.
    """

    inner: Array
    inner_bias: Array
    outer: Array
    outer_bias: Array
    token: Array
    token_bias: float
    spread: Array
    temperature: float

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "EntailmentHead":
        """Take the head out of the arrays of a file."""
        found = {name: np.asarray(arrays[name], dtype=np.float32) for name in _NAMES}
        return cls(
            found["head.0.weight"].T,
            found["head.0.bias"],
            found["head.2.weight"].T,
            found["head.2.bias"],
            found["token.weight"][0],
            float(found["token.bias"][0]),
            found["spread"],
            float(found["temperature"]),
        )

    def probabilities(self, states: Array, layout: PairLayout) -> Array:
        """Return the four probabilities, from the states of a pair's tokens."""
        first, end = layout.claim
        inside = states[first:end] if first < end else states[:1]
        row = np.concatenate([states[0], inside.mean(axis=0), inside.max(axis=0)])
        inner = gelu(row @ self.inner + self.inner_bias)
        worst = (inside @ self.token + self.token_bias).max()
        scores = (inner @ self.outer + self.outer_bias + self.spread * worst) / self.temperature
        shares = np.exp(scores - scores.max())
        return np.asarray(shares / shares.sum(), dtype=np.float32)


_NAMES = (
    "head.0.weight",
    "head.0.bias",
    "head.2.weight",
    "head.2.bias",
    "token.weight",
    "token.bias",
    "spread",
    "temperature",
)
