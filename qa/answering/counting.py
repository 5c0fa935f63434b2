"""What answers take and how they end, counted as they are made, for whoever watches a service."""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

TimedStage = Literal["embed", "search", "read", "whole"]
"""What of an answer takes time: the vector of a question, the passages, the sentences in them. The
`whole` is from the question to the words that are quoted, whoever takes them in."""

Status = Literal["answered", "unanswered"]

Origin = Literal["made", "cache"]
"""Whether an answer was made, or given again."""

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which times are counted together; a guess: a question takes some 0.1 s, and ten
where many ask at once."""


class AnswerWatch(Protocol):
    """Hears how answers are made; called from many threads."""

    def took(self, stage: TimedStage, seconds: float) -> None:
        """Hear how long a stage took."""

    def gave(self, status: Status, origin: Origin) -> None:
        """Hear how an answer ended, and where it came from."""


class Unwatched:
    """Watches nothing."""

    def took(self, stage: TimedStage, seconds: float) -> None:
        """Ignore it."""

    def gave(self, status: Status, origin: Origin) -> None:
        """Ignore it."""


UNWATCHED = Unwatched()


@dataclass(frozen=True, slots=True)
class Times:
    """How many times were up to each of `BOUNDS` and above the one before; the last is above all.

    `seconds` is their sum.
    """

    counts: tuple[int, ...]
    seconds: float


class _Histogram:
    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0


class AnswerCounts:
    """Counts what it hears. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: dict[TimedStage, _Histogram] = {
            stage: _Histogram() for stage in get_args(TimedStage)
        }
        self._answers: Counter[tuple[Status, Origin]] = Counter()

    def took(self, stage: TimedStage, seconds: float) -> None:
        with self._lock:
            histogram = self._of[stage]
            histogram.counts[bisect_left(BOUNDS, seconds)] += 1
            histogram.seconds += seconds

    def gave(self, status: Status, origin: Origin) -> None:
        with self._lock:
            self._answers[status, origin] += 1

    def times(self) -> Mapping[TimedStage, Times]:
        """Return the times of each stage until now."""
        with self._lock:
            return {name: Times(tuple(one.counts), one.seconds) for name, one in self._of.items()}

    def answers(self) -> Mapping[tuple[Status, Origin], int]:
        """Return how many answers ended how, and where they came from."""
        with self._lock:
            return dict(self._answers)
