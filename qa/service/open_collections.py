"""The collections that are open: opened once, counted while they are used, ended when idle."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from index import Index
from index.errors import IndexFault, LedgerBusy
from qa.errors import CollectionInUse
from qa.service.service import Service, has_work

log = logging.getLogger("pincite.web")

_PATIENCE = 2.0  # seconds that a list waits for a collection that is being opened; a guess


@dataclass(slots=True)
class _Open:
    """A collection that is open: how many use it now, and when one last did."""

    service: Service
    visits: int = 0
    used: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class _Place:
    """Where a collection is open; the lock is held while it is opened, ended or moved."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    open: _Open | None = None


class OpenCollections:
    """The collections that are open, by name. Safe to share between threads.

    While one is opened, only those wait who want that one.
    """

    def __init__(
        self,
        name: str,
        default: Service,
        open_one: Callable[[str], Service],
        *,
        stored: bool = False,
    ) -> None:
        """Begin with the default one, which stays open; `open_one` opens each other.

        Those that are `stored` for many servers may be open elsewhere when they are moved.
        """
        self._stored = stored
        self._default = name
        self._open_one = open_one
        self._lock = threading.Lock()
        self._places = {name: _Place(open=_Open(default))}

    def follow(self, name: str) -> None:
        """Have the default one open under the name that it has now, whoever else was there."""
        with self._lock:
            other = self._places.pop(name, None)
            default = self._places.pop(self._default)
            self._places = {name: default, **self._places}
            self._default = name
        if other is not None and other.open is not None:
            other.open.service.end()

    def is_open(self, name: str) -> bool:
        place = self._places.get(name)
        return place is not None and place.open is not None

    def services(self) -> list[Service]:
        """Return all that are open, the default one first."""
        with self._lock:
            found = [place.open for place in self._places.values() if place.open is not None]
        return [one.service for one in found]

    @contextmanager
    def visit(self, name: str) -> Iterator[Service]:
        """Use a collection, which is opened for the first; it is not let go of meanwhile.

        What opening it raises is raised, and the next one who comes tries again.
        """
        entered = self._entered(name)
        try:
            yield entered.service
        finally:
            with self._lock:
                entered.visits -= 1
                entered.used = time.monotonic()

    @contextmanager
    def peek(self, name: str, look: Callable[[], Index]) -> Iterator[Index]:
        """Look into a collection without opening it for others, by what `look` opens to read it.

        Raises:
            LedgerBusy: If it is being opened, or moved, for long.
        """
        place = self._place(name)
        one = place.open
        if one is not None:
            yield one.service.index
            return
        if not place.lock.acquire(timeout=_PATIENCE):  # nobody may move it meanwhile
            raise LedgerBusy(f"the collection {name!r} is being opened: look again in a moment")
        try:
            index = look()
            try:
                yield index
            finally:
                index.end()
        finally:
            place.lock.release()

    @contextmanager
    def let_go(self, name: str) -> Iterator[None]:
        """End a collection, and let nobody here open it meanwhile, so that it can be moved.

        Raises:
            CollectionInUse: If somebody else has it open, or somebody does not let go of it.
        """
        place = self._place(name)
        with place.lock:
            self._end(name, place)
            try:
                yield
            finally:
                self._drop(name, place)

    def let_go_of_idle(self, seconds: float) -> None:
        """End those that nobody has used for some seconds, and that have nothing to do.

        Of one that goes on to read uploads or to ask alerts, only the memory that asking takes is
        given back.
        """
        with self._lock:
            places = [*self._places.items()]
        for name, place in places:
            if name != self._default and place.lock.acquire(blocking=False):
                try:
                    self._let_go_if_idle(name, place, seconds)
                finally:
                    place.lock.release()

    def _let_go_if_idle(self, name: str, place: _Place, seconds: float) -> None:
        one = place.open
        if one is not None and not one.service.index.is_there():
            self._drop(name, place)
            one.service.end()
            return None
        if one is None or time.monotonic() - one.used < seconds or one.visits:
            return
        with suppress(IndexFault):  # of one that cannot be read there is nothing to do
            if has_work(one.service.index):
                one.used = time.monotonic()
                return one.service.rest()
        with self._lock:
            if one.visits:
                return None
            place.open = None
        one.service.end()
        log.info("the collection %s was not used and is closed", name)
        return None

    def _place(self, name: str) -> _Place:
        with self._lock:
            return self._places.setdefault(name, _Place())

    def _entered(self, name: str) -> _Open:
        """Count another who uses a collection, and open it for the first."""
        while True:
            place = self._place(name)
            self._drop_if_gone(name, place)
            one = self._counted(place)
            if one is not None:
                return one
            with place.lock:
                if self._places.get(name) is not place:
                    continue  # it was moved meanwhile
                if place.open is None:
                    try:
                        place.open = _Open(self._open_one(name))
                    except BaseException:
                        self._drop(name, place)
                        raise

    def _drop_if_gone(self, name: str, place: _Place) -> None:
        """End a collection that was renamed or removed by another server since it was opened."""
        one = place.open
        if one is None or name == self._default or one.service.index.is_there():
            return
        with place.lock:
            if place.open is one:
                self._drop(name, place)
                one.service.end()

    def _counted(self, place: _Place) -> _Open | None:
        with self._lock:
            if place.open is not None:
                place.open.visits += 1
            return place.open

    def _drop(self, name: str, place: _Place) -> None:
        with self._lock:
            place.open = None
            if self._places.get(name) is place:
                del self._places[name]

    def _end(self, name: str, place: _Place) -> None:
        one = place.open
        if one is None:
            return
        if not self._stored and not one.service.index.is_alone():
            raise CollectionInUse(
                f"another process has the collection {name!r} open: wait for it to end"
            )
        with self._lock:
            place.open = None
        if not one.service.end():
            raise CollectionInUse(f"the collection {name!r} is being used: try again in a moment")
