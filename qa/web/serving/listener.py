"""The socket that connections come in by, and which of them are let in."""

import errno
import logging
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import TcpWSGIServer

from qa.web.serving.connection import Connection

if TYPE_CHECKING:
    from qa.web.serving.http_server import HttpServer

log = logging.getLogger("pincite.web")

_EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_PAUSE = 1.0
"""Seconds until accepting is tried again when it failed; a guess: those who wait are not lost."""
_FULL_PAUSE = 0.05  # seconds; a guess: connections end often
_TELL_EVERY = 60.0  # seconds between two lines of a kind; a guess: a flood must not fill the log
_WHY = (
    b'{"error": {"code": "too_many_connections", "message": '
    b'"Too many connections from your address: close some of them.", "request_id": ""}}'
)
_REFUSAL = (
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: 5\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(_WHY), _WHY)
)


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """Accepts connections, as many as one address and all of them may have."""

    channel_class = Connection

    def __init__(self, site: "HttpServer", application: Any, adj: Any, sockinfo: Any) -> None:
        self.site = site
        self._paused_until = 0.0
        self._told: dict[str, float] = {}
        super().__init__(application, site.map, dispatcher=site.lanes, adj=adj, sockinfo=sockinfo)

    def readable(self) -> bool:
        return bool(self.accepting) and time.monotonic() >= self._paused_until

    def handle_accept(self) -> None:
        self.accept_one()

    def accept_one(self) -> bool:
        """Let in who waits first; tell whether somebody waited."""
        if not self.site.make_room():
            self._tell("full", "no connection is accepted: as many are in use as may be")
            self._paused_until = time.monotonic() + _FULL_PAUSE
            return False
        try:
            pair = self.accept()
        except OSError as exc:
            self._recover(exc)
            return False
        if pair is None:
            return False
        sock, address = pair
        if self.site.has_too_many(address[0]):
            self._tell("address", "connections beyond PINCITE_PER_ADDRESS are refused")
            _refuse(sock)
            self.site.refused("", 429)
            return True
        with suppress(OSError):  # the other side has left already
            self.set_socket_options(sock)
        self.channel_class(self, sock, address, self.adj, map=self._map)
        return True

    def stop_accepting(self) -> None:
        """Let in all who wait already, and close the port."""
        while self.accept_one():
            pass
        wasyncore.dispatcher.close(self)  # threads still wake the loop: that stays until the end

    def pull_trigger(self) -> None:
        with suppress(OSError):  # a thread that outlasts the server wakes nobody
            super().pull_trigger()

    def handle_error(self) -> None:
        log.exception("a connection could not be accepted")

    def handle_close(self) -> None:
        """Keep the port open, whatever became of one connection."""

    def _recover(self, exc: OSError) -> None:
        if exc.errno not in _EXHAUSTED:
            return  # it concerns the one who has left already
        self._tell("exhausted", f"no connection can be accepted for now ({exc.strerror})")
        self.site.close_longest_waiting()
        self._paused_until = time.monotonic() + _PAUSE

    def _tell(self, what: str, message: str) -> None:
        """Log something once a minute at most: a stranger can make it happen all the time."""
        now = time.monotonic()
        if now - self._told.get(what, -_TELL_EVERY) >= _TELL_EVERY:
            self._told[what] = now
            log.warning("%s", message)


def _refuse(sock: socket.socket) -> None:
    """Say why in one breath, and keep nothing of the connection."""
    with sock, suppress(OSError):
        sock.setblocking(False)
        sock.send(_REFUSAL)
        sock.shutdown(socket.SHUT_WR)
