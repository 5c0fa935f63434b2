"""What crosses the seam between answering and finding: small, frozen, of one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus import Document, FileStat, Passage
from corpus.reading import READERS

UNFINISHED = FileStat(-1, -1, -1)
"""The state of a file that was not read to its end, such as a mail without its attachments."""

Vector = NDArray[np.float32]
"""A row of unit length, shape (dimension,)."""

Vectors = NDArray[np.float32]
"""Rows of unit length, shape (n, dimension)."""

Verdict = Literal["answers", "does_not_answer"]
"""What somebody says of words that were shown for a question."""

AlertKind = Literal["question", "find"]
"""What an alert asks: a question to be answered, or a topic of which every passage counts."""

ChangeKind = Literal[
    "document_added",
    "document_replaced",
    "document_removed",
    "document_corrected",
    "upload_accepted",
    "upload_retried",
    "upload_dismissed",
    "mark_added",
    "mark_removed",
    "alert_added",
    "alert_removed",
    "collection_rebuilt",
    "collection_restored",
    "collection_calibrated",
    "link_revoked",
    "collection_upgraded",
    "collection_created",
    "collection_renamed",
    "collection_removed",
    "collection_brought_back",
    "collection_erased",
    "key_added",
    "key_revoked",
    "unreadable",
]
"""What was changed; keys, sessions and what is erased are in the log of the service alone.
`unreadable` is a line of a log that is damaged."""

CORRECTABLE = ("title", "author", "published", "language")
"""What a document says of itself that somebody may correct."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of a question that stands nowhere, and the word of the collection it is read as."""

    word: str
    read_as: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as the ledger lists it: everything but its text.

    `hidden_characters` counts those that nobody sees and that writing does not need.
    `file_author` and `file_created` are what the properties of its file say; that is no author
    or date of the text. `notes` are sentences on how it was read, `reader` is the version of
    the readers that did. `uncorrected` has what the document itself says where somebody
    corrected it, as (field, value). `language` is the code of the one that its words are stemmed
    by: the one it was found to be in, or said to be.
    """

    id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    publisher: str
    origin_sha256: str
    characters: int
    passages: int
    added: str
    hidden_characters: int = 0
    file_author: str = ""
    file_created: str = ""
    notes: tuple[str, ...] = ()
    reader: int = READERS
    uncorrected: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    language: str = "en"

    @property
    def corrected(self) -> tuple[str, ...]:
        """Return the names of the fields that somebody corrected."""
        return tuple(name for name, _ in self.uncorrected)

    def own(self, name: str) -> Any:
        """Return what the document itself says, whatever somebody corrected."""
        return dict(self.uncorrected).get(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """A document at one moment, and whether there is an original whose pages can be shown."""

    info: DocumentInfo
    document: Document
    passages: list[Passage]
    shows_pages: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and why it was found.

    `score` is the fused one: it orders hits of one search and means nothing beyond it.
    Ranks count from 1 and are None where that search did not find the passage.
    `dense_score` is the cosine of passage and question, `lexical_score` is BM25 (0 where
    no word matched), `sentence_scores` are the cosines of its sentences, in order.
    `likeness` is the cosine of the passage and the mean of the best that were found with it.
    """

    passage: Passage
    document: DocumentInfo
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    sentence_scores: tuple[float, ...]
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """A state of the ledger: a number that grows, and a token that nothing else has.

    The token tells a restored ledger that went another way from the one that the files
    were made of.
    """

    number: int
    token: str


@dataclass(frozen=True, slots=True)
class AddResult:
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
class FileState:
    """A file that documents were read from: its source's key and its state at that time."""

    key: str
    document_id: str
    stamp: FileStat | None

    @property
    def is_unfinished(self) -> bool:
        """Return whether the file is to be read again, though its own document is there."""
        return self.stamp == UNFINISHED


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether words of a document answer a question, as a person who saw them says.

    `searched` is the question as it was searched, with what it leaned on. The words stand from
    `start` to `end` in one `version` of the document; `confidence` is that of the answer. `id`
    and `created` are given when it is kept.
    """

    question: str
    searched: str
    document_id: str
    version: str
    start: int
    end: int
    confidence: float
    verdict: Verdict
    id: str = ""
    created: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """A question, or a topic to find, that is asked again when documents come.

    `reached` is the id of the last passage that there was at its last look, which was at
    `looked`, or when it was added; `looked` is "" before the first. Whoever has the `feed_key`
    may read its feed. All but `kind` and `words` is filled in when it is kept.
    """

    kind: AlertKind
    words: str
    id: str = ""
    feed_key: str = ""
    created: str = ""
    looked: str = ""
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words of a document that an alert came upon, from `start` to `end` in one version.

    `found` is when; "" for those of its first look, which are not new. Of two sightings of a
    collection, the later has the higher `number`.
    """

    alert_id: str
    document_id: str
    version: str
    start: int
    end: int
    found: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A line of the log of changes.

    `subject` is the id of the upload, mark, alert or key that it is about, or the name of the
    collection; `details` has counts and names of fields, never words of a document. `who`, `made`
    (UTC, to the second) and `number`, which grows by one with each line, are given when it is
    written.
    """

    what: ChangeKind
    document_id: str = ""
    subject: str = ""
    details: tuple[tuple[str, int | str], ...] = ()
    who: str = ""
    made: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class ChangeQuery:
    """Which lines of the log of changes are wanted: those that fit all that is not ""."""

    since: str = ""
    before: str = ""
    document_id: str = ""
    who: str = ""
    what: str = ""


ALL_CHANGES = ChangeQuery()
"""All of them."""


class Place(NamedTuple):
    """Where a passage stands."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Some passages of a collection with their vectors, a row for each.

    `documents` are those that the passages are of, and `passages` counts all passages that
    there were at that moment.
    """

    documents: tuple[DocumentInfo, ...]
    passages: int
    places: tuple[Place, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class TopicQuery:
    """A topic to find every passage about.

    Attributes:
        words: Its content words, none of which holds white space.
        vector: Its embedding.
        per_document: The most passages to return of each document, the best; None for all.
        enough: The share of the words' weight that a passage found by words holds at least.
        quartile: The quantile of the cosines of the passages that hold all words from which
            on a passage is found by meaning.
        floor: The least and the most that this cosine may be.
    """

    words: tuple[str, ...]
    vector: Vector
    per_document: int | None
    enough: float
    quartile: float
    floor: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TopicHits:
    """The passages about a topic, document by document, in the order of their documents.

    Attributes:
        hits: The passages; `lexical_rank` and `dense_rank` say how each was found.
        matched: How many passages were found in each document that has any, by id.
        searched: How many passages were compared.
        words: How many were found by words, `meaning` by meaning, `both` by both.
        meaning_floor: The cosine from which on a passage was found by meaning.
    """

    hits: tuple[Hit, ...]
    matched: Mapping[str, int]
    searched: int
    words: int
    meaning: int
    both: int
    meaning_floor: float
