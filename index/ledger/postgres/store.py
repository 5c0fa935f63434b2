"""The tables of one collection in PostgreSQL, as the place of a catalogue."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from index.errors import CollectionGone
from index.ledger.database import Database
from index.ledger.disk_failure import DiskFailure
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.locks import Locks, Shared, lock_number
from index.ledger.postgres.registry import REGISTRY, Entry, Registry

_MOST = 16
"""Connections of one collection that a process has at a time, besides the one for locks; a guess:
questions are answered eight at a time. A server takes 100 as it is shipped."""

_BUSY_MS = 30_000  # a guess, as with a file: longer than a change should take


class PostgresStore:
    """A collection's own schema. Safe to share between threads."""

    most = _MOST

    def __init__(self, registry: Registry, entry: Entry) -> None:
        """Look at a collection of a registry, which is used as long as it has its name."""
        self.entry = entry
        self.is_there = True
        self.failure = NoFailure()
        self._url = registry.url
        self._locks = Locks(lambda: PostgresConnection.open(self._url))
        here = f"id = '{entry.id}' AND name = '{entry.name}' AND removed = '{entry.removed}'"
        self._there = f"SELECT 1 FROM {REGISTRY}.collections WHERE {here}"

    @property
    def label(self) -> str:
        return f"the collection {self.entry.name!r}"

    def connect(self) -> Database:
        return PostgresConnection.open(self._url, self.entry.schema)

    def begin(self, db: Database) -> None:
        self._begin(db, f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {self._there}")

    def begin_change(self, db: Database) -> None:
        # Each statement of a change sees what was committed before it. So what comes after the lock
        # is of the moment since which nobody else changes anything; a snapshot of the whole
        # transaction would be of a moment before. The name stays until the end: FOR SHARE.
        self._begin(
            db,
            f"BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = {_BUSY_MS}; "
            f"SELECT pg_advisory_xact_lock({lock_number(self.entry.id, 'writer')}); "
            f"{self._there} FOR SHARE",
        )

    def _begin(self, db: Database, script: str) -> None:
        assert isinstance(db, PostgresConnection), "it was connected here"
        try:
            if not db.script(script):
                self.is_there = False
                raise CollectionGone(f"{self.label} was renamed or removed meanwhile")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def watched(self) -> AbstractContextManager[None]:
        return nullcontext()  # its connections raise errors of this floor

    def shrink_log(self, db: Database) -> bool:
        return True

    def move_log(self, db: Database) -> None:
        """The server does it."""

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        with self._locks.alone(self.entry.id, name) as mine:
            yield mine

    def hold(self) -> Shared:
        return self._locks.share(self.entry.id, "open")

    def close(self) -> None:
        self._locks.close()


class NoFailure(DiskFailure):
    """That of a disk that is not here: what its server cannot write, it says each time."""

    def __init__(self) -> None:
        super().__init__(Path())

    def remember(self) -> None:
        """No process has to stop writing."""

    def is_left(self) -> bool:
        return False

    def forget(self) -> None:
        """There is no mark."""
