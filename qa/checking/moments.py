"""Dates and times of a text, each by its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.answering.answer_types import DAYS, MONTHS
from qa.answering.dates import parts, places

_MONTH = "|".join(name.capitalize() for name in MONTHS)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_OTHER = re.compile(
    rf"\b(?:(?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})\b"
    rf"|(?P<month_first>{_MONTH})\.?\s+(?P<day_after>{_DAY})\b(?!:)"
    rf"|(?P<alone>{_MONTH})\b|(?P<weekday>{'|'.join(d.capitalize() for d in DAYS)})s?\b"
    r"|(?P<decade>1\d|20)(?P<ten>\d)0['’]?s\b"
    rf"|(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(_ORDINALS)})[\s-]centur(?:y|ies)\b"
    r"|(?P<hour>[01]?\d|2[0-4])(?:(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|:(?P<minute_after>[0-5]\d)\b)"
    r"|(?P<noon>noon|midday|midnight)\b)",
)
_LISTED = re.compile(rf"\b({_DAY})\s*(?:to|and|or|until|[-–—])\s*$")
_MAY = re.compile(
    r"(?:\b(?:in|of|since|until|by|from|to|and|last|next|early|late|mid|during)|[-–])\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A written date or time: its parts by their units, and where it stands."""

    parts: frozenset[tuple[str, str]]
    start: int
    end: int
    written: str

    @property
    def units(self) -> frozenset[str]:
        """Which units it gives: year, month, day, weekday, clock, decade, century."""
        return frozenset(unit for unit, _ in self.parts)


@lru_cache(maxsize=4_000)
def moments_in(text: str) -> tuple[Moment, ...]:
    """Return the dates and times that a text gives, in order; "last March" gives only a month."""
    found: list[Moment] = []
    for start, end in places(text):
        own = _parts(text[start:end])
        found += [_moment(own, text, start, end), *_listed(own, text, start)]
    taken = [(moment.start, moment.end) for moment in found]
    for match in _OTHER.finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            own = frozenset(_other(match))
            if own:
                found += [_moment(own, text, *match.span()), *_listed(own, text, match.start())]
    return tuple(sorted(found, key=lambda moment: (moment.start, moment.end)))


def without_moments(text: str) -> str:
    """Return a text with blanks for its dates and times, so that places stay what they are."""
    for moment in moments_in(text):
        blank = " " * (moment.end - moment.start)
        text = f"{text[: moment.start]}{blank}{text[moment.end :]}"
    return text


def _moment(own: frozenset[tuple[str, str]], text: str, start: int, end: int) -> Moment:
    return Moment(own, start, end, " ".join(text[start:end].split()))


def _parts(written: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        ("month" if part.isalpha() else "year" if len(part) == 4 else "day", part)
        for part in parts(written)
    )


def _listed(own: frozenset[tuple[str, str]], text: str, start: int) -> Iterator[Moment]:
    """Yield the day before another of the same month: 22 of "22 and 23 February"."""
    match = _LISTED.search(text, max(0, start - 12), start)
    if match and any(unit == "day" for unit, _ in own):
        rest = {part for part in own if part[0] in ("month", "year")}
        day = ("day", str(int(re.sub(r"\D", "", match[1]))))
        yield _moment(frozenset({day, *rest}), text, *match.span(1))


def _other(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    day, month = match["day"] or match["day_after"], match["month"] or match["month_first"]
    if month:
        yield from (("day", str(int(re.sub(r"\D", "", day)))), ("month", month[:3].lower()))
    elif match["alone"]:
        if match["alone"] not in ("May", "Mar", "March") or _MAY.search(
            match.string[: match.start()]
        ):
            yield "month", match["alone"][:3].lower()
    elif match["weekday"]:
        yield "weekday", match["weekday"].lower()
    elif match["decade"]:
        yield "decade", f"{match['decade']}{match['ten']}"
    elif match["century"]:
        yield "century", str(_ordinal(match["century"].lower()))
    else:
        yield "clock", _clock(match)


def _ordinal(written: str) -> int:
    if written in _ORDINALS:
        return _ORDINALS.index(written) + 1
    return int(re.sub(r"\D", "", written))


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "0:00" if match["noon"] == "midnight" else "12:00"
    hour, half = int(match["hour"]), match["half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour % 24}:{match['minute'] or match['minute_after'] or '00'}"
