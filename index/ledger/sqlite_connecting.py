"""Opens connections to the file of a ledger."""

import os
import sqlite3
import time
from functools import partial
from pathlib import Path

from corpus.language import language_of_code
from index.analysis import stems_of
from index.ledger.local_change import LocalChange
from index.ledger.schema import hide_removed
from index.ledger.sqlite_faults import BUSY_SECONDS

_CACHE_KB = 1000  # of each connection; a guess: the system keeps the file in its own cache

# Damaged bytes become characters that no checksum fits, instead of an error without a name.
_text = partial(str, encoding="utf-8", errors="replace")


def connect(path: Path) -> sqlite3.Connection:
    """Open a ledger to read and change it; an empty file is made where there is none."""
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _connect_read_only_disk(path)
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _text
    _teach_stems(connection)
    connection.execute("PRAGMA trusted_schema = OFF")
    _use_log(connection)
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KB}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    hide_removed(connection)
    return connection


def _teach_stems(connection: sqlite3.Connection) -> None:
    """Give a connection the function that the full text is made by (`schema.STEMMED`)."""
    connection.create_function("stems", 2, _stems, deterministic=True)


def _stems(code: str | None, text: bytes) -> str:
    return " ".join(stems_of(text.decode(errors="replace"), language_of_code(code or "")))


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
            time.sleep(0.01)  # a guess: nobody notices


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open a ledger to read it; SQLite itself keeps a log beside it for as long."""
    try:
        path.stat()
    except FileNotFoundError:
        return connect_to_nothing()
    if not os.access(path.parent, os.W_OK):
        return _connect_read_only_disk(path)
    connection = _connect_by(path, "mode=rw")  # makes none, should it vanish just now
    connection.execute("PRAGMA query_only = ON")
    return connection


def connect_to_nothing() -> sqlite3.Connection:
    """Open an empty ledger that is on no disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema = OFF")
    _teach_stems(connection)
    LocalChange(connection).make()
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
    _teach_stems(connection)
    connection.execute("PRAGMA trusted_schema = OFF")
    hide_removed(connection)
    return connection
