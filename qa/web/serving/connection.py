"""A connection: how long it may take, and how it ends so that the other side sees why."""

import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask
from waitress.utilities import Error

from qa.web.serving.limits import network_of
from qa.web.serving.parser import Admitted, RequestParser
from qa.web.serving.waitress_errors import JsonErrorTask, TooManyConnections, TooSlow

if TYPE_CHECKING:
    from qa.web.serving.listener import Listener

_THROWN_AWAY = 65_536  # bytes at a time; a guess: as much as a socket holds


class RequestTask(WSGITask):  # type: ignore[misc]
    """Answers a request by the application."""

    def build_response_header(self) -> bytes:
        if self.request.body_ignored or self.channel.server.site.draining:
            self.request.headers["CONNECTION"] = "close"
            self.channel.lingers = self.request.body_ignored
        return bytes(super().build_response_header())


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection with deadlines that no trickle of bytes puts off."""

    task_class = RequestTask
    error_task_class = JsonErrorTask
    request: RequestParser | None

    def __init__(
        self, server: "Listener", sock: socket.socket, addr: Any, adj: Any, map: dict[int, Any]
    ) -> None:
        self.parser_class = partial(RequestParser, admit=self._admit)
        self._peer = addr[0]
        self.network = network_of(self._peer)
        """As whose it counts: a proxy's as its client's, while a request of that is under way."""
        self.lingers = False
        """Whether to go on reading after the reply: closed with something unread, the
        connection would be reset, and the client might never see the reply."""
        self._limits = server.site.limits
        self._since = self._moved = time.monotonic()
        self._begun = True  # a new connection has to send a request, an idle one may wait
        self._lingering_since: float | None = None
        super().__init__(server, sock, addr, adj, map=map)

    # What it waits for -----------------------------------------------------------------

    @property
    def working(self) -> bool:
        """Whether a request is being answered, or its reply is being sent."""
        return bool(self.requests or self.total_outbufs_len or self.close_when_flushed)

    @property
    def idle(self) -> bool:
        """Whether no request has begun to arrive, and none is being answered."""
        return self._lingering_since is not None or not (self.working or self.request)

    @property
    def dispensable(self) -> bool:
        """Whether it may be closed for another's sake: no whole head has come."""
        arriving = self.request
        return self.idle or not (self.working or (arriving and arriving.headers_finished))

    @property
    def since(self) -> float:
        """Since when it waits for what it waits for."""
        return self._since

    def enforce(self, now: float) -> None:
        """Close the connection, or refuse its request, where it takes too long."""
        limits = self._limits
        if self._lingering_since is not None:
            silent = now - self._moved > limits.silent_seconds
            if silent or now - self._lingering_since > limits.linger_seconds:
                self.handle_close()
        elif self.requests:
            return
        elif self.working:
            if now - self._moved > limits.idle_seconds:  # the other side takes nothing
                self.handle_close()
        elif now - self._since > self._allowed():
            self._end_waiting()

    def _allowed(self) -> float:
        if self.request is not None and self.request.headers_finished:
            return self._limits.body_seconds
        return self._limits.head_seconds if self._begun else self._limits.idle_seconds

    def _end_waiting(self) -> None:
        with self.requests_lock:
            late, self.request = self.request, None
            if late is not None:
                late.fail(TooSlow())
                self.requests.append(late)
                self.server.add_task(self)
                return
        self.handle_close()

    def _admit(self, method: str, path: str, headers: Mapping[str, str]) -> Admitted | Error:
        """Decide what becomes of a request whose head has come, and count it as its client's."""
        site = self.server.site
        admitted: Admitted = site.admit(method, path, headers, self._peer)
        if admitted.client not in ("", self._peer):
            if site.has_too_many(admitted.client):
                return TooManyConnections()
            self.network = network_of(admitted.client)
        return admitted

    # What waitress calls ---------------------------------------------------------------

    def received(self, data: bytes) -> bool:
        if not self._begun:
            self._begun, self._since = True, time.monotonic()
        in_head = self.request is None or not self.request.headers_finished
        took = bool(super().received(data))
        if in_head and self.request is not None and self.request.headers_finished:
            self._since = time.monotonic()
        return took

    def service(self) -> None:
        super().service()
        self._since, self._begun = time.monotonic(), self.request is not None
        if not self.requests:
            self.network = network_of(self._peer)

    def readable(self) -> bool:
        return self._lingering_since is not None or bool(super().readable())

    def handle_read(self) -> None:
        if self._lingering_since is None:
            super().handle_read()
            return
        try:
            if self.recv(_THROWN_AWAY):
                self._moved = time.monotonic()
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        if self.will_close or not (self.lingers and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.connected and not (self.total_outbufs_len or self.will_close):
            self._linger()

    def handle_expt(self) -> None:
        self.handle_close()  # nobody sends urgent data to a web server for a good reason

    def handle_close(self) -> None:
        unfinished, self.request = self.request, None
        if unfinished is not None:
            unfinished.close()
        super().handle_close()

    def _flush_some(self, do_close: bool = True) -> bool:
        sent = bool(super()._flush_some(do_close=do_close))
        if sent:
            self._moved = time.monotonic()
        return sent

    def _linger(self) -> None:
        """Say that the reply is whole, and throw away what still comes."""
        self.close_when_flushed = False
        self._lingering_since = self._moved = time.monotonic()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)
