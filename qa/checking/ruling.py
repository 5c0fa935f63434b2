"""What all that was found says of a sentence: the one verdict, and the words that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checking.candidates import Candidate, neighbours
from qa.checking.own_places import OwnPlace
from qa.checking.verdict import Judgement, Verifier

_NEAR = 0.5
"""The share of a sentence's words that others must have to contradict it, and the cosine that is
enough as well; guesses: what is about something else contradicts nothing."""
_PART = 1 / 3
"""The share of a sentence's words that others must have to say a part of it; a guess."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A judgement and the words that it rests on, in the order of their documents."""

    judgement: Judgement
    words: tuple[Candidate, ...]

    @property
    def supports(self) -> bool:
        return self.judgement.verdict == "supported"


def by_cited(verifier: Verifier, claim: str, cited: Sequence[Candidate]) -> Ruling | None:
    """Return what the words say that a sentence cites itself; None where there are none.

    What several say together counts where none of them says all of it.
    """
    if not cited:
        return None
    rulings = _each(verifier, claim, cited)
    best = min(rulings, key=_order)
    if best.supports or len(cited) == 1:
        return best
    return min([_together(verifier, claim, cited), best], key=_order)


def by_found(verifier: Verifier, claim: str, found: Sequence[Candidate]) -> Ruling | None:
    """Return what the words say that a search found; None where none of them says anything.

    Two of them count together where the best one says part of it: with the next best of its
    document, and with the sentences before and after. Words of two documents do not: of the
    claims about the everyday documents, half of those that pass so alone are wrong.
    """
    rulings = [
        ruling
        for ruling in _each(verifier, claim, found)
        if ruling.judgement.verdict != "not_found" and not _is_far(ruling)
    ]
    if not rulings:
        return None
    best = min(rulings, key=_order)
    if best.supports:
        return _denied(best, rulings) or best
    if best.judgement.verdict != "partly":
        return best
    partly = [one for one in rulings if one.judgement.verdict == "partly"]
    pairs = (_together(verifier, claim, pair) for pair in _pairs(sorted(partly, key=_order)))
    return next((pair for pair in pairs if pair.supports), best)


def decisive(own: Ruling | None, other: Ruling | None) -> Ruling:
    """Return what counts for a sentence that its own words do not support.

    Other words count if they support it, or where its own say nothing of it; where none do, the
    ruling rests on no words.
    """
    if own is not None and own.judgement.verdict == "not_found":
        own = None
    if other is not None and (own is None or other.supports):
        return other
    return own or _NOTHING


def reason_of(
    places: Sequence[OwnPlace], own: Ruling | None, ruling: Ruling, better: Sequence[int]
) -> str | None:
    """Return in sentences why a sentence is not simply supported; None where it is.

    Args:
        places: Where the citations that it has in the draft lead.
        own: What the words there say.
        ruling: What counts.
        better: The citations that support it where its own do not.
    """
    parts = [place.note for place in places if place.note is not None]
    if own is not None and not own.supports:
        found = [place.mark for place in places if place.words is not None]
        parts.append(_said_by(own, list(dict.fromkeys(found))))
    if better:
        parts.append("Another passage in your documents says this.")
    elif not ruling.words:
        parts.append("Nothing in your documents says this.")
    elif not ruling.supports and ruling.judgement.reason is not None:
        parts.append(ruling.judgement.reason)
    return " ".join(parts) or None


def _said_by(own: Ruling, marks: Sequence[str]) -> str:
    one, several = _SAYS[own.judgement.verdict]
    if len(marks) == 1:
        return f"The passage that {marks[0]} cites {one} this."
    return f"The passages that {' and '.join(marks)} cite {several} this."


_SAYS = {
    "partly": ("says only part of", "say only part of"),
    "contradicted": ("contradicts", "contradict"),
    "not_found": ("does not say", "do not say"),
}
_NOTHING = Ruling(Judgement("not_found", 0.0), ())


def _is_far(ruling: Ruling) -> bool:
    """Tell whether words that contradict a sentence, or say part of it, are about another thing."""
    (words,) = ruling.words
    if ruling.judgement.verdict == "partly":
        return words.cover < _PART
    return ruling.judgement.verdict == "contradicted" and words.cover < _NEAR


def _denied(best: Ruling, rulings: Sequence[Ruling]) -> Ruling | None:
    """Return what contradicts a sentence in more of its words than those have that support it.

    Of many passages one may seem to say it by chance; the one that has its words is about it.
    """
    (support,) = best.words
    against = [one for one in rulings if one.judgement.verdict == "contradicted"]
    nearer = [one for one in against if one.words[0].cover > support.cover]
    return max(nearer, key=lambda one: one.words[0].cover, default=None)


def _each(verifier: Verifier, claim: str, words: Sequence[Candidate]) -> list[Ruling]:
    judgements = verifier.judge(claim, [one.evidence() for one in words])
    return [Ruling(said, (one,)) for said, one in zip(judgements, words, strict=True)]


def _together(verifier: Verifier, claim: str, words: Sequence[Candidate]) -> Ruling:
    ordered = tuple(sorted(words, key=lambda one: one.key))
    return Ruling(verifier.judge_together(claim, [one.evidence() for one in ordered]), ordered)


def _pairs(partly: Sequence[Ruling]) -> Iterator[tuple[Candidate, Candidate]]:
    """Yield the pairs that may say a sentence together, the likeliest first."""
    (best,) = partly[0].words
    seen = {best.key}
    others = [ruling.words[0] for ruling in partly[1:]]
    near = [one for one in others if one.hit.document.id == best.hit.document.id]
    for other in [*near[:1], *neighbours(best)]:
        if other.key not in seen:
            seen.add(other.key)
            yield best, other


_RANK = {"supported": 0, "contradicted": 1, "partly": 2, "not_found": 3}


def _order(ruling: Ruling) -> tuple[int, float]:
    """Return by what rulings are sorted, the one that counts first."""
    return _RANK[ruling.judgement.verdict], -ruling.judgement.support
