"""Judges a sentence by evidence: guards first, then what a small model says of both."""

from collections.abc import Iterator, Sequence

from qa.checking.coverage import coverage, joined, uncovered
from qa.checking.finding import Check, Finding, Source
from qa.checking.guards.bindings import binding_findings
from qa.checking.guards.dates import date_findings
from qa.checking.guards.exchanges import exchange_findings
from qa.checking.guards.names import name_findings
from qa.checking.guards.numbers import number_findings
from qa.checking.guards.polarity import negation_findings, opposite_findings
from qa.checking.guards.quotations import quotation_findings
from qa.checking.guards.roles import role_findings
from qa.checking.guards.strength import (
    attribution_findings,
    cause_findings,
    modality_findings,
    quantity_word_findings,
    superlative_findings,
)
from qa.checking.verdict import Evidence, Judgement

RULES = 1
"""Goes up with each change of a rule that may change a verdict."""

GUARDS: tuple[Check, ...] = (
    quotation_findings,
    number_findings,
    date_findings,
    name_findings,
    negation_findings,
    opposite_findings,
    role_findings,
    exchange_findings,
    binding_findings,
    quantity_word_findings,
    superlative_findings,
    modality_findings,
    attribution_findings,
    cause_findings,
)
_ABOUT = 0.5
"""The share of a sentence's words that evidence has at least which is about the same thing; a
guess."""
_COVERED = 0.8
"""The share of a sentence's words that evidence has at least where no model reads them; a guess."""


class EvidenceVerifier:
    """Judges sentences by guards that nothing overrules, and by the words that the evidence has."""

    @property
    def id(self) -> str:
        """Name the model and the rules, for records."""
        return f"rules-{RULES}"

    def judge(self, sentence: str, evidence: Sequence[Evidence]) -> list[Judgement]:
        """Return a judgement of the sentence by each piece of evidence alone, in order."""
        return [_judge(sentence, Source.of(one)) for one in evidence]

    def judge_together(self, sentence: str, evidence: Sequence[Evidence]) -> Judgement:
        """Return a judgement by all evidence at once, as if it stood in one place."""
        return _judge(sentence, _together(evidence))


def findings(sentence: str, source: Source) -> Iterator[Finding]:
    """Yield what the guards have against a sentence, the weightiest guards first."""
    for guard in GUARDS:
        yield from guard(sentence, source)


def _together(evidence: Sequence[Evidence]) -> Source:
    """Return evidence as one piece, the same in whatever order it came."""
    ordered = sorted(set(evidence), key=lambda one: (one.quote, one.context))
    contexts = dict.fromkeys(one.context for one in ordered if one.context)
    return Source("\n".join(one.quote for one in ordered), "\n".join(contexts))


def _judge(sentence: str, source: Source) -> Judgement:
    found = [*findings(sentence, source)]
    gaps, cover = uncovered(sentence, source), coverage(sentence, source)
    if not found and cover >= _COVERED:
        return Judgement("supported", cover)
    spans = joined([*(one.span for one in found), *gaps], sentence)
    reason = found[0].reason if found else _missing_words(sentence, gaps)
    about = cover >= _ABOUT
    support = cover * 0.1 if found else cover * 0.5
    if about and any(one.weight == "conflict" for one in found):
        conflict = next(one for one in found if one.weight == "conflict")
        return Judgement("contradicted", support, spans, conflict.reason)
    return Judgement("partly" if about else "not_found", support, spans, reason)


def _missing_words(sentence: str, gaps: Sequence[tuple[int, int]]) -> str:
    words = [sentence[start:end] for start, end in gaps]
    if not words:
        return "The source does not say this."
    listed = ", ".join(f"“{word}”" for word in dict.fromkeys(words[:3]))
    return f"The source does not say {listed}."
