"""The seam between a catalogue and where its tables are."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from index.ledger.database import Database
from index.ledger.disk_failure import DiskFailure


class Held(Protocol):
    """What whoever has a collection open holds."""

    def is_alone(self) -> bool:
        """Return whether nobody else has it open now."""

    def release(self) -> None: ...


class Store(Protocol):
    """The tables of one catalogue: a file of SQLite, or a schema of PostgreSQL.

    Safe to share between threads.
    """

    @property
    def label(self) -> str:
        """Return what a message calls it."""

    @property
    def failure(self) -> DiskFailure:
        """Return whether the disk failed to write."""

    @property
    def is_there(self) -> bool:
        """Return whether it was still what it was opened as, when it was last used."""

    @property
    def most(self) -> int | None:
        """Return how many connections may be lent at a time; None if that does not matter."""

    def bring_up_to_date(self) -> None:
        """Bring the tables to this format, as whoever is to change something must.

        A file is, with a backup beside it, by `index.ledger.backup` instead.

        Raises:
            IndexAway: If a server has the tables, and cannot be reached.
            LedgerBusy: If others go on using them for too long; they stay as they are.
        """

    def connect(self) -> Database:
        """Open a connection.

        Raises:
            IndexAway: If a server has the tables, and cannot be reached.
        """

    def begin(self, db: Database) -> None:
        """Begin to read: all that is read until the end is of one moment.

        Raises:
            CollectionGone: If the collection was renamed or removed meanwhile.
        """

    def begin_change(self, db: Database) -> None:
        """Begin to change, alone among all who use the collection.

        Raises:
            CollectionGone: If the collection was renamed or removed meanwhile.
            LedgerBusy: If somebody else goes on changing it for too long.
        """

    def watched(self) -> AbstractContextManager[None]:
        """Translate what is raised meanwhile into errors of this floor."""

    def findings(self, db: Database) -> Iterator[str]:
        """Check how the tables are kept, within a reading; yield a sentence for what is wrong."""

    def shrink_log(self, db: Database) -> bool:
        """Move what was written to where it stays; return whether all of it is there."""

    def move_log(self, db: Database) -> None:
        """Move what nobody reads any more to where it stays, without waiting for anybody."""

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Hold a lock of this name among all who use the collection; false where another does.

        Raises:
            LedgerUnusable: If it cannot be had.
        """

    def hold(self) -> Held | None:
        """Hold what shows others that the collection is open; None where nothing can.

        Raises:
            IndexAway: If a server has the tables, and cannot be reached.
        """

    def close(self) -> None:
        """Give back what is held beside the connections that it opened."""
