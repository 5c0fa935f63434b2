"""What requests and replies of the API hold; unknown fields are refused."""

from typing import Annotated, Literal

from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, ConfigDict, Field

from qa.answerer import MAX_QUESTION

DOCUMENT_ID = r"^[a-z2-7]{26}$"

_Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_QUESTION,
        description="The question, in words.",
        examples=["Who leads Brigade 315?"],
    ),
]
_Count = Annotated[int, Field(ge=0)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AskBody(_Request):
    """A question to be answered."""

    question: _Question


class SearchBody(_Request):
    """A question to find passages for."""

    question: _Question
    k: Annotated[int, Field(ge=1, le=50, description="The most hits to return.")] = 10


class CitedSpan(BaseModel):
    """A citation of an answer record. Further fields of the record are allowed."""

    model_config = ConfigDict(strict=True)

    number: int
    document_id: Annotated[str, Field(max_length=100)]
    version: str
    title: str
    start: _Count
    end: _Count
    quote: str


class QuotedSentence(BaseModel):
    """A sentence of an answer record, and the numbers of its citations."""

    model_config = ConfigDict(strict=True)

    text: str
    citations: list[int]
    verdict: Literal["verbatim"]


class VerifyBody(BaseModel):
    """An answer record, as `POST /api/v1/ask` returned it."""

    model_config = ConfigDict(strict=True)

    sentences: Annotated[list[QuotedSentence], Field(max_length=1000)]
    citations: Annotated[list[CitedSpan], Field(max_length=1000)]


class DocumentPath(BaseModel):
    document_id: Annotated[str, Field(description="The id of a document.")]


class UploadForm(_Request):
    """A document as `multipart/form-data`."""

    file: Annotated[FileStorage, Field(description="The document; text or Markdown.")]


class SentenceReply(BaseModel):
    text: str
    citations: list[int]
    verdict: Literal["verbatim"]


class LeadReply(BaseModel):
    """The sentence before a quote that leans on it; not part of the quote."""

    start: int
    end: int
    text: str


class DifferenceReply(BaseModel):
    """Two citations, by number, that give different figures for what was asked."""

    citations: tuple[int, int]
    kind: str
    values: tuple[list[str], list[str]]


class CitationReply(BaseModel):
    """Always true: `text[start:end] == quote` of the document's canonical text."""

    number: int
    document_id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    publisher: str
    page: int | None
    heading: list[str]
    start: int
    end: int
    quote: str
    lead: LeadReply | None


class CloseReply(BaseModel):
    document_id: str
    version: str
    title: str
    page: int | None
    heading: list[str]
    start: int
    end: int
    text: str
    score: float


class TimingsReply(BaseModel):
    embed_ms: float
    search_ms: float
    total_ms: float


class AnswerReply(BaseModel):
    """An answer record, which `POST /api/v1/verify` accepts."""

    question: str
    searched: str
    status: Literal["answered", "unanswered"]
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: str | None
    sentences: list[SentenceReply]
    citations: list[CitationReply]
    differences: list[DifferenceReply]
    closest: list[CloseReply]
    timings: TimingsReply


class HitReply(BaseModel):
    document_id: str
    version: str
    title: str
    start: int
    end: int
    text: str
    page: int | None
    heading: list[str]
    score: float
    dense_rank: int | None
    lexical_rank: int | None


class SearchReply(BaseModel):
    hits: list[HitReply]


class InfoReply(BaseModel):
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


class ListReply(BaseModel):
    documents: list[InfoReply]


class HeadingReply(BaseModel):
    level: int
    title: str
    start: int
    end: int


class PageReply(BaseModel):
    number: int
    start: int
    end: int


class DocumentReply(InfoReply):
    headings: list[HeadingReply]
    pages: list[PageReply]


class UploadReply(BaseModel):
    status: Literal["added", "updated", "unchanged"]
    document: InfoReply


class CheckReply(BaseModel):
    number: int
    document_id: str
    title: str
    verdict: Literal["verbatim", "stale", "altered", "gone"]
    found_at: tuple[int, int] | None
    note: str


class VerifyReply(BaseModel):
    all_verbatim: bool
    citations: list[CheckReply]


class StatusReply(BaseModel):
    status: str


class ReadyReply(BaseModel):
    status: Literal["ready", "loading", "failed"]
    documents: int
    passages: int


class ErrorPart(BaseModel):
    code: Annotated[str, Field(description="Stable; made for programs.")]
    message: Annotated[str, Field(description="A sentence that helps a person.")]
    request_id: Annotated[str, Field(description="Names this request in the log.")]


class ErrorReply(BaseModel):
    error: ErrorPart
