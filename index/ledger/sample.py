"""Some passages of a collection with their vectors, for what shows all of it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from index.embedding.embedder import Vectors
from index.ledger.rows import Ids
from index.ledger.snapshot import Snapshot
from index.types import DocumentInfo


class Place(NamedTuple):
    """Where a passage stands."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Passages of one moment, a row of `vectors` for each; `passages` counts all there were."""

    documents: tuple[DocumentInfo, ...]
    passages: int
    places: tuple[Place, ...]
    vectors: Vectors


def spread(snapshot: Snapshot, most: int) -> Sample:
    """Return all passages, or `most` of them spread evenly over the collection."""
    ids = snapshot.passage_ids()
    if len(ids) > most:
        ids = ids[np.linspace(0, len(ids) - 1, most).astype(np.intp)]
    return _sample(snapshot, ids)


def standing_at(snapshot: Snapshot, positions: Iterable[tuple[str, int]]) -> Sample:
    """Return the passages that hold these (document id, character); unknown ones are left out."""
    found = {snapshot.passage_holding(*position) for position in positions} - {None}
    return _sample(snapshot, np.array(sorted(key for key in found if key), dtype=np.int64))


def _sample(snapshot: Snapshot, ids: Ids) -> Sample:
    spans = snapshot.spans(ids.tolist())
    return Sample(
        tuple(snapshot.infos()),
        snapshot.size(),
        tuple(Place(*spans[key]) for key in ids.tolist()),
        snapshot.passage_vectors(ids),
    )
