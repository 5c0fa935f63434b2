"""Which collections the store has that many servers share, which were removed, and how both change.

They change by one row of its registry, so a collection is always in one place or the other. Who has
it open under its old name is told that it is gone, on whatever server that is.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from index.errors import CollectionGone, IndexAway, IndexFault, IndexRefused
from index.ledger.postgres.registry import Entry, Registry
from index.types import ChangeKind, LoggedChange
from qa.errors import CollectionExists, UnknownCollection
from qa.service.data_folder import TIME, Removed, log_of_service, removed_of
from qa.service.key_store import KeyStore
from qa.service.stored_keys import StoredKeys


class StoredCollections:
    """The collections of a store. Safe to share between threads, processes and machines."""

    def __init__(
        self,
        registry: Registry,
        drop: Callable[[Entry], None] = lambda entry: None,
        who: str = "",
    ) -> None:
        """Look at a store; `drop` erases first what another engine has of a collection.

        What is done is in the log of the service as of `who`.
        """
        self._registry = registry
        self._drop = drop
        self._who = who

    def by(self, who: str) -> "StoredCollections":
        """Return the same place, whose changes are logged as of somebody."""
        return StoredCollections(self._registry, self._drop, who)

    def names(self) -> list[str]:
        """Return the names of the collections.

        Raises:
            IndexAway: If the store cannot be reached.
        """
        return sorted(entry.name for entry in self._registry.entries() if not entry.removed)

    def has(self, name: str) -> bool:
        """Return whether there is a collection of exactly this name."""
        return self._registry.find(name) is not None

    def identity(self, name: str) -> str | None:
        """Return what a collection keeps whatever it is called; None if there is none."""
        entry = self._registry.find(name)
        return None if entry is None else entry.id

    def name_of(self, identity: str) -> str | None:
        """Return what a collection is called now; None if it was removed."""
        there = (one for one in self._registry.entries() if not one.removed)
        return next((one.name for one in there if one.id == identity), None)

    def create(self, name: str, make: Callable[[], object]) -> None:
        """Make an empty collection, and have the rest of it made.

        Raises:
            CollectionExists: If there is one of this name.
        """
        if self._registry.create(name) is None:
            raise _exists(name)
        make()
        self._log("collection_created", name)

    def begun(self, name: str) -> None:
        """Log that a collection was made for the first document that came."""
        self._log("collection_created", name)

    def rename(self, name: str, new: str) -> None:
        """Give a collection another name; the keys that open it follow.

        Raises:
            UnknownCollection: If there is no such collection.
            CollectionExists: If there is one of the new name.
            KeysUnusable: If its keys cannot be changed; then it keeps its name.
        """
        entry = self._named(name)
        with self._keys().moving(name, new):
            self._rename(entry, new)
        self._log("collection_renamed", name, ("to", new))

    def remove(self, name: str) -> Removed:
        """Put a collection into the bin; no key opens it any more, nor another of its name.

        Raises:
            UnknownCollection: If there is no such collection.
            KeysUnusable: If its keys cannot be changed; then it stays where it is.
        """
        entry = self._named(name)
        with self._keys().moving(name):
            try:
                gone = self._registry.remove(entry, datetime.now(UTC).strftime(TIME))
            except CollectionGone:
                raise _unknown(name) from None
        removed = _removed(gone)
        self._log("collection_removed", name, ("id", removed.id))
        return removed

    def removed(self) -> list[Removed]:
        """Return what is in the bin, what was removed last first."""
        found = [_removed(entry) for entry in self._registry.entries() if entry.removed]
        return sorted(found, key=lambda one: (one.removed, one.id), reverse=True)

    def restore(self, removed_id: str, name: str = "") -> str:
        """Bring a collection back from the bin, under another name if one is given; return it.

        Raises:
            UnknownCollection: If it is not in the bin.
            CollectionExists: If there is one of its name now.
        """
        entry = self._in_bin(removed_id)
        name = name or entry.name
        self._rename(entry, name)
        self._log("collection_brought_back", name, ("id", removed_id))
        return name

    def erase(self, removed_id: str) -> None:
        """Erase a collection that is in the bin; that cannot be undone.

        Raises:
            UnknownCollection: If it is not in the bin.
        """
        entry = self._in_bin(removed_id)
        self._drop(entry)
        try:
            self._registry.erase(entry)
        except CollectionGone:
            raise _not_in_bin(removed_id) from None
        self._log("collection_erased", entry.name, ("id", removed_id))

    def sweep(self) -> list[Removed]:
        """Erase what was in the bin for long enough, and return it.

        Raises:
            IndexAway: If another engine has passages of one, and cannot be reached; it stays in
                the bin, and hinders no other.
            IndexRefused: If it does not let us erase them; likewise.
        """
        now = datetime.now(UTC).isoformat()
        away: IndexFault | None = None
        old = [one for one in self.removed() if one.erased <= now]
        for one in old:
            try:
                self.erase(one.id)
            except (IndexAway, IndexRefused) as exc:
                away = exc
        if away is not None:
            raise away
        return old

    def stamp(self, name: str) -> object:
        """Return what is another after every change of a collection; None if there is none."""
        entry = self._registry.find(name)
        return None if entry is None else (entry.id, self._registry.state(entry))

    def size(self, name: str) -> int:
        """Return the bytes that a collection takes in the store, without its passages."""
        entry = self._registry.find(name)
        return 0 if entry is None else self._registry.size(entry)

    def _keys(self) -> KeyStore:
        return KeyStore(StoredKeys(self._registry), who=self._who)

    def _log(self, what: ChangeKind, name: str, *details: tuple[str, str]) -> None:
        log_of_service(self._keys(), LoggedChange(what, "", name, details))

    def _named(self, name: str) -> Entry:
        entry = self._registry.find(name)
        if entry is None:
            raise _unknown(name)
        return entry

    def _in_bin(self, removed_id: str) -> Entry:
        try:
            return self._registry.removed(removed_id)
        except CollectionGone:
            raise _not_in_bin(removed_id) from None

    def _rename(self, entry: Entry, name: str) -> None:
        try:
            if not self._registry.rename(entry, name):
                raise _exists(name)
        except CollectionGone:
            raise _unknown(entry.name) from None


def _removed(entry: Entry) -> Removed:
    found = removed_of(entry.removed_id)
    assert found is not None, "it was removed by us"
    return found


def _exists(name: str) -> CollectionExists:
    return CollectionExists(f"there is a collection {name!r} already: choose another name")


def _unknown(name: str) -> UnknownCollection:
    return UnknownCollection(f"there is no collection {name!r}: check the spelling")


def _not_in_bin(removed_id: str) -> UnknownCollection:
    return UnknownCollection(f"there is nothing called {removed_id!r} in the bin")
