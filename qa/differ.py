"""Where quoted sentences of different documents give different figures for the same thing."""

import re
from collections.abc import Sequence
from itertools import combinations

from index.words import stems, words_of
from qa.answer import Difference
from qa.evidence import Asked
from qa.ranking import Ranked

_ALIKE = 0.5
"""The share of the question's words that both sentences must hold to be about one thing."""

_YEAR = re.compile(r"\b(?:1\d{3}|20\d{2})\b")
_NUMBER = re.compile(
    r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:\s?%|\s(?:percent|million|billion|thousand))?"
)
_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}


def differences(asked: Asked, quotes: Sequence[Ranked]) -> tuple[Difference, ...]:
    """Return each pair of quotes that give different numbers or dates, by their numbers.

    Only for a question that asks for one, and sentences of different documents that both
    hold most of its words. Figures that stand in the question itself do not count. None
    is called right.
    """
    if asked.kind not in ("number", "time"):
        return ()
    found = []
    for (first, one), (second, other) in combinations(enumerate(quotes, start=1), 2):
        if one.hit.document.id == other.hit.document.id:
            continue
        if min(one.figure("cover"), other.figure("cover")) < _ALIKE:
            continue
        values = _figures(asked, one.text), _figures(asked, other.text)
        if all(values) and not set(values[0]) & set(values[1]):
            found.append(Difference((first, second), asked.kind, values))
    return tuple(found)


def _figures(asked: Asked, sentence: str) -> tuple[str, ...]:
    own = set(asked.weights)
    pattern = _YEAR if asked.kind == "time" else _NUMBER
    written = [" ".join(match.split()) for match in pattern.findall(sentence)]
    if asked.kind == "number":
        written += [_WORDS[word] for word in words_of(sentence) if word in _WORDS]
    return tuple(dict.fromkeys(v for v in written if not set(stems(words_of(v))) <= own))
