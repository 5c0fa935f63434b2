"""The data directory: which collections are in it, which were removed, and how both change.

A collection is renamed, removed and restored by one rename of its folder, so that it is always in
one place or the other, whenever the power fails.
"""

import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.errors import IndexAway, IndexFault, IndexRefused, LedgerDamaged, LedgerUnusable
from index.ledger.lock import alone_moving
from index.types import ChangeKind, LoggedChange
from qa.config import collection_name
from qa.errors import CollectionExists, CollectionInUse, KeysUnusable, UnknownCollection
from qa.service.key_store import KeyStore
from qa.wiring import BIN

log = logging.getLogger("pincite.web")

KEPT_DAYS = 30
"""How long a removed collection can be restored; a guess: whoever misses one notices in a month."""

_ERASING = ".erasing"
TIME = "%Y%m%dT%H%M%S%fZ"
_REMOVED = re.compile(r"([A-Za-z0-9_-]{1,64})-(\d{8}T\d{12}Z)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Removed:
    """A collection in the bin; `removed` and `erased` are when it came there and when it goes."""

    id: str
    name: str
    removed: str
    erased: str


class DataFolder:
    """The folder with a folder for each collection. Safe to share between processes.

    What is done to a collection is in the log of the service, right after it, as of `who`.
    """

    def __init__(
        self, folder: Path, who: str = "", drop: Callable[[Path], None] = lambda folder: None
    ) -> None:
        """Look at a folder; `drop` erases what another engine has of a collection in a folder."""
        self.folder = folder
        self._who = who
        self._drop = drop
        self._bin = folder / BIN

    def by(self, who: str) -> "DataFolder":
        """Return the same folder, whose changes are logged as of somebody."""
        return DataFolder(self.folder, who, self._drop)

    def names(self) -> list[str]:
        """Return the names of the collections; none where the folder cannot be read."""
        return sorted(
            name for name in _entries(self.folder) if _is_name(name) and self._has_ledger(name)
        )

    def has(self, name: str) -> bool:
        """Return whether there is a collection of exactly this name."""
        # A file system may take `Main` for `main`.
        return _is_name(name) and name in _entries(self.folder) and self._has_ledger(name)

    def identity(self, name: str) -> str | None:
        """Return nothing: no collection is renamed while somebody has it open."""
        return None

    def name_of(self, identity: str) -> str | None:
        """Return nothing: no collection has an identity."""
        return None

    def create(self, name: str, make: Callable[[], object]) -> None:
        """Have an empty collection made, which nobody else makes meanwhile.

        Raises:
            CollectionExists: If there is one of this name.
            IndexFault: If it cannot be made.
        """
        with self._changing():
            self._require_free(name)
            make()
            _sync(self.folder)
            self._log("collection_created", name)

    def begun(self, name: str) -> None:
        """Log that a collection was made for the first document that came."""
        self._log("collection_created", name)

    def rename(self, name: str, new: str) -> None:
        """Give a collection another name; the keys that open it follow.

        Raises:
            UnknownCollection: If there is no such collection.
            CollectionExists: If there is one of the new name.
            CollectionInUse: If another process has it open.
            KeysUnusable: If its keys cannot be changed; then it stays where it is.
        """
        with self._changing():
            self._require(name)
            if new.casefold() != name.casefold():
                self._require_free(new)
            keys = KeyStore(self.folder).moving(name, new)
            self._move(self.folder / name, self.folder / new, keys)
            self._log("collection_renamed", name, ("to", new))

    def remove(self, name: str) -> Removed:
        """Put a collection into the bin; no key opens it any more, nor another of its name.

        Raises:
            UnknownCollection: If there is no such collection.
            CollectionInUse: If another process has it open.
            KeysUnusable: If its keys cannot be changed; then it stays where it is.
        """
        with self._changing():
            self._require(name)
            self._bin.mkdir(exist_ok=True, mode=0o700)
            removed = removed_of(f"{name}-{datetime.now(UTC).strftime(TIME)}")
            assert removed is not None
            keys = KeyStore(self.folder).moving(name)
            self._move(self.folder / name, self._bin / removed.id, keys)
            self._log("collection_removed", name, ("id", removed.id))
        return removed

    def removed(self) -> list[Removed]:
        """Return what is in the bin, what was removed last first."""
        found = [one for name in _entries(self._bin) if (one := removed_of(name)) is not None]
        return sorted(found, key=lambda one: (one.removed, one.id), reverse=True)

    def restore(self, removed_id: str, name: str = "") -> str:
        """Bring a collection back from the bin, under another name if one is given; return it.

        Raises:
            UnknownCollection: If it is not in the bin.
            CollectionExists: If there is one of its name now.
        """
        with self._changing():
            removed = self._in_bin(removed_id)
            name = name or removed.name
            self._require_free(name)
            self._move(self._bin / removed.id, self.folder / name)
            self._log("collection_brought_back", name, ("id", removed.id))
        return name

    def erase(self, removed_id: str) -> None:
        """Erase a collection that is in the bin; that cannot be undone.

        It is logged before its bytes go: whoever erases the rest after a power cut is not who
        did it. What another engine has of it goes with the next `sweep`, if it cannot go now.

        Raises:
            UnknownCollection: If it is not in the bin.
        """
        with self._changing():
            removed = self._in_bin(removed_id)
            doomed = self._bin / f"{removed.id}{_ERASING}"
            self._move(self._bin / removed.id, doomed)
            self._log("collection_erased", removed.name, ("id", removed.id))
        try:
            self._drop_passages(doomed)
            shutil.rmtree(doomed)
        except (IndexAway, IndexRefused) as exc:
            log.warning("passages of %s go from Milvus later: %s", removed.name, exc)
        except OSError as exc:
            raise LedgerUnusable(
                f"{doomed} cannot be erased whole ({exc.strerror}): check who owns what is in it; "
                "the next start of the service tries again"
            ) from exc

    def sweep(self) -> list[Removed]:
        """Erase what was in the bin for long enough, and what is erased in part; return the first.

        That is nobody's doing, and is logged so. What cannot be erased hinders no other.

        Raises:
            OSError: If something cannot be erased.
            IndexAway: If another engine has passages of one, and cannot be reached.
            IndexRefused: If it does not let us erase them.
        """
        away: IndexFault | None = None
        for name in _entries(self._bin):
            if name.endswith(_ERASING):
                try:
                    self._drop_passages(self._bin / name)
                except (IndexAway, IndexRefused) as exc:
                    away = exc
                else:
                    shutil.rmtree(self._bin / name, ignore_errors=True)
        now = datetime.now(UTC).isoformat()
        old = [one for one in self.removed() if one.erased <= now]
        for one in old:
            self.by("").erase(one.id)
        if away is not None:
            raise away
        return old

    def stamp(self, name: str) -> object:
        """Return what is another after every change of a collection."""
        folder = self.folder / name
        return tuple(_stamp(folder / file) for file in ("ledger.db", "ledger.db-wal"))

    def size(self, name: str) -> int:
        """Return the bytes that a collection takes, without its reserve."""
        size = 0
        for where, _, files in os.walk(self.folder / name):
            for file in files:
                with suppress(OSError):  # it may vanish while we look
                    path = os.path.join(where, file)
                    size += os.lstat(path).st_size if file != "reserve" else 0
        return size

    def _drop_passages(self, doomed: Path) -> None:
        """Erase what another engine has of a collection, as long as it is known what that is."""
        try:
            self._drop(doomed)
        except (LedgerDamaged, LedgerUnusable) as exc:
            log.warning("passages of %s may be left in Milvus: %s", doomed.name, exc)

    def _log(self, what: ChangeKind, name: str, *details: tuple[str, str]) -> None:
        log_of_service(KeyStore(self.folder, who=self._who), LoggedChange(what, "", name, details))

    def _has_ledger(self, name: str) -> bool:
        return (self.folder / name / "ledger.db").is_file()

    def _require(self, name: str) -> None:
        if not self.has(name):
            raise UnknownCollection(f"there is no collection {name!r}: check the spelling")

    def _require_free(self, name: str) -> None:
        taken = {one.casefold(): one for one in _entries(self.folder) if _is_name(one)}
        other = taken.get(name.casefold())
        if other is None or (other == name and not any(_entries(self.folder / name))):
            return
        raise CollectionExists(f"there is a collection {other!r} already: choose another name")

    def _in_bin(self, removed_id: str) -> Removed:
        found = {one.id: one for one in self.removed()}.get(removed_id)
        if found is None:
            raise UnknownCollection(f"there is nothing called {removed_id!r} in the bin")
        return found

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let nobody else create, rename or remove a collection meanwhile."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with alone_moving(self.folder) as mine:
                if not mine:
                    raise CollectionInUse("another process is changing collections: try again")
                yield
        except FileNotFoundError:
            raise UnknownCollection("there is no such collection: check the spelling") from None
        except OSError as exc:
            raise LedgerUnusable(
                f"the collections in {self.folder} cannot be changed ({exc.strerror}): check its "
                "disk, and who owns what is in it"
            ) from exc

    def _move(
        self, source: Path, target: Path, keys: AbstractContextManager[None] | None = None
    ) -> None:
        with alone_moving(source) as mine:
            if not mine:
                raise CollectionInUse(
                    f"another process has the collection {source.name!r} open: if it is "
                    "`pincite serve`, do this on its page; if not, end it and try again"
                )
            with keys or nullcontext():
                source.rename(target)
            for folder in {source.parent, target.parent}:
                _sync(folder)


def log_of_service(keys: KeyStore, change: LoggedChange) -> None:
    """Log what was done; it is done by then, so what keeps this is a line of another log."""
    try:
        keys.log_change(change)
    except (KeysUnusable, IndexFault) as exc:
        said = "%s of %s is not in the log of the service: %s"
        log.warning(said, change.what, change.subject, exc)


def _is_name(name: str) -> bool:
    try:
        collection_name(name)
    except ValueError:
        return False
    return True


def removed_of(name: str) -> Removed | None:
    """Return what the name of something in the bin says; None if it is not one of ours."""
    found = _REMOVED.fullmatch(name)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found[2], TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
    until = moment + timedelta(days=KEPT_DAYS)
    return Removed(name, found[1], moment.isoformat(), until.isoformat())


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _entries(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _sync(folder: Path) -> None:
    """Have the system write what a folder holds, so that a rename outlives a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
