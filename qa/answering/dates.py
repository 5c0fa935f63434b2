"""Dates in sentences: what they say, and which are only stamps of a document."""

import re
from collections.abc import Iterator
from typing import Literal

from qa.answering.answer_types import DAYS, MONTHS

Unit = Literal["year", "month", "day"]

_YEAR = r"(?:1\d{3}|20\d{2})"
MONTH = "(?:" + "|".join(MONTHS) + r")\b\.?"
"""A month with or without its full stop; to be matched in any case."""

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DATE = re.compile(
    rf"\b(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})(?:[T ]{_CLOCK}\w*)?"
    rf"|(?P<figures>\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d{{2}}))"
    rf"|(?P<words>(?<!\d\.){DAY}\s+(?:of\s+)?{MONTH},?\s+{_YEAR}|{MONTH}\s+(?:{DAY},?\s+)?{_YEAR})"
    rf"|(?P<year>{_YEAR}))\b(?(iso)(?!\.?\d)|(?![\d,.]*\d))",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:in|since|until|till|during|before|after|years?|circa|early|late|mid|the|spring|summer"
    rf"|autumn|fall|winter|{MONTH})[\s-]+$|[(\[]\s*$",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\s+(?!(?:as|has|his|is|its|this|thus|was|whereas)\b)(?:[a-z]+s|people|men|women|children"
    r"|km|kg|ft|mi|m)\b|\s?[%€$£]"
)
_STAMP = re.compile(
    r"(?:^|[|;:(\[\n–—]\s*|[.]\s+)(?:(?:date|dated|issued|published|printed|posted|created)(?:\s+on)?"
    r"\s*:|(?:(?:last\s+)?(?:updated|modified|revised|reviewed|changed|saved|edited)|printed"
    r"|generated|exported|downloaded|retrieved|accessed|viewed|scanned|archived|copyright|©|\(c\))"
    r"(?:\s+(?:on|at|date))?\s*:?)\s*(?:\w+day,?\s*)?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # days without a year, times, numbers of pages
    rf"\b{DAY}\s+(?:of\s+)?{MONTH}|\b{MONTH}\s+{DAY}(?=\s*(?:[,;.)\]–—-]|(?:to|and)\b|$))"
    rf"|\b{_CLOCK}\b|\b(?:page|p\.)\s*\d+(?:\s*(?:of|/)\s*\d+)?",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    rf"(?:(?:in|on|by|since|from|until|to|the|and|of)\s+)*(?:{MONTH}|{'|'.join(DAYS)})"
    rf"(?:\s+(?:{MONTH}|{'|'.join(DAYS)}))*",
    re.IGNORECASE,
)


def dates(sentence: str) -> list[str]:
    """Return the dates that a sentence gives, as they are written there.

    What only tells when a document was printed, changed or read (`Printed on 3 May 2024`, `Date:
    …`) is left out, and so is a number of four figures of something (`1871 herons`).
    """
    return [match[0] for match in written_dates(sentence)]


def written_dates(sentence: str) -> Iterator[re.Match[str]]:
    """Yield what `dates` returns as matches of one group: `iso`, `figures`, `words` or `year`."""
    for match in _written(sentence):
        if not _STAMP.search(sentence[: match.start()]) and not _counts(sentence, match):
            yield match


def places(text: str) -> list[tuple[int, int]]:
    """Return where dates with a year stand in a text, stamps of a document too."""
    return [match.span() for match in _written(text) if not _counts(text, match)]


def without_dates(sentence: str) -> str:
    """Return a sentence without its dates, times of day and page numbers, which count nothing."""
    kept, end = [], 0
    for match in _written(sentence):
        named = match["year"] is None or _AFTER.search(sentence[: match.start()])
        if (named and not _counts(sentence, match)) or _STAMP.search(sentence[: match.start()]):
            kept.append(sentence[end : match.start()])
            end = match.end()
    return _BESIDE.sub(" ", " ".join([*kept, sentence[end:]]))


def parts(date: str) -> frozenset[str]:
    """Return the values of `by_unit`; the words of what is no date."""
    return frozenset(by_unit(date).values()) or frozenset(date.casefold().split())


def by_unit(date: str) -> dict[Unit, str]:
    """Return year, month (`may`) and day of a written date, as far as it surely gives them."""
    match = _DATE.fullmatch(date)
    if match is None:
        return {}
    if match["iso"]:
        year, month, day = match["iso"].split("-")
        return {"year": year, "month": _name(month), "day": str(int(day))}
    if match["figures"]:
        one, other, year = figures(match["figures"])
        day, month = (one, other) if int(one) > 12 else (other, one)
        sure = int(day) > 12  # which of two small figures is the month, nobody can tell
        found: dict[Unit, str] = {"year": year}
        return found | {"month": _name(month), "day": str(int(day))} if sure else found
    words = re.findall(r"\d+|[a-z]+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b", "", date.lower()))
    return {unit_of(word): word[:3] if word.isalpha() else str(int(word)) for word in words}


def figures(date: str) -> tuple[str, str, str]:
    """Return day and month of a date like `3/4/2019` in the order written, and all of its year."""
    one, other, year = re.split(r"[./]", date)
    # A guess, near to POSIX: two figures below 70 are of this century.
    return one, other, year if len(year) == 4 else ("20" if int(year) < 70 else "19") + year


def is_calendar(words: str) -> bool:
    """Tell whether words name only a month or a day, and nobody: `In May`, `Monday`."""
    return _CALENDAR.fullmatch(words) is not None


def unit_of(part: str) -> Unit:
    """Return which part of a date one of its `parts` is, by its form."""
    if part.isalpha():
        return "month"
    return "year" if len(part) == 4 else "day"


def _name(month: str) -> str:
    number = int(month)
    return MONTHS[number - 1][:3] if 1 <= number <= 12 else month


def _written(sentence: str) -> Iterator[re.Match[str]]:
    return _DATE.finditer(sentence)


def _counts(sentence: str, match: re.Match[str]) -> bool:
    """Tell whether what looks like a year is a number of things."""
    if match["year"] is None or not _MANY.match(sentence, match.end()):
        return False
    return not re.search(r"\b(?:in|since|until|during)\s+$", sentence[: match.start()], re.I)
