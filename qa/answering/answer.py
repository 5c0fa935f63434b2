"""What an answer is, and the record of it that programs, pages and exports share."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import FilterReport

Status = Literal["answered", "unanswered"]


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The sentence before a quote that leans on it ("He", "This"); not part of the quote."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words that a sentence of an answer rests on.

    Always true of the cited version: `document.text[start:end] == quote`, and the same of
    `lead`, which is None where the quote can be understood without it. `place` is where
    the file lies, where the source tells another thing. `score` is that of
    the sentence among the sentences of this answer; the ranks and scores by meaning (cosine)
    and by words (BM25) are those of its passage, as a `Hit` has them. `page_label` is what the
    document itself calls the page, where that is not its number; `recognized` words were read
    from a picture (OCR), and may be wrong there. `hidden_characters` counts those of the quote
    that nobody sees.
    """

    number: int
    document_id: str
    version: str
    title: str
    source: str
    place: str
    author: str
    published: str
    publisher: str
    page: int | None
    page_label: str
    recognized: bool
    heading: tuple[str, ...]
    start: int
    end: int
    quote: str
    lead: LeadIn | None
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    hidden_characters: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """Two citations, by number, that give different figures for what was asked."""

    citations: tuple[int, int]
    kind: str
    values: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the numbers of the citations that it rests on."""

    text: str
    citations: tuple[int, ...]
    verdict: Literal["verbatim"]


@dataclass(frozen=True, slots=True)
class ClosestPassage:
    """A passage that was found for a question and does not answer it, with its ranks as a hit."""

    document_id: str
    version: str
    title: str
    page: int | None
    page_label: str
    recognized: bool
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    hidden_characters: int = 0


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that the stages of an answer took."""

    embed_ms: float
    search_ms: float
    total_ms: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say to a question, or why they do not.

    `confidence` is the probability that the quoted words answer the question. An
    unanswered one has a `reason` in words and no sentences; `closest` is what was found.
    `searched` is the question as it was searched, with the words that it leaned on in the
    conversation. `within` tells which documents were searched, where it was not all.
    """

    question: str
    searched: str
    status: Status
    confidence: float
    reason: str | None
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    differences: tuple[Difference, ...]
    closest: tuple[ClosestPassage, ...]
    timings: Timings
    within: FilterReport | None = None

    def record(self) -> dict[str, Any]:
        """Return the answer as JSON takes it; the same everywhere an answer is shown."""
        return asdict(self)
