"""Exact search by meaning, and files that are refused when anything about them is wrong."""

import json
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import to_ids

from index.rows import State
from index.vectors import VectorView, generations

MODEL = "model@1"


def unit(rows: int, dimension: int = 8, seed: int = 0) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)  # as the ledger keeps them


def view_of(ids: list[int], rows: np.ndarray) -> VectorView:
    return VectorView.empty(rows.shape[1]).changed(to_ids([]), to_ids(ids), lambda _: rows)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with one generation of five vectors, of the ledger's state 3."""
    view_of([1, 2, 3, 4, 5], unit(5)).save(tmp_path / "vectors", MODEL, State(3, "aa"))
    return tmp_path / "vectors"


# Search --------------------------------------------------------------------------


def test_an_empty_view_finds_nothing() -> None:
    assert VectorView.empty(8).search(unit(1)[0], 5) == []


def test_asking_for_no_hits_finds_none() -> None:
    assert view_of([1], unit(1)).search(unit(1)[0], 0) == []


def test_a_padded_row_is_never_a_hit() -> None:
    """faiss pads short results with -1, which reads as an id and as the last row."""
    index = view_of([4, 6], unit(2))
    claims_more = VectorView(index._index, to_ids([4, 6, 8]))

    found = claims_more.search(unit(1)[0], k=3)

    assert [key for key, _ in found] == [4, 6]


def test_more_hits_than_vectors_gives_every_vector_once() -> None:
    found = view_of([10, 20, 30], unit(3)).search(unit(3)[1], k=50)

    assert sorted(key for key, _ in found) == [10, 20, 30]
    assert found[0] == (20, pytest.approx(1, abs=1e-3))


def test_equal_scores_go_to_the_smaller_id() -> None:
    same = np.repeat(unit(1), 3, axis=0)

    assert [key for key, _ in view_of([9, 3, 6], same).search(same[0], 3)] == [3, 6, 9]


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_search_finds_what_comparing_with_every_row_finds(rows: int, k: int, seed: int) -> None:
    vectors, ids = unit(rows, seed=seed), [7 * n + 1 for n in range(rows)]
    question = unit(1, seed=seed + 1)[0]

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
        rows = [unit(1, seed=next(fresh))[0] for _ in added]
        new = dict(zip(sorted(added), rows, strict=True))
        view = view.changed(
            to_ids(sorted(removed)),
            to_ids(sorted(added)),
            lambda ids, new=new: np.stack([new[key] for key in ids.tolist()]),
        )
        kept = {k: v for k, v in kept.items() if k not in removed}
        kept |= dict(zip(sorted(added), rows, strict=True))

    assert view.ids.tolist() == sorted(kept)
    for key, row in kept.items():
        assert view.search(row, 1)[0] == (key, pytest.approx(1, abs=1e-3))


def test_a_change_leaves_the_view_it_was_made_from_as_it_was() -> None:
    """Other threads may be searching in it."""
    before = view_of([1, 2], unit(2))
    before.changed(to_ids([1]), to_ids([3]), lambda _: unit(1, seed=5))

    assert before.ids.tolist() == [1, 2]
    assert {key for key, _ in before.search(unit(1)[0], 9)} == {1, 2}


# Files ---------------------------------------------------------------------------


def test_a_saved_view_reads_back_the_same(saved: Path) -> None:
    view, state = VectorView.load(saved / "gen-3", MODEL)

    assert state == State(3, "aa")
    assert view.ids.tolist() == [1, 2, 3, 4, 5]
    assert view.search(unit(5)[3], 5) == view_of([1, 2, 3, 4, 5], unit(5)).search(unit(5)[3], 5)


def test_an_empty_view_can_be_saved(tmp_path: Path) -> None:
    VectorView.empty(8).save(tmp_path, MODEL, State(1, "aa"))

    assert len(VectorView.load(tmp_path / "gen-1", MODEL)[0]) == 0


def test_a_view_that_was_read_can_be_changed(saved: Path) -> None:
    view, _ = VectorView.load(saved / "gen-3", MODEL)

    changed = view.changed(to_ids([2]), to_ids([9]), lambda _: unit(1, seed=7))

    assert changed.ids.tolist() == [1, 3, 4, 5, 9]


def test_a_new_generation_takes_the_place_of_older_ones_and_of_leftovers(saved: Path) -> None:
    (saved / "tmp-2-99").mkdir()
    view_of([1], unit(1)).save(saved, MODEL, State(12, "bb"))

    assert [path.name for path in saved.iterdir()] == ["gen-12"]


def test_a_generation_of_the_same_number_is_replaced(saved: Path) -> None:
    """A restored ledger gives the same numbers again."""
    view_of([8], unit(1)).save(saved, MODEL, State(3, "bb"))

    view, state = VectorView.load(saved / "gen-3", MODEL)
    assert (view.ids.tolist(), state.token) == ([8], "bb")


def test_generations_are_listed_newest_first_by_number(tmp_path: Path) -> None:
    for name in ("gen-9", "gen-10", "gen-x", "tmp-11-1", "other"):
        (tmp_path / name).mkdir()

    assert [path.name for path in generations(tmp_path)] == ["gen-10", "gen-9"]
    assert generations(tmp_path / "nowhere") == []


def test_a_save_that_fails_half_way_leaves_the_former_generation(saved: Path) -> None:
    """A limit on the size of files stands for a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            view_of([1], unit(1)).save(saved, MODEL, State(4, "bb"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert [path.name for path in saved.iterdir()] == ["gen-3"]
    assert len(VectorView.load(saved / "gen-3", MODEL)[0]) == 5


def rewrite(**values: object) -> Callable[[Path], None]:
    """Return what changes values of the manifest."""

    def damage(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text())
        (folder / "manifest.json").write_text(json.dumps(manifest | values))

    return damage


def write(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def into_a_folder(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return damage


DAMAGES: dict[str, Callable[[Path], object]] = {
    "the folder is gone": shutil.rmtree,
    "no vectors": lambda folder: (folder / "vectors.faiss").unlink(),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "vectors are a folder": into_a_folder("vectors.faiss"),
    "manifest is a folder": into_a_folder("manifest.json"),
    "vectors are empty": write("vectors.faiss", b""),
    "vectors are another file": write("vectors.faiss", b"IxFI" + bytes(100)),
    "manifest is empty": write("manifest.json", b""),
    "manifest is no text": write("manifest.json", b"\xff\xfe\x00\x80"),
    "manifest is no object": write("manifest.json", b"[1, 2]"),
    "manifest is null": write("manifest.json", b"null"),
    "manifest is another object": write("manifest.json", b'{"a": 1}'),
    "manifest is cut": write("manifest.json", b'{"format": 1, "embed'),
    "manifest is deep": write("manifest.json", b"[" * 100_000),
    "ledger state is a number": rewrite(ledger=3),
    "ledger state lacks its token": rewrite(ledger={"number": 3}),
    "a field more": rewrite(colour="red"),
    "another size": rewrite(size=17),
    "another sha256": rewrite(sha256="0" * 64),
    "sha256 of another type": rewrite(sha256=None),
    "another format": rewrite(format=99),
    "another model": rewrite(embedder="model@2"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_refused(saved: Path, damage: Callable[[Path], object]) -> None:
    damage(saved / "gen-3")

    with pytest.raises((ValueError, OSError)):
        VectorView.load(saved / "gen-3", MODEL)


def test_vectors_cut_off_anywhere_are_refused(saved: Path) -> None:
    file = saved / "gen-3" / "vectors.faiss"
    data = file.read_bytes()

    for length in range(0, len(data), 7):
        file.write_bytes(data[:length])
        with pytest.raises(ValueError, match="bytes instead of"):
            VectorView.load(saved / "gen-3", MODEL)


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused(
    place: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    view_of([1, 2], unit(2)).save(folder, MODEL, State(1, "aa"))
    file = folder / "gen-1" / "vectors.faiss"
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 1 << bit
    file.write_bytes(content)

    with pytest.raises(ValueError, match="sha256"):
        VectorView.load(folder / "gen-1", MODEL)


def test_vectors_of_another_model_are_refused_with_its_name(saved: Path) -> None:
    with pytest.raises(ValueError, match="made with model@1"):
        VectorView.load(saved / "gen-3", "model@2")
