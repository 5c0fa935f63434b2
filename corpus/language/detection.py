"""Which language a text is in: by its stop words and letters, and never surely of few words."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from corpus.encoding.letters import cost
from corpus.language.language import Language

_WORD = re.compile(r"[^\W\d_]+")
_PART = 4000  # characters; a guess: 600 words, read from the beginning, the middle and the end
_MOST_WORDS = 200  # of each part; a guess
_FEWEST = 4
"""Votes of stop words that a language needs; a guess: a sentence of ten words."""
_SHARE = 0.15
"""Of the words of a text that must be votes for its language. Texts of one have 0.3 to 0.5."""
_AHEAD = 1.6  # times the votes of the next language; a guess
_COMPARED = 80  # words whose letters are compared with those of other languages; a guess
_RIVALS = {
    "en": ("nl", "da", "no"),
    "de": ("nl", "da", "sv", "no"),
    "fr": ("it", "ca", "ro", "pt"),
    "es": ("pt", "it", "ca"),
}
"""Languages whose texts share the most stop words with each of ours."""


def detect(text: str, among: Sequence[Language]) -> Language | None:
    """Return which of some languages a text is in; None where it is in another, or too short."""
    words = _sample(text)
    votes = _votes(words, among)
    first, *others = sorted(among, key=lambda one: -votes[one.code])
    most = votes[first.code]
    if most < max(_FEWEST, _SHARE * len(words)):
        return None
    if any(votes[one.code] * _AHEAD > most for one in others):
        return None
    return first if _is_cheapest(words, first) else None


def likeliest(text: str, among: Sequence[Language]) -> Language | None:
    """Return which of some languages a short text is in, such as a question.

    That is the one that most of its words speak for, be it a single one; None where that are two.
    """
    votes = _votes(_words_of(text), among)
    first, *others = sorted(among, key=lambda one: -votes[one.code])
    most = votes[first.code]
    return first if most and all(votes[one.code] < most for one in others) else None


def _sample(text: str) -> list[str]:
    """Return words from the beginning, the middle and the end of a text."""
    if len(text) <= 3 * _PART:
        return _words_of(text, 3 * _MOST_WORDS)
    middle = len(text) // 2
    parts = text[:_PART], text[middle : middle + _PART], text[-_PART:]
    return [word for part in parts for word in _words_of(part)]


def _words_of(text: str, most: int = _MOST_WORDS) -> list[str]:
    plain = unicodedata.normalize("NFC", text).lower()
    return [match[0] for match in islice(_WORD.finditer(plain), most)]


def _votes(words: Sequence[str], among: Sequence[Language]) -> dict[str, float]:
    """Return by code how much speaks for each language.

    A stop word is a vote, shared by the languages that have it, and so is a word with a letter
    that is not of English, by half.
    """
    votes = dict.fromkeys((language.code for language in among), 0.0)
    for word in words:
        having = [one for one in among if word in one.stop_words]
        weight = 1.0
        if not having and not word.isascii():
            having = [one for one in among if any(letter in one.letters for letter in word)]
            weight = 0.5
        for language in having:
            votes[language.code] += weight / len(having)
    return votes


def _is_cheapest(words: Sequence[str], language: Language) -> bool:
    """Return whether the letters of the words fit a language better than similar languages."""
    some = words[:_COMPARED]
    own = sum(cost(word, language.code) for word in some)
    return all(
        sum(cost(word, rival) for word in some) > own for rival in _RIVALS.get(language.code, ())
    )
