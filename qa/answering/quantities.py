"""Numbers as they are written, with what they measure."""

import math
import re
from decimal import Decimal

from index.analysis.numbers import WORDS, value_of
from index.analysis.terms import terms_of

_AMOUNT = r"(?<![\w.])\d(?:[\d,]*\d)?(?:\.\d+)?"
_IN_WORDS = rf"\b(?:{'|'.join(sorted(WORDS))})\b"
NUMBER = re.compile(
    rf"(?:{_AMOUNT}|\b(?:an?\s+)?{_IN_WORDS})(?:(?:\s+(?:and\s+)?|-){_IN_WORDS})*"
    r"(?:\s?%|\s?(?:per\s?cent|°[CF]?)|\s?[a-zµ]+\b)?",
    re.IGNORECASE,
)
_UNIT = re.compile(rf"(?<=[\d\s])(?!{_IN_WORDS})(?:%|per\s?cent|°[CF]?|[a-zµ]+)$|%$", re.IGNORECASE)

_METRES = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "inch": 0.0254, "ft": 0.3048}
_METRES |= {"metre": 1.0, "meter": 1.0, "kilometre": 1000.0, "kilometer": 1000.0}
_METRES |= {"foot": 0.3048, "feet": 0.3048, "yard": 0.9144, "mile": 1609.344}
_KILOGRAMS = {"g": 0.001, "gram": 0.001, "kg": 1.0, "kilo": 1.0, "kilogram": 1.0, "t": 1000.0}
_KILOGRAMS |= {"tonne": 1000.0, "lb": 0.4536, "pound": 0.4536, "ounce": 0.02835, "oz": 0.02835}
_HOURS = {"second": 1 / 3600, "minute": 1 / 60, "min": 1 / 60, "hour": 1.0, "h": 1.0}
_HOURS |= {"day": 24.0, "week": 168.0, "fortnight": 336.0}
_SHARES = {"%": 1.0, "percent": 1.0}
MEASURES = (_METRES, _KILOGRAMS, _HOURS, _SHARES)
_ROUNDED = 0.01
"""How far apart two values in different units may be: 98 feet are 29.87 metres; a guess."""


def amount(written: str) -> str:
    """Return a number as it is written, with its unit only where that is one of measure."""
    match = _UNIT.search(written)
    return written if match is None or measure(match[0]) else written[: match.start()].rstrip()


def quantity(written: str) -> tuple[float, str] | None:
    """Return the value and the unit, or "", of a written number; None without exactly one value."""
    unit = _UNIT.search(written)
    number = written[: unit.start()] if unit else written
    values = [value for term in terms_of(number) if (value := value_of(term)) is not None]
    if not values and number.strip().casefold() == "one":
        values = [Decimal(1)]
    return (float(values[0]), measure(unit[0]) if unit else "") if len(values) == 1 else None


def measure(unit: str) -> str:
    """Return the plain name of a unit of measure; "" for any other word."""
    unit = " ".join(unit.lower().split())
    names = (unit, unit.removesuffix("s"), unit.replace("per cent", "percent"))
    return next((name for name in names if any(name in scale for scale in MEASURES)), "")


def same_quantity(one: str, other: str) -> bool:
    """Tell whether two written numbers are equal, also in different units of the same measure."""
    first, second = quantity(one), quantity(other)
    if first is None or second is None:
        return False
    (value, unit), (second_value, second_unit) = first, second
    for scale in MEASURES:
        if unit in scale and second_unit in scale:
            value, second_value = value * scale[unit], second_value * scale[second_unit]
            near = 0.0 if unit == second_unit else _ROUNDED
            return math.isclose(value, second_value, rel_tol=max(near, 1e-9))
    return math.isclose(value, second_value, rel_tol=1e-9)
