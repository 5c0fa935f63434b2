"""Which words of a sentence its evidence does not say."""

from collections.abc import Sequence
from functools import lru_cache

from qa.checking.amounts import amounts_in
from qa.checking.guards.names import is_named, names_in, stands_for
from qa.checking.guards.opposites import alike
from qa.checking.guards.scopes import without_double_denials
from qa.checking.moments import moments_in
from qa.checking.verdict import Evidence
from qa.checking.words import Word, is_said, terms_in, words_of

SAME_THING = 0.6
"""The share of a sentence's words in a source where an opposite is of the same thing; a guess."""
SAME_WORDS = 0.85
"""The same, where a "not" or another order of words is no other way to say it; a guess."""


@lru_cache(maxsize=1_000)
def uncovered(sentence: str, source: Evidence) -> tuple[tuple[int, int], ...]:
    """Return where content words stand that the source does not have, in no form of theirs.

    Numbers, dates and names are left to their guards.
    """
    return tuple((word.start, word.end) for word in _unnamed(sentence) if not _has(source, word))


@lru_cache(maxsize=1_000)
def coverage(sentence: str, source: Evidence) -> float:
    """Return the share of the content words of a sentence that the source has.

    Numbers and dates are left out; 1.0 where nothing is left.
    """
    words = _content(sentence)
    if not words:
        return 1.0
    names = [span for span in names_in(sentence) if stands_for(sentence[slice(*span)], source.text)]
    return sum(_is_in(word, names) or _has(source, word) for word in words) / len(words)


def joined(spans: Sequence[tuple[int, int]], sentence: str) -> tuple[tuple[int, int], ...]:
    """Return spans in order, with those as one that only blanks or small words stand between."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and _near(sentence[found[-1][1] : start], start - found[-1][1]):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _near(between: str, length: int) -> bool:
    return length <= 0 or all(
        word in ("of", "the", "a", "an", "in", "to", "and") for word in between.split()
    )


def _has(source: Evidence, word: Word) -> bool:
    terms = terms_in(source.text)
    if is_said(word.term, terms) or alike(word.term) & terms:
        return True
    parts = word.term.split("_")
    if len(parts) > 1 and all(part in terms for part in parts):
        return True
    return word.written[0].isupper() and is_named(word.written, source.text)


def _unnamed(sentence: str) -> list[Word]:
    names = names_in(sentence)
    return [word for word in _content(sentence) if not _is_in(word, names)]


def _content(sentence: str) -> list[Word]:
    """Return the words that carry meaning, without numbers, their units, and dates."""
    taken = [(one.start, one.end) for one in amounts_in(sentence)]
    sentence = without_double_denials(sentence)
    taken += [(one.start, one.end) for one in moments_in(sentence)]
    return [
        word
        for word in words_of(sentence)
        if word.is_content and not word.written[0].isdigit() and not _is_in(word, taken)
    ]


def _is_in(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= word.start < end for start, end in spans)
