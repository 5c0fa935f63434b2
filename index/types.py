"""What a search finds, and what is known of a document without its text."""

from dataclasses import dataclass

from corpus import Document, Passage


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as the ledger lists it: everything but its text.

    `hidden_characters` counts those that nobody sees and that writing does not need.
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


@dataclass(frozen=True, slots=True)
class Whole:
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
    """

    passage: Passage
    document: DocumentInfo
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    sentence_scores: tuple[float, ...]
