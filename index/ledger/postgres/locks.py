"""Locks between processes on many machines: PostgreSQL's advisory locks.

They belong to a connection, so they end with the process that holds them, or with its machine once
that has been silent for half a minute. They also end if the server restarts, and whoever held one
does not notice: so nothing may be wrong because two hold a lock, only done twice. What must not be
done twice is decided by rows of the catalogue (the lease of a job), under the lock of its writer.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from index.errors import IndexAway
from index.ledger.postgres.connection import PostgresConnection


def lock_number(*names: str) -> int:
    """Return the number of a lock among all of a database: 64 bits of a hash of its names."""
    digest = hashlib.sha256("\0".join(("pincite", *names)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def writer_lock(collection_id: str) -> int:
    """Return the number of the lock that whoever changes a collection holds."""
    return lock_number(collection_id, "writer")


_T = TypeVar("_T")
_SHARE = "SELECT pg_advisory_lock_shared(?)"  # it waits only while somebody looks if he is alone


class Locks:
    """The locks that this process holds, by one connection of its own; safe to share."""

    def __init__(self, connect: Callable[[], PostgresConnection]) -> None:
        self._connect = connect
        self._turn = threading.Lock()
        self._connection: PostgresConnection | None = None
        self._held: dict[int, object] = {}
        self._shared: set[int] = set()

    @contextmanager
    def alone(self, *names: str) -> Iterator[bool]:
        """Hold a lock; false where another process, or thread, holds it.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        number, holder = lock_number(*names), object()
        mine = self._taken(number, holder)
        try:
            yield mine
        finally:
            if mine:
                self._give_back(number, holder)

    def share(self, *names: str) -> "Shared":
        """Hold a lock that others may hold too, until it is released.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        number = lock_number(*names)
        self._run(lambda db: self._share(db, number))
        return Shared(self, number)

    def is_alone(self, number: int) -> bool:
        """Return whether nobody else holds a lock that is shared here.

        Raises:
            IndexAway: If the server cannot be reached.
        """

        def look(db: PostgresConnection) -> bool:
            alone = _ask(db, "SELECT pg_try_advisory_lock(?)", number)
            if alone:
                _ask(db, "SELECT pg_advisory_unlock(?)", number)
            return alone

        return self._run(look)

    def release(self, number: int) -> None:
        """Give back a lock that is shared here."""
        with self._turn:
            self._shared.discard(number)
            if self._connection is not None:
                with suppress(IndexAway):  # then it is gone already
                    _ask(self._connection, "SELECT pg_advisory_unlock_shared(?)", number)

    def close(self) -> None:
        """Give all locks back."""
        with self._turn:
            self._drop()

    def _taken(self, number: int, holder: object) -> bool:
        def take(db: PostgresConnection) -> bool:
            # To PostgreSQL, another thread here is the same connection, which may lock twice.
            if number in self._held or not _ask(db, "SELECT pg_try_advisory_lock(?)", number):
                return False
            self._held[number] = holder
            return True

        return self._run(take)

    def _run(self, how: Callable[[PostgresConnection], _T]) -> _T:
        """Do something by the connection that holds the locks, anew where it was lost."""
        with self._turn:
            try:
                return how(self._connected())
            except IndexAway:  # the server was started again since the last time
                self._drop()
                return how(self._connected())

    def _share(self, db: PostgresConnection, number: int) -> None:
        if number not in self._shared:
            db.execute(_SHARE, (number,))
            self._shared.add(number)

    def _connected(self) -> PostgresConnection:
        if self._connection is not None and not self._connection.is_usable:
            self._drop()
        if self._connection is None:
            self._connection = self._connect()
            for number in self._shared:
                self._connection.execute(_SHARE, (number,))
        return self._connection

    def _give_back(self, number: int, holder: object) -> None:
        with self._turn:
            # It may have been lost with its connection, and be somebody else's here by now.
            if self._held.get(number) is holder and self._connection is not None:
                del self._held[number]
                with suppress(IndexAway):  # then it is gone already
                    self._connection.execute("SELECT pg_advisory_unlock(?)", (number,))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._held.clear()


class Shared:
    """A lock that others may hold too."""

    def __init__(self, locks: Locks, number: int) -> None:
        self._locks = locks
        self._number = number

    def is_alone(self) -> bool:
        """Return whether nobody else holds it now."""
        return self._locks.is_alone(self._number)

    def release(self) -> None:
        self._locks.release(self._number)


def _ask(db: PostgresConnection, sql: str, number: int) -> bool:
    return bool(db.execute(sql, (number,)).fetchone()[0])
