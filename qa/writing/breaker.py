"""A model that keeps failing is left alone for a while."""

import math
import threading
import time
from collections.abc import Callable

from qa.writing.failures import ModelFailed

FAILURES = 5
"""One after the other, until the model is left alone; a guess: one may be chance."""
SECONDS = 30.0
"""How long; a guess: as long as a small model takes to load."""


class Breaker:
    """Lets calls through until too many have failed, then one at a time to see if it is over.

    Safe to share between threads.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_at = 0.0
        self._trying = False

    def enter(self) -> None:
        """Let a call through; one of `succeeded`, `failed` and `abandoned` must follow.

        Raises:
            ModelFailed: If the model is to be left alone.
        """
        with self._lock:
            if self._failures < FAILURES:
                return
            left = self._closed_at - self._clock()
            if left > 0 or self._trying:
                seconds = max(1, math.ceil(left))
                raise ModelFailed(
                    "unreachable",
                    f"The model failed {FAILURES} times in a row and is tried again in "
                    f"{seconds} seconds.",
                )
            self._trying = True

    def succeeded(self) -> None:
        with self._lock:
            self._failures, self._trying = 0, False

    def failed(self) -> None:
        with self._lock:
            self._failures, self._trying = self._failures + 1, False
            if self._failures >= FAILURES:
                self._closed_at = self._clock() + SECONDS

    def abandoned(self) -> None:
        """Note that a call ended in a way that says nothing about the model."""
        with self._lock:
            self._trying = False
