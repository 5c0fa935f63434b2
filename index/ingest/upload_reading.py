"""Reads an upload, and what is in it, into the collection."""

import time
from collections.abc import Callable, Iterator

from corpus import CorpusError, Document, NeedsOcr, ReaderStopped
from corpus.sandbox.ocr import installed
from corpus.sandbox.parts import ReadPart
from corpus.sandbox.pool import ReaderPool
from index import AddResult, FileState, Index, NewDocument, Work
from index.counted import counted
from index.errors import JobLost

_QUICK_SECONDS = 10.0
"""What takes longer to be read is slow; a guess: most documents take less than one."""
_QUICK_CHARACTERS = 200_000
"""A longer text is slow to embed: some 400 passages, which took 2 to 10 s on two busy cores."""
_NAMED = 5  # files that could not be read; a guess: who has more looks at all of them anyway


class UploadReader:
    """Reads uploads one at a time, quick ones before slow ones."""

    def __init__(
        self,
        index: Index,
        pool: ReaderPool,
        goes_on: Callable[[Work], bool],
        ending: Callable[[], bool],
    ) -> None:
        """Read with a pool into an index.

        Args:
            index: Where the documents go.
            pool: What reads them.
            goes_on: Tells whether a job that turned out to be slow may go on now.
            ending: Tells whether the service is ending.
        """
        self._index = index
        self._pool = pool
        self._goes_on = goes_on
        self._ending = ending

    def take_in(self, work: Work) -> bool:
        """Read an upload into the index; return false where it was put behind quick ones.

        Of a file with others in it all that can be read is taken in, the first document last:
        it finishes the job. What an earlier version of the file held and this one does not is
        removed.

        Raises:
            CorpusError: If nothing in it can be read.
            JobLost: If the upload was cancelled meanwhile; nothing new of it stays.
        """
        parts = self._parts(work)
        if parts is None:
            return False
        done: list[AddResult] = []
        try:
            done.extend(self._index.add(self._arrivals(work, parts)))
        except JobLost:
            self._index.delete_all(
                [result.document.id for result in done if result.status == "added"]
            )
            raise
        first = done[-1].document.id
        if first != work.source.document_id:  # the file only holds others
            self._index.note([FileState(work.source.key, first, None)])
        return True

    def _arrivals(self, work: Work, parts: Iterator[ReadPart]) -> Iterator[NewDocument]:
        first: NewDocument | None = None
        read: set[str] = set()
        refused: list[ReadPart] = []
        for part in parts:
            if isinstance(part.result, CorpusError):
                refused.append(part)
                continue
            read.add(part.result.id)
            arrival = NewDocument(part.result, part.source.key)
            if first is None:
                first = arrival
            else:
                yield arrival
        if first is None:
            raise _reason(refused)
        self._forget_others(work, read)
        yield NewDocument(
            first.document, first.key, claim=work.claim, remark=_remark(refused, len(read))
        )

    def _forget_others(self, work: Work, read: set[str]) -> None:
        """Remove what an earlier upload of this name held and this one does not."""
        with self._index.reader() as reader:
            before = reader.in_upload(work.source.key)
        self._index.delete_all([info.id for info in before if info.id not in read])

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


def _remark(refused: list[ReadPart], read: int) -> str:
    """Say which files in an upload were not read, if there are any."""
    if not refused:
        return ""
    named = "; ".join(f"{part.name}: {part.result}" for part in refused[:_NAMED])
    more = f"; and {len(refused) - _NAMED:,} more" if len(refused) > _NAMED else ""
    return (
        f"{counted(read, 'document')} read. {counted(len(refused), 'file')} in it could not be "
        f"read: {named}{more}."
    )
