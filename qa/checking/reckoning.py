"""Numbers and times that a text does not write, but that its reader may find in it."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations, pairwise

from qa.answering.answer_types import DAYS, MONTHS
from qa.checking.amounts import RANK, Amount, amounts_in, whole_number
from qa.checking.moments import Moment, moments_in
from qa.checking.units import SHARE, plain_unit, scaled

_ADDED = 5
"""Numbers of one kind of which three and more are added up; a guess: of many, some sum is any
number."""
_COMBINED = 30  # numbers or times that are combined two by two; a guess, so that it stays quick
_CLOCK = re.compile(
    r"(?<![\w.,:£$€])(?P<hour>\d{1,2})[.:](?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\w:%])"
)
_ARTICLE = re.compile(
    r"\b(?:an?|one)\s+(?P<unit>minute|hour|day|week|fortnight|month|year|decade|century|metre|meter|mile"
    r"|kilometre|inch|litre|gallon|pint|kilo|tonne|hectare|acre)\b",
    re.IGNORECASE,
)
_TIMES = {
    factor: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for factor, words in (
        (2.0, "twice|doubl(?:e|es|ed|ing)(?!-)|two times|as much again"),
        (3.0, "three times|tripl(?:e|es|ed|ing)|trebl(?:e|es|ed|ing)|threefold"),
        (4.0, "four times|quadrupl(?:e|es|ed|ing)|fourfold"),
        (0.5, "half(?!-)|halv(?:e|es|ed|ing)"),
        (1.5, r"half (?:as \w+ )?again"),
    )
}
"""What says, near a number, that another is so many times as much."""
_NEAR = 80  # characters on either side of a number in which such a word stands; a guess
_RELATIVE = re.compile(
    r"\b(?:(?:the\s+)?(?:next|following)\s+(?P<next>day|morning|evening|night|week|year)"
    r"|(?P<count>an?|the|one|\d{1,3}|[a-z]+(?:-[a-z]+)?)\s+"
    r"(?P<unit>minute|hour|day|night|week|year|decade)s?\s+(?P<way>after|before|later|earlier))\b"
    r"(?P<goes_on>\s+\w)?",
    re.IGNORECASE,
)
"""What gives a time by another: "the day after", "three years later". Where it goes on ("three
years before she came"), the time that is written may be either of both."""
_IN_DAYS = {"day": 1, "night": 1, "morning": 1, "evening": 1, "week": 7}
_IN_YEARS = {"year": 1, "decade": 10}
_IN_MINUTES = {"minute": 1, "hour": 60}
_RANGE = re.compile(r"\s*(?:to|until|till|[-–—])\s*(?:the\s+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*and\s+(?:the\s+)?", re.IGNORECASE)
_RANGED = ({"month"}, {"year"}, {"weekday"}, {"clock"}, {"day", "month"})


def is_reckoned(amount: Amount, given: Sequence[Amount], text: str) -> bool:
    """Tell whether an amount may be reckoned from those that a text gives.

    It may be a sum or a difference of some of them, a share of one, so many times one, or what lies
    between two dates or times. Of right sentences written by hand that a number alone refused, a
    fifth were sums or differences of two; of wrong ones a twentieth.
    """
    if amount.scale == RANK:
        return False
    same = [one for one in given if one.scale == amount.scale]
    made = [*_times(same, text)]
    if amount.scale != SHARE:
        shares = [one.base / 100 for one in given if one.scale == SHARE]
        made += [*_sums([one.base for one in same])]
        made += [one.base * share for one in same for share in shares]
        made += [base for scale, base in _between(text) if scale == amount.scale]
    return any(math.isclose(amount.base, one, rel_tol=1e-6) for one in made)


def _sums(bases: Sequence[float]) -> Iterator[float]:
    """Yield sums and differences of two, and of more what all give, or the most less the rest."""
    for a, b in combinations(bases[:_COMBINED], 2):
        yield from (a + b, abs(a - b))
    if len(bases) > _ADDED:
        return
    for count in range(3, len(bases) + 1):
        for some in combinations(bases, count):
            yield sum(some)
            yield 2 * max(some) - sum(some)


def _times(given: Sequence[Amount], text: str) -> Iterator[float]:
    for one in given:
        around = text[max(0, one.start - _NEAR) : one.end + _NEAR]
        yield from (one.base * factor for factor, said in _TIMES.items() if said.search(around))


@lru_cache(maxsize=1_000)
def _between(text: str) -> tuple[tuple[str, float], ...]:
    """Return how much time lies between any two dates or times of a text, with its scale."""
    moments = [dict(one.parts) for one in moments_in(text)][:_COMBINED]
    found: set[tuple[str, float]] = set()
    for one, other in combinations(moments, 2):
        if "year" in one and "year" in other:
            found.add(scaled(abs(int(one["year"]) - int(other["year"])), "year"))
        if "weekday" in one and "weekday" in other:
            gap = DAYS.index(other["weekday"]) - DAYS.index(one["weekday"])
            found |= {scaled(gap % 7, "day"), scaled(-gap % 7, "day")}
        first, last = (_day(each, one.get("year") or other.get("year")) for each in (one, other))
        if first is not None and last is not None:
            found.add(scaled(abs(last - first), "day"))
    # "31:12" and "10.04" may be hours and minutes, or minutes and seconds.
    clocks = [
        (int(match["hour"]) * 60 + int(match["minute"])) * 60 + int(match["second"] or 0)
        for match in _CLOCK.finditer(text)
    ][:_COMBINED]
    for a, b in combinations(clocks, 2):
        found |= {scaled(abs(a - b), "second"), scaled(abs(a - b) / 60, "second")}
    return tuple(found)


def _day(parts: dict[str, str], year: str | None) -> int | None:
    """Return the number of a day; None for what gives no day and month, or gives 31 June."""
    if not {"day", "month"} <= parts.keys():
        return None
    try:
        # 2000 had a 29 February.
        given = int(parts.get("year") or year or 2000)
        return date(given, _month(parts) + 1, int(parts["day"])).toordinal()
    except ValueError:
        return None


def is_said_with_article(amount: Amount, text: str) -> bool:
    """Tell whether a text gives an amount without a number: "a week" for seven days."""
    for match in _ARTICLE.finditer(text):
        unit = match["unit"].lower()
        value, unit = (2.0, "week") if unit == "fortnight" else (1.0, plain_unit(unit))
        scale, base = scaled(value, unit)
        if scale and scale == amount.scale and math.isclose(base, amount.base, rel_tol=0.01):
            return True
    return False


def leaves_unit_out(amount: Amount, text: str) -> bool:
    """Tell whether a text gives an amount by its number alone: "four feet here, there six"."""
    given = amounts_in(text)
    return any(one.scale == amount.scale != "" for one in given) and any(
        not one.scale and not one.nouns and one.value == amount.value for one in given
    )


def is_time(amount: Amount, text: str) -> bool:
    """Tell whether a number is a time that a text tells: 1.15 for "quarter past one"."""
    match = _CLOCK.fullmatch(amount.written)
    if match is None or amount.scale:
        return False
    hour, minute = int(match["hour"]), match["minute"]
    told = {("clock", f"{hour}:{minute}"), ("dial", f"{hour % 12}:{minute}")}
    return any(told & one.parts for one in moments_in(text))


def is_meant(moment: Moment, text: str) -> bool:
    """Tell whether a text may mean a time that it does not write: by another, or within a range."""
    given = moments_in(text)
    gaps = [*_gaps(text)]
    at = _order(moment)
    if any(at in _shifted(one, gaps) for one in given if one.units == moment.units):
        return True
    return moment.units in _RANGED and any(
        one.units == other.units == moment.units
        and _is_range(text, one, other)
        and _lies_between(moment, one, other)
        for one, other in pairwise(given)
    )


def _gaps(text: str) -> Iterator[tuple[int, str]]:
    """Yield how many of which unit lie from a time to another: 3 for "three years later"."""
    for match in _RELATIVE.finditer(text):
        count, unit = (
            whole_number(match["count"] or "the"),
            (match["next"] or match["unit"]).lower(),
        )
        if count is None:
            continue
        way = (match["way"] or "after").lower()
        if match["goes_on"] or way in ("after", "later"):
            yield count, unit
        if match["goes_on"] or way in ("before", "earlier"):
            yield -count, unit


def _shifted(moment: Moment, gaps: Sequence[tuple[int, str]]) -> set[float]:
    """Return the places of what lies so far from a time, see `_order`."""
    parts, at, found = dict(moment.parts), _order(moment), set[float]()
    for count, unit in gaps:
        if "weekday" in parts and unit in _IN_DAYS:
            found.add((at + count * _IN_DAYS[unit]) % 7)
        elif "clock" in parts and unit in _IN_MINUTES:
            found.add(at + count * _IN_MINUTES[unit])
        elif moment.units == {"year"} and unit in _IN_YEARS:
            found.add(at + count * _IN_YEARS[unit])
        elif "day" in parts and unit in _IN_DAYS:
            found.add(at + count * _IN_DAYS[unit])
    return found


def _is_range(text: str, one: Moment, other: Moment) -> bool:
    """Tell whether two times are the ends of a range: "from May to July", "between 8 and 10"."""
    joint = text[one.end : other.start]
    if _RANGE.fullmatch(joint):
        return True
    before = text[max(0, one.start - 20) : one.start].lower().split()
    return _BETWEEN.fullmatch(joint) is not None and "between" in before[-2:]


def _lies_between(moment: Moment, one: Moment, other: Moment) -> bool:
    at, first, last = (_order(each) for each in (moment, one, other))
    if first <= last or "year" in moment.units:
        return first <= at <= last
    return at >= first or at <= last  # from November to March


def _order(moment: Moment) -> float:
    """Return the place of a time among others that give the same of it; -1 where it has none."""
    parts = dict(moment.parts)
    if "weekday" in parts:
        return DAYS.index(parts["weekday"])
    if "clock" in parts:
        hour, minute = parts["clock"].split(":")
        return int(hour) * 60 + int(minute)
    day = _day(parts, None)
    if day is not None:
        return day
    if "year" in parts:
        return int(parts["year"])
    return _month(parts) if "month" in parts else -1


def _month(parts: dict[str, str]) -> int:
    return [name[:3] for name in MONTHS].index(parts["month"])
