"""Each kind of Milvus, started once for all tests of a file, and a collection for each test."""

import secrets
from collections.abc import Iterator

import pytest
from milvus_passages import DIMENSION, Layer
from milvus_servers import MilvusServer, named_server, running

from index.milvus.address import Address
from index.milvus.client import Connection


@pytest.fixture(scope="module", params=["lite", "full"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MilvusServer]:
    """A server of each kind."""
    with running(request.param, tmp_path_factory.mktemp("milvus")) as started:
        yield started


@pytest.fixture
def connection(server: MilvusServer) -> Iterator[Connection]:
    """A connection of the test's own."""
    opened = Connection(Address.parse(named_server() or server.url))
    yield opened
    opened.close()


@pytest.fixture
def layer(connection: Connection) -> Iterator[Layer]:
    """A collection of the test's own, which is empty."""
    name = f"pincite_test_{secrets.token_hex(8)}"
    yield Layer(connection, name, DIMENSION)
    connection.drop(name)
