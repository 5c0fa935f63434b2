"""The keys of a service, as they are stored in `keys.db`, and the log of what is done to it."""

import hashlib
import json
import sqlite3
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.types import ChangeQuery, LoggedChange
from qa.errors import KeyRejected
from qa.service.key_file import FILE, connect, connect_to_read, translated
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
from qa.service.service_log import about_key, read_lines, write_line

_FIELDS = (
    "id", "name", "secret_sha256", "may", "collections", "created", "expires", "revoked",
    "questions", "uploads", "megabytes",
)  # fmt: skip


class KeyStore:
    """Adds, lists and revokes keys. Safe to share between threads and processes.

    A change and its line in the log of the service, as of `who`, are stored together.
    """

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, *, who: str = ""
    ) -> None:
        self.path = data / FILE
        self._clock = clock
        self._who = who

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
            self._write_line(connection, LoggedChange("key_added", "", key.id, about_key(key)))
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
            name = (("name", found[0].name),)
            self._write_line(connection, LoggedChange("key_revoked", "", found[0].id, name))
            return found[0]

    def log_change(self, change: LoggedChange) -> None:
        """Log what was done to the service, in a file that is made if need be.

        Raises:
            KeysUnusable: If the file cannot be written; `index.errors` has the usual reasons.
        """
        with self.changing() as connection:
            self._write_line(connection, change)

    def changes(self, wanted: ChangeQuery, after: int | None, limit: int) -> list[LoggedChange]:
        """Return lines of the log, the newest first: the first ones, or those `after` a number.

        Raises:
            KeysUnusable: If the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self.reading() as connection:
            return read_lines(connection, wanted, after, limit)

    def _write_line(self, connection: sqlite3.Connection, change: LoggedChange) -> None:
        made = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")
        write_line(connection, replace(change, who=self._who, made=made))

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
            connection = connect(self.path)
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # which takes back what was not committed


def read_keys(connection: sqlite3.Connection) -> list[Key]:
    """Return every key, the oldest first; those whose rows are damaged say so.

    There is none where whoever makes the file has not got to its tables yet.
    """
    if connection.execute("PRAGMA user_version").fetchone() == (0,):
        return []
    columns = ", ".join((*_FIELDS, "checksum"))
    rows = connection.execute(f"SELECT {columns} FROM keys ORDER BY created, rowid")
    return [_key_of(dict(zip(_FIELDS, row, strict=False)), row[-1]) for row in rows]


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
