"""Reads an upload, and what is in it, into the collection."""

import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from corpus import CorpusError, Document, NeedsOcr, ReaderStopped, Source, TooLarge
from corpus.sandbox.ocr import installed
from corpus.sandbox.parts import ReadPart, Unread
from corpus.sandbox.pool import ReaderPool
from index import Index, NewDocument, Work
from index.counted import counted
from index.ledger.quota import NO_ROOM
from index.types import UNFINISHED

_QUICK_SECONDS = 10.0
"""What takes longer to be read is slow; a guess: most documents take less than one."""
_QUICK_CHARACTERS = 200_000
"""A longer text is slow to embed: some 400 passages, which took 2 to 10 s on two busy cores."""
_MOST_CHARACTERS = 30_000_000
"""Of all documents in an upload, which are in memory until they are written; a guess: three of the
longest, in some 100,000 passages."""
_WHOLE_SECONDS = 3600.0  # a guess: thousands of files, and a worker is not held for a day
_TOO_LONG = "the files before it have as many characters as one upload may have: upload it alone"
_TOO_SLOW = "the files before it took as long as one upload may take: upload it alone"
_NAMED = 5  # files that could not be read; a guess: who has more looks at all of them anyway


class UploadReader:
    """Reads uploads one at a time, quick ones before slow ones."""

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        goes_on: Callable[[Work], bool],
        ending: Callable[[], bool],
        most: int,
    ) -> None:
        """Read with a pool into an index.

        Args:
            index: Where the documents go.
            pool: What reads them.
            goes_on: Tells whether a job that turned out to be slow may go on now.
            ending: Tells whether the service is ending.
            most: The documents that uploads may fill the collection to.
        """
        self._index = index
        self._pool = pool
        self._goes_on = goes_on
        self._ending = ending
        self._most = most

    def take_in(self, work: Work) -> bool:
        """Read an upload into the index; return false where it was put behind quick ones.

        Of a file with others in it all that can be read is taken in, in one change that finishes
        the job: nothing of it is there before, or at all if the upload is cancelled. What an
        earlier version of the file held and this one does not is removed with that.

        Raises:
            CorpusError: If nothing in it can be read.
            JobLost: If the upload was cancelled meanwhile.
        """
        parts = self._parts(work)
        if parts is None:
            return False
        list(self._index.add(self._arrivals(work, self._read_to_end(work, parts))))
        return True

    def _read_to_end(self, work: Work, parts: Iterator[ReadPart]) -> "_Reading":
        """Read the parts of an upload, unless it is cancelled or takes too long.

        Raises:
            CorpusError: If nothing in it can be read.
            JobLost: If the upload was cancelled.
        """
        reading, until = _Reading(), time.monotonic() + _WHOLE_SECONDS
        for part in parts:
            self._index.jobs.require(work.claim)
            if reading.documents and time.monotonic() > until:
                reading.refused.append(replace(part, result=ReaderStopped(_TOO_SLOW)))
                reading.unread.add(ReadPart(work.source, "", ReaderStopped(_TOO_SLOW), "rest"))
                break
            reading.add(part)
        if not reading.documents:
            raise _reason(reading.refused)
        return reading

    def _arrivals(self, work: Work, reading: "_Reading") -> Iterator[NewDocument]:
        """Yield what was read, to be added together; the first document last."""
        with self._index.reader() as reader:
            before = reader.in_upload(work.source.key)
        read = {arrival.document.id for arrival in reading.documents}
        gone = tuple(
            found
            for found, key in before.items()
            if found not in read and not reading.unread.covers(key)
        )
        most = self._within_quota(reading, before.keys(), len(gone))
        first, *others = (replace(one, language=work.job.language) for one in reading.documents)
        for arrival in others:
            yield replace(arrival, together=True)
            self._index.jobs.require(work.claim)
        stamp = UNFINISHED if reading.unread.may_pass else None
        yield replace(
            first,
            stamp=stamp,
            claim=work.claim,
            remark=reading.remark(),
            removes=gone,
            most=most,
        )

    def _within_quota(self, reading: "_Reading", before: Set[str], gone: int) -> int:
        """Refuse those new documents for which there is no room; return how many there may be.

        There is for the first, which was granted as the upload came; each other upload that
        waits was granted one too. Who else adds some until this is written is not known: where
        these are too many, this upload is read again.
        """
        with self._index.reader() as reader:
            total = reader.document_count() - gone
        others = sum(job.open for job in self._index.jobs.all()) - 1
        new = [one for one in reading.documents if one.document.id not in before]
        room = max(1, self._most - others - total)
        reading.refuse(new[room:], TooLarge(NO_ROOM))
        return max(self._most, total + len(new[:room]))

    def _parts(self, work: Work) -> Iterator[ReadPart] | None:
        """Begin to read a file; None where it takes long and was put behind those that do not."""
        if not work.job.slow:
            began = time.monotonic()
            try:
                parts = self._read(work, _QUICK_SECONDS)
                first, second = next(parts, None), next(parts, None)
            except NeedsOcr:
                if not installed():
                    raise
            except ReaderStopped:
                if self._ending() or time.monotonic() - began < _QUICK_SECONDS:
                    raise
            else:
                if second is None and (_is_short(first) or self._goes_on(work)):
                    return iter([first] if first is not None else [])
                if second is None:
                    return None
                del first, second
            if not self._goes_on(work):
                return None
        return self._read(work, None)

    def _read(self, work: Work, seconds: float | None) -> Iterator[ReadPart]:
        return self._pool.read_all(work.data, work.source, work.job.name, seconds=seconds)


@dataclass(slots=True)
class _Reading:
    """What was read of an upload, and what was not."""

    documents: list[NewDocument] = field(default_factory=list)
    refused: list[ReadPart] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)
    characters: int = 0

    def add(self, part: ReadPart) -> None:
        """Add the next part, unless it would be too much to be written with those before it."""
        self.unread.add(part)
        if isinstance(part.result, CorpusError):
            self.refused.append(part)
            return
        size = len(part.result.text)
        if self.documents and self.characters + size > _MOST_CHARACTERS:
            self.add(replace(part, result=TooLarge(_TOO_LONG), unread="all"))
            return
        self.characters += size
        self.documents.append(NewDocument(part.result, part.source.key))

    def refuse(self, documents: Sequence[NewDocument], reason: CorpusError) -> None:
        """Leave documents out, for the same reason."""
        keys = {one.key for one in documents}
        self.documents = [one for one in self.documents if one.key not in keys]
        self.refused += (
            ReadPart(Source(one.key, one.document.source), one.document.source, reason, "all")
            for one in documents
        )

    def remark(self) -> str:
        """Say which files in an upload were not read, if there are any."""
        if not self.refused:
            return ""
        named = "; ".join(f"{part.name}: {part.result}" for part in self.refused[:_NAMED])
        more = f"; and {len(self.refused) - _NAMED:,} more" if len(self.refused) > _NAMED else ""
        return (
            f"{counted(len(self.documents), 'document')} read. "
            f"{counted(len(self.refused), 'file')} in it could not be read: {named}{more}."
        )


def _is_short(part: ReadPart | None) -> bool:
    return (
        part is None
        or isinstance(part.result, CorpusError)
        or len(part.result.text) <= _QUICK_CHARACTERS
    )


def _reason(refused: list[ReadPart]) -> CorpusError:
    """Return why nothing of a file was read: the reason of the first that was refused."""
    if not refused or isinstance(refused[0].result, Document):
        return CorpusError("there is nothing in it that can be read")
    return refused[0].result
