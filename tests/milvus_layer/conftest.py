"""Each kind of Milvus, started once, and a collection for each test."""

import secrets
from collections.abc import Callable, Iterator

import pytest
from milvus_passages import DIMENSION, Layer
from milvus_servers import MilvusServer, named_server, started_once

from index.milvus.address import Address
from index.milvus.client import Connection

_NAMED = named_server()  # read before a test's own environment
KINDS = ["lite", "full", *(["named"] if _NAMED else [])]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], MilvusServer]]:
    """Each kind of Milvus, started when it is first needed."""
    with started_once(tmp_path_factory.mktemp) as server:
        yield server


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def connection(kind: str, servers: Callable[[str], MilvusServer]) -> Iterator[Connection]:
    """A connection of the test's own."""
    opened = Connection(Address.parse(_NAMED if kind == "named" else servers(kind).url))
    yield opened
    opened.close()


@pytest.fixture
def layer(connection: Connection) -> Iterator[Layer]:
    """A collection of the test's own, which is empty."""
    name = f"pincite_test_{secrets.token_hex(8)}"
    yield Layer(connection, name, DIMENSION)
    connection.drop(name)
