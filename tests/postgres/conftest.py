"""One PostgreSQL for all tests here; each test has a database of its own."""

from collections.abc import Iterator
from itertools import count

import pytest
from postgres_server import PostgresServer, is_installed, running

from index.ledger.postgres.connection import PostgresConnection

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with running() as started:
        yield started


@pytest.fixture
def url(server: PostgresServer) -> str:
    """The address of an empty database."""
    name = f"test{next(_NUMBERS)}"
    connection = PostgresConnection.open(server.url())
    connection.script(f"CREATE DATABASE {name}")
    connection.close()
    return server.url(name)


@pytest.fixture
def db(url: str) -> Iterator[PostgresConnection]:
    connection = PostgresConnection.open(url)
    yield connection
    connection.close()
