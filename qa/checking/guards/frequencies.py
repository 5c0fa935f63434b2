"""Whether something happens as often as a sentence says: twice a year is every six months."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.checking.finding import Finding
from qa.checking.verdict import Evidence

_YEARLY = {
    "hour": 8766.0, "day": 365.25, "week": 52.18, "fortnight": 26.09, "month": 12.0,
    "quarter": 4.0, "year": 1.0, "decade": 0.1,
}  # fmt: skip
"""How often a year has each."""
_ADVERBS = {
    "hourly": 8766.0, "daily": 365.25, "weekly": 52.18, "fortnightly": 26.09, "monthly": 12.0,
    "quarterly": 4.0, "half-yearly": 2.0, "yearly": 1.0, "annually": 1.0,
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
} | {"other": 2, "second": 2, "third": 3, "fourth": 4, "few": 0, "several": 0}
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_UNIT = rf"(?P<unit>half-?\s?year|{'|'.join(_YEARLY)})s?\b"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_OFTEN = re.compile(
    rf"\b(?:(?:every|each)\s+(?:(?P<every>{_COUNT})\s+)?{_UNIT}"
    rf"|(?:(?P<times>{'|'.join(_TIMES)})|(?P<count>{_COUNT})\s+times)\s+"
    rf"(?:a|an|per|each|every|in an?|in)\s+(?:(?P<each>{_COUNT})\s+)?{_UNIT.replace('unit', 'of')}"
    rf"|(?P<adverb>{'|'.join(_ADVERBS)}))(?!\s+(?:of|since|before)\b)",
    re.IGNORECASE,
)
_SAME = 0.09
"""How far two may differ and be the same: every two weeks is called twice a month. A guess."""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something happens, and where a text says so."""

    span: tuple[int, int]
    yearly: float

    def is_like(self, other: "Frequency") -> bool:
        """Tell whether two are the same, roughly."""
        return abs(self.yearly - other.yearly) <= _SAME * max(self.yearly, other.yearly)


def frequencies(text: str) -> list[Frequency]:
    """Return how often a text says that things happen, in its order."""
    found = []
    for match in _OFTEN.finditer(text):
        yearly = _yearly(match)
        if yearly:
            found.append(Frequency(match.span(), yearly))
    return found


def frequency_findings(sentence: str, source: Evidence) -> Iterator[Finding]:
    """Object to a frequency where the quote gives others, and no part of the source that one."""
    given = frequencies(source.quote)
    known = frequencies(source.text)
    for said in frequencies(sentence) if given else ():
        if not any(said.is_like(one) for one in known):
            other = " ".join(source.quote[slice(*given[0].span)].split())
            reason = f"The source says “{other}”, not “{sentence[slice(*said.span)]}”."
            yield Finding("number", "conflict", said.span, reason)


def said_otherwise(sentence: str, source: Evidence) -> list[tuple[int, int]]:
    """Return the places of frequencies in a sentence that the source has, in whatever words."""
    given = frequencies(source.text)
    return [said.span for said in frequencies(sentence) if any(said.is_like(one) for one in given)]


def _yearly(match: re.Match[str]) -> float:
    if match["adverb"]:
        return _ADVERBS[match["adverb"].lower()]
    if match["unit"]:
        return _of(match["unit"]) / _number(match["every"]) if _number(match["every"]) else 0.0
    times = _TIMES[match["times"].lower()] if match["times"] else _number(match["count"])
    each = _number(match["each"])
    return times * _of(match["of"]) / each if each else 0.0


def _of(unit: str) -> float:
    return 2.0 if unit.lower().startswith("half") else _YEARLY[unit.lower()]


def _number(word: str | None) -> int:
    """Return what a number word says: 1 where there is none, 0 where it is not exact."""
    if word is None:
        return 1
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]
