"""What kind of answer a question asks for, and whether a sentence holds one."""

import re

from qa.answering.languages import Kind, Phrases, asked_in
from qa.answering.languages.english.phrases import DAYS, ENGLISH, MONTHS

__all__ = ["DAYS", "MONTHS", "Kind"]  # of English, and what is defined here

_ORGANIZATION = re.compile(r"\bWHO\b")
_REFERS = re.compile(
    r"\[\d{1,3}(?:\s?[,–-]\s?\[?\d{1,3}){0,30}\]"
    r"|\b(?:tab(?:le|\.|elle|leau|la)|fig(?:ure|\.|ura)|abb(?:ildung|\.)|eq(?:uation|\.))s?"
    r" ?\(?[A-Z]?\d+(?:[.–-]\d+)*[a-z]?\b\)?",
    re.IGNORECASE,
)
"""What only refers to a work or to a table: `[12, 13]`, `Table 2`."""


def asks_condition(question: str) -> bool:
    """Tell whether "when" may mean "under what condition": "When is a permit refused?"."""
    return asked_in(question).asks_condition.match(question) is not None


def gives_condition(sentence: str, phrases: Phrases = ENGLISH) -> bool:
    """Tell whether a sentence has a condition: "if", "unless", "provided"."""
    return phrases.gives_condition.search(sentence) is not None


def kind_asked(question: str) -> Kind:
    """Return the kind of answer that a question asks for.

    WHO in large letters asks for nobody, unless all of the question is in large letters.
    """
    phrases = asked_in(question)
    if phrases is ENGLISH and any(map(str.islower, question)):
        question = _ORGANIZATION.sub(" ", question)
    first = phrases.question_word.search(question)
    if first is not None:
        for kind, pattern in phrases.kinds:
            if pattern.match(question, first.start()):
                return kind
    return "other"


def holds(sentence: str, kind: Kind, phrases: Phrases = ENGLISH) -> bool:
    """Tell whether a sentence can answer a question of this kind; any can if it is "other".

    The number of a work or a table that it refers to does not count.
    """
    if kind == "number":
        sentence = _REFERS.sub(" ", sentence)
    return kind == "other" or phrases.held[kind].search(sentence) is not None
