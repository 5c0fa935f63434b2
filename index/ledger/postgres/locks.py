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

from index.errors import IndexAway
from index.ledger.postgres.connection import PostgresConnection


def lock_number(*names: str) -> int:
    """Return the number of a lock among all of a database: 64 bits of a hash of its names."""
    digest = hashlib.sha256("\0".join(("pincite", *names)).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


class Locks:
    """The locks that this process holds, by one connection of its own; safe to share."""

    def __init__(self, connect: Callable[[], PostgresConnection]) -> None:
        self._connect = connect
        self._turn = threading.Lock()
        self._connection: PostgresConnection | None = None
        self._held: dict[int, object] = {}

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

    def close(self) -> None:
        """Give all locks back."""
        with self._turn:
            self._drop()

    def _taken(self, number: int, holder: object) -> bool:
        with self._turn:
            try:
                return self._try(number, holder)
            except IndexAway:  # the server was started again since the last time
                self._drop()
                return self._try(number, holder)

    def _try(self, number: int, holder: object) -> bool:
        if self._connection is None:
            self._connection = self._connect()
        elif not self._connection.is_usable:
            self._drop()
            self._connection = self._connect()
        # To PostgreSQL, another thread here is the same connection, which may lock twice.
        if number in self._held:
            return False
        row = self._connection.execute("SELECT pg_try_advisory_lock(?)", (number,)).fetchone()
        if row[0]:
            self._held[number] = holder
        return bool(row[0])

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
