"""Bodies sent in chunks, read as strictly as RFC 9112 has them.

waitress' own receiver takes a bare line feed for the end of a size and keeps a line of any
length; whoever stands in front may read both otherwise, and a second request hides between.
"""

import re
from typing import Any

from waitress.utilities import BadRequest

_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[\t\x20-\x7e\x80-\xff]*)?")
_LINE = 1024  # bytes; a guess: a size has up to 16
_TRAILERS = 8192  # bytes; a guess: as other servers take of a head


class ChunkedBody:
    """Takes the chunks of a body apart, into a buffer; what waitress calls a receiver."""

    def __init__(self, buffer: Any) -> None:
        self.completed = False
        self.error: BadRequest | None = None
        self._buffer = buffer
        self._left = 0  # bytes to come of the chunk
        self._pending = b""  # of a line that is not whole yet
        self._state = self._size

    def __len__(self) -> int:
        return int(self._buffer.__len__())

    def getfile(self) -> Any:
        return self._buffer.getfile()

    def getbuf(self) -> Any:
        return self._buffer

    @property
    def announced(self) -> int:
        """How many bytes the chunk that is being received still has."""
        return self._left

    def received(self, data: bytes) -> int:
        """Take bytes; return how many of them were of the body."""
        rest = self._pending + data
        self._pending = b""
        while rest and not self.completed and not self.error:
            if self._left:
                self._buffer.append(rest[: self._left])
                taken = min(self._left, len(rest))
                self._left -= taken
                rest = rest[taken:]
                continue
            line, end, after = rest.partition(b"\r\n")
            if not end:
                self._pending = rest
                if len(rest) > _LINE:
                    self._refuse("a line is too long")
                return len(data)
            rest = after
            self._state(line)
        return len(data) - len(rest) if self.completed else len(data)

    def _size(self, line: bytes) -> None:
        size = _SIZE.fullmatch(line)
        if size is None or len(line) > _LINE:
            self._refuse("the size of a chunk is none")
            return
        self._left = int(size[1], 16)
        self._state = self._end if self._left else self._trailer
        self._trailers = 0

    def _end(self, line: bytes) -> None:
        if line:
            self._refuse("a chunk is longer than it says")
        self._state = self._size

    def _trailer(self, line: bytes) -> None:
        """Pass over what follows the last chunk, up to an empty line."""
        self._trailers += len(line)
        if b"\n" in line or b"\r" in line or self._trailers > _TRAILERS:
            self._refuse("what follows the last chunk is malformed")
        self.completed = not line

    def _refuse(self, why: str) -> None:
        self.error = BadRequest(why)
