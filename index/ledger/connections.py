"""The connections to one ledger: each thread works with one at a time, and gives it back."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

_UNUSED = 10.0
"""Seconds after which a connection that nobody needed is closed; a guess: who comes again sooner
finds it, and opening one takes some milliseconds."""


class Ended(Exception):
    """No connection can be had any more."""


class Connections:
    """Lends connections to threads; safe to share between them.

    The one that was used last comes first: forty threads that take turns need a few between them,
    each of which keeps pages, statements and three descriptors. So those at the other end are more
    than are needed, and are closed again: ten collections kept 56 after ten minutes, with a
    megabyte each.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connect = connect
        self._clock = clock
        self._local = threading.local()
        self._idle: deque[tuple[float, sqlite3.Connection]] = deque()
        """Those that nobody works with, and since when, what was used last at the end."""
        self._in_use = 0
        self._ended = False
        self._given_back = threading.Condition()

    def mine(self) -> sqlite3.Connection:
        """Return the connection that this thread works with, until it gives it back.

        Raises:
            Ended: If they were ended.
        """
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            self._enter()
            try:
                connection = self._local.connection = self._any()
            except BaseException:
                self._leave()
                raise
        return connection

    def give_back(self) -> None:
        """Let other threads have the connection of this one, if it has one."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            now = self._clock()
            self._idle.append((now, connection))
            self._leave()
            self._close_unused(now)

    def close(self) -> None:
        """Close every connection that is not in use; the next use opens another."""
        self.give_back()
        with suppress(IndexError):  # another thread may take the last one
            while True:
                self._idle.pop()[1].close()

    def end(self, seconds: float) -> bool:
        """Lend none any more, wait for those in use, and close all; return whether all are."""
        with self._given_back:
            self._ended = True
            ended = self._given_back.wait_for(lambda: self._in_use == 0, seconds)
        self.close()
        return ended

    def _close_unused(self, now: float) -> None:
        """Close one that was not needed for long, if there is one."""
        with suppress(IndexError):  # another thread may take the last one
            since, _ = self._idle[0]
            if now - since > _UNUSED:
                self._idle.popleft()[1].close()

    def _any(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()[1]
        except IndexError:
            return self._connect()

    def _enter(self) -> None:
        with self._given_back:
            if self._ended:
                raise Ended
            self._in_use += 1

    def _leave(self) -> None:
        with self._given_back:
            self._in_use -= 1
            self._given_back.notify_all()
