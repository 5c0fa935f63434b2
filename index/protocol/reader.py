"""What is read from a collection."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

from corpus import Document, Original, Passage
from index.filter import ALL_DOCUMENTS, Filter, FilterReport
from index.protocol.vocabulary import Vocabulary
from index.types import (
    ALL_CHANGES,
    Alert,
    ChangeQuery,
    DocumentDetails,
    DocumentInfo,
    FileState,
    Hit,
    LoggedChange,
    Mark,
    Sample,
    Sighting,
    State,
    TopicHits,
    TopicQuery,
    Vector,
)

if TYPE_CHECKING:
    from index.ledger.carried import CarriedDocument, CarriedSayings
    from index.ledger.history import Evidence

PAGE = 1000
"""The most entries of a list that cross at a time; a guess: some 200 kB of document records."""


class IndexReader(Vocabulary, Protocol):
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

    def carried(self, document_id: str) -> "CarriedDocument | None":
        """Return all that another collection needs to have a document as it is here.

        None where there is none.

        Raises:
            LedgerDamaged: If some of it is not what was written.
        """

    def carried_sayings(self) -> "CarriedSayings":
        """Return what people said of documents, and who changed what, for another collection."""

    def originals(self) -> tuple[int, int]:
        """Return for how many documents these bytes are kept, and how many they are."""

    def outdated(self) -> int:
        """Return how many documents were read by an older version of the readers."""

    def changes(
        self, wanted: ChangeQuery = ALL_CHANGES, after: int | None = None, limit: int = PAGE
    ) -> list[LoggedChange]:
        """Return lines of the log of changes, the newest first.

        The first ones, or those that come `after` the one of a number. The log has the last
        100,000 changes.
        """

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

    def find(self, topic: TopicQuery, wanted: Filter = ALL_DOCUMENTS) -> TopicHits:
        """Compare a topic with every passage, exactly, and return those about it."""

    def compared(self, document_id: str, first: int, limit: int, vector: Vector) -> list[Hit]:
        """Return the passages of `passages`, compared with a vector; unranked, their score is 0."""

    def sample(self, limit: int) -> Sample:
        """Return the vectors of all passages, or of `limit` of them, spread evenly."""

    def passages_at(self, positions: Iterable[tuple[str, int]]) -> Sample:
        """Return the vectors of the passages that hold these (document id, character)."""
