"""Runs of text in a paragraph: level with the line, raised above it, or lowered below it."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from corpus.superscripts import lowered, raised

LEVEL, RAISED, LOWERED = 0, 1, -1
_NEAR = 100  # characters; more than raised text needs to know of what is around it

Run = tuple[str, int]


def join_runs(runs: Iterable[Run]) -> str:
    """Return the words of runs; raised digits never join the number before them."""
    joined = [
        ("".join(words for words, _ in group), place)
        for place, group in groupby(filter(itemgetter(0), runs), itemgetter(1))
    ]
    parts: list[str] = []
    before = ""
    for at, (words, place) in enumerate(joined):
        if place == RAISED:
            after = joined[at + 1][0][:_NEAR] if at + 1 < len(joined) else ""
            words = raised(words, before, after)
        elif place == LOWERED:
            words = lowered(words, before)
        parts.append(words)
        before = (before + words)[-_NEAR:]
    return "".join(parts)
