"""From files to a collection: what is new is read, what is not is left alone."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import CorpusError, Found
from corpus.files import bytes_of
from corpus.reading import READERS
from corpus.sandbox.pool import ReaderPool
from index import (
    AddResult,
    DocumentInfo,
    FileState,
    Index,
    NewDocument,
    every_document,
    every_file,
)
from index.writing.progress import Reading, Watch, unwatched

_NOTED = 500  # files noted in one transaction; a guess: little is lost if it ends before

Status = Literal["added", "updated", "unchanged", "removed", "kept", "refused"]
"""`kept`: its file is gone, but all of its folder is, so that a disk may only be away."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `document` is None where it was refused.

    `reason` says why it was refused, or kept though its file is gone.
    """

    label: str
    status: Status
    document: DocumentInfo | None
    embedded: int
    reason: str


class Known:
    """What a collection knew of files before any of them was looked at."""

    def __init__(self, index: Index, *, reread: bool = False) -> None:
        """Look at a collection; to `reread`, forget what older readers made of files."""
        self._reread = reread
        with index.reader() as reader:
            self._infos = {info.id: info for info in every_document(reader)}
            self.files = {row.key: row for row in every_file(reader)}

    def info(self, found: Found) -> DocumentInfo | None:
        """Return the document that a file was taken in as; None if it was not."""
        return self._infos.get(found.source.document_id)

    def is_untouched(self, found: Found) -> bool:
        """Tell, without opening it, whether a file is as it was when it was taken in."""
        row = self.files.get(found.source.key)
        if row is None or row.stamp is None or self._is_outdated(found):
            return False
        return row.stamp == found.stamp

    def may_hold(self, found: Found, size: int) -> bool:
        """Tell whether a file of this size may be as it was taken in, as far as is known."""
        row = self.files.get(found.source.key)
        return row is None or row.stamp is None or row.stamp.size == size

    def holds(self, found: Found, data: bytes) -> bool:
        """Tell whether a file was taken in with just these bytes."""
        info = self.info(found)
        if info is None or self._is_outdated(found):
            return False
        return info.origin_sha256 == hashlib.sha256(data).hexdigest()

    def _is_outdated(self, found: Found) -> bool:
        info = self.info(found)
        return self._reread and info is not None and info.reader < READERS

    def under(self, folder: str) -> dict[str, DocumentInfo]:
        """Return by their keys the documents whose files lay under a folder (a real path)."""
        prefix = f"file:{folder.rstrip('/')}/"
        below = (row for row in self.files.values() if row.key.startswith(prefix))
        return {r.key: self._infos[r.document_id] for r in below if r.document_id in self._infos}


def ingest(
    files: Iterable[Found], index: Index, known: Known | None = None, watch: Watch = unwatched
) -> Iterator[Outcome]:
    """Add files to an index, yielding what became of each, in their order.

    A file that was not written to is not opened, one whose bytes are known is not read as
    a document again. A file that cannot be read never stops the others. `watch` is told what
    is done in between, which takes long where a file is large.
    """
    with ReaderPool(1) as room:
        queue = _Queue(files, index, known or Known(index), room, watch)
        try:
            for addition in index.add(queue.arrivals(), watch):
                yield from queue.settled()
                yield queue.taken_in(addition)
            yield from queue.settled()
        finally:
            queue.note()


class _Queue:
    """Feeds readable documents to the index, and keeps the outcomes of the rest.

    In `_line`, None stands for a document that the index has not yet taken in.
    """

    def __init__(
        self,
        files: Iterable[Found],
        index: Index,
        known: Known,
        room: ReaderPool,
        watch: Watch,
    ) -> None:
        self._files = files
        self._index = index
        self._known = known
        self._room = room
        self._watch = watch
        self._line: deque[Outcome | None] = deque()
        self._same: list[FileState] = []

    def arrivals(self) -> Iterator[NewDocument]:
        for found in self._files:
            try:
                arrival = self._read(found)
            except CorpusError as exc:
                label = found.source.label
                self._line.append(Outcome(label, "refused", None, 0, str(exc)))
                continue
            if arrival is not None:
                self._line.append(None)
                yield arrival

    def _read(self, found: Found) -> NewDocument | None:
        info = self._known.info(found)
        if info is not None and self._known.is_untouched(found):
            self._line.append(Outcome(info.source, "unchanged", info, 0, ""))
            return None
        data = bytes_of(found)
        if info is not None and self._known.holds(found, data):
            self._same.append(FileState(found.source.key, info.id, found.stamp))
            if len(self._same) >= _NOTED:
                self.note()
            self._line.append(Outcome(info.source, "unchanged", info, 0, ""))
            return None
        self._watch(Reading(found.source.label, len(data)))
        document = self._room.read(data, found.source, found.path.name)
        return NewDocument(document, found.source.key, found.stamp)

    def note(self) -> None:
        """Keep the state of the files that turned out to be the same."""
        rows, self._same = self._same, []
        self._index.note(rows)

    def settled(self) -> Iterator[Outcome]:
        """Yield the outcomes that stand before the next document to be taken in."""
        while self._line and (outcome := self._line[0]) is not None:
            self._line.popleft()
            yield outcome

    def taken_in(self, addition: AddResult) -> Outcome:
        """Return the outcome of the next document."""
        self._line.popleft()
        document = addition.document
        return Outcome(document.source, addition.status, document, addition.embedded, "")
