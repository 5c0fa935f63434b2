"""From two rankings to one."""

from collections.abc import Mapping, Sequence

RANK_CONSTANT = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke & Büttcher, SIGIR 2009)."""


def fuse(rankings: Sequence[tuple[float, Sequence[int]]]) -> dict[int, float]:
    """Fuse rankings by weighted reciprocal rank.

    Args:
        rankings: For each search its weight and the ids that it found, best first.

    Returns:
        The score of every id, best first; ties go to the smaller id, so that the same
        rankings always give the same order.
    """
    scores: dict[int, float] = {}
    for weight, ids in rankings:
        for rank, key in enumerate(ids, start=1):
            scores[key] = scores.get(key, 0.0) + weight / (RANK_CONSTANT + rank)
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0])))


def limit_per_document(ids: Sequence[int], group: Mapping[int, str], cap: int, k: int) -> list[int]:
    """Return the `k` best ids with at most `cap` of a group before others get a place.

    Order is kept. Ids above the cap come in only where places would stay empty.
    """
    counts: dict[str, int] = {}
    within: list[int] = []
    for key in ids:
        counts[group[key]] = counts.get(group[key], 0) + 1
        if counts[group[key]] <= cap:
            within.append(key)
    chosen = set(within[:k])
    for key in ids:
        if len(chosen) >= k:
            break
        chosen.add(key)
    return [key for key in ids if key in chosen]
