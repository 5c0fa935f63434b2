"""Some passages of a collection with their vectors, for what shows all of it at once."""

from collections.abc import Iterable

import numpy as np

from index.ledger.rows import Ids
from index.search.moment import Moment
from index.types import Place, Sample


def sample(moment: Moment, limit: int) -> Sample:
    """Return all passages, or `limit` of them spread evenly over the collection."""
    ids = moment.passage_ids()
    if len(ids) > limit:
        ids = ids[np.linspace(0, len(ids) - 1, limit).astype(np.intp)]
    return _sample(moment, ids)


def passages_at(moment: Moment, positions: Iterable[tuple[str, int]]) -> Sample:
    """Return the passages that hold these (document id, character); unknown ones are left out."""
    found = {moment.passage_holding(*position) for position in positions} - {None}
    return _sample(moment, np.array(sorted(key for key in found if key), dtype=np.int64))


def _sample(moment: Moment, ids: Ids) -> Sample:
    spans = moment.spans(ids.tolist())
    places = tuple(Place(*spans[key]) for key in ids.tolist())
    return Sample(
        tuple(moment.infos_of({place.document_id for place in places}).values()),
        moment.size(),
        places,
        moment.passage_vectors(ids),
    )
