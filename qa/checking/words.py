"""Words and clauses of a text, with their places."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[\u0300-\u036f]+[^\W_]*)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_CLAUSE_END = re.compile(
    r"[,;:()\[\]|\n?!\"“”—–]|\.(?!\d)|(?<=\s)-(?=\s)|\b(?:but|and|or|because|since|although|though"
    r"|while|whereas|which|who|when|if|unless|until|as|so that|after|before)\b",
    re.IGNORECASE,
)
_SHORTENED = "Mr. Mrs. Ms. Dr. St. Art. Fig. Prof. Rev. Col. Gen. Maj. Capt. Lt. Sgt."
_NUMBERED = "No. no. Nos. nos."
_SEGMENT_END = re.compile(
    "".join(rf"(?<!\b{re.escape(word)})" for word in _SHORTENED.split())
    + "".join(rf"(?!(?<=\b{re.escape(word)})\s+\d)" for word in _NUMBERED.split())
    + r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|[;\n]+"
)
_LIST_MARK = re.compile(
    r"\(\d{1,2}\)(?=\s)"
    r"|(?m:(?:^|(?<=[.!?]\s))[\s#*>•§-]*(?!\d\d\.\d\d\s)\d{1,2}(?:(?:\.\d{1,2})+\.?|[.)]+)(?=\s+[“\"(]?[^\W\d_a-zß-ÿ]))"
)
LITTLE = STOP_WORDS | frozenset(
    "also although another away become became becomes call called calls cannot come comes do done"
    " either else even ever every everybody everyone get gets give given gives go goes got however"
    " let like made make makes many may might much must named neither never nobody none nothing per"
    " put quite rather said say says shall since still take takes therefore though thus together"
    " took turn upon us use used uses via want well went whether within without would yet one ones"
    " called known mr mrs ms miss dr prof whatever whoever anybody anyone somebody someone"
    " something"
    " anything everything people person thing things way part kind sort certain several various"
    " around about roughly approximately nearly almost some".split()
)
"""Words that a paraphrase adds or leaves out without saying anything else; a guess."""
_NEGATED = re.compile(r"\w+n['’]t", re.IGNORECASE)
_PREFIX = 5  # letters that two words of one family share at least: electrify, electrical; a guess
_TAIL = 5  # letters that either may have more; a guess


@dataclass(frozen=True, slots=True)
class Word:
    """A word, where it stands, and its term."""

    start: int
    end: int
    written: str
    term: str

    @property
    def is_content(self) -> bool:
        """Tell whether the word carries meaning of its own."""
        lower = self.written.lower()
        return lower not in LITTLE and not _NEGATED.fullmatch(lower) and len(self.term) > 1


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order."""
    return tuple(Word(*match.span(), match[0], _term(match[0])) for match in _WORD.finditer(text))


@lru_cache(maxsize=50_000)
def _term(written: str) -> str:
    return "_".join(terms_of(_POSSESSIVE.sub("", written))) or written.lower()


@lru_cache(maxsize=4_000)
def terms_in(text: str) -> frozenset[str]:
    """Return the terms of all words of a text, of compounds too (`run-off`, `runoff`)."""
    words = words_of(text)
    joined = (one.term + other.term for one, other in pairwise(words))
    return frozenset((*terms_of(text), *(word.term for word in words), *joined))


@lru_cache(maxsize=4_000)
def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the clauses of a text begin and end, as far as marks and joining words show."""
    return _parted(text, _CLAUSE_END)


@lru_cache(maxsize=4_000)
def segments(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences and rows of a text begin and end."""
    return _parted(text, _SEGMENT_END)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with blanks for some parts of it, so that all else keeps its place."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def without_list_marks(text: str) -> str:
    """Return a text with blanks for the numbers of its items."""
    return blanked(text, (match.span() for match in _LIST_MARK.finditer(text)))


def _parted(text: str, end: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    ends = [*(match.span() for match in end.finditer(text)), (len(text), len(text))]
    starts = [0, *(stop for _, stop in ends[:-1])]
    found = zip(starts, (start for start, _ in ends), strict=True)
    return tuple((start, stop) for start, stop in found if text[start:stop].strip())


def is_said(term: str, terms: Set[str]) -> bool:
    """Tell whether a term is among others, or a word of its family: `electrify`, `electrical`."""
    if term in terms:
        return True
    if not term.isalpha() or len(term) < _PREFIX:
        return False
    return any(_akin(term, other) for other in terms)


def _akin(one: str, other: str) -> bool:
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    longest = max(len(one), len(other))
    return shared >= _PREFIX and longest - shared <= min(_TAIL, shared - 2)
