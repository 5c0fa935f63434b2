"""From files to a collection: what is new is read, what is not is left alone."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus import CorpusError, Document, read
from corpus.files import Found, read_bytes
from index import Addition, DocumentInfo, Index


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; `document` is None where it was refused, with why."""

    label: str
    status: Literal["added", "updated", "unchanged", "refused"]
    document: DocumentInfo | None
    embedded: int
    reason: str


def ingest(files: Iterable[Found], index: Index) -> Iterator[Outcome]:
    """Add files to an index, yielding what became of each, in their order.

    A file whose bytes are known is not read as a document again. A file that cannot be
    read never stops the others.
    """
    queue = _Queue(files, index)
    for addition in index.add(queue.documents()):
        yield from queue.settled()
        yield queue.taken_in(addition)
    yield from queue.settled()


class _Queue:
    """Feeds readable documents to the index, and keeps the outcomes of the rest.

    In `_line`, None stands for a document that the index has not yet taken in.
    """

    def __init__(self, files: Iterable[Found], index: Index) -> None:
        self._files = files
        self._index = index
        self._line: deque[Outcome | None] = deque()

    def documents(self) -> Iterator[Document]:
        for found in self._files:
            try:
                document = self._read(found)
            except CorpusError as exc:
                label = found.source.label
                self._line.append(Outcome(label, "refused", None, 0, str(exc)))
                continue
            if document is not None:
                self._line.append(None)
                yield document

    def _read(self, found: Found) -> Document | None:
        data = read_bytes(found.path)
        known = self._index.info(found.source.document_id)
        if known is not None and known.origin_sha256 == hashlib.sha256(data).hexdigest():
            self._line.append(Outcome(known.source, "unchanged", known, 0, ""))
            return None
        return read(data, found.source, found.path.name)

    def settled(self) -> Iterator[Outcome]:
        """Yield the outcomes that stand before the next document to be taken in."""
        while self._line and (outcome := self._line[0]) is not None:
            self._line.popleft()
            yield outcome

    def taken_in(self, addition: Addition) -> Outcome:
        """Return the outcome of the next document."""
        self._line.popleft()
        document = addition.document
        return Outcome(document.source, addition.status, document, addition.embedded, "")
