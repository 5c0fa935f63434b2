"""The tables of a catalogue in a file of SQLite, for one machine."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Self

from index import remedies
from index.errors import LedgerUnusable
from index.ledger.database import Database
from index.ledger.disk_failure import DiskFailure
from index.ledger.foreign_schema import foreign
from index.ledger.lock import Hold, alone
from index.ledger.schema import FORMAT
from index.ledger.sqlite_connecting import connect, connect_to_nothing, connect_to_read
from index.ledger.sqlite_faults import BUSY_SECONDS, translated

_SHRINK_MS = 500  # how long emptying the log waits for readers; a guess: it is tried again


class SqliteStore:
    """One file, with its log beside it. Safe to share between threads."""

    most = None
    is_there = True  # nobody moves a file that somebody has open

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Look at a file, which is made with the first connection unless it is `read_only`."""
        self.path = path
        self.failure = DiskFailure(path.parent)
        self._read_only = read_only
        self._empty = False

    @property
    def label(self) -> str:
        return str(self.path.parent)

    def bring_up_to_date(self) -> None:
        """`index.ledger.backup` does it, which keeps what was before."""

    def connect(self) -> Database:
        if self._empty:
            return connect_to_nothing()
        if self._read_only:
            return connect_to_read(self.path)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return connect(self.path)

    @classmethod
    def nothing(cls) -> Self:
        """Return empty tables that are on no disk, and cannot be changed."""
        store = cls(Path(), read_only=True)
        store.show_nothing()
        return store

    def show_nothing(self) -> None:
        """Open empty tables that are on no disk from now on, instead of a file without any."""
        self._empty = True

    def begin(self, db: Database) -> None:
        db.execute("BEGIN")

    def begin_change(self, db: Database) -> None:
        db.execute("BEGIN IMMEDIATE")

    def watched(self) -> AbstractContextManager[None]:
        return translated(self.path)

    def findings(self, db: Database) -> Iterator[str]:
        for (line,) in db.execute("PRAGMA integrity_check(10)"):
            if line != "ok":
                yield f"SQLite reports: {line}: {remedies.LEDGER}"
        for line in foreign(db, FORMAT):
            yield f"{line}: {remedies.LEDGER}"

    def shrink_log(self, db: Database) -> bool:
        db.execute(f"PRAGMA busy_timeout = {_SHRINK_MS}")
        try:
            (hindered, *_) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            db.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        return not hindered

    def move_log(self, db: Database) -> None:
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    @contextmanager
    def alone(self, name: str) -> Iterator[bool]:
        path = self.path.parent / f"{name}.lock"
        with ExitStack() as stack:
            try:
                mine = stack.enter_context(alone(path))
            except OSError as exc:
                raise LedgerUnusable(f"{path} cannot be written: {exc.strerror}") from exc
            yield mine

    def hold(self) -> Hold | None:
        return None if self._empty else Hold.taken(self.path.parent)

    def close(self) -> None:
        """Nothing is held beside the connections."""
