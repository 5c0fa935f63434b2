"""What a question names: names, years and other times, numbers of things."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from corpus import Span
from corpus.language import ENGLISH as LANGUAGE
from corpus.language import Language
from index.analysis import STOP_WORDS, stop_words, tokenize
from index.analysis.terms import terms_of, written_terms
from qa.answering.languages import Phrases, asked_in
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.particles import ASSIMILATED, PARTICLES
from qa.answering.slots import is_time, name_runs

ThingKind = Literal["name", "number"]

_TITLES = frozenset(
    terms_of(
        "mr mrs ms miss dr prof professor sir dame lord lady president minister mayor judge justice"
        " captain chief director manager secretary senator governor king queen pope saint st cllr"
        " councillor doctor company ltd inc plc university city river mount lake"
    )
)
"""What stands before or behind a name, and is left out or written otherwise at other places."""

_TELL_NOTHING = frozenset((*_TITLES, *PARTICLES, *ASSIMILATED, *STOP_WORDS))

_WIDE = frozenset(
    terms_of(
        "africa african america american arab asia asian atlantic australia australian"
        " austria austrian belgium belgian brazil brazilian britain british canada canadian"
        " catholic celsius china chinese christian czech danish denmark dutch east eastern"
        " egypt egyptian england english europe european fahrenheit finland finnish france"
        " french german germany greece greek holland hungarian hungary india indian internet"
        " iran iraq ireland irish islam islamic israel israeli italian italy japan japanese"
        " jewish jew kingdom korea korean mediterranean mexican mexico middle muslim"
        " netherland north northern norway norwegian pacific poland polish portugal portuguese"
        " protestant roman rome russia russian scotland scottish south southern soviet spain"
        " spanish state sweden swedish swiss switzerland turkey turkish ukraine ukrainian"
        " union united usa wales web welsh west western world new"
    )
)
"""Parts of names that texts seldom spell out: who writes of Cork does not say that it is Irish."""

_BEGINNINGS = frozenset(
    "besides despite within according unlike since like regarding given using".split()
)

_FOREIGN = frozenset(
    "der die das den dem des ein eine wie wer wo wann ist im und für von vom zum zur le la les du"
    " un une et est quel quelle quels qui où quand combien el los las una cuál quién dónde cuándo"
    " il lo gli chi dove quando".split()
)
"""Words of questions in languages that are not known here, and write other words large."""

_ENGLISH_ALONE = frozenset("what who whom when where which why how did does the are were".split())
"""Words that those languages do not have: "What did Ada die of?" and "Los Angeles" are English."""

_SEASONS = frozenset(terms_of("spring summer autumn fall winter"))
_YEAR = re.compile(r"\b(?:1[3-9]\d\d|20\d\d)\b")
_DECADE = re.compile(r"\b(1[3-9]\d|20\d)0['’]?s\b")
_CENTURY = re.compile(
    r"\b(1[4-9]|2[01])(?:th|st)(?=(?:[ -](?:and|to|or|or early|and early) \d\dth)?[ -]centur)"
)
_YEARS = re.compile(
    r"\b(1[3-9]\d\d|20\d\d)\s?(?:[-–—/]|to|and|until)\s?(\d\d(?:\d\d)?)\b(?![-/.]\d)"
)
_COUNTS = re.compile(
    r"\s?[%€$£]|\s+(?!(?:as|does|has|his|is|its|this|thus|was|whereas)\b)(?:[a-z]+s|people|men|women"
    r"|children|km|kg|mm|cm|ft|m)\b"
)
_DATED = re.compile(r"\b(?:in|since|until|till|during|before|after|by|from|of|for|to)\s+$", re.I)
_NEAR = 8  # characters: the longest of these words
_NUMBERED = re.compile(
    r"(?:\b(?P<thing>[^\W\d_]{2,})\s+(?:no\.?\s+|nr\.?\s+|number\s+|#)?|(?P<sign>§)\s*)"
    r"(?P<number>(?=[\w/.-]*\d)[A-Z]{0,3}-?\d+(?:[/.-]\w+)*[A-Za-z]?)(?![\w%€$£])",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(  # what counts something else is none: "Annex 1, 2 years later"
    r"(?:,?\s+(?:and|or|und|oder|et|ou|y|o)\b|\s*[&+]|,(?=(?:\s*\d+[A-Za-z]?\s*,){0,20}\s*\d+[A-Za-z]?"
    r",?\s+(?:and|or|und|oder|et|ou|y|o|&)\s+\d))\s*(?P<number>\d+[A-Za-z]?)(?![.,]?\w)"
    r"(?=\s*(?:[^\w\s%€$£]|$)|\s+(?:and|or|are|is|in|on|for|with|und|oder|et|ou|y|o)\b)",
    re.IGNORECASE,
)
_SECTION = "section"
_CODE = re.compile(r"\b(?=[A-Z]*\d)(?:[A-Z]{1,4}-?\d+[A-Za-z]?|\d+[A-Z]{1,2})\b")
_COUNTED = frozenset(
    "in of to by for at from than about over under after before since until until between around"
    " and or the an on with was were is are has have had did does do how many much first last next"
    " more less least most only all these those per page".split()
)
"""Words before a number that it is no name of."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question names.

    `before` is the word that a number or a name stands behind: the noun that is numbered, or the
    preposition.
    """

    kind: ThingKind
    written: str
    terms: tuple[str, ...]
    before: str = ""


@lru_cache(maxsize=2_000)
def things_named(question: str, language: Language = LANGUAGE) -> tuple[Thing, ...]:
    """Return what a question names, in order; of one in a language that is not known, numbers.

    Where all of it is written large or small, or all nouns are, no names can be seen.
    """
    return (*_numbered(question), *_names(question, language))


def years_in(text: str) -> frozenset[int]:
    """Return the years that a text gives, those of ranges and decades too: `2019–2022`, `1950s`."""
    found = {int(year[0]) for year in _YEAR.finditer(text) if not _counts(text, year)}
    for first, last in _YEARS.findall(text):
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        if int(first) < end < int(first) + 100:
            found.update(range(int(first), end + 1))
    for ten in map(int, _DECADE.findall(text)):
        found.update(range(ten * 10, ten * 10 + (10 if ten % 10 else 100)))
    for century in map(int, _CENTURY.findall(text)):
        found.update(range(century * 100 - 100, century * 100))
    return frozenset(found)


def _counts(text: str, number: re.Match[str]) -> bool:
    """Tell whether a number that may be a year counts something: `1500 crowns`."""
    if _COUNTS.match(text, number.end()) is None:
        return False
    return _DATED.search(text[max(0, number.start() - _NEAR) : number.start()]) is None


def times_in(
    terms: Set[str], phrases: Phrases = ENGLISH, language: Language = LANGUAGE
) -> tuple[Set[str], ...]:
    """Return the months, days of the week and (in English) seasons among terms."""
    return tuple(terms & kind for kind in _times(phrases, language))


@lru_cache
def _times(phrases: Phrases, language: Language) -> tuple[frozenset[str], ...]:
    words = phrases.language.months, phrases.language.weekdays
    months, days = (frozenset(terms_of(" ".join(one), language)) for one in words)
    return months, days, _SEASONS if phrases is ENGLISH else frozenset()


def numbers_behind(thing: str, text: str) -> frozenset[str]:
    """Return the numbers behind a noun: `1`, `2` of "Annex 1, Annex 2" and "Annex 1, 2"."""
    return frozenset(
        number.lower()
        for match in _NUMBERED.finditer(text)
        if terms_of(_numbered_thing(match)) == terms_of(thing)
        for number in (match["number"], *_more_numbers(text, match.end()))
    )


def _more_numbers(text: str, end: int) -> Iterator[str]:
    """Yield the numbers that go on behind one: `2` and `3` of "Annex 1, 2 and 3"."""
    while match := _ONE_MORE.match(text, end):
        yield match["number"]
        end = match.end()


def _numbered_thing(match: re.Match[str]) -> str:
    """Return the noun that a number stands behind; the sign § is read as one."""
    return match["thing"] or _SECTION


def is_numbered_in(thing: Thing, text: str) -> bool:
    """Tell whether the number or code of a thing stands in a text, however it is parted.

    Where other numbers stand behind the same noun, it must be one of them.
    """
    number = thing.written.split()[-1] if thing.before else thing.written
    others = numbers_behind(thing.before, text) if thing.before else frozenset[str]()
    if others:
        return any(_is_of(other, number.lower()) for other in others)
    if {*thing.terms} <= {*terms_of(text)}:
        return True
    parts = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W\d_]+|\d+", number)))
    return re.search(rf"(?<!\w){parts}(?!\d)", text, re.IGNORECASE) is not None


def _is_of(other: str, number: str) -> bool:
    """Tell whether a number is the one asked for, or that number with a word added: `3.5-turbo`."""
    return re.fullmatch(rf"{re.escape(number)}(?:-[^\W\d_]{{3,}})?", other) is not None


def codes_in(text: str) -> frozenset[str]:
    """Return the codes in a text: `E5`, `C-0017`."""
    return frozenset(_CODE.findall(text))


def first_written(text: str, terms: Set[str], language: Language = LANGUAGE) -> str:
    """Return the first word of a text that is one of some terms, as it stands there; or ""."""
    return next(
        (written for term, written, _ in written_terms(text, language) if term in terms), ""
    )


def other_names(question: str, text: str, language: Language = LANGUAGE) -> list[str]:
    """Return the names in a text of which the question has no word."""
    asked = {*terms_of(question, language)}
    runs = (text[run.start : run.end].lstrip("0123456789.)- ") for run in name_runs(text))
    return [
        name
        for name in runs
        if len(name) > 2 and not is_time(name) and asked.isdisjoint(name_terms(name, language))
    ]


def name_terms(name: str, language: Language = LANGUAGE) -> tuple[str, ...]:
    """Return the terms of a name that tell it from others: no title, particle or abbreviation."""
    words = [word for word in name.split() if not _is_abbreviation(word)]
    terms = terms_of(" ".join(words), language)
    return tuple(t for t in terms if len(t) > 1 and t not in _TELL_NOTHING)


def is_wide(name: str) -> bool:
    """Tell whether a name is that of a country, a people or a continent, by itself."""
    return _WIDE.issuperset(name_terms(name))


def _numbered(question: str) -> Iterator[Thing]:
    for match in _NUMBERED.finditer(question):
        thing, number = _numbered_thing(match), match["number"]
        if (
            {thing.lower()} & (_COUNTED | STOP_WORDS)
            or is_time(thing)
            or _counts(question, match)
            or _YEAR.fullmatch(number)
        ):
            continue
        yield Thing("number", match[0], terms_of(number), thing)
    for match in _CODE.finditer(question):
        yield Thing("number", match[0], terms_of(match[0]))


def _names(question: str, language: Language) -> Iterator[Thing]:
    words, phrases = question.split(), asked_in(question)
    if not phrases.names_large:
        return
    plain = {part.strip("?.,!").lower() for word in words for part in re.split("['’]", word)}
    if phrases is ENGLISH and plain & _FOREIGN and not plain & _ENGLISH_ALONE:
        return
    if _is_all_large(words, language):
        return
    for run in name_runs(question):
        name = question[run.start : run.end]
        terms = name_terms(name, language)
        if run.start == 0 and name.split()[0].lower() in _BEGINNINGS:
            terms = terms[1:]
        if not _WIDE.issuperset(terms) and not is_time(name) and not any(map(str.isdigit, name)):
            yield Thing("name", name, terms, _preposition(question, run, phrases))


def _is_all_large(words: Sequence[str], language: Language) -> bool:
    """Tell whether most words are large, and those that are not are small ones, as in a title."""
    if 2 * sum(word[:1].isupper() for word in words) <= len(words) + 1:
        return False
    small = tokenize(" ".join(word for word in words if not word[:1].isupper()))
    return stop_words(language).issuperset(small)


def _preposition(text: str, run: Span, phrases: Phrases) -> str:
    before = text[: run.start].lower().split()[-2:]
    word = next((w for w in reversed(before) if w != "the"), "")
    return word if word in phrases.prepositions else ""


def _is_abbreviation(word: str) -> bool:
    bare = word.replace(".", "")
    return len(bare) <= 4 and bare.isupper()
