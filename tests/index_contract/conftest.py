"""Each engine of an index, and an empty collection of it for each test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from milvus_servers import MilvusServer, named_server, running
from toys import WordEmbedder

from index import CollectionIndex, LocalIndex, MilvusIndex
from index.embedding.embedder import Embedder
from index.milvus.address import Address
from index.milvus.client import Connection

ENGINES = ("local", "lite", "full", "named")
_NAMED = named_server()  # read before a test's own environment

Open = Callable[..., CollectionIndex]
"""Opens the collection of a test again, as another process would; by another embedder perhaps."""


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], MilvusServer]]:
    """Each kind of Milvus, started when it is first needed."""
    started: dict[str, MilvusServer] = {}
    with ExitStack() as stack:

        def server(kind: str) -> MilvusServer:
            if kind not in started:
                folder = tmp_path_factory.mktemp(kind)
                started[kind] = stack.enter_context(running(kind, folder))
            return started[kind]

        yield server


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(engine: str, servers: Callable[[str], MilvusServer]) -> Address | None:
    """Where the passages are; None where they are on this machine."""
    if engine == "local":
        return None
    if engine == "named":
        if not _NAMED:
            pytest.skip("PINCITE_TEST_MILVUS names no server")
        return Address.parse(_NAMED)
    return Address.parse(servers(engine).url)


@pytest.fixture
def open_again(address: Address | None, tmp_path: Path) -> Iterator[Open]:
    opened: list[CollectionIndex] = []

    def open_one(embedder: Embedder | None = None, name: str = "birds") -> CollectionIndex:
        made = WordEmbedder() if embedder is None else embedder
        folder = tmp_path / name
        if address is None:
            opened.append(LocalIndex(folder, lambda: made))
        else:
            opened.append(MilvusIndex(folder, address, lambda: made))
        return opened[-1]

    yield open_one
    for index in opened:
        index.end()
    if address is not None:
        drop_collections(address, tmp_path)


@pytest.fixture
def birds(open_again: Open) -> CollectionIndex:
    """An empty collection."""
    return open_again()


def drop_collections(address: Address, folder: Path) -> None:
    """Remove from Milvus what the collections of a test left there."""
    import sqlite3
    from contextlib import closing

    connection = Connection(address)
    for path in folder.glob("*/ledger.db"):
        with closing(sqlite3.connect(path)) as db:
            found = db.execute("SELECT value FROM meta WHERE key = 'milvus'").fetchall()
        for (name,) in found:
            connection.drop(name)
    connection.close()
