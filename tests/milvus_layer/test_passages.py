"""The passages of a collection in Milvus, against real servers."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from milvus_passages import Layer, ids, new_passages, query, vector_of

from corpus import Attribution, Head, TableCell, TableRow
from index.embedding.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.milvus import passages
from index.milvus.client import Connection
from index.milvus.rows import NewPassage, PassageRow
from index.milvus.words import WordQuery

BIRDS = ["The heron waits.", "A heron catches fish.", "Owls hunt at night."]


def test_a_passage_comes_back_as_it_was_written(layer: Layer) -> None:
    (new,) = new_passages(["Fischreiher – 鷺 \0 \udcff\n'\"\\"], over="Vögel")
    head = Head(0, 3, "Art")
    row = TableRow((TableCell(0, 4, (head,)), TableCell(4, 4, (head,))), False, 1, head)
    passage = replace(
        new.row.passage,
        page=3,
        page_label="iii",
        recognized=True,
        rows=(row,),
        voice=Attribution("Ann", "1999"),
    )
    layer.write(1, [NewPassage(replace(new.row, passage=passage), new.stems)])

    (found,) = layer.reader().of(1, 0, 10)

    assert (found.passage, found.hash, found.context) == (passage, new.row.hash, "Vögel")
    for kept, given in zip(found.vectors, new.row.vectors, strict=True):
        assert np.array_equal(kept, given.astype(np.float16).astype(np.float32))


def test_a_row_of_any_length_comes_back(layer: Layer) -> None:
    """Milvus takes 65,535 bytes: the sentences of this one have 4,000 vectors."""
    (new,) = new_passages(["heron " * 20_000])
    rows = np.random.default_rng(0).normal(size=(4000, 64)).astype(np.float16).astype(np.float32)
    row = replace(new.row, vectors=PassageVectors(new.row.vectors.passage, rows))
    layer.write(1, [NewPassage(row, new.stems), *new_passages(BIRDS)[1:]])

    (found,) = layer.reader().rows(ids(1, 0)).values()

    assert found.passage == row.passage
    assert np.array_equal(found.vectors.sentences, rows)
    assert layer.nearest("heron", 5) == ids(1, 0, 1, 2), "its pieces are no passages"


def test_what_is_found_is_nearest_first(layer: Layer) -> None:
    layer.write(1, new_passages(BIRDS))

    assert layer.nearest("owls hunt", 1) == ids(1, 2)
    assert layer.nearest("a heron catches fish", 3) == ids(1, 1, 0, 2)
    (_, cosine), *_ = layer.reader().nearest(vector_of(BIRDS[2]), 1)
    assert cosine == pytest.approx(1, abs=1e-3)


def test_what_is_not_visible_is_not_found_and_takes_no_place(layer: Layer) -> None:
    layer.write(1, new_passages(BIRDS))
    for epoch in range(2, 42):
        layer.write(epoch, new_passages(["A heron catches fish."]))
    layer.visible = {1}

    assert layer.nearest("a heron catches fish", 2) == ids(1, 1, 0)


def test_a_search_within_epochs_sees_only_these(layer: Layer) -> None:
    for epoch in (1, 2, 3):
        layer.write(epoch, new_passages(BIRDS))

    assert layer.nearest("heron", 10, 2) == ids(2, 0, 1, 2)
    assert {key for key in layer.nearest("owls", 2, 1, 3)} == {*ids(1, 2), *ids(3, 2)}


def test_what_is_deleted_is_gone(layer: Layer) -> None:
    layer.write(1, new_passages(BIRDS))
    layer.write(2, new_passages(BIRDS))
    layer.passages.delete([1, 99])
    layer.write(3, new_passages(["Something else."]))  # what the reader waits for

    assert layer.reader().of(1, 0, 10) == []
    assert len(layer.reader().of(2, 0, 10)) == 3


def test_what_is_written_again_stands_there_once(layer: Layer) -> None:
    layer.write(1, new_passages(BIRDS))
    layer.write(1, new_passages(BIRDS))

    assert layer.nearest("heron", 10) == ids(1, 0, 1, 2)


def test_the_passage_that_a_character_stands_in(layer: Layer) -> None:
    layer.write(1, new_passages(BIRDS))
    layer.write(2, new_passages(BIRDS))

    assert layer.reader().holding(1, len(BIRDS[0])) == ids(1, 1)[0]
    assert layer.reader().holding(1, len(BIRDS[0]) - 1) == ids(1, 0)[0]
    assert layer.reader().holding(1, 1000) is None


def test_vectors_and_places_of_passages_come_by_their_ids(layer: Layer) -> None:
    """Of more than are read at once."""
    texts = [f"Bird {number}." for number in range(1200)]
    layer.write(1, new_passages(texts))
    reader = layer.reader()
    wanted = ids(1, *range(1200))

    vectors, places = reader.vectors([*wanted, *ids(1, 5000)]), reader.places(wanted)

    assert sorted(vectors) == sorted(places) == wanted
    assert vectors[wanted[7]] @ vector_of("Bird 7.") == pytest.approx(1, abs=1e-3)
    assert places[wanted[1]] == (len(texts[0]), len(texts[0]) + len(texts[1]))


def test_a_row_that_is_not_what_was_written_is_refused(
    layer: Layer, connection: Connection
) -> None:
    (new, *_) = new_passages(BIRDS)
    layer.write(1, [new])
    other = PassageRow(new.row.passage, new.row.hash, "another context", new.row.vectors)
    layer.write(2, [NewPassage(other, new.stems)])
    fields = connection.query(layer.name, "epoch in [1,2]", ["*"], 2, layer.stamp)
    rows = {row["epoch"]: row for row in fields}
    stamp = connection.upsert(layer.name, [{**_written(rows[1]), "row": rows[2]["row"]}])
    reader = layer.passages.at(stamp, lambda epochs: epochs)

    with pytest.raises(LedgerDamaged, match="passage 1048576 in Milvus is damaged"):
        reader.rows(ids(1, 0))


def test_a_milvus_before_2_5_finds_nothing_by_words_and_says_so(layer: Layer, kind: str) -> None:
    passages = new_passages(BIRDS)
    layer.write(1, passages)
    reader = layer.reader()

    assert reader.has_words == layer.passages.has_words
    if kind == "full":
        assert not reader.has_words
        assert reader.best(query(passages, "heron"), 10) == []
        assert list(reader.matching(["heron"])) == []


def _written(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "words"}


@pytest.mark.parametrize("named", [5_000, 3], ids=["told at once", "told in parts"])
def test_what_is_seen_is_found_behind_any_number_of_passages_that_are_not(
    layer: Layer, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    """Of removed documents, of versions being written, and pieces of long passages."""
    monkeypatch.setattr(passages, "LIMIT", 8)
    monkeypatch.setattr(passages, "_EPOCHS", named)
    for epoch in range(1, 15):
        layer.write(epoch, new_passages(["The heron waits.", "Heron, heron and heron."]))
    layer.visible = {3, 14}
    long = Random(0).randbytes(60_000).hex()  # which nothing makes any shorter
    layer.write(15, new_passages([f"A heron wades by the water and fishes {long}"]))
    layer.write(16, new_passages(["Owls hunt at night, and one heard a heron."]))

    seen = [*ids(3, 0, 1), *ids(14, 0, 1), *ids(15, 0), *ids(16, 0)]
    assert sorted(layer.nearest("heron", 8)) == seen
    assert layer.nearest("heron", 3) == [*ids(3, 1), *ids(14, 1), *ids(3, 0)]
    if layer.passages.has_words:
        asked = WordQuery({"heron": 6, "owl": 1}, 100, 4.0)
        found = [key for key, _ in layer.reader().best(asked, 8)]
        assert sorted(found) == seen
        assert found[0] == ids(16, 0)[0], "the rarer word counts more"
