"""From files to a collection: what is new is read, what is not is left alone."""

import hashlib
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal

from corpus import CorpusError, Document, Found
from corpus.document import parts_prefix
from corpus.files import bytes_of
from corpus.reading import READERS
from corpus.sandbox.parts import ReadPart, Unread
from corpus.sandbox.pool import ReaderPool
from index import (
    AddResult,
    DocumentInfo,
    FileState,
    Index,
    IndexReader,
    NewDocument,
    every_document,
    every_file,
)
from index.types import UNFINISHED
from index.writing.progress import Reading, Watch, unwatched

_NOTED = 500  # files noted in one transaction; a guess: little is lost if it ends before

Status = Literal["added", "updated", "unchanged", "removed", "kept", "refused"]
"""`kept`: its file is gone, but all of its folder is, so that a disk may only be away."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `document` is None where it was refused.

    `reason` says why it was refused, or kept though its file is gone; `code` is that of the
    error which refused it, for programs.
    """

    label: str
    status: Status
    document: DocumentInfo | None
    embedded: int
    reason: str
    code: str = ""


class Known:
    """What a collection knew of files before any of them was looked at."""

    def __init__(
        self, index: Index, *, reread: bool = False, only: Sequence[Found] | None = None
    ) -> None:
        """Look at a collection.

        Args:
            index: The collection.
            reread: Whether to forget what older readers made of files.
            only: The files to look up, where all that it knows would be too much.
        """
        self._reread = reread
        with index.reader() as reader:
            if only is None:
                self.files = {row.key: row for row in every_file(reader)}
                self._infos = {info.id: info for info in every_document(reader)}
            else:
                rows = (row for found in only for row in _rows_of(reader, found.source.key))
                self.files = {row.key: row for row in rows}
                holders = (row.document_id for row in self.files.values())
                self._infos = reader.infos({*holders, *(one.source.document_id for one in only)})
        self._keys = sorted(self.files)

    def unchanged(self, found: Found) -> "list[Outcome]":
        """Return what to say of a file that is as it was taken in; nothing of any other.

        It is not opened.
        """
        info = self.info(found)
        return self.same(found, info) if info is not None and self.is_untouched(found) else []

    def same(self, found: Found, info: DocumentInfo) -> "list[Outcome]":
        """Return of each document of a file, or of the only one known, that it is as it was."""
        parts = self.parts(found).values() or [info]
        return [Outcome(part.source, "unchanged", part, 0, "") for part in parts]

    def info(self, found: Found) -> DocumentInfo | None:
        """Return the document that a file was taken in as; None if it was not.

        For a file that only holds others it is the first of these.
        """
        row = self.files.get(found.source.key)
        return self._infos.get(found.source.document_id if row is None else row.document_id)

    def parts(self, found: Found) -> dict[str, DocumentInfo]:
        """Return by their keys the documents that were taken in from a file: of it, or in it."""
        key, prefix = found.source.key, parts_prefix(found.source.key)
        first = bisect_left(self._keys, prefix)
        last = bisect_left(self._keys, prefix + chr(0x10FFFF))  # after all that begin with it
        rows = [self.files[name] for name in (key, *self._keys[first:last]) if name in self.files]
        return {
            row.key: self._infos[row.document_id]
            for row in rows
            if row.document_id in self._infos and (row.key != key or self._is_own(row, found))
        }

    def _is_own(self, row: FileState, found: Found) -> bool:
        """Tell whether the row of a file is of its own document, and not of one in it."""
        return row.document_id == found.source.document_id

    def is_untouched(self, found: Found) -> bool:
        """Tell, without opening it, whether a file is as it was when it was taken in."""
        row = self.files.get(found.source.key)
        if row is None or row.stamp is None or row.stamp != found.stamp:
            return False
        return not self._is_outdated(found)

    def may_hold(self, found: Found, size: int) -> bool:
        """Tell whether a file of this size may be as it was taken in, as far as is known."""
        row = self.files.get(found.source.key)
        return row is None or row.stamp is None or row.stamp.size == size

    def holds(self, found: Found, data: bytes) -> bool:
        """Tell whether a file was taken in with just these bytes."""
        info, row = self.info(found), self.files.get(found.source.key)
        if info is None or (row is not None and row.is_unfinished) or self._is_outdated(found):
            return False
        return info.origin_sha256 == hashlib.sha256(data).hexdigest()

    def _is_outdated(self, found: Found) -> bool:
        return self._reread and any(info.reader < READERS for info in self.parts(found).values())

    def under(self, folder: str) -> dict[str, DocumentInfo]:
        """Return by their keys the documents whose files lay under a folder (a real path)."""
        prefix = f"file:{folder.rstrip('/')}/"
        below = (row for row in self.files.values() if row.key.startswith(prefix))
        return {r.key: self._infos[r.document_id] for r in below if r.document_id in self._infos}


def _rows_of(reader: IndexReader, key: str) -> Iterator[FileState]:
    """Yield the state of the file of a key, if there is one, and of what came from inside it."""
    yield from (row for row in reader.files(under=key, limit=1) if row.key == key)
    yield from every_file(reader, parts_prefix(key))


def ingest(
    files: Iterable[Found],
    index: Index,
    known: Known | None = None,
    watch: Watch = unwatched,
    pool: ReaderPool | None = None,
    language: str = "",
) -> Iterator[Outcome]:
    """Add files to an index, yielding what became of each, in their order.

    A file that was not written to is not opened, one whose bytes are known is not read as
    a document again. A file that cannot be read never stops the others. `watch` is told what
    is done in between, which takes long where a file is large. Files are read by `pool`, which
    stays open; without one, by a process that ends with this. `language` is the code of the one
    that what is read is said to be in.
    """
    with ReaderPool(1) if pool is None else nullcontext(pool) as readers:
        queue = _Queue(files, index, known or Known(index), readers, watch)
        try:
            arrivals = (replace(one, language=language) for one in queue.arrivals())
            for addition in index.add(arrivals, watch):
                yield from queue.settled()
                yield queue.taken_in(addition)
            yield from queue.settled()
        finally:
            queue.note()


class _Queue:
    """Feeds readable documents to the index, and keeps the outcomes of the rest."""

    def __init__(
        self,
        files: Iterable[Found],
        index: Index,
        known: Known,
        pool: ReaderPool,
        watch: Watch,
    ) -> None:
        self._files = files
        self._index = index
        self._known = known
        self._pool = pool
        self._watch = watch
        self._line: deque[Outcome | _PartsInTake | None] = deque()
        self._same: list[FileState] = []

    def arrivals(self) -> Iterator[NewDocument]:
        for found in self._files:
            try:
                yield from self._read(found)
            except CorpusError as exc:
                self._line.append(refused(found.source.label, exc))

    def _read(self, found: Found) -> Iterator[NewDocument]:
        if unchanged := self._known.unchanged(found):
            self._line += unchanged
            return
        info, data = self._known.info(found), bytes_of(found)
        if info is not None and self._known.holds(found, data):
            self._note(FileState(found.source.key, info.id, found.stamp))
            self._line += self._known.same(found, info)
            return
        self._watch(Reading(found.source.label, len(data)))
        parts = self._pool.read_all(data, found.source, found.path.name)
        first, second = next(parts, None), next(parts, None)
        before = self._known.parts(found)
        alone = second is None and not before.keys() - {found.source.key}
        is_whole = first is not None and first.source.key == found.source.key
        if first is not None and alone and is_whole and isinstance(first.result, Document):
            self._line.append(None)
            yield NewDocument(first.result, found.source.key, found.stamp)
            return
        take = _PartsInTake(found, before)
        yield from self._take(take, chain(filter(None, (first, second)), parts))
        take.complete = True
        self._finish(take)

    def _take(self, take: "_PartsInTake", parts: Iterable[ReadPart]) -> Iterator[NewDocument]:
        """Yield the documents in a file. Its state is noted once all of them are in the index."""
        for part in parts:
            take.unread.add(part)
            if isinstance(part.result, Document):
                take.seen.add(part.source.key)
                take.first = take.first or part.result.id
                take.waiting += 1
                self._line.append(take)
                # Its own bytes are all that tell a file, so until the rest of it is taken in too,
                # the file must not be taken for known by them.
                is_file = part.source.key == take.found.source.key
                yield NewDocument(part.result, part.source.key, UNFINISHED if is_file else None)
            else:
                self._line.append(refused(part.source.label, part.result))

    def _finish(self, take: "_PartsInTake") -> None:
        """Remove what is in a file no longer, and note its state, if all of it is taken in.

        What was not looked at stays, as a file does that cannot be read; the file is read again
        next time, unless that would be in vain.
        """
        if not take.complete or take.waiting:
            return
        gone = {
            key: info
            for key, info in take.before.items()
            if key not in take.seen and not take.unread.covers(key)
        }
        kept = [info.id for key, info in take.before.items() if key not in gone]
        self._index.delete_all([info.id for info in gone.values()])
        self._line += (Outcome(info.source, "removed", info, 0, "") for info in gone.values())
        stamp = UNFINISHED if take.unread.may_pass else take.found.stamp
        if take.first or (take.unread.may_pass and kept):
            holder = take.first or kept[0]
            self._note(FileState(take.found.source.key, holder, stamp))

    def _note(self, file: FileState) -> None:
        self._same.append(file)
        if len(self._same) >= _NOTED:
            self.note()

    def note(self) -> None:
        """Keep the state of the files that are in the index as they are."""
        rows, self._same = self._same, []
        self._index.note(rows)

    def settled(self) -> Iterator[Outcome]:
        """Yield the outcomes that stand before the next document to be taken in."""
        while self._line and isinstance(self._line[0], Outcome):
            outcome = self._line.popleft()
            assert isinstance(outcome, Outcome)
            yield outcome

    def taken_in(self, addition: AddResult) -> Outcome:
        """Return the outcome of the next document."""
        take = self._line.popleft()
        if isinstance(take, _PartsInTake):
            take.waiting -= 1
            self._finish(take)
        document = addition.document
        return Outcome(document.source, addition.status, document, addition.embedded, "")


def refused(label: str, reason: CorpusError) -> Outcome:
    return Outcome(label, "refused", None, 0, str(reason), reason.code)


@dataclass(slots=True)
class _PartsInTake:
    """A file with files in it while these are taken in; `before` is what came of it earlier."""

    found: Found
    before: Mapping[str, DocumentInfo]
    seen: set[str] = field(default_factory=set)
    unread: Unread = field(default_factory=Unread)
    first: str = ""
    waiting: int = 0
    complete: bool = False
