"""BM25 as FTS5 computes it, of stems that Milvus found.

Milvus weighs a word by log(1 + (N - n + 1/2) / (n + 1/2)), counts the passages of every version
that is still there, and has no rows of stems. So what it finds is scored again: both engines rank
alike, whatever else lies in Milvus.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

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
        """Return every stem that stands somewhere, as Milvus parts them at spaces."""
        stems = (stem for row, count in self.held.items() if count for stem in row.split(" "))
        return " ".join(dict.fromkeys(stems))

    def score(self, stems: Stems) -> float:
        """Return the BM25 of a passage; 0 where it has none of the words."""
        share = 1 - _B + _B * len(stems) / self.length if self.length else 1.0
        total = 0.0
        for row, held in self.held.items():
            if held and (count := stems.count(row)):
                total += self._weight(held) * count * (_K1 + 1) / (count + _K1 * share)
        return total

    def _weight(self, held: int) -> float:
        weight = math.log((self.passages - held + 0.5) / (held + 0.5)) if held else 0.0
        return weight if weight > 0 else _COMMON
