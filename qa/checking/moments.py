"""Dates and times of a text, each by its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.answering.answer_types import DAYS, MONTHS
from qa.answering.dates import DAY, parts, places, unit_of
from qa.checking.words import blanked

_MONTH = "|".join(name.capitalize() for name in MONTHS)
_HOURS = "twelve one two three four five six seven eight nine ten eleven".split()
_MINUTES = {word: minute for minute, word in enumerate(_HOURS[1:], 1)} | {
    "twelve": 12, "twenty": 20, "twenty-five": 25, "quarter": 15, "half": 30,
}  # fmt: skip
_COUNT = "|".join(["twenty-five", "twenty", *_HOURS])
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first "
    "twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh "
    "twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_OF_DAY = r"in\s+the\s+(?:morning|afternoon|evening)|at\s+night"
_HUNDREDS = {"seventeen": "17", "eighteen": "18", "nineteen": "19"}
_TENS = {
    f"{word}ies": str(ten)
    for ten, word in enumerate("twent thirt fort fift sixt sevent eight ninet".split(), 2)
}
_OTHER = re.compile(
    r"\b(?:(?P<iso>(?:1\d|20)\d\d-(?:0[1-9]|1[0-2])(?:-[0-3]\d)?)\b"
    rf"|(?P<day>{DAY}|(?:{'|'.join(reversed(ORDINALS))})(?=\s+of\b))\s+(?:of\s+)?(?P<month>{_MONTH})\b"
    rf"|(?P<month_first>{_MONTH})\.?\s+(?P<day_after>{DAY})\b(?!:)"
    rf"|(?P<alone>{_MONTH})\b|(?P<weekday>{'|'.join(d.capitalize() for d in DAYS)})s?\b"
    r"|(?P<short_day>Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b"
    r"|(?P<decade>1\d|20)(?P<ten>\d)0['’]?s\b"
    rf"|(?:(?P<hundred>{'|'.join(_HUNDREDS)})[\s-]|(?<=\bthe\s))(?P<tens>{'|'.join(_TENS)})\b"
    rf"|(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})[\s-]centur(?:y|ies)\b"
    r"|(?P<hour>[01]?\d|2[0-4])(?:(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|:(?P<minute_after>[0-5]\d)\b)"
    r"|(?P<noon>noon|midday|midnight)\b"
    rf"|(?P<part>half|(?:a\s+)?quarter|{_COUNT}|\d{{1,2}})(?P<minutes>\s+minutes?)?\s+(?P<side>past|to)"
    rf"\s+(?P<told>{_COUNT}|\d{{1,2}}|noon|midnight)\b(?!\s*(?:%|per|\d|{_MONTH}))(?:\s+(?P<of>{_OF_DAY})\b)?"
    rf"|(?P<sharp>{_COUNT}|\d{{1,2}})\s+(?:o['’]clock\b(?:\s+(?P<sharp_of>{_OF_DAY})\b)?|(?P<when>{_OF_DAY})\b))",
)
_AT = re.compile(
    r"\b(?:at|until|till|before|after)\s+$"
    r"|\b(?:from|between)\s+(?:[\w:.]{1,8}\s+(?:[ap]\.?m\.?\s+)?(?:to|and|until|till)\s+)?$",
    re.IGNORECASE,
)
_FEW = ("one", "two", "three", "1", "2", "3")
_NEAR = 60  # characters before a time that say whether it is one; a guess
_UNTIL = re.compile(r"\b(?:at|until|till)\s+$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_VOTED = re.compile(
    r"\b(?:(?:out)?vot|carried|pass|reject|defeat|adopt|approv|beat|won|lost|los[et]|majority)\w*\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"\b({DAY})\s*(?:to|and|or|until|[-–—])\s*$")
_LISTED_BEHIND = re.compile(
    rf"\s*(?:to|and|or|until|[-–—])\s*({DAY})\b(?!\s*(?:%|[:.]\d|{_MONTH}|of\b|[ap]\.?m\b))"
)
_WORDED_DAY = re.compile(rf"\b(?P<day>{'|'.join(reversed(ORDINALS))})\s+of\s+$", re.IGNORECASE)
_ENDS_IN_MONTH = re.compile(rf"(?:{_MONTH})\.?\s*$")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>0?[1-9]|1[0-2])\.(?P<year>\d{4})")
"""A date with full stops, which gives the day first wherever it is used."""
_MONTH_BEFORE = re.compile(r"(?:[a-z,;:–-]|\d)\s*$")
"""What stands before a month that is also a word or a name: no beginning, no capital."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A written date or time: its parts by their units, and where it stands."""

    parts: frozenset[tuple[str, str]]
    start: int
    end: int
    written: str

    @property
    def units(self) -> frozenset[str]:
        """Which units it gives: year, month, day, weekday, clock, dial, decade, century.

        A dial has twelve hours: "half past seven" may be in the evening.
        """
        return frozenset(unit for unit, _ in self.parts)


@lru_cache(maxsize=4_000)
def moments_in(text: str) -> tuple[Moment, ...]:
    """Return the dates and times that a text gives, in order; "last March" gives only a month."""
    found: list[Moment] = []
    for start, end in places(text):
        own = _dated(text[start:end])
        own, start = _with_day(own, text, start)
        found += [_moment(own, text, start, end), *_listed(own, text, start)]
    taken = [(moment.start, moment.end) for moment in found]
    for match in _OTHER.finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            own = frozenset(_other(match))
            if own:
                found += [_moment(own, text, *match.span()), *_listed(own, text, match.start())]
                if match["day_after"]:
                    found += _listed_behind(own, text, match.end())
    return tuple(sorted(found, key=lambda moment: (moment.start, moment.end)))


def is_at_hour(text: str, start: int) -> bool:
    """Tell whether what begins at a place of a text may be an hour, by the words before it."""
    return _AT.search(text[max(0, start - _NEAR) : start]) is not None


def without_moments(text: str) -> str:
    """Return a text with blanks for its dates and times."""
    return blanked(text, ((moment.start, moment.end) for moment in moments_in(text)))


def _moment(own: frozenset[tuple[str, str]], text: str, start: int, end: int) -> Moment:
    return Moment(own, start, end, " ".join(text[start:end].split()))


def _dated(written: str) -> frozenset[tuple[str, str]]:
    """Return the parts of a date with a year."""
    dotted = _DOTTED.fullmatch(written)
    if dotted is None:
        return frozenset((unit_of(part), part) for part in parts(written))
    month = MONTHS[int(dotted["month"]) - 1][:3]
    return frozenset({("year", dotted["year"]), ("month", month), ("day", str(int(dotted["day"])))})


def _with_day(
    own: frozenset[tuple[str, str]], text: str, start: int
) -> tuple[frozenset[tuple[str, str]], int]:
    """Return a month of a year with a day in words before it, "the second of August 1986"."""
    match = _WORDED_DAY.search(text, max(0, start - 30), start)
    if match is None or {unit for unit, _ in own} != {"month", "year"}:
        return own, start
    return own | {("day", str(_ordinal(match["day"].lower())))}, match.start("day")


def _listed(own: frozenset[tuple[str, str]], text: str, start: int) -> Iterator[Moment]:
    """Yield the day before another of the same month: 22 of "22 and 23 February"."""
    match = _LISTED.search(text, max(0, start - 12), start)
    if match and text[max(0, match.start(1) - 1) : match.start(1)] in tuple(".,:/£$€"):
        return  # "£4.10 until 30 June"
    if match and _ENDS_IN_MONTH.search(text[: match.start()]):
        return  # "July 1st to August 9th"
    if match and any(unit == "day" for unit, _ in own):
        rest = {part for part in own if part[0] in ("month", "year")}
        day = ("day", str(int(re.sub(r"\D", "", match[1]))))
        yield _moment(frozenset({day, *rest}), text, *match.span(1))


def _listed_behind(own: frozenset[tuple[str, str]], text: str, end: int) -> Iterator[Moment]:
    """Yield the day behind another of the same month: 14th of "June 3rd to 14th"."""
    match = _LISTED_BEHIND.match(text, end)
    if match:
        day = ("day", str(int(re.sub(r"\D", "", match[1]))))
        rest = {part for part in own if part[0] == "month"}
        yield _moment(frozenset({day, *rest}), text, *match.span(1))


def _other(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    day, month = match["day"] or match["day_after"], match["month"] or match["month_first"]
    if match["iso"]:
        yield from _iso(match["iso"])
    elif month:
        yield from (("day", str(_ordinal(day.lower()))), ("month", month[:3].lower()))
    elif match["alone"]:
        if match["alone"] not in ("May", "Mar", "March") or _MONTH_BEFORE.search(
            match.string[: match.start()]
        ):
            yield "month", match["alone"][:3].lower()
    elif match["weekday"]:
        yield "weekday", match["weekday"].lower()
    elif match["short_day"]:
        yield "weekday", next(day for day in DAYS if day.startswith(match["short_day"].lower()))
    elif match["decade"]:
        yield "decade", f"{match['decade']}{match['ten']}"
    elif match["tens"]:
        yield "decade", f"{_HUNDREDS.get(match['hundred'] or '', '19')}{_TENS[match['tens']]}"
    elif match["century"]:
        yield "century", str(_ordinal(match["century"].lower()))
    elif match["told"] or match["sharp"]:
        yield from _told(match)
    else:
        yield "clock", _clock(match)


def _iso(written: str) -> Iterator[tuple[str, str]]:
    year, month, *day = written.split("-")
    yield from (("year", year), ("month", MONTHS[int(month) - 1][:3]))
    if day:
        yield "day", str(int(day[0]))


def _ordinal(written: str) -> int:
    if written in ORDINALS:
        return ORDINALS.index(written) + 1
    return int(re.sub(r"\D", "", written))


def _told(match: re.Match[str]) -> Iterator[tuple[str, str]]:
    """Yield a time that is told in words: "half past seven", of the morning or the evening."""
    word = match["sharp"] or match["told"]
    hour = {"noon": 12, "midnight": 0}.get(word)
    if hour is None:
        hour = _HOURS.index(word) if word in _HOURS else int(word) if word.isdigit() else 99
    part = (match["part"] or "").split()[-1:] or ["0"]
    minute = _MINUTES.get(part[0], int(part[0]) if part[0].isdigit() else 99)
    if hour > 24 or minute > 59:
        return
    if not match["minutes"] and _is_count(match, part[0]):
        return
    if match["when"] and word in _FEW and not is_at_hour(match.string, match.start()):
        return  # "one in the morning and one in the evening" are tablets
    when = match["of"] or match["sharp_of"] or match["when"]
    hour = _half_of_day(hour, when) if when and hour <= 12 else hour
    minutes = hour * 60 + (-minute if match["side"] == "to" else minute)
    unit = "clock" if when or word in ("noon", "midnight") else "dial"
    yield unit, f"{minutes // 60 % (24 if unit == 'clock' else 12)}:{minutes % 60:02}"


def _is_count(match: re.Match[str], part: str) -> bool:
    """Tell whether two numbers are no time: a vote, "by 28 to 15", or a range, "two to five"."""
    if match["side"] != "to" or part in ("half", "quarter"):
        return False
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    if _UNTIL.search(before):
        return False
    minute = _MINUTES.get(part, int(part) if part.isdigit() else 1)
    return bool(minute % 5 or _VOTED.search(before)) or _BY.search(before) is None


def _half_of_day(hour: int, when: str) -> int:
    """Return an hour of twelve as one of the day: eight "in the evening" is 20."""
    is_late = "afternoon" in when or "evening" in when or ("night" in when and hour % 12 >= 6)
    return hour % 12 + 12 * is_late


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "0:00" if match["noon"] == "midnight" else "12:00"
    hour, half = int(match["hour"]), match["half"]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour % 24}:{match['minute'] or match['minute_after'] or '00'}"
