"""Sentences whose words alone carry an answer, for languages that the reader cannot read.

The reader that comes with Pincite was trained on English. Of a question in another language, it
finds the topic, and is seldom sure. There a sentence goes first that has all words of the question
and what it asks for.
"""

import re
from collections.abc import Sequence

from qa.answering.cells import measures
from qa.answering.definitions import asked_term, defines
from qa.answering.features import AnalyzedQuestion
from qa.answering.negation import yes_or_no
from qa.answering.ranking import ScoredSentence
from qa.answering.surroundings import surroundings

SURE_BY_WORDS = 0.5
"""How sure an answer is at least whose words carry it; a guess on the safe side. Of 60 questions in
German, French and Spanish (`qa/evaluation/languages`), such a sentence came first for 17, and
answered 16."""

_COVER = 0.9  # of the weight of a question that must be there; a guess: all but a small word
_HEADING = re.compile(r"\A[^\n.:;|]{3,60}\n(?=\S)")
"""A heading that was not set as one, before the sentence below it: `§ 3 Rent and deposit`."""

_HALF = 0.5  # of it that a sentence itself must say, where its heading says the rest; a guess


def carrying(asked: AnalyzedQuestion, sentences: Sequence[ScoredSentence]) -> ScoredSentence | None:
    """Return the first sentence that carries an answer, preferably without help of a heading.

    None where none does, and for English, which the reader reads.
    """
    alone = (one for one in sentences if _carries(asked, one, with_heading=False))
    return next(alone, None) or next((one for one in sentences if carries(asked, one)), None)


def carries(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence has the words of a question and the kind of answer it asks for.

    Its title and headings may have some of the words. False for English, which the reader reads.
    """
    return _carries(asked, sentence, with_heading=True)


def _carries(asked: AnalyzedQuestion, sentence: ScoredSentence, *, with_heading: bool) -> bool:
    if asked.phrases.is_read:
        return False
    words = surroundings(sentence, asked.language)
    said = _HEADING.sub("", words.own)
    own = _share(asked, frozenset(asked.terms_in(f"{said} {words.near}")))
    if own < _COVER and not (with_heading and _share(asked, words.said | words.under) >= _COVER):
        return False
    if asked.kind == "other":
        return _settles(asked, words.own, own)
    if own < _COVER and asked.kind == "number" and asked.phrases.costs.search(asked.text):
        return asked.phrases.money.search(said) is not None
    return asked.holds_kind(said)


def _share(asked: AnalyzedQuestion, terms: frozenset[str]) -> float:
    """Return the share of a question's weight, less words such as "how much", that terms hold."""
    left_out = measures(asked.phrases, asked.language)
    weights = {term: weight for term, weight in asked.weights.items() if term not in left_out}
    held = sum(weight for term, weight in weights.items() if term in terms)
    return held / sum(weights.values()) if weights else 0.0


def _settles(asked: AnalyzedQuestion, own: str, share: float) -> bool:
    """Tell whether a sentence defines the term asked for, or may settle a yes-or-no question."""
    wanted = asked_term(asked.text)
    if wanted is not None:
        return defines(wanted.term, own, asked.phrases)
    return yes_or_no(asked.text) and share >= _HALF
