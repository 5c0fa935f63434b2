"""Numbers that a text gives in another form: as a ratio, a rank, an age, an hour, by "halved"."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from qa.checking.amounts import RANK, Amount, whole_number
from qa.checking.moments import ORDINALS, is_at_hour, moments_in
from qa.checking.units import SHARE, plain_unit

_SMALL_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|hundred|\d{1,3})"
)
_RATIO = re.compile(
    rf"\b(?P<part>{_SMALL_NUMBER})\s+(?P<noun>(?!in\b|out\b)[a-z]{{3,}}\s+)?(?:in|out\s+of)\s+"
    rf"(?:every\s+|each\s+|an?\s+(?=hundred))?(?P<whole>{_SMALL_NUMBER})\b"
    r"(?:\s+(?P<next>[a-zµ°]+))?(?!\s*%)",
    re.IGNORECASE,
)
"""A share as one number in another: "nine in ten", "four out of five", "nine herds in ten"."""
_GOES_ON = frozenset(
    "is are was were has have had do does did of and but or who that which on at by".split()
)
"""What follows "nine herds in ten", where "two cars in five days" goes on with another noun."""
_REST = re.compile(
    r"\b(?:less|but|except|without|minus|rest|remain\w*|others?|left|not|no|none|nobody|never|neither)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
"""What tells that a share and what is left of it are both spoken of."""
_TOGETHER = re.compile(
    r"\b(?:together|both|in\s+all|altogether|in\s+total|combined|the\s+two)\b", re.IGNORECASE
)
_SAID = {
    50.0: re.compile(
        r"\bhalv(?:e|es|ed|ing)\b|\bby\s+half\b(?!\s+an?\b)|\b(?:cut|split|divided|shared)\s+in\s+(?:half|two)\b"
        r"|\bequal\s+(?:parts|shares)\b|\bhalf\s+(?:of|the|as)\b(?!\s+(?:the\s+)?(?:year|month|day|week))",
        re.IGNORECASE,
    ),
    100.0: re.compile(r"\bdoubl(?:e|es|ed|ing)\b(?!-)|\bin\s+full\b|\bfully\b", re.IGNORECASE),
}
"""Shares that a text says without a number: "the fine is halved" for 50 %."""
_OLD = re.compile(r"[\s-]*(?:olds?|of age)\b", re.IGNORECASE)
_CHANGED = re.compile(r"\b(?:rose|rise[ns]?|gr[eo]wn?|f[ae]ll\w*|increas\w+|drop\w*|went|sank)\b")
_NUMBERED = re.compile(r"\b(?P<noun>[^\W\d_]{3,})\s+$")
_A_PART = re.compile(r"an?\s+(?P<rank>third|fifth|sixth|seventh|eighth|ninth|tenth)", re.IGNORECASE)
_NEAR = 40  # characters before a number in which the word that it numbers stands; a guess
_SHORT = 2  # letters of a unit that is no word
_TIMES = frozenset("second minute hour day week month year decade".split())
_FEW = 2  # shares of a text that may be added up: of many, some sum is any share
_EXACT = 1e-6


def is_given_otherwise(sentence: str, amount: Amount, given: Sequence[Amount], text: str) -> bool:
    """Tell whether a text may give a number of a sentence in another form.

    Args:
        sentence: What is judged.
        amount: A number of it.
        given: The numbers of the text.
        text: What it is judged by.
    """
    share = _share(sentence, amount)
    if share is not None:
        is_word = amount.written.isalpha()
        if _has_share(share, sentence, given, text) or (not is_word and _is_said(share, text)):
            return True
        part = _A_PART.fullmatch(amount.written)
        return part is not None and _has_rank(ORDINALS.index(part["rank"].lower()) + 1, "", text)
    if _OLD.match(sentence, amount.end) and amount.unit == "year":
        return any(
            not (one.scale or one.nouns or one.per) and one.value == amount.value for one in given
        )
    return _is_hour(sentence, amount, text) or _is_ranked(sentence, amount, given, text)


def _share(sentence: str, amount: Amount) -> float | None:
    """Return the share that a number says, or is a part of saying, in per cent; None for none."""
    for start, end, share in _ratios(sentence):
        if start <= amount.start < end:
            return share
    return amount.base if amount.scale == SHARE else None


def _has_share(share: float, sentence: str, given: Sequence[Amount], text: str) -> bool:
    """Tell whether a text has a share, what is left of one, or two that are that together."""
    shares = [one.base for one in given if one.scale == SHARE]
    shares += [one for _, _, one in _ratios(text)]
    made = [*shares]
    if _REST.search(text) or _REST.search(sentence):
        made += [100 - one for one in shares]
    if len(shares) <= _FEW and _TOGETHER.search(sentence):
        made += [one + other for one, other in combinations(shares, 2)]
    return any(math.isclose(share, one, abs_tol=_EXACT) for one in made)


def _is_said(share: float, text: str) -> bool:
    said = _SAID.get(share)
    return said is not None and said.search(text) is not None


@lru_cache(maxsize=2_000)
def _ratios(text: str) -> tuple[tuple[int, int, float], ...]:
    """Return where a text says a share as a ratio, and the share in per cent."""
    found = []
    for match in _RATIO.finditer(text):
        part, whole = _value(match["part"]), _value(match["whole"])
        behind = (match["next"] or "").lower()
        if _measures(behind) or (match["noun"] and behind and behind not in _GOES_ON):
            continue
        if 0 < part < whole:
            found.append((match.start(), match.end("whole"), 100 * part / whole))
    return tuple(found)


def _measures(word: str) -> bool:
    """Tell whether a word is a unit behind a number, and not what is counted: days, ml."""
    unit = plain_unit(word)
    return bool(unit) and (len(word) <= _SHORT or unit in _TIMES)


def _value(written: str) -> int:
    lower = written.lower()
    return 100 if lower == "hundred" else whole_number(lower) or 0


def _is_hour(sentence: str, amount: Amount, text: str) -> bool:
    """Tell whether a number is an hour that a text gives: "tonight at ten" for 22:00."""
    if amount.scale or amount.nouns or amount.value not in range(1, 25):
        return False
    if not is_at_hour(sentence, amount.start) or _CHANGED.search(sentence):
        return False
    hour = int(amount.value)
    told = {
        ("dial", f"{hour % 12}:00"),
        *(("clock", f"{one % 24}:00") for one in (hour, hour + 12)),
    }
    return any(told & one.parts for one in moments_in(text))


def _is_ranked(sentence: str, amount: Amount, given: Sequence[Amount], text: str) -> bool:
    """Tell whether a text has a rank as another word: "class six", "the sixth class", "6th"."""
    if amount.value % 1 or not 0 < amount.value <= len(ORDINALS):
        return False
    if amount.scale == RANK:
        noun = amount.nouns[0] if amount.nouns else ""
        return _has_rank(int(amount.value), noun, text) or any(
            not one.scale and one.value == amount.value and _numbers(text, one, noun)
            for one in given
        )
    numbered = _NUMBERED.search(sentence[max(0, amount.start - _NEAR) : amount.start])
    if amount.scale or amount.nouns or numbered is None:
        return False
    return _has_rank(int(amount.value), numbered["noun"].lower(), text)


def _numbers(text: str, one: Amount, noun: str) -> bool:
    """Tell whether a number stands behind what a rank is of: "class six" for "the sixth class"."""
    before = _NUMBERED.search(text[max(0, one.start - _NEAR) : one.start])
    return bool(noun) and before is not None and before["noun"].lower().startswith(noun[:4])


def _has_rank(rank: int, noun: str, text: str) -> bool:
    """Tell whether a text has a rank of a thing, or without saying of what."""
    for form in _forms(rank):
        for match in re.finditer(rf"\b{form}\b(?:\s+(?P<next>[a-z]{{3,}}))?", text, re.IGNORECASE):
            behind = (match["next"] or "").lower()
            if not noun or not behind or behind in _GOES_ON or behind.startswith(noun[:4]):
                return True
    return False


def _forms(rank: int) -> Iterator[str]:
    yield ORDINALS[rank - 1].replace("-", "[ -]")
    yield rf"{rank}(?:st|nd|rd|th)"
