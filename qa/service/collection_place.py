"""The seam between collections and where they are: a data directory, or a store of many servers."""

from collections.abc import Callable
from typing import Protocol

from qa.service.data_folder import Removed


class CollectionPlace(Protocol):
    """Which collections there are, and how they come and go. Safe to share between processes.

    What each method raises besides, `qa.service.data_folder` and `stored_collections` say.
    """

    def by(self, who: str) -> "CollectionPlace":
        """Return the same place, whose changes are in the log of the service as of somebody."""

    def names(self) -> list[str]:
        """Return the names of the collections, sorted."""

    def has(self, name: str) -> bool:
        """Return whether there is a collection of exactly this name."""

    def identity(self, name: str) -> str | None:
        """Return what a collection keeps whatever it is called.

        None if there is none, or none is renamed while it is open.
        """

    def name_of(self, identity: str) -> str | None:
        """Return what a collection is called now; None if it was removed."""

    def create(self, name: str, make: Callable[[], object]) -> None:
        """Have an empty collection made, which nobody else makes meanwhile.

        Raises:
            CollectionExists: If there is one of this name.
        """

    def begun(self, name: str) -> None:
        """Log that a collection was made for the first document that came."""

    def rename(self, name: str, new: str) -> None:
        """Give a collection another name; the keys that open it follow.

        Raises:
            UnknownCollection: If there is no such collection.
            CollectionExists: If there is one of the new name.
        """

    def remove(self, name: str) -> Removed:
        """Put a collection into the bin; no key opens it any more.

        Raises:
            UnknownCollection: If there is no such collection.
        """

    def removed(self) -> list[Removed]:
        """Return what is in the bin, what was removed last first."""

    def restore(self, removed_id: str, name: str = "") -> str:
        """Bring a collection back, under another name if one is given; return its name.

        Raises:
            UnknownCollection: If it is not in the bin.
            CollectionExists: If there is one of its name now.
        """

    def erase(self, removed_id: str) -> None:
        """Erase a collection that is in the bin; that cannot be undone.

        Raises:
            UnknownCollection: If it is not in the bin.
        """

    def sweep(self) -> list[Removed]:
        """Erase what was in the bin for long enough, and return it."""

    def stamp(self, name: str) -> object:
        """Return what is another after every change of a collection."""

    def size(self, name: str) -> int:
        """Return the bytes that a collection takes on a disk, without what is held back there."""
