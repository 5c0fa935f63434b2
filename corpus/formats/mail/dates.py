"""Days as people and their mail programs write them, in a dozen languages."""

import re
from datetime import date
from typing import NamedTuple

_MONTHS = (
    "jan ene gen янв sty led tamm oca ian ιαν січ ян sij sau jaan ean јан",
    "feb fév fev lut úno фев helm şub φεβ лют velj vas vee fra feab",
    "mar mär mrt maa maerz мар bře maal már μαρ μάρ бер ožu kov márt",
    "apr avr abr kwi dub апр huht nis ápr απρ кві tra bal aib",
    "may mai maj mei mag touk май мая kvě máj μαΐ μαϊ μάι μάϊ тра svi geg mej beal maí мај maig",
    "jun juin giu cze июн čvn kesä haz jún ιουν ιούν чер юни lipn lipa bir jūn juun ġun meith iun"
    " června červen juny јун",
    "jul juil lug lip июл čvc hein tem júl ιουλ ιούλ лип юли srpnj srpa lie jūl juul lul iúi iul"
    " července červenec julio јул",
    "aug aoû aou ago sie srp авг elok ağu αυγ αύγ сер kol rugp aww lún avg",
    "sep set wrz zář сен syys eyl sze σεπ вер ruj rugs сеп",
    "oct okt ott out paź říj окт loka eki οκτ жов spa ott",
    "nov lis ноя marr kas νοε νοέ лис ное stu lap sam noi нов",
    "dec déc dez dic des gru pro дек joul ara δεκ гру pros gruo det diċ nol",
)  # fmt: skip
_NUMBER_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_LONGEST = max(map(len, _NUMBER_OF))
_OCTOBER, _JUNE = 10, 6
_AMBIGUOUS = frozenset(("lis", "srp"))
"""Short months behind `6.`: November and August in Czech, October and July in Croatian."""

_CROATIAN = {"listopada": _OCTOBER, "lip": _JUNE}
"""Months that differ in Polish, where no point stands behind the number of the day."""

_MONTH = r"([^\W\d_]{2,12})\.?"
_NTH = r"(?:\.|st|nd|rd|th|er|º)?"
_OF = r"[\s-](?:of\s|del?\s|ta['’]\s)?"
_SHAPES = (
    ("dmy", re.compile(rf"\b(\d{{1,2}}){_NTH}{_OF}{_MONTH},?{_OF}(\d{{4}})\b")),
    ("mdy", re.compile(rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})\b")),
    ("ymd", re.compile(
        rf"(?<!\d)(\d{{4}})\.?[\s-](?:m\.\s)?{_MONTH}[\s-](\d{{1,2}})(?!\d|:)\.?(?:\sd\.)?"
    )),
    ("ydm", re.compile(rf"(?<!\d)(\d{{4}})\.\sg(?:ada|\.)\s(\d{{1,2}})\.\s{_MONTH}")),
    ("dmy", re.compile(r"(?<![\d.])(\d{1,2})\.\s(\d{1,2})\.\s(\d{4})(?!\d)")),
    ("ymd", re.compile(r"(?<!\d)(\d{4})\.\s(\d{1,2})\.\s(\d{1,2})(?!\d)\.?")),
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
    year, day, name = int(groups["y"]), int(groups["d"]), groups["m"].lower()
    if name.isdecimal():
        return year, int(name), day
    if not (month := _month(name)):
        return None
    if shape == "dmy" and match[0].startswith(f"{groups['d']}."):
        month = 0 if name in _AMBIGUOUS else _CROATIAN.get(name, month)
    return year, month, day


def _month(name: str) -> int:
    """Return the number of a month by the longest of its beginnings that is known."""
    beginnings = (name[:length] for length in range(_LONGEST, 1, -1))
    return next((_NUMBER_OF[known] for known in beginnings if known in _NUMBER_OF), 0)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
