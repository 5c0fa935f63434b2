"""Two rankings become one, and no document takes all places of it."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.fusion import RANK_CONSTANT, fuse, limit_per_document

rankings = st.lists(
    st.tuples(st.sampled_from([0.5, 1.0, 2.0]), st.lists(st.integers(0, 9), unique=True)),
    max_size=4,
)


def test_an_id_found_by_both_searches_comes_before_the_best_of_one() -> None:
    scores = fuse([(1.0, [7, 3]), (1.0, [5, 3])])

    assert list(scores) == [3, 5, 7]
    assert scores[3] == pytest.approx(2 / 62)
    assert scores[7] == pytest.approx(1 / 61)


def test_equal_scores_go_to_the_smaller_id() -> None:
    assert list(fuse([(1.0, [9, 2]), (1.0, [2, 9])])) == [2, 9]


def test_a_heavier_search_decides_between_two_firsts() -> None:
    assert list(fuse([(1.0, [1]), (1.5, [2])])) == [2, 1]


def test_nothing_found_fuses_to_nothing() -> None:
    assert fuse([]) == {}
    assert fuse([(1.0, []), (1.0, [])]) == {}


@given(rankings)
def test_fused_scores_are_the_sum_of_reciprocal_ranks(given: list[tuple[float, list[int]]]) -> None:
    scores = fuse(given)

    for key, score in scores.items():
        parts = [
            Fraction(weight) / (RANK_CONSTANT + ids.index(key) + 1)
            for weight, ids in given
            if key in ids
        ]
        assert score == pytest.approx(float(sum(parts)))
    assert set(scores) == {key for _, ids in given for key in ids}


@given(rankings)
def test_fused_order_is_falling_and_never_depends_on_chance(
    given: list[tuple[float, list[int]]],
) -> None:
    ordered = list(fuse(given).items())

    assert ordered == sorted(ordered, key=lambda item: (-item[1], item[0]))
    assert ordered == list(fuse(given).items())


def test_a_group_above_its_cap_gives_way_to_others() -> None:
    group = {1: "a", 2: "a", 3: "a", 4: "b", 5: "c"}

    assert limit_per_document([1, 2, 3, 4, 5], group, cap=2, k=4) == [1, 2, 4, 5]


def test_a_group_above_its_cap_fills_places_that_stay_empty_in_its_old_order() -> None:
    group = {1: "a", 2: "a", 3: "a", 4: "b"}

    assert limit_per_document([1, 2, 3, 4], group, cap=1, k=3) == [1, 2, 4]
    assert limit_per_document([1, 2, 3], group, cap=1, k=10) == [1, 2, 3]


@given(
    st.lists(st.sampled_from("abc"), max_size=20),
    st.integers(1, 5),
    st.integers(1, 12),
)
def test_capped_keeps_order_fills_all_places_and_bends_the_cap_only_for_empty_ones(
    owners: list[str], cap: int, k: int
) -> None:
    ids = list(range(len(owners)))
    chosen = limit_per_document(ids, dict(enumerate(owners)), cap, k)

    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(k, len(ids))
    over = {name: n - cap for name, n in Counter(owners[key] for key in chosen).items() if n > cap}
    within = sum(min(cap, n) for n in Counter(owners).values())
    assert sum(over.values()) == max(0, len(chosen) - within)
