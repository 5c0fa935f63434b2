"""One truth about documents: transactions on their tables, whatever engine has the passages.

Nothing here knows what a document is.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

from index.errors import CollectionGone, DiskFailed, IndexAway, IndexFault, LedgerUnusable
from index.ledger import full_text_repair as fulltext
from index.ledger.connections import Connections, Ended
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import now
from index.ledger.schema import FORMAT, MIGRATED
from index.ledger.sqlite_store import SqliteStore
from index.ledger.store import Store
from index.ledger.transaction import Change

UNCLEAN = "unclean"

R = TypeVar("R", bound=DocumentRows, covariant=True)
"""What a reading gives to its block."""

C = TypeVar("C", bound=Change, covariant=True)
"""What a change gives to its block."""


class Catalogue(ABC, Generic[R, C]):
    """Opens transactions on the tables of documents; safe to share between threads.

    What is opened knows where the passages of the documents are.
    """

    def __init__(
        self,
        place: Path | Store,
        *,
        read_only: bool = False,
        formats: Collection[str] = (FORMAT,),
        language: str = "",
    ) -> None:
        """Open the tables in a file or another store; a file is made where there is none.

        Who only reads makes none: where there is none, an empty one is seen. Of other `formats`
        than today's, nothing but the tables that are named to `connection` can be used. `language`
        is the code of the collection's, "" for that of most documents.

        Raises:
            LedgerUnusable: If it cannot be opened or made, with the reason.
            LedgerDamaged: If the file is not a ledger.
            IndexAway: If a server has the tables, and cannot be reached.
        """
        self.store = SqliteStore(place, read_only=read_only) if isinstance(place, Path) else place
        self._language = language
        self.failure = self.store.failure
        self._connections = Connections(self.store.connect, self.store.most)
        try:
            with self.reading() as snapshot:
                known = snapshot.value("format")
        except BaseException:
            self.close()
            raise
        if known is None and read_only and isinstance(self.store, SqliteStore):
            self.close()
            self.store.show_nothing()
        elif known is None:
            with self.writing() as change:
                change.make()
        elif known not in formats:
            self.close()
            raise LedgerUnusable(
                f"the collection has format {known}, and this Pincite reads {FORMAT}: "
                f"{_remedy_of(known)}"
            )
        elif known == FORMAT and not read_only and isinstance(self.store, SqliteStore):
            with suppress(IndexFault):  # what is damaged, or on a full disk, can be asked still
                self.flatten_words()

    @property
    def path(self) -> Path:
        """Return the file of the tables; ask only of a catalogue that was opened by its path."""
        assert isinstance(self.store, SqliteStore), "nobody asks for the file of another store"
        return self.store.path

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Hold a lock of this name among all who use the collection; false where another does.

        Raises:
            LedgerUnusable: If it cannot be had.
        """
        return self.store.alone(name)

    @contextmanager
    def reading(self) -> Iterator[R]:
        """Open a snapshot: everything read from it is of one moment."""
        with self._on_disk(), self._begun(self.store.begin) as connection:
            try:
                yield self._moment(connection)
            finally:
                if connection.in_transaction:
                    with suppress(IndexAway):  # nothing is lost: it only read
                        connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, who: str = "") -> Iterator[C]:
        """Open a change of `who`: all of it is on disk when the block ends, or none of it.

        Raises:
            DiskFailed: If the disk fails, or did before; nothing of this is stored then.
        """
        self.failure.require_none()
        with (
            self._on_disk(),
            self._begun(self.store.begin_change) as connection,
            self._changing(connection, who) as change,
        ):
            yield change

    def shrink_log(self) -> bool:
        """Move what was written into the main file, so that no removed text lingers.

        Returns whether the log is empty now: while somebody reads it cannot be emptied, nor
        where the disk fails, which loses nothing of it.
        """
        if self.failure.is_here():
            return False
        with suppress(DiskFailed), self._on_disk():
            try:
                return self.store.shrink_log(self._connection())
            finally:
                self._connections.give_back()
        return False

    def move_log(self) -> None:
        """Move what nobody reads any more into the main file, without waiting for anybody.

        The next change begins the log anew, so that it grows no longer than one change needs.
        """
        self.failure.require_none()
        with self._on_disk():
            try:
                self.store.move_log(self._connection())
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
            closing(self.store.connect()) as connection,  # nobody else's, and used for nothing else
        ):
            self.store.begin_change(connection)
            with self._changing(connection) as change:
                fulltext.flatten(change.connection)

    def close(self) -> None:
        """Close every connection that is not in use; the next use opens another."""
        self._connections.close()

    def end(self, seconds: float) -> bool:
        """Open nothing any more, and close every connection; return whether all are closed.

        Those in use are waited for. The file may be moved only when all are closed: SQLite, at
        the last of them, removes the log by its name, whoever it belongs to by then.
        """
        ended = self._connections.end(seconds)
        self.store.close()
        return ended

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        """Translate errors, and remember one after which nothing may be written."""
        try:
            with self.store.watched():
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
            with suppress(sqlite3.Error):
                connection = self._connection()
                self.store.begin_change(connection)
                with self._changing(connection) as change:
                    change.set_value(UNCLEAN, now())
        finally:
            self._connections.give_back()

    def is_unclean(self) -> bool:
        """Return whether the disk failed in an earlier process and nothing was verified since."""
        with self.reading() as snapshot:
            return self.failure.is_left() or snapshot.value(UNCLEAN) is not None

    def forget_failure(self) -> None:
        """Take the marks of a failure away, once the ledger was verified."""
        with self.writing() as change:
            change.forget_value(UNCLEAN)
        self.failure.forget()

    def _connection(self) -> Database:
        """Return the connection that this thread works with, until it gives it back."""
        try:
            return self._connections.mine()
        except Ended:
            raise CollectionGone(f"{self.store.label} was renamed or removed meanwhile") from None

    @contextmanager
    def _begun(self, begin: Callable[[Database], None]) -> Iterator[Database]:
        """Lend a connection that has begun something.

        Those that were idle while their server was started again are of no use: then another is
        opened. Nothing was said by way of them yet.
        """
        try:
            connection = self._connection()
            try:
                begin(connection)
            except IndexAway:
                self._connections.discard()
                connection = self._connection()
                begin(connection)
            yield connection
        finally:
            self._connections.give_back()

    @contextmanager
    def _changing(self, connection: Database, who: str = "") -> Iterator[C]:
        """Commit what is changed when the block ends, or nothing of it."""
        try:
            change = self._change(connection, who)
            yield change
            change.finish()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    @abstractmethod
    def _moment(self, connection: Database) -> R:
        """Return what is read through a connection that has begun to read."""

    @abstractmethod
    def _change(self, connection: Database, who: str) -> C:
        """Return what changes by way of a connection that has begun to write."""


AnyCatalogue = Catalogue[DocumentRows, Change]
"""For whoever does not care where passages are."""


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
