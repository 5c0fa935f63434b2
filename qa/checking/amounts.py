"""Numbers of a text with their value, what they measure or count, and where they stand."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.analysis import STOP_WORDS, numbers
from qa.checking.bounds import NEAR, Bound, bound_of
from qa.checking.moments import without_moments
from qa.checking.units import IN_PARTS, LENGTHS, MONEY, OF_SEVERAL, SHARE, plain_unit, scaled
from qa.checking.words import blanked, terms_in, without_list_marks, words_of

RANK = "rank"
"""The scale of numbers that say which place something has in an order: the third, 10th."""
_SHORT = {**numbers.GROUPS, "k": 10**3, "m": 10**6, "tn": 10**12}
_SHARES = {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "fifth": 0.2,
    "tenth": 0.1,
    "eighth": 0.125,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "ninth": 1 / 9,
}
_RANKS = {
    word: rank
    for rank, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), 3)
} | {"second": 2}
_TIMES = {"twice": 2, "thrice": 3}
_PARTS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_NUMBER = re.compile(
    r"(?<![\w.,/])(?<![A-Za-z]-)(?P<money>(?:[$£€¥₹]|\b(?:USD|EUR|GBP|CHF|PLN|SEK|NOK|DKK|HUF|JPY|INR|CNY|ZAR)\s?))?"
    r"(?P<minus>(?<![\w)])[-−](?=\d))?"
    r"(?P<figures>\d{1,3}(?:[,'’\u00a0\u202f\u2009]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<part>[{''.join(_PARTS)}])?"
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
    r"(?P<part>half|thirds?|quarters?|fifths?|tenths?|eighths?|sixths?|sevenths?|ninths?)\b"
    r"(?!-|\s+(?:past|party|person|time|place|year|floor|edition|reading|quarter))",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:\s|-(?=[A-Za-z]))?(?P<power>square\s+|cubic\s+|sq\.?\s+)?"
    r"(?P<unit>%|per\s?cent\b|°\s?[CF]?\b|°|[$£€]|[A-Za-zµ]+)?(?P<raised>[²³]|[23](?!\w|[.,]\d))?"
)
_GROUPED = ("bn", "mn", "mln", "tn")
_MILLIONS = re.compile(r"m(?=\s+(?P<unit>[a-z]+))")
_WHOLE = re.compile(
    r"\s+(?:of\s+)?an?\s+(?P<group>hundred|thousand|million|billion|dozen)\b"
    r"|\s+(?:of\s+)?an?(?=\s)",
    re.IGNORECASE,
)
"""What a fraction is of: "half a million", "a quarter of an hour"."""
_LONG_TIME = re.compile(
    r"\b(?P<what>an?\s+(?P<unit>hour|day|week|month|year|mile|metre|meter|kilometre|litre|pint|kilo"
    r"|tonne|pound|inch|acre|hectare)\s+and\s+a\s+half)\b"
    r"|\b(?:for|within|in|of|after|than|least|most|about|lasts?|takes?|took)\s+"
    r"(?P<weeks>a\s+fortnight)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:\s+and)?\s+", re.IGNORECASE)
"""What joins the parts of one amount: "2 hours 50 minutes", "5 years and 6 months".

Behind a comma another one may follow: "it took 2 weeks, and 3 days later it fell"."""
_AND_A_HALF = re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE)
_RANK = re.compile(
    rf"(?<!\w)(?<!per )(?P<word>{'|'.join(_RANKS)})\b"
    r"(?!-hand|\s+(?:of|of all)\b)(?=\s+[a-z-]{3,})"
    rf"|\b(?P<times>twice|thrice)\b",
    re.IGNORECASE,
)
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
_PER = re.compile(
    r"^\W{0,2}(?:[a-zé]+\s+){0,2}?(?:an?|per|each|every|in a|to the)\s+"
    r"(?P<per>(?:square |cubic )?(?:second|minute|hour"
    r"|day|night"
    r"|week|month|quarter|year|head|person|piece|stay|page|item|litre|kilo|metre|kilometre|mile"
    r"|hectare|acre|foot))\b"
)
_LEAD = re.compile(r"\b(?P<lead>by|to|from)\s+$", re.IGNORECASE)
_PLURAL = re.compile(
    r"^\s+(?!(?:as|was|is|has|his|its|this|thus|does)\b)(?:[a-z]+[^\Ws]s|people|men|women|children)\b"
)
_HEAD = re.compile(
    r"(?:^|[;|\n])\s*(?=[^:;|\n]*?(?P<money>[$£€]|\b(?:USD|EUR|GBP|CHF)\b))"
    r"(?:[^:;|\n]*?\b(?P<times>thousand|million|billion|bn|mln|mn)\b)?[^:;|\n]{0,80}:\s*$",
    re.IGNORECASE,
)
"""The head of a column before its value, with the currency that the value is in."""
_HEAD_LENGTH = 200  # characters of a head and its value at most; a guess


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of a text, and what stands around it.

    `scale` is what it measures ("" where it counts), `unit` the unit in its plain name, `base` the
    value in the first unit of the scale. `nouns` are terms of the words behind it, of which it is
    `plural` that it counts the first; `per` is "month" of "a month", `lead` a "by", "to" or "from".
    """

    value: float
    base: float
    scale: str
    unit: str
    nouns: tuple[str, ...]
    bound: Bound
    per: str
    lead: str
    plural: bool
    start: int
    end: int
    written: str


@lru_cache(maxsize=4_000)
def amounts_in(text: str) -> tuple[Amount, ...]:
    """Return the numbers of a text in order, without those of dates, codes and lists."""
    text = without_moments(without_list_marks(text))
    found = [*_figures(text), *_ranks(text)]
    for match in _WORDS.finditer(text):
        found += _in_words(text, match)
    found += _long_times(text)
    for match in _FRACTION.finditer(text):
        found += _fraction(text, match)
    return tuple(_summed(text, _apart(sorted(found, key=lambda one: (one.start, -one.end)))))


def same_amount(one: Amount, other: Amount) -> bool:
    """Tell whether two numbers are one: of the same value, in any units of one scale."""
    if one.scale and other.scale:
        near = 1e-9 if one.unit == other.unit and one.scale != SHARE else _rounding(one)
        return _of_one_scale(one, other) and math.isclose(one.base, other.base, rel_tol=near)
    return math.isclose(one.value, other.value, rel_tol=1e-9)


def _of_one_scale(one: Amount, other: Amount) -> bool:
    scales = {one.scale, other.scale}
    return len(scales) == 1 or any(scales == {*pair} for pair in OF_SEVERAL.items())


@lru_cache(maxsize=1_000)
def mentions_unit(text: str, amount: Amount) -> bool:
    """Tell whether a text names the unit of a number alone, as in the head of a column."""
    text = blanked(text, ((one.start, one.end) for one in amounts_in(text)))
    if amount.scale == SHARE and ("%" in text or "percent" in text or "per cent" in text):
        return True
    return any(
        plain_unit(word) == amount.unit for word in re.findall(r"[A-Za-zµ°]+|[$£€]", text)
    ) or bool(terms_in(amount.unit) & terms_in(text))


def _rounding(one: Amount) -> float:
    # A third is 33 %: two figures. Of other units 1 %, as where answers are compared.
    if one.scale == SHARE:
        return 0.012 if one.value % 1 or one.value in (33, 67, 66, 17, 12, 13) else 1e-9
    return 0.01


def _apart(found: Sequence[Amount]) -> Iterator[Amount]:
    end = -1
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def _summed(text: str, found: Iterable[Amount]) -> Iterator[Amount]:
    """Yield amounts, and "2 hours 50 minutes" as one."""
    last: Amount | None = None
    for one in found:
        if last is not None and _goes_on(text, last, one):
            base = last.base + (one.base if one.scale else one.value / 100 * last.base / last.value)
            last = replace(
                last, value=last.value * base / last.base, base=base, nouns=one.nouns,
                bound=last.bound or one.bound, per=one.per, end=one.end,
                written=" ".join(text[last.start : one.end].split()),
            )  # fmt: skip
            continue
        if last is not None:
            yield last
        last = one
    if last is not None:
        yield last


def _goes_on(text: str, one: Amount, other: Amount) -> bool:
    """Tell whether an amount is the rest of the one before, in a smaller unit of its scale."""
    if one.unit in IN_PARTS and not other.scale and 0 < other.value < 100 and not other.nouns:
        return not one.value % 1 and text[one.end : other.start] == " "
    if not one.unit or one.scale != other.scale or one.scale == SHARE or one.value % 1 or one.per:
        return False
    whole = one.base / one.value if one.value > 0 else 0.0
    return 0 < other.base < whole and _AND.fullmatch(text[one.end : other.start]) is not None


def _figures(text: str) -> Iterator[Amount]:
    for match in _NUMBER.finditer(text):
        value = float(re.sub(r"[^\d.]", "", match["figures"])) + _PARTS.get(match["part"], 0.0)
        end, short = match.end(), match["short"]
        if short and (match["money"] or short in _GROUPED or _is_of_millions(text, match)):
            value *= _SHORT[short]
        elif short:  # metres, or a code
            end = match.start("short")
        elif group := _GROUP.match(text, end):
            value *= numbers.GROUPS[group["word"].lower()]
            end = group.end()
        value = -value if match["minus"] else value
        if match["ordinal"]:
            yield _ordinal(text, value, match.start(), end)
        else:
            value, money = _by_head(text, value, match)
            yield _amount(text, value, match.start(), end, money)


def _is_of_millions(text: str, match: re.Match[str]) -> bool:
    """Tell whether an "m" behind figures means millions, as in "12.6m litres"."""
    counted = _MILLIONS.match(text, match.start("short"))
    if counted is None or counted["unit"] in ("in", "per"):
        return False
    return counted["unit"] == "people" or bool(plain_unit(counted["unit"]))


def _by_head(text: str, value: float, match: re.Match[str]) -> tuple[float, str]:
    """Return a value and its currency, as written beside it or in the head of its column."""
    if match["money"]:
        return value, match["money"].strip().lower()
    line = max(text.rfind(mark, 0, match.start()) for mark in ";|\n") + 1
    is_near = match.start() - line <= _HEAD_LENGTH
    head = _HEAD.search(text[line : match.start()]) if is_near else None
    if head is None:
        return value, ""
    if head["times"]:
        value *= numbers.GROUPS[head["times"].lower()]
    return value, head["money"].lower()


def _ranks(text: str) -> Iterator[Amount]:
    for match in _RANK.finditer(text):
        if match["times"]:
            yield _amount(text, _TIMES[match["times"].lower()], *match.span())
        else:
            yield _ordinal(text, _RANKS[match["word"].lower()], *match.span())


def _in_words(text: str, match: re.Match[str]) -> Iterator[Amount]:
    words = [*re.finditer(r"[A-Za-z]+", match[0])]
    lower, place = [word[0].lower() for word in words], 0
    while place < len(words):
        number = numbers.read(lower, place) if lower[place] in numbers.BEGINNINGS else None
        last = number[1] if number else place + 1
        value = float(number[0]) if number else 1.0 if lower[place] == "one" else None
        if value is not None:
            start, end = words[place].start(), words[last - 1].end()
            yield _amount(text, value, match.start() + start, match.start() + end)
        place = last


def _fraction(text: str, match: re.Match[str]) -> Iterator[Amount]:
    part, count = match["part"].lower(), (match["count"] or "").lower()
    if (part == "half") != (count in ("", "a", "an", "one")) and (part == "half" or not count):
        return  # "the third" is a rank, "two half plots" are no share
    value = (whole_number(count or "a") or 1) * _SHARES[part.removesuffix("s")]
    whole = _WHOLE.match(text, match.end())
    group = whole["group"] if whole else None
    value *= numbers.GROUPS[group.lower()] if group else 1
    found = _amount(text, value, match.start(), whole.end() if whole else match.end())
    if not group and (not found.scale or found.scale == SHARE):  # no "half an hour"
        start, end = match.span()
        share = _amount(text, 100 * value, start, end)
        found = replace(share, base=100 * value, scale=SHARE, unit="%", end=end, written=match[0])
    yield found


def whole_number(said: str) -> int | None:
    """Return the value of a number in figures or words; 1 of an article, None of any other word."""
    lower = said.lower()
    if lower in ("a", "an", "the", "one"):
        return 1
    if lower.isdigit():
        return int(lower)
    number = numbers.read([*lower.split("-"), ""], 0)
    return int(number[0]) if number else None


def _long_times(text: str) -> Iterator[Amount]:
    """Yield "for a fortnight" and "an hour and a half"."""
    for match in _LONG_TIME.finditer(text):
        value, unit = (2.0, "week") if match["weeks"] else (1.5, match["unit"].lower())
        scale, base = scaled(value, unit)
        start = match.start("weeks" if match["weeks"] else "what")
        found = _amount(text, value, start, match.end())
        yield replace(found, value=value, base=base, scale=scale, unit=unit, end=match.end())


def _ordinal(text: str, value: float, start: int, end: int) -> Amount:
    found = _amount(text, value, start, end)
    return replace(found, base=value, scale=RANK, unit="", end=end, written=text[start:end])


def _amount(text: str, value: float, start: int, end: int, money: str = "") -> Amount:
    half = _AND_A_HALF.match(text, end)
    value, end = (value + 0.5, half.end()) if half else (value, end)
    nouns, plural, bound = _nouns(text, end), _PLURAL.match(text[end:]), bound_of(text, start, end)
    behind = _UNIT.match(text, end)
    unit = MONEY.get(money) or (plain_unit(behind["unit"] or "") if behind else "")
    scale, base = scaled(value, unit)
    if behind and unit and not money:
        raised = behind["raised"] if unit in LENGTHS else None
        end = behind.end() if raised else behind.end("unit")
        power = (behind["power"] or _POWERS.get(raised or "", "")).split()
        scale = f"{scale} {power[0][:2]}" if power else scale
    lead, per = (
        _LEAD.search(text, max(0, start - NEAR), start),
        _PER.match(text[end : end + NEAR]),
    )
    return Amount(
        value, base, scale, unit, nouns, bound, per["per"] if per else "",
        lead["lead"].lower() if lead else "", plural is not None and not unit, start, end,
        " ".join(text[start:end].split()),
    )  # fmt: skip


def _nouns(text: str, end: int) -> tuple[str, ...]:
    """Return the terms of what a number counts: up to two words behind it that carry meaning."""
    found: list[str] = []
    behind = text[end : end + NEAR]
    for word in words_of(re.split(r"[^\w\s'’%-]|\s{3}", behind, maxsplit=1)[0])[:3]:
        lower = word.written.lower()
        if lower in STOP_WORDS or lower[0].isdigit():
            break
        found.append(word.term)
    return tuple(found[:2])
