"""What SQLite and the system raise, as errors of this floor."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from index import remedies
from index.errors import (
    DiskFailed,
    DiskFull,
    IndexFault,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)

BUSY_SECONDS = 30  # a guess: longer than a change should take
_LOG_INDEX = 65_536  # SQLite takes half of this to open a ledger
_UNABLE = ("SQLITE_IOERR", "SQLITE_CANTOPEN")  # what SQLite may say on a full disk

# After these the system may hold pages for written that are not on the disk, and tells so once.
_DISK_FAILED = tuple(
    f"SQLITE_IOERR_{what}" for what in ("FSYNC", "DIR_FSYNC", "WRITE", "TRUNCATE", "CLOSE")
)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Translate what SQLite and the system raise into this floor's errors."""
    try:
        yield
    except sqlite3.Error as exc:
        raise fault_of(exc, path) from exc
    except OSError as exc:
        raise LedgerUnusable(
            f"the data directory {path.parent} cannot be used ({exc.strerror}): set "
            "PINCITE_DATA to a folder that can be written to"
        ) from exc


def _no_room(folder: Path) -> bool:
    """Tell whether a disk has no room for the log's index, or for another file."""
    with suppress(OSError):
        disk = os.statvfs(folder)
        few_files = disk.f_files > 0 and disk.f_favail == 0
        return few_files or disk.f_bavail * disk.f_frsize < _LOG_INDEX
    return False


def fault_of(exc: sqlite3.Error, path: Path) -> IndexFault:
    """Return what SQLite raised as an error of this floor."""
    name = getattr(exc, "sqlite_errorname", "") or ""
    # After a failed flush nothing is certain, whether the disk is full or not.
    unable = name.startswith(_UNABLE) and not name.endswith("FSYNC")
    if name.startswith("SQLITE_FULL") or (unable and _no_room(path.parent)):
        return DiskFull(
            f"the disk of {path.parent} is full: free some space and try again; nothing "
            "that was stored is lost"
        )
    if name in _DISK_FAILED:
        return DiskFailed(
            f"the disk of {path.parent} failed to write ({exc}): nothing more is written; check "
            "the disk, then start again, which verifies the collection"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return ReadOnly(f"{path.parent} is read-only: documents can be asked but not changed")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerBusy(
            f"another process has been writing to {path.parent} for over {BUSY_SECONDS} s: "
            "wait for it to end and try again"
        )
    if name == "SQLITE_CORRUPT_VTAB":
        return LedgerDamaged(f"the full text of {path} is damaged: {remedies.FULL_TEXT}")
    if name.startswith("SQLITE_CORRUPT"):
        remedy = f"{remedies.FULL_TEXT}; if that does not help, {remedies.LEDGER}"
        return LedgerDamaged(f"{path} is damaged ({exc}): {remedy}")
    if name.startswith("SQLITE_NOTADB"):
        return LedgerDamaged(f"{path} is damaged ({exc}): {remedies.LEDGER}")
    return LedgerUnusable(
        f"{path} cannot be used ({exc}): check its disk and its permissions; if these are in "
        f"order, {remedies.LEDGER}"
    )
