"""A graph over many vectors: nearly exact search by meaning in a fraction of the time.

Hierarchical navigable small worlds (Malkov & Yashunin 2016, arXiv:1603.09320) as faiss makes
them. The graph holds no vectors: it walks over those of the exact search, and gives their scores.
"""

import io
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.ledger.rows import Found
from index.types import Vector, Vectors
from index.vectors.flat import Flat, faiss

LEAST_RECALL = 0.99
"""The share of the ten nearest that a graph must find, or it is not used; a guess. Graphs of 30,000
real vectors found 99.97 % and more (`docs/performance.md`)."""

Places = NDArray[np.int64]
"""Numbers of rows."""

_NEIGHBOURS = 16  # a guess, within the 12 to 48 that hnswlib advises
_CARE = 160  # candidates while building: 80 finds fewer later, 300 takes twice as long
_STEP = 10_000  # added at once: fewer make a poorer graph
_ASKED = 200  # points with ten nearest each; a guess: so that half a thousandth is one hit
_NEAREST = 10  # as many as are read for sentences
_AS_NEAR = 1e-6  # cosines that differ by less are equal: rounding
_OFF = 0.7  # a cosine of about 0.82 to its row, as a question may have; a guess


class Graph:
    """A graph over the rows of a `Flat`; never changed, so safe to search from any thread."""

    def __init__(self, index: Any, rows: Flat, effort: int) -> None:
        """Take faiss's graph over the rows.

        Args:
            index: It is given the rows as its vectors.
            rows: What it was made of.
            effort: How many candidates a search weighs at least; more find more.

        Raises:
            ValueError: If the graph is of another number of rows.
        """
        if index.ntotal != len(rows):
            raise ValueError(f"a graph over {index.ntotal} vectors, not {len(rows)}")
        index.own_fields = False  # the rows go when nothing holds them any more
        index.storage = rows.storage
        self._index, self.rows, self.effort = index, rows, effort

    @classmethod
    def over(cls, rows: Flat, effort: int, stopped: Callable[[], bool]) -> Self | None:
        """Make a graph; it takes minutes for a million rows. None where it was stopped."""
        library, storage = faiss(), rows.storage
        index = library.IndexHNSWSQ(
            rows.dimension, library.ScalarQuantizer.QT_fp16, _NEIGHBOURS, storage.metric_type
        )
        index.hnsw.efConstruction = _CARE
        for first in range(0, len(rows), _STEP):
            if stopped():
                return None
            index.add(storage.reconstruct_n(first, min(_STEP, len(rows) - first)))
        without_its_copy = io.BytesIO()
        cls._write(index, without_its_copy.write)
        without_its_copy.seek(0)
        return cls.read(without_its_copy.read, rows, effort)

    def trying(self, effort: int) -> "Graph":
        """Return the same graph, searched with another effort."""
        return Graph(self._index, self.rows, effort)

    def search(self, vector: Vector, k: int, without: Places) -> Found:
        """Return up to `k` of the nearest, without those in some rows."""
        chosen = faiss().IDSelectorNot(faiss().IDSelectorBatch(without)) if len(without) else None
        options = faiss().SearchParametersHNSW(efSearch=max(self.effort, k), sel=chosen)
        scores, found = self._index.search(vector.reshape(1, -1), k, params=options)
        return [
            (int(self.rows.keys[row]), float(score))
            for row, score in zip(found[0], scores[0], strict=True)
            if row >= 0
        ]

    def recall(self) -> float:
        """Return the share of the ten nearest that it finds, beside exact search.

        One that is as near as the tenth counts as one of them. Measured on points about as far
        from a row as a question is from what answers it, drawn by a fixed seed.
        """
        nothing = np.empty(0, dtype=np.int64)
        found = wanted = 0
        for vector in _near(self.rows):
            nearest = self.rows.search(vector, _NEAREST, None, nothing)
            least = nearest[-1][1] - _AS_NEAR
            found += sum(score >= least for _, score in self.search(vector, _NEAREST, nothing))
            wanted += len(nearest)
        return found / wanted

    def write(self, write: Callable[[bytes], object]) -> None:
        """Write the graph without its vectors."""
        self._write(self._index, write)

    @staticmethod
    def _write(index: Any, write: Callable[[bytes], object]) -> None:
        library = faiss()
        library.write_index(index, library.PyCallbackIOWriter(write), library.IO_FLAG_SKIP_STORAGE)

    @classmethod
    def read(cls, read: Callable[[int], bytes], rows: Flat, effort: int) -> Self:
        """Read what was written; it must be known to be just that.

        Raises:
            ValueError: If it is of another number of rows.
        """
        return cls(faiss().read_index(faiss().PyCallbackIOReader(read)), rows, effort)


def _near(rows: Flat) -> Vectors:
    random = np.random.default_rng(0)
    chosen = random.integers(len(rows), size=_ASKED)
    near = np.stack([rows.storage.reconstruct(int(row)) for row in chosen])
    off = random.standard_normal(near.shape)
    near = near + _OFF * off / np.linalg.norm(off, axis=1, keepdims=True)
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)
