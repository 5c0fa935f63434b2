"""Each engine of an index, and an empty collection of it for each test."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import postgres_server
import pytest
from milvus_servers import MilvusServer, named_server, started_once
from postgres_server import PostgresServer, is_installed
from toys import WordEmbedder

from index import CollectionIndex, LocalIndex, MilvusIndex
from index.embedding.embedder import Embedder
from index.ledger.postgres.facts import CollectionFacts
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore
from index.milvus.address import Address
from index.milvus.client import Connection

ENGINES = ("local", "lite", "stored", "full", "named")
"""`stored` is the catalogue in PostgreSQL and the passages in milvus-lite."""
_NAMED = named_server()  # read before a test's own environment

Open = Callable[..., CollectionIndex]
"""Opens the collection of a test again, as another process would; by another embedder perhaps."""


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], MilvusServer]]:
    """Each kind of Milvus, started when it is first needed."""
    with started_once(tmp_path_factory.mktemp) as server:
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
    return Address.parse(servers("lite" if engine == "stored" else engine).url)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with postgres_server.running() as started:
        yield started


@pytest.fixture
def registry(engine: str, request: pytest.FixtureRequest) -> Registry | None:
    """What says which catalogues are in PostgreSQL; None where they are on this machine."""
    if engine != "stored":
        return None
    server: PostgresServer = request.getfixturevalue("postgres")
    return Registry(server.new_database())


@pytest.fixture
def open_again(
    address: Address | None, registry: Registry | None, tmp_path: Path
) -> Iterator[Open]:
    opened: list[CollectionIndex] = []

    def open_one(embedder: Embedder | None = None, name: str = "birds") -> CollectionIndex:
        made = WordEmbedder() if embedder is None else embedder
        folder = tmp_path / name
        if address is None:
            opened.append(LocalIndex(folder, lambda: made))
        else:
            store = None if registry is None else stored(registry, name)
            opened.append(MilvusIndex(folder, address, lambda: made, store))
        return opened[-1]

    yield open_one
    for index in opened:
        index.end()
    if address is not None:
        drop_collections(address, names_in(tmp_path) if registry is None else stored_in(registry))


@pytest.fixture
def birds(open_again: Open) -> CollectionIndex:
    """An empty collection."""
    return open_again()


def stored(registry: Registry, name: str) -> PostgresStore:
    """Return where a collection is in PostgreSQL; it is made if need be."""
    entry = registry.find(name) or registry.create(name)
    assert entry is not None
    return PostgresStore(registry, entry)


def names_in(folder: Path) -> Iterator[str]:
    """Yield what the collections of a test call their passages in Milvus."""
    for path in folder.rglob("ledger.db"):
        with closing(sqlite3.connect(path)) as db:
            for (name,) in db.execute("SELECT value FROM meta WHERE key = 'milvus'"):
                yield name


def stored_in(registry: Registry) -> Iterator[str]:
    for entry in registry.entries():
        name = CollectionFacts(registry, entry.name).value("milvus")
        if name is not None:
            yield name


def drop_collections(address: Address, names: Iterable[str]) -> None:
    """Remove from Milvus what the collections of a test left there."""
    connection = Connection(address)
    for name in names:
        connection.drop(name)
    connection.close()
