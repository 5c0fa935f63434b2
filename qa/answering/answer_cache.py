"""Answers that were given already: the same question of the same collection, asked again."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from qa.answering.answer import Answer, Timings
from qa.answering.answerer import Answerer, Stage
from qa.answering.counting import UNWATCHED, AnswerWatch
from qa.answering.question import Request

MOST = 256
"""Answers; a guess: what people ask again. Each takes some 27 kB, so that it matters where many
collections keep so many each."""


class Asking:
    """Counts the questions that are being answered. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = 0

    def is_quiet(self) -> bool:
        """Return whether no question is being answered."""
        with self._lock:
            return self._asked == 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        with self._lock:
            self._asked += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1


class Answers:
    """The last answers of all collections that share them. Safe to share between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, bytes], tuple[Stage, ...]] = OrderedDict()

    def get(self, owner: object, key: bytes) -> tuple[Stage, ...] | None:
        """Return an answer, which is the last from now on; None if it is not there."""
        with self._lock:
            found = self._kept.get((owner, key))
            if found is not None:
                self._kept.move_to_end((owner, key))
            return found

    def put(self, owner: object, key: bytes, stages: tuple[Stage, ...]) -> None:
        """Keep an answer, and let go of those that were not asked for longest."""
        with self._lock:
            self._kept[owner, key] = stages
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self, owner: object) -> None:
        """Forget all answers of one of those that share them."""
        with self._lock:
            for known in [known for known in self._kept if known[0] is owner]:
                del self._kept[known]


class AnswerCache:
    """The last answers, by what was asked, until the collection changes.

    Safe to share between threads. The state is read before a question is answered, so an
    answer that a change overtook is never given again.
    """

    def __init__(
        self,
        answerer: Answerer,
        state: Callable[[], Hashable],
        answers: Answers | None = None,
        asking: Asking | None = None,
        watch: AnswerWatch = UNWATCHED,
    ) -> None:
        """Keep answers; `answers` has those of others too, and `asking` counts their questions.

        `watch` hears of each answer that is given again.
        """
        self._watch = watch
        self._answerer = answerer
        self._asking = asking or Asking()
        self._state = state
        self._lock = threading.Lock()
        self._of: Hashable = None
        self._answers = answers or Answers()
        self._owner = object()

    def is_quiet(self) -> bool:
        """Return whether no question is being answered."""
        return self._asking.is_quiet()

    def forget(self) -> None:
        """Forget all answers."""
        self._answers.forget(self._owner)

    def stages(self, request: Request) -> Iterator[Stage]:
        """Yield the stages of an answer, as `Answerer.stages` does."""
        began = time.perf_counter()
        state = self._state()
        key = hashlib.sha256(repr(request).encode("utf-8", "surrogatepass")).digest()
        known = self._get(state, key)
        if known is not None:
            *before, last = known
            assert isinstance(last, Answer)
            self._watch.gave(last.status, "cache")
            yield from before
            took = round((time.perf_counter() - began) * 1000, 3)
            yield replace(last, timings=Timings(embed_ms=0.0, search_ms=0.0, total_ms=took))
            return
        stages: list[Stage] = []
        with self._asking.one_more():
            for stage in self._answerer.stages(request):
                stages.append(stage)
                yield stage
        self._put(state, key, tuple(stages))

    def _get(self, state: Hashable, key: bytes) -> tuple[Stage, ...] | None:
        with self._lock:
            if state != self._of:
                self._of = state
                self.forget()
            return self._answers.get(self._owner, key)

    def _put(self, state: Hashable, key: bytes, stages: tuple[Stage, ...]) -> None:
        with self._lock:
            if state == self._of:
                self._answers.put(self._owner, key, stages)
