"""What `qa` asks of a collection: an `Index` to change it, an `IndexReader` to read it.

Nothing that crosses here is as large as the collection: a filter crosses as it is, never as
a set of ids, and lists cross as pages. So another engine can serve every page. Uploads wait
in its `JobQueue`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from corpus import Document, Original, Passage
from index.embedding.embedder import Embedder
from index.filter import ALL_DOCUMENTS, Filter, FilterReport
from index.ingest.job_queue import JobQueue
from index.types import (
    AddResult,
    Alert,
    DocumentDetails,
    DocumentInfo,
    FileState,
    Hit,
    Mark,
    NewDocument,
    Reading,
    Sample,
    Sighting,
    State,
    TopicHits,
    TopicQuery,
    Vector,
)
from index.writing.progress import Watch, unwatched

if TYPE_CHECKING:
    from index.ledger.corrections import Correction
    from index.ledger.history import Evidence

PAGE = 1000
"""The most entries of a list that cross at a time; a guess: some 200 kB of document records."""


class IndexReader(Protocol):
    """What a collection holds at one moment.

    An engine without snapshots may show several moments, but never two versions of one
    document. A reader belongs to the thread that opened it, and to the `with` block.
    """

    def state(self) -> State:
        """Return the state of the passages: it differs after every change of them."""

    def embedder_id(self) -> str | None:
        """Return the id of the embedder that the vectors are of; None before there are any."""

    def embed_question(self, text: str) -> Vector:
        """Return the vector of a question.

        Raises:
            IndexMismatch: If the collection was made with another model.
        """

    def passage_count(self) -> int:
        """Return the number of passages."""

    def document_count(self) -> int:
        """Return the number of documents."""

    def last_added(self) -> str:
        """Return when a document last came or changed, as `added` says it; "" if there is none."""

    def counts(self) -> Mapping[str, int]:
        """Return how many documents, passages and vectors there are, counted row by row."""

    def apply(self, wanted: Filter) -> FilterReport:
        """Return how many documents match a filter; 0 if none does."""

    def documents(
        self,
        after: DocumentInfo | None = None,
        limit: int = PAGE,
        wanted: Filter = ALL_DOCUMENTS,
    ) -> list[DocumentInfo]:
        """Return documents by title, then by id: the first ones, or those after another."""

    def infos(self, document_ids: Iterable[str]) -> dict[str, DocumentInfo]:
        """Return by id what is known of these documents; unknown ones are left out."""

    def by_version(self, versions: Iterable[str]) -> list[DocumentInfo]:
        """Return the documents whose text is of one of these versions, by title, then by id."""

    def by_upload(self, document_id: str, sha256: str) -> DocumentInfo | None:
        """Return the document that an upload is already: its own, or if it has none, another.

        Not its own if an older version of the readers read it.
        """

    def in_file(self, document_id: str) -> list[DocumentInfo]:
        """Return the documents that came from the file of a document, itself too, in its order."""

    def parts(self, document_id: str) -> list[DocumentInfo]:
        """Return the documents in the file of a document, such as the attachments of an e-mail."""

    def in_upload(self, key: str) -> dict[str, str]:
        """Return by id the keys of the documents that came from the file of a key."""

    def existing(self, document_ids: Iterable[str]) -> set[str]:
        """Return those of the ids that there are documents of, damaged ones too."""

    def ids(self, first: int = 0, limit: int = PAGE) -> list[str]:
        """Return ids from the `first` on as documents are listed, damaged ones too."""

    def evidence(self, document_id: str) -> "Evidence | None":
        """Return what records of a document are checked by, verified; None where there is none."""

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text, verified; None where there is none.

        Raises:
            LedgerDamaged: If the text is not the one that was written.
        """

    def details(self, document_id: str) -> DocumentDetails | None:
        """Return a document with its passages; None where there is none."""

    def original(self, document_id: str) -> Original | None:
        """Return the bytes that a document, or the file it is in, was read from, if kept."""

    def originals(self) -> tuple[int, int]:
        """Return for how many documents these bytes are kept, and how many they are."""

    def outdated(self) -> int:
        """Return how many documents were read by an older version of the readers."""

    def marks(self, first: int = 0, limit: int = PAGE) -> list[Mark]:
        """Return what people said of quotes, from the `first` on, the oldest first.

        A mark of another version than the document's is of words that are not there any more.
        """

    def mark_count(self) -> int:
        """Return the number of marks, damaged ones too."""

    def alerts(self) -> list[Alert]:
        """Return the questions and topics that are asked again, the oldest first."""

    def alert(self, alert_id: str) -> Alert | None:
        """Return one of them; None where there is none."""

    def sightings(self, alert_id: str, limit: int = PAGE) -> list[Sighting]:
        """Return what was new to an alert and is still in its document, the newest first."""

    def last_passage(self) -> int:
        """Return a number that every passage added from now on exceeds."""

    def came_after(self, passage: int, after: str = "", limit: int = PAGE) -> list[str]:
        """Return ids of documents that came or changed since `last_passage` was that.

        They come by id: the first ones, or those after another.
        """

    def passages(self, document_id: str, first: int, limit: int) -> list[Passage]:
        """Return passages of a document from the `first` on, in order."""

    def files(self, after: str = "", limit: int = PAGE, *, under: str = "") -> list[FileState]:
        """Return the files that documents were read from, by key: those after a key.

        Only those whose keys begin with `under`, where it is given.
        """

    def file_paths(self, document_ids: Iterable[str]) -> dict[str, str]:
        """Return by id where the files of documents lie whose source is something else.

        Paths begin at the folder that was added, as the sources of other files do.
        """

    def search(
        self, question: str, vector: Vector, k: int, wanted: Filter = ALL_DOCUMENTS
    ) -> list[Hit]:
        """Return up to `k` passages for a question, best first.

        Args:
            question: Its words, for the search by words; may be any text.
            vector: Its embedding, for the search by meaning.
            k: The most hits to return, at least 1.
            wanted: Which documents to search.

        Returns:
            Fewer than `k` hits where the collection is small; none where it is empty.
        """

    def readings(self, question: str) -> tuple[Reading, ...]:
        """Return which words of a question, standing nowhere, are read as which that do.

        Only words that the collection does not know; none where it knows all.
        """

    def find(self, topic: TopicQuery, wanted: Filter = ALL_DOCUMENTS) -> TopicHits:
        """Compare a topic with every passage, exactly, and return those about it."""

    def frequencies(self, terms: Iterable[str], wanted: Filter = ALL_DOCUMENTS) -> dict[str, int]:
        """Return in how many passages each term stands, however written; absent ones left out.

        Terms are those of `index.analysis.terms`: of most words the stem.
        """

    def compared(self, document_id: str, first: int, limit: int, vector: Vector) -> list[Hit]:
        """Return the passages of `passages`, compared with a vector; unranked, their score is 0."""

    def sample(self, limit: int) -> Sample:
        """Return the vectors of all passages, or of `limit` of them, spread evenly."""

    def passages_at(self, positions: Iterable[tuple[str, int]]) -> Sample:
        """Return the vectors of the passages that hold these (document id, character)."""


class Index(Protocol):
    """A collection of documents that can be searched and changed; safe between threads."""

    @property
    def embedder(self) -> Embedder:
        """Return the embedder; the first use may take seconds, and who comes meanwhile waits."""

    @property
    def jobs(self) -> JobQueue:
        """Return the uploads that wait to be read, or were."""

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

    def mark(self, mark: Mark) -> Mark | None:
        """Keep whether words answer a question; None if there is no such document.

        It takes the place of a mark of the same question and words, and changes no answer. It
        goes with its document; where that changes, it follows its words.

        Raises:
            MarkRejected: If these words are not in the document as it is now.
            QuotaReached: If there are as many marks as there may be.
        """

    def unmark(self, mark_ids: Iterable[str]) -> set[str]:
        """Remove marks; return the ids of those that there were."""

    def unmark_all(self) -> int:
        """Remove every mark, damaged ones too; return how many there were."""

    def add_alert(self, alert: Alert) -> Alert:
        """Keep a question or topic, to be asked again when documents come.

        If there is one of the same words already, that is returned.

        Raises:
            QuotaReached: If there are as many alerts as there may be.
        """

    def keep_look(
        self, alert_id: str, reached: int, seen: Iterable[Sighting]
    ) -> list[Sighting] | None:
        """Keep what a look of an alert came upon; return what is new to it, None if it is gone.

        `reached` is what `last_passage` was when it looked. What the first look comes
        upon is not new. All of it goes with its document; where that changes, it follows its
        words, or goes with them.
        """

    def take_sightings_along(self, moves: Mapping[str, str]) -> None:
        """Give what alerts saw of documents to others, by id, of the same text."""

    def remove_alerts(self, alert_ids: Iterable[str]) -> set[str]:
        """Remove alerts and all that they found; return the ids of those that there were."""

    def remove_all_alerts(self) -> int:
        """Remove every alert, damaged ones too; return how many there were."""

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

    def end(self, seconds: float = 10) -> bool:
        """Let go of the collection for good; return whether nobody uses it any more.

        Those who do are waited for. Whoever uses it later gets CollectionGone.
        """


def every_document(reader: IndexReader, wanted: Filter = ALL_DOCUMENTS) -> Iterator[DocumentInfo]:
    """Yield every document by title, then by id, page by page."""
    last: DocumentInfo | None = None
    while page := reader.documents(last, wanted=wanted):
        yield from page
        last = page[-1]


def every_id(reader: IndexReader) -> Iterator[str]:
    """Yield the id of every document as they are listed, damaged ones too, page by page."""
    first = 0
    while page := reader.ids(first):
        yield from page
        first += len(page)


def every_file(reader: IndexReader, under: str = "") -> Iterator[FileState]:
    """Yield every file that documents were read from by its key, page by page."""
    last = ""
    while page := reader.files(last, under=under):
        yield from page
        last = page[-1].key


def every_mark(reader: IndexReader) -> Iterator[Mark]:
    """Yield every mark, the oldest first, page by page."""
    first = 0
    while page := reader.marks(first):
        yield from page
        first += len(page)
