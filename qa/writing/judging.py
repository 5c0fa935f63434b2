"""Which sentences of a model the sources say: each is checked before anybody sees it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.analysis.terms import terms_of
from qa.answering.quoting import leans
from qa.checking.verdict import Judgement, Verifier
from qa.writing.drafting import Drafted
from qa.writing.sources import Source, by_key
from qa.writing.written import RejectedSentence

CANDIDATES = 8
"""Sentences that are read for one whose citation does not say it: those that share most words with
it. A guess: one that says it shares nearly all."""
SURE = 0.6
"""How likely it must be that a source says all of a sentence. Of nine sentences of a small model
that survived the rules (`docs/writing.md`), the four right ones had .73 or more and those with a
wrong name or place .53 or less. Without the entailment model it says how many of the sentence's
words the source has: five of six are too few."""
OWN = 0.5
"""The share of a sentence's terms that must be in the words of its source themselves, not in title
and headings; a guess. Without it a copied title would be an answer."""
UNSAID = 1 / 3
"""The share of a sentence's characters that may be unsupported in one that is shown; a guess."""
WORDS = 5
"""Of a sentence without a full stop; a guess: fewer are a title, or an item."""
_END = re.compile(r"[.!?…。！？][\"”’'»)」』]*\Z")
_NOWHERE = "No sentence that was read says this."


@dataclass(frozen=True, slots=True)
class Supported:
    """A sentence of which its sources say all, or all but the words at `unsupported`.

    `reason` says of the latter why they do not.
    """

    text: str
    sources: tuple[Source, ...]
    unsupported: tuple[tuple[int, int], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence's judgement by some sources together; `own` is the share of it in their words."""

    sources: tuple[Source, ...]
    judgement: Judgement
    own: float

    @property
    def supported(self) -> bool:
        sure = self.judgement.support >= SURE
        return self.judgement.verdict == "supported" and sure and self.own >= OWN


class Judge:
    """Judges the sentences of one answer, in their order."""

    def __init__(self, verifier: Verifier, sources: Sequence[Source]) -> None:
        self._verifier = verifier
        self._sources = sources
        self._by_key: Mapping[str, Source] = by_key(sources)
        self._terms = [frozenset(terms_of(source.text)) for source in sources]
        self._seen: set[str] = set()
        self._near: frozenset[tuple[str, int]] = frozenset()

    def judge(self, drafted: Drafted) -> Supported | RejectedSentence | None:
        """Return what becomes of a sentence; None where the same words were judged before.

        One that begins with "He" or "This" is only understood after a sentence from the same
        passage. After another it might seem to speak of somebody else.
        """
        same = " ".join(drafted.text.lower().split())
        if same in self._seen:
            return None
        self._seen.add(same)
        found = self._judged(drafted)
        places = frozenset(s.passage for s in getattr(found, "sources", ()))
        before, self._near = self._near, places
        if isinstance(found, Supported) and leans(found.text) and not before & places:
            self._near = frozenset()
            first = found.text.split()[0]
            return RejectedSentence(
                found.text, "not_found", f"It is not clear what “{first}” refers to."
            )
        return found

    def _judged(self, drafted: Drafted) -> Supported | RejectedSentence:
        text = drafted.text
        if not _is_whole(drafted):
            return RejectedSentence(text, "not_found", "This is not a whole sentence.")
        cited = [self._by_key[key] for key in drafted.keys if key in self._by_key]
        found = self._alone(text, cited)
        if len(cited) > 1 and not any(one.supported for one in found):
            found.append(self._together(text, cited))
        if any(one.supported for one in found):
            said = dict.fromkeys(s for one in found if one.supported for s in one.sources)
            return Supported(text, tuple(said))
        denied = [one for one in found if one.judgement.verdict == "contradicted"]
        if denied:  # by the very words that it cites: no others make up for that
            return _refused(text, denied[0].judgement)
        found += self._alone(text, self._candidates(text, cited))
        return _best(text, found)

    def _alone(self, text: str, sources: Sequence[Source]) -> list[_Judged]:
        judged = self._verifier.judge(text, [source.evidence for source in sources])
        return [
            _Judged((source,), judgement, _own(text, [source]))
            for source, judgement in zip(sources, judged, strict=True)
        ]

    def _together(self, text: str, sources: Sequence[Source]) -> _Judged:
        evidence = [source.evidence for source in sources]
        judgement = self._verifier.judge_together(text, evidence)
        return _Judged(tuple(sources), judgement, _own(text, sources))

    def _candidates(self, text: str, cited: Sequence[Source]) -> list[Source]:
        """Return the sources that share most words with a sentence, those it cites left out."""
        terms = frozenset(terms_of(text))
        shared = [
            (len(terms & own), source)
            for own, source in zip(self._terms, self._sources, strict=True)
            if terms & own and source not in cited
        ]
        shared.sort(key=lambda pair: -pair[0])
        return [source for _, source in shared[:CANDIDATES]]


def _best(text: str, found: Sequence[_Judged]) -> Supported | RejectedSentence:
    """Return what the source says that says most of a sentence."""
    if not found:
        return RejectedSentence(text, "not_found", _NOWHERE)
    best = max(found, key=lambda one: (one.supported, one.judgement.support))
    if best.supported:
        return Supported(text, best.sources)
    unsupported = best.judgement.unsupported
    unsaid = sum(end - start for start, end in unsupported) / len(text)
    said = best.judgement.verdict == "partly" and best.own >= OWN
    if said and unsupported and unsaid <= UNSAID:
        return Supported(text, best.sources, unsupported, best.judgement.reason or _NOWHERE)
    return _refused(text, best.judgement)


def _is_whole(drafted: Drafted) -> bool:
    """Tell whether a sentence is one, and not a copied title or an item of a list made up.

    It has an end; or names its source, and some words.
    """
    named = bool(drafted.keys) and len(drafted.text.split()) >= WORDS
    return named or _END.search(drafted.text) is not None


def _own(text: str, sources: Sequence[Source]) -> float:
    """Return the share of a sentence's terms that some sources have in their own words."""
    terms = frozenset(terms_of(text))
    own = frozenset(term for source in sources for term in terms_of(source.text))
    return len(terms & own) / len(terms) if terms else 0.0


def _refused(text: str, judgement: Judgement) -> RejectedSentence:
    """Return a sentence as one that is left out.

    One that is supported but not surely, or by a title alone, counts as one that is said in part.
    """
    if judgement.verdict == "supported":
        return RejectedSentence(text, "partly", "It is not certain that a source says all of this.")
    return RejectedSentence(text, judgement.verdict, judgement.reason or _NOWHERE)
