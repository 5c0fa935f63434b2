"""A collection goes to Milvus and comes back, and is the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from migrating_calls import Refusing, Target, held, restored
from milvus_servers import MilvusServer, running

from corpus import Document
from index import Embedder, Index, LocalIndex
from index.ingest.migrating import compare_collections
from index.milvus.address import Address
from index.milvus.index import MilvusIndex


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    with running("lite", tmp_path_factory.mktemp("milvus")) as started:
        yield started


def test_a_collection_goes_to_milvus_and_comes_back(tmp_path: Path, server: MilvusServer) -> None:
    def in_milvus(make: Callable[[], Embedder]) -> Index:
        return MilvusIndex(tmp_path / "milvus", Address.parse(server.url), make)

    source = restored(tmp_path / "source")
    there = Target(Refusing(), in_milvus)
    there.take(source)
    back = Target.in_folder(tmp_path / "back", Refusing())
    back.take(there.index)

    assert held(there.index) == held(source)
    assert held(back.index) == held(source)
    assert list(there.index.findings()) == []
    compared = compare_collections(source, there.index)
    assert compared.is_whole
    assert compared.first == compared.questions > 6


def test_what_was_interrupted_goes_on_both_ways(tmp_path: Path, server: MilvusServer) -> None:
    def into(name: str) -> Callable[[Callable[[], Embedder]], Index]:
        if name == "back":
            return lambda make: LocalIndex(tmp_path / name, make)
        return lambda make: MilvusIndex(tmp_path / name, Address.parse(server.url), make)

    source: Index = restored(tmp_path / "source")
    for number in range(4):  # they come first by their titles, and each fills a batch
        text = " ".join(f"Heron {number} waded {many} times." for many in range(2000))
        list(source.add([Document(f"long {number}", f"A {number}", f"{number}.txt", text)]))
    for name in ("milvus", "back"):
        for most in (1, 3):
            target = Target(Refusing(), into(name))
            assert len(target.take(source, most)) == most
            with target.index.reader() as reader:
                assert most <= reader.document_count() < 10, "a batch or two, and not all"
            target.index.end()
        target = Target(Refusing(), into(name))
        target.take(source)
        ours, theirs = held(source), held(target.index)
        del ours["found"], theirs["found"]  # of so many that are alike, each finds others
        assert theirs == ours
        assert compare_collections(source, target.index).is_whole
        source = target.index
