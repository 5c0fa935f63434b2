"""Which tokens of two texts stand in both: what a model is told of each token it reads.

A small model learns only from very many pairs to see that a word of one text is a word of the
other. Told so, it has to learn no more than what follows from it. This is the "exact match" of
Chen et al. (2017), "Reading Wikipedia to Answer Open-Domain Questions", here of word pieces and
with their neighbours.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

INPUT = "token_type_ids"
"""What the input of a form is called that takes them: BERT tells two texts apart by it."""
KINDS = 11
"""0 for what is of neither text; 1 to 5 for the first text, 6 to 10 for the second: the other text
does not have the token, has it, has it behind the same one, before the same one, or both."""


class LaidOut(Protocol):
    """Tokens as a model takes them, and the kind of each."""

    @property
    def ids(self) -> Sequence[int]: ...
    @property
    def matches(self) -> Sequence[int]: ...


def matches(ids: Sequence[int], first: tuple[int, int], second: tuple[int, int]) -> tuple[int, ...]:
    """Return the kind of each token.

    Args:
        ids: The tokens that are read.
        first: Where the first text begins and ends in them.
        second: Where the second one does.
    """
    found = [0] * len(ids)
    for kind, own, other in ((1, first, second), (6, second, first)):
        tokens = set(ids[slice(*other)])
        pairs = set(pairwise(ids[slice(*other)]))
        start, end = own
        for at in range(start, end):
            if ids[at] not in tokens:
                found[at] = kind
                continue
            behind = at > start and (ids[at - 1], ids[at]) in pairs
            before = at + 1 < end and (ids[at], ids[at + 1]) in pairs
            found[at] = kind + 1 + behind + 2 * before
    return tuple(found)
