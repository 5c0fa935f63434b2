"""Threads that answer requests, in lanes: none of them fills up with what belongs in another."""

import threading
from collections.abc import Callable
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from qa.web.serving.limits import Limits
from qa.web.serving.waitress_errors import ServiceBusy

_QUICK = 2  # threads; a guess: one may be held up
_WAITING_PER_THREAD = 4
"""Pages and lists are answered in milliseconds, so that the last of a queue of this length
waits for less than a second; a guess."""


class Lane(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Some threads, and a queue in which only so many may wait."""

    def __init__(self, name: str, threads: int, most_waiting: int | None = None) -> None:
        super().__init__()
        self._name = name
        self._most_waiting = most_waiting
        self.set_thread_count(threads)

    def start_new_thread(self, target: Callable[[int], None], thread_no: int) -> None:
        name = f"{self._name}-{thread_no}"
        threading.Thread(target=target, name=name, args=(thread_no,), daemon=True).start()

    def offer(self, task: Any) -> bool:
        """Take a task, unless as many wait as may."""
        with self.lock:
            free = len(self.threads) - self.stop_count - self.active_count
            if self._most_waiting is not None and len(self.queue) >= self._most_waiting + free:
                return False
            self.queue.append(task)
            self.queue_cv.notify()
            return True


class Lanes:
    """All threads of a server; what waitress calls a dispatcher.

    Whether the service lives, and what the server refuses, is said by threads that do nothing
    else; whether it is ready by others, because they look into the ledger.
    """

    def __init__(self, limits: Limits) -> None:
        self._quick = Lane("quick", _QUICK)
        self._lanes = {
            "alive": self._quick,
            "ready": Lane("ready", _QUICK),
            "questions": Lane("question", limits.questions, limits.waiting),
            "other": Lane("request", limits.threads, _WAITING_PER_THREAD * limits.threads),
        }

    def add_task(self, connection: Any) -> None:
        """Have the first request of a connection answered, or refused where too many wait."""
        request = connection.requests[0]
        lane = self._quick if request.error else self._lanes[request.admitted.lane]
        if not lane.offer(connection):
            request.error = ServiceBusy()
            self._quick.offer(connection)

    def shutdown(self, seconds: float = 0.5) -> None:  # a guess: what works on is left
        """End the threads; those that still work are left to end with the process."""
        for lane in self._lanes.values():
            lane.shutdown(timeout=seconds)
