"""Words that a line's end parts: whether their hyphen is their own."""

import re
from collections.abc import Mapping

from corpus.formats.pdf.pages import HYPHEN

_LAST = re.compile(r"\S*$")
_FIRST = re.compile(r"\S*")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]*$")
_LETTERS_AFTER = re.compile(r"[^\W\d_]+")

# An address before the hyphen, or the rest of one behind it.
_ADDRESS = re.compile(r"(?i)://|^www\.|@|^[\w.-]+\.\w{2,}/")
_REST = re.compile(r"(?i)[\w-]*[a-z]{2}[\w-]*(?:\.[\w-]+)*\.[a-z]{2,}(?:[/:?#]\S*)?[.,;)]?")

_TENS = re.compile(r"(?i)(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)")
_ONES = re.compile(
    r"(?i)(?:one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth)s?"
)
_ALWAYS_BEFORE = re.compile(r"(?i)(?:self|ex|well|vice|cross|quasi|all)")
_ALWAYS_AFTER = re.compile(
    r"(?i)(?:based|called|elect|free|friendly|in-law|level|like|minded|old|owned|related|rich"
    r"|sized|specific|style|wide|year|term|thirds?|quarters?)"
)
_INSIDE = re.compile(r"(?i)-(?:in|of|the|to|and|by|on|up|at|for|a|de|la|le|du|sur|von|am|an|auf)$")
_SUSPENDED = re.compile(r"(?:and|or|und|oder|sowie|bzw\.|et|ou|nor)\s")


def ends_in_hyphen(words: str) -> bool:
    """Tell whether a line may end inside of a word or of a range of numbers."""
    return words.endswith(HYPHEN) or (words.endswith("-") and words[-2:-1].isalnum())


def rejoined(first: str, second: str, known: Mapping[str, int]) -> str:
    """Join a line that ends in a hyphen with the next, as one word or with the hyphen.

    Addresses, numbers, names and what is always written with a hyphen keep it. For other words
    the rest of the document decides; where the word is nowhere else in it, a hyphen before a
    small letter was put there by the line's end.

    Args:
        first: The line.
        second: The next one.
        known: How often each word stands inside of lines, those with hyphens as they are.
    """
    head = first[:-1]
    before, after = _LETTERS_BEFORE.search(head), _LETTERS_AFTER.match(second)
    if not before or not before[0] or not after or _in_address(head, second):
        return f"{head}-{second}"
    whole, parted = (before[0] + after[0]).lower(), f"{before[0]}-{after[0]}".lower()
    with_hyphen, without = known.get(parted, 0), known.get(whole, 0)
    if with_hyphen != without:
        return head + ("-" if with_hyphen > without else "") + second
    if _SUSPENDED.match(second):
        return f"{head}- {second}"
    own = after[0][0].isupper() or _is_compound(head, before[0], after[0])
    return head + ("-" if own else "") + second


def _in_address(head: str, second: str) -> bool:
    last, first = _LAST.search(head), _FIRST.match(second)
    assert last is not None, "it matches nothing too"
    assert first is not None, "it matches nothing too"
    return bool(_ADDRESS.search(last[0]) or "@" in first[0] or _REST.fullmatch(first[0]))


def _is_compound(head: str, before: str, after: str) -> bool:
    return bool(
        (_TENS.fullmatch(before) and _ONES.fullmatch(after))
        or _ALWAYS_BEFORE.fullmatch(before)
        or (len(before) > 2 and _ALWAYS_AFTER.fullmatch(after))
        or _INSIDE.search(head)
    )
