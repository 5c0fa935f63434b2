"""What is made of a collection as a whole, and kept until the collection changes."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from index import Index, State
from qa.errors import StillComputing

T = TypeVar("T")


def state_of(index: Index) -> State:
    """Return the state that a collection is in now."""
    with index.reader() as reader:
        return reader.state()


PATIENCE = 5
"""Who asks while it is being made waits so many seconds; a guess: longer seems broken."""

WAITING = 2
"""So many may wait at once, so that those who ask for something else find a thread; a guess."""


class CachedValue(Generic[T]):
    """A value made when it is first asked for, and again after the state has changed.

    One thread makes it at a time; what is there and of the state, others get meanwhile.
    """

    def __init__(
        self,
        state: Callable[[], Hashable],
        make: Callable[[], T],
        *,
        patience: float = PATIENCE,
        waiting: int = WAITING,
    ) -> None:
        self._state = state
        self._make = make
        self._patience = patience
        self._places = threading.Semaphore(waiting)
        self._making = threading.Lock()
        self._known: tuple[Hashable, T] | None = None

    def get(self) -> T:
        """Return the value; what making it raises is raised, and nothing is kept.

        Raises:
            StillComputing: If another thread makes it, for longer than one waits.
        """
        known, state = self._known, self._state()
        if known is not None and known[0] == state:
            return known[1]
        if not self._making.acquire(blocking=False):
            self._await()
        try:
            state = self._state()  # before making: a change meanwhile makes it again
            known = self._known
            if known is None or known[0] != state:
                known = self._known = (state, self._make())
            return known[1]
        finally:
            self._making.release()

    def forget(self) -> None:
        """Forget the value; it is made again when it is next asked for."""
        self._known = None

    def _await(self) -> None:
        """Take over from the thread that is making it, in one of the places for that."""
        if self._places.acquire(blocking=False):
            try:
                if self._making.acquire(timeout=self._patience):
                    return
            finally:
                self._places.release()
        raise StillComputing("it is still being computed: ask again in a moment")
