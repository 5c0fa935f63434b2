"""Locks among processes and threads, by way of PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from postgres_server import until

from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.locks import Locks


@pytest.fixture
def locks(url: str) -> Iterator[Locks]:
    locks = Locks(lambda: PostgresConnection.open(url))
    yield locks
    locks.close()


@pytest.fixture
def other(url: str) -> Iterator[Locks]:
    """Those of another process."""
    locks = Locks(lambda: PostgresConnection.open(url))
    yield locks
    locks.close()


def can_take(locks: Locks) -> bool:
    with locks.alone("main", "tidy") as taken:
        return taken


def test_one_of_two_processes_holds_a_lock(locks: Locks, other: Locks) -> None:
    with locks.alone("main", "tidy") as mine, other.alone("main", "tidy") as theirs:
        assert mine
        assert not theirs
        with other.alone("main", "alerts") as free:
            assert free

    with other.alone("main", "tidy") as theirs:
        assert theirs


def test_one_of_two_threads_holds_a_lock(locks: Locks) -> None:
    with locks.alone("main", "tidy"), ThreadPoolExecutor(1) as thread:
        assert not thread.submit(can_take, locks).result()
    assert can_take(locks)


def test_a_lock_ends_with_its_process(locks: Locks, other: Locks) -> None:
    with locks.alone("main", "tidy"):
        locks.close()  # as the system does where a process ends
        until(lambda: can_take(other))


def test_whoever_shares_a_lock_sees_whether_others_do(locks: Locks, other: Locks) -> None:
    mine = locks.share("main", "open")
    assert mine.is_alone()
    theirs = other.share("main", "open")
    assert not mine.is_alone()
    assert not theirs.is_alone()
    theirs.release()
    assert mine.is_alone()
    other.share("main", "open")
    other.close()
    until(mine.is_alone)


def test_a_shared_lock_is_taken_again_after_the_server_was_away(
    locks: Locks, other: Locks, db: PostgresConnection
) -> None:
    locks.share("main", "open")
    db.execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    theirs = other.share("main", "open")
    assert theirs.is_alone()
    with locks.alone("main", "tidy"):
        assert not theirs.is_alone()


def test_locks_come_back_after_the_server_was_away(
    locks: Locks, other: Locks, db: PostgresConnection
) -> None:
    with locks.alone("main", "tidy") as mine:
        assert mine
        db.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        with other.alone("main", "tidy") as theirs:
            assert theirs
            with locks.alone("main", "tidy") as again:  # it knows that it lost the lock
                assert not again
    with locks.alone("main", "tidy") as mine:
        assert mine
