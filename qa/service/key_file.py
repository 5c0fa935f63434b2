"""The file `keys.db` in the data directory: keys, sessions and what is spent of limits, as SQLite.

A service reads it while commands write to it. It is made with the first key, for its owner alone.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from index.errors import DiskFull, IndexFault, LedgerBusy, ReadOnly
from index.ledger.database import Database
from qa.errors import KeysUnusable

FILE = "keys.db"
FORMAT = 1
_BUSY_SECONDS = 10  # a guess: every change here is a few rows
TABLES = """
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


class KeyFile:
    """The keys of one machine. Safe to share between threads and processes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def label(self) -> str:
        return str(self.path)

    def exists(self) -> bool:
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        with _translated(self.path):
            connection = _connect_to_read(self.path)
            try:
                yield connection
            finally:
                connection.close()

    @contextmanager
    def changing(self) -> Iterator[Database]:
        with _translated(self.path):
            connection = _connect(self.path)
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # which takes back what was not committed

    def watch(self) -> "WatchedFile":
        return WatchedFile(self.path)


class WatchedFile:
    """The file, kept open to see what others write; for one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    @contextmanager
    def look(self) -> Iterator[tuple[Database, object] | None]:
        """Open the file as it is now, if there is one; SQLite counts its changes in memory."""
        with _translated(self._path):
            try:
                status = os.stat(self._path)
            except FileNotFoundError:
                self.close()
                yield None
                return
            file = (status.st_dev, status.st_ino)
            if self._connection is None or self._file != file:
                self.close()
                self._connection = _connect_to_read(self._path)
                self._file = file
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            yield self._connection, (file, version)

    def close(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = self._file = None


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """Open the file to read it; on a read-only disk too, where it cannot change under us."""
    options = "mode=rw"
    if not os.access(path.parent, os.W_OK):
        log = path.with_name(path.name + "-wal")
        options = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    connection = _opened(f"{path.absolute().as_uri()}?{options}")
    connection.execute("PRAGMA query_only = ON")
    _require_format(connection)
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
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
    if name.startswith("SQLITE_CANTOPEN") and _is_of_another_user(path):
        return KeysUnusable(
            f"{path} belongs to another user than this runs as: run `chown {os.geteuid()} {path}*` "
            "as root"
        )
    return KeysUnusable(
        f"{path} cannot be used ({exc}): check its disk; if the file is damaged, put a copy of it "
        "in its place, or remove it and add the keys again"
    )


def _is_of_another_user(path: Path) -> bool:
    try:
        return os.stat(path).st_uid != os.geteuid()
    except OSError:
        return False


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
    """Make an empty file for its owner alone, if there is none.

    Root makes it for whoever has the folder, or a service could not read the keys that root adds.
    What SQLite puts beside it gets its mode and owner.
    One that is there is not touched: to close it would free the locks that SQLite has on it here.
    """
    if not path.exists():
        with suppress(FileExistsError):
            made = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            try:
                if os.geteuid() == 0:
                    folder = os.stat(path.parent)
                    with suppress(PermissionError):  # a root without rights, as in some containers
                        os.fchown(made, folder.st_uid, folder.st_gid)
            finally:
                os.close(made)


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
        for statement in filter(str.strip, TABLES.split(";")):
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
