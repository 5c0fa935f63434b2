"""Reads documents in processes of their own, which can be stopped at any moment.

A document is written by strangers and a parser is large: what it does to a parser, it
does there. One process reads many documents in turn; when one of them hangs, crashes or
grows too large, its process is ended, it is refused, and a new process reads the next.
"""

import hashlib
import queue
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from types import TracebackType
from typing import Any, Self

from corpus import errors
from corpus.document import PAGED, Document, Original, Source
from corpus.errors import CorpusError, EmptyDocument, NeedsOcr, ReadersBusy, ReaderStopped
from corpus.reading import require_document, require_size
from corpus.sandbox import ocr
from corpus.sandbox.confine import FENCED, LACKS
from corpus.sandbox.messages import Reply, pack, to_reply
from corpus.sandbox.parts import PartReader, ReadPart
from corpus.sandbox.process import ReaderProcess
from corpus.text_builder import MAX_NOTES

SECONDS = 120
"""After so long a process is ended from outside, should its own clocks not have ended it; a
guess: well above what `FORMATS` gives any of them."""

PATIENCE = 5
"""Who wants to see a page waits so many seconds for a process that draws it; a guess: longer
seems broken."""

_PROGRAM = "import os, sys; from corpus.sandbox.child import serve; serve(int(sys.argv[1]))"
_OCR_WIDTH = 1654  # pixels: A4 at `ocr.DPI`
_NO_TOOL = "Install tesseract, and pages that are pictures can be read."
_MAX_WORDS = 1_000  # characters of a message; a guess: a long paragraph


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """How the processes of a pool are doing.

    Of `most`, so many are `running`. Since the pool was made, so many were `started`, and `lost`:
    these hung, crashed, grew too large or had read enough. It `fails` if the last one that was
    wanted could not be started.
    """

    most: int
    running: int
    started: int
    lost: int
    fails: bool


class ReaderPool:
    """Reads documents for any number of threads, one at a time in each of its processes.

    Processes are started when they are needed. Close it, or use it as a context.
    """

    def __init__(
        self,
        processes: int = 2,
        *,
        program: str = _PROGRAM,
        seconds: float = SECONDS,
        patience: float = PATIENCE,
    ) -> None:
        """Prepare; nothing is started yet.

        Args:
            processes: How many documents may be read at once.
            program: What a process runs, as `python -c` takes it, with our process id.
            seconds: The most that one document may take, counted from outside.
            patience: The most that a page waits for a process; a document waits for ever.
        """
        self._program = program
        self._seconds = seconds
        self._patience = patience
        self._places: queue.LifoQueue[ReaderProcess | None] = queue.LifoQueue()
        for _ in range(processes):
            self._places.put(None)
        self._most = processes
        self._running: set[ReaderProcess] = set()
        self._started = 0
        self._lost = 0
        self._fails = False
        self._closed = False
        self._lock = threading.Lock()
        # A process dies with the *thread* that started it: it must be one that stays.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="reading-room")

    def read(
        self, data: bytes, source: Source, name: str = "", *, seconds: float | None = None
    ) -> Document:
        """Read a document from its bytes, as `corpus.read` does.

        Args:
            data: The whole file.
            source: Where it comes from.
            name: The name of the file; without it, the source's label.
            seconds: The most that it may take here; then a scan is refused instead of recognized.

        Raises:
            CorpusError: If it cannot be read; the next one can.
        """
        return require_document(self._open(data, source, name, None, seconds).contents)

    def read_all(
        self, data: bytes, source: Source, name: str = "", *, seconds: float | None = None
    ) -> Iterator[ReadPart]:
        """Read a file and all that is in it: attachments, mails of a mailbox, files of an archive.

        Yields the document of the file itself first, if it has words of its own; then each file
        in it as it is read, with its own time, memory and place (`mail.eml#2`, `box.mbox#3.2`).
        What cannot be read comes with the reason, and never stops the rest.

        Args:
            data: The whole file.
            source: Where it comes from.
            name: The name of the file; without it, the source's label.
            seconds: The most that each of them may take; then no scan is recognized.

        Raises:
            CorpusError: If the file itself cannot be read, or the pool is closed.
        """

        def open_file(data: bytes, source: Source, name: str, first: int) -> Reply:
            return self._open(data, source, name, first, seconds)

        return PartReader(open_file, lambda: self._closed).read(data, source, name)

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
            ReadersBusy: If every process is at work for longer than this room is patient.
            CorpusError: If there is no such page or it cannot be shown.
        """
        page = {"number": number, "text": text, "span": span, "width": width}
        return self._drawn(original.data, page, self._patience)

    def lacks(self) -> list[str]:
        """Tell in sentences how its readers are less confined than they should be.

        Ask before the first document: one that took a reader over could have it say anything.

        Raises:
            ReaderStopped: If no reader can be started.
        """
        fields, _ = self._ask({"task": "confinement"}, b"")
        told = [
            f"readers of documents are less confined than they should be: this system has no "
            f"{name}, or does not permit it here, and {meaning}"
            for name, meaning in LACKS.items()
            if name in fields["lacks"]
        ]
        unfenced = fields["open"] and FENCED not in fields["lacks"] and ocr.installed()
        return [*told, *([ocr.UNFENCED] if unfenced else [])]

    def figures(self) -> "PoolFigures":
        """Return how its processes are doing."""
        with self._lock:
            running = len(self._running)
            return PoolFigures(self._most, running, self._started, self._lost, self._fails)

    def close(self) -> None:
        """End every process at once; what is being read is refused as stopped."""
        with self._lock:
            self._closed = True
            running = list(self._running)
            for process in running:
                process.kill()
        self._starter.shutdown()
        for process in running:
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

    def _open(
        self, data: bytes, source: Source, name: str, first: int | None, seconds: float | None
    ) -> Reply:
        """Read a file, recognizing the words of pages that are pictures if there is time."""
        require_size(len(data))
        try:
            reply = self._read(data, source, name, first, seconds)
        except NeedsOcr:
            if seconds is not None or not ocr.installed():
                raise
            return self._recognized(data, source, name, first, None)
        document = reply.contents.document
        unread = [page.number for page in document.pages if page.unread] if document else []
        if document is None or not unread:
            return reply
        if not ocr.installed():
            return _with_note(reply, document, _NO_TOOL)
        if seconds is not None:
            raise NeedsOcr("some of its pages are pictures, which takes longer")
        try:
            return self._recognized(data, source, name, first, unread[: ocr.MAX_PAGES])
        except CorpusError as exc:
            if self._closed:
                raise
            return _with_note(reply, document, f"OCR was tried: {exc.message}")

    def _recognized(
        self, data: bytes, source: Source, name: str, first: int | None, pages: list[int] | None
    ) -> Reply:
        """Read a PDF with the words that OCR finds on some of its pages, or on all."""
        drawn: list[int] = []
        words = ocr.recognized(self._pictures(data, pages, drawn))
        if words is None:
            raise NeedsOcr(_NO_TOOL)
        fields = {"task": "overlay", "size": len(data), "pages": drawn}
        _, made = self._ask(fields, data + words)
        try:
            reply = self._read(made, source, name, first)
        except (NeedsOcr, EmptyDocument) as exc:
            raise NeedsOcr("it is pictures, and OCR finds no words in them") from exc
        document = require_document(reply.contents)
        document = replace(document, origin_sha256=_sha256(data))
        return replace(reply, contents=replace(reply.contents, document=document))

    def _read(
        self,
        data: bytes,
        source: Source,
        name: str,
        first: int | None,
        seconds: float | None = None,
    ) -> Reply:
        told = {"key": source.key, "label": source.label}
        asked = {"task": "read", "name": name or source.label, "source": told, "first": first}
        fields, blob = self._ask(asked, data, seconds=seconds)
        try:
            reply = to_reply(fields, blob, source, _sha256(data))
        except (TypeError, KeyError, ValueError, AttributeError) as exc:
            raise ReaderStopped("the reader gave no document") from exc
        document = reply.contents.document
        if document is None or reply.media_type not in PAGED:
            return reply
        document = replace(document, original=Original(reply.media_type, data))
        return replace(reply, contents=replace(reply.contents, document=document))

    def _pictures(self, data: bytes, pages: list[int] | None, drawn: list[int]) -> Iterator[bytes]:
        """Yield pages of a PDF as pictures, large enough to read the words; all without `pages`.

        The numbers of those that were drawn are added to `drawn`.
        """
        for number in count(1) if pages is None else pages:
            try:
                page = {"number": number, "text": "", "span": (0, 0), "width": _OCR_WIDTH}
                picture = self._drawn(data, page, None)
            except errors.Unreadable:
                return
            drawn.append(number)
            yield picture

    def _drawn(self, data: bytes, page: Mapping[str, Any], patience: float | None) -> bytes:
        _, blob = self._ask({"task": "page", "name": "", "page": page}, data, patience)
        return blob

    def _ask(
        self,
        fields: Mapping[str, Any],
        data: bytes,
        patience: float | None = None,
        seconds: float | None = None,
    ) -> tuple[dict[str, Any], bytes]:
        most = self._seconds if seconds is None else min(seconds, self._seconds)
        with self._process(patience) as process:
            answer, blob = process.ask(pack(fields, data), most)
        if "error" in answer:
            raise _refusal(answer)
        return answer, blob

    @contextmanager
    def _process(self, patience: float | None) -> Iterator[ReaderProcess]:
        """Take a process, started if need be; it is given back only if it is fit for more."""
        try:
            process = self._places.get(timeout=patience)
        except queue.Empty:
            raise ReadersBusy("all readers are at work: try again in a moment") from None
        kept: ReaderProcess | None = None
        try:
            if process is not None and not process.alive():
                self._lose(process)
                process = None
            if process is None:
                process = self._start()
            yield process
            kept = process if process.fit() else None
        finally:
            if process is not None and kept is None:
                self._lose(process)
            self._places.put(kept)

    def _start(self) -> ReaderProcess:
        with self._lock:
            if self._closed:
                raise ReaderStopped("reading was stopped, because Pincite is ending")
            try:
                process = self._starter.submit(ReaderProcess, self._program).result()
            except OSError as exc:
                self._fails = True
                raise ReaderStopped(
                    f"no process to read it in can be started ({exc.strerror}): try again later"
                ) from exc
            self._fails = False
            self._started += 1
            self._running.add(process)
            return process

    def _lose(self, process: ReaderProcess) -> None:
        """End a process that is not fit for more, or has ended itself."""
        with self._lock:
            self._lost += 1
        self._end(process)

    def _end(self, process: ReaderProcess) -> None:
        process.kill()
        process.wait()
        process.release()
        with self._lock:
            self._running.discard(process)


def _refusal(answer: Mapping[str, Any]) -> CorpusError:
    """Return what a reader refuses a document for; its words are bounded, as all it says."""
    kind = getattr(errors, str(answer["error"]), None)
    words = " ".join(str(answer.get("message", ""))[:_MAX_WORDS].split())
    if not (isinstance(kind, type) and issubclass(kind, CorpusError)):
        return ReaderStopped("the reader gave no answer that can be read")
    return kind(words)


def _with_note(reply: Reply, document: Document, note: str) -> Reply:
    notes = (*document.notes, note)[:MAX_NOTES]
    return replace(reply, contents=replace(reply.contents, document=replace(document, notes=notes)))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
