"""Vectors that are compared one by one: exact search by meaning.

Vectors are kept in 16 bits, here as in the ledger: half the memory and two thirds of the time
of 32, and the same ten nearest (8 bits kept 98 to 99 % of them, and took longer).
"""

import os
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Self

import numpy as np

from index.ledger.rows import Ids
from index.types import Vector, Vectors

Found = list[tuple[int, float]]
"""Passage ids with their cosines, nearest first."""

_THREADS = "OMP_NUM_THREADS"
_AT_ONCE = 20_000  # rows; a guess: 30 MB of 384 numbers


@cache
def faiss() -> Any:
    """Import faiss when it is first needed: listing and showing documents is done without.

    Requests run beside each other, and two threads slow one down. What faiss itself has to set
    their number counts for the calling thread alone; each other one got a helper of its own, which
    stayed. So OpenMP reads it here, when it is loaded, and no process that is started later does.
    """
    former = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        import faiss
    finally:
        if former is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = former
    return faiss


class Flat:
    """Vectors under passage ids; never changed, so safe to search from any thread."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def empty(cls, dimension: int) -> Self:
        halves = faiss().IndexScalarQuantizer(
            dimension, faiss().ScalarQuantizer.QT_fp16, faiss().METRIC_INNER_PRODUCT
        )
        return cls(faiss().IndexIDMap2(halves))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    @property
    def storage(self) -> Any:
        """Return faiss's index of the rows without their ids, for a graph over them."""
        return faiss().downcast_index(self._index.index)

    @cached_property
    def keys(self) -> Ids:
        """Return the passage id of each row, in the order of the rows."""
        keys: Ids = faiss().vector_to_array(self._index.id_map)
        return keys

    def search(self, vector: Vector, k: int, only: Ids | None, without: Ids) -> Found:
        """Return up to `k` of the nearest; only of some ids, if given, and without others."""
        chosen = None
        if only is not None:
            chosen = faiss().IDSelectorBatch(np.setdiff1d(only, without))
        elif len(without):
            chosen = faiss().IDSelectorNot(faiss().IDSelectorBatch(without))
        options = faiss().SearchParameters(sel=chosen)
        scores, found = self._index.search(vector.reshape(1, -1), k, params=options)
        # faiss pads short results with -1, which would otherwise be taken for an id.
        return [
            (int(key), float(score))
            for key, score in zip(found[0], scores[0], strict=True)
            if key >= 0
        ]

    def cosines(self, vector: Vector) -> tuple[Ids, Vector]:
        """Return every passage id, in no order, and the cosine of each."""
        if not len(self):
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        _, scores, found = self._index.range_search(vector.reshape(1, -1), -np.inf)
        return found, scores

    def changed(self, removed: Ids, added: Ids, rows_of: Callable[[Ids], Vectors]) -> "Flat":
        """Return these vectors without the removed ids and with the added ones.

        Their rows are asked for some at a time, so that they are never all in memory twice.
        """
        index = faiss().clone_index(self._index)
        if len(removed):
            index.remove_ids(faiss().IDSelectorBatch(removed))
        for first in range(0, len(added), _AT_ONCE):
            some = added[first : first + _AT_ONCE]
            index.add_with_ids(np.ascontiguousarray(rows_of(some)), some)
        return Flat(index)

    def rows_of(self, ids: Ids) -> Vectors:
        """Return the vectors under some ids, all of which must be there."""
        rows: Vectors = np.stack([self._index.reconstruct(int(key)) for key in ids])
        return rows

    def write(self, write: Callable[[bytes], object]) -> None:
        faiss().write_index(self._index, faiss().PyCallbackIOWriter(write))

    @classmethod
    def read(cls, read: Callable[[int], bytes]) -> Self:
        """Read what was written; it must be known to be just that."""
        return cls(faiss().read_index(faiss().PyCallbackIOReader(read)))
