"""Asks a language model over the chat API that nearly all of them speak."""

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cached_property
from queue import Empty
from typing import TYPE_CHECKING

from qa.writing.breaker import Breaker
from qa.writing.call import (
    Call,
    Connected,
    Connecting,
    Deadlines,
    Ended,
    Endpoint,
    Event,
    Message,
    Pausing,
)
from qa.writing.events import Piece
from qa.writing.failures import ModelFailed
from qa.writing.usage import Usage

if TYPE_CHECKING:
    import httpx2

log = logging.getLogger("pincite.writing")

MAX_TEXT = 8000
"""Characters of an answer that are read; a guess: three pages."""

_BEAT = 1.0
"""Seconds between two signs that a call goes on. A guess: so soon it is seen that whoever asked
has gone."""

_COUNTED = frozenset({"unreachable", "failed", "slow", "busy"})
"""What says that the model is not well; anything else says that it answers."""


class Patience:
    """How much longer a call is waited for, by what has come of it so far."""

    def __init__(self, limits: Deadlines, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._begun = False
        self._last = clock() + limits.total
        self._until = clock() + limits.connect

    def left(self) -> float:
        """Return the seconds that are left; none if it is 0 or less."""
        return min(self._until, self._last) - self._clock()

    def note(self, event: Event) -> None:
        """Give the call the time that its next step may take."""
        limits = self._limits
        self._begun = self._begun or (isinstance(event, Piece) and event.begins)
        match event:
            case Connecting():
                self._until = self._clock() + limits.connect
            case Connected():
                self._until = self._clock() + limits.first
            case Pausing(seconds):
                self._until = self._clock() + seconds + limits.connect
            case _ if self._begun:
                self._until = self._clock() + limits.gap


class ChatClient:
    """Asks one model; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, calls: int, breaker: Breaker | None = None) -> None:
        """Take the model, and how many calls may be open at a time.

        More are refused at once: a silent model would else hold every thread of a service.
        """
        self._endpoint = endpoint
        self._slots = threading.BoundedSemaphore(calls)
        self._breaker = breaker or Breaker()
        self._lock = threading.Lock()
        self._open: set[Call] = set()
        self._closed = False

    @property
    def model(self) -> str:
        return self._endpoint.model

    def stream(self, messages: Sequence[Message]) -> Generator[str | Usage | None, None, None]:
        """Yield the pieces of an answer as they come, and None about once a second meanwhile.

        Where the server counts tokens, their number is yielded too, each time it is told: the last
        is that of the whole reply. Closing the generator closes the connection to the model.

        Raises:
            ModelFailed: If no answer comes, or not all of it.
        """
        if not self._slots.acquire(blocking=False):
            raise ModelFailed("busy", "Too many answers are being written. Try again in a moment.")
        try:
            call = self._enter(messages)
        except BaseException:
            self._slots.release()
            raise
        settled = False
        try:
            yield from self._pieces(call)
            self._breaker.succeeded()
            settled = True
        except ModelFailed as failure:
            settled = True
            self._settle(failure)
            raise
        finally:
            call.cancel()
            with self._lock:
                self._open.discard(call)
            if not settled:
                self._breaker.abandoned()

    def close(self) -> None:
        """End every call, and begin none."""
        with self._lock:
            self._closed = True
            calls = [*self._open]
        for call in calls:
            call.cancel()

    @cached_property
    def _http(self) -> "httpx2.Client":
        import httpx2

        limits = self._endpoint.deadlines
        # The deadlines that differ by phase are kept in `_pieces`; here is what ends the thread.
        longest = max(limits.first, limits.gap)
        return httpx2.Client(
            trust_env=False,  # no proxy and no .netrc of this machine gets the key
            follow_redirects=False,
            timeout=httpx2.Timeout(longest, connect=limits.connect),
            # Each call has a connection of its own, so that closing it ends that call alone.
            limits=httpx2.Limits(max_keepalive_connections=0),
        )

    def _enter(self, messages: Sequence[Message]) -> Call:
        """Begin a call if the breaker lets it through; if it cannot begin, another may."""
        self._breaker.enter()
        try:
            return self._begin(messages)
        except BaseException:
            self._breaker.abandoned()
            raise

    def _begin(self, messages: Sequence[Message]) -> Call:
        with self._lock:
            if self._closed:
                raise ModelFailed("incomplete", "The service is shutting down.")
            call = Call(self._http, self._endpoint, messages, self._slots.release)
            call.start()
            self._open.add(call)
        return call

    def _settle(self, failure: ModelFailed) -> None:
        """Note what a failure says of the model."""
        if self._closed:
            self._breaker.abandoned()
        elif failure.status in _COUNTED:
            log.warning("the model did not answer (%s): %s", failure.status, failure.reason)
            self._breaker.failed()
        else:
            self._breaker.succeeded()

    def _pieces(self, call: Call) -> Iterator[str | Usage | None]:
        """Yield the text that comes and the tokens that it took, and keep the deadlines."""
        patience, length = Patience(self._endpoint.deadlines), 0
        beat = time.monotonic()
        while True:
            left = patience.left()
            if left <= 0:
                raise ModelFailed("slow", "The model did not answer in time.")
            try:
                event: Event | None = call.events.get(timeout=min(_BEAT, left))
            except Empty:
                event = None
            if event is None or time.monotonic() - beat > _BEAT:
                yield None
                beat = time.monotonic()
            if event is None:
                continue
            patience.note(event)
            if isinstance(event, Ended):
                if event.failure is not None:
                    raise event.failure
                return
            if isinstance(event, Piece):
                length += len(event.text)
                if length > MAX_TEXT:
                    raise ModelFailed("too_long", "The model wrote more than is read.")
                yield from (part for part in (event.usage, event.text) if part)
                if event.finish == "length":
                    raise ModelFailed("incomplete", "The model wrote as much as it may.")
