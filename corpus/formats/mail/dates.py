"""Days as people and their mail programs write them, in a dozen languages."""

import re
from datetime import date
from typing import NamedTuple

_MONTHS = (
    "jan ene gen янв sty led tamm", "feb fév fev lut úno фев helm",
    "mar mär mrt maa maerz мар bře maal", "apr avr abr kwi dub апр huht",
    "may mai maj mei mag touk май мая kvě", "jun juin giu cze июн čvn kesä",
    "jul juil lug lip июл čvc hein", "aug aoû aou ago sie srp авг elok",
    "sep set wrz zář сен syys", "oct okt ott out paź říj окт loka",
    "nov lis ноя marr", "dec déc dez dic des gru pro дек joul",
)  # fmt: skip
_NUMBER_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = r"([^\W\d_]{3,12})\.?"
_NTH = r"(?:\.|st|nd|rd|th|er|º)?"
_OF = r"[\s-](?:of\s|de\s)?"
_SHAPES = (
    ("dmy", re.compile(rf"\b(\d{{1,2}}){_NTH}{_OF}{_MONTH},?{_OF}(\d{{4}})\b")),
    ("mdy", re.compile(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b")),
    ("ymd", re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")),
    ("ymd", re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")),
    ("?", re.compile(r"(?<![\d.])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")),
)  # fmt: skip


class Day(NamedTuple):
    """A day in a line: `iso` is empty where the line does not tell day from month."""

    iso: str
    start: int
    end: int


def find_day(line: str, *, day_first: bool = False) -> Day | None:
    """Return the first day that is written in a line.

    Args:
        line: A short line: a field of a mail, an attribution.
        day_first: Whether 03/05/2021 can only be the third of May: not so in English.
    """
    for shape, pattern in _SHAPES:
        for match in pattern.finditer(line):
            numbers = _numbers(shape, match, day_first)
            if numbers is not None:
                return Day(_iso(*numbers), match.start(), match.end())
    return None


def _numbers(shape: str, match: re.Match[str], day_first: bool) -> tuple[int, int, int] | None:
    """Return year, month and day; zeros where they are not told apart, None if there is no day."""
    if shape == "?":
        first, second = int(match[1]), int(match[3])
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        if day_first or match[2] == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else (0, 0, 0)
    groups = dict(zip(shape, match.groups(), strict=True))
    month = groups["m"] if groups["m"].isdecimal() else _month(groups["m"])
    return (int(groups["y"]), int(month), int(groups["d"])) if month else None


def _month(name: str) -> int:
    name = name.lower()
    return _NUMBER_OF.get(name[:4]) or _NUMBER_OF.get(name[:3], 0)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
