"""What an answer is, and the record of it that programs, pages and exports share."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import FilterReport, Reading
from qa.answering.rows import CellHead, CellSpan

Status = Literal["answered", "unanswered"]
CitationKind = Literal["text", "metadata"]


@dataclass(frozen=True, slots=True)
class LeadIn:
    """The sentence before a quote that leans on it ("He", "This"); not part of the quote."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A place in a document with what is shown of it, and why its passage was found.

    `page_label` is what the document itself calls the page, where that is not its number;
    `recognized` words were read from an image by OCR and may be wrong. Ranks and scores by
    meaning (cosine) and by words (BM25) are those of the passage, as a `Hit` has them.
    `hidden_characters` counts those of the place that nobody sees.
    """

    document_id: str
    version: str
    title: str
    page: int | None
    page_label: str
    recognized: bool
    heading: tuple[str, ...]
    start: int
    end: int
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    hidden_characters: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(CitedPlace):
    """The exact words that a sentence of an answer rests on.

    Always true of the cited version: `document.text[start:end] == quote`, and the same of
    `lead`, which is None where the quote can be understood without it. `place` is where
    the file lies, where the source says something else. `score` is that of the sentence
    among the sentences of this answer.

    `author` and `published` are those of the quoted words. Where the words are in a document by
    somebody else, as a mail that is quoted in a reply, `quoted_by` is the author of that
    document, "" if unknown; None where the words are the document's own. A quoted row of a
    table has `cells`, and `heads` say what they are. A citation of kind "metadata" is of a line
    that says who wrote the document, or when. `answer_spans` are the words of the quote that are
    of the kind asked for: dates, figures, names; in the document, as `start` and `end` are.

    `link` is the absolute address that shows the words in the reader, None if the public address
    of the service is not known. `live_link` leads to the words on the web page that the document
    came from, None if it came from elsewhere. Both are made once, with the answer.
    """

    number: int
    source: str
    place: str
    author: str
    published: str
    publisher: str
    quoted_by: str | None
    quote: str
    lead: LeadIn | None
    cells: tuple[CellSpan, ...]
    heads: tuple[CellHead, ...]
    kind: CitationKind = "text"
    answer_spans: tuple[CellSpan, ...] = ()
    link: str | None = None
    live_link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage(CitedPlace):
    """A passage that a search found; `document.text[start:end] == text`."""

    text: str


@dataclass(frozen=True, slots=True)
class WordSpan:
    """Where a word stands in a document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosestPassage(FoundPassage):
    """A passage that may hold the answer to an unanswered question.

    `matches` are where words of the question stand in it, in the document's characters.
    """

    matches: tuple[WordSpan, ...]


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
class DocumentFact:
    """What is known of a document that a question was about: its author, or its date.

    The record of the document may know it where no words of its text say so.
    """

    document_id: str
    title: str
    field: Literal["author", "published"]
    value: str


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
    unanswered one has a `reason` in words and no sentences; `closest` is what was found. An
    answered one has a `reason` where a part of the question has no answer: it says which.
    `searched` is the question as it was searched, with the words that it leaned on in the
    conversation, and unknown words as they were read: `readings` has these. `within` tells
    which documents were searched, where it was not all.
    `metadata` is what a question about a document itself asks for.
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
    metadata: DocumentFact | None = None
    readings: tuple[Reading, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the answer as JSON takes it; the same everywhere an answer is shown."""
        return asdict(self)
