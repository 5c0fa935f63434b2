"""Numbers as they are written: in figures, in words, or in both."""

import re
from collections.abc import Sequence
from decimal import Decimal

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)
}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
GROUPS = {"hundred": 100, "dozen": 12, **_LARGE, "mln": 10**6, "bn": 10**9, "mn": 10**6}
"""What a word of size multiplies the number before it by."""

WORDS = frozenset({*_VALUES, *GROUPS})
"""What a number in words cannot do without."""

BEGINNINGS = frozenset({*_VALUES, "a", "an"})
"""What a number in words begins with."""

_FIGURES = re.compile(r"\d+(?:_\d+)?")
_YEARS = range(1300, 2100)


def value_of(term: str) -> Decimal | None:
    """Return the value of a number in figures, with `_` for the point; None of anything else."""
    return Decimal(term.replace("_", ".")) if _FIGURES.fullmatch(term) else None


def term_of(value: Decimal) -> str:
    """Return a number as one term: figures alone, with `_` for the point."""
    whole = value == value.to_integral_value()
    return str(int(value)) if whole else str(value.normalize()).replace(".", "_")


def read(words: Sequence[str], first: int) -> tuple[Decimal, int] | None:
    """Return the number in words that begins at a place, and where it ends; None if none does.

    "One" alone is none, as it is seldom meant as a number.
    """
    number, end = _figures(words, first)
    if number is None:
        number, end = _in_words(words, first)
    if number is None or (end - first == 1 and words[first] == "one"):
        return None
    return number, end


def _figures(words: Sequence[str], first: int) -> tuple[Decimal | None, int]:
    """Read figures with a word of size: `1_5 million`."""
    value = value_of(words[first])
    if value is None or first + 1 >= len(words) or words[first + 1] not in GROUPS:
        return None, first
    return value * GROUPS[words[first + 1]], first + 2


def _in_words(words: Sequence[str], first: int) -> tuple[Decimal | None, int]:
    total = current = 0
    last, place = "", first  # what was read: "", small, tens, group
    if words[first] in ("a", "an"):
        if first + 1 >= len(words) or words[first + 1] not in GROUPS:
            return None, first
        current, last, place = 1, "small", first + 1
    while place < len(words):
        word = words[place]
        if word in _VALUES and (value := _added(current, _VALUES[word], last)) is not None:
            current, last = value, "small" if _VALUES[word] < 20 else "tens"
        elif word in _LARGE and last:
            total, current, last = total + current * _LARGE[word], 0, "group"
        elif word in ("hundred", "dozen") and last in ("small", "tens") and current < 100:
            current, last = current * GROUPS[word], "group"
        elif not (word == "and" and last == "group" and _goes_on(words, place)):
            break
        place += 1
    return (Decimal(total + current), place) if last else (None, first)


def _added(current: int, value: int, last: str) -> int | None:
    """Return a number with one more word; None where that begins another number."""
    if last in ("", "group"):
        return current + value
    if last == "tens" and 0 < value < 10:
        return current + value
    century = current * 100 + value  # "nineteen eighty", "twenty eleven"
    return century if value >= 10 and 13 <= current <= 20 and century in _YEARS else None


def _goes_on(words: Sequence[str], place: int) -> bool:
    """Tell whether "and" is part of a number: not in "two hundred and three hundred"."""
    after = (*words[place + 1 : place + 3], "", "")
    return after[0] in _VALUES and after[1] not in GROUPS


def spelled(term: str) -> list[str]:
    """Return how a number may stand in the full text, where each stretch of figures is a word."""
    value = value_of(term)
    if value is None:
        return []
    found = [term.replace("_", " ")]
    if value == int(value):
        grouped = f"{int(value):,}".replace(",", " ")
        found += [grouped, *_words_of(int(value))]
        if 0 < value < 100:
            found += [f"{term}{end}" for end in ("th", "st", "nd", "rd")]
    for name, size in _LARGE.items():
        if size <= value < size * 1000 and (value * 100) % size == 0:
            found.append(f"{term_of(value / size).replace('_', ' ')} {name}")
    return list(dict.fromkeys(found))


def grouped(spelling: str) -> str:
    """Return figures of `spelled` with commas between groups of three; words as they are."""
    groups = spelling.split(" ")
    thousands = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
    return ",".join(groups) if thousands and spelling.replace(" ", "").isdigit() else spelling


def _words_of(value: int) -> list[str]:
    if not 1 < value < 10**9:
        return []
    words = [_in_full(value, ""), _in_full(value, "and ")]
    if 1000 < value < 10_000 and value % 100 == 0 and value % 1000:
        words.append(f"{_in_full(value // 100, '')} hundred")
    return words


def _in_full(value: int, link: str) -> str:
    if value < 20:
        return _SMALL[value]
    if value < 100:
        rest = value % 10
        return _TENS[value // 10 - 2] + (f" {_SMALL[rest]}" if rest else "")
    name, size = next(
        (name, size)
        for name, size in [*reversed(_LARGE.items()), ("hundred", 100)]
        if value >= size
    )
    rest = value % size
    head = f"{_in_full(value // size, link)} {name}"
    if not rest:
        return head
    return f"{head} {link if rest < 100 else ''}{_in_full(rest, link)}"
