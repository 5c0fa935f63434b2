"""The languages of documents: one value holds all that is of a language."""

from corpus.language.english import ENGLISH
from corpus.language.french import FRENCH
from corpus.language.german import GERMAN
from corpus.language.language import Language
from corpus.language.spanish import SPANISH

LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH)
"""The languages that documents are found to be in; the first is that of a text in no other."""

_BY_CODE = {language.code: language for language in LANGUAGES}

__all__ = [
    "ENGLISH",
    "FRENCH",
    "GERMAN",
    "LANGUAGES",
    "SPANISH",
    "Language",
    "code_of",
    "language_of_code",
]


def code_of(written: str) -> str:
    """Return the code of a language as files and people write it: `de-AT`, `deu`, `German`.

    Returns:
        "" for a language that is not one of `LANGUAGES`, and for what names none.
    """
    plain = written.strip().casefold()
    first = plain.replace("_", "-").partition("-")[0]
    for language in LANGUAGES:
        if first in (language.code, *language.codes) or plain in language.names:
            return language.code
    return ""


def language_of_code(code: str) -> Language:
    """Return the language of a code; English where the code is empty or not known."""
    return _BY_CODE.get(code, ENGLISH)
