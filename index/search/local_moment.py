"""A collection on one machine at one moment: a snapshot of the ledger, with its vectors."""

from collections.abc import Set

import numpy as np

from index.ledger.rows import Found, Ids
from index.ledger.snapshot import Snapshot
from index.search.moment import Moment
from index.types import Vector
from index.vectors.cache import VectorCache


class LocalMoment(Snapshot, Moment):
    """A snapshot of the ledger, with the vectors that go with it."""

    def __init__(self, snapshot: Snapshot, vectors: VectorCache) -> None:
        super().__init__(snapshot.connection, snapshot.language)
        self._vectors = vectors

    def nearest(self, vector: Vector, k: int, within: Set[str] | None = None) -> Found:
        only = None if within is None else self.passage_ids_of(within)
        return self._vectors.search(self, vector, k, only)

    def cosines(self, ids: Ids, vector: Vector) -> Vector:
        known, cosines = self._vectors.of(self).cosines(vector)
        # The view may be of a later moment, and lack what was removed since.
        lost = np.setdiff1d(ids, known, assume_unique=True)
        if len(lost):
            known = np.concatenate([known, lost])
            cosines = np.concatenate([cosines, self.passage_vectors(lost) @ vector])
            order = np.argsort(known)
            known, cosines = known[order], cosines[order]
        return np.asarray(cosines[np.searchsorted(known, ids)], dtype=np.float32)
