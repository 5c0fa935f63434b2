"""Which words of a text stand behind a word that denies, plans or only reports them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.checking.words import Word, blanked, clauses, words_of

_REACH = 3  # words that carry meaning behind a "not": its verb and what that takes; a guess

DENIAL = re.compile(
    r"\b(?:not(?! (?:only|quite|even|many|much)\b)|never|cannot|\w+n['’]t(?! only\b)"
    r"|no(?=\s+\w)(?! (?:more|fewer|less|later|larger|longer|higher|sooner|doubt)\b"
    r"(?! (?:have|has|had|be|in|is|are|was|were)\b))"
    r"|none|nobody|no one|nothing|nowhere|neither|nor|without|no longer|hardly|barely|scarcely"
    r"|rarely|seldom|den(?:y|ies|ied|ying)(?: having)?|fail(?:s|ed|ing)? to"
    r"|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|unlikely|rul(?:e|es|ed|ing) out"
    r"|far from|instead of|rather than|absence of|lack(?:s|ed|ing)?(?: of)?|free of(?! charge)"
    r"|stopp?(?:ed|s)? short of"
    r"|nicht(?! nur\b)|kein(?:e[mnrs]?)?|nie|niemals|niemand(?:e[mn])?|nichts|weder"
    r"|(?<!faux )pas(?! (?:seulement|de deux)\b)|jamais|rien|personne(?= n[e'’])|aucune?"
    r"|nunca|jamás|nadie|ning[uú]na?)\b",
    re.IGNORECASE,
)
_NOT_MORE = re.compile(
    r"\b(?:no|not|never)\s+(?:be\s+)?(?:more|fewer|less|later|larger|longer|higher|warmer|sooner|lower)"
    r"\s+than\b",
    re.IGNORECASE,
)
_TWICE = re.compile(
    r"\b(?:not|never|cannot|\w+n['’]t)\s+(?:\w+\s+)?(?:fail|refus|declin)(?:e|es|ed|s|ing)?\s+to\b",
    re.IGNORECASE,
)
"""Two denials that say that it is so: "did not fail to"."""
_LINK = re.compile(r"^\s+that\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """A word that changes what is said, and the words behind it, the nearest first."""

    cue: str
    start: int
    end: int
    terms: tuple[str, ...]
    before: tuple[str, ...]
    """The words before it in its clause, the nearest first."""


@lru_cache(maxsize=4_000)
def denials(text: str) -> tuple[Scope, ...]:
    """Return what a text denies. "No more than" and "never fails to" deny nothing."""
    bounds = [match.span() for cue in (_NOT_MORE, _TWICE) for match in cue.finditer(text)]
    return tuple(
        scope
        for scope in scopes(text, DENIAL)
        if not any(start <= scope.start < end for start, end in bounds)
    )


def without_double_denials(text: str) -> str:
    """Return a text with blanks for "did not fail to"."""
    return blanked(text, (match.span() for match in _TWICE.finditer(text)))


def scopes(text: str, cue: re.Pattern[str]) -> Iterator[Scope]:
    """Yield what stands behind each cue up to the end of its clause."""
    words = words_of(text)
    for match in cue.finditer(text):
        start = match.end()
        link = _LINK.match(text[start:])
        end = _end_of_clause(text, start + (link.end() if link else 0))
        behind = [w for w in words if start <= w.start < end and w.is_content]
        first = _start_of_clause(text, match.start())
        before = [w for w in words if first <= w.start < match.start() and w.is_content]
        yield Scope(
            match[0], match.start(), match.end(), _terms(behind[:_REACH]), _terms(before[::-1])
        )


def _terms(words: list[Word]) -> tuple[str, ...]:
    return tuple(word.term for word in words)


def _end_of_clause(text: str, place: int) -> int:
    return next((end for _, end in clauses(text) if end >= place), len(text))


def _start_of_clause(text: str, place: int) -> int:
    return next((start for start, end in reversed(clauses(text)) if start <= place), 0)
