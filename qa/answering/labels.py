"""Labels of lines that answer a question which has other words: `Owner` for "who owns"."""

import re
from collections.abc import Set
from functools import lru_cache
from typing import NamedTuple

from index.analysis.terms import terms_of


class Labels(NamedTuple):
    """What labels may say that answer a question, and the words of it that they stand for.

    Both as terms, the second with the first; both empty where the question has no such words.
    """

    terms: Set[str]
    stands_for: Set[str]


_NONE = Labels(frozenset(), frozenset())
_BY_WORDING = tuple(
    (re.compile(rf"^\W*(?:and |but )?{asks}", re.IGNORECASE), frozenset(terms_of(labels)))
    for asks, labels in (
        (r"how (?:high|tall)\b(?: above (?:the )?sea(?: level)?)?", "height elevation altitude"),
        (r"how heavy\b", "weight mass"),
        (r"how (?:long|wide|broad)\b", "length width breadth span duration"),
        (r"how deep\b", "depth"),
        (r"how (?:large|big)\b", "area size surface"),
        (r"how old\b", "age"),
        (r"how far\b", "distance"),
        (r"how fast\b", "speed"),
        (
            r"how many (?:people|inhabitants) (?:live|are there)\b",
            "population inhabitants residents",
        ),
        (r"who(?:se)? (?:owns?|owned)\b", "owner proprietor"),
        (r"who\b(?=.*\bbuilt\b)", "built builder architect"),
        (r"who designed\b", "designed designer architect"),
        (r"who founded\b", "founded founder"),
        (r"who made\b", "maker manufacturer producer"),
        (r"who (?:leads?|runs?|heads?|directs?|led|ran)\b", "leader head director manager chair"),
        (r"who (?:pa(?:id|ys) for|fund(?:s|ed)|sponsor(?:s|ed))\b", "funding funder sponsor donor"),
        (r"when\b(?=.*\b(?:built|constructed|completed)\b)", "built construction completed"),
        (r"when\b(?=.*\b(?:founded|established|set up)\b)", "founded established foundation"),
        (r"when\b(?=.*\bopened\b)", "opened opening"),
        (r"where (?:is|are|was|were)\b", "location address site"),
    )
)


@lru_cache(maxsize=2_000)
def labels_for(question: str) -> Labels:
    """Return the labels that answer a question though it has other words."""
    for asks, labels in _BY_WORDING:
        match = asks.match(question)
        if match is not None:
            return Labels(labels, labels | {*terms_of(match[0])})
    return _NONE
