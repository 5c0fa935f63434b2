"""Terms of texts in other languages than English: by their own stems, numbers and dates."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from corpus.language import Language
from index.analysis import numbers
from index.analysis.stemming import stems_of, stop_words, without_accents

_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")
_ISO = re.compile(r"\b([12]\d{3})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b(?!-)")
_DAY = re.compile(r"\b(0?[1-9]|[12]\d|3[01])([./])(0?[1-9]|1[0-2])\2([12]\d{3})\b")
_FIGURES = re.compile(r"\d+(?:_\d+)?")
_LONGEST = 24  # characters of a number; a guess: longer ones are no amounts, and cost time
_LARGEST = 10**15  # what is multiplied no further; a guess: no text has a larger number in words


class _Patterns(NamedTuple):
    grouped: re.Pattern[str]
    fraction: re.Pattern[str]
    ordinal: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(language: Language) -> _Patterns:
    groups = "".join(map(re.escape, language.thousands))
    marks = "|".join(map(re.escape, sorted(language.ordinal_marks, key=len, reverse=True)))
    point = re.escape(language.decimal)
    return _Patterns(
        re.compile(rf"(?<![\d.,])\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)"),
        re.compile(rf"(?<=\d){point}(?=\d)"),
        re.compile(rf"(?<=\d)(?:{marks})(?!\w)"),
    )


@lru_cache(maxsize=2_000)  # a guess: the passages of some questions; each takes some 10 kB
def written_in(text: str, language: Language) -> tuple[tuple[str, str, bool], ...]:
    """Return the terms of a text: each with the word it was written in, and if it is a stop word.

    A number in figures or in words is one term, its value, and a date in figures is written out.
    """
    words = _WORD.findall(_plainly(unicodedata.normalize("NFC", text), language))
    return tuple(_terms(words, language))


def _plainly(text: str, language: Language) -> str:
    """Return a text with numbers as single words, and days in figures with their month's name."""
    patterns = _patterns(language)
    text = text.replace("_", " ")
    text = _ISO.sub(lambda m: _day(m[3], m[2], m[1], language), text)
    text = _DAY.sub(lambda m: _day(m[1], m[3], m[4], language), text)
    text = patterns.grouped.sub(lambda m: re.sub(r"\D", "", m[0]), text)
    return patterns.ordinal.sub("", patterns.fraction.sub("_", text))


def _day(day: str, month: str, year: str, language: Language) -> str:
    return f" {int(day)} {language.months[int(month) - 1]} {year} "


def _terms(words: Sequence[str], language: Language) -> Iterator[tuple[str, str, bool]]:
    skipped = stop_words(language)
    place = 0
    while place < len(words):
        found = _number(words, place, language)
        if found is not None:
            value, end = found
            written = " ".join(words[place:end]).replace("_", language.decimal)
            yield numbers.term_of(value), written, False
            place = end
            continue
        word = words[place].lower()
        month = language.short_months.get(word)
        if month is not None and place and words[place - 1].isdigit():
            word = language.months[month - 1]
        term = "_".join(stems_of(word, language))
        if term:
            yield term, words[place], without_accents(word) in skipped
        place += 1


def _number(words: Sequence[str], place: int, language: Language) -> tuple[Decimal, int] | None:
    """Return the number that begins at a place, and where it ends; None if none does.

    One alone is none: it is an article too.
    """
    word = words[place].lower()
    if len(word) > _LONGEST:
        return None
    if _FIGURES.fullmatch(word):
        value = Decimal(word.replace("_", "."))
    elif word in language.numbers:
        value = Decimal(language.numbers[word])
    else:
        return None
    end = place + 1
    while end < len(words) and words[end].lower() in language.sizes and value < _LARGEST:
        value *= language.sizes[words[end].lower()]
        end += 1
    if end == place + 1 and value == 1 and not word.isdigit():
        return None
    return value, end


def rows_of(term: str, language: Language) -> list[str]:
    """Return how a term stands in the full text: as rows of stems, with spaces between them."""
    value = numbers.value_of(term)
    if value is None:
        return [term.replace("_", " ")]
    ways = [way for way in numbers.spelled(term) if way.replace(" ", "").isdigit()]
    ways += [word for word, number in language.numbers.items() if number == value]
    for name, size in language.sizes.items():
        if size <= value < size * 1000 and (value * 100) % size == 0:
            ways.append(f"{numbers.term_of(value / size).replace('_', ' ')} {name}")
    return list(dict.fromkeys(" ".join(stems_of(way, language)) for way in ways))
