"""Judges a sentence by evidence: guards first, then what a small model says of both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qa.checking.coverage import coverage, joined, uncovered
from qa.checking.finding import Check, Finding, near
from qa.checking.guards.bindings import binding_findings
from qa.checking.guards.dates import date_findings
from qa.checking.guards.exchanges import exchange_findings
from qa.checking.guards.frequencies import frequency_findings, said_otherwise
from qa.checking.guards.names import name_findings
from qa.checking.guards.numbers import number_findings
from qa.checking.guards.pieces import piece_findings
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
from qa.checking.guards.tenses import tense_findings
from qa.checking.thresholds import THRESHOLDS, Thresholds
from qa.checking.verdict import Evidence, Judgement, Verdict
from qa.checking.weighing import Read, shipped_weights
from qa.checking.words import words_of

if TYPE_CHECKING:
    from qa.checking.entailment.model import Entailment

RULES = 8
"""Goes up with each change of a rule that may change a verdict."""

_WHOLE: tuple[Check, ...] = (quotation_findings, name_findings)
"""Guards that look at all of a source."""
_RELATED: tuple[Check, ...] = (number_findings, date_findings)
"""Guards that look at the sentences and rows of a source that share a word at least."""
_NEAREST: tuple[Check, ...] = (
    frequency_findings,
    negation_findings,
    opposite_findings,
    role_findings,
    exchange_findings,
    binding_findings,
    quantity_word_findings,
    superlative_findings,
    modality_findings,
    tense_findings,
    attribution_findings,
    cause_findings,
)
"""Guards that look at those that share the most."""
_NEAR = 0.34
"""The share of the words of the nearest row that another row has at least, to be about the same
thing; a guess."""
_ABOUT = 0.5
"""The share of a sentence's words that evidence has at least which is about the same thing; a
guess."""
_COVERED = 0.8
"""The share of a sentence's words in the evidence where no model reads them; a guess."""
_FEW = 0.4
"""Below this share of a sentence's words the model must be surer: of many passages that a search
finds, one that has a few words in common may please it by chance. A guess."""
_SOME = 0.5
"""How likely support and some support are together at least, to say a part of it; a guess."""
_REFUSED = 0.1
"""How likely support is at most where a guard objects; a guess."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence and a source, with all that the rules found."""

    sentence: str
    source: Evidence
    findings: tuple[Finding, ...]
    gaps: tuple[tuple[int, int], ...]
    cover: float

    @property
    def is_open(self) -> bool:
        """Tell whether a model has a say: no guard objects, and the words are not the very same."""
        if self.is_empty or (self.is_verbatim and not self.findings):
            return False
        return not self.is_refused

    @property
    def is_refused(self) -> bool:
        """Tell whether a guard objects, so that no model can make it supported."""
        return any(one.weight != "doubt" for one in self.findings)

    @property
    def is_denied(self) -> bool:
        """Tell whether a guard finds something else in the source than the sentence says."""
        return any(one.weight == "conflict" for one in self.findings)

    @property
    def is_verbatim(self) -> bool:
        """Tell whether the quote has the very words, as whole sentences."""
        words, quote = (" ".join(text.split()) for text in (self.sentence, self.source.quote))
        if words not in quote:
            return False
        return re.search(rf"(?:^|[.!?:;”\"] ){re.escape(words)}(?:$| )", quote) is not None

    @property
    def is_empty(self) -> bool:
        """Tell whether the sentence has no words."""
        return not words_of(self.sentence)


class EvidenceVerifier:
    """Judges sentences by guards that nothing overrules, and by a model if there is one.

    Without a model, what no guard objects to is supported where the evidence has nearly all of its
    words: most sentences in other words are then only partly supported.
    """

    def __init__(
        self, entailment: "Entailment | None" = None, thresholds: Thresholds = THRESHOLDS
    ) -> None:
        """Judge with a model, or without one.

        Args:
            entailment: What says whether a sentence follows from words.
            thresholds: What was fitted to that model.
        """
        self._entailment, self._thresholds = entailment, thresholds
        self._weights = shipped_weights()

    @property
    def id(self) -> str:
        """Name the model and the rules, for records."""
        rules = f"rules-{RULES}"
        return rules if self._entailment is None else f"{rules}+{self._entailment.id}"

    def judge(self, sentence: str, evidence: Sequence[Evidence]) -> list[Judgement]:
        """Return a judgement of the sentence by each piece of evidence alone, in order."""
        return self._all([_read(sentence, one) for one in evidence])

    def judge_together(self, sentence: str, evidence: Sequence[Evidence]) -> Judgement:
        """Return a judgement by all evidence at once, as if it stood in one place."""
        ordered = sorted(set(evidence), key=lambda one: (one.quote, one.context))
        apart = piece_findings(sentence, ordered)
        return self._all([_read(sentence, _together(ordered), (*apart,))])[0]

    def _all(self, read: Sequence[_Read]) -> list[Judgement]:
        likely = self._likely(read)
        return [
            self._by_model(one, likely[place]) if one.is_open and place in likely
            else self._by_rules(one, likely.get(place))
            for place, one in enumerate(read)
        ]  # fmt: skip

    def _likely(self, read: Sequence[_Read]) -> Mapping[int, Read]:
        """Return by their places what the model says of those in which it has a say.

        Of what a guard finds otherwise in the source, it may say whether that is the contrary.
        """
        if self._entailment is None:
            return {}
        open_ = {place: one for place, one in enumerate(read) if one.is_open or one.is_denied}
        if not open_:
            return {}
        pairs = [(one.sentence, one.source.in_order) for one in open_.values()]
        rows = self._entailment.probabilities(pairs)
        return {place: Read(*map(float, row[:3])) for place, row in zip(open_, rows, strict=True)}

    def _by_model(self, read: _Read, said: Read) -> Judgement:
        limits = self._thresholds
        likely = self._weights.likelihood(said, {one.guard for one in read.findings})
        if likely >= (limits.apart if read.cover < _FEW else limits.plain):
            return Judgement("supported", likely)
        if said.contradicted >= limits.contradicted:
            return _refused(read, "contradicted", likely)
        about = said.supported + said.partly >= _SOME or read.cover >= _ABOUT
        return _refused(read, "partly" if about else "not_found", likely)

    def _by_rules(self, read: _Read, said: Read | None) -> Judgement:
        judged = _by_rules(read)
        if judged.verdict != "contradicted" or said is None:
            return judged
        is_denied = said.contradicted >= self._thresholds.denied
        return judged if is_denied else replace(judged, verdict="partly")


def findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Yield what the guards have against a sentence, the weightiest guards first.

    None looks for the words of a frequency that the source has in others.
    """
    same = said_otherwise(sentence, near(sentence, source, 0.0))
    for found in _found(sentence, source):
        start, end = found.span
        if not any(first <= start and end <= last for first, last in same):
            yield found


def _found(sentence: str, source: Evidence) -> Iterator[Finding]:
    for guard in _WHOLE:
        yield from guard(sentence, source)
    related = near(sentence, source, 0.0)
    for guard in _RELATED:
        yield from _less_sure(guard, sentence, source, [*guard(sentence, related)])
    nearest = near(sentence, source, _NEAR)
    for guard in _NEAREST:
        yield from guard(sentence, nearest)


def _less_sure(
    guard: Check, sentence: str, source: Evidence, found: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield findings; of a number that only another sentence of the source gives, as a doubt.

    That sentence may say the same in none of the words: "save a quarter", "reduced by 25 %".
    """
    if not any(one.weight == "missing" for one in found):
        yield from found
        return
    missing = {one.span for one in guard(sentence, source) if one.weight != "doubt"}
    for one in found:
        is_elsewhere = one.weight == "missing" and one.span not in missing
        yield replace(one, weight="doubt") if is_elsewhere else one


def _read(sentence: str, source: Evidence, more: tuple[Finding, ...] = ()) -> _Read:
    found = (*findings(sentence, source), *more)
    seen = near(sentence, source, _NEAR)
    return _Read(sentence, source, found, uncovered(sentence, seen), coverage(sentence, seen))


def _together(evidence: Sequence[Evidence]) -> Evidence:
    contexts = dict.fromkeys(one.context for one in evidence if one.context)
    return Evidence("\n".join(one.quote for one in evidence), "\n".join(contexts))


def _by_rules(read: _Read) -> Judgement:
    if read.is_empty:
        return Judgement("not_found", 0.0, reason="The sentence has no words.")
    if not read.findings and (read.cover >= _COVERED or read.is_verbatim):
        return Judgement("supported", 1.0 if read.is_verbatim else _by_words(read.cover))
    support = read.cover * (_REFUSED if read.findings else _ABOUT)
    about = read.cover >= _ABOUT
    if about and any(one.weight == "conflict" for one in read.findings):
        return _refused(read, "contradicted", support)
    return _refused(read, "partly" if about else "not_found", support)


def _by_words(cover: float) -> float:
    """Return how likely support is by the share of words alone: .5 for four in five, 1 for all.

    A guess: one word more in ten ("at dawn") is often what the source does not say.
    """
    return max(0.0, 1 - (1 - cover) * 2.5)


def _refused(read: _Read, verdict: Verdict, support: float) -> Judgement:
    """Return a judgement with the parts that are not supported; all of it where none is known."""
    spans = [*(one.span for one in read.findings), *read.gaps] or [(0, len(read.sentence))]
    return Judgement(verdict, support, joined(spans, read.sentence), _reason(read, verdict))


def _reason(read: _Read, verdict: Verdict) -> str:
    conflicts = (one for one in read.findings if one.weight == "conflict")
    first = next(conflicts, None) if verdict == "contradicted" else None
    first = first or next((one for one in read.findings if one.weight != "doubt"), None)
    first = first or next(iter(read.findings), None)
    if first is not None:
        return first.reason
    if verdict == "contradicted":
        return "The source says otherwise."
    return _missing_words(read)


def _missing_words(read: _Read) -> str:
    words = dict.fromkeys(read.sentence[start:end] for start, end in read.gaps[:3])
    if not words:
        return "The source does not say all of this."
    listed = ", ".join(f"“{word}”" for word in words)
    return f"The source does not say {listed}."
