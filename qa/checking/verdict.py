"""What is said of a sentence that somebody wrote, and the seam to what says it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

Verdict = Literal["supported", "partly", "contradicted", "not_found"]
"""Supported: the words say all of it. Partly: some of it, and `unsupported` names what they do not
say. Contradicted: they say otherwise. Not found: they say neither."""


_READ = 640  # characters that surely fit into what the entailment model reads: 160 tokens


@dataclass(frozen=True)  # without slots, for the text that is kept
class Evidence:
    """Words of a document that may say what a sentence says."""

    quote: str
    """The words themselves."""
    context: str = ""
    """What stands around them and belongs to them: the title, headings, the heads of a row, the
    sentence before. Names and dates found here count, but a quotation has to stand in the quote."""

    @cached_property
    def text(self) -> str:
        """The quote and what belongs to it, the quote first."""
        return f"{self.quote}\n{self.context}" if self.context else self.quote

    @cached_property
    def in_order(self) -> str:
        """What stands around the quote before it, as in the document, for whoever reads it all.

        Of long surroundings the end is kept, which is next to the quote.
        """
        room = max(0, _READ - len(self.quote))
        around = self.context[-room:] if room else ""
        return f"{around}\n{self.quote}" if around else self.quote


@dataclass(frozen=True, slots=True)
class Judgement:
    """What evidence says of a sentence."""

    verdict: Verdict
    support: float
    """How likely it is that the evidence says all of the sentence, from 0 to 1."""
    unsupported: tuple[tuple[int, int], ...] = ()
    """The parts of the sentence that the evidence does not say: start and end in its characters."""
    reason: str | None = None
    """One sentence that says why it is not supported; None where it is."""


class Verifier(Protocol):
    """Judges sentences by evidence, without a language model; safe to share between threads."""

    @property
    def id(self) -> str:
        """Name the model and the rules, for records."""

    def judge(self, sentence: str, evidence: Sequence[Evidence]) -> list[Judgement]:
        """Return a judgement of the sentence by each piece of evidence alone, in order."""

    def judge_together(self, sentence: str, evidence: Sequence[Evidence]) -> Judgement:
        """Return a judgement by all evidence at once, as if it stood in one place."""
