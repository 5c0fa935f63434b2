"""What was done to a service as a whole, to its keys and its collections: a log in `keys.db`.

The lines are as those of a collection are (`index.ledger.change_rows`), and outlive collections
that are erased. They have names of keys and of collections, and no secret.
"""

import sqlite3

from index.ledger.change_rows import read_changes, write_change
from index.ledger.schema import CHANGES
from index.types import ChangeQuery, LoggedChange
from qa.service.keys import Key


def write_line(connection: sqlite3.Connection, change: LoggedChange) -> None:
    """Write a line in the transaction of a connection."""
    if not _has_log(connection):  # a file that an older version made has none
        connection.execute(CHANGES)
    write_change(connection, change)


def read_lines(
    connection: sqlite3.Connection, wanted: ChangeQuery, after: int | None, limit: int
) -> list[LoggedChange]:
    """Return lines, the newest first: the first ones, or those that come `after` a number."""
    return read_changes(connection, wanted, after, limit) if _has_log(connection) else []


def about_key(key: Key) -> tuple[tuple[str, int | str], ...]:
    """Return what the log says of a key: all that it may, and nothing that opens anything."""
    where = "all" if key.collections is None else ", ".join(sorted(key.collections))
    limits = key.limits
    said = (
        ("name", key.name),
        ("may", key.right),
        ("collections", where),
        ("expires", key.expires),
        ("questions", limits.questions),
        ("uploads", limits.uploads),
        ("megabytes", limits.megabytes),
    )
    return tuple((name, value) for name, value in said if value is not None)


def _has_log(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'changes'").fetchone()
    return found is not None
