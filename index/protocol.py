"""The seam between answering and finding."""

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Document, Stamp
from index.embedding.embedder import Vector
from index.ledger.history import Evidence
from index.types import DocumentInfo, Hit
from index.writing.progress import Watch, unwatched

Rows = NDArray[np.intp]
"""Places of something in a sequence."""

Mask = NDArray[np.bool_]
"""Whether, for each of many."""


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of a document that was added.

    `embedded` counts the passages that had to be embedded: those whose text the
    collection did not know.
    """

    document: DocumentInfo
    status: Literal["added", "updated", "unchanged"]
    embedded: int


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to finish a job: its number, and the lease under which it is held."""

    number: int
    lease: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document to be added, with what is written in the same transaction.

    `key` names the file that it was read from and `stamp` that file's state, if it is of
    one; `claim` is the job that this finishes. Where the job is lost, nothing is written.
    """

    document: Document
    key: str = ""
    stamp: Stamp | None = None
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that documents were read from: its source's key and its state at that time."""

    key: str
    document_id: str
    stamp: Stamp | None


class Scan(Protocol):
    """Every passage of a collection beside a topic, a row for each; all of one moment."""

    @property
    def documents(self) -> Sequence[DocumentInfo]:
        """Return every document, by title, then by id."""

    @property
    def owners(self) -> Rows:
        """Return for each passage the place of its document among the documents."""

    @property
    def starts(self) -> Rows:
        """Return where each passage begins in its document."""

    @property
    def cosines(self) -> NDArray[np.float32]:
        """Return the cosine of each passage and the topic."""

    @property
    def held(self) -> Mask:
        """Return a column for each word: which passages hold it, stemmed, in their own text.

        Title and headings do not count.
        """

    def hits(self, rows: Rows, by_words: Mask, by_meaning: Mask) -> list[Hit]:
        """Return the passages of some rows, in the order of the rows.

        Args:
            rows: Which passages.
            by_words: Which of all passages are found by words; ranks count among them.
            by_meaning: The same by meaning.
        """


class Index(Protocol):
    """A collection of documents that can be searched."""

    def add(
        self, documents: Iterable[Document | Arrival], watch: Watch = unwatched
    ) -> Iterator[Addition]:
        """Add or update documents; each is searchable once it is yielded.

        A document is taken in whole or not at all. The documents are read as they are
        needed, and additions come in the same order. `watch` is told how far the embedding
        of those that are not yet yielded is.

        Raises:
            JobLost: If the job of an arrival was taken away; its batch is not written.
        """

    def delete(self, document_id: str) -> bool:
        """Remove a document from everything; tell whether there was one.

        What is left of it inside of files is overwritten by `purge`.
        """

    def delete_all(self, document_ids: Iterable[str]) -> set[str]:
        """Remove documents in one change; return the ids of those that there were."""

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was."""

    def files(self) -> list[FileRow]:
        """Return the files that documents were read from."""

    def file_places(self, among: Set[str] | None = None) -> dict[str, str]:
        """Return by document id where files lie whose source tells something else.

        Of all documents, or of those among some. They are told as the sources of other files
        are: a path from the folder that was named.
        """

    def note(self, files: Iterable[FileRow]) -> None:
        """Keep the state of files whose documents are in the index already."""

    def search(
        self, question: str, vector: Vector, k: int, within: Set[str] | None = None
    ) -> list[Hit]:
        """Return up to `k` passages for a question, best first.

        Args:
            question: Its words, for the search by words; may be any text.
            vector: Its embedding, for the search by meaning.
            k: The most hits to return, at least 1.
            within: The ids of the documents to search; None for all of them.

        Returns:
            Fewer than `k` hits where the collection is small; none where it is empty.
        """

    def scanning(
        self, words: Sequence[str], vector: Vector, within: Set[str] | None = None
    ) -> AbstractContextManager[Scan]:
        """Open a scan of every passage, exact and without a limit; all of it is of one moment.

        Nothing else may be asked of the index by the same thread while it is open.

        Args:
            words: The words to look for, none of which may hold white space.
            vector: The embedding to compare with.
            within: The ids of the documents to look at; None for all of them.
        """

    def document(self, document_id: str) -> Document | None:
        """Return a document with its text, verified; None where there is none."""

    def evidence(self, document_id: str) -> Evidence | None:
        """Return what records of a document are checked by, verified; None where there is none."""

    def documents(self) -> list[DocumentInfo]:
        """Return what is known of every document, by title, then by id."""

    def info(self, document_id: str) -> DocumentInfo | None:
        """Return what is known of one document; None where there is none."""

    def holding(self, versions: Iterable[str]) -> list[DocumentInfo]:
        """Return the documents whose text is of one of these versions, by title, then by id."""

    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        """Return in how many passages each stemmed word stands; absent ones are left out.

        Of some documents only, where `within` holds their ids.
        """

    def size(self) -> int:
        """Return the number of passages."""
