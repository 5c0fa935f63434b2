"""Words as the full-text index sees them: lower case, without accents, stemmed."""

import re
import threading
import unicodedata
from collections.abc import Iterable, Sequence

import Stemmer

from corpus.language import ENGLISH

STOP_WORDS = ENGLISH.stop_words
"""Words that stand in nearly every text and tell nothing of what it is about."""

_WORD = re.compile(r"[^\W_]+")
_MEASURED = re.compile(r"[aeiouy][^aeiouy].*(?:bli|logi)$")
_local = threading.local()


def tokenize(text: str) -> list[str]:
    """Return the words of a text in order, in lower case and without accents.

    Letters and digits make words, everything else parts them, as in the `unicode61`
    tokenizer of SQLite.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(text.lower())


def stem_all(words: Iterable[str]) -> list[str]:
    """Return the stem of each word, the same as SQLite's `porter` tokenizer makes of it.

    That is Porter's of 1980 with the two changes he made later ("possibly" as "possible",
    "ideology" as "ideolog"), and words of one or two letters are left as they are.
    """
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:  # a stemmer keeps a cache, which threads must not share
        stemmer = _local.stemmer = Stemmer.Stemmer("porter")
    words = list(words)
    found: list[str] = stemmer.stemWords(words)
    return [
        _departed(stemmer, word, stem) if len(word) > 2 else word
        for word, stem in zip(words, found, strict=True)
    ]


def _departed(stemmer: Stemmer.Stemmer, word: str, stem: str) -> str:
    if not stem.endswith(("bli", "logi")) or not _MEASURED.search(stem):
        return stem
    return stem[:-1] if stem.endswith("logi") else str(stemmer.stemWord(f"{stem[:-1]}e"))


def without_stop_words(words: Sequence[str]) -> list[str]:
    """Return the words that carry meaning, each once, in order.

    Where there is nothing but stop words, they are all there is, and are returned.
    """
    content = [word for word in dict.fromkeys(words) if word not in STOP_WORDS]
    return content or list(dict.fromkeys(words))
