"""Words of a question that the collection does not know, read as words that it does."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from fnmatch import translate
from functools import cache, partial
from typing import NamedTuple

from corpus.language import GERMAN, Language
from index.analysis.numbers import grouped, value_of
from index.analysis.similar import (
    may_begin,
    one_letter_off,
    sound_alike,
    sound_pattern,
    written_out,
)
from index.analysis.spellings import spellings, word_of
from index.analysis.stemming import stem_rows, tokenize
from index.analysis.terms import LARGE, Term, fold, plain_date, question_terms, written_terms
from index.search.asked import asked_language
from index.search.moment import Moment
from index.types import Reading

_MOST_WORDS = 4  # unknown words of a question that are looked up; a guess: it bounds the time
_MOST_KNOWN = 50  # known words, and codes, whose writing is looked up; a guess: for the same end
_MOST_TRIED = 6  # candidates that are looked at in the text; a guess
_MOST_SOUNDING = 50  # stems that may be of names that sound alike; a guess
_SHORTEST = 5  # letters; shorter words have too many neighbours, a guess
_LONGEST = 30  # letters; a guess: no word is longer, and what it may be grows with the square
_CODE = re.compile(r"(?<![\w-])[a-z]{1,4}-?\d+(?:-\d+)*(?![\w-])")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

Counts = Callable[[Iterable[str]], Mapping[str, int]]
"""Returns in how many passages terms stand."""

StemsFrom = Callable[[str], Iterable[str]]
"""Returns the stems that begin with a letter."""


class _Words:
    """The words of a collection, asked for as they are written in one language."""

    def __init__(self, moment: Moment, language: Language, stems_from: StemsFrom) -> None:
        self._moment = moment
        self.language = language
        self._stems_from = stems_from

    def like(self, letter: str, pattern: str, shortest: int, longest: int) -> Iterator[str]:
        """Yield stems that begin with a letter and match a pattern of `fnmatch`, of some length."""
        fits = re.compile(translate(pattern)).match
        for stem in self._stems_from(letter):
            if shortest <= len(stem) <= longest and fits(stem):
                yield stem

    def stems(self, words: Iterable[str]) -> list[str]:
        """Return the stem of each word."""
        return stem_rows(words, self.language)

    def known(self, words: Iterable[str]) -> set[str]:
        """Return those of the stems of the words that stand somewhere."""
        return self.standing(self.stems(words))

    def standing(self, stems: Iterable[str]) -> set[str]:
        """Return those of the stems that stand somewhere."""
        return self._moment.known_stems(stems)

    def count(self, row: str) -> int:
        """Return in how many passages words stand in a row."""
        return self._moment.count_with(self.stems([row]))

    def texts(self, word: str) -> list[str]:
        """Return some texts that a word stands in."""
        return [text for text, _ in self._texts(word)]

    def texts_like(self, word: str, *, name: bool) -> list[str]:
        """Return some texts that show what a word may be that is only like one of a question.

        Those of other languages show nothing of it but names, and those that write every noun
        large not even these.
        """
        return [
            text
            for text, language in self._texts(word)
            if language is self.language or (name and language is not GERMAN)
        ]

    def _texts(self, word: str) -> list[tuple[str, Language]]:
        return self._moment.texts_with(self.stems([word])[0], _MOST_TRIED)


class _Doubt(NamedTuple):
    """What an unknown word may be: surely a name, perhaps a name, no word as it is spelled."""

    name: bool
    may_be_name: bool
    misspelt: bool


def read_words(
    moment: Moment,
    counts: Counts,
    stems_from: StemsFrom,
    question: str,
    is_word: Callable[[str], bool],
) -> tuple[Reading, ...]:
    """Return how the words of a question are read that stand nowhere; none where all are known.

    A code in small letters is read in large ones; a number, a date, an abbreviation as it
    stands; a word as it stands with other letters or in two words; a name as one that sounds
    alike; a word with one letter wrong, if it is none.

    Args:
        moment: The collection.
        counts: Returns in how many passages terms stand.
        stems_from: Returns the stems that begin with a letter.
        question: The question.
        is_word: Whether a word is a usual one, and so hardly misspelt.
    """
    codes = [*dict.fromkeys(_CODE.findall(question))][:_MOST_KNOWN]
    found = [reading for reading in map(_code_reader(counts), codes) if reading]
    words = _Words(moment, asked_language(moment, question), stems_from)
    terms = written_terms(question, words.language)
    is_word = cache(is_word)
    known = counts({one.term for one in terms if not one.stop})
    seen: set[str] = set()
    tried = asked = 0
    for place, one in enumerate(terms):
        read = None
        if one.stop or one.written in seen:
            continue
        seen.add(one.written)
        if one.term in known and asked < _MOST_KNOWN:
            asked += 1
            read = _as_it_stands(words, one)
        elif one.term not in known and tried < _MOST_WORDS and _is_looked_up(one):
            tried += 1
            # German writes every noun large.
            named = place > 0 and one.written[:1].isupper() and words.language is not GERMAN
            usual = is_word(fold(one.written).lower())
            may_be_name = named or (question.islower() and not usual)
            misspelt = not usual and (named or _is_english(terms, is_word))
            read = _read(words, one, _Doubt(named, may_be_name, misspelt))
        if read and read != one.written:
            found.append(Reading(one.written, read))
    return tuple(dict.fromkeys(found))


def _is_looked_up(one: Term) -> bool:
    """Tell whether an unknown word may be another; one letter may fold to many (`ﷺ`)."""
    long_enough = len(one.written) > 3 and len(fold(one.written)) <= _LONGEST
    return long_enough and one.term.isalpha()


def _is_english(terms: Sequence[Term], is_word: Callable[[str], bool]) -> bool:
    """Tell whether most words of a question are usual ones, so that another is misspelt."""
    return 2 * sum(is_word(one.written.lower()) for one in terms) >= len(terms)


def as_read(question: str, readings: Iterable[Reading]) -> str:
    """Return a question with its unknown words as they are read."""
    for reading in readings:
        parts = re.split(rf"(?<!\w){re.escape(reading.word)}(?!\w)", question)
        question = reading.read_as.join(parts)
    return question


def _code_reader(counts: Counts) -> Callable[[str], Reading | None]:
    def read(code: str) -> Reading | None:
        large = code.upper()
        return Reading(code, large) if counts(question_terms(large)) else None

    return read


def _read(words: _Words, one: Term, doubt: _Doubt) -> str | None:
    if len(tokenize(one.written)) != 1:
        return None
    word = fold(one.written).lower()
    for other in written_out(one.written):
        if read := _standing(words, other, partial(_is_written, other)):
            return read
    return _apart(words, word) or _nearest(words, word, doubt)


def _as_it_stands(words: _Words, one: Term) -> str | None:
    """Return a known term as the collection writes it, where it nowhere is written as asked."""
    own = " ".join(tokenize(one.written))
    if words.known(own.split()) >= {*words.stems(own.split())} and (
        " " not in own or words.count(own)
    ):
        return None
    if one.term.endswith(LARGE):
        return one.term[:-1].upper()
    if any(map(str.isdigit, one.written)) and not value_of("_".join(tokenize(one.written))):
        date = plain_date(one.written)
        if date:
            return date
    if value_of(one.term) is not None:
        ways = [way for way in spellings(one.term) if words.count(way)]
        mark = words.language.thousands[0]
        return next((grouped(way).replace(",", mark) for way in ways), None)
    if not one.term.isalpha() or len(own.split()) > 1:
        return None
    word = fold(one.written).lower()
    ways = [way for way in spellings(one.term) if fold(way) == fold(word_of(one.term))]
    standing = (_standing(words, way, partial(_is_written, word)) for way in ways)
    return next(filter(None, standing), None)


def _nearest(words: _Words, word: str, doubt: _Doubt) -> str | None:
    """Return the known word that is most like an unknown one, as it is written."""
    near: dict[str, str] = {}
    if len(word) >= _SHORTEST and doubt.misspelt:
        others = sorted(one_letter_off(word))
        stems = words.stems(others)
        held = words.standing(stems)
        near = {stem: other for other, stem in zip(others, stems, strict=True) if stem in held}
    sounding = _sounding(words, word) if doubt.may_be_name else []
    fits = {word_of(stem): partial(_sounds, word) for stem in sounding}
    fits |= {other: partial(_is_written, other) for other in near.values()}
    tried = sorted(sorted(fits), key=partial(_likeness, word), reverse=True)[:_MOST_TRIED]
    found: list[str | None] = []
    for other in tried:
        texts = words.texts_like(other, name=doubt.name or other not in near.values())
        read = _written_in(words, texts, other, fits[other], large=doubt.name)
        if texts and not doubt.name and other in near.values():
            read = read or other
        found.append(read)
    return max(filter(None, found), key=partial(_likeness, word), default=None)


def _sounds(word: str, own: str) -> bool:
    """Tell whether a word as it stands is a name that sounds like an unknown one."""
    return own[:1].isupper() and sound_alike(own, word)


def _is_written(word: str, own: str) -> bool:
    return fold(own).lower() == word


def _likeness(word: str, other: str) -> float:
    return SequenceMatcher(None, word, fold(other).lower(), autojunk=False).ratio()


def _sounding(words: _Words, word: str) -> list[str]:
    """Return stems that may be of names that sound like a word."""
    pattern = sound_pattern(word)
    if pattern is None:
        return []
    return [
        stem
        for letter in pattern[0]
        for stem in words.like(letter, pattern[1], len(word) - 3, len(word) + 3)
        if may_begin(stem, word)
    ][:_MOST_SOUNDING]


def _apart(words: _Words, word: str) -> str | None:
    """Return the two words that one stands for in the collection: `e mail` for "email"."""
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    known = words.known([part for cut in cuts for part in cut])
    for cut in cuts:
        row = " ".join(cut)
        if known.issuperset(words.stems(cut)) and words.count(row):
            return row
    return None


def _standing(words: _Words, word: str, fits: Callable[[str], bool]) -> str | None:
    """Return how a word is written where it stands, in the way that is most usual and fits."""
    return _written_in(words, words.texts(word), word, fits) if words.known([word]) else None


def _written_in(
    words: _Words,
    texts: Iterable[str],
    word: str,
    fits: Callable[[str], bool],
    *,
    large: bool = False,
) -> str | None:
    """Return how a word is written in texts, in the way that is most usual and fits.

    None where a name is wanted (`large`), and it mostly stands in small letters.
    """
    (stem,) = words.stems([word])
    written: dict[str, int] = {}
    names = 0  # more or fewer than other words
    times = Counter(own for text in texts for own in _WORDS.findall(text))
    for (own, count), found in zip(times.items(), words.stems(times), strict=True):
        if found == stem and " " not in stem:
            names += count if own[:1].isupper() else -count
            written[own] = count * fits(own)
    most = max(sorted(written), key=written.__getitem__, default="")
    wanted = most[:1].isupper() and names > 0 if large else True
    return most if wanted and written.get(most) else None
