"""Who changed what in a collection and when, one line for each change.

A line is written in the transaction of the change that it is about. It has ids, names of fields
and counts, never a title, a file name, a question or a word of a document; so of a document that
is removed only its id is left, which `removals` keeps as well.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from index.ledger.checksums import row_checksum
from index.ledger.database import Database
from index.ledger.rows import is_whole
from index.ledger.schema import CHANGE
from index.types import ChangeQuery, LoggedChange

MOST = 100_000
"""Lines of a collection, of which the oldest go first: they take 11 MB of the ledger, measured
with lines of added documents, and last for years where people change things by hand."""

_WHERE = {
    "since": "made >= ?",
    "before": "made < ?",
    "document_id": "document_id = ?",
    "who": "who = ?",
    "what": "what = ?",
}


def write_change(db: Database, change: LoggedChange) -> LoggedChange:
    """Write a line under the next number, and drop what is one line too many."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    kept = replace(change, number=1 if row is None else int(row[0]) + 1)
    db.execute(f"INSERT INTO changes ({CHANGE}) VALUES (?,?,?,?,?,?,?,?)", change_row(kept))
    # By number instead of a count: the primary key finds them, and is never given twice.
    db.execute("DELETE FROM changes WHERE number <= ?", (kept.number - MOST,))
    return kept


def read_changes(
    db: Database, wanted: ChangeQuery, after: int | None, limit: int
) -> list[LoggedChange]:
    """Return lines, the newest first: the first ones, or those that come `after` a number."""
    conditions, values = ["true"], list[Any]()
    if after is not None:
        conditions.append("number < ?")
        values.append(after)
    for name, condition in _WHERE.items():
        if value := getattr(wanted, name):
            conditions.append(condition)
            values.append(value)
    where = " AND ".join(conditions)
    rows = db.execute(
        f"SELECT {CHANGE} FROM changes WHERE {where} ORDER BY number DESC LIMIT ?",
        (*values, limit),
    )
    return [to_change(row) for row in rows]


def take_over_changes(db: Database, changes: Iterable[LoggedChange]) -> None:
    """Write after all others those lines of another ledger that are not here, the oldest first."""
    here = set(read_changes(db, ChangeQuery(), None, -1))
    for change in changes:
        if change.what != "unreadable" and change not in here:
            write_change(db, change)


def drop_damaged_changes(db: Database) -> None:
    """Take out the lines that are not what was written."""
    rows = db.execute(f"SELECT {CHANGE} FROM changes").fetchall()
    db.executemany(
        "DELETE FROM changes WHERE number = ?", [(row[0],) for row in rows if not is_whole(row)]
    )


def change_row(change: LoggedChange) -> tuple[Any, ...]:
    about = (change.document_id, change.subject, json.dumps(dict(change.details)))
    values = (change.number, change.made, change.who, change.what, *about)
    return *values, row_checksum(values)


def to_change(row: Sequence[Any]) -> LoggedChange:
    """Return a line; of one that is damaged only the number, so that the others can be read."""
    number, made, who, what, document_id, subject, details, _ = row
    if not is_whole(row):
        return LoggedChange("unreadable", number=number)
    said = tuple(json.loads(details).items())
    return LoggedChange(what, document_id, subject, said, who, made, number)
