"""What a text says of a number besides its value: at least, at most, about."""

import re
from collections.abc import Sequence
from typing import Literal

Bound = Literal["", "about", "least", "most", "above", "below"]

NEAR = 40  # characters beside a number in which its bound and its noun stand; a guess
_BOUNDS: Sequence[tuple[Bound, str]] = (
    (
        "least",
        r"at least|(?:never|not) within|no (?:fewer|less) than|not (?:fewer|less) than"
        r"|a minimum of|minimum",
    ),
    (
        "most",
        r"at most|no more than|not more than|up to|a maximum of|no (?:larger|later|longer|higher)"
        r" than"
        r"|not (?:be )?(?:larger|later|longer|higher|warmer) than|maximum|within",
    ),
    (
        "above",
        r"(?:more|larger|longer|greater|higher|later|older|stronger|warmer|heavier|taller|wider"
        r"|deeper|faster) than|over|above"
        r"|exceed(?:s|ed|ing)?|upwards of",
    ),
    (
        "below",
        r"(?:less|fewer|smaller|shorter|lower|earlier|younger|cheaper|lighter|slower|narrower)"
        r" than|under|below|almost"
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
    + r")\s+(?:(?:the|an?)\s+)?(?:(?:total|sum|amount)\s+)?(?:(?:of|to)\s+)?$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^[\sA-Za-z%]{0,20}?\s*(?:,\s*)?(?:(?P<most>at (?:the )?most|or (?:less|fewer|under)|maximum)"
    r"|(?P<least>at least|or (?:more|over)|minimum))\b",
    re.I,
)


def bound_of(text: str, start: int, end: int) -> Bound:
    """Return what is said of a number at a place besides its value; "" for nothing."""
    match = _BEFORE.search(text, max(0, start - NEAR), start) or _BEHIND.match(
        text[end : end + NEAR]
    )
    return "" if match is None or not match.lastgroup else match.lastgroup  # type: ignore[return-value]
