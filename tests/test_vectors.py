"""Vectors of one moment: what they find, through every change."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import to_ids, unit_rows, view_of

from index.ledger.rows import Ids
from index.types import Vector, Vectors
from index.vectors.view import VectorView


def test_an_empty_view_finds_nothing() -> None:
    assert VectorView.empty(8).search(unit_rows(1)[0], 5) == []


def test_asking_for_no_hits_finds_none() -> None:
    assert view_of([1], unit_rows(1)).search(unit_rows(1)[0], 0) == []


def test_a_padded_row_is_never_a_hit() -> None:
    """faiss pads short results with -1, which reads as an id and as the last row."""
    flat = view_of([4, 6], unit_rows(2)).base

    assert {key for key, _ in flat.search(unit_rows(1)[0], 3, None, to_ids([]))} == {4, 6}


def test_more_hits_than_vectors_gives_every_vector_once() -> None:
    found = view_of([10, 20, 30], unit_rows(3)).search(unit_rows(3)[1], k=50)

    assert sorted(key for key, _ in found) == [10, 20, 30]
    assert found[0][0] == 20
    assert found[0][1] == pytest.approx(1, abs=1e-3)


def test_equal_scores_go_to_the_smaller_id() -> None:
    same = np.repeat(unit_rows(1), 3, axis=0)

    assert [key for key, _ in view_of([9, 3, 6], same).search(same[0], 3)] == [3, 6, 9]


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_search_finds_what_comparing_with_every_row_finds(rows: int, k: int, seed: int) -> None:
    vectors, ids = unit_rows(rows, seed=seed), [7 * n + 1 for n in range(rows)]
    question = unit_rows(1, seed=seed + 1)[0]

    found = view_of(ids, vectors).search(question, k)

    slow = sorted(zip(vectors @ question, ids, strict=True), key=lambda pair: (-pair[0], pair[1]))
    assert [key for key, _ in found] == [key for _, key in slow[:k]]
    assert [score for _, score in found] == pytest.approx(
        [float(score) for score, _ in slow[:k]], abs=1e-6
    )


@given(st.lists(st.tuples(st.sets(st.integers(0, 15)), st.sets(st.integers(0, 15))), max_size=6))
def test_changes_in_any_order_leave_what_a_dictionary_would_hold(
    changes: list[tuple[set[int], set[int]]],
) -> None:
    view, kept, fresh = VectorView.empty(8), dict[int, np.ndarray](), iter(range(100))
    for removed, added in changes:
        added -= kept.keys() - removed
        rows = [unit_rows(1, seed=next(fresh))[0] for _ in added]
        new = dict(zip(sorted(added), rows, strict=True))

        def rows_of(ids: Ids, new: dict[int, Vector] = new) -> Vectors:
            return np.stack([new[key] for key in ids.tolist()])

        view = view.changed(to_ids(sorted(removed)), to_ids(sorted(added)), rows_of)
        kept = {k: v for k, v in kept.items() if k not in removed}
        kept |= dict(zip(sorted(added), rows, strict=True))

    assert view.ids.tolist() == sorted(kept)
    for key, row in kept.items():
        ((found, cosine),) = view.search(row, 1)
        assert found == key
        assert cosine == pytest.approx(1, abs=1e-3)


def test_a_change_leaves_the_view_it_was_made_from_as_it_was() -> None:
    """Other threads may be searching in it."""
    before = view_of([1, 2], unit_rows(2))
    before.changed(to_ids([1]), to_ids([3]), lambda _: unit_rows(1, seed=5))

    assert before.ids.tolist() == [1, 2]
    assert {key for key, _ in before.search(unit_rows(1)[0], 9)} == {1, 2}


# Large views ------------------------------------------------------------------------


@pytest.fixture
def parted() -> VectorView:
    """A view of 1 to 40 and 101, of which 40 rows stand in the base: 3 and 7 of them are gone."""
    base = view_of(range(1, 41), unit_rows(40)).base
    return VectorView(base, view_of([101], unit_rows(1, seed=9)).base, to_ids([3, 7]))


def test_what_is_gone_is_not_found_and_what_came_since_is(parted: VectorView) -> None:
    for key, row in ((3, unit_rows(40)[2]), (7, unit_rows(40)[6])):
        assert key not in {found for found, _ in parted.search(row, 50)}
        assert parted.search(row, 50, to_ids([3, 7, 8]))[0][0] == 8
    assert parted.search(unit_rows(1, seed=9)[0], 1)[0][0] == 101
    assert len(parted) == len(parted.ids) == len(parted.search(unit_rows(1)[0], 99)) == 39


def test_a_parted_view_finds_what_the_same_vectors_in_one_find(parted: VectorView) -> None:
    merged, question = parted.merged(), unit_rows(1, seed=4)[0]

    assert merged.whole
    assert merged.ids.tolist() == parted.ids.tolist()
    assert merged.search(question, 20) == parted.search(question, 20)
    (ids, cosines), (other_ids, others) = merged.cosines(question), parted.cosines(question)
    assert ids.tolist() == other_ids.tolist()
    assert cosines.tolist() == others.tolist()


def test_the_newest_id_is_told_also_of_one_that_is_gone(parted: VectorView) -> None:
    assert parted.newest == 101
    assert VectorView(parted.base, None, to_ids([40])).newest == 40
    assert VectorView.empty(8).newest == 0


def test_a_small_change_of_many_vectors_leaves_the_base_as_it_is() -> None:
    many = view_of(range(20_000), unit_rows(20_000))

    def rows_of(ids: Ids) -> Vectors:
        return unit_rows(len(ids), seed=1)

    changed = many.changed(to_ids([5]), to_ids([30_000, 30_001]), rows_of)
    again = changed.changed(to_ids([30_000, 6]), to_ids([30_002]), rows_of)
    large = changed.changed(to_ids(range(100, 2_200)), to_ids([]), rows_of)

    assert changed.base is again.base is many.base
    assert set(again.gone) == {5, 6}
    assert set(again.fresh.keys) == {30_001, 30_002}
    assert len(again.ids) == len(again) == 20_000
    assert (large.whole, len(large)) == (True, 20_001 - 2_100)


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="Linux lists threads there")
def test_searching_in_many_threads_makes_no_further_ones() -> None:
    """Those that OpenMP makes for a thread stay as long as it does.

    In a process of its own: here another library may have started OpenMP, and threads end.
    """
    program = "import test_vectors; print(test_vectors.threads_of_eight_that_search())"
    environment = {**os.environ, "PYTHONPATH": os.path.dirname(__file__)}

    made = subprocess.check_output([sys.executable, "-c", program], env=environment, text=True)

    assert int(made) == 8


def threads_of_eight_that_search() -> int:
    """Return how many threads there are more while eight search."""
    vectors = unit_rows(30)
    view, at_once, ending = (
        view_of(list(range(30)), vectors),
        threading.Barrier(9),
        threading.Event(),
    )

    def search() -> None:
        view.search(vectors[0], 5)
        view.cosines(vectors[0])
        at_once.wait(60)
        ending.wait(60)

    before = len(os.listdir("/proc/self/task"))
    threads = [threading.Thread(target=search) for _ in range(8)]
    for thread in threads:
        thread.start()
    at_once.wait(60)
    during = len(os.listdir("/proc/self/task"))
    ending.set()
    for thread in threads:
        thread.join(60)
    return during - before
