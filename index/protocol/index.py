"""What changes a collection, and looks after it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from corpus import Document
from index.embedding.embedder import Embedder
from index.errors import IndexFault
from index.protocol.job_queue import JobQueue
from index.protocol.reader import IndexReader
from index.protocol.sayings import KeepsSayings
from index.types import AddResult, DocumentInfo, FileState
from index.writing.new_document import NewDocument
from index.writing.progress import Watch, unwatched

if TYPE_CHECKING:
    from index.ledger.corrections import Correction


class Index(KeepsSayings, Protocol):
    """A collection of documents that can be searched and changed; safe between threads."""

    @property
    def embedder(self) -> Embedder:
        """Return the embedder; the first use may take seconds, and who comes meanwhile waits."""

    @property
    def jobs(self) -> JobQueue:
        """Return the uploads that wait to be read, or were."""

    def by(self, who: str) -> "Index":
        """Return the same collection; what is changed by way of it is logged as changed by `who`.

        That is the name of a key or a person. Without this, or with "", nobody is named.
        """

    def reader(self) -> AbstractContextManager[IndexReader]:
        """Open the collection as it is now: everything read from it is of one moment.

        It costs an open moment for as long as it lasts, so close it before you wait.
        """

    def add(
        self, documents: Iterable[Document | NewDocument], watch: Watch = unwatched
    ) -> Iterator[AddResult]:
        """Add or update documents; each is searchable once it is yielded.

        A document is taken in whole or not at all, as are those that are added together. They
        are read as they are needed, and additions come in the same order. `watch` hears how
        far the embedding of those that are not yet yielded is.

        Raises:
            JobLost: If the job of an arrival was taken away; its batch is not written.
            QuotaReached: If there would be more documents than an arrival allows; nor is it then.
        """

    def delete(self, document_id: str) -> bool:
        """Remove a document, and those in its file, from everything; return if there was one.

        What is left of it inside of files is overwritten by `purge`.
        """

    def delete_all(self, document_ids: Iterable[str]) -> set[str]:
        """Remove documents in one change; return the ids of those that there were."""

    def correct(self, document_id: str, correction: "Correction") -> DocumentInfo | None:
        """Change what is listed of a document and cited of it; None where there is none.

        It holds for every later version of the document, until it is reset or removed.

        Raises:
            CorrectionRejected: If the document would have too many tags.
        """

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; return if anything was."""

    def note(self, files: Iterable[FileState]) -> None:
        """Record the state of files whose documents are in the index already."""

    def tidy(self) -> bool:
        """Do what can wait until nothing else is to be done; return whether all of it was."""

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Hold a lock of this name among all who use the collection; false where another does.

        It ends with the process that holds it, whatever the clock says.
        """

    def on_disk_failure(self, callback: Callable[[], None]) -> None:
        """Have something called once if the disk fails to write, after which nothing is written."""

    def rebuild(self) -> Iterator[DocumentInfo]:
        """Cut and embed every document again, yielding each as it is done.

        Raises:
            LedgerBusy: If another process is rebuilding.
        """

    def trouble(self) -> IndexFault | None:
        """Return why passages cannot be had now from where they are, such as that it is away."""

    def lacks(self) -> list[str]:
        """Return in sentences what this engine cannot do that others can."""

    def findings(self) -> Iterator[str]:
        """Check the collection; yield a sentence with its remedy for everything that is wrong."""

    def warm(self) -> None:
        """Load what searching needs now, rather than at the first search."""

    def checkpoint(self, *, always: bool = False) -> None:
        """Save what makes the next start quick; without `always` only after many changes."""

    def close(self) -> None:
        """End what goes on in the background."""

    def forget_vectors(self) -> None:
        """Give back the memory that searching takes, until the next search."""

    def is_alone(self) -> bool:
        """Return whether no other process has the collection open."""

    def is_there(self) -> bool:
        """Return whether it had not been renamed or removed elsewhere when it was last used."""

    def end(self, seconds: float = 10) -> bool:
        """Let go of the collection for good; return whether nobody uses it any more.

        Those who do are waited for. Whoever uses it later gets CollectionGone.
        """
