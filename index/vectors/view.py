"""Search by meaning: all vectors of a collection at one moment."""

import heapq
from collections.abc import Callable
from functools import cached_property
from typing import Self

import numpy as np

from index.ledger.rows import Found, Ids
from index.types import Vector, Vectors
from index.vectors.flat import Flat
from index.vectors.hnsw import Graph, Places

_SMALL = 20_000  # vectors; a guess: so few are copied at once
_SHARE = 0.1  # a guess: the rest takes a tenth of what comparing all would take
_NONE: Ids = np.empty(0, dtype=np.int64)


class VectorView:
    """An immutable set of vectors under passage ids; safe to search from any thread.

    Most rows stand in the base. Where it is large, a change leaves it as it is: what came since
    stands beside it, what went is left out, until that is a tenth of it. A graph is of the base.
    """

    def __init__(
        self, base: Flat, fresh: Flat | None = None, gone: Ids = _NONE, graph: Graph | None = None
    ) -> None:
        """Take the vectors.

        Args:
            base: Most of them.
            fresh: Those that came after them.
            gone: Ids of the base that are no more.
            graph: A graph over the base, to be searched instead of every row.
        """
        self.base = base
        self.fresh = Flat.empty(base.dimension) if fresh is None else fresh
        self.gone = gone
        self.graph = graph

    @classmethod
    def empty(cls, dimension: int) -> Self:
        return cls(Flat.empty(dimension))

    def __len__(self) -> int:
        return len(self.base) - len(self.gone) + len(self.fresh)

    @cached_property
    def ids(self) -> Ids:
        """Return every passage id, rising."""
        base = np.setdiff1d(self.base.keys, self.gone, assume_unique=True)
        return np.union1d(base, self.fresh.keys)

    @cached_property
    def newest(self) -> int:
        """Return the highest passage id that is, or was, among them; 0 for none."""
        return int(max(flat.keys.max(initial=0) for flat in (self.base, self.fresh)))

    @cached_property
    def _gone_rows(self) -> Places:
        return np.flatnonzero(np.isin(self.base.keys, self.gone))

    @property
    def whole(self) -> bool:
        """Tell whether all of them stand in the base."""
        return not len(self.gone) and not len(self.fresh)

    def search(self, vector: Vector, k: int, only: Ids | None = None) -> Found:
        """Return up to `k` (passage id, cosine) pairs, nearest first; of some ids only, if given.

        Only a search of everything goes by the graph.
        """
        k = min(k, len(self) if only is None else len(only))
        if k < 1:
            return []
        if self.graph is not None and only is None:
            found = self.graph.search(vector, k, self._gone_rows)
        else:
            found = self.base.search(vector, k, only, self.gone)
        if len(self.fresh):
            found += self.fresh.search(vector, k, only, _NONE)
        return heapq.nsmallest(k, found, key=lambda pair: (-pair[1], pair[0]))

    def cosines(self, vector: Vector) -> tuple[Ids, Vector]:
        """Return every passage id, rising, and the cosine of each."""
        base, fresh = self.base.cosines(vector), self.fresh.cosines(vector)
        ids, cosines = np.concatenate([base[0], fresh[0]]), np.concatenate([base[1], fresh[1]])
        order = np.argsort(ids)
        if len(self.gone):
            order = order[~np.isin(ids[order], self.gone)]
        return ids[order], cosines[order]

    def changed(self, removed: Ids, added: Ids, rows_of: Callable[[Ids], Vectors]) -> "VectorView":
        """Return a view without the removed ids and with the added ones, which are new.

        Their rows are asked for some at a time, so that they are never all in memory twice.
        """
        was_fresh = np.isin(removed, self.fresh.keys)
        fresh = self.fresh.changed(removed[was_fresh], added, rows_of)
        gone = np.union1d(self.gone, np.intersect1d(removed[~was_fresh], self.base.keys))
        view = VectorView(self.base, fresh, gone, self.graph)
        most = 0 if len(self.base) < _SMALL else _SHARE * len(self.base)
        return view if len(fresh) + len(gone) <= most else view.merged()

    def merged(self) -> "VectorView":
        """Return the same vectors, all of them in the base; without a graph, if that changes it."""
        if self.whole:
            return self
        return VectorView(self.base.changed(self.gone, self.fresh.keys, self.fresh.rows_of))

    def with_graph(self, graph: Graph) -> "VectorView":
        """Return the same vectors, searched by a graph over their base."""
        return VectorView(self.base, self.fresh, self.gone, graph)
