"""Sentences with one thing wrong in them, made by rule from right ones.

They share nothing with the rules that the entailment model is trained on
(`qa/checking/entailment/training/exchanged.py`), on purpose: a test made of the same rules would
measure how well it learned those.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa.checking.amounts import Amount, amounts_in
from qa.checking.guards.names import names_in
from qa.checking.moments import moments_in

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_OTHER_UNIT = {
    "kilometres": "miles", "miles": "kilometres", "km": "miles", "metres": "feet", "feet": "metres",
    "m": "km", "cm": "mm", "mm": "cm", "hours": "days", "days": "weeks", "weeks": "months",
    "months": "years", "years": "months", "minutes": "hours", "seconds": "minutes",
    "euros": "dollars", "dollars": "euros", "crowns": "euros", "pounds": "euros", "kg": "g",
    "kilos": "tonnes", "g": "kg", "ml": "l", "litres": "millilitres", "per cent": "euros",
    "W": "kW", "megawatts": "kilowatts",
}  # fmt: skip
_OPPOSITES = {
    "more": "less", "less": "more", "before": "after", "after": "before", "first": "last",
    "rose": "fell", "fell": "rose", "accepted": "rejected", "rejected": "accepted",
    "approved": "rejected", "opened": "closed", "closed": "opened", "increased": "decreased",
    "largest": "smallest", "highest": "lowest", "longest": "shortest", "above": "below",
    "below": "above", "allowed": "forbidden", "forbidden": "allowed", "larger": "smaller",
    "free": "closed", "most": "least", "early": "late", "inside": "outside", "always": "never",
}  # fmt: skip
_HELPING = re.compile(
    r"(?<= )(?:is|are|was|were|has|had|have|will|would|can|could|may|must|shall|should|did|does|do)"
    r"(?= (?!not\b|no\b|never\b|n[’']t)[a-z])"
)
_DENIED = re.compile(r"(?<= )(?:not|never) |n['’]t\b")
_WORD_OF_NAME = re.compile(r"[A-ZÀ-Þ][\w’'-]+$")
_FIRST_YEAR = 3  # a wrong year is at least this far from the right one; a guess


@dataclass(frozen=True, slots=True)
class Corruption:
    """A sentence with something wrong, what is wrong, and the sentence that it was."""

    text: str
    kind: str
    original: str


def corruptions(
    sentences: Sequence[str], names: Sequence[str], seed: int = 0
) -> Iterator[Corruption]:
    """Yield for each sentence a wrong one of every kind that it has room for.

    Args:
        sentences: Right ones.
        names: Names of other documents, which take the place of the sentence's own.
        seed: What is drawn follows from it and the sentence.
    """
    for sentence in sentences:
        draw = random.Random(f"{seed} {sentence}")
        for kind, rule in _RULES.items():
            changed = rule(sentence, names, draw)
            if changed is not None and changed != sentence:
                yield Corruption(changed, kind, sentence)


def _put(sentence: str, start: int, end: int, new: str) -> str:
    return f"{sentence[:start]}{new}{sentence[end:]}"


def _number(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = [one for one in amounts_in(sentence) if re.match(r"[$£€]?\d", one.written)]
    if not found:
        return None
    one = draw.choice(found)
    figures = re.search(r"\d[\d,]*", sentence[one.start : one.end])
    assert figures is not None
    start, end = one.start + figures.start(), one.start + figures.end()
    return _put(sentence, start, end, _other_figures(figures[0], draw))


def _other_figures(written: str, draw: random.Random) -> str:
    """Return figures of the same length, with one of them another."""
    places = [at for at, figure in enumerate(written) if figure.isdigit()]
    at = draw.choice(places)
    others = [f for f in "123456789" if f != written[at]]
    return _put(written, at, at + 1, draw.choice(others))


def _unit(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = [(one, name) for one in amounts_in(sentence) if (name := _unit_of(sentence, one))]
    if not found:
        return None
    one, name = draw.choice(found)
    start = sentence.rindex(name, one.start, one.end)
    return _put(sentence, start, start + len(name), _OTHER_UNIT[name])


def _unit_of(sentence: str, one: Amount) -> str:
    written = sentence[one.start : one.end]
    names = (name for name in _OTHER_UNIT if re.search(rf"(?<![A-Za-z]){name}$", written))
    return max(names, key=len, default="")


def _date(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = [one for one in moments_in(sentence) if not one.units & {"clock", "dial"}]
    if not found:
        return None
    one = draw.choice(found)
    written = sentence[one.start : one.end]
    return _put(sentence, one.start, one.end, _other_date(written, draw))


def _other_date(written: str, draw: random.Random) -> str:
    """Return a date with another month, day of the week or year."""
    for named in (_MONTHS, _DAYS):
        for name in named:
            if name in written:
                return written.replace(name, draw.choice([n for n in named if n != name]))
    year = re.search(r"\d{4}", written)
    if year is None:
        return written
    by = draw.choice([*range(_FIRST_YEAR, 30), *range(-30, -_FIRST_YEAR)])
    return written.replace(year[0], str(int(year[0]) + by))


def _name(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = [span for span in names_in(sentence) if _WORD_OF_NAME.search(sentence[slice(*span)])]
    others = [name for name in names if name not in sentence]
    if not found or not others:
        return None
    start, end = draw.choice(found)
    last = _WORD_OF_NAME.search(sentence[start:end])
    assert last is not None
    return _put(sentence, start + last.start(), end, draw.choice(others))


def _negation(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    denied = _DENIED.search(sentence)
    if denied:
        return _put(sentence, *denied.span(), "")
    helping = _HELPING.search(sentence)
    return None if helping is None else _put(sentence, helping.end(), helping.end(), " not")


def _opposite(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    found = [m for m in re.finditer(r"\b[a-z]+\b", sentence) if m[0] in _OPPOSITES]
    if not found:
        return None
    match = draw.choice(found)
    return _put(sentence, *match.span(), _OPPOSITES[match[0]])


def _roles(sentence: str, names: Sequence[str], draw: random.Random) -> str | None:
    """Let two names change places."""
    found = names_in(sentence)
    if len(found) < 2:
        return None
    (first, first_end), (last, last_end) = found[0], found[-1]
    one, other = sentence[first:first_end], sentence[last:last_end]
    return _put(_put(sentence, last, last_end, one), first, first_end, other)


_RULES: Mapping[str, Callable[[str, Sequence[str], random.Random], str | None]] = {
    "number": _number,
    "unit": _unit,
    "date": _date,
    "name": _name,
    "negation": _negation,
    "opposite": _opposite,
    "names exchanged": _roles,
}
