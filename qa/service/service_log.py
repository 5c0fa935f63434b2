"""What was done to a service as a whole, to its keys and its collections: a log beside the keys.

The lines are as those of a collection are (`index.ledger.change_rows`), and outlive collections
that are erased. They have names of keys and of collections, and no secret.
"""

from datetime import UTC, datetime

from index.ledger.change_rows import read_changes, write_change
from index.ledger.database import Database
from index.ledger.schema import CHANGES
from index.types import ChangeQuery, LoggedChange
from qa.service.keys import Key


def write_line(connection: Database, change: LoggedChange) -> None:
    """Write a line in the transaction of a connection."""
    if not _has_log(connection):  # a file that an older version made has none
        connection.execute(CHANGES)
    write_change(connection, change)


def read_lines(
    connection: Database, wanted: ChangeQuery, after: int | None, limit: int
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
        ("expires", None if key.expires is None else _time(key.expires)),
        ("questions", limits.questions),
        ("uploads", limits.uploads),
        ("megabytes", limits.megabytes),
    )
    return tuple((name, value) for name, value in said if value is not None)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def _has_log(connection: Database) -> bool:
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone()
    return found is not None
