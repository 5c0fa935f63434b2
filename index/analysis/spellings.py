"""How a term may stand in the full text, which keeps words as they were written."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from index.analysis import english, numbers
from index.analysis.stemming import STOP_WORDS, stem_all
from index.analysis.terms import LARGE, LETTERS

_MOST_PLACES = 3  # letters of one kind in a word that are tried apart; a guess: more are rare
_MONTHS = {"januari": "jan", "februari": "feb", "march": "mar", "april": "apr", "june": "jun"} | {
    "juli": "jul",
    "august": "aug",
    "septemb": "sep",
    "octob": "oct",
    "novemb": "nov",
    "decemb": "dec",
}
_ENDINGS = ("", "e", "s", "ed", "y", "ing", "es", "ion", "al")
_APART = "odl"  # O'Brien, D'Arc, L'Oréal


@lru_cache(maxsize=20_000)
def spellings(term: str) -> tuple[str, ...]:
    """Return the words, and the rows of words with spaces, that `terms_of` makes a term of.

    The first is the plainest. Whether any of them stands anywhere, only the full text knows.
    """
    return tuple(dict.fromkeys(_spellings(term)))


def word_of(stem: str) -> str:
    """Return a word that has the stem; the stem itself where none is found."""
    words = [stem + ending for ending in _ENDINGS]
    found = zip(words, stem_all(words), strict=True)
    return next((word for word, own in found if own == stem), stem)


def _spellings(term: str) -> Iterator[str]:
    if term.endswith(LARGE):
        yield term[:-1]
        yield " ".join(term[:-1])
        return
    if numbers.value_of(term) is not None:
        yield from numbers.spelled(term)
        return
    if "_" in term:
        yield term.replace("_", " ")
        yield term.replace("_", "")
        return
    yield word_of(term)
    if not term.isalpha() or len(term) < 3 or term in STOP_WORDS:
        return
    yield from english.family(term)
    if term in _MONTHS:
        yield _MONTHS[term]
    yield from _with_letters(term)
    if term[0] in _APART and len(term) > 4:
        yield f"{term[0]} {term[1:]}"


def _with_letters(term: str) -> Iterator[str]:
    """Yield a word with letters that are written plainly here: lodz, łodz."""
    for letter, plain in LETTERS.items():
        places = [at for at in range(len(term)) if term.startswith(plain, at)][:_MOST_PLACES]
        for count in range(len(places), 0, -1):
            for chosen in combinations(places, count):
                yield _replaced(term, chosen, plain, letter)


def _replaced(term: str, places: tuple[int, ...], plain: str, letter: str) -> str:
    for at in reversed(places):
        term = term[:at] + letter + term[at + len(plain) :]
    return term
