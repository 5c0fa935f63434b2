"""What a text is about, word by word: one term for all ways in which a word is written.

A term is a stem, a number in figures (`1500` for 1,500 and "fifteen hundred", `7_5` for 7.5), a
code (`c_0017`), or an abbreviation that only in small letters is a word without meaning (`who^`).
Passages and questions are turned into terms alike; `spellings` leads back to the full text.
"""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from typing import NamedTuple

from corpus.language import ENGLISH, Language
from index.analysis import english, numbers
from index.analysis.foreign import written_in
from index.analysis.stemming import (
    MOST_STRETCHES,
    STOP_WORDS,
    beyond_ascii,
    stem_all,
    without_accents,
)

LARGE = "^"
"""Ends the term of a stop word that is written large, as an abbreviation: US, IT, WHO."""

_STRESSED = frozenset("all and any both but if no not now only or own same should the".split())
"""Stop words that are written large to stress them."""

ABBREVIATIONS = frozenset(word for word in STOP_WORDS if len(word) > 1) - _STRESSED

LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ı": "i",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Letters that Unicode does not take apart, as they are written without a key for them."""

_FOLDED = str.maketrans(
    LETTERS
    | {"ẞ": "SS"}
    | {low.upper(): to.title() for low, to in LETTERS.items() if low not in "ßı"}
)
_MONTHS = ENGLISH.months
_SHORT_MONTHS = {short: _MONTHS[number - 1] for short, number in ENGLISH.short_months.items()}
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
# What a match begins with comes first, as `re` then skips quickly to where one may begin.
_FIGURES = re.compile(
    r"[0-9](?<![\w.,/]\d)(?:"
    r"(?P<iso>(?<=[12])\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\d-]))"
    rf"|(?P<day>\d?(?P<by>[./]){_DAY}(?P=by){_YEAR}(?![\w/]))"
    r"|(?P<grouped>\d{0,2}(?:[,'’\u00a0\u2009\u202f]\d{3})+(?:\.\d+)?(?!\d))"
    r"|(?P<point>\d*(?:\.\d+)+(?!\d))"
    r"|(?P<place>\d*(?:st|nd|rd|th)\b))"
)
_CAPITALS = re.compile(
    r"[A-Z](?<![\w.][A-Z])(?:"
    r"(?P<code>(?<!-[A-Z])[A-Z]{0,3}-?\d+(?:-\d+)*(?![\w-]))"
    r"|(?P<initials>(?:\.[A-Z])+\b\.?)"
    r"|(?P<apart>['’ʼ])(?=[A-Z][a-z])"
    r"|(?P<large>[A-Z]+\b))"
)
_CAPITALS_BEFORE = re.compile(r"\b[A-Z]{2,}\W+$")
_CAPITALS_AFTER = re.compile(r"\W+[A-Z]{2,}\b")
_NEAR = 24  # characters; a guess: the longest word beside an abbreviation
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*\^?")
_WRITTEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
"""A word as it is written, with the accents that stand in characters of their own."""
_CHUNK = re.compile(r"[^ \t\r\n]+")
_AROUND = "\"'“”‘’()[]{}<>.,;:!?…"
_POSSESSIVE = re.compile(r"['’]s$")
_LOOKED_AT = numbers.WORDS | _SHORT_MONTHS.keys()


class Term(NamedTuple):
    """A term of a text, the words that it was written in, and whether it carries no meaning."""

    term: str
    written: str
    stop: bool


@lru_cache(maxsize=100_000)
def terms_of(text: str, language: Language = ENGLISH) -> tuple[str, ...]:
    """Return the terms of all words of a text, in order, as its language has them."""
    if language is not ENGLISH:
        return tuple(term for term, _, _ in written_in(text, language))
    return tuple(map(_term, _words(text)))


def written_terms(text: str, language: Language = ENGLISH) -> list[Term]:
    """Return the terms of `terms_of`, each with the words that it was written in."""
    if language is not ENGLISH:
        return [Term(*one) for one in written_in(text, language)]
    text, found = _without_marks(text), list[tuple[str, str]]()
    for chunk in _CHUNK.finditer(text):
        plain = _FIGURES.sub(_figures, _without_capitals(text, *chunk.span()))
        words = _WORD.findall(fold(plain))
        written = _POSSESSIVE.sub("", chunk[0].strip(_AROUND))
        written += "." if f"{written}." in chunk[0] and "." in written else ""
        whole = plain != chunk[0] or len(_WORD.findall(written)) == 1
        found += [(word, written if whole and written else word) for word in words]
    return [
        Term(
            _term(word),
            " ".join(dict.fromkeys(own for _, own in found[first:last])),
            word.lower() in STOP_WORDS,
        )
        for word, first, last in _joined([word for word, _ in found])
    ]


def question_terms(text: str, language: Language = ENGLISH) -> list[str]:
    """Return the terms of a question that carry meaning, each once.

    Where there is nothing but stop words, they are all there is, and are returned.
    """
    if language is not ENGLISH:
        found = written_in(text, language)
        return list(dict.fromkeys([one[0] for one in found if not one[2]] or [o[0] for o in found]))
    words = _words(text)
    kept = [word for word in words if word.lower() not in STOP_WORDS]
    return list(dict.fromkeys(map(_term, kept or words)))


def places_of(
    text: str, terms: Set[str], language: Language = ENGLISH
) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text stand that are one of these terms, in order."""
    for word in _WRITTEN.finditer(text):
        if not terms.isdisjoint(terms_of(word[0], language)):
            yield word.span()


def plain_date(written: str) -> str | None:
    """Return a date in figures as it is mostly written, `17 February 2011`; None for all else."""
    match = _FIGURES.fullmatch(written)
    if match is None or not (match["iso"] or match["day"]):
        return None
    date = _figures(match).strip()
    return date.title() if " " in date else None


def fold(text: str) -> str:
    """Return a text without accents, and with plain letters for those of other alphabets."""
    return beyond_ascii(_folded, text)


@lru_cache(maxsize=MOST_STRETCHES)
def _folded(text: str) -> str:
    return without_accents(text.translate(_FOLDED))


def _words(text: str) -> list[str]:
    words = _WORD.findall(fold(_plainly(text)))
    if _LOOKED_AT.isdisjoint(map(str.lower, words)):
        return words
    return [word for word, _, _ in _joined(words)]


@lru_cache(maxsize=50_000)
def _term(word: str) -> str:
    return english.base_stem(stem_all([english.base_word(word)])[0])


def _plainly(text: str) -> str:
    """Return a text with numbers, days, codes and abbreviations as single words."""
    return _FIGURES.sub(_figures, _CAPITALS.sub(_capitals, _without_marks(text)))


def _without_marks(text: str) -> str:
    """Return a text without the characters that mean something in terms."""
    return text.replace("_", " ").replace(LARGE, " ")


def _without_capitals(text: str, start: int, end: int) -> str:
    """Return a stretch of a text with its abbreviations as single words."""
    pieces, last = [], start
    for match in _CAPITALS.finditer(text, start, end):
        pieces += [text[last : match.start()], _capitals(match)]
        last = match.end()
    return "".join([*pieces, text[last:end]])


def _figures(match: re.Match[str]) -> str:
    """Return in plain words what begins with a figure."""
    text = match[0]
    if match["iso"]:
        year, month, day = text.split("-")
        return f" {int(day)} {_MONTHS[int(month) - 1]} {year} "
    if match["day"]:
        return _day(text, match["by"])
    if match["grouped"]:
        return f" {re.sub('[^0-9.]', '', text).replace('.', '_')} "
    return text.replace(".", "_") if match["point"] else text[:-2]


def _capitals(match: re.Match[str]) -> str:
    """Return in plain words what begins with a capital; most words are as they were."""
    text = match[0]
    if match["code"]:
        return "_".join(re.findall("[a-z]+|[0-9]+", text.lower()))
    if match["apart"]:
        return text[0]
    word = text.replace(".", "").lower()
    if word not in ABBREVIATIONS:
        return word if match["initials"] else text
    return text if match["large"] and _among_capitals(match) else f" {word}{LARGE} "


def _day(text: str, by: str) -> str:
    """Return a date in figures in words where it is sure which of them is the month."""
    first, second, year = text.split(by)
    if int(first) > 12 >= int(second):
        return f" {int(first)} {_MONTHS[int(second) - 1]} {year} "
    if int(second) > 12 >= int(first):
        return f" {int(second)} {_MONTHS[int(first) - 1]} {year} "
    return text


def _among_capitals(match: re.Match[str]) -> bool:
    """Tell whether what stands beside a word is written large too, as in a heading."""
    text = match.string
    before = text[max(0, match.start() - _NEAR) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    if _CAPITALS_BEFORE.search(before) or _CAPITALS_AFTER.match(after):
        return True
    return not any(map(str.islower, text))


def _joined(words: Sequence[str]) -> list[tuple[str, int, int]]:
    """Return words with numbers as one word each, short months in full, and where each stood."""
    lower = [*map(str.lower, words)]
    found: list[tuple[str, int, int]] = []
    place = 0
    while place < len(words):
        word, end = words[place], place + 1
        own = lower[place]
        if own in numbers.BEGINNINGS or own[0].isdigit():
            number = numbers.read(lower, place)
            word, end = (numbers.term_of(number[0]), number[1]) if number else (word, end)
        elif own in _SHORT_MONTHS and _dated(words, place):
            word = _SHORT_MONTHS[own]
        found.append((word, place, end))
        place = end
    return found


def _dated(words: Sequence[str], place: int) -> bool:
    around = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
    return any(word.isdigit() for word in around)
