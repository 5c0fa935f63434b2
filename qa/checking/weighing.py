"""How likely a sentence is supported, by what a model says of it and what guards doubt."""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_LEAST = 1e-4
"""The least probability that is told from none: the model is never as sure as that of anything."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a model says of a sentence: how likely support is, some of it, and the contrary."""

    supported: float
    partly: float
    contradicted: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts, in log odds; `doubts` by the guards that doubt."""

    bias: float
    supported: float
    partly: float
    contradicted: float
    doubts: Mapping[str, float]

    @classmethod
    def from_json(cls, text: str) -> "Weights":
        """Read what `qa.checking.entailment.training.weigh` wrote."""
        found = json.loads(text)
        model = found["model"]
        return cls(
            found["bias"], model["supported"], model["partly"], model["contradicted"],
            found["doubts"],
        )  # fmt: skip

    def likelihood(self, read: Read, doubting: Collection[str]) -> float:
        """Return how likely it is, from 0 to 1, that evidence says all of a sentence.

        Args:
            read: What the model says of both.
            doubting: The guards that doubt it, each once.
        """
        score = self.bias + sum(self.doubts.get(guard, 0.0) for guard in doubting)
        score += self.supported * log_odds(read.supported)
        score += self.partly * log_odds(read.partly)
        score += self.contradicted * log_odds(read.contradicted)
        return 1 / (1 + math.exp(-score))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, which is kept away from 0 and 1."""
    kept = min(max(probability, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with Pincite."""
    file = resources.files("qa.checking").joinpath("weights.json")
    return Weights.from_json(file.read_text("utf-8"))
