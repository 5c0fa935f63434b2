"""All collections of a service: which there are, which are open, and how they come and go."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from index import Index
from index.errors import IndexAway, IndexFault
from qa.config import Config, collection_name
from qa.errors import CollectionInUse, CollectionKept, ConfigError, UnknownCollection
from qa.service.addresses import address_of
from qa.service.data_folder import Removed
from qa.service.keys import ADMINISTRATOR, Grant
from qa.service.open_collections import OpenCollections
from qa.service.places import collection_place
from qa.service.service import Service, has_work
from qa.wiring import open_index

log = logging.getLogger("pincite.web")

IDLE = 600.0
"""Seconds after which a collection that nobody asks is let go of; a guess: opening one again takes
some 30 ms, and loading its vectors as long as for the first question."""
_EVERY = 30.0  # seconds between two looks for idle ones; a guess
_SWEPT = 86_400.0  # seconds between two looks into the bin
_SWEPT_AGAIN = 600.0  # seconds until the next where it could not be emptied; a guess


@dataclass(frozen=True, slots=True)
class Summary:
    """A collection in a list; `changed` is when a document last came or changed, "" for none.

    `fault` says why it cannot be read; then nothing is counted.
    """

    name: str
    documents: int = 0
    passages: int = 0
    changed: str = ""
    fault: str = ""


class Collections:
    """The collections of a service. Safe to share between threads.

    Each is opened when it is first asked for. What goes wrong with one is its own: the others are
    served all the same. The default one is always open.
    """

    def __init__(
        self,
        default: Service,
        only: Sequence[str] = (),
        *,
        opened: Callable[[Service], object] = lambda service: None,
        idle: float = IDLE,
    ) -> None:
        """Serve collections.

        Args:
            default: The one that addresses without a name mean; it is open already.
            only: The names of those that are served besides; all in the data directory if empty.
            opened: Called with each other collection once it is open.
            idle: The seconds after which one that nobody uses is let go of.
        """
        self.default = default
        self.shared = default.shared
        self.config: Config = default.config
        self.default_name = self.config.collection
        self._only = frozenset(only)
        self._data = collection_place(self.config)
        self._identity = self._data.identity(self.default_name)
        self._following = threading.Lock()
        self._opened = opened
        self._idle = idle
        self._open = OpenCollections(
            self.config.collection, default, self._opened_one, stored=bool(self.config.store)
        )
        self._summaries: dict[str, tuple[object, Summary]] = {}
        self._ending = threading.Event()

    @classmethod
    def alone(cls, service: Service) -> "Collections":
        """Return a service's one collection, where there are no others."""
        return cls(service, [service.config.collection])

    @property
    def may_change(self) -> bool:
        """Return whether collections can be made here: not where the settings name all of them."""
        return not self._only

    def follow(self) -> str:
        """Return what the default collection is called now: another server may have renamed it.

        As long as its store is away, that is what it was called before.
        """
        if self._identity is not None:
            with suppress(IndexAway), self._following:
                name = self._data.name_of(self._identity)
                if name is not None and name != self.default_name:
                    log.info("the default collection is called %s now", name)
                    self.default.follow(name)
                    self._open.follow(name)
                    self.default_name = name
        return self.default_name

    # Looking them up -------------------------------------------------------------------

    def names(self, asker: Grant = ADMINISTRATOR) -> list[str]:
        """Return the names of the collections that somebody may read."""
        found = {name for name in self._data.names() if self._is_served(name)}
        return sorted(name for name in found | {self.default_name} if asker.may("read", name))

    def require(self, name: str, asker: Grant = ADMINISTRATOR) -> None:
        """Let the name of a collection pass; nothing is opened.

        Raises:
            UnknownCollection: If there is none of this name that they may read.
        """
        if not self.may_ask(name, asker):
            raise _unknown(name)

    def may_ask(self, name: str, asker: Grant = ADMINISTRATOR) -> bool:
        """Return whether there is a collection of this name that somebody may read."""
        return asker.may("read", name) and self._exists(name)

    @contextmanager
    def visit(self, name: str = "", asker: Grant = ADMINISTRATOR) -> Iterator[Service]:
        """Use a collection, by default the default one; it is not let go of meanwhile.

        Raises:
            UnknownCollection: If there is none of this name that they may read.
            IndexFault: If it cannot be opened, with the reason.
        """
        name = name or self.default_name
        self.require(name, asker)
        with self._open.visit(name) as service:
            yield service

    def summaries(self, asker: Grant = ADMINISTRATOR) -> list[Summary]:
        """Return what is in each collection that somebody may read; none is opened for it."""
        found = (self._summary(name) for name in self.names(asker))
        return [one for one in found if one is not None]

    def summary(self, name: str, asker: Grant = ADMINISTRATOR) -> Summary:
        """Return what is in a collection.

        Raises:
            UnknownCollection: If there is none of this name that they may read.
        """
        self.require(name, asker)
        found = self._summary(name)
        if found is None:
            raise _unknown(name)
        return found

    def open_services(self) -> list[Service]:
        """Return the collections that are open now, the default one first; none is opened."""
        return self._open.services()

    # Changing them, as of `who` in the log of the service ------------------------------

    def create(self, name: str, who: str = "") -> Summary:
        """Make an empty collection.

        Raises:
            CollectionExists: If there is one of this name.
            CollectionKept: If the settings say which collections are served.
            ConfigError: If it is not a name.
        """
        self._require_may_change()
        _require_name(name)
        self._data.by(who).create(name, lambda: open_index(self.config, name).end())
        return Summary(name)

    def rename(self, name: str, new: str, who: str = "") -> Summary:
        """Give a collection another name; whoever uses it by the old one gets CollectionGone.

        Raises:
            UnknownCollection: If there is none of this name.
            CollectionExists: If there is one of the new name.
            CollectionInUse: If somebody else has it open.
            CollectionKept: If it is the default one, or the settings say which are served.
            ConfigError: If the new one is not a name.
        """
        self._require_may_change()
        _require_name(new)
        with self._let_go(name):
            self._data.by(who).rename(name, new)
        return self.summary(new)

    def remove(self, name: str, who: str = "") -> Removed:
        """Put a collection into the bin; whoever uses it gets CollectionGone.

        Raises:
            UnknownCollection: If there is none of this name.
            CollectionInUse: If somebody else has it open.
            CollectionKept: If it is the default one.
        """
        with self._let_go(name):
            return self._data.by(who).remove(name)

    def removed(self) -> list[Removed]:
        """Return what is in the bin, what was removed last first."""
        return self._data.removed()

    def restore(self, removed_id: str, name: str = "", who: str = "") -> Summary:
        """Bring a collection back from the bin, under another name if one is given.

        Raises:
            UnknownCollection: If it is not in the bin.
            CollectionExists: If there is one of its name now.
            CollectionKept: If the settings say which collections are served.
            ConfigError: If it is not a name.
        """
        self._require_may_change()
        if name:
            _require_name(name)
        return self.summary(self._data.by(who).restore(removed_id, name))

    def erase(self, removed_id: str, who: str = "") -> None:
        """Erase a collection that is in the bin; that cannot be undone.

        Raises:
            UnknownCollection: If it is not in the bin.
        """
        self._data.by(who).erase(removed_id)

    # Beginning and ending --------------------------------------------------------------

    def start(self) -> None:
        """Go on with what waits in collections, and from now on let go of idle ones."""
        threading.Thread(target=self._run, name="collections", daemon=True).start()

    def begin_ending(self) -> None:
        """Let go whoever waits for uploads or for a language model, and begin none."""
        self._ending.set()
        self.shared.begin_ending()
        for service in self._open.services():
            service.begin_ending()

    def close(self) -> None:
        """End all collections, and every process that reads."""
        self._ending.set()
        for service in self._open.services():
            if service is not self.default:
                service.end()
        self.default.close()

    def let_go_of_idle(self) -> None:
        """Let go of collections that nobody has used for long, and has no work for.

        Of one that goes on to read uploads or to ask alerts, only the memory that asking takes.
        """
        self._open.let_go_of_idle(self._idle)

    def _run(self) -> None:
        self._wake()
        swept = -_SWEPT
        while True:
            now = time.monotonic()
            if now - swept >= _SWEPT:
                swept = now if self._sweep() else now - _SWEPT + _SWEPT_AGAIN
            if self._ending.wait(min(_EVERY, self._idle)):
                return
            try:
                self.follow()
            except IndexFault as exc:  # this thread has more to do
                log.error("the default collection cannot be followed: %s", exc)
            self.let_go_of_idle()

    def _wake(self) -> None:
        """Open the collections in which uploads wait, or alerts are to be asked."""
        for name in self.names():
            if name == self.default_name or self._ending.is_set():
                continue
            try:
                with self._peeking(name) as index:
                    waits = has_work(index)
                if waits:
                    with self.visit(name):
                        pass
            except (IndexFault, UnknownCollection) as exc:
                log.error("the collection %s cannot be opened: %s", name, exc)

    def _sweep(self) -> bool:
        """Erase what was in the bin for long enough; return whether it could be done."""
        try:
            for one in self._data.sweep():
                log.info("%s was in the bin for long enough and is erased", one.name)
        except (OSError, IndexFault, CollectionInUse, UnknownCollection) as exc:
            log.error("the bin cannot be emptied: %s", exc)
            return False
        return True

    # What it rests on ------------------------------------------------------------------

    def _is_served(self, name: str) -> bool:
        return not self._only or name in self._only or name == self.default_name

    def _exists(self, name: str) -> bool:
        if name == self.follow() or (self._open.is_open(name) and not self.config.store):
            return True  # nobody moves it meanwhile; in a store another server may
        return self._is_served(name) and self._data.has(name)

    def _require_may_change(self) -> None:
        if self._only:
            raise CollectionKept(
                "PINCITE_COLLECTIONS says which collections are served here: change it and "
                "restart the service"
            )

    def _opened_one(self, name: str) -> Service:
        if not self._data.has(name):
            raise _unknown(name)
        config = self._config_of(name)
        began = time.perf_counter()
        index = open_index(config, embedder=self.shared.embedder)
        service = Service(self.shared, index, config=config)
        self._opened(service)
        threading.Thread(target=service.begin, name="opening", daemon=True).start()
        log.info("the collection %s is open (%.0f ms)", name, (time.perf_counter() - began) * 1000)
        return service

    def _config_of(self, name: str) -> Config:
        address = self.config.public_url
        own = None if address is None else address + address_of(name, "")
        return replace(self.config, collection=name, public_url=own)

    @contextmanager
    def _let_go(self, name: str) -> Iterator[None]:
        """Hold a collection that nobody here has open, so that it can be moved."""
        if name == self.default_name:
            raise CollectionKept(
                f"{name!r} is the collection that this service opens with: name another one in "
                "PINCITE_COLLECTION and restart it first"
            )
        self.require(name)
        with self._open.let_go(name):
            yield

    def _summary(self, name: str) -> Summary | None:
        """Return what is in a collection; None if it was moved meanwhile."""
        state = self._data.stamp(name)
        known = self._summaries.get(name)
        if known is not None and known[0] == state and name != self.default_name:
            return known[1]
        try:
            with self._peeking(name) as index, index.reader() as reader:
                counts = reader.document_count(), reader.passage_count(), reader.last_added()
            found = Summary(name, *counts)
        except IndexFault as exc:
            found = Summary(name, fault=exc.message)
        except UnknownCollection:
            return None
        self._summaries[name] = (state, found)
        return found

    @contextmanager
    def _peeking(self, name: str) -> Iterator[Index]:
        """Look into a collection without opening it for others.

        Raises:
            UnknownCollection: If it was moved meanwhile.
            IndexFault: If it cannot be read.
        """
        with self._open.peek(name, lambda: self._looked(name)) as index:
            yield index

    def _looked(self, name: str) -> Index:
        if not self._data.has(name):
            raise _unknown(name)
        return open_index(self.config, name, read_only=True)


def _unknown(name: str) -> UnknownCollection:
    return UnknownCollection(f"there is no collection {name!r}: check the spelling")


def _require_name(name: str) -> None:
    try:
        collection_name(name)
    except ValueError as exc:
        raise ConfigError(str(exc)) from exc
