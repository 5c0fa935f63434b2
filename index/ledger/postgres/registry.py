"""Which collections a PostgreSQL database has: their names, and those that were removed.

The tables of a collection are in a schema of their own, whose name is made by chance and never
changes. What people call it is a row of the registry. So renaming, removing and bringing back is
one row, and no name that somebody chose is ever part of a statement.
"""

import re
import secrets
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TypeVar

from index.analysis.stemming import ANALYSIS
from index.errors import CollectionGone, IndexAway, IndexMismatch
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.locks import lock_number
from index.ledger.postgres.tables import tables
from index.ledger.schema import FORMAT

REGISTRY = "pincite"
"""The schema of the registry; those of collections begin with it."""

_REGISTRY_FORMAT = "1"
_TABLES = f"""
CREATE SCHEMA {REGISTRY};
CREATE TABLE {REGISTRY}.facts (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE {REGISTRY}.collections (
    id TEXT PRIMARY KEY, name TEXT COLLATE "C" NOT NULL, removed TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX collections_name ON {REGISTRY}.collections (lower(name)) WHERE removed = '';
INSERT INTO {REGISTRY}.facts VALUES ('format', '{_REGISTRY_FORMAT}');
"""
_T = TypeVar("_T")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WAIT_MS = 30_000  # for those who use a collection that is to go; a guess


@dataclass(frozen=True, slots=True)
class Entry:
    """A collection in the registry; `removed` is when it was, "" where it was not."""

    id: str
    name: str
    removed: str = ""

    def __post_init__(self) -> None:
        """Let nothing pass that could be more than a name in a statement.

        Raises:
            ValueError: If the id or the name is more than that; both were checked before.
        """
        for name in (self.id, self.name):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no name of a collection")

    @property
    def removed_id(self) -> str:
        """Return what it is called among those that were removed."""
        return f"{self.name}-{self.removed}"

    @property
    def schema(self) -> str:
        """Return the name of the schema that has its tables."""
        return f"{REGISTRY}_{self.id}"


class Registry:
    """The collections of one database; safe to share between threads, processes and machines."""

    def __init__(self, url: str, *, keeps: bool = False) -> None:
        """Look at a database, where nothing is made yet: `postgresql://user@host/database`.

        One that `keeps` its connection is for whoever asks often.
        """
        self.url = url
        self._keeps = keeps
        self._turn = threading.Lock()
        self._kept: PostgresConnection | None = None

    def close(self) -> None:
        """Close the connection that is kept; the next look opens another."""
        with self._turn:
            self._hang_up()

    def entries(self) -> list[Entry]:
        """Return all collections, those that were removed too, by name.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        return self._asked(_entries)

    def find(self, name: str) -> Entry | None:
        """Return the collection that has a name now; None if there is none."""
        return next((e for e in self.entries() if e.name == name and not e.removed), None)

    def removed(self, removed_id: str) -> Entry:
        """Return a collection that was removed, by its `removed_id`.

        Raises:
            CollectionGone: If there is none any more.
        """
        gone = (entry for entry in self.entries() if entry.removed)
        found = next((entry for entry in gone if entry.removed_id == removed_id), None)
        if found is None:
            raise CollectionGone(f"there is nothing called {removed_id!r} in the bin")
        return found

    def state(self, entry: Entry) -> object:
        """Return what is another after every change of what a collection lists.

        Raises:
            CollectionGone: If there is none any more.
        """
        return self._asked(lambda db: db.script(f"SELECT max(number) FROM {entry.schema}.states"))

    def size(self, entry: Entry) -> int:
        """Return the bytes that a collection takes on the server's disk."""
        sql = (
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c "
            "WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(?)"
        )
        return int(self._asked(lambda db: db.execute(sql, (entry.schema,)).fetchone())[0])

    def fact(self, key: str) -> str | None:
        """Return a fact about the whole database; None if it is unknown."""
        sql = f"SELECT value FROM {REGISTRY}.facts WHERE key = ?"
        row = self._asked(lambda db: db.execute(sql, (key,)).fetchone() if _is_made(db) else None)
        return None if row is None else str(row[0])

    def establish(self, key: str, value: str) -> str:
        """Note a fact, unless it is known; return what is known of it from now on."""
        with self._changing() as db:
            db.execute(
                f"INSERT INTO {REGISTRY}.facts VALUES (?, ?) ON CONFLICT (key) DO NOTHING",
                (key, value),
            )
            sql = f"SELECT value FROM {REGISTRY}.facts WHERE key = ?"
            return str(db.execute(sql, (key,)).fetchone()[0])

    def create(self, name: str) -> Entry | None:
        """Make an empty collection; None where there is one whose name differs in case at most."""
        entry = Entry(secrets.token_hex(8), name)
        with self._changing() as db:
            if not self._set_name(db, entry, name):
                return None
            # The path is of this transaction alone, and so is everything made here until its end.
            db.script(f"CREATE SCHEMA {entry.schema}; SET LOCAL search_path = {entry.schema}")
            for statement in tables():
                db.script(statement)
            facts = [("format", FORMAT), ("analysis", ANALYSIS)]
            db.executemany("INSERT INTO meta VALUES (?, ?)", facts)
        return entry

    def rename(self, entry: Entry, name: str) -> bool:
        """Give a collection another name, or bring it back; false if another has that.

        Raises:
            CollectionGone: If there is none any more.
        """
        with self._changing() as db:
            _require(db, entry)
            return self._set_name(db, entry, name)

    def remove(self, entry: Entry, when: str) -> Entry:
        """Take a collection out of the list; it can be brought back until it is erased.

        Raises:
            CollectionGone: If there is none any more.
        """
        with self._changing() as db:
            _require(db, entry)
            db.execute(
                f"UPDATE {REGISTRY}.collections SET removed = ? WHERE id = ?", (when, entry.id)
            )
        return Entry(entry.id, entry.name, when)

    def erase(self, entry: Entry) -> None:
        """Drop all that a removed collection had; that cannot be undone.

        Raises:
            CollectionGone: If it is not among those that were removed any more.
        """
        with self._changing() as db:
            _require(db, entry)
            db.script(f"DROP SCHEMA IF EXISTS {entry.schema} CASCADE")
            db.execute(f"DELETE FROM {REGISTRY}.collections WHERE id = ?", (entry.id,))

    @contextmanager
    def changing(self) -> Iterator[PostgresConnection]:
        """Let nobody else change the registry meanwhile; all that is done is stored, or nothing."""
        with self._changing() as db:
            yield db

    def _asked(self, how: Callable[[PostgresConnection], _T]) -> _T:
        """Return what is found by a connection that only reads."""
        if not self._keeps:
            with closing(PostgresConnection.open(self.url)) as db:
                return how(db)
        with self._turn:
            try:
                return how(self._connection())
            except IndexAway:  # the server was started again since the last look
                self._hang_up()
                return how(self._connection())

    def _connection(self) -> PostgresConnection:
        if self._kept is None:
            self._kept = PostgresConnection.open(self.url)
            weakref.finalize(self, self._kept.close)
        return self._kept

    def _hang_up(self) -> None:
        if self._kept is not None:
            self._kept.close()
        self._kept = None

    @contextmanager
    def _changing(self) -> Iterator[PostgresConnection]:
        with closing(PostgresConnection.open(self.url)) as db:
            db.script(
                f"BEGIN; SET LOCAL lock_timeout = {_WAIT_MS}; "
                f"SELECT pg_advisory_xact_lock({lock_number(REGISTRY)})"
            )
            if not _is_made(db):
                db.script(_TABLES)
            yield db
            db.script("COMMIT")

    def _set_name(self, db: PostgresConnection, entry: Entry, name: str) -> bool:
        taken = db.execute(
            f"SELECT 1 FROM {REGISTRY}.collections "
            "WHERE lower(name) = lower(?) AND removed = '' AND id <> ?",
            (name, entry.id),
        )
        if taken.fetchone() is not None:
            return False
        db.execute(
            f"INSERT INTO {REGISTRY}.collections VALUES (?, ?, '') "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, removed = ''",
            (entry.id, name),
        )
        return True


def _entries(db: PostgresConnection) -> list[Entry]:
    if not _is_made(db):
        return []
    rows = db.execute(
        f"SELECT id, name, removed FROM {REGISTRY}.collections ORDER BY name, removed, id"
    )
    return [Entry(*row) for row in rows.fetchall()]


def _is_made(db: PostgresConnection) -> bool:
    """Return whether there is a registry, of this format.

    Raises:
        IndexMismatch: If it is of another one.
    """
    if db.script(f"SELECT to_regclass('{REGISTRY}.facts') IS NULL") == [True]:
        return False
    row = db.execute(f"SELECT value FROM {REGISTRY}.facts WHERE key = 'format'").fetchone()
    if row is None or row[0] != _REGISTRY_FORMAT:
        raise IndexMismatch(
            f"the database of PINCITE_STORE has format {row and row[0]}, and this Pincite reads "
            f"{_REGISTRY_FORMAT}: use the version of Pincite that made it, or a newer one"
        )
    return True


def _require(db: PostgresConnection, entry: Entry) -> None:
    """Refuse what was changed by somebody else since it was looked up.

    Raises:
        CollectionGone: If it was.
    """
    row = db.execute(
        f"SELECT 1 FROM {REGISTRY}.collections WHERE id = ? AND name = ? AND removed = ?",
        (entry.id, entry.name, entry.removed),
    )
    if row.fetchone() is None:
        raise CollectionGone(f"the collection {entry.name!r} was renamed or removed meanwhile")
