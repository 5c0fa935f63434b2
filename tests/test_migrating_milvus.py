"""A collection goes to Milvus and comes back, and is the same."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from migrating_calls import Refusing, Target, held, restored
from milvus_servers import MilvusServer, running

from index import Embedder, Index
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
