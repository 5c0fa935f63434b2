"""A rebuild goes on where it was interrupted, and leaves nothing else in Milvus."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from milvus_collections import opened, places, rows
from milvus_servers import MilvusServer
from toys import WordEmbedder, reading

from corpus import Document
from index import Correction, MilvusIndex
from index.embedding.embedder import PassageText, PassageVectors
from index.milvus import sweep
from index.milvus.engine import Place
from index.milvus.expressions import within
from index.milvus.passages import PassageReader

NAMES = ("a", "b", "c")


class Counting(WordEmbedder):
    """Another model, which counts what it embeds."""

    def __init__(self, name: str = "others", dimension: int = 8) -> None:
        super().__init__(name, dimension=dimension)
        self.embedded = 0

    def embed_passages(self, texts: Sequence[PassageText]) -> list[PassageVectors]:
        self.embedded += len(texts)
        return super().embed_passages(texts)


def bird(name: str, words: str = "Owls hunt at night.") -> Document:
    return Document(name, name.upper(), f"{name}.txt", f"{words} {name}.")


def place(index: MilvusIndex) -> Place:
    with index._ledger.reading() as moment:
        found = Place.of(moment)
    assert found is not None
    return found


def interrupted(index: MilvusIndex, documents: int) -> None:
    """Rebuild a collection, and stop after some documents, as when the command is interrupted."""
    rebuilding = iter(index.rebuild())
    for _ in range(documents):
        next(rebuilding)
    rebuilding.close()  # type: ignore[attr-defined]
    index.end()


def require_whole(index: MilvusIndex, texts: dict[str, str]) -> None:
    """See that a collection has these texts, found by its model, and nothing else in Milvus."""
    assert list(index.findings()) == []
    assert {info.id for info in reading(index).documents()} == texts.keys()
    for name, text in texts.items():
        assert reading(index).document(name).text == text
    with index.reader() as reader:
        hits = reader.search("owls", reader.embed_question("owls"), 10)
    assert {hit.document.id for hit in hits} == texts.keys()
    assert index.tidy()
    assert places(index) == [place(index).name]
    assert rows(index) == reading(index).passage_count()


@pytest.fixture
def texts(birds: MilvusIndex) -> dict[str, str]:
    """What a collection of three documents says, which is there."""
    documents = [bird(name) for name in NAMES]
    list(birds.add(documents))
    return {one.id: one.text for one in documents}


def test_what_was_interrupted_goes_on_and_embeds_nothing_twice(
    birds: MilvusIndex, texts: dict[str, str], server: MilvusServer, tmp_path: Path
) -> None:
    before, model = place(birds), Counting()
    interrupted(opened(server, tmp_path, model), 2)
    assert birds.tidy(), "nothing is left to be swept"
    birds.end()
    many = model.embedded
    again = opened(server, tmp_path, model)
    assert [info.id for info in again.rebuild()] == [*NAMES]

    assert model.embedded == many * 3 / 2
    assert place(again) != before
    require_whole(again, texts)
    again.end()


@pytest.mark.parametrize("model", [Counting(), WordEmbedder()], ids=["another", "the same"])
def test_what_changed_meanwhile_is_written_as_it_is_now(
    birds: MilvusIndex,
    texts: dict[str, str],
    server: MilvusServer,
    tmp_path: Path,
    model: WordEmbedder,
) -> None:
    interrupted(opened(server, tmp_path, model), 3)
    texts["a"] = bird("a", "Owls sleep by day.").text
    list(birds.add([bird("a", "Owls sleep by day.")]))
    birds.delete("b")
    del texts["b"]
    birds.correct("c", Correction(language="de", tags=("night",)))
    birds.end()
    again = opened(server, tmp_path, model)
    list(again.rebuild())

    require_whole(again, texts)
    with again.reader() as reader:
        (corrected,) = reader.infos(["c"]).values()
    assert (corrected.language, corrected.tags) == ("de", ("night",))
    assert corrected.corrected == ("language",)
    again.end()


def test_what_milvus_lost_of_it_is_written_again(
    birds: MilvusIndex, texts: dict[str, str], server: MilvusServer, tmp_path: Path
) -> None:
    model = Counting()
    interrupted(opened(server, tmp_path, model), 3)
    many = model.embedded
    (lost,) = {*places(birds)} - {place(birds).name}
    birds._engine.connection.delete(lost, within("id", 0, 2**62))
    birds.end()
    again = opened(server, tmp_path, model)
    list(again.rebuild())

    assert model.embedded == 2 * many
    require_whole(again, texts)
    again.end()


def test_what_was_begun_with_a_third_model_is_given_up(
    birds: MilvusIndex, texts: dict[str, str], server: MilvusServer, tmp_path: Path
) -> None:
    interrupted(opened(server, tmp_path, Counting("third", 16)), 2)
    birds.end()
    again = opened(server, tmp_path, Counting())
    list(again.rebuild())

    require_whole(again, texts)
    again.end()


def test_what_nobody_goes_on_with_is_removed_after_a_while(
    birds: MilvusIndex,
    texts: dict[str, str],
    server: MilvusServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interrupted(opened(server, tmp_path, Counting()), 2)
    assert birds.tidy()
    assert len(places(birds)) == 2
    monkeypatch.setattr(sweep, "_ABANDONED", timedelta(seconds=-5))
    assert birds.tidy()

    require_whole(birds, texts)


def test_all_change_over_without_a_word_from_milvus(
    birds: MilvusIndex,
    texts: dict[str, str],
    server: MilvusServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that others wait for the catalogue alone, and no text is held."""
    birds.end()
    again = opened(server, tmp_path, Counting())
    rebuilding = iter(again.rebuild())
    for _ in NAMES:
        next(rebuilding)
    with monkeypatch.context() as patched:
        patched.delattr(PassageReader, "_fields")
        assert list(rebuilding) == []

    require_whole(again, texts)
    again.end()
