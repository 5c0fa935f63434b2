"""Dates in sentences as days, months or years: as they are written, and as they are read."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qa.answering.answer_types import MONTHS
from qa.answering.dates import DAY, MONTH, Unit, by_unit, figures, written_dates

_PRECISIONS: tuple[Unit, ...] = ("year", "month", "day")
_JOINT = r"\s*(?:[-–—]|\b(?:to|until|till|through)\b)\s*"
# What a range begins with that leaves out what its end says: `12–`, `3 May to`, `May–`.
_BEGINS = re.compile(
    rf"\b(?:(?P<day>{DAY})|(?P<day_month>{DAY}\s+{MONTH})|(?P<month_day>{MONTH}\s+{DAY})"
    rf"|(?P<month>{MONTH}))(?:{_JOINT}|(?P<and>\s+and\s+))$",
    re.IGNORECASE,
)
_DAYS_OF_MONTH = re.compile(rf"\b({MONTH})\s+({DAY}){_JOINT}({DAY}),?\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_JOINED = re.compile(_JOINT)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LAST_TWO = re.compile(r"([-–—])(\d{2})\b(?![-–—./]?\d)")
# Four digits that are not a year: numbers of things and of pages, money, parts of names and paths.
_NO_YEAR_BEFORE = re.compile(
    r"(?:[$€£#§/_.=+-]|\b(?:no|nos|nr|p|pp|page|pages|room|number|numbers|vol|item|line|article"
    r"|about|approximately|roughly|nearly|almost|over|than|least|most|only|some|resolution)\b\.?\s*)$",
    re.IGNORECASE,
)
_NO_YEAR_AFTER = re.compile(
    r"[/_=@%]|[-–]0\d\d|[-–]?[A-Za-z]|\s+(?:percent|per\s+cent|million|thousand)\b"
)
_OLDEST_BARE = 1600
"""A bare number below is a year only where a word says so (`in 1066`); a guess: of larger ones
most are years in running text."""
_NAMED = re.compile(
    r"\b(?:in|since|until|till|during|before|after|year|circa|early|late|by|from|to|of)\s+"
    r"(?:(?:at\s+least|about|around|approximately|roughly|nearly)\s+)?$|\d{4}[-–—]$",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?P<decade>1[6-9]\d|20\d)0s\b")
_COUNTS = {
    word: n
    for n, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
}
_RELATIVE = re.compile(
    r"(?<!the )(?<!The )\b(?:(?P<which>[Ll]ast|[Tt]his|[Nn]ext)\s+"
    r"(?:(?P<unit>year|month)|(?P<month>[A-Z]\w+))\b(?!\s+(?:of\b|\d))"
    r"|(?P<near>[Yy]esterday|[Tt]omorrow)\b"
    rf"|\b(?P<count>\d{{1,3}}|(?:{'|'.join(_COUNTS)}))\s+(?P<units>day|week|month|year)s?\s+ago\b)"
)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date in a sentence, or a range of dates.

    `start` and `end` are where it stands in the sentence. `first` and `last` are as exact as what
    is written: `2019`, `2019-05` or `2019-05-01`; without a range they are the same. A
    `relative` date (`last March`) was resolved by the date of its document.
    """

    start: int
    end: int
    written: str
    first: str
    last: str
    relative: bool = False

    @property
    def precision(self) -> Unit:
        """Return how exact the beginning is."""
        return _PRECISIONS[self.first.count("-")]


def read_dates(sentence: str, published: str = "") -> list[ReadDate]:
    """Return the dates of a sentence in the order they stand there.

    Left out are stamps (`Printed on 3 May 2024`), four-digit numbers that are not years, and
    relative dates that the date of the document, `published`, is not exact enough to resolve. Of
    `3/4/2019` only the year is read: which of two small figures is the month, nobody can tell.
    """
    found: list[ReadDate] = []
    for match in written_dates(sentence):
        if (date := _read(sentence, match)) is None:
            continue
        if found and (joined := _joined(sentence, found[-1], date)) is not None:
            found[-1] = joined
        else:
            found.append(date)
    taken = [(date.start, date.end) for date in found]
    for date in (*_decades(sentence), *_relative_dates(sentence, published)):
        if all(date.end <= start or end <= date.start for start, end in taken):
            found.append(date)
    return sorted(found, key=lambda date: date.start)


# A date that is written out ---------------------------------------------------------


def _read(sentence: str, match: re.Match[str]) -> ReadDate | None:
    """Return the date of a match, with the beginning of its range where that is left out."""
    if match["year"]:
        return _read_year(sentence, match)
    value = _value(match)
    if value is None:
        return None
    date = ReadDate(match.start(), match.end(), match[0], value, value)
    begins = _BEGINS.search(sentence[: match.start()])
    return date if begins is None else _ranged(sentence, begins, date)


def _read_year(sentence: str, match: re.Match[str]) -> ReadDate | None:
    before = sentence[: match.start()]
    date = ReadDate(match.start(), match.end(), match[0], match[0], match[0])
    if days := _DAYS_OF_MONTH.search(before):  # May 12-15, 2019
        first, last = (_iso(match[0], days[1], days[n]) for n in (2, 3))
        if first < last:
            return _from(sentence, days.start(), replace(date, first=first, last=last))
    doubtful = int(match[0]) < _OLDEST_BARE or _NO_YEAR_BEFORE.search(before)
    if doubtful and not _NAMED.search(before):
        return None
    if short := _LAST_TWO.match(sentence, match.end()):  # 1914-18, but 2019-05 may be a month
        last = match[0][:2] + short[2]
        if last > match[0] and (int(short[2]) > 12 or short[1] != "-"):
            end = short.end()
            return replace(date, end=end, written=sentence[date.start : end], last=last)
        return date
    return None if _NO_YEAR_AFTER.match(sentence, match.end()) else date


def _decades(sentence: str) -> Iterator[ReadDate]:
    """Yield decades (`the 1880s`) as ranges of ten years."""
    for match in _DECADE.finditer(sentence):
        first, last = (f"{match['decade']}{figure}" for figure in (0, 9))
        yield ReadDate(match.start(), match.end(), match[0], first, last)


def _ranged(sentence: str, begins: re.Match[str], date: ReadDate) -> ReadDate:
    """Return the range that ends with a date and begins with words that lack its year."""
    year, *rest = date.last.split("-")
    if begins["and"] and not _BETWEEN.search(sentence[: begins.start()]):
        return date
    day = re.search(r"\d+", begins[0])
    name = re.search(rf"\b{MONTH}", begins[0], re.IGNORECASE)
    if name is None and len(rest) < 2:
        return date
    first = _iso(year, name[0] if name else rest[0], day[0] if day else "")
    if not first or first.count("-") != date.last.count("-") or first >= date.last:
        return date
    return _from(sentence, begins.start(), replace(date, first=first))


def _joined(sentence: str, one: ReadDate, other: ReadDate) -> ReadDate | None:
    """Return the range of two dates that a word or dash joins; None if nothing joins them."""
    between = sentence[one.end : other.start]
    both = _AND.fullmatch(between) and _BETWEEN.search(sentence[: one.start])
    if one.first != one.last or other.first != other.last:
        return None
    if not (_JOINED.fullmatch(between) or both) or not one.first < other.last:
        return None
    words = sentence[one.start : other.end]
    return ReadDate(one.start, other.end, words, one.first, other.last)


def _from(sentence: str, start: int, date: ReadDate) -> ReadDate:
    return replace(date, start=start, written=sentence[start : date.end])


def _value(match: re.Match[str]) -> str | None:
    """Return the date of a match as year, month and day; None if there is no such date."""
    if match["iso"]:
        return _iso(*match["iso"].split("-")) or None
    if match["figures"]:
        return _of_figures(match["figures"])
    written = by_unit(match["words"])
    return _iso(written["year"], written["month"], written.get("day", "")) or None


def _of_figures(written: str) -> str | None:
    one, other, year = figures(written)
    if "." in written or int(one) > 12 or one == other:
        return _iso(year, other, one) or None
    return _iso(year, one, other) or None if int(other) > 12 else year


def _iso(year: str, month: str, day: str = "") -> str:
    """Return a date as far as there is such a day; "" where there is no such month."""
    number = int(month) if month.isdigit() else month_number(month)
    if not 1 <= number <= 12:
        return ""
    figures = re.sub(r"\D", "", day)
    exact = figures and 1 <= int(figures) <= monthrange(int(year), number)[1]
    return f"{year}-{number:02}" + (f"-{int(figures):02}" if exact else "")


def month_number(name: str) -> int:
    """Return the number of a month, given its name or an abbreviation; 0 for other words."""
    short = name.casefold()[:3]
    return next((n for n, month in enumerate(MONTHS[:12], 1) if month[:3] == short), 0)


# A date that leans on the document's ------------------------------------------------


def _relative_dates(sentence: str, published: str) -> Iterator[ReadDate]:
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", published):
        return
    own = [int(part) for part in published.split("-")]
    for match in _RELATIVE.finditer(sentence):
        if value := _resolved(match, own):
            start, end = match.span()
            yield ReadDate(start, end, match[0], value, value, relative=True)


def _resolved(match: re.Match[str], own: list[int]) -> str:
    """Return what a relative date is by the document's own; "" where that is not exact enough."""
    if match["near"]:
        return _days_before(own, 1 if match["near"].casefold() == "yesterday" else -1)
    if match["units"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])
        unit = match["units"]
        if unit in ("day", "week"):
            return _days_before(own, count * (7 if unit == "week" else 1))
        return _earlier(own, unit, count)
    step = {"last": 1, "this": 0, "next": -1}[match["which"].casefold()]
    if match["unit"]:
        return _earlier(own, match["unit"], step)
    return _named_month(match["month"], own, step)


def _named_month(name: str, own: list[int], step: int) -> str:
    """Return the last, this year's or next month of a name, seen from a month."""
    number = month_number(name)
    known = re.fullmatch(MONTH, name, re.IGNORECASE)
    if not known or len(own) < 2:
        return ""
    year = own[0]
    if step > 0 and number >= own[1]:
        year -= 1
    elif step < 0 and number <= own[1]:
        year += 1
    return f"{year:04}-{number:02}"


def _earlier(own: list[int], unit: str, count: int) -> str:
    """Return the year or month that is some years or months before a date."""
    if unit == "year":
        return f"{own[0] - count:04}"
    if len(own) < 2:
        return ""
    year, month = divmod(own[0] * 12 + own[1] - 1 - count, 12)
    return f"{year:04}-{month + 1:02}"


def _days_before(own: list[int], days: int) -> str:
    from datetime import date, timedelta

    if len(own) < 3:
        return ""
    try:
        return (date(*own[:3]) - timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return ""
