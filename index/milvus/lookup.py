"""Rows of Milvus by their ids."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.milvus.client import Connection
from index.milvus.expressions import one_of

_AMONG = 100  # ids that milvus-lite searches among at once: 9 ms; 200 took 17, and 500 took 84


def rows_of(
    connection: Connection,
    name: str,
    ids: Sequence[int],
    output: Sequence[str],
    dimension: int,
    stamp: int = 0,
) -> list[dict[str, Any]]:
    """Return rows by their ids, in no order; what is not there is left out.

    milvus-lite looks fifty rows up in 12 ms, and finds them in 4 where it searches among them.

    Args:
        connection: To the Milvus that has them.
        name: The collection.
        ids: Those of the rows.
        output: The fields to return of each.
        dimension: How long the vectors of the collection are.
        stamp: The time of Milvus up to which all that was written is seen.
    """
    found: list[dict[str, Any]] = []
    if connection.is_lite():
        anywhere = np.zeros(dimension, dtype=np.float32)
        for first in range(0, len(ids), _AMONG):
            some = ids[first : first + _AMONG]
            near = connection.search(
                name, "vector", anywhere, len(some), one_of("id", some), output, stamp
            )
            found += [{**hit.fields, "id": hit.id} for hit in near]
        there = {row["id"] for row in found}
        ids = [key for key in ids if key not in there]  # what its index passed over, perhaps
    if ids:
        found += connection.query(name, one_of("id", ids), output, len(ids), stamp)
    return found
