"""The SQLite ledger: documents, passages, vectors and the full-text index, as one truth.

A document's text is kept once, as its passages, which tile it; joined, they must give
the document's version (sha256), which is checked at every reading. Nothing here knows
what a vector means or how a search is ranked.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from corpus.language import language_of_code
from index import remedies
from index.analysis import stems_of
from index.errors import (
    CollectionGone,
    DiskFailed,
    DiskFull,
    IndexFault,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)
from index.ledger import full_text_repair as fulltext
from index.ledger.connections import Connections, Ended
from index.ledger.disk_failure import DiskFailure
from index.ledger.rows import now
from index.ledger.schema import FORMAT, MIGRATED, hide_removed
from index.ledger.snapshot import Snapshot
from index.ledger.transaction import Change

BUSY_SECONDS = 30  # a guess: longer than a change should take
_SHRINK_MS = 500  # how long emptying the log waits for readers; a guess: it is tried again
UNCLEAN = "unclean"
_LOG_INDEX = 65_536  # SQLite takes half of this to open a ledger
_UNABLE = ("SQLITE_IOERR", "SQLITE_CANTOPEN")  # what SQLite may say on a full disk
_CACHE_KB = 1000  # of each connection; a guess: the system keeps the file in its own cache

# After these the system may hold pages for written that are not on the disk, and tells so once.
_DISK_FAILED = tuple(
    f"SQLITE_IOERR_{what}" for what in ("FSYNC", "DIR_FSYNC", "WRITE", "TRUNCATE", "CLOSE")
)

# Damaged bytes become characters that no checksum fits, instead of an error without a name.
_text = partial(str, encoding="utf-8", errors="replace")


class Ledger:
    """Opens transactions on one ledger file; safe to share between threads."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        formats: Collection[str] = (FORMAT,),
        language: str = "",
    ) -> None:
        """Open the ledger, or make an empty one where there is none.

        Who only reads makes none: where there is none, an empty one is seen. Of other `formats`
        than today's, nothing but the tables that are named to `connection` can be used. `language`
        is the code of the collection's, "" for that of most documents.

        Raises:
            LedgerUnusable: If it cannot be opened or made, with the reason.
            LedgerDamaged: If the file is not a ledger.
        """
        self.path = path
        self._language = language
        self.failure = DiskFailure(path.parent)
        self._connections = Connections(lambda: self._open())
        connect = _connect_to_read if read_only else _connect
        self._open: Callable[[], sqlite3.Connection] = partial(connect, path)
        with self._on_disk():
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
        elif known not in formats:
            self.close()
            raise LedgerUnusable(
                f"the collection has format {known}, and this Pincite reads {FORMAT}: "
                f"{_remedy_of(known)}"
            )
        elif known == FORMAT and not read_only:
            with suppress(IndexFault):  # what is damaged, or on a full disk, can be asked still
                self.flatten_words()

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Open a snapshot: everything read from it is of one moment."""
        with self._on_disk():
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield Snapshot(connection, self._language)
            finally:
                connection.execute("ROLLBACK")
                self._connections.give_back()

    @contextmanager
    def writing(self, who: str = "") -> Iterator[Change]:
        """Open a change of `who`: all of it is on disk when the block ends, or none of it.

        Raises:
            DiskFailed: If the disk fails, or did before; nothing of this is stored then.
        """
        self.failure.require_none()
        with self._on_disk():
            try:
                with _changing(self._connection(), who, self._language) as change:
                    yield change
            finally:
                self._connections.give_back()

    def shrink_log(self) -> bool:
        """Move what was written into the main file, so that no removed text lingers.

        Returns whether the log is empty now: while somebody reads it cannot be emptied, nor
        where the disk fails, which loses nothing of it.
        """
        if self.failure.is_here():
            return False
        with suppress(DiskFailed), self._on_disk():
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {_SHRINK_MS}")
            try:
                (hindered, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
                self._connections.give_back()
            return not hindered
        return False

    def move_log(self) -> None:
        """Move what nobody reads any more into the main file, without waiting for anybody.

        The next change begins the log anew, so that it grows no longer than one change needs.
        """
        self.failure.require_none()
        with self._on_disk():
            try:
                self._connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            finally:
                self._connections.give_back()

    def flatten_words(self) -> None:
        """Take out the empty levels of the full text, if it has too many of them."""
        with self.reading() as snapshot:
            if fulltext.levels(snapshot.connection) <= fulltext.MOST_LEVELS:
                return
        self.failure.require_none()
        with (
            self._on_disk(),
            closing(self._open()) as connection,  # nobody else's, and used for nothing else
            _changing(connection) as change,
        ):
            fulltext.flatten(change.connection)

    def close(self) -> None:
        """Close every connection that is not in use; the next use opens another."""
        self._connections.close()

    def end(self, seconds: float) -> bool:
        """Open nothing any more, and close every connection; return whether all are closed.

        Those in use are waited for. The file may be moved only when all are closed: SQLite, at
        the last of them, removes the log by its name, whoever it belongs to by then.
        """
        return self._connections.end(seconds)

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Translate errors, and remember one after which nothing may be written."""
        try:
            with _translated(self.path):
                yield
        except DiskFailed:
            if not self.failure.is_here():
                self._void_last_change()
            self.failure.remember()
            raise

    def _void_last_change(self) -> None:
        """Write over what was written of a change that failed, which would be replayed otherwise.

        Its pages are in the log, whole, and whoever reads that next would take it for done. The
        next change begins where it began, whether the disk takes that or not; it is the mark that
        the disk failed, and the last thing that this process writes.
        """
        try:
            with suppress(sqlite3.Error), _changing(self._connection()) as change:
                change.set_value(UNCLEAN, now())
        finally:
            self._connections.give_back()

    def is_unclean(self) -> bool:
        """Tell whether the disk failed in an earlier process, and nobody has verified since."""
        with self.reading() as snapshot:
            return self.failure.is_left() or snapshot.value(UNCLEAN) is not None

    def forget_failure(self) -> None:
        """Take the marks of a failure away, once the ledger was verified."""
        with self.writing() as change:
            change.forget_value(UNCLEAN)
        self.failure.forget()

    def _connection(self) -> sqlite3.Connection:
        """Return the connection that this thread works with, until it gives it back."""
        try:
            return self._connections.mine()
        except Ended:
            raise CollectionGone(f"{self.path.parent} was renamed or removed meanwhile") from None


@contextmanager
def _changing(
    connection: sqlite3.Connection, who: str = "", language: str = ""
) -> Iterator[Change]:
    """Commit what is changed when the block ends, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        change = Change(connection, who, language)
        yield change
        change.drop_unused()
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path) -> sqlite3.Connection:
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
    connection.execute("PRAGMA trusted_schema = OFF")
    _teach_stems(connection)
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
    _teach_stems(connection)
    connection.execute("PRAGMA trusted_schema = OFF")
    hide_removed(connection)
    return connection


def _remedy_of(known: str) -> str:
    """Return what to do about a ledger of another format."""
    if known in MIGRATED:
        return (
            "run `pincite doctor --migrate`, or any command that writes; a backup of what it is "
            "now is kept"
        )
    if known.isdecimal() and int(known) > int(FORMAT):
        return "use the version of Pincite that made it, or a newer one"
    return "use the version of Pincite that made it, or add the documents again"


@contextmanager
def _translated(path: Path) -> Iterator[None]:
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
