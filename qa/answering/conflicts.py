"""Where quoted sentences of different documents give different things for the same question."""

import math
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations, product

from index.analysis.numbers import WORDS, value_of
from index.analysis.terms import terms_of
from qa.answering.answer import Difference
from qa.answering.answer_types import Kind
from qa.answering.dates import dates, is_calendar, parts, without_dates
from qa.answering.features import AnalyzedQuestion
from qa.answering.ranking import ScoredSentence

_ALIKE = 0.5
"""The share of the question's words that both sentences must hold to be about one thing; a
guess."""

_HOW_LONG = re.compile(r"\bhow long\b(?! ago\b)", re.IGNORECASE)
_AMOUNT = r"(?<![\w.])\d(?:[\d,]*\d)?(?:\.\d+)?"
_IN_WORDS = rf"\b(?:{'|'.join(sorted(WORDS))})\b"
_NUMBER = re.compile(
    rf"(?:{_AMOUNT}|\b(?:an?\s+)?{_IN_WORDS})(?:(?:\s+(?:and\s+)?|-){_IN_WORDS})*"
    r"(?:\s?%|\s?(?:per\s?cent|°[CF]?)|\s?[a-zµ]+\b)?",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"(?<=[\d\s])(?!{_IN_WORDS})(?:%|per\s?cent|°[CF]?|[a-zµ]+)$|%$", re.IGNORECASE)
_TITLES = frozenset("mr mrs ms miss dr prof professor sir dame lord ladi president minist".split())
"""What stands before a name and is none of it: Mrs Dahl is Elsa Dahl, as far as can be told."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+(?:(?:al|bin|de|van|von|of|the)[\s-])*[A-Z][\w’'-]+)*")
_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "inch": 0.0254, "ft": 0.3048}
_METRES |= {"metre": 1.0, "meter": 1.0, "kilometre": 1000.0, "kilometer": 1000.0}
_METRES |= {"foot": 0.3048, "feet": 0.3048, "yard": 0.9144, "mile": 1609.344}
_KILOGRAMS = {"g": 0.001, "gram": 0.001, "kg": 1.0, "kilo": 1.0, "kilogram": 1.0, "t": 1000.0}
_KILOGRAMS |= {"tonne": 1000.0, "lb": 0.4536, "pound": 0.4536, "ounce": 0.02835, "oz": 0.02835}
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "h": 1.0}
_HOURS |= {"day": 24.0, "week": 168.0, "fortnight": 336.0}
_SHARES = {"%": 1.0, "percent": 1.0}
_MEASURES = (_METRES, _KILOGRAMS, _HOURS, _SHARES)
_ROUNDED = 0.01
"""How far two values of other units may be apart: 98 feet are 29.87 metres; a guess."""


def differences(
    asked: AnalyzedQuestion, quotes: Sequence[ScoredSentence]
) -> tuple[Difference, ...]:
    """Return each pair of quotes that give different numbers, dates or names.

    Only for a question that asks for one, and sentences of different documents that both
    hold most of its words. What stands in the question itself does not count; a date that
    is part of another ("2011", "May 2011") agrees with it, a date is no number, and the stamp
    of a document (when it was printed, changed, read) is none of what it tells; names are
    compared only where each sentence has just one. None is called right.
    """
    if asked.kind not in ("number", "time", "person", "place") or _HOW_LONG.search(asked.text):
        return ()
    found = []
    for (first, one), (second, other) in combinations(enumerate(quotes, start=1), 2):
        if one.hit.document.id == other.hit.document.id:
            continue
        if min(one.figure("cover"), other.figure("cover")) < _ALIKE:
            continue
        values = _given(asked, one.text), _given(asked, other.text)
        if all(values) and not any(_agree(asked.kind, *pair) for pair in product(*values)):
            found.append(Difference((first, second), asked.kind, values))
    return tuple(found)


def _given(asked: AnalyzedQuestion, sentence: str) -> tuple[str, ...]:
    """Return what a sentence gives of the kind that is asked for, as it is written there."""
    own = set(asked.weights)
    if asked.kind == "time":
        written = dates(sentence)
    elif asked.kind == "number":
        written = [match[0] for match in _NUMBER.finditer(without_dates(sentence))]
        written = [_amount(number) for number in written if _quantity(number)]
    else:
        written = [
            match[0]
            for match in _NAME.finditer(sentence)
            if (match.start() or " " in match[0]) and not is_calendar(match[0])
        ]
    folded = dict.fromkeys(" ".join(value.split()) for value in written)
    values = tuple(value for value in folded if not set(terms_of(value)) <= own)
    return values if asked.kind in ("time", "number") or len(values) == 1 else ()


def _agree(kind: Kind, one: str, other: str) -> bool:
    """Tell whether two values are the same, or one is a part of the other."""
    if kind == "number":
        return _same_quantity(one, other)
    first, second = (set(parts(v) if kind == "time" else terms_of(v)) for v in (one, other))
    first, second = first - _TITLES or first, second - _TITLES or second
    return first <= second or second <= first


def _amount(written: str) -> str:
    """Return a number as it is written, with its unit only where that is one of measure."""
    match = _UNIT.search(written)
    return written if match is None or _measure(match[0]) else written[: match.start()].rstrip()


def _quantity(written: str) -> tuple[float, str] | None:
    """Return the value of a written number, and its unit or ""; None where there is no number."""
    unit = _UNIT.search(written)
    number = written[: unit.start()] if unit else written
    values = [value for term in terms_of(number) if (value := value_of(term)) is not None]
    if not values and number.strip().casefold() == "one":
        values = [Decimal(1)]
    return (float(values[0]), _measure(unit[0]) if unit else "") if len(values) == 1 else None


def _measure(unit: str) -> str:
    """Return a unit of measure by its plain name; "" for words that are none."""
    unit = " ".join(unit.lower().split())
    names = (unit, unit.removesuffix("s"), unit.replace("per cent", "percent"))
    return next((name for name in names if any(name in scale for scale in _MEASURES)), "")


def _same_quantity(one: str, other: str) -> bool:
    """Tell whether two written numbers are one: of two units, where they measure the same."""
    first, second = _quantity(one), _quantity(other)
    if first is None or second is None:
        return False
    (value, unit), (second_value, second_unit) = first, second
    for scale in _MEASURES:
        if unit in scale and second_unit in scale:
            value, second_value = value * scale[unit], second_value * scale[second_unit]
            near = 0.0 if unit == second_unit else _ROUNDED
            return math.isclose(value, second_value, rel_tol=max(near, 1e-9))
    return math.isclose(value, second_value, rel_tol=1e-9)
