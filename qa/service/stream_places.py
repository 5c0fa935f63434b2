"""Places for those who keep a thread waiting, such as for streams of jobs."""

import threading
from collections import Counter
from collections.abc import Callable


class StreamPlaces:
    """So many places, of which nobody gets all. Safe to share between threads.

    Whoever has some gets another only while more than that are free. So one alone gets half of
    them, and who has none gets one as long as any is free; nobody has to say how many will come.
    Switches share their buffers so (Choudhury and Hahne, Dynamic queue length thresholds, 1998).
    """

    def __init__(self, places: int) -> None:
        self._free = places
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, holder: str) -> Callable[[], None] | None:
        """Take a place; return what gives it back, however often called; None if there is none."""
        with self._lock:
            if self._free <= self._held.get(holder, 0):
                return None
            self._free -= 1
            self._held[holder] += 1
        return _Once(lambda: self._give_back(holder))

    def _give_back(self, holder: str) -> None:
        with self._lock:
            self._free += 1
            self._held[holder] -= 1
            if not self._held[holder]:
                del self._held[holder]


class _Once:
    """Does something the first time that it is called."""

    def __init__(self, do: Callable[[], None]) -> None:
        self._waiting = [do]

    def __call__(self) -> None:
        while self._waiting:
            self._waiting.pop()()
