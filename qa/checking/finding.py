"""What a guard has against a sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from qa.checking.verdict import Evidence

Guard = Literal[
    "number", "date", "name", "quotation", "negation", "opposite", "quantity word",
    "modality", "attribution", "roles", "cause", "binding", "word",
]  # fmt: skip
Weight = Literal["conflict", "missing", "doubt"]
"""Conflict: the evidence gives something else of the same thing. Missing: it does not say it.
Doubt: words alone cannot tell; a model that has read both may be sure."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a sentence says and its evidence does not."""

    guard: Guard
    weight: Weight
    span: tuple[int, int]
    """Where it stands in the sentence."""
    reason: str
    """One plain sentence, for whoever reads the verdict."""


@dataclass(frozen=True)
class Source:
    """Evidence as the guards read it; a quotation alone has to stand in the quote."""

    quote: str
    context: str = ""

    @classmethod
    def of(cls, evidence: Evidence) -> "Source":
        return cls(evidence.quote, evidence.context)

    @cached_property
    def text(self) -> str:
        """The quote and what belongs to it, the quote first."""
        return f"{self.quote}\n{self.context}" if self.context else self.quote


class Check(Protocol):
    """A guard: what it has against a sentence, given a source; nothing where all is well."""

    def __call__(self, sentence: str, source: Source) -> Iterator[Finding]: ...
