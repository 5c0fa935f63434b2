"""Erases what was removed, in steps that need little room on the disk.

A document under a tombstone is seen by nobody; its rows are still there. They go a few at a
time, and what each step wrote is moved out of the log before the next, so that a document as
large as the disk can be removed from a full one. Whoever tidies up next goes on where a crash
or a full disk ended it.
"""

import sqlite3
from collections.abc import Iterator

from index.ledger.catalogue import AnyCatalogue
from index.ledger.database import Database
from index.ledger.removal_rows import AT_ONCE

PASSAGES = 250
"""Passages in a step: with their vectors about 3 MB of log, a tenth of a second."""

_ORIGINAL = (
    "SELECT 'originals', rowid, length(data) FROM main.originals "
    "WHERE document_id IN (SELECT document_id FROM tombstones)"
)
_BYTES = (
    "SELECT 'spool', job, length(data) FROM spool "
    "WHERE job IN (SELECT number FROM jobs WHERE state = 'deleted')"
)

_NUMBERS = {"originals": "rowid", "spool": "job"}

_Row = tuple[str, int, int]
"""A table that keeps bytes in a column `data`, the number of a row, and how many there are."""


def erase(ledger: AnyCatalogue, passages: int = PASSAGES, at_once: int = AT_ONCE) -> bool:
    """Erase all that was removed; tell whether there was anything.

    Args:
        ledger: The ledger.
        passages: How many passages to remove in a step.
        at_once: How many bytes of an original or an upload to overwrite in a step.
    """
    done = False
    while True:
        if (row := _bytes_to_erase(ledger)) is not None:
            for _ in _erased(ledger, row, at_once):
                ledger.move_log()
        elif _step(ledger, passages):
            ledger.move_log()
        else:
            return done
        done = True


def _bytes_to_erase(ledger: AnyCatalogue) -> _Row | None:
    with ledger.reading() as snapshot:
        return _row(snapshot.connection)


def _row(db: Database) -> _Row | None:
    for sql in (_ORIGINAL, _BYTES):
        row: _Row | None = db.execute(f"{sql} LIMIT 1").fetchone()
        if row is not None:
            return row
    return None


def _erased(ledger: AnyCatalogue, row: _Row, at_once: int) -> Iterator[None]:
    """Overwrite the bytes of a row step by step, then remove it.

    SQLite would overwrite all of them in one transaction, which needs room in the log for each
    byte; so it is told that the row needs no overwriting any more. A server overwrites nothing.
    """
    table, number, size = row
    for start in range(0, size, at_once):
        with ledger.writing() as change:
            db = change.connection
            if _row(db) != row:
                return  # somebody else erased it, or the document was added again
            if not isinstance(db, sqlite3.Connection):
                break
            with db.blobopen(table, "data", number) as blob:
                blob.seek(start)
                blob.write(bytes(min(at_once, size - start)))
        yield
    with ledger.writing() as change:
        if _row(change.connection) != row:
            return
        _drop(change.connection, row)
        change.drop_bytes()
    yield


def _drop(db: Database, row: _Row) -> None:
    """Remove a row whose bytes are overwritten, wherever that can be."""
    table, number, _ = row
    sql = f"DELETE FROM main.{table} WHERE {_NUMBERS[table]} = ?"
    if not isinstance(db, sqlite3.Connection):
        db.execute(sql, (number,))
        return
    db.execute("PRAGMA secure_delete = FAST")
    try:
        db.execute(sql, (number,))
    finally:
        db.execute("PRAGMA secure_delete = ON")


def _step(ledger: AnyCatalogue, passages: int) -> bool:
    """Remove some passages, or a document that has none left; tell if there was anything."""
    with ledger.reading() as snapshot:
        if not snapshot.hides():
            return False
    with ledger.writing() as change:
        return change.erase_passages(passages) or change.erase_document()
