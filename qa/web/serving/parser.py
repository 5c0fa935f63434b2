"""Reads requests: strictly as to where they end, and no body before it is known to be wanted."""

import errno
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from waitress.parser import HTTPRequestParser, ParsingError, TransferEncodingNotImplemented
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from qa.web.serving.chunked import ChunkedBody
from qa.web.serving.waitress_errors import DiskIsFull, ServiceBusy

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n|\Z)")
_ONCE = (b"host", b"content-length", b"transfer-encoding", b"expect")
_EXHAUSTED = (errno.EMFILE, errno.ENFILE)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What becomes of a request: who works on it, and how many bytes of a body are received.

    Without any, the request goes on at once as one that has none, and what is sent of it
    is thrown away. `client` is the address of who asks: of a proxy's client, where a proxy
    says it that may, and otherwise that of the connection. `too_large` is what a larger body is
    refused as, and `refusal` refuses the request at once; a body that is said to be larger than
    `largest`, which is accepted of nobody, is refused as that.
    """

    lane: str = "other"
    body_limit: int = 0
    client: str = ""
    too_large: Error | None = None
    refusal: Error | None = None
    largest: int = 0


Admit = Callable[[str, str, Mapping[str, str], str], Admitted]
"""Decides by method, path and headers, as waitress names them, and the address of the other end."""
AdmitHead = Callable[[str, str, Mapping[str, str]], Admitted | Error]
"""The same for one connection, or as what the request is refused at once."""


class RequestParser(HTTPRequestParser):  # type: ignore[misc]
    """A request as it arrives."""

    path = ""  # until it is known
    chunked: bool
    body_rcv: Any

    def __init__(self, adj: Any, admit: AdmitHead) -> None:
        super().__init__(adj)
        self._admit = admit
        self.admitted = Admitted()
        self.body_ignored = False

    def received(self, data: bytes) -> int:
        """Take bytes; return how many of them were of this request.

        All of them are, once it is refused: what follows is never another request.
        """
        in_head = not self.headers_finished
        if in_head and self._has_bare_line_ends(data):
            return self._refused("a line of the headers does not end in CR LF", data)
        try:
            consumed = super().received(data)
        except OSError as exc:  # the temporary file that keeps the body
            self.fail(ServiceBusy() if exc.errno in _EXHAUSTED else DiskIsFull())
        else:
            if in_head and self.headers_finished and not self.empty:
                self._begin_body()
            elif not in_head:
                self._watch_size()
        if self.error:
            self.expect_continue = False
        if self.error or self.body_ignored:
            return len(data)
        return int(consumed)

    def parse_header(self, header_plus: bytes) -> None:
        """Parse the head, and refuse one whose end another server may see elsewhere."""
        lines = header_plus.split(b"\r\n")[1:]
        if any(line[:1] in (b" ", b"\t") for line in lines):
            raise ParsingError("a header is continued on another line")
        named = Counter(line.partition(b":")[0].lower() for line in lines if line)
        if any(named[name] > 1 for name in _ONCE):
            raise ParsingError("a header occurs twice that may occur once")
        chunked = bool(named[b"transfer-encoding"])
        if chunked and named[b"content-length"]:
            raise ParsingError("the length of the body is given in two ways")
        super().parse_header(header_plus)
        if self.version not in ("1.0", "1.1") or (chunked and self.version == "1.0"):
            raise ParsingError("the version of HTTP is not one that allows this")
        if self.version == "1.1" and not named[b"host"]:
            raise ParsingError("there is no Host")
        if chunked:
            if not self.chunked or any(_is_other_coding(line) for line in lines):
                raise TransferEncodingNotImplemented("only chunked")
            self.body_rcv = ChunkedBody(self.body_rcv.getbuf())

    def fail(self, error: Error) -> None:
        """Refuse the request, and keep nothing of its body."""
        self.error = error
        self.completed = True
        self.expect_continue = False
        self.close()

    def close(self) -> None:
        if self.body_rcv is not None:
            with suppress(OSError):  # what could not be written cannot be flushed
                self.body_rcv.getbuf().close()

    def _refused(self, why: str, data: bytes) -> int:
        self.fail(BadRequest(why))
        return len(data)

    def _begin_body(self) -> None:
        """Decide, now that the head is there, whether the body is received."""
        if self.error:
            return
        decided = self._admit(self.command, self.path, self.headers)
        if isinstance(decided, Error):
            self.fail(decided)
            return
        self.admitted = decided
        if decided.refusal is not None:
            self._refuse_body(self.content_length, decided.refusal)
            return
        if self.body_rcv is None:
            self.expect_continue = False
            return
        limit = self.admitted.body_limit
        if not limit:
            self._ignore_body()
        elif self.content_length > limit:
            self._refuse_body(self.content_length, self.admitted.too_large)

    def _ignore_body(self) -> None:
        self.close()
        self.body_rcv, self.chunked = None, False
        self.headers["CONTENT_LENGTH"] = "0"
        self.expect_continue = False
        self.body_ignored = self.completed = True

    def _watch_size(self) -> None:
        """Refuse a body in chunks as soon as it is, or says that it will be, too large."""
        announced = self.body_rcv.announced if isinstance(self.body_rcv, ChunkedBody) else 0
        limit = self.admitted.body_limit
        size = self.body_bytes_received + announced
        if not self.error and size > limit:
            self._refuse_body(size, self.admitted.too_large)

    def _refuse_body(self, size: int, own: Error | None) -> None:
        """Refuse the request for a reason of its own, unless nobody may send so much."""
        if own is None or size > self.admitted.largest:
            own = RequestEntityTooLarge(f"more than {self.admitted.body_limit}")
        self.fail(own)

    def _has_bare_line_ends(self, data: bytes) -> bool:
        before = self.header_plus[-3:]
        head = (before + data).partition(b"\r\n\r\n")[0]
        return any(found.start() >= len(before) - 1 for found in _BARE.finditer(head))


def _is_other_coding(line: bytes) -> bool:
    name, _, value = line.partition(b":")
    return name.lower() == b"transfer-encoding" and value.strip(b" \t").lower() != b"chunked"
