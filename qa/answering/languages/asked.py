"""Which language a question is in."""

import re
from collections.abc import Mapping
from functools import lru_cache

from corpus.language import Language
from qa.answering.languages.english import ENGLISH
from qa.answering.languages.french import FRENCH
from qa.answering.languages.german import GERMAN
from qa.answering.languages.phrases import Phrases
from qa.answering.languages.spanish import SPANISH

ALL = (ENGLISH, GERMAN, FRENCH, SPANISH)
"""The first is that of a question in no other."""

_BY_CODE: Mapping[str, Phrases] = {phrases.language.code: phrases for phrases in ALL}
_WORD = re.compile(r"[^\W\d_]+")


def phrases_of(language: Language) -> Phrases:
    """Return how questions and answers are worded in a language; English where nobody knows."""
    return _BY_CODE.get(language.code, ENGLISH)


@lru_cache(maxsize=2_000)
def asked_in(question: str) -> Phrases:
    """Return the language of a question, by its small words and those that ask.

    English where no other language has more of them: a few words alone, a name, a code.
    """
    words = [word.lower() for word in _WORD.findall(question)]

    def small(phrases: Phrases) -> tuple[int, bool]:
        language = phrases.language
        known = sum(word in language.stop_words for word in words)
        marked = any(mark in question for mark in language.opening)
        return known + marked + len(phrases.asking.findall(question)), phrases is ENGLISH

    return max(ALL, key=small)
