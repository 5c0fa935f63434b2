"""Patterns of numbers, times and dates, made of the words that a language has for them."""

import re
from collections.abc import Iterable

from corpus.language import Language

NEVER = re.compile(r"(?!)")
"""A pattern of what a language does not have."""

YEARS_END = r"(?:[-–/]\d{2}(?:\d{2})?(?![-–/]?\d))?"
"""What makes a year one of two, as of accounts: `2021/22`, `2021–2022`; of `2021-03-04` nothing."""

FIGURE = r"(?<![\w.,-])[€$£]?\s?\d(?:[\d.,'’]*\d)?(?:[ \u00a0\u2009\u202f]\d{3})*(?!\d)"
"""A number in figures, whatever parts its thousands and its fraction."""

_UNIT = r"%|‰|°C|[€$£]|euros?|dollars?|km²?|m²?|cm|mm|kg|g|t|kWh?|MWh?|GWh?|l|ml|h|min"
"""What all languages write alike."""

_ONE = frozenset("ein eins eine un une uno una".split())
"""Words for one that are articles too, and count nothing by themselves."""


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of any of these words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def numeral(language: Language) -> str:
    """Return a pattern of one word that is a number, or a size such as `million`."""
    return rf"\b(?:{one_of(language.numbers.keys() - _ONE | language.sizes.keys())})\b"


def month_pattern(language: Language) -> str:
    """Return a pattern of a month, in full or short."""
    return rf"(?:{one_of(language.months)}|(?:{one_of(language.short_months)})\b\.?)"


def date_pattern(language: Language) -> re.Pattern[str]:
    """Return a pattern of days with their month, and of months with their year.

    `3. Mai 2021`, `1er avril`, `3 de mayo de 2021`, `mayo de 2021`.
    """
    mark = rf"(?:{one_of(language.ordinal_marks)})?" if language.ordinal_marks else ""
    joint = rf"(?:(?:{one_of(language.date_joints)})\s+)?" if language.date_joints else ""
    year = r"(?:1\d{3}|20\d{2})\b"
    return re.compile(
        rf"\b\d{{1,2}}{mark}\s+{joint}{month_pattern(language)}(?:\s+{joint}{year})?(?!\w)"
        rf"|\b{month_pattern(language)}\s+{joint}{year}",
        re.IGNORECASE,
    )


def number_pattern(language: Language, *units: str) -> re.Pattern[str]:
    """Return a pattern of a number, in figures or words, with what it measures.

    Args:
        language: Whose words they are.
        units: What it may measure beside what all languages write alike, as patterns.
    """
    words = "|".join((_UNIT, *units))
    return re.compile(
        rf"(?:{FIGURE}|{numeral(language)})(?:\s{numeral(language)})*"
        rf"(?:\s?(?:{words})(?![\w²]))?",
        re.IGNORECASE,
    )


def duration_pattern(language: Language, *units: str, about: str) -> re.Pattern[str]:
    """Return a pattern of how long something takes.

    Args:
        language: Whose words they are.
        units: Words for stretches of time, as patterns.
        about: Words that make it less exact, as a pattern.
    """
    many = rf"(?:{FIGURE}|{numeral(language)}|\b(?:{one_of(_ONE)}\w*)\b)"
    return re.compile(
        rf"(?:\b(?:{about})\s)?{many}(?:\s{numeral(language)})*\s(?:{'|'.join(units)})\b",
        re.IGNORECASE,
    )


def time_pattern(language: Language, *words: str) -> re.Pattern[str]:
    """Return a pattern of what says when: years, months, days, hours, and more `words`."""
    return re.compile(
        r"\b(?:1\d{3}|20\d{2})\b|\b\d{1,2}[:.h]\s?\d{2}\b"
        rf"|\b(?:{one_of(language.months)}|{one_of(language.weekdays)}s?|{'|'.join(words)})\b",
        re.IGNORECASE,
    )


def number_held(language: Language) -> re.Pattern[str]:
    """Return a pattern of what says how many."""
    return re.compile(rf"\d|{numeral(language)}", re.IGNORECASE)
