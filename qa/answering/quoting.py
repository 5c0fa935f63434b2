"""Which of the ranked sentences are quoted, and what must be shown along with them."""

from collections.abc import Sequence

import numpy as np

from corpus import Passage, Span
from qa.answering.languages.small_words import LEANS
from qa.answering.lists import announces, is_item
from qa.answering.ranking import ScoredSentence

MAX_QUOTES = 3
"""The most sentences that are quoted where nobody asks for more; a guess: they fit a screen."""
ENOUGH = 0.95
"""Quote until the answer is among the quotes with this probability. Measured on SQuAD 2.0: 1.96
quotes, which hold the answer for .895 of the questions (`docs/quality.md`)."""

ENOUGH_OF_MANY = 0.98
"""The same where more quotes are asked for than `MAX_QUOTES`; a guess."""


def shares(ranked: Sequence[ScoredSentence]) -> list[float]:
    """Return for each sentence the probability that it is the answering one, if one is.

    The weights of sentences were learned as a softmax, so their scores can be read so.
    """
    if not ranked:
        return []
    scores = np.array([sentence.score for sentence in ranked])
    odds = np.exp(scores - scores.max())
    return [float(share) for share in odds / odds.sum()]


def choose(ranked: Sequence[ScoredSentence], most: int = MAX_QUOTES) -> list[ScoredSentence]:
    """Return the fewest sentences among which the answer probably is, the best first.

    A sentence with the same words as one that is quoted already adds nothing. One that fails a
    guard is quoted only where the best one fails one too.
    """
    chosen: list[ScoredSentence] = []
    total, enough = 0.0, ENOUGH if most <= MAX_QUOTES else ENOUGH_OF_MANY
    for sentence, share in zip(ranked, shares(ranked), strict=True):
        if len(chosen) == most or total >= enough:
            break
        total += share
        if chosen and sentence.objection and not chosen[0].objection:
            continue
        if sentence.text.split() not in [quoted.text.split() for quoted in chosen]:
            chosen.append(sentence)
    return chosen


def leans(text: str) -> bool:
    """Tell whether a sentence begins with a word that means something before it: "He", "Dies"."""
    return LEANS.match(text) is not None


def lead(passage: Passage, row: int, before: Passage | None = None) -> Span | None:
    """Return the sentence before, where a quote leans on it.

    One that begins with "He", "This" does, a number without words, and the first of the items
    that a sentence announces. None where it does not, or where there is none.

    Args:
        passage: The passage of the quote.
        row: Which of its sentences is quoted.
        before: The passage before it.
    """
    text = passage.quote(passage.sentences[row])
    spans = passage.sentences[:row]
    if not spans and before is not None:
        near = before.heading == passage.heading and before.voice == passage.voice
        passage, spans = before, before.sentences if near else ()
    if not spans:
        return None
    wordless = not any(map(str.isalpha, text))
    announced = is_item(text) and announces(passage.quote(spans[-1]))
    return spans[-1] if wordless or announced or leans(text) else None
