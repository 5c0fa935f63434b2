"""A sentence that is the question turned into a statement: "The crane was built in 1906"."""

import re
from functools import lru_cache
from typing import NamedTuple

from index.analysis import STOP_WORDS
from index.analysis.terms import terms_of
from qa.answering.answer_types import asks_condition, holds
from qa.answering.features import AnalyzedQuestion
from qa.answering.ranking import ScoredSentence
from qa.answering.surroundings import surroundings

_ASKED = re.compile(
    r"^\W*(?P<word>when|where)\s+(?P<is>is|are|was|were)\s+(?P<thing>(?:[\w'’.-]+\s+){1,6}?)"
    r"(?P<did>\w*(?:ed|en|built|told|held|sold|sung|won|laid|lost|made|born|found|founded|kept|left|met"
    r"|paid|put|read|run|sent|set|shot|shut|spent|wound))\W*$",
    re.IGNORECASE,
)
_ADVERB = r"(?:\w+ly\s+|first\s+|also\s+|then\s+)?"
_BEHIND = 6  # words after the verb in which the time or the place must come; a guess
_HALF = 0.5  # of the weight of the thing's name; a guess: "the crane" for "the harbour crane"
_CONDITION = re.compile(r"^\W*(?:only )?(?:if|when|where|unless|once|as soon as|provided)\b", re.I)
_IN = re.compile(r"^\W*(?:in|on|at|near|by|from|to|behind|beside|under|between|inside)\b", re.I)


class _Asked(NamedTuple):
    """What a question asks, when or where, of what thing, and how a statement of it reads."""

    word: str
    thing: str
    statement: re.Pattern[str]


@lru_cache(maxsize=2_000)
def _asked(question: str) -> _Asked | None:
    match = _ASKED.match(question)
    last = match["thing"].split()[-1] if match else ""
    if match is None or last.lower() in STOP_WORDS:
        return None
    statement = re.compile(
        rf"\b{re.escape(last)}\s+{match['is']}\s+{_ADVERB}{re.escape(match['did'])}\b"
        r"(?P<behind>[^.;]*)",
        re.IGNORECASE,
    )
    return _Asked(match["word"].lower(), match["thing"].strip(), statement)


def states(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence says when or where the same thing was done, with the same verb.

    The last word of the thing's name must come right before the verb, and at least half of the
    name, by weight, must be near.
    """
    wanted = _asked(asked.text)
    if wanted is None:
        return False
    words = surroundings(sentence, asked.language)
    stated = wanted.statement.search(words.own)
    if stated is None:
        return False
    name = [term for term in terms_of(wanted.thing) if term in asked.weights]
    weight = sum(asked.weights[term] for term in name)
    held = sum(asked.weights[term] for term in name if term in words.around)
    if held < _HALF * weight:
        return False
    behind = stated["behind"]
    start = " ".join(behind.split()[:_BEHIND])
    if wanted.word == "where":
        near = _IN.match(behind) is not None and not holds(" ".join(behind.split()[:2]), "time")
        return near and holds(start, "place")
    if holds(start, "time"):
        return True
    return asks_condition(asked.text) and _CONDITION.match(behind) is not None
