"""The year of a date that leaves it out (`on 3 March`), where what stands around it is certain."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa.answering.answer_types import DAYS, MONTHS
from qa.answering.date_reading import ReadDate, month_number, read_dates
from qa.answering.dates import DAY

YearFrom = Literal["heading", "sentence_before", "mail"]
"""What a year was read from: a heading, the sentence before, or the date of the mail."""

_NAMES = [month.capitalize() for month in MONTHS]
_MONTH = rf"(?:(?:{'|'.join(_NAMES[:12])})\b|(?:{'|'.join(_NAMES[12:])})\b\.?)"
_NAMES_MONTH = re.compile(rf"\b{_MONTH}")  # most sentences name none, and this sees it sooner
_YEARLESS = re.compile(
    rf"(?<![\w.,/-])(?:(?:(?P<first>\d{{1,2}})\s?[-–]\s?)?(?P<day>{DAY})\s+(?:of\s+)?(?P<month>{_MONTH})"
    rf"|(?P<month_first>{_MONTH})\s+(?P<day_after>{DAY})(?:\s?[-–]\s?(?P<last>\d{{1,2}}))?)"
    rf"(?![\w/-]|,?\s*['’]?\d|\s+(?:to|until|till|through)\s+\d|\s?[–-]"
    rf"|\s+(?:and|or)\s+{DAY}\s+{_MONTH},?\s+\d{{4}})"
)
_ENDS_RANGE = re.compile(
    rf"(?:\b{DAY}|{_MONTH})\s*(?:[-–]|\b(?:to|until|till|through)\b)\s*(?:the\s+)?$"
)
_NUMBERED = re.compile(
    r"\b(?:table|figure|fig|section|no|nr|chapter|article|room|page|p|part|volume|vol|item|line|psalm)"
    r"\.?\s+$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})\b,?\s+(?:the\s+)?$", re.IGNORECASE)
_EVERY_YEAR = re.compile(
    r"\b(?:each|every|annual|annually|yearly|always|usually|normally|shall)\b", re.IGNORECASE
)
_RULES = re.compile(
    r"\b(?:rules?|bye?-?laws?|regulations?|act|code|polic(?:y|ies)|terms|agreement|contract|statutes?"
    r"|handbook|manual|guide|constitution|ordinance|ordnung|satzung|order|timetable|calendar)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\s*(?:(?:[Oo]n|[Bb]y)\s+(?:the\s+)?)?(?:(?:{'|'.join(DAYS)}),?\s+)?", re.I)
_NOT_TOLD = re.compile(r"\b(?:will|would|can|could|may|must|should|until|till|if)\b")
_NEAR = timedelta(days=92)
"""A day without a year is one of these next to the day it was written; a guess: three months, so
that the same day of the other years is at least nine months away."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a sentence.

    `heading` are the headings over it, the outermost first. `before` is the sentence before it in
    its passage, "" if there is none, and `years` are all that the passage names. `mail_date` is
    the day of the mail that it stands in, "" if it stands in none or the day is not known.
    """

    heading: Sequence[str]
    before: str
    years: frozenset[str]
    mail_date: str


@dataclass(frozen=True, slots=True)
class DatedByYear:
    """A date whose year was read from somewhere else."""

    date: ReadDate
    year_from: YearFrom


def years_of(dates: Sequence[ReadDate]) -> frozenset[str]:
    """Return the years that dates are of, as they are written."""
    return frozenset(end[:4] for d in dates if not d.relative for end in (d.first, d.last))


def read_yearless(sentence: str, around: Surroundings) -> Iterator[DatedByYear]:
    """Yield the days without a year whose year is certain, in the order they stand there.

    It is certain where the innermost heading with a date names one year, where the sentence
    before does and this one goes on with the day, or where a mail names a day within three
    months of its own. It is not where the passage names another year, a weekday does not fit,
    or the sentence says what is so every year.
    """
    if not _NAMES_MONTH.search(sentence) or _EVERY_YEAR.search(sentence):
        return
    for match in _YEARLESS.finditer(sentence):
        before = sentence[: match.start()]
        if _NUMBERED.search(before) or _ENDS_RANGE.search(before):
            continue
        found = _resolved(sentence, match, around)
        if found is not None:
            yield found


def _resolved(sentence: str, match: re.Match[str], around: Surroundings) -> DatedByYear | None:
    month, day = _month_and_day(match)
    by_heading = _dated_heading(around.heading)
    year_from: YearFrom
    if by_heading is not None:
        year, year_from = _year_beside(by_heading, month, day), "heading"
    elif around.mail_date:
        year, year_from = _year_beside(around.mail_date, month, day), "mail"
    else:
        year, year_from = _year_before(sentence, match, around.before, month), "sentence_before"
    if not year or not around.years <= {year}:
        return None
    first, last = _days(match, day)
    value, until = (_iso(year, month, number) for number in (first, last))
    if not value or not until or value > until or not _fits_weekday(sentence, match, value):
        return None
    return DatedByYear(ReadDate(match.start(), match.end(), match[0], value, until), year_from)


def _dated_heading(heading: Sequence[str]) -> str | None:
    """Return the one date of the innermost heading that has any; "" where that is not certain.

    None where no heading has a date.
    """
    for title in reversed(heading):
        dates = read_dates(title)
        if not dates:
            continue
        certain = len(dates) == 1 and dates[0].first == dates[0].last and not _RULES.search(title)
        return dates[0].first if certain else ""
    return None


def _year_beside(anchor: str, month: int, day: int) -> str:
    """Return the year in which a day lies next to a date; "" where that is not certain.

    A date that is only a year is the year itself.
    """
    year, *rest = anchor.split("-")
    if not rest:
        return year
    middle = "15"  # of a month whose day is not given
    try:
        at = date(int(year), int(rest[0]), int((*rest[1:], middle)[0]))
    except ValueError:  # a file may say that it is of 31 February
        return ""
    for near in (int(year) - 1, int(year), int(year) + 1):
        iso = _iso(str(near), month, day)
        if iso and abs(date.fromisoformat(iso) - at) <= _NEAR:
            return iso[:4]
    return ""


def _year_before(sentence: str, match: re.Match[str], before: str, month: int) -> str:
    """Return the year of the sentence before, if this one opens with the day; else ""."""
    dates = [d for d in read_dates(before) if not d.relative]
    if len(dates) != 1 or not _OPENS.fullmatch(sentence[: match.start()]):
        return ""
    year, *rest = dates[0].last.split("-")
    if _NOT_TOLD.search(sentence) or (rest and int(rest[0]) > month):
        return ""
    named = rest or re.search(rf"\b[Ii]n\s+{year}\b", before)
    return year if named else ""


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    month = month_number(match["month"] or match["month_first"])
    return month, int(re.sub(r"\D", "", match["day"] or match["day_after"]))


def _days(match: re.Match[str], day: int) -> tuple[int, int]:
    """Return the first and the last day of what was written: `3–5 March`, `March 3–5`."""
    if match["first"]:
        return int(match["first"]), day
    return day, int(match["last"] or day)


def _fits_weekday(sentence: str, match: re.Match[str], iso: str) -> bool:
    named = _WEEKDAY.search(sentence[: match.start()])
    return named is None or DAYS[date.fromisoformat(iso).weekday()] == named[1].casefold()


def _iso(year: str, month: int, day: int) -> str:
    """Return a day as it is written in figures; "" if there is no such day, or year."""
    try:
        return date(int(year), month, day).isoformat()
    except ValueError:  # 30 February, or beside a mail of the year 9999
        return ""
