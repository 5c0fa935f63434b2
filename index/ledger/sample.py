"""Some passages of a collection with their vectors, for what shows all of it at once."""

from collections.abc import Iterable

import numpy as np

from index.ledger.rows import Ids
from index.ledger.snapshot import Snapshot
from index.types import Place, Sample


def sample(snapshot: Snapshot, limit: int) -> Sample:
    """Return all passages, or `limit` of them spread evenly over the collection."""
    ids = snapshot.passage_ids()
    if len(ids) > limit:
        ids = ids[np.linspace(0, len(ids) - 1, limit).astype(np.intp)]
    return _sample(snapshot, ids)


def passages_at(snapshot: Snapshot, positions: Iterable[tuple[str, int]]) -> Sample:
    """Return the passages that hold these (document id, character); unknown ones are left out."""
    found = {snapshot.passage_holding(*position) for position in positions} - {None}
    return _sample(snapshot, np.array(sorted(key for key in found if key), dtype=np.int64))


def _sample(snapshot: Snapshot, ids: Ids) -> Sample:
    spans = snapshot.spans(ids.tolist())
    places = tuple(Place(*spans[key]) for key in ids.tolist())
    return Sample(
        tuple(snapshot.infos_of({place.document_id for place in places}).values()),
        snapshot.size(),
        places,
        snapshot.passage_vectors(ids),
    )
