"""The SQLite ledger: documents, passages, vectors and the full-text index, as one truth.

A document's text is kept once, as its passages, which tile it; joined, they must give
the document's version (sha256), which is checked at every reading. Nothing here knows
what a vector means or how a search is ranked.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from index import remedies
from index.change import Change
from index.errors import (
    DiskFull,
    IndexFault,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)
from index.schema import FORMAT
from index.snapshot import Snapshot

BUSY_SECONDS = 30
_SHRINK_MS = 500
_CACHE_KB = 1000  # of each connection; the system keeps the file in its own cache

# Damaged bytes become characters that no checksum fits, instead of an error without a name.
_text = partial(str, encoding="utf-8", errors="replace")


class Ledger:
    """Opens transactions on one ledger file; safe to share between threads."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the ledger, or make an empty one where there is none.

        Who only reads makes none: where there is none, an empty one is seen.

        Raises:
            LedgerUnusable: If it cannot be opened or made, with the reason.
            LedgerDamaged: If the file is not a ledger.
        """
        self.path = path
        self._local = threading.local()
        self._idle: list[sqlite3.Connection] = []
        connect = _connect_to_read if read_only else _connect
        self._open: Callable[[], sqlite3.Connection] = partial(connect, path)
        with _translated(path):
            if not read_only:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.reading() as snapshot:
                known = snapshot.value("format")
        if known is None and read_only:
            self.close()
            self._open = _connect_to_nothing
        elif known is None:
            with self.writing() as change:
                change.make()
        elif known != FORMAT:
            raise LedgerUnusable(
                f"the collection is of format {known}, this Pincite reads {FORMAT}: "
                "use the version of Pincite that made it, or add the documents again"
            )

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Open a snapshot: everything read from it is of one moment."""
        with _translated(self.path):
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield Snapshot(connection)
            finally:
                connection.execute("ROLLBACK")
                self._give_back()

    @contextmanager
    def writing(self) -> Iterator[Change]:
        """Open a change: all of it is on disk when the block ends, or none of it."""
        with _translated(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                change = Change(connection)
                yield change
                change.drop_unused()
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            finally:
                self._give_back()

    def shrink_log(self) -> bool:
        """Move what was written into the main file, so that no removed text lingers.

        Returns whether the log is empty now: while somebody reads it cannot be emptied.
        """
        with _translated(self.path):
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {_SHRINK_MS}")
            try:
                (hindered, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
                self._give_back()
        return not hindered

    def close(self) -> None:
        """Close every connection that is not in use; the next use opens another."""
        self._give_back()
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> sqlite3.Connection:
        """Return the connection that this thread works with, until it gives it back.

        The one that was used last comes first: forty threads that take turns need a few between
        them, each of which keeps pages, statements and three descriptors.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._open()
            self._local.connection = connection
        return connection

    def _give_back(self) -> None:
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            self._idle.append(connection)


def _connect(path: Path) -> sqlite3.Connection:
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _connect_read_only_disk(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    _use_log(connection)
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _use_log(connection: sqlite3.Connection) -> None:
    """Switch to a write-ahead log; SQLite does not wait while another process does the same."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorname != "SQLITE_BUSY" or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a ledger to read it; SQLite itself keeps a log beside it for as long."""
    try:
        path.stat()
    except FileNotFoundError:
        return _connect_to_nothing()
    if not os.access(path.parent, os.W_OK):
        return _connect_read_only_disk(path)
    connection = _connect_by(path, "mode=rw")  # makes none, should it vanish just now
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect_to_nothing() -> sqlite3.Connection:
    """Open an empty ledger that is on no disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    Change(connection).make()
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect_read_only_disk(path: Path) -> sqlite3.Connection:
    """Open a ledger on a read-only disk; with an empty log it cannot change under us."""
    log = path.with_name(path.name + "-wal")
    return _connect_by(
        path, "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    )


def _connect_by(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.text_factory = _text
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Translate what SQLite and the system raise into this floor's errors."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _fault(exc, path) from exc
    except OSError as exc:
        raise LedgerUnusable(
            f"the data directory {path.parent} cannot be used ({exc.strerror}): set "
            "PINCITE_DATA to a folder that can be written to"
        ) from exc


def _fault(exc: sqlite3.Error, path: Path) -> IndexFault:
    name = getattr(exc, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return DiskFull(
            f"the disk of {path.parent} is full: free some space and try again; nothing "
            "that was stored is lost"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return ReadOnly(f"{path.parent} is read-only: documents can be asked but not changed")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerBusy(
            f"another process has been writing to {path.parent} for over {BUSY_SECONDS} s: "
            "wait for it to end and try again"
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return LedgerDamaged(f"{path} is damaged ({exc}): {remedies.LEDGER}")
    return LedgerUnusable(
        f"{path} cannot be used ({exc}): check its disk and its permissions; if these are in "
        f"order, {remedies.LEDGER}"
    )
