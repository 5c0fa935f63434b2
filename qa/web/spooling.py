"""Bodies of requests, which lie in the folder for temporary files where they are large."""

from contextlib import suppress
from typing import Any

from waitress.buffers import OverflowableBuffer
from waitress.parser import HTTPRequestParser
from waitress.utilities import Error

NEVER = 1 << 62
"""From how many bytes on a reply lies in a temporary file: it is in memory anyway."""


class InsufficientStorage(Error):  # type: ignore[misc]
    """The folder for temporary files is full."""

    code = 507
    reason = "Insufficient Storage"


class Spool(OverflowableBuffer):  # type: ignore[misc]
    """A body as it comes in; what does not fit on the disk is dropped, and that is told."""

    full = False

    def append(self, data: bytes) -> None:
        if self.full:
            return
        try:
            super().append(data)
        except OSError:
            self.full = True
            with suppress(OSError):  # it would write what it still holds
                self.close()
            self.buf, self.strbuf = None, b""


class SpoolingParser(HTTPRequestParser):  # type: ignore[misc]
    """Takes in a request; one whose body finds no room is taken in to its end, and refused.

    To its end, because a client that still sends when the connection is closed never sees
    the reply.
    """

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = Spool(self.adj.inbuf_overflow)

    def received(self, data: bytes) -> Any:
        consumed = super().received(data)
        if self.completed and self.body_rcv is not None and self.body_rcv.buf.full:
            self.error = InsufficientStorage("the folder for temporary files is full")
        return consumed
