"""Words as the full-text index sees them: lower case, without accents, stemmed."""

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import islice

import Stemmer

from corpus.language import ENGLISH, Language

STOP_WORDS = ENGLISH.stop_words
"""Words that stand in nearly every text and tell nothing of what it is about."""

ANALYSIS = f"1 {Stemmer.version()}"
"""Changes with what `stems_of` makes of a text; the full text is made anew where it is another."""

_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
MOST_STRETCHES = 2_000  # that are not ASCII; a guess: they may be whole passages, of Chinese say
_MEASURED = re.compile(r"[aeiouy][^aeiouy].*(?:bli|logi)$")
_ODD = ("bli", "logi")
_local = threading.local()


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order, in lower case and without accents.

    Letters and digits make words, everything else parts them.
    """
    return _WORD.findall(without_accents(text).lower())


def stems_of(text: str, language: Language = ENGLISH) -> list[str]:
    """Return the stems of the words of a text in order, as the full text holds them.

    Accents help the stemmers of most languages, so they are taken away after stemming; in English
    they stand in loan words alone, and go first. A word that is written without its accents is
    mostly stemmed alike.
    """
    return _stems(_words(text, language), language)


def stem_rows(texts: Iterable[str], language: Language = ENGLISH) -> list[str]:
    """Return the stems of each text with spaces between them, as they stand in a row.

    All are stemmed in one call: it costs more than to stem a word, and spellings are tried by the
    hundred.
    """
    rows = [
        [text.lower()] if text.isascii() and text.isalnum() else _words(text, language)
        for text in texts
    ]
    stems = iter(_stems([word for row in rows for word in row], language))
    return [next(stems) if len(row) == 1 else " ".join(islice(stems, len(row))) for row in rows]


def _words(text: str, language: Language) -> list[str]:
    """Return the words of a text as the stemmer of a language takes them."""
    if language is ENGLISH:
        return tokenize(text)
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _stems(words: list[str], language: Language) -> list[str]:
    if language is ENGLISH:
        return stem_all(words)
    return [without_accents(stem) for stem in _stemmer(language).stemWords(words)]


def stem_all(words: Iterable[str]) -> list[str]:
    """Return the stem of each English word, the same as SQLite's `porter` tokenizer makes of it.

    That is Porter's of 1980 with the two changes he made later ("possibly" as "possible",
    "ideology" as "ideolog"), and words of one or two letters are left as they are.
    """
    stemmer = _stemmer(ENGLISH)
    words = list(words)
    found: list[str] = stemmer.stemWords(words)
    return [
        word if len(word) < 3 else _departed(stemmer, word, stem) if stem.endswith(_ODD) else stem
        for word, stem in zip(words, found, strict=True)
    ]


def _stemmer(language: Language) -> Stemmer.Stemmer:
    """Return this thread's stemmer: it keeps a cache, which threads must not share."""
    stemmer = getattr(_local, language.code, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language.stemmer)
        setattr(_local, language.code, stemmer)
    return stemmer


def without_accents(text: str) -> str:
    """Return a text without its accents; letters that are no others with an accent stay."""
    return beyond_ascii(_without_accents, text)


def beyond_ascii(change: Callable[[str], str], text: str) -> str:
    """Return a text with each stretch changed that is not ASCII.

    Most texts have a few letters, quotation marks and dashes of the kind, and looking at every
    character of them took half the time of making terms.
    """
    return text if text.isascii() else _BEYOND_ASCII.sub(lambda found: change(found[0]), text)


@lru_cache(maxsize=MOST_STRETCHES)
def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _departed(stemmer: Stemmer.Stemmer, word: str, stem: str) -> str:
    """Return a stem that ends as few do, as Porter has it after his changes."""
    if not _MEASURED.search(stem):
        return stem
    return stem[:-1] if stem.endswith("logi") else str(stemmer.stemWord(f"{stem[:-1]}e"))


@lru_cache(maxsize=8)
def stop_words(language: Language) -> frozenset[str]:
    """Return the stop words of a language without their accents, as `tokenize` gives words."""
    return frozenset(map(without_accents, language.stop_words))


def without_stop_words(words: Sequence[str], language: Language = ENGLISH) -> list[str]:
    """Return the words that carry meaning, each once, in order.

    Where there is nothing but stop words, they are all there is, and are returned.
    """
    skipped = stop_words(language)
    content = [word for word in dict.fromkeys(words) if word not in skipped]
    return content or list(dict.fromkeys(words))
