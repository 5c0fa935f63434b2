"""A milvus-lite, and an empty collection in it for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from milvus_collections import opened
from milvus_servers import MilvusServer, running

from index import MilvusIndex


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusServer]:
    with running("lite", tmp_path_factory.mktemp("milvus")) as started:
        yield started


@pytest.fixture
def birds(server: MilvusServer, tmp_path: Path) -> Iterator[MilvusIndex]:
    index = opened(server, tmp_path)
    yield index
    index.end()
    again = opened(server, tmp_path)  # a test may have ended the first
    again.drop_passages()
    again.end()
