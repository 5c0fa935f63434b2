"""Files of vectors that are refused when anything about them is wrong."""

import json
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import to_ids, unit_rows, view_of

from index.types import State
from index.vectors.generations import Saved, generations, load, save
from index.vectors.hnsw import Graph
from index.vectors.view import VectorView

MODEL = "model@1"


def save_view(view: VectorView, folder: Path, state: State) -> None:
    save(Saved(view, state, 0), folder, MODEL)


def load_view(folder: Path, model: str = MODEL) -> tuple[VectorView, State]:
    """Load a generation whose graph, if it has one, must be whole."""
    return load(folder, model, 100, pytest.fail)[:2]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder with one generation of five vectors, of the ledger's state 3."""
    save_view(view_of([1, 2, 3, 4, 5], unit_rows(5)), tmp_path / "vectors", State(3, "aa"))
    return tmp_path / "vectors"


def test_a_saved_view_reads_back_the_same(saved: Path) -> None:
    view, state = load_view(saved / "gen-3")

    assert state == State(3, "aa")
    assert view.ids.tolist() == [1, 2, 3, 4, 5]
    assert view.search(unit_rows(5)[3], 5) == view_of([1, 2, 3, 4, 5], unit_rows(5)).search(
        unit_rows(5)[3], 5
    )


def test_an_empty_view_can_be_saved(tmp_path: Path) -> None:
    save_view(VectorView.empty(8), tmp_path, State(1, "aa"))

    assert len(load_view(tmp_path / "gen-1")[0]) == 0


def test_a_view_that_was_read_can_be_changed(saved: Path) -> None:
    view, _ = load_view(saved / "gen-3")

    changed = view.changed(to_ids([2]), to_ids([9]), lambda _: unit_rows(1, seed=7))

    assert changed.ids.tolist() == [1, 3, 4, 5, 9]


def test_a_new_generation_takes_the_place_of_older_ones_and_of_leftovers(saved: Path) -> None:
    (saved / "tmp-2-99").mkdir()
    save_view(view_of([1], unit_rows(1)), saved, State(12, "bb"))

    assert [path.name for path in saved.iterdir()] == ["gen-12"]


def test_a_generation_of_the_same_number_is_replaced(saved: Path) -> None:
    """A restored ledger gives the same numbers again."""
    save_view(view_of([8], unit_rows(1)), saved, State(3, "bb"))

    view, state = load_view(saved / "gen-3")
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
            save_view(view_of([1], unit_rows(1)), saved, State(4, "bb"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert [path.name for path in saved.iterdir()] == ["gen-3"]
    assert len(load_view(saved / "gen-3")[0]) == 5


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
    "a graph that is none": rewrite(graph=[1]),
    "another format": rewrite(format=99),
    "another model": rewrite(embedder="model@2"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_refused(saved: Path, damage: Callable[[Path], object]) -> None:
    damage(saved / "gen-3")

    with pytest.raises((ValueError, OSError)):
        load_view(saved / "gen-3")


def test_vectors_cut_off_anywhere_are_refused(saved: Path) -> None:
    file = saved / "gen-3" / "vectors.faiss"
    data = file.read_bytes()

    for length in range(0, len(data), 7):
        file.write_bytes(data[:length])
        with pytest.raises(ValueError, match="bytes instead of"):
            load_view(saved / "gen-3")


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused(
    place: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    save_view(view_of([1, 2], unit_rows(2)), folder, State(1, "aa"))
    file = folder / "gen-1" / "vectors.faiss"
    content = bytearray(file.read_bytes())
    content[place % len(content)] ^= 1 << bit
    file.write_bytes(content)

    with pytest.raises(ValueError, match="sha256"):
        load_view(folder / "gen-1")


# Graphs -----------------------------------------------------------------------------


@pytest.fixture
def walked(tmp_path: Path) -> Path:
    """A folder with one generation whose vectors have a graph."""
    view = view_of(range(300), unit_rows(300))
    graph = Graph.over(view.base, 100, lambda: False)
    assert graph is not None
    save_view(view.with_graph(graph), tmp_path / "vectors", State(3, "aa"))
    return tmp_path / "vectors"


def test_a_saved_graph_reads_back_the_same_and_holds_no_vectors(walked: Path) -> None:
    view, _ = load_view(walked / "gen-3")
    question = unit_rows(1, seed=3)[0]

    assert view.graph is not None
    assert view.graph.recall() > 0.99
    assert view.search(question, 9) == VectorView(view.base).search(question, 9)
    assert (walked / "gen-3" / "graph.faiss").stat().st_size < 200 * 300


def test_no_effort_leaves_a_graph_where_it_is(walked: Path) -> None:
    assert load(walked / "gen-3", MODEL, 0, pytest.fail).view.graph is None


@pytest.mark.parametrize(
    "damage",
    {
        "gone": lambda file: file.unlink(),
        "cut": lambda file: file.write_bytes(file.read_bytes()[:-9]),
        "changed": lambda file: file.write_bytes(b"x" + file.read_bytes()[1:]),
        "a folder": lambda file: (file.unlink(), file.mkdir()),
    }.items(),
    ids=lambda item: item[0],
)
def test_vectors_do_without_a_damaged_graph(
    walked: Path, damage: tuple[str, Callable[[Path], object]]
) -> None:
    told: list[str] = []
    damage[1](walked / "gen-3" / "graph.faiss")
    view = load(walked / "gen-3", MODEL, 100, told.append).view

    assert view.graph is None
    assert len(view.search(unit_rows(1)[0], 9)) == 9
    assert [text for text in told if "the graph of gen-3 is unusable" in text] == told
    assert len(told) == 1


def test_a_graph_of_other_vectors_is_refused(walked: Path, tmp_path: Path) -> None:
    """Its own files are whole: somebody put together those of two collections."""
    few = view_of(range(200), unit_rows(200))
    save_view(few, tmp_path / "few", State(3, "aa"))
    manifest = json.loads((walked / "gen-3" / "manifest.json").read_text())
    shutil.copy(walked / "gen-3" / "graph.faiss", tmp_path / "few" / "gen-3")
    rewrite(graph=manifest["graph"])(tmp_path / "few" / "gen-3")
    told: list[str] = []

    assert load(tmp_path / "few" / "gen-3", MODEL, 100, told.append).view.graph is None
    assert "a graph over 300 vectors, not 200" in told[0]


def test_vectors_of_another_model_are_refused_with_its_name(saved: Path) -> None:
    with pytest.raises(ValueError, match="made with model@1"):
        load_view(saved / "gen-3", "model@2")
