"""Makes pairs out of the sentences of documents, by rules.

A sentence follows from itself and from what it was reworded from; it does not once a rule of
`exchanged` has changed it. Neither side shows by itself which it is: what is added to a claim is
now and then in the evidence as well, and what is exchanged is exchanged in the evidence instead.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.language.sentences import paragraphs, sentences
from qa.checking.entailment.training.exchanged import (
    ADDING,
    CONTRADICTING,
    Edit,
    Rule,
    Surroundings,
)
from qa.checking.entailment.training.pairs import Pair
from qa.checking.entailment.training.reworded import REWORDING

HELD_OUT_KINDS = ("unit", "roles swapped", "quantifier")
"""Kinds of errors that are never trained on, to measure whether what is learned carries over."""

_REWORDED = 0.7  # share of the claims that follow that are reworded; a guess
_ADDED = 0.5  # share of the sentences that something is added to; a guess
_IN_EVIDENCE = 0.3  # share of the exchanges that are made in the evidence; a guess
_ADDED_TO_BOTH = 0.35  # share of the additions that the evidence has as well; a guess
_WITHOUT = 0.35  # share of the sentences also read with their neighbours alone; a guess
_JOINED = 0.3  # share of the sentences also joined with another; a guess
_ALONE = 0.4  # share of the evidence that is a sentence without its neighbours; a guess
_MOST_WORDS = 60  # of evidence; a guess: half a passage of the index, which trains faster

_PLAIN = re.compile(r"[\"“(]?[A-Z0-9][^|\t\n]*[.!][\"”)]?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that sentences are taken from; `group` names its document."""

    set: str
    group: str
    words: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence among those of its text."""

    text: Text
    around: Surroundings
    all: tuple[str, ...]
    number: int

    @property
    def sentence(self) -> str:
        return self.all[self.number]


def ruled_pairs(
    texts: Iterable[Text], each: int, draw: random.Random, *, kinds: Sequence[str] = ()
) -> Iterator[Pair]:
    """Yield pairs of each text.

    Args:
        texts: Where the sentences are from.
        each: How many sentences of a text are taken at most.
        draw: What is drawn from.
        kinds: The kinds of errors that are made; by default, all that are trained on.
    """
    rules = {
        name: rule
        for name, rule in (*CONTRADICTING.items(), *ADDING.items())
        if name in kinds or (not kinds and name not in HELD_OUT_KINDS)
    }
    for text in texts:
        places = _places(text)
        for place in draw.sample(places, min(each, len(places))):
            yield from _of_sentence(place, rules, draw)


def _places(text: Text) -> list[_Place]:
    found = tuple(
        " ".join(text.words[start:end].split())
        for first, last in paragraphs(text.words, 0, len(text.words))
        for start, end in sentences(text.words, first, last)
    )
    around = Surroundings.of(text.words)
    return [
        _Place(text, around, found, number)
        for number, sentence in enumerate(found)
        if 6 <= len(sentence.split()) <= 40 and _PLAIN.fullmatch(sentence)
    ]


def _of_sentence(place: _Place, rules: Mapping[str, Rule], draw: random.Random) -> Iterator[Pair]:
    yield _following(place, draw)
    for table, share in ((CONTRADICTING, 1.0), (ADDING, _ADDED)):
        usable = {name: rule for name, rule in rules.items() if name in table}
        wrong = _wrong(place, usable, draw) if draw.random() < share else None
        if wrong is not None:
            yield wrong
    if draw.random() < _WITHOUT:
        yield from _without(place, draw)
    if draw.random() < _JOINED:
        yield from _joined(place, draw)


def _following(place: _Place, draw: random.Random) -> Pair:
    kind, claim = "identical", place.sentence
    if draw.random() < _REWORDED:
        kind, claim = _reworded(claim, draw)
        if draw.random() < 0.4:
            claim = _reworded(claim, draw)[1]
    return _pair(place, kind, "supported", claim, _evidence(place, place.sentence, draw), ())


def _reworded(sentence: str, draw: random.Random) -> tuple[str, str]:
    for kind in draw.sample(list(REWORDING), len(REWORDING)):
        claim = REWORDING[kind](sentence, draw)
        if claim is not None:
            return kind, claim
    return "identical", sentence


def _wrong(place: _Place, rules: Mapping[str, Rule], draw: random.Random) -> Pair | None:
    before = place.sentence
    if draw.random() < 0.35:
        before = _reworded(before, draw)[1]
    for kind in draw.sample(list(rules), len(rules)):
        edit = rules[kind](before, place.around, draw)
        if edit is None or edit.text.lower() == before.lower():
            continue
        if kind in CONTRADICTING:
            return _contradicting(place, kind, before, edit, draw)
        if kind != "modality hardened" and draw.random() < _ADDED_TO_BOTH:
            said = _evidence(place, edit.text, draw)
            return _pair(place, "added to both", "supported", edit.text, said, ())
        said = _evidence(place, place.sentence, draw)
        return _pair(place, kind, "partly", edit.text, said, edit.uncovered)
    return None


def _contradicting(place: _Place, kind: str, before: str, edit: Edit, draw: random.Random) -> Pair:
    if draw.random() < _IN_EVIDENCE:
        said = _evidence(place, edit.text, draw)
        return replace(_pair(place, kind, "contradicted", before, said, ()), uncovered=None)
    said = _evidence(place, place.sentence, draw)
    return _pair(place, kind, "contradicted", edit.text, said, edit.uncovered)


def _without(place: _Place, draw: random.Random) -> Iterator[Pair]:
    """Yield the sentence with its neighbours, where these do not say it as well."""
    claim = place.sentence if draw.random() < 0.5 else _reworded(place.sentence, draw)[1]
    said = _evidence(place, "", draw)
    wanted = _content(claim)
    if said and wanted and len(wanted & _content(said)) <= 0.6 * len(wanted):
        found = _pair(place, "neighbours", "not", claim, said, ())
        yield replace(found, uncovered=None)


def _content(text: str) -> set[str]:
    return set(re.findall(r"\w{4,}|\d+", text.lower()))


def _joined(place: _Place, draw: random.Random) -> Iterator[Pair]:
    """Yield the sentence with one of the same text behind it, which the evidence has, or not."""
    others = [
        other
        for other in place.all
        if other != place.sentence and 5 <= len(other.split()) <= 20 and _PLAIN.fullmatch(other)
    ]
    if not others:
        return
    other = draw.choice(others)
    first = place.sentence.rstrip(".! ")
    joint = draw.choice((", and ", "; ", ". "))
    second = (
        other
        if joint == ". " or other.split()[0] in place.around.names
        else (other[0].lower() + other[1:])
    )
    claim = f"{first}{joint}{second}"
    if draw.random() < 0.4:
        both = [place.sentence, other]
        draw.shuffle(both)
        yield _pair(place, "joined", "supported", claim, " ".join(both), ())
        return
    said = _evidence(place, place.sentence, draw)
    start = len(first) + len(joint)
    if other not in said:
        yield _pair(place, "added second fact", "partly", claim, said, ((start, len(claim)),))


def _evidence(place: _Place, sentence: str, draw: random.Random) -> str:
    """Return words in which a sentence stands in its place; "" leaves the place empty."""
    if sentence and draw.random() < _ALONE:
        return sentence
    before, after = draw.choice(((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (3, 3)))
    first = max(0, place.number - before)
    held = [*place.all[first : place.number], sentence, *place.all[place.number + 1 :][:after]]
    at = place.number - first
    while sum(len(s.split()) for s in held) > _MOST_WORDS and len(held) > 1:
        end = 0 if at > len(held) - 1 - at else len(held) - 1
        held.pop(end)
        at -= end == 0
    return " ".join(filter(None, held))


def _pair(
    place: _Place,
    kind: str,
    label: str,
    claim: str,
    evidence: str,
    uncovered: tuple[tuple[int, int], ...],
) -> Pair:
    text = place.text
    return Pair(text.set, kind, label, claim, evidence, text.group, uncovered)
