"""The file `keys.db` in the data directory: the keys of a service, as SQLite.

A service reads it while commands write to it. It is made with the first key, for its owner alone.
"""

import hashlib
import json
import os
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import DiskFull, IndexFault, LedgerBusy, ReadOnly
from qa.errors import KeyRejected, KeysUnusable
from qa.service.keys import (
    RIGHTS,
    Key,
    KeyLimits,
    Right,
    checked_name,
    digest_of,
    key_text,
    new_secret,
)

FILE = "keys.db"
FORMAT = 1
_BUSY_SECONDS = 10  # a guess: every change here is a few rows
_FIELDS = (
    "id", "name", "secret_sha256", "may", "collections", "created", "expires", "revoked",
    "questions", "uploads", "megabytes",
)  # fmt: skip
_TABLES = """
CREATE TABLE keys (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    secret_sha256 BLOB NOT NULL,
    may TEXT NOT NULL,
    collections TEXT,
    created INTEGER NOT NULL,
    expires INTEGER,
    revoked INTEGER,
    questions INTEGER,
    uploads INTEGER,
    megabytes INTEGER,
    checksum BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX names ON keys (name) WHERE revoked IS NULL;
CREATE TABLE sessions (
    token_sha256 BLOB PRIMARY KEY,
    key_id TEXT NOT NULL,
    expires INTEGER NOT NULL,
    proof BLOB NOT NULL
) STRICT;
CREATE TABLE spent (
    key_id TEXT PRIMARY KEY,
    day INTEGER NOT NULL,
    uploads INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;
"""

# Damaged bytes become characters that no checksum fits, so that one row is refused, and not all.
_text = partial(str, encoding="utf-8", errors="replace")


class KeyStore:
    """Adds, lists and revokes keys. Safe to share between threads and processes."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = data / FILE
        self._clock = clock

    def now(self) -> float:
        """Return the seconds since 1970, by which keys and sessions end."""
        return self._clock()

    def add(
        self,
        name: str,
        right: Right,
        collections: frozenset[str] | None,
        expires: int | None = None,
        limits: KeyLimits | None = None,
    ) -> tuple[Key, str]:
        """Store a new key; return it, and its text, which cannot be had again.

        Raises:
            KeyRejected: If the name cannot be one, or another key has it.
            KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
        """
        key_id, secret = new_secret()
        key = Key(
            id=key_id,
            name=checked_name(name),
            right=right,
            collections=collections,
            created=int(self._clock()),
            expires=expires,
            limits=limits or KeyLimits(),
            digest=digest_of(secret),
        )
        with self.changing() as connection:
            _require_free(connection, key.name)
            _insert(connection, key)
        return key, key_text(key_id, secret)

    def all(self) -> list[Key]:
        """Return every key there has been, the oldest first; none where there is no file.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self.reading() as connection:
            return read_keys(connection)

    def revoke(self, id_or_name: str) -> Key | None:
        """Revoke the key that has an id or a name for good; None if no key has it.

        One that is revoked already stays as it is, and is returned.

        Raises:
            KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
        """
        if not self.path.exists():
            return None
        with self.changing() as connection:
            wanted = unicodedata.normalize("NFC", id_or_name)
            found = [key for key in read_keys(connection) if wanted in (key.id, key.name)]
            found.sort(key=lambda key: (key.id != wanted, key.revoked is not None, -key.created))
            if not found or found[0].revoked is not None:
                return found[0] if found else None
            _write(connection, found[0], revoked=int(self._clock()))
            return found[0]

    @contextmanager
    def moving(self, name: str, new: str | None = None) -> Iterator[None]:
        """Have the keys of a collection open it by its new name; without one, not at all.

        They change first, and back if what is done with the collection fails. So whatever keeps
        them from being changed keeps the collection where it is, and no key is left that opens
        another one of its old name.

        Raises:
            KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
        """
        instead: frozenset[str] = frozenset() if new is None else frozenset({new})
        before = self._recollect(
            lambda key_id, names: (names - {name}) | instead if name in names else names
        )
        try:
            yield
        except BaseException:
            self._recollect(before.get)
            raise

    def _recollect(
        self, change: Callable[[str, frozenset[str]], frozenset[str]]
    ) -> dict[str, frozenset[str]]:
        """Change what keys open, by their ids and that; return what those that changed opened."""
        before: dict[str, frozenset[str]] = {}
        if not self.path.exists():
            return before
        with self.changing() as connection:
            for key in read_keys(connection):
                if key.collections is not None and not key.damaged:
                    wanted = change(key.id, key.collections)
                    if wanted != key.collections:
                        before[key.id] = key.collections
                        _write(connection, key, collections=_listed(wanted))
        return before

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open the file to read it.

        Raises:
            KeysUnusable: If it cannot be read.
        """
        with translated(self.path):
            connection = connect_to_read(self.path)
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """Open the file, which is made if need be; all that is done there is stored, or nothing.

        Raises:
            KeysUnusable: If it cannot be written; `index.errors` has the usual reasons.
        """
        with translated(self.path):
            connection = _connect(self.path)
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # which takes back what was not committed


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open the file to read it; on a read-only disk too, where it cannot change under us."""
    options = "mode=rw"
    if not os.access(path.parent, os.W_OK):
        log = path.with_name(path.name + "-wal")
        options = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    connection = _opened(f"{path.absolute().as_uri()}?{options}")
    connection.execute("PRAGMA query_only = ON")
    _require_format(connection)
    return connection


def read_keys(connection: sqlite3.Connection) -> list[Key]:
    """Return every key, the oldest first; those whose rows are damaged say so.

    There is none where whoever makes the file has not got to its tables yet.
    """
    if connection.execute("PRAGMA user_version").fetchone() == (0,):
        return []
    columns = ", ".join((*_FIELDS, "checksum"))
    rows = connection.execute(f"SELECT {columns} FROM keys ORDER BY created, rowid")
    return [_key_of(dict(zip(_FIELDS, row, strict=False)), row[-1]) for row in rows]


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Translate what SQLite and the system raise.

    Raises:
        KeysUnusable: If the file cannot be used.
        IndexFault: If its disk is full or read-only, or somebody else writes for long.
    """
    try:
        yield
    except sqlite3.Error as exc:
        raise _fault_of(exc, path) from exc
    except OSError as exc:
        raise KeysUnusable(
            f"{path} cannot be used ({exc.strerror}): set PINCITE_DATA to a folder that can be "
            "written to"
        ) from exc


def _fault_of(exc: sqlite3.Error, path: Path) -> IndexFault | KeysUnusable:
    name = getattr(exc, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return DiskFull(f"the disk of {path.parent} is full: free some space and try again")
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return ReadOnly(f"{path.parent} is read-only: keys cannot be changed")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerBusy(f"another process is writing to {path}: try again in a minute")
    return KeysUnusable(
        f"{path} cannot be used ({exc}): check its disk; if the file is damaged, put a copy of it "
        "in its place, or remove it and add the keys again"
    )


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _make(path)
    connection = _opened(path.absolute().as_uri())
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA user_version").fetchone() == (0,):
        _make_tables(connection)
    _require_format(connection)
    return connection


def _make(path: Path) -> None:
    """Make an empty file for its owner alone, if there is none; SQLite's own get its mode.

    One that is there is not touched: to close it would free the locks that SQLite has on it here.
    """
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _opened(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone() == (0,):  # nobody was quicker
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {FORMAT}")
    connection.execute("COMMIT")


def _require_format(connection: sqlite3.Connection) -> None:
    (known,) = connection.execute("PRAGMA user_version").fetchone()
    if known not in (0, FORMAT):
        raise KeysUnusable(
            f"{FILE} has format {known}, and this Pincite reads {FORMAT}: use the version of "
            "Pincite that made it, or a newer one"
        )


def _require_free(connection: sqlite3.Connection, name: str) -> None:
    for key in read_keys(connection):
        if key.name == name and key.revoked is None:
            raise KeyRejected(
                f"there is already a key called {name!r} ({key.id}): revoke it first with "
                f"`pincite key revoke {key.id}`, or take another name"
            )


def _insert(connection: sqlite3.Connection, key: Key) -> None:
    row = _row_of(key)
    marks = ", ".join("?" * (len(_FIELDS) + 1))
    connection.execute(f"INSERT INTO keys VALUES ({marks})", (*row.values(), _checksum(row)))


def _write(connection: sqlite3.Connection, key: Key, **changes: Any) -> None:
    """Change a row; a damaged one stays damaged, whatever becomes of it."""
    row = _row_of(key) | changes
    checksum = b"" if key.damaged else _checksum(row)
    assigned = ", ".join(f"{name} = ?" for name in changes)
    connection.execute(
        f"UPDATE keys SET {assigned}, checksum = ? WHERE id = ?",
        (*changes.values(), checksum, key.id),
    )


def _row_of(key: Key) -> dict[str, Any]:
    limits = key.limits
    values = (
        key.id, key.name, key.digest, key.right,
        None if key.collections is None else _listed(key.collections),
        key.created, key.expires, key.revoked,
        limits.questions, limits.uploads, limits.megabytes,
    )  # fmt: skip
    return dict(zip(_FIELDS, values, strict=True))


def _key_of(row: Mapping[str, Any], checksum: bytes) -> Key:
    """Return the key of a row; damage must not widen what it may do, so it may nothing then."""
    damaged = checksum != _checksum(row) or row["may"] not in RIGHTS
    listed = row["collections"]
    return Key(
        id=str(row["id"]),
        name=str(row["name"]),
        right="read" if damaged else row["may"],
        collections=None if listed is None else frozenset([] if damaged else json.loads(listed)),
        created=0 if damaged else row["created"],
        expires=row["expires"],
        revoked=row["revoked"],
        limits=KeyLimits(row["questions"], row["uploads"], row["megabytes"]),
        digest=row["secret_sha256"],
        damaged=damaged,
    )


def _listed(collections: frozenset[str]) -> str:
    return json.dumps(sorted(collections))


def _checksum(row: Mapping[str, Any]) -> bytes:
    """Return what a row must hash to: SQLite itself notices few bytes that change on a disk."""
    values = [value.hex() if isinstance(value, bytes) else value for value in row.values()]
    return hashlib.sha256(json.dumps(values).encode()).digest()
