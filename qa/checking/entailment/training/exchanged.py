"""Rules that change a sentence, so that it says something else, or more than it did."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.checking.entailment.training.pairs import Spans
from qa.checking.entailment.training.vocabulary import (
    ADDED_CAUSES,
    ADDED_DETAILS,
    ADDED_NUMBERS,
    ADJECTIVES,
    HARDENED,
    MONTHS,
    NUMBERS,
    OPPOSITES,
    UNITS,
    WEEKDAYS,
)

_FIGURE = re.compile(r"(?<![\w.,/-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w/-]|[.,]\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-zà-ü]+(?: [A-Z][a-zà-ü]+)*")
_ANY_NAME = re.compile(r"\b[A-Z][a-zà-ü]{2,}(?: [A-Z][a-zà-ü]+)*")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|must|may|does|do|did)\b"
    r"(?! not\b|n't)(?= [a-z])"
)
_NEGATED = re.compile(r" not\b(?! only)|n't\b|\bnever |\bno longer ")
_BEFORE_NOUN = re.compile(
    r"\b(?:[Tt]he|a|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|this|that) (?=[b-df-hj-np-tv-z][a-z]{3})"
)
_NOT_NAMES = frozenset((*MONTHS, *WEEKDAYS, "The", "This", "That", "And", "But", "For", "Not"))


@dataclass(frozen=True, slots=True)
class Edit:
    """A sentence that was changed; `uncovered` are the places where it says what it did not."""

    text: str
    uncovered: Spans


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names and the figures of a document, to exchange others for.

    A name is what is written with a capital inside a sentence.
    """

    names: tuple[str, ...]
    figures: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Surroundings":
        names = [name for name in _NAME.findall(text) if name not in _NOT_NAMES]
        return cls(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(_FIGURE.findall(text))))


Rule = Callable[[str, Surroundings, random.Random], Edit | None]
"""Returns None if the rule finds nothing to change in a sentence."""


def _put(sentence: str, start: int, end: int, new: str) -> Edit:
    """Return the sentence with other words in a place, small or capital as those there were."""
    if sentence[start:end][:1].isupper() and new[:1].islower():
        new = new[:1].upper() + new[1:]
    return Edit(sentence[:start] + new + sentence[end:], ((start, start + len(new)),))


def number(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with another figure, of the document or near the one that stood there."""
    found = [match for match in _FIGURE.finditer(sentence) if not _YEAR.fullmatch(match[0])]
    words = list(re.finditer(rf"\b(?:{'|'.join(NUMBERS)})\b", sentence))
    if not found and not words:
        return None
    match = draw.choice([*found, *words])
    if not match[0][0].isdigit():
        return _put(sentence, *match.span(), draw.choice([n for n in NUMBERS if n != match[0]]))
    others = [n for n in around.figures if n != match[0] and len(n) == len(match[0])]
    other = draw.choice(others) if others and draw.random() < 0.5 else _near(match[0], draw)
    return None if other == match[0] else _put(sentence, *match.span(), other)


def _near(figure: str, draw: random.Random) -> str:
    """Return a figure with one digit changed."""
    places = [place for place, mark in enumerate(figure) if mark.isdigit()]
    place = draw.choice(places[:2])
    low = "123456789" if place == 0 else "0123456789"
    other = draw.choice([digit for digit in low if digit != figure[place]])
    return figure[:place] + other + figure[place + 1 :]


def date(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with another year, month or day of the week."""
    places = [
        (match.span(), [name for name in names if name != match[0]])
        for names in (MONTHS, WEEKDAYS)
        for match in re.finditer(rf"\b(?:{'|'.join(names)})\b", sentence)
        if match[0] not in ("May", "March") or re.search(rf"\d {match[0]}|{match[0]} \d", sentence)
    ]
    for match in _YEAR.finditer(sentence):
        near = [str(int(match[0]) + by) for by in (-10, -3, -2, -1, 1, 2, 3, 10)]
        places.append((match.span(), near))
    if not places:
        return None
    span, others = draw.choice(places)
    return _put(sentence, *span, draw.choice(others))


def name(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with another name of the document in the place of one."""
    found = [match for match in _NAME.finditer(sentence) if match[0] not in _NOT_NAMES]
    if not found:
        return None
    match = draw.choice(found)
    others = [
        other
        for other in around.names
        if len(other.split()) == len(match[0].split())
        and not set(other.split()) & set(match[0].split())
    ]
    return _put(sentence, *match.span(), draw.choice(others)) if others else None


def roles(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with two of its names swapped."""
    found = [
        match
        for match in _ANY_NAME.finditer(sentence)
        if match[0] not in _NOT_NAMES and (match.start() or match[0] in around.names)
    ]
    for first, second in pairwise(found):
        between = sentence[first.end() : second.start()]
        if first[0] != second[0] and re.search(r" [a-z]{4,}", between) and "," not in between:
            text = sentence[: first.start()] + second[0] + between + first[0]
            start = first.start() + len(second[0]) + len(between)
            spans = (
                (first.start(), first.start() + len(second[0])),
                (start, start + len(first[0])),
            )
            return Edit(text + sentence[second.end() :], spans)
    return None


def negation(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with a negation put in, or taken out."""
    negated = _NEGATED.search(sentence)
    if negated:
        if re.search(r"\b(?:do|does|did|can)(?: not|n't)\b", sentence):
            return None  # without it the verb would be in another form
        rest = sentence[: negated.start()] + sentence[negated.end() :]
        return Edit(rest, ((max(0, negated.start() - 4), min(len(rest), negated.start() + 4)),))
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    match = found[0]
    short = match[0] in ("is", "are", "was", "were", "has", "had", "would", "does", "did")
    new = match[0] + ("n't" if short and draw.random() < 0.3 else " not")
    return _put(sentence, *match.span(), new)


def _of_opposites(kind: str) -> Rule:
    table: dict[str, list[str]] = {}
    for one, other in OPPOSITES[kind]:
        table.setdefault(one, []).append(other)
        if kind != "quantifier":
            table.setdefault(other, []).append(one)
    pattern = re.compile(rf"\b(?:{'|'.join(table)})\b", re.IGNORECASE)

    def rule(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
        """Return the sentence with one word exchanged for its opposite."""
        found = list(pattern.finditer(sentence))
        if not found:
            return None
        match = draw.choice(found)
        return _put(sentence, *match.span(), draw.choice(table[match[0].lower()]))

    return rule


def unit(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with another unit behind a number."""
    for group in UNITS:
        words = "|".join(group)
        match = re.search(rf"(?<=[\d] )({words})\b|(?<=(?:two|six|ten) )({words})\b", sentence)
        if match:
            return _put(sentence, *match.span(), draw.choice([w for w in group if w != match[0]]))
    return None


def hardened(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with more certainty than it had."""
    found = [
        (match, new) for old, new in HARDENED for match in re.finditer(rf"\b{old}\b", sentence)
    ]
    found = [
        item
        for item in found
        if item[1] != "exactly" or sentence[item[0].end() + 1 :][:1].isdigit()
    ]
    if not found:
        return None
    match, new = draw.choice(found)
    return _put(sentence, *match.span(), new)


def added_adjective(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
    """Return the sentence with an adjective that it did not have."""
    found = list(_BEFORE_NOUN.finditer(sentence))
    new = draw.choice(ADJECTIVES)
    if not found or new in sentence:
        return None
    place = draw.choice(found).end()
    if sentence[:place].endswith(" a ") and new[0] in "aeiou":
        return None
    return Edit(f"{sentence[:place]}{new} {sentence[place:]}", ((place, place + len(new)),))


def _of_phrases(phrases: Sequence[str]) -> Rule:
    def rule(sentence: str, around: Surroundings, draw: random.Random) -> Edit | None:
        """Return the sentence with a phrase more at its end, or at its beginning."""
        phrase = draw.choice(phrases).format(
            year=draw.randint(1960, 2025),
            small=draw.choice((*NUMBERS, "14", "20", "30", "45")),
            large=draw.choice(("4,000", "15,000", "250,000", "1.2 million", "800")),
            day=draw.randint(1, 28),
            month=draw.choice(MONTHS),
        )
        end = len(sentence.rstrip(" .!?"))
        if sentence.endswith((":", ";", "?", "!")) or end < 20:
            return None
        leads = phrase.split()[0] in ("in", "since", "after", "despite", "because", "for", "on")
        if leads and sentence[1:2].islower() and draw.random() < 0.3:
            first = sentence.split()[0]
            rest = sentence if first in around.names else sentence[0].lower() + sentence[1:]
            return Edit(f"{phrase[0].upper()}{phrase[1:]}, {rest}", ((0, len(phrase)),))
        joint = ", " if phrase.startswith("which") else " "
        start = end + len(joint)
        return Edit(f"{sentence[:end]}{joint}{phrase}.", ((start, start + len(phrase)),))

    return rule


CONTRADICTING: Mapping[str, Rule] = {
    "number": number,
    "date": date,
    "name": name,
    "negation": negation,
    "direction": _of_opposites("direction"),
    "time order": _of_opposites("time order"),
    "opposite": _of_opposites("opposite"),
    "unit": unit,
    "roles swapped": roles,
    "quantifier": _of_opposites("quantifier"),
}
"""Rules that make a sentence contradict what it said, by the kind of error."""

ADDING: Mapping[str, Rule] = {
    "modality hardened": hardened,
    "added adjective": added_adjective,
    "added number": _of_phrases(ADDED_NUMBERS),
    "added cause": _of_phrases(ADDED_CAUSES),
    "added detail": _of_phrases(ADDED_DETAILS),
}
"""Rules that make a sentence say more than it did."""
