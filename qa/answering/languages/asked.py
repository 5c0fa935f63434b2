"""Which language a question is in. The tables of other languages than English load when needed."""

import re
from functools import cache, lru_cache

from corpus.language import LANGUAGES, Language
from qa.answering.languages.english.phrases import ENGLISH
from qa.answering.languages.phrases import Phrases
from qa.answering.languages.small_words import ASKING

_WORD = re.compile(r"[^\W\d_]+")


def phrases_of(language: Language) -> Phrases:
    """Return how questions and answers are worded in a language; English where nobody knows."""
    return _table(language.code)


@cache
def _table(code: str) -> Phrases:
    """Return the table of a language; making its patterns takes as long as an answer."""
    if code == "de":
        from qa.answering.languages.german.phrases import GERMAN

        return GERMAN
    if code == "fr":
        from qa.answering.languages.french.phrases import FRENCH

        return FRENCH
    if code == "es":
        from qa.answering.languages.spanish.phrases import SPANISH

        return SPANISH
    return ENGLISH


@lru_cache(maxsize=2_000)
def asked_in(question: str) -> Phrases:
    """Return the language of a question, by its small words and those that ask.

    English where no other language has more of them: a few words alone, a name, a code.
    """
    words = [word.lower() for word in _WORD.findall(question)]

    def small(language: Language) -> int:
        known = sum(word in language.stop_words for word in words)
        marked = any(mark in question for mark in language.opening)
        return known + marked + len(ASKING[language.code].findall(question))

    return phrases_of(max(LANGUAGES, key=small))
