"""One PostgreSQL for all tests here; each test has a database of its own."""

from collections.abc import Iterator

import pytest
from postgres_server import PostgresServer, is_installed, running

from index.ledger.postgres.connection import PostgresConnection


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    if not is_installed():
        pytest.skip("PostgreSQL is not installed")
    with running() as started:
        yield started


@pytest.fixture
def url(server: PostgresServer) -> str:
    """The address of an empty database."""
    return server.new_database()


@pytest.fixture
def db(url: str) -> Iterator[PostgresConnection]:
    connection = PostgresConnection.open(url)
    yield connection
    connection.close()
