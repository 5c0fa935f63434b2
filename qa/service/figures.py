"""What a service counts of its own work, for whoever watches it."""

import threading
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from index.ingest.upload_worker import Outcome
from qa.answering.counting import AnswerCounts

K = TypeVar("K", bound=Hashable)


class Counts(Generic[K]):
    """Counts by what is counted. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counter: Counter[K] = Counter()

    def add(self, what: K) -> None:
        """Count one more."""
        with self._lock:
            self._counter[what] += 1

    def now(self) -> Mapping[K, int]:
        """Return the counts until now."""
        with self._lock:
            return dict(self._counter)


@dataclass(frozen=True, slots=True)
class RequestKind:
    """What requests are counted by: nothing of it is as a client sent it.

    `route` is the rule that an address follows, "-" where there is none; `method` is one of HTTP,
    or `OTHER`.
    """

    method: str
    route: str
    status: int


class RequestCounts:
    """Counts requests, and how long they took by their route. Safe to share between threads."""

    def __init__(self) -> None:
        self._counts: Counts[RequestKind] = Counts()
        self._lock = threading.Lock()
        self._seconds: dict[str, float] = {}
        self._timed: dict[str, int] = {}

    def add(self, kind: RequestKind, seconds: float) -> None:
        """Count a request whose reply is over."""
        self._counts.add(kind)
        with self._lock:
            self._seconds[kind.route] = self._seconds.get(kind.route, 0.0) + seconds
            self._timed[kind.route] = self._timed.get(kind.route, 0) + 1

    def now(self) -> Mapping[RequestKind, int]:
        """Return how many there were of each kind."""
        return self._counts.now()

    def seconds(self) -> Mapping[str, tuple[int, float]]:
        """Return for each route how many requests were timed, and their seconds together."""
        with self._lock:
            return {route: (self._timed[route], self._seconds[route]) for route in self._timed}


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a service counts, of all its collections together, since it began."""

    answers: AnswerCounts = field(default_factory=AnswerCounts)
    jobs: Counts[Outcome] = field(default_factory=Counts)
    requests: RequestCounts = field(default_factory=RequestCounts)
    logged: Counts[str] = field(default_factory=Counts)
    """Lines of the log that are warnings or errors, by their level."""
