"""BM25 as FTS5 computes it, of stems that Milvus found.

Milvus weighs a word by log(1 + (N - n + 1/2) / (n + 1/2)), counts the passages of every version
that is still there, and has no rows of stems. So what it finds is scored again: both engines rank
alike, whatever else lies in Milvus.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from index.milvus.rows import Stems

_K1, _B = 1.2, 0.75  # those of FTS5
_COMMON = 1e-6  # what FTS5 weighs a word that stands in more than half of all


@dataclass(frozen=True, slots=True)
class WordQuery:
    """Stems that are looked for, or several in a row with spaces between them.

    Attributes:
        held: In how many passages of the collection each of them stands.
        passages: How many passages there are.
        length: How many stems a passage has on average.
    """

    held: Mapping[str, int]
    passages: int
    length: float

    @property
    def asked(self) -> str:
        """Return the stems that Milvus is to look for, as it parts them at spaces.

        Those in more than half of the passages weigh nothing here and much there, so they are left
        out where there are others.
        """
        rare = [row for row, held in self._rarest_first() if 2 * held < self.passages]
        rows = rare or [row for row, _ in self._rarest_first()]
        return " ".join(dict.fromkeys(stem for row in rows for stem in row.split(" ")))

    def scorer(self) -> Callable[[Stems], float]:
        """Return what computes the BM25 of a passage; 0 where it has none of the words."""
        # In the order in which FTS5 adds them up, so that passages are equal here that are there.
        weights = [(row, " " in row, self._weight(held)) for row, held in self._rarest_first()]
        mean = self.length or 1.0

        def score(stems: Stems) -> float:
            both = stems.both
            spread = _K1 * (1 - _B + _B * len(both) / mean)
            total = 0.0
            for row, has_several, weight in weights:
                if count := stems.count(row) if has_several else both.count(row):
                    total += weight * ((count * (_K1 + 1)) / (count + spread))
            return total

        return score

    def _rarest_first(self) -> list[tuple[str, int]]:
        there = [(row, held) for row, held in self.held.items() if held]
        return sorted(there, key=itemgetter(1))

    def _weight(self, held: int) -> float:
        if 2 * held >= self.passages:
            return _COMMON
        return math.log((0.5 + self.passages - held) / (0.5 + held))
