"""Where quoted sentences of different documents give different things for the same question."""

import re
from collections.abc import Sequence
from itertools import combinations, product

from index.analysis.terms import terms_of
from qa.answering.answer import Difference
from qa.answering.answer_types import Kind
from qa.answering.dates import dates, is_calendar, parts, without_dates
from qa.answering.features import AnalyzedQuestion
from qa.answering.leaning import content
from qa.answering.particles import PARTICLE
from qa.answering.quantities import NUMBER, amount, quantity, same_quantity
from qa.answering.ranking import ScoredSentence
from qa.answering.surroundings import surroundings

_ALIKE = 0.5
"""The share of the question's words that both sentences must hold to be about one thing; a
guess."""

_HOW_LONG = re.compile(r"\bhow long\b(?! ago\b)", re.IGNORECASE)
_TITLES = frozenset("mr mrs ms miss dr prof professor sir dame lord ladi president minist".split())
"""What stands before a name and is none of it: Mrs Dahl is Elsa Dahl, as far as can be told."""
_NAME = re.compile(rf"\b[A-Z][\w’'-]+(?:\s+(?:(?:{PARTICLE}|of|the)[\s-])*[A-Z][\w’'-]+)*")


_ADDED = re.compile(r"\s\([^()]*\)$")
"""What a question was given of the question before it, to be searched with."""


def differences(
    asked: AnalyzedQuestion, quotes: Sequence[ScoredSentence]
) -> tuple[Difference, ...]:
    """Return each pair of quotes that give different numbers, dates or names.

    Only for a question that asks for one, and sentences of different documents that both
    hold most of its words, its verb, and what it names. What stands in the question itself
    does not count; a date that is part of another ("2011", "May 2011") agrees with it, a date
    is no number, and the stamp of a document (when it was printed, changed, read) is none of
    what it tells; names are
    compared only where each sentence has just one. None is called right.
    """
    if asked.kind not in ("number", "time", "person", "place") or _HOW_LONG.search(asked.text):
        return ()
    found = []
    for (first, one), (second, other) in combinations(enumerate(quotes, start=1), 2):
        if one.hit.document.id == other.hit.document.id:
            continue
        if not (_is_about(asked, one) and _is_about(asked, other)):
            continue
        values = _given(asked, one.text), _given(asked, other.text)
        if all(values) and not any(_agree(asked.kind, *pair) for pair in product(*values)):
            found.append(Difference((first, second), asked.kind, values))
    return tuple(found)


def _is_about(asked: AnalyzedQuestion, quote: ScoredSentence) -> bool:
    """Tell whether a quote holds most of a question's words, and all that it names and tells.

    A mail about the inspection of one crane has a day too, which is not that of another's.
    """
    if quote.figure("cover") < _ALIKE:
        return False
    words = surroundings(quote)
    verbs = {term for w in content(asked.text) if w.is_verb for term in terms_of(w.written)}
    names = asked.names & {*terms_of(_ADDED.sub("", asked.text))}
    return words.said >= verbs and words.said | words.under >= names


def _given(asked: AnalyzedQuestion, sentence: str) -> tuple[str, ...]:
    """Return what a sentence gives of the kind that is asked for, as it is written there."""
    own = set(asked.weights)
    if asked.kind == "time":
        written = dates(sentence)
    elif asked.kind == "number":
        written = [match[0] for match in NUMBER.finditer(without_dates(sentence))]
        written = [amount(number) for number in written if quantity(number)]
    else:
        written = [
            match[0]
            for match in _NAME.finditer(sentence)
            if (match.start() or " " in match[0]) and not is_calendar(match[0])
        ]
    folded = dict.fromkeys(" ".join(value.split()) for value in written)
    values = tuple(value for value in folded if not set(terms_of(value)) <= own)
    return values if asked.kind in ("time", "number") or len(values) == 1 else ()


def _agree(kind: Kind, one: str, other: str) -> bool:
    """Tell whether two values are the same, or one is a part of the other."""
    if kind == "number":
        return same_quantity(one, other)
    first, second = (set(parts(v) if kind == "time" else terms_of(v)) for v in (one, other))
    first, second = first - _TITLES or first, second - _TITLES or second
    return first <= second or second <= first
