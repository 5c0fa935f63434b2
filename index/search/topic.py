"""Everything about a topic: each passage is compared, none is cut off."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.search.scan import Mask, Rows, Scan
from index.types import TopicHits, TopicQuery, Vector

FeatureMatrix = NDArray[np.float64]

# A threshold is rounded down to its ten-thousandth, so that reports show what was asked.
_STEP = 10_000
_NOISE = 1e-5
"""Cosines differ by less from machine to machine, and shares by how they are added up."""


def find_topic(scan: Scan, topic: TopicQuery) -> TopicHits:
    """Return the passages about a topic, of all that a scan has compared with it.

    A passage is found by words if it holds enough of what they weigh by their rarity (its
    inverse document frequency among the passages compared), and by meaning if its cosine is
    at least the `meaning_floor`.
    """
    covers = _covers(scan)
    by_words = covers >= topic.enough - _NOISE
    floor = meaning_floor(scan.cosines, covers, topic.quartile, topic.floor)
    by_meaning = scan.cosines >= floor - _NOISE
    matched = by_words | by_meaning
    rows = _best(scan, matched, covers, topic.per_document)
    counts = np.bincount(scan.owners[matched], minlength=len(scan.documents)).tolist()
    return TopicHits(
        hits=tuple(scan.hits(rows, by_words, by_meaning)),
        matched={key: n for key, n in zip(scan.documents, counts, strict=True) if n},
        searched=len(matched),
        words=int(by_words.sum()),
        meaning=int(by_meaning.sum()),
        both=int((by_words & by_meaning).sum()),
        meaning_floor=floor,
    )


def meaning_floor(
    cosines: Vector, covers: FeatureMatrix, quartile: float, bounds: Sequence[float]
) -> float:
    """Return the cosine from which on a passage is about the topic by its meaning.

    The collection itself sets it: all but the lowest `quartile` of the passages that hold
    all the words are as near to the topic as that. It is kept between the `bounds`, because
    few passages say little; where none holds all the words, it is the lower one.
    """
    lowest, highest = bounds
    whole = cosines[covers >= 1 - _NOISE]
    if not len(whole):
        return lowest
    cosine = float(np.quantile(whole, quartile))
    return min(highest, max(lowest, math.floor((cosine + _NOISE) * _STEP) / _STEP))


def _covers(scan: Scan) -> FeatureMatrix:
    """Return the share of the words' weight that each passage holds."""
    passages = len(scan.cosines)
    weights = np.log(1 + passages / (1 + scan.occurrences.sum(axis=0)))
    return np.asarray(scan.occurrences @ weights / (float(weights.sum()) or 1.0), dtype=np.float64)


def _best(scan: Scan, matched: Mask, covers: FeatureMatrix, most: int | None) -> Rows:
    """Return the rows of the matched passages, document by document, in their order.

    Of more than `most` in a document, those with the most words and the nearest meaning.
    """
    rows = np.flatnonzero(matched)
    if most is not None:
        rows = rows[np.lexsort((-(covers + scan.cosines)[rows], scan.owners[rows]))]
        owners = scan.owners[rows]
        place = np.arange(len(rows)) - np.searchsorted(owners, owners)
        rows = rows[place < most]
    return rows[np.lexsort((rows, scan.owners[rows]))]
