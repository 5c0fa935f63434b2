"""Where keys are kept: the seam between what a key means and the tables that have it."""

from contextlib import AbstractContextManager
from typing import Protocol

from index.ledger.database import Database


class WatchedKeys(Protocol):
    """Keys that a service looks at again and again; for one thread at a time."""

    def look(self) -> AbstractContextManager[tuple[Database, object] | None]:
        """Open the keys as they are now; None if there are none.

        Beside the connection comes what is another with every change.

        Raises:
            KeysUnusable: If they cannot be read.
            IndexAway: If the server that has them cannot be reached.
        """

    def close(self) -> None: ...


class KeyPlace(Protocol):
    """The tables of keys. Safe to share between threads and processes."""

    @property
    def label(self) -> str:
        """Return what a message calls it."""

    def exists(self) -> bool:
        """Return whether there are tables: they are made with the first key."""

    def reading(self) -> AbstractContextManager[Database]:
        """Open the tables, which are there, to read them.

        Raises:
            KeysUnusable: If they cannot be read; `index.errors` has the usual reasons.
        """

    def changing(self) -> AbstractContextManager[Database]:
        """Open the tables, which are made if need be; all that is done is stored, or nothing.

        Raises:
            KeysUnusable: If they cannot be written; `index.errors` has the usual reasons.
        """

    def watch(self) -> WatchedKeys:
        """Return what sees every change of them."""
