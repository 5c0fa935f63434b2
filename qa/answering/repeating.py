"""Whether a sentence only repeats a question, or says that somebody asked it."""

import re

from index.analysis import stem_all, tokenize
from index.analysis.terms import terms_of
from qa.answering.features import AnalyzedQuestion
from qa.answering.negation import yes_or_no

_EMBEDDED = re.compile(
    r"\b(?:explain|describ|tell|told|say|said|ask|show|know|knew|investigat|examin|discuss|report|found|wonder"
    r"|stud|learn|decid|set out|look|consider)\w*\s+(?:\w+\s+){0,2}?"
    r"(?P<word>why|how|when|where|whether|who|what)\s+(?P<clause>[^.;:]+)",
    re.IGNORECASE,
)
"""A question inside a sentence, which then only says what something is about."""

_NEARLY = 0.7  # of the weight of the question; a guess: one word of three may be another


def repeats(asked: AnalyzedQuestion, own: str) -> bool:
    """Tell whether a sentence is a heading that was not set as one, or has the question in it.

    `Article 12.` is such a heading; "She explained why the mill closed" does not say why.

    To a yes-or-no question its own words may be the answer. Words are compared by their stems
    alone: a leader is not what led.
    """
    same = {*_stems(own)} <= {*_stems(asked.text)} and not yes_or_no(asked.text)
    return same or _has_question(own, asked)


def _has_question(own: str, asked: AnalyzedQuestion) -> bool:
    """Tell whether a sentence only says that somebody asked or answered the question."""
    inside = _EMBEDDED.search(own)
    if inside is None:
        return False
    word = "whether" if yes_or_no(asked.text) else inside["word"].lower()
    same = inside["word"].lower() == word and (word == "whether" or _asks(word, asked.text))
    return same and asked.cover({*terms_of(inside["clause"])}) >= _NEARLY


def _asks(word: str, question: str) -> bool:
    return re.match(rf"\W*(?:and |but )?{word}\b", question, re.IGNORECASE) is not None


def _stems(text: str) -> list[str]:
    return stem_all(tokenize(text))
