"""What is made of a collection as a whole, and kept until the collection changes."""

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """A value made when it is first asked for, and again after the state has changed.

    Of several threads that ask at once, one makes it and the others wait.
    """

    def __init__(self, state: Callable[[], Hashable], make: Callable[[], T]) -> None:
        self._state = state
        self._make = make
        self._lock = threading.Lock()
        self._known: tuple[Hashable, T] | None = None

    def get(self) -> T:
        """Return the value; what making it raises is raised, and nothing is kept."""
        with self._lock:
            state = self._state()  # before making: a change meanwhile makes it again
            if self._known is None or self._known[0] != state:
                self._known = (state, self._make())
            return self._known[1]
