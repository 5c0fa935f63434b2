"""The server: waitress' main loop with limits of our own, and an end that loses nothing."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from waitress import wasyncore
from waitress.adjustments import Adjustments

from qa.web.serving.connection import Connection
from qa.web.serving.lanes import Lanes
from qa.web.serving.limits import Limits, affordable_connections, network_of
from qa.web.serving.listener import Listener
from qa.web.serving.parser import Admit

Refused = Callable[[str, int], object]
"""Hears of a request that the server itself refused: its method, "" where it sent none, and the
status of the reply."""

_LARGEST_HEAD = 65_536  # bytes; a guess: other servers take 8 to 64 kB
_NEVER = 1 << 62
"""From how many bytes on a reply lies in a temporary file: it is in memory anyway, and the folder
for temporary files may be full."""

_TURN = 0.5  # seconds that the loop waits for events, and between looks at deadlines; a guess


class HttpServer:
    """Serves one application at one address.

    The loop runs in the thread that calls `run`; it alone opens and closes connections.
    """

    def __init__(
        self,
        application: Any,
        admit: Admit,
        host: str,
        port: int,
        limits: Limits,
        refused: Refused = lambda method, status: None,
    ) -> None:
        """Open the port; `refused` hears of requests that do not reach the application.

        Raises:
            ValueError: If the host is none.
            OSError: If the address cannot be used.
        """
        self.application = application
        self.admit = admit
        self.refused = refused
        self.limits = replace(limits, connections=affordable_connections(limits))
        self.draining = False
        self.map: dict[int, Any] = {}
        self._ending = False
        self._next_look = 0.0
        adj = Adjustments(
            host=host,
            port=port,
            ident=None,
            max_request_header_size=_LARGEST_HEAD,
            outbuf_overflow=_NEVER,
            clear_untrusted_proxy_headers=False,  # `qa.web.security.proxy` does
        )
        self.lanes = Lanes(self.limits)
        try:
            self._listeners = [Listener(self, application, adj, one) for one in adj.listen]
        except OSError:
            for opened in [*self.map.values()]:  # a socket that could not be bound, and its pipe
                opened.close()
            raise

    @property
    def port(self) -> int:
        return int(self._listeners[0].effective_port)

    def run(self, on_end: Callable[[], None] = lambda: None) -> None:
        """Serve until asked to end; then answer what was accepted, and return.

        `on_end` is called once the port is closed.
        """
        while not self._ending:
            self._turn()
        for listener in self._listeners:
            listener.stop_accepting()
        self.draining = True
        on_end()
        self._drain()
        self.close()

    def end(self) -> None:
        """Have `run` end; a signal may interrupt anything to call this."""
        self._ending = True
        with suppress(OSError):
            self._listeners[0].trigger._physical_pull()

    def close(self) -> None:
        self.lanes.shutdown()
        wasyncore.close_all(self.map, ignore_all=True)

    # What the listeners ask ------------------------------------------------------------

    def has_too_many(self, address: str) -> bool:
        """Tell whether an address has as many connections as one may have."""
        if self.limits.exempt(address):
            return False
        network = network_of(address)
        theirs = sum(one.network == network for one in self.connections())
        return theirs >= self.limits.per_address

    def make_room(self) -> bool:
        """Make sure that there may be another connection; tell whether there may.

        Whoever has not sent a whole request yet makes room for others, who has waited for
        longest first: so many who send nothing keep out nobody who does.
        """
        if len(self.connections()) < self.limits.connections:
            return True
        return self.close_longest_waiting()

    def close_longest_waiting(self) -> bool:
        waiting = [one for one in self.connections() if one.dispensable]
        if not waiting:
            return False
        min(waiting, key=lambda one: one.since).handle_close()
        return True

    # The loop --------------------------------------------------------------------------

    def _turn(self, seconds: float = _TURN) -> None:
        """Do what there is to do, or wait a moment for it."""
        wasyncore.loop(seconds, use_poll=True, map=self.map, count=1)  # select ends at 1,024
        now = time.monotonic()
        if now >= self._next_look:
            self._next_look = now + _TURN
            for connection in self.connections():
                connection.enforce(now)

    def _drain(self) -> None:
        """Go on until all is answered, or for as long as that may take."""
        began = now = time.monotonic()
        while self.connections() and now - began < self.limits.drain_seconds:
            self._turn(0.1)  # seconds; a guess: the end is not held up
            now = time.monotonic()
            if now - began >= self.limits.grace_seconds:
                for connection in self.connections():
                    if connection.idle:
                        connection.handle_close()

    def connections(self) -> list[Connection]:
        """Return the connections that are open."""
        return [one for one in list(self.map.values()) if isinstance(one, Connection)]
