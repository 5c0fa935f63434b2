"""How turns lean on the ones before them, as German, French and Spanish have in common."""

import re
from dataclasses import replace

from corpus.language import Language
from index.analysis import stems_of
from index.analysis.stemming import without_accents
from qa.answering.languages.english.turns import ENGLISH
from qa.answering.languages.patterns import NEVER, YEARS_END, date_pattern, month_pattern, one_of

YEAR = rf"\b(?:1\d{{3}}|20\d{{2}}){YEARS_END}\b"

OTHERS = replace(
    ENGLISH,
    subordinate=NEVER,
    of_what=NEVER,
    definite=NEVER,
    last_verb=NEVER,
    whole=NEVER,
    # None by its length alone: how often short turns lean was measured in English only.
    few=0,
    little=0,
    cut=frozenset(),
    verbs=(),
    definition=NEVER,
    copula=NEVER,
    predicate=NEVER,
    does=NEVER,
    who_did=NEVER,
    named=NEVER,
    person=NEVER,
    asks_for_name=NEVER,
    placed=NEVER,
    is_name=NEVER,
)
"""What these languages do not have here: their pronouns do not tell persons from things."""


def times(language: Language, spans: str, seasons: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?:{spans})|{YEAR}", re.IGNORECASE),
        date_pattern(language),
        re.compile(rf"\b{month_pattern(language)}(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:{one_of(language.weekdays)})s?\b", re.IGNORECASE),
        re.compile(rf"\b(?:{seasons})\b", re.IGNORECASE),
    )


def turn(and_: str, about: str, prepositions: str) -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:(?:{and_})\b[\s,]+)*(?:(?:{about})\s+)?((?:{prepositions})\s+)?(.+?)[\s?.!]*$",
        re.IGNORECASE,
    )


def words(text: str) -> frozenset[str]:
    return frozenset(without_accents(text).split())


def stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(stems_of(text, language))
