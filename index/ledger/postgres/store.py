"""The tables of one collection in PostgreSQL, as the place of a catalogue."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from index.errors import CollectionGone
from index.ledger.database import Database
from index.ledger.disk_failure import DiskFailure
from index.ledger.postgres.connection import PostgresConnection, place_of
from index.ledger.postgres.housekeeping import house_findings
from index.ledger.postgres.locks import Locks, Shared, writer_lock
from index.ledger.postgres.registry import REGISTRY, Entry, Registry
from index.ledger.postgres.upgrading import bring_up_to_date, require_format

_MOST = 16
"""Connections of one collection that a process has at a time, besides the one for locks; a guess:
questions are answered eight at a time. A server takes 100 as it is shipped."""

_BUSY_MS = 30_000  # a guess, as with a file: longer than a change should take
_IDLE_MS = 60_000
"""How long a change may be open without a word, while all others wait; then the server ends it.
A guess: its process was stopped, or its machine sleeps."""


class PostgresStore:
    """A collection's own schema. Safe to share between threads."""

    most = _MOST

    def __init__(self, registry: Registry, entry: Entry, *, follows: bool = False) -> None:
        """Look at a collection of a registry, which is used as long as it has its name.

        One that `follows` goes on whatever name it is given, until it is removed.
        """
        self.entry = entry
        self.is_there = True
        self.failure = NoFailure()
        self._url = registry.url
        self._locks = Locks(lambda: PostgresConnection.open(self._url))
        here = f"id = '{entry.id}' AND removed = '{entry.removed}'"
        here += "" if follows else f" AND name = '{entry.name}'"
        self._there = (
            f"SELECT m.value FROM {REGISTRY}.collections c, {entry.schema}.meta m "
            f"WHERE m.key = 'format' AND {here}"
        )

    @property
    def label(self) -> str:
        return f"the collection {self.entry.name!r}"

    def bring_up_to_date(self) -> None:
        bring_up_to_date(self._url, self.entry)

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
            f"SET LOCAL idle_in_transaction_session_timeout = {_IDLE_MS}; "
            f"SELECT pg_advisory_xact_lock({writer_lock(self.entry.id)}); "
            f"{self._there} FOR SHARE OF c",
        )

    def _begin(self, db: Database, script: str) -> None:
        assert isinstance(db, PostgresConnection), "it was connected here"
        try:
            found = db.script(script)
            if not found:
                raise CollectionGone(f"{self.label} was renamed or removed meanwhile")
            self.is_there = True  # also after it was brought back
            # Each time: a newer Pincite may have changed the tables since it was opened.
            require_format(found[0], self.label)
        except BaseException as exc:
            if isinstance(exc, CollectionGone):
                self.is_there = False
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def watched(self) -> AbstractContextManager[None]:
        return nullcontext()  # its connections raise errors of this floor

    def findings(self, db: Database) -> Iterator[str]:
        yield from house_findings(db, place_of(self._url))

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
