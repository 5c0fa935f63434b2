"""Keeps what a service has freed from staying with it: how glibc's malloc is set up.

Left to itself glibc gives forty threads up to eight heaps for each core, and keeps in each what
was freed there: most of what a service held after an hour was that.
"""

import ctypes
import sys
import threading
from collections.abc import Callable

_M_ARENA_MAX = -8  # of glibc's malloc.h
_HEAPS = 2
"""A guess: threads take turns in Python, so that few allocate at once."""

_EVERY = 10
"""Seconds, a guess: what is used again after costs page faults. Embedding passages took 1.4 times
as long where heaps were trimmed twice a second, and 2.5 times where each large block was given
back at once (M_MMAP_THRESHOLD of 1 MB)."""


class Heap:
    """Gives freed memory back to the system now and then, in a thread; where there is glibc."""

    def __init__(self, every: float = _EVERY) -> None:
        self._every = every
        self._ending = threading.Event()
        self._trim = _set_up()

    def start(self) -> None:
        """Begin; call it before there are other threads."""
        if self._trim is not None:
            threading.Thread(target=self._run, name="heap", daemon=True).start()

    def stop(self) -> None:
        self._ending.set()

    def _run(self) -> None:
        assert self._trim is not None
        while not self._ending.wait(self._every):
            self._trim(0)


def _set_up() -> Callable[[int], int] | None:
    """Bound the number of heaps and return what trims them; None where malloc is another."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        system = ctypes.CDLL(None)
        mallopt, trim = system.mallopt, system.malloc_trim
    except (OSError, AttributeError):  # musl has neither, and needs neither
        return None
    mallopt(_M_ARENA_MAX, _HEAPS)
    found: Callable[[int], int] = trim
    return found
