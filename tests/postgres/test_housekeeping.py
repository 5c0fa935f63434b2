"""Nothing of ours keeps PostgreSQL from giving room back, and doctor says what does."""

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from ledger_calls import document_of
from plain_catalogue import PlainCatalogue
from postgres_server import until

from index.errors import IndexAway
from index.ledger.postgres import connection, housekeeping, store
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry
from index.ledger.postgres.store import PostgresStore

_OPEN = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"
)


@pytest.fixture
def ledger(url: str) -> Iterator[PlainCatalogue]:
    registry = Registry(url)
    entry = registry.create("main")
    assert entry is not None
    ledger = PlainCatalogue(PostgresStore(registry, entry))
    yield ledger
    ledger.end(0)


def findings(ledger: PlainCatalogue) -> list[str]:
    with ledger.reading() as moment:
        return list(ledger.store.findings(moment.connection))


def test_a_server_as_it_is_shipped_keeps_house(ledger: PlainCatalogue) -> None:
    assert findings(ledger) == []


def test_a_server_that_does_not_vacuum_is_said(
    ledger: PlainCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = "SELECT name FROM (VALUES ('autovacuum', 'off')) AS settings (name, setting)"
    monkeypatch.setattr(housekeeping, "_OFF", off)  # to turn it off would take a restart
    (finding,) = findings(ledger)

    assert "has autovacuum = off: turn it on" in finding
    assert "PostgreSQL at 127.0.0.1:" in finding


def test_a_transaction_that_is_open_for_long_is_said(
    ledger: PlainCatalogue, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_OLD_HOURS", 0)
    with closing(PostgresConnection.open(url)) as other:
        other.script("BEGIN; SELECT 1")
        (finding,) = findings(ledger)
        assert "has been open for 0 hours: end it" in finding
        other.execute("ROLLBACK")
        assert findings(ledger) == []


def test_rows_that_nobody_sees_and_nobody_clears_are_said(
    ledger: PlainCatalogue, db: PostgresConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(housekeeping, "_DEAD_ROWS", 5)
    for _ in range(20):
        ledger.put(document_of())

    def said() -> bool:
        db.execute("SELECT pg_stat_force_next_flush()")
        return any("the table all_documents has 1" in one for one in findings(ledger))

    until(said)
    db.execute(f"VACUUM {ledger.store.entry.schema}.all_documents")  # type: ignore[attr-defined]
    until(lambda: not said())


def test_a_change_that_goes_on_without_a_word_is_ended_for_the_others(
    ledger: PlainCatalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_IDLE_MS", 50)

    def sleep() -> None:
        with ledger.writing() as change:
            change.set_value("embedder", "nobody")
            time.sleep(0.5)

    with pytest.raises(IndexAway):
        sleep()
    monkeypatch.setattr(store, "_IDLE_MS", 60_000)
    ledger.put(document_of())

    with ledger.reading() as moment:
        assert moment.value("embedder") is None


def test_a_reading_that_goes_on_without_a_word_is_ended(
    ledger: PlainCatalogue, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put(document_of())
    ledger.close()
    settings = connection._SETTINGS + "; SET idle_in_transaction_session_timeout = 50"
    with monkeypatch.context() as patched:
        patched.setattr(connection, "_SETTINGS", settings)
        with closing(PostgresConnection.open(url)) as looking, ledger.reading():
            until(lambda: looking.execute(_OPEN).fetchone() == (0,))

    with ledger.reading() as moment:
        assert moment.count("documents") == 1


def test_what_ended_holds_no_transaction_open(
    ledger: PlainCatalogue, db: PostgresConnection
) -> None:
    def fail() -> None:
        with ledger.writing():
            raise ZeroDivisionError

    ledger.put(document_of())
    with pytest.raises(ZeroDivisionError):
        fail()
    with ledger.reading() as moment:
        assert moment.count("documents") == 1
        assert db.execute(_OPEN).fetchone() == (1,)

    assert db.execute(_OPEN).fetchone() == (0,)
