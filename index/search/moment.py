"""What searching asks of a collection at one moment, whatever engine has its passages."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

import numpy as np

from corpus import Passage
from corpus.language import Language
from index.embedding.embedder import PassageVectors
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import Found, Ids
from index.types import Vector

Counts = Callable[[Iterable[str]], Mapping[str, int]]
"""Returns in how many passages stems stand; absent ones are left out."""


class Moment(DocumentRows):
    """A collection at one moment; of use while it is open.

    What is known of documents is in the store; passages, their words and vectors are with the
    engine. Passages have ids, which rise within a document, and none is given twice. A `row` is
    a stem, or several with spaces between them that must stand one after the other; rows hold
    words of users, and no engine may take them for syntax. `within` has the ids of the documents
    that count, None for all of them.
    """

    # Passages ---------------------------------------------------------------------

    @abstractmethod
    def passages(self, document_id: str, first: int = 0, most: int | None = None) -> list[Passage]:
        """Return the passages of a document from `first` on, in order: `most` of them, or all."""

    @abstractmethod
    def passages_with_vectors(
        self, ids: Iterable[int]
    ) -> dict[int, tuple[Passage, PassageVectors]]:
        """Return passages and their vectors by id, verified; unknown ids are left out.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """

    @abstractmethod
    def embedded(self, document_id: str) -> Mapping[bytes, PassageVectors]:
        """Return the vectors of a document's passages by the hashes they were embedded under.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """

    @abstractmethod
    def passage_holding(self, document_id: str, position: int) -> int | None:
        """Return the id of the passage that a character of a document stands in."""

    @abstractmethod
    def ids_in(self, document_id: str, first: int, most: int) -> list[int]:
        """Return the ids of passages of a document from `first` on, in order, `most` of them."""

    @abstractmethod
    def passage_ids(self) -> Ids:
        """Return the ids of all passages, rising."""

    @abstractmethod
    def places(self, within: Set[str] | None = None) -> list[tuple[int, str]]:
        """Return (passage id, document id) of every passage, by rising id."""

    @abstractmethod
    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the document id of each passage; unknown ids are left out."""

    @abstractmethod
    def spans(self, ids: Iterable[int]) -> dict[int, tuple[str, int, int]]:
        """Return (document id, start, end) of each passage; unknown ids are left out."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """Return how many documents and passages there are, and vectors, counted row by row."""

    @abstractmethod
    def came_after(self, passage: int, after: str, limit: int) -> list[str]:
        """Return ids of documents that came since `last_passage_id` was that, after one, by id."""

    # Meaning ----------------------------------------------------------------------

    @abstractmethod
    def nearest(self, vector: Vector, k: int, within: Set[str] | None = None) -> Found:
        """Return up to `k` (passage id, cosine) pairs, nearest first."""

    @abstractmethod
    def cosines(self, ids: Ids, vector: Vector) -> Vector:
        """Return the cosine of each of these passages and a vector, in the order of their ids."""

    @abstractmethod
    def passage_vectors(self, ids: Ids) -> np.ndarray:
        """Return the vectors of passages as rows, in the order of their ids.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """

    # Words ------------------------------------------------------------------------

    @abstractmethod
    def search_words(
        self,
        terms: Sequence[str],
        k: int,
        within: Set[str] | None = None,
        *,
        held: Counts | None = None,
    ) -> Found:
        """Return up to `k` (passage id, BM25) pairs for any of some rows, best first.

        `held` returns in how many passages stems stand; `frequencies` does if it is None.
        """

    @abstractmethod
    def postings(self, rows_of_stems: Sequence[str]) -> Ids:
        """Return the ids of the passages that hold any of some rows of stems in their own text."""

    @abstractmethod
    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        """Return in how many passages each stem stands; absent ones are left out."""

    @abstractmethod
    def known_stems(self, stems: Iterable[str]) -> set[str]:
        """Return those of the stems that stand somewhere, in removed documents perhaps."""

    @abstractmethod
    def stems_from(self, letter: str) -> list[str]:
        """Return the stems that begin with a letter, in removed documents perhaps."""

    @abstractmethod
    def texts_with(self, row: str, most: int) -> list[tuple[str, Language]]:
        """Return the texts of passages that hold a row of stems, with context and language."""

    @abstractmethod
    def count_with(self, rows_of_stems: Sequence[str], within: Set[str] | None = None) -> int:
        """Return how many passages hold any of some rows of stems."""

    @abstractmethod
    def count_large(
        self, rows_of_stems: Sequence[str], word: str, within: Set[str] | None = None
    ) -> int:
        """Return in how many passages with such rows a word is written large: `US` or `U.S`."""
