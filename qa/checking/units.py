"""Units: what they measure, and how much of it."""

from functools import lru_cache

from qa.answering.quantities import MEASURES, measure

MONEY = {"$": "dollar", "£": "pound", "€": "euro", "usd": "dollar", "eur": "euro", "gbp": "pound"}
MONEY |= {"dollar": "dollar", "euro": "euro", "crown": "crown", "cent": "cent", "penny": "penny"}
MONEY |= {"pence": "penny", "p": "penny", "franc": "franc", "yen": "yen", "dinar": "dinar"}
MONEY |= {"krone": "krone", "rupee": "rupee", "rouble": "rouble", "peso": "peso"}
MONEY |= {"kroner": "krone", "krona": "krone", "kronor": "krone", "nok": "nok", "sek": "sek"}
MONEY |= {"dkk": "dkk", "zloty": "zloty", "pln": "zloty", "ruble": "rouble"}
MONEY |= {"jpy": "yen", "¥": "yen", "inr": "rupee", "₹": "rupee"}
MONEY |= {"shilling": "shilling"}
MONEY |= {"yuan": "yuan", "cny": "yuan", "lira": "lira", "forint": "forint", "huf": "forint"}
MONEY |= {"rand": "rand", "zar": "rand", "dirham": "dirham", "baht": "baht"}
MONEY |= {"pound": "pound", "sterling": "pound", "chf": "franc"}
OF_SEVERAL = {"nok": "krone", "sek": "krone", "dkk": "krone"}
"""Money that has a name of its own and one that others have as well."""
HUNDREDTHS = {"penny": "pound", "cent": "euro"}
_MONTHS = {"month": 1.0, "year": 12.0, "decade": 120.0, "century": 1200.0, "centurie": 1200.0}
_LITRES = {
    "ml": 0.001,
    "millilitre": 0.001,
    "milliliter": 0.001,
    "cl": 0.01,
    "centilitre": 0.01,
    "dl": 0.1,
    "decilitre": 0.1,
    "hl": 100.0,
    "hectolitre": 100.0,
    "litre": 1.0,
    "liter": 1.0,
    "l": 1.0,
    "gallon": 4.546,
    "pint": 0.568,
}
_AREAS = {"hectare": 1e4, "ha": 1e4, "acre": 4046.86}
_WATTS = {"w": 1.0, "watt": 1.0, "kw": 1e3, "kilowatt": 1e3, "mw": 1e6, "megawatt": 1e6}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
_OWN = (
    _MONTHS,
    _LITRES,
    _AREAS,
    _WATTS,
    _BYTES,
    {"degree": 1.0, "°c": 1.0, "°": 1.0, "celsius": 1.0},
)
LENGTHS = frozenset(MEASURES[0])
IN_PARTS = frozenset(("pound", "dollar", "euro", "metre", "meter"))
"""Units after which hundredths are told without their unit: "one euro fifty"."""
SCALES = {
    unit: (str(kind), factor)
    for kind, scale in enumerate((*MEASURES, *_OWN))
    for unit, factor in scale.items()
}
_LONG = {"metres": "metre", "kilometres": "kilometre", "centimetre": "cm", "millimetre": "mm"}
_LONG |= {"centimeter": "cm", "millimeter": "mm", "inche": "inch", "kilogramme": "kg", "hr": "hour"}
SHARE = SCALES["%"][0]


@lru_cache(maxsize=5_000)
def plain_unit(word: str) -> str:
    """Return a unit by its plain name; "" for words that are none."""
    word = word.replace(" ", "")
    lower = word.lower()
    plain = _LONG.get(lower.removesuffix("s"), lower)
    if lower in ("percent", "%"):
        return "%"
    if word in ("M", "P", "T", "L", "H") or lower == "has":
        return ""
    for name in (measure(plain), plain, plain.removesuffix("s"), plain.removesuffix("es")):
        if name in MONEY:
            return MONEY[name]
        if name in SCALES:
            return name
    return ""


def scaled(value: float, unit: str) -> tuple[str, float]:
    """Return what a unit measures, and a value in the first unit of that; ("", value) for none."""
    if unit in HUNDREDTHS:
        return HUNDREDTHS[unit], value / 100
    if unit in MONEY.values():
        return unit, value
    scale, factor = SCALES.get(unit, ("", 1.0))
    return scale, value * factor
