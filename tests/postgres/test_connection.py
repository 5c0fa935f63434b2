"""Connections to a PostgreSQL that is away, refuses, or is started again."""

import pytest
from postgres_server import PostgresServer

from index.errors import CollectionGone, IndexAway, LedgerBusy, LedgerUnusable, ReadOnly
from index.ledger.postgres.connection import PostgresConnection


def test_a_wrong_password_is_refused_with_what_to_check(server: PostgresServer) -> None:
    with pytest.raises(LedgerUnusable, match="check them, and the password") as refused:
        PostgresConnection.open(server.url(password="wrong"))

    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize("tail", ["secret%zz@p/db", "x@p/db?secret", "x@p/db?x=secret%zz"])
def test_an_address_that_cannot_be_read_is_not_repeated(tail: str) -> None:
    with pytest.raises(LedgerUnusable, match="PINCITE_STORE cannot be read") as refused:
        PostgresConnection.open(f"postgresql://ada:{tail}")

    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__, "a traceback would have it"


def test_a_database_that_is_not_there_is_said_so(server: PostgresServer) -> None:
    with pytest.raises(LedgerUnusable, match='database "nowhere" does not exist'):
        PostgresConnection.open(server.url("nowhere"))


def test_a_server_that_does_not_run_is_away(server: PostgresServer) -> None:
    elsewhere = server.url().replace(f":{server.port}/", ":1/")

    with pytest.raises(IndexAway, match="cannot be reached"):
        PostgresConnection.open(elsewhere)


def test_no_message_has_the_password(server: PostgresServer) -> None:
    elsewhere = server.url(password="geheim").replace(f":{server.port}/", ":1/")

    with pytest.raises(IndexAway) as away:
        PostgresConnection.open(elsewhere)

    assert "geheim" not in str(away.value)
    assert "pincite:" not in str(away.value)


def test_a_connection_that_the_server_ended_is_known_by_that(db: PostgresConnection) -> None:
    with pytest.raises(IndexAway):
        db.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert not db.is_usable


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("SELECT 1 FROM nothing", CollectionGone),
        ("BEGIN READ ONLY; CREATE TABLE a (b TEXT)", ReadOnly),
        ("SELECT 1 / 0", LedgerUnusable),
        ("SET statement_timeout = 1; SELECT pg_sleep(5)", IndexAway),
    ],
)
def test_what_goes_wrong_is_an_error_of_this_floor(
    db: PostgresConnection, sql: str, fault: type[Exception]
) -> None:
    with pytest.raises(fault):
        db.script(sql)


def test_who_waits_for_long_for_another_is_told_that_he_is_busy(
    db: PostgresConnection, url: str
) -> None:
    db.script("SELECT pg_advisory_lock(5)")
    other = PostgresConnection.open(url)

    with pytest.raises(LedgerBusy):
        other.script("SET lock_timeout = 10; SELECT pg_advisory_lock(5)")

    other.close()


def test_large_and_awkward_values_come_back(db: PostgresConnection) -> None:
    db.script("CREATE TABLE things (a BIGINT, b TEXT, c BYTEA, d DOUBLE PRECISION)")
    row = (2**63 - 1, "\0é" * 1_000_000, bytes(range(256)) * 40_000, 0.1)

    db.execute("INSERT INTO things VALUES (?, ?, ?, ?)", row)

    assert db.execute("SELECT * FROM things").fetchone() == row
    assert db.execute("SELECT sum(a), count(*) FROM things").fetchone() == (2**63 - 1, 1)
