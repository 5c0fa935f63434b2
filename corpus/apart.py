"""Reads documents in processes of their own, which can be stopped at any moment.

A document is written by strangers and a parser is large: what it does to a parser, it
does there. One process reads many documents in turn; when one of them hangs, crashes or
grows too large, its process is ended, it is refused, and a new process reads the next.
"""

import hashlib
import json
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from corpus import errors
from corpus.document import Document, Original, Source
from corpus.errors import CorpusError, EmptyDocument, NeedsOcr, ReaderStopped
from corpus.ocr import recognized
from corpus.reading import require_size
from corpus.wire import HEAD, MAX_BLOB, MAX_JSON, pack, to_document

SECONDS = 200
"""After so long a process is ended from outside, should its own clocks not have ended it."""

_PROGRAM = "import os, sys; from corpus.inside import serve; serve(int(sys.argv[1]))"
_SHOWN = ("application/pdf",)
_CHUNK = 1 << 20
_DOCUMENTS = 2_000
_TOO_LONG = "reading it takes too long: it is broken, or too large to be one document"


class ReadingRoom:
    """Reads documents for any number of threads, one at a time in each of its processes.

    Processes are started when they are needed. Close it, or use it as a context.
    """

    def __init__(
        self, processes: int = 2, *, program: str = _PROGRAM, seconds: float = SECONDS
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            processes: How many documents may be read at once.
            program: What a process runs, as `python -c` takes it, with our process id.
            seconds: The most that one document may take, counted from outside.
        """
        self._program = program
        self._seconds = seconds
        self._places: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        for _ in range(processes):
            self._places.put(None)
        self._running: set[_Process] = set()
        self._closed = False
        self._lock = threading.Lock()
        # A process dies with the *thread* that started it: it must be one that stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="reading-room")

    def read(self, data: bytes, source: Source, name: str = "") -> Document:
        """Read a document from its bytes, as `corpus.read` does.

        Raises:
            CorpusError: If it cannot be read; the next one can.
        """
        require_size(len(data))
        try:
            return self._read(data, source, name)
        except NeedsOcr:
            made = recognized(data, self._pictures(data))
            if made is None:
                raise
        try:
            document = self._read(made, source, name)
        except (NeedsOcr, EmptyDocument) as exc:
            raise NeedsOcr("it is pictures, and OCR finds no words in them") from exc
        # The date that the file tells now is that of its recognition.
        return replace(document, origin_sha256=hashlib.sha256(data).hexdigest(), published="")

    def page_image(
        self, original: Original, number: int, text: str, span: tuple[int, int], width: int
    ) -> bytes:
        """Return a page as PNG, with the words of a span boxed.

        Args:
            original: The document's original.
            number: The page, from 1.
            text: The page's part of the canonical text.
            span: What to box, in `text`; nothing where it is empty.
            width: The width of the picture in pixels.

        Raises:
            CorpusError: If there is no such page or it cannot be shown.
        """
        page = {"number": number, "text": text, "span": span, "width": width}
        _, blob = self._ask({"task": "page", "name": "", "page": page}, original.data)
        return blob

    def close(self) -> None:
        """End every process at once; what is being read is refused as stopped."""
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        self._starter.shutdown()
        for process in list(self._running):
            process.wait()
        idle = [self._places.get_nowait() for _ in range(self._places.qsize())]
        for place in idle:
            if place is not None:
                self._end(place)
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, data: bytes, source: Source, name: str) -> Document:
        asked = {"key": source.key, "label": source.label}
        fields, _ = self._ask({"task": "read", "name": name or source.label, "source": asked}, data)
        document = to_document(fields["document"])
        if fields["media_type"] in _SHOWN:
            document = replace(document, original=Original(fields["media_type"], data))
        return document

    def _pictures(self, data: bytes) -> Iterator[bytes]:
        """Yield the pages of a PDF as pictures, large enough to read the words."""
        number = 1
        while True:
            try:
                yield self.page_image(Original("application/pdf", data), number, "", (0, 0), 1654)
            except errors.Unreadable:
                return
            number += 1

    def _ask(self, fields: Mapping[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        with self._process() as process:
            answer, blob = process.ask(pack(fields, data), self._seconds)
        if "error" in answer:
            kind = getattr(errors, str(answer["error"]), CorpusError)
            raise kind(str(answer["message"]))
        return answer, blob

    @contextmanager
    def _process(self) -> Iterator["_Process"]:
        """Take a process, started if need be; it is given back only if it is fit for more."""
        process = self._places.get()
        kept: _Process | None = None
        try:
            if process is not None and not process.alive():
                self._end(process)
                process = None
            if process is None:
                process = self._start()
            yield process
            kept = process if process.fit() else None
        finally:
            if process is not None and kept is None:
                self._end(process)
            self._places.put(kept)

    def _start(self) -> "_Process":
        with self._lock:
            if self._closed:
                raise ReaderStopped("reading was stopped, because Pincite is ending")
            try:
                process = self._starter.submit(_Process, self._program).result()
            except OSError as exc:
                raise ReaderStopped(
                    f"no process to read it in can be started ({exc.strerror}): try again later"
                ) from exc
            self._running.add(process)
            return process

    def _end(self, process: "_Process") -> None:
        process.kill()
        process.wait()
        process.release()
        self._running.discard(process)


class _Process:
    """A running reader process, and the pipes to it."""

    def __init__(self, program: str) -> None:
        # The environment may hold keys; the reader gets none of it. -P: nothing is
        # imported from the folder that happens to be the current one.
        environment = {"PYTHONPATH": str(Path(__file__).parent.parent), "LANG": "C.UTF-8"}
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
            fields: dict[str, Any] = json.loads(reply[HEAD.size : HEAD.size + length])
        except ValueError as exc:
            raise ReaderStopped("the reader gave no answer that can be read") from exc
        self._worn = bool(fields.get("worn"))
        return fields, bytes(reply[HEAD.size + length :])

    def kill(self) -> None:
        """End it and everything that it may have started."""
        if self._child.poll() is None:
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
            code = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "the reader closed its output"
        if -code in (signal.SIGPROF, signal.SIGALRM, signal.SIGXCPU):
            return _TOO_LONG
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        return f"the reader crashed on it ({how}): it is broken, or made to break readers"
