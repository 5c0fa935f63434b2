"""Refuses a change that would fill the disk."""

import shutil
import sqlite3
from pathlib import Path

from index.errors import DiskFull
from index.ledger.database import Database

_UNWRITTEN = 1_100_000  # of a change, the bytes that SQLite may keep in memory until its end


def require_room(db: Database) -> None:
    """Refuse a change that would fill the disk, before it is there; a server looks to that itself.

    What is written to the log must fit beside it into the main file as well, or the log
    can never be emptied, and nothing can be removed any more.

    Raises:
        DiskFull: If there is not enough room for both.
    """
    if not isinstance(db, sqlite3.Connection):
        return
    # Within a transaction this counts the pages of the change too, which are in the log or in
    # memory until they are moved into the file.
    (pages,) = db.execute("PRAGMA main.page_count").fetchone()
    (size,) = db.execute("PRAGMA page_size").fetchone()
    path = Path(next(row[2] for row in db.execute("PRAGMA database_list")))
    grows = pages * size - path.stat().st_size
    free = shutil.disk_usage(path.parent).free
    if grows > 0 and free < grows + min(grows, _UNWRITTEN):
        raise DiskFull(
            f"the disk of {path.parent} has {free:,} bytes left, too few for this: free some "
            "space and try again; nothing that was stored is lost"
        )
