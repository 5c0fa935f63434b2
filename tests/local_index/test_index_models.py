"""A collection changes over to another model."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from bird_index import MakeDocument, add, again, all_hits, ask, found, give_up
from toys import WordEmbedder, reading

from corpus import Passage
from index import IndexMismatch, LocalIndex, back_up
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import LedgerBusy, ReadOnly
from index.ledger.ledger import Ledger


class Heron(WordEmbedder):
    """Another model, which fails on a passage with the word heron."""

    def __init__(self) -> None:
        super().__init__("other", dimension=32)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if any("heron" in passage.text.lower() for passage in passages):
            raise RuntimeError("no herons")
        return super().embed_passages(passages)


def other(index: LocalIndex, make: Callable[[], WordEmbedder] = Heron) -> LocalIndex:
    """Open the same collection with another model."""
    return LocalIndex(index.directory, make)


def test_a_collection_of_another_model_is_refused_with_the_remedy(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    with pytest.raises(IndexMismatch, match=r"words@toy.*other@toy.*`pincite rebuild`"):
        ask(other(birds), "owls")
    with pytest.raises(IndexMismatch, match="`pincite rebuild`"):
        add(other(birds), make_document("New words."))
    with pytest.raises(IndexMismatch, match="`pincite rebuild`"):
        other(birds).checkpoint(always=True)
    assert reading(other(birds)).document(reading(birds).documents()[0].id) is not None, (
        "texts need no model"
    )


def test_a_rebuild_changes_over_to_another_model(birds: LocalIndex) -> None:
    documents = [reading(birds).document(info.id) for info in reading(birds).documents()]
    index = other(birds)

    rebuilt = [info.id for info in index.rebuild()]

    assert rebuilt == [document.id for document in documents if document]
    assert [reading(index).document(key) for key in rebuilt] == documents
    assert ask(index, "gulls at the coast")[0].document.source == "gulls.txt"
    assert reading(index).counts() == {"documents": 3, "passages": 3, "vectors": 3}
    assert list(index.findings()) == []
    with pytest.raises(IndexMismatch):
        ask(again(birds), "owls")


def test_a_rebuild_that_is_given_up_changes_nothing(birds: LocalIndex) -> None:
    before = all_hits(birds)
    rebuilding = other(birds).rebuild()
    next(rebuilding)
    give_up(rebuilding)

    assert all_hits(birds) == all_hits(again(birds)) == before


def test_a_rebuild_that_has_not_ended_is_no_damage(birds: LocalIndex, tmp_path: Path) -> None:
    """Its vectors are kept while it runs; when it was interrupted, tidying up drops them."""
    rebuilding = other(birds).rebuild()
    next(rebuilding)
    assert list(birds.findings()) == []
    back_up(birds.directory, tmp_path / "during")
    with pytest.raises(LedgerBusy, match="rebuilding"):
        next(again(birds).rebuild())
    assert birds.tidy()
    assert reading(birds).counts()["vectors"] == 4
    give_up(rebuilding)

    assert list(birds.findings()) == []
    back_up(birds.directory, tmp_path / "after")
    assert birds.tidy()
    assert reading(birds).counts()["vectors"] == 3


def test_a_rebuild_that_fails_changes_nothing_and_goes_on_where_it_was(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    (heron,) = add(birds, make_document("The heron waits.", "zz-heron.txt"))
    before = all_hits(birds)
    index = other(birds)
    with pytest.raises(RuntimeError, match="no herons"):
        list(index.rebuild())
    assert all_hits(birds) == before

    birds.delete(heron.document.id)
    embedder = index.embedder
    assert isinstance(embedder, WordEmbedder)
    embedded = embedder.embedded
    list(index.rebuild())
    assert embedder.embedded == embedded == 3
    assert list(index.findings()) == []


def test_a_document_added_during_a_rebuild_is_part_of_it(
    birds: LocalIndex, make_document: MakeDocument
) -> None:
    index = other(birds)
    rebuilding = index.rebuild()
    assert len([next(rebuilding) for _ in reading(birds).documents()]) == 3
    add(birds, make_document("A swan glides.", "swan.txt"))
    birds.delete(next(i.id for i in reading(birds).documents() if i.source == "owls.txt"))
    list(rebuilding)

    assert {info.source for info in reading(index).documents()} == {
        "gulls.txt",
        "swan.txt",
        "wrens.txt",
    }
    assert found(index, "swan") == ["swan.txt"]
    assert list(index.findings()) == []


def test_the_embedder_is_made_when_it_is_first_needed(birds: LocalIndex) -> None:
    """Listing and reading must not wait seconds for a model, or fail without one."""

    def fail() -> WordEmbedder:
        raise AssertionError("no model is needed for this")

    index = LocalIndex(birds.directory, fail)

    assert len(reading(index).documents()) == reading(index).counts()["documents"] == 3
    assert reading(index).document(reading(index).documents()[0].id) is not None
    assert reading(index).frequencies(["owl"]) == {"owl": 1}
    assert index.delete(reading(index).documents()[0].id)
    assert list(index.findings()) == []


def test_the_embedder_is_made_once_however_many_ask_first(tmp_path: Path) -> None:
    """A model is seconds and hundreds of megabytes."""
    made: list[WordEmbedder] = []

    def make() -> WordEmbedder:
        made.append(WordEmbedder())
        time.sleep(0.05)  # as long as it takes the others to ask, too
        return made[-1]

    index = LocalIndex(tmp_path, make)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: index.embedder, range(8)))

    assert found == made * 8
    assert len(made) == 1


def test_who_only_reads_can_change_nothing(birds: LocalIndex, tmp_path: Path) -> None:
    only = LocalIndex(birds.directory, WordEmbedder, read_only=True)

    assert all_hits(only) == all_hits(birds)
    with pytest.raises(ReadOnly):
        only.delete(reading(birds).documents()[0].id)
    nothing = LocalIndex(tmp_path / "nothing", WordEmbedder, read_only=True)
    assert (reading(nothing).documents(), ask(nothing, "owls"), list(nothing.findings())) == (
        [],
        [],
        [],
    )
    assert not (tmp_path / "nothing").exists()


def test_passages_tile_their_document_after_all_of_it(birds: LocalIndex) -> None:
    infos = reading(birds).documents()
    assert infos
    for info in infos:
        document = reading(birds).document(info.id)
        assert document is not None
        passages: list[Passage] = reading(birds).all_passages(info.id)
        assert "".join(passage.text for passage in passages) == document.text
        assert np.all([p.text == document.text[p.start : p.end] for p in passages])


def test_a_closed_ledger_opens_again_by_itself(birds: LocalIndex) -> None:
    ledger = Ledger(birds.directory / "ledger.db")
    ledger.close()
    ledger.close()

    with ledger.reading() as snapshot:
        assert snapshot.counts()["documents"] == 3
