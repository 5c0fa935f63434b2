"""A process that reads documents, seen from outside: what it is sent, and how it ends."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus.errors import ReaderStopped
from corpus.sandbox.messages import HEAD, MAX_BLOB, MAX_JSON

_CHUNK = 1 << 20  # bytes read at a time; a guess: few calls, little memory
_DOCUMENTS = 2_000  # a guess: starting anew costs little by then, and ends what leaks slowly
_TOO_LONG = "reading it takes too long: it is broken, or too large to be one document"


class ReaderProcess:
    """A running reader process, and the pipes to it."""

    def __init__(self, program: str) -> None:
        # The environment may hold keys; the reader gets none of it. -P: nothing is
        # imported from the folder that happens to be the current one.
        environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}
        environment["OMP_NUM_THREADS"] = "1"
        self._child = subprocess.Popen(
            [sys.executable, "-B", "-P", "-c", program, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=0,
            start_new_session=True,
        )
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._in, self._out = self._child.stdin, self._child.stdout
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)
        self._served = 0
        self._worn = False

    def alive(self) -> bool:
        return self._child.poll() is None

    def fit(self) -> bool:
        """Tell whether it may read another document: neither swollen nor old."""
        return not self._worn and self._served < _DOCUMENTS and self.alive()

    def ask(self, request: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its reply.

        Raises:
            ReaderStopped: If none comes in time, or none that may come.
        """
        self._served += 1
        self._worn = True  # until it has answered well
        until = time.monotonic() + seconds
        reply = self._exchange(request, until)
        length, _ = HEAD.unpack_from(reply)
        try:
            fields = json.loads(reply[HEAD.size : HEAD.size + length])
        except (ValueError, RecursionError) as exc:
            raise ReaderStopped("the reader gave no answer that can be read") from exc
        if not isinstance(fields, dict):
            raise ReaderStopped("the reader gave no answer that can be read")
        self._worn = bool(fields.get("worn"))
        return fields, bytes(reply[HEAD.size + length :])

    def kill(self) -> None:
        """End it and everything that it may have started."""
        if self._child.poll() is None:
            with suppress(ProcessLookupError):  # another thread may have waited for it just now
                os.killpg(self._child.pid, signal.SIGKILL)

    def wait(self) -> None:
        """Wait until it has ended, so that no zombie is left."""
        self._child.wait()

    def release(self) -> None:
        """Close the pipes to it."""
        self._in.close()
        self._out.close()

    def _exchange(self, request: bytes, until: float) -> bytearray:
        """Write the request while reading the reply, which may come before all is written."""
        reply = bytearray()
        rest = memoryview(request)
        with selectors.DefaultSelector() as selector:
            selector.register(self._out, selectors.EVENT_READ)
            selector.register(self._in, selectors.EVENT_WRITE)
            while True:
                ready = selector.select(until - time.monotonic())
                if time.monotonic() >= until:
                    raise ReaderStopped(_TOO_LONG)
                for key, _ in ready:
                    if key.fileobj is self._in:
                        rest = self._write(rest)
                        if not rest:
                            selector.unregister(self._in)
                    elif self._read_into(reply):
                        return reply

    def _write(self, rest: memoryview) -> memoryview:
        try:
            return rest[os.write(self._in.fileno(), rest[:_CHUNK]) :]
        except BrokenPipeError:
            return rest[len(rest) :]  # it has died: reading tells how
        except BlockingIOError:
            return rest

    def _read_into(self, reply: bytearray) -> bool:
        """Read what has come; tell whether the reply is whole."""
        chunk = os.read(self._out.fileno(), _CHUNK)
        if not chunk:
            raise ReaderStopped(self._how_it_died())
        reply += chunk
        if len(reply) < HEAD.size:
            return False
        length, size = HEAD.unpack_from(reply)
        whole: int = HEAD.size + length + size
        if length > MAX_JSON or size > MAX_BLOB or len(reply) > whole:
            raise ReaderStopped("the reader gave more than a document can hold")
        return len(reply) == whole

    def _how_it_died(self) -> str:
        try:
            # Seconds; a guess: it has closed its output, so it is ending.
            code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "the reader closed its output"
        if -code in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU):
            return _TOO_LONG
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return f"the reader crashed on it ({how}): it is broken, or made to break readers"
