"""Numbers of a text with their value, what they measure or count, and where they stand."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from index.analysis import STOP_WORDS, numbers
from qa.answering.quantities import MEASURES, measure
from qa.checking.moments import without_moments
from qa.checking.words import terms_in, words_of

Bound = Literal["", "about", "least", "most", "above", "below"]

_MONEY = {"$": "dollar", "£": "pound", "€": "euro", "usd": "dollar", "eur": "euro", "gbp": "pound"}
_MONEY |= {"dollar": "dollar", "euro": "euro", "crown": "crown", "cent": "cent", "penny": "penny"}
_MONEY |= {"pence": "penny", "p": "penny", "franc": "franc", "yen": "yen", "dinar": "dinar"}
_MONEY |= {"krone": "krone", "rupee": "rupee", "rouble": "rouble", "peso": "peso"}
_MONEY |= {"pound": "pound", "sterling": "pound", "chf": "franc"}
_HUNDREDTHS = {"penny": "pound", "cent": "euro"}
_SHORT = {"k": 1e3, "m": 1e6, "bn": 1e9, "mn": 1e6, "mln": 1e6, "tn": 1e12}
_SHARES = {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "fifth": 0.2,
    "tenth": 0.1,
    "eighth": 0.125,
}
_MONTHS = {"month": 1.0, "year": 12.0, "decade": 120.0, "century": 1200.0, "centurie": 1200.0}
_LITRES = {
    "ml": 0.001,
    "cl": 0.01,
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
_SCALES = {
    unit: (f"{kind}", factor)
    for kind, scale in enumerate((*MEASURES, *_OWN))
    for unit, factor in scale.items()
}
_LONG = {"metres": "metre", "kilometres": "kilometre", "centimetre": "cm", "millimetre": "mm"}
_LONG |= {"centimeter": "cm", "millimeter": "mm", "inche": "inch", "kilogramme": "kg", "hr": "hour"}
_SHARE = _SCALES["%"][0]

_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?P<money>(?:[$£€]|\b(?:USD|EUR|GBP|CHF)\s?))?"
    r"(?P<minus>(?<![\w)])[-−](?=\d))?"
    r"(?P<figures>\d{1,3}(?:[,'’\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<ordinal>(?:st|nd|rd|th)\b)?"
    r"(?:(?P<short>bn|mn|mln|tn|[km])\b)?"
    r"(?![\d/]*[A-Za-z]\d|[/.]\d)",
)
_GROUP = re.compile(
    r"[\s-]+(?P<word>hundred|thousand|million|billion|trillion|dozen|bn|mn|mln)\b", re.I
)
_WORDS = re.compile(
    rf"\b(?:an?\s+)?(?:{'|'.join(sorted(numbers.WORDS - {'mn', 'mln', 'bn'}))})\b"
    rf"(?:(?:\s+and\s+|[\s-]+)(?:{'|'.join(sorted(numbers.WORDS))})\b)*",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<count>an?|one|two|three|four|five|seven)[\s-]+)?"
    r"(?P<part>half|thirds?|quarters?|fifths?|tenths?|eighths?)\b"
    r"(?!-|\s+(?:past|party|person|time|place|year|floor|edition|reading|quarter))",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:\s|-(?=[A-Za-z]))?(?P<power>square\s+|cubic\s+|sq\.?\s+)?"
    r"(?P<unit>%|per\s?cent\b|°\s?[CF]?\b|°|[$£€]|[A-Za-zµ]+)?"
)
_BOUNDS: Sequence[tuple[Bound, str]] = (
    ("least", r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|minimum"),
    (
        "most",
        r"at most|no more than|not more than|up to|a maximum of|no (?:larger|later|longer|higher)"
        r" than"
        r"|not (?:be )?(?:larger|later|longer|higher|warmer) than|maximum|within",
    ),
    (
        "above",
        r"(?:more|larger|longer|greater|higher|later|older|stronger|warmer) than|over|above"
        r"|exceed(?:s|ed|ing)?|upwards of",
    ),
    (
        "below",
        r"(?:less|fewer|smaller|shorter|lower|earlier|younger|cheaper) than|under|below|almost"
        r"|nearly"
        r"|just short of",
    ),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|some|circa|ca\.?|close to|an estimated|or"
        r" so",
    ),
)
_BEFORE = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _BOUNDS)
    + r")\s+(?:(?:the|a|an|of|to)\s+)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^[\sA-Za-z%]{0,20}?\s*(?:,\s*)?(?:(?P<most>at (?:the )?most|or (?:less|fewer|under)|maximum)"
    r"|(?P<least>at least|or (?:more|over)|minimum))\b",
    re.I,
)
_NEAR = 40  # characters beside a number in which its bound and its noun stand; a guess


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text.

    `scale` is what it measures ("" where it counts), `unit` the unit in its plain name, `base` the
    value in the first unit of the scale. `nouns` are terms of the words behind it.
    """

    value: float
    base: float
    scale: str
    unit: str
    nouns: tuple[str, ...]
    bound: Bound
    start: int
    end: int
    written: str


@lru_cache(maxsize=4_000)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the numbers of a text in order, without those of dates and codes."""
    text = without_moments(text)
    found = [*_figures(text)]
    for match in _WORDS.finditer(text):
        found += _in_words(text, match)
    for match in _FRACTION.finditer(text):
        found += _fraction(text, match)
    return tuple(_apart(sorted(found, key=lambda one: (one.start, -one.end))))


def same_amount(one: Amount, other: Amount) -> bool:
    """Tell whether two numbers are one: of the same value, in any units of one scale."""
    if one.scale and other.scale:
        near = 1e-9 if one.unit == other.unit else _rounding(one)
        return one.scale == other.scale and math.isclose(one.base, other.base, rel_tol=near)
    return math.isclose(one.value, other.value, rel_tol=1e-9)


def _rounding(one: Amount) -> float:
    # A third is 33 %: two figures. Of other units 1 %, as where answers are compared.
    return 0.02 if one.scale == _SHARE else 0.01


def _apart(found: Sequence[Amount]) -> Iterator[Amount]:
    end = -1
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def _figures(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"[^\d.]", "", match["figures"]))
        end, short = match.end(), match["short"]
        if short and (match["money"] or short in ("bn", "mn", "mln", "tn")):
            value *= _SHORT[short]
        elif short:  # metres, or a code
            end = match.start("short")
        elif group := _GROUP.match(text, end):
            value *= float(numbers.read(["1", group["word"].lower()], 0)[0])  # type: ignore[index]
            end = group.end()
        value = -value if match["minus"] else value
        money = _MONEY.get((match["money"] or "").strip().lower(), "")
        yield _amount(text, value, match.start(), end, money, bool(match["ordinal"]))


def _in_words(text: str, match: re.Match[str]) -> Iterator[Amount]:
    words = [*re.finditer(r"[A-Za-z]+", match[0])]
    lower, place = [word[0].lower() for word in words], 0
    while place < len(words):
        if lower[place] == "one" and (place + 1 == len(words)):
            return
        number = numbers.read(lower, place) if lower[place] in numbers.BEGINNINGS else None
        if number is not None:
            start, end = words[place].start(), words[number[1] - 1].end()
            yield _amount(text, float(number[0]), match.start() + start, match.start() + end)
        place = number[1] if number else place + 1


def _fraction(text: str, match: re.Match[str]) -> Iterator[Amount]:
    part, count = match["part"].lower(), (match["count"] or "").lower()
    if part != "half" and not count:
        return  # "the third", an ordinal
    times = {"": 1, "a": 1, "an": 1}.get(count) or _count(count)
    value = times * _SHARES[part.removesuffix("s")]
    whole = re.compile(r"\s+an?(?=\s)").match(text, match.end())
    found = _amount(text, value, match.start(), whole.end() if whole else match.end())
    if found.scale and found.scale != _SHARE:  # half an hour
        yield found
        return
    share = 100 * value
    yield Amount(share, share, _SHARE, "%", found.nouns, found.bound, *match.span(), match[0])


def _count(word: str) -> int:
    number = numbers.read([word, ""], 0)
    return int(number[0]) if number else 1


def _amount(
    text: str, value: float, start: int, end: int, money: str = "", ordinal: bool = False
) -> Amount:
    nouns, behind = _nouns(text, end), _UNIT.match(text, end)
    unit = "" if behind is None or ordinal else _plain_unit(behind["unit"] or "")
    bound = _bound(text, start, end)
    if behind and unit and not money:
        end = behind.end()
    written = " ".join(text[start:end].split())
    if ordinal:
        return Amount(value, value, "ordinal", "", nouns, bound, start, end, written)
    unit = money or (unit if unit else "")
    if unit in _HUNDREDTHS and not money:
        return Amount(
            value, value / 100, _HUNDREDTHS[unit], unit, nouns, bound, start, end, written
        )
    if unit in _MONEY.values():
        return Amount(value, value, unit, unit, nouns, bound, start, end, written)
    if not unit:
        return Amount(value, value, "", "", nouns, bound, start, end, written)
    scale, factor = _SCALES[unit]
    power = (behind["power"] or "").split() if behind else []
    scale = f"{scale} {power[0][:2]}" if power else scale
    return Amount(value, value * factor, scale, unit, nouns, bound, start, end, written)


@lru_cache(maxsize=5_000)
def _plain_unit(word: str) -> str:
    """Return a unit by its plain name; "" for words that are none."""
    word = word.replace(" ", "")
    lower = word.lower()
    plain = _LONG.get(lower.removesuffix("s"), lower)
    if lower in ("percent", "%"):
        return "%"
    if word in ("M", "P", "T", "L", "H"):
        return ""
    for name in (measure(plain), plain, plain.removesuffix("s"), plain.removesuffix("es")):
        if name in _MONEY:
            return _MONEY[name]
        if name in _SCALES:
            return name
    return ""


def _nouns(text: str, end: int) -> tuple[str, ...]:
    """Return the terms of what a number counts: up to two words behind it that carry meaning."""
    found: list[str] = []
    behind = text[end : end + _NEAR]
    for word in words_of(re.split(r"[^\w\s'’%-]|\s{3}", behind, maxsplit=1)[0])[:3]:
        lower = word.written.lower()
        if lower in STOP_WORDS or lower[0].isdigit():
            break
        found.append(word.term)
    return tuple(found[:2])


def _bound(text: str, start: int, end: int) -> Bound:
    match = _BEFORE.search(text, max(0, start - _NEAR), start) or _BEHIND.match(
        text[end : end + _NEAR]
    )
    return "" if match is None or not match.lastgroup else match.lastgroup  # type: ignore[return-value]


def mentions_unit(text: str, amount: Amount) -> bool:
    """Tell whether a text names the unit of a number anywhere, as in the head of a column."""
    if amount.scale == _SHARE and ("%" in text or "percent" in text or "per cent" in text):
        return True
    return any(
        _plain_unit(word) == amount.unit for word in re.findall(r"[A-Za-zµ°]+|[$£€]", text)
    ) or bool(terms_in(amount.unit) & terms_in(text))
