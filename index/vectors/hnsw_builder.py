"""When a collection is searched by a graph: where comparing every vector is seen to be slow."""

import logging
import os
import statistics
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from index.vectors.flat import Flat
from index.vectors.hnsw import LEAST_RECALL, Graph

_HARDER = 4  # times the effort that is tried at most; a guess: then exact search is as good
_TIMES = 9  # searches whose median counts; a guess: one slow one says nothing
_NICE = 10  # a guess: half of the way to the lowest priority

Take = Callable[[Flat, Graph | None], object]
"""Takes a graph over the base of a collection; None if one finds too little."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Policy:
    """When a graph is made.

    `effort` is how many candidates a search of it weighs, 0 for none ever. It is made of `rows`
    vectors or more, once half of the searches that compare all of them take `seconds` or more.
    Both are guesses: with fewer vectors, or quicker, a question would hardly gain.
    """

    effort: int
    rows: int = 50_000  # a guess: with fewer, exact search is quick anywhere
    seconds: float = 0.015  # a guess: a third of a warm answer of 100,000 passages


NEVER = Policy(0)
"""Every vector is compared."""


class HnswBuilder:
    """Makes a graph beside all else, once it is started and exact search is slow.

    Making it takes minutes and much of one core; the thread stands back behind those that
    answer. A graph is checked before it is given to anybody: one that finds too little is
    searched harder, and if that does not help, there is none for these vectors.
    """

    def __init__(self, policy: Policy, take: Take) -> None:
        self._policy = policy
        self._take = take
        self._seconds = deque[float](maxlen=_TIMES)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._stopped.set()
        self._thread: threading.Thread | None = None
        self._refused: Flat | None = None

    def start(self) -> None:
        """Allow it to begin."""
        self._stopped.clear()

    def stop(self) -> None:
        """End it; what is half made is lost."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def refuse(self, base: Flat) -> None:
        """Make no graph over these vectors: one was made before, and found too little."""
        self._refused = base

    def took(self, base: Flat, seconds: float) -> None:
        """Take note of how long an exact search of all vectors took; begin if that is slow."""
        self._seconds.append(seconds)
        policy = self._policy
        if (
            self._stopped.is_set()
            or not policy.effort
            or len(base) < policy.rows
            or len(self._seconds) < _TIMES
            or statistics.median(self._seconds) < policy.seconds
        ):
            return
        with self._lock:
            if base is not self._refused and (self._thread is None or not self._thread.is_alive()):
                self._seconds.clear()
                self._thread = threading.Thread(target=self._make, args=(base,), daemon=True)
                self._thread.start()

    def _make(self, base: Flat) -> None:
        with suppress(OSError, AttributeError):  # a thread has a niceness of its own on Linux
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        try:
            began = time.monotonic()
            log.info("building a graph over %s vectors", f"{len(base):,}")
            graph = Graph.over(base, self._policy.effort, self._stopped.is_set)
            if graph is None:
                return
            graph, recall = self._checked(graph)
            if recall < LEAST_RECALL:
                self._refused = base
                log.warning(
                    "a graph found only %.1f %% of the nearest, so it is not used", recall * 100
                )
                self._take(base, None)
                return
            self._take(base, graph)
            log.info(
                "the graph was built in %.0f s and finds %.1f %% of the nearest",
                time.monotonic() - began,
                recall * 100,
            )
        except Exception:  # every vector is compared instead
            self._refused = base
            log.exception("no graph could be built")

    def _checked(self, graph: Graph) -> tuple[Graph, float]:
        recall = graph.recall()
        while recall < LEAST_RECALL and graph.effort < _HARDER * self._policy.effort:
            graph = graph.trying(2 * graph.effort)
            recall = graph.recall()
        return graph, recall
