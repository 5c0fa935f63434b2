"""The picture of a collection: dots that lie where the vectors say, of all or of a sample."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import WordEmbedder, numbered, reading

from corpus import Document
from index import LocalIndex
from qa.errors import StillComputing
from qa.overview.cached_value import CachedValue
from qa.overview.map import CollectionMap, Plane

MakeDocument = Callable[..., Document]


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """Two documents of several passages each, that have no word in common."""
    herons = "\n\n".join(f"Heron {n} stands in the water. " * 12 for n in range(4))
    clocks = "\n\n".join(f"Clock {n} strikes at noon. " * 12 for n in range(4))
    list(index.add([make_document(herons, "herons.txt"), make_document(clocks, "clocks.txt")]))
    return index


def dots(record: dict[str, object]) -> dict[str, list[list[float]]]:
    documents = record["documents"]
    assert isinstance(documents, list)
    return {document["title"]: document["dots"] for document in documents}


def test_passages_about_one_thing_lie_nearer_than_those_about_another(birds: LocalIndex) -> None:
    found = dots(CollectionMap(birds).record())
    herons = np.array(found["herons"])[:, :2]
    clocks = np.array(found["clocks"])[:, :2]
    between = np.linalg.norm(herons.mean(axis=0) - clocks.mean(axis=0))

    assert (
        max(np.linalg.norm(group - group.mean(axis=0), axis=1).max() for group in (herons, clocks))
        < between
    )


def test_every_passage_has_its_dot_with_its_span(birds: LocalIndex) -> None:
    record = CollectionMap(birds).record()

    assert record["passages"] == record["shown"] == reading(birds).passage_count() > 0
    for info in reading(birds).documents():
        spans = [(start, end) for _, _, start, end in dots(record)[info.title]]
        assert sorted(spans) == [(p.start, p.end) for p in reading(birds).all_passages(info.id)]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for d in dots(record).values() for x, y, _, _ in d)


def test_a_large_collection_is_thinned_out_but_not_what_is_asked_for(index: LocalIndex) -> None:
    list(index.add(numbered(f"note-{n}") for n in range(10)))
    picture = CollectionMap(index, most=7)
    record = picture.record()
    shown = {(title, dot[2]) for title, found in dots(record).items() for dot in found}
    hidden = next(
        (info, passage)
        for info in reading(index).documents()
        for passage in reading(index).all_passages(info.id)
        if (info.title, passage.start) not in shown
    )
    info, passage = hidden
    more = picture.record([(info.id, passage.start + 3), ("nothing", 0), (info.id, 10**9)])

    assert (record["passages"], record["shown"]) == (reading(index).passage_count(), 7)
    assert more["shown"] == 8
    assert passage.start in [dot[2] for dot in dots(more)[info.title]]


def test_a_character_is_held_by_one_passage(birds: LocalIndex) -> None:
    info = reading(birds).documents()[0]
    first, second, *_ = reading(birds).all_passages(info.id)

    for position, passage in ((0, first), (first.end - 1, first), (first.end, second)):
        (place,) = reading(birds).passages_at([(info.id, position)]).places
        assert place == (info.id, passage.start, passage.end)
    assert reading(birds).passages_at([(info.id, info.characters)]).places == ()


def test_the_picture_follows_the_collection(birds: LocalIndex, make_document: MakeDocument) -> None:
    picture = CollectionMap(birds)
    before = picture.record()
    (addition,) = birds.add([make_document("A tern dives.", "terns.txt")])
    after = picture.record()
    birds.delete(addition.document.id)

    assert "terns" not in dots(before)
    assert len(dots(after)["terns"]) == 1
    assert picture.record() == before


def test_the_picture_is_the_same_each_time(birds: LocalIndex) -> None:
    assert CollectionMap(birds).record() == CollectionMap(birds).record()


@pytest.mark.parametrize("texts", [[], ["A heron."], ["A heron.", "A heron."]])
def test_a_collection_of_next_to_nothing_has_a_picture(
    index: LocalIndex, make_document: MakeDocument, texts: list[str]
) -> None:
    """Two passages of equal words have equal vectors, which lie on no plane."""
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))
    record = CollectionMap(index).record([("nothing", 0)])

    assert record["shown"] == len(texts)
    assert 0 <= record["kept"] <= 1


@given(rows=st.integers(2, 12), columns=st.integers(2, 9), seed=st.integers(0, 999))
def test_no_plane_keeps_more_than_that_of_the_principal_components(
    rows: int, columns: int, seed: int
) -> None:
    """The slow, obvious way: no pair of random directions holds more of the variance."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(rows, columns)).astype(np.float32)
    plane = Plane.through(vectors)
    centred = vectors - vectors.mean(axis=0)
    other, _ = np.linalg.qr(random.normal(size=(columns, 2)))

    assert ((centred @ other) ** 2).sum() / (centred**2).sum() <= plane.kept + 1e-6
    assert np.allclose(plane.axes.T @ plane.axes, np.eye(2), atol=1e-8)


def test_equal_distances_are_drawn_equal_along_both_axes() -> None:
    square = np.array([[0, 0], [3, 0], [0, 1], [3, 1]], dtype=np.float32)
    points = Plane.through(square).points(square)
    wide, high = np.ptp(points, axis=0)

    assert wide == pytest.approx(3 * high, abs=1e-3)


def test_what_is_kept_is_made_once_for_each_state() -> None:
    made: list[int] = []
    state = 0

    def make() -> int:
        made.append(state)
        return len(made)

    kept = CachedValue(lambda: state, make)
    assert (kept.get(), kept.get()) == (1, 1)
    state = 1

    assert kept.get() == 2


def test_a_failure_is_not_kept() -> None:
    outcomes: Iterator[ValueError | str] = iter([ValueError("not yet"), "there"])

    def make() -> str:
        outcome = next(outcomes)
        if isinstance(outcome, ValueError):
            raise outcome
        return outcome

    kept = CachedValue(lambda: 0, make)
    with pytest.raises(ValueError, match="not yet"):
        kept.get()

    assert kept.get() == "there"


def test_who_asks_for_what_is_being_made_holds_up_no_other() -> None:
    """One makes it, some wait for that, and whoever else asks is told to ask again."""
    begun, go_on, made = threading.Event(), threading.Event(), []

    def make() -> str:
        begun.set()
        assert go_on.wait(120)
        made.append("once")
        return "value"

    kept = CachedValue(lambda: 0, make, patience=120, waiting=1)
    with ThreadPoolExecutor(2) as pool:
        making = pool.submit(kept.get)
        assert begun.wait(120)
        waiting = pool.submit(kept.get)
        while kept._places.acquire(blocking=False):  # until it has the one place
            kept._places.release()
        with pytest.raises(StillComputing, match="ask again"):
            kept.get()
        go_on.set()

        assert (making.result(), waiting.result(), made) == ("value", "value", ["once"])
    assert kept.get() == "value"


def test_who_waits_for_what_is_being_made_does_not_wait_for_ever() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def make() -> bool:
        begun.set()
        return go_on.wait(120)

    kept = CachedValue(lambda: 0, make, patience=0.01, waiting=1)
    with ThreadPoolExecutor(1) as pool:
        making = pool.submit(kept.get)
        assert begun.wait(120)
        with pytest.raises(StillComputing):
            kept.get()
        go_on.set()
        assert making.result()


def test_a_passage_of_a_newer_version_than_the_picture_gets_no_dot(tmp_path: Path) -> None:
    """The picture is of one moment: what `also` finds later must not stand in the old one."""
    index = LocalIndex(tmp_path / "collection", WordEmbedder)
    list(index.add(numbered(f"note-{n}") for n in range(6)))
    picture = CollectionMap(index, most=4)
    drawn = picture._make()
    changed = Document(id="note-0", title="note-0", source="numbered", text="Quite another text.")
    list(index.add([changed]))
    picture._kept = CachedValue(lambda: 0, lambda: drawn)

    assert picture.record([("note-0", 0)])["shown"] == 4
