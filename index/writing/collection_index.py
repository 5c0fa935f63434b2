"""What the indexes of all engines share: documents come in batches, and one catalogue has them."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from corpus import Document
from index.embedding.embedder import Embedder, LazyEmbedder
from index.errors import IndexFault, LedgerBusy, LedgerDamaged
from index.ledger.corrections import Correction
from index.ledger.jobs import Jobs
from index.ledger.store import Held
from index.types import AddResult, DocumentInfo, FileState
from index.writing.embedding import BATCH
from index.writing.new_document import NewDocument
from index.writing.prepare import Prepared, is_same, prepare
from index.writing.progress import Watch, unwatched
from index.writing.sayings import Sayings

if TYPE_CHECKING:  # the protocols need what stands here
    from index.protocol import IndexReader


class Adding(Protocol):
    """Writes documents that are added, some at a time."""

    def ahead(self, items: Sequence[Prepared]) -> None:
        """Do what can be done of documents that are to be written later, with others."""

    def write(self, items: Sequence[Prepared | AddResult], watch: Watch) -> list[AddResult]:
        """Write documents in one change; those of which it is known what became of them are not."""


REBUILD = "rebuild"
"""The lock that whoever rebuilds a collection holds."""


class CollectionIndex(Sayings, ABC):
    """A collection of documents; `index.protocol.Index` says what each method does."""

    directory: Path
    _embedder: LazyEmbedder
    _hold: Held | None

    @property
    def embedder(self) -> Embedder:
        """Return the embedder; the first use may take seconds, and who comes meanwhile waits."""
        return self._embedder()

    def by(self, who: str) -> Self:
        same = copy(self)  # all but the name is shared
        same._who = who
        return same

    @property
    def jobs(self) -> Jobs:
        """Return the uploads that wait to be read, or were."""
        return Jobs(self._ledger, self._remover.with_room, self._who)

    def on_disk_failure(self, callback: Callable[[], None]) -> None:
        """Have something called once if the disk fails to write, after which nothing is written."""
        self._ledger.failure.then(callback)

    @abstractmethod
    def reader(self) -> AbstractContextManager["IndexReader"]: ...

    @abstractmethod
    def warm(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def forget_vectors(self) -> None: ...

    @abstractmethod
    def checkpoint(self, *, always: bool = False) -> None: ...

    @abstractmethod
    def tidy(self) -> bool: ...

    @abstractmethod
    def repair(self) -> bool:
        """Make again what can be made of the rest; tell whether anything was damaged."""

    def trouble(self) -> IndexFault | None:
        return None

    def lacks(self) -> list[str]:
        return []

    @abstractmethod
    def findings(self) -> Iterator[str]: ...

    def is_alone(self) -> bool:
        return self._hold is None or self._hold.is_alone()

    def is_there(self) -> bool:
        return self._ledger.store.is_there

    def end(self, seconds: float = 10) -> bool:  # a guess: an answer takes less
        self.close()
        ended = self._ledger.end(seconds)
        self.forget_vectors()
        if self._hold is not None:
            self._hold.release()
        return ended

    # Changing --------------------------------------------------------------------

    @abstractmethod
    def _adding(self) -> AbstractContextManager[Adding]:
        """Begin to add documents."""

    def add(
        self, documents: Iterable[Document | NewDocument], watch: Watch = unwatched
    ) -> Iterator[AddResult]:
        self._remover.hold_reserve()
        with self._adding() as adding:
            yield from self._added(adding, documents, watch)
        self._remover.hold_reserve()

    def _added(
        self, adding: Adding, documents: Iterable[Document | NewDocument], watch: Watch
    ) -> Iterator[AddResult]:
        waiting: list[Prepared | AddResult] = []
        pending: list[Prepared] = []
        for item in documents:
            arrival = item if isinstance(item, NewDocument) else NewDocument(item)
            info = self._info(arrival.document.id)
            same = info is not None and is_same(info, arrival)
            if info is not None and same and arrival.claim is None:
                self.note([FileState(arrival.key, info.id, arrival.stamp)] if arrival.key else [])
                waiting.append(AddResult(info, "unchanged", 0))
            else:
                pending.append(prepare(self.embedder, arrival))
                waiting.append(pending[-1])
            many = sum(len(item.hashes) for item in pending) >= BATCH
            if arrival.together:
                # Done ahead, so that the change that writes all of them at once takes no longer
                # than it must.
                if many:
                    adding.ahead(pending)
                    pending = []
            elif many or not any(isinstance(item, Prepared) for item in waiting):
                yield from adding.write(waiting, watch)
                waiting, pending = [], []
        yield from adding.write(waiting, watch)

    def _info(self, document_id: str) -> DocumentInfo | None:
        with self._ledger.reading() as snapshot:
            return snapshot.info(document_id)

    def note(self, files: Iterable[FileState]) -> None:
        rows = list(files)
        if rows:
            with self._ledger.writing() as change:
                change.note(rows)

    def delete(self, document_id: str) -> bool:
        parts: list[str] = []
        with self._ledger.reading() as snapshot, suppress(LedgerDamaged):
            parts = snapshot.parts_of(document_id)  # not known where it is damaged
        return document_id in self.delete_all([document_id, *parts])

    def delete_all(self, document_ids: Iterable[str]) -> set[str]:
        """Remove documents in one change; return the ids of those that there were."""
        return self._remover.remove(list(document_ids), self._who)

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        with self._ledger.writing(self._who) as change:
            return change.correct(document_id, correction)

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was."""
        return self._remover.purge()

    def alone(self, name: str) -> AbstractContextManager[bool]:
        return self._ledger.alone(name)

    def rebuild(self) -> Iterator[DocumentInfo]:
        """Cut and embed every document again, with the model that is configured now.

        Yields each document as its embedding is done; all of them change over at once
        when the last is.

        Raises:
            LedgerBusy: If another process is rebuilding.
        """
        with self._rebuilding():
            yield from self._rebuild()

    @contextmanager
    def _rebuilding(self) -> Iterator[None]:
        with self.alone(REBUILD) as mine:
            if not mine:
                raise LedgerBusy(
                    f"another process is rebuilding {self.directory}: wait for it to end"
                )
            yield

    @abstractmethod
    def _rebuild(self) -> Iterator[DocumentInfo]: ...
