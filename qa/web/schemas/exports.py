"""What requests for a file hold: which format, and what to write."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from index.ledger.corrections import MAX_TAG, MAX_TAGS
from qa.answering.question import MAX_QUESTION
from qa.doors.batch.questions import MOST
from qa.doors.batch.returned import Returned
from qa.web.schemas.records import CitedSpan, VerifyBody
from qa.web.schemas.requests import Body, Query, Whole

MOST_ANSWERS = 10_000
"""The most answers in a table; a guess: more than a body of 10 MB holds."""

MAX_NOTE = 10_000  # characters of a note on a quote; a guess: some three pages


class WriterNamed(BaseModel):
    """The language model that wrote an answer. Further fields of the record are allowed."""

    model_config = ConfigDict(strict=True)

    model: str


class NotedSpan(CitedSpan):
    """A citation of an answer record, or of a board, where it may have a note and tags."""

    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""
    tags: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=MAX_TAG)]],
        Field(default_factory=list, max_length=MAX_TAGS),
    ]


class ExportBody(VerifyBody):
    """An answer record, as `POST /api/v1/ask` returned it, or a board of quotes.

    A board has a `title` and no question; each of its sentences is a quote, and each of its
    citations may have a note and tags.
    """

    citations: Annotated[list[NotedSpan], Field(max_length=1000)]  # type: ignore[assignment]
    title: Annotated[
        str, Field(max_length=MAX_QUESTION, description="The heading, in place of the question.")
    ] = ""
    question: Annotated[str, Field(max_length=MAX_QUESTION)] = ""
    reason: str | None = None
    writer: WriterNamed | None = None


class ExportQuery(Query):
    """Which format to write."""

    format: Annotated[
        Literal["docx", "md", "txt", "csl", "ris", "bibtex", "jsonld"],
        Field(
            description="`docx` is Word with footnotes, `md` Markdown with footnotes, `txt` plain "
            "text; `csl` (CSL-JSON), `ris` and `bibtex` are for reference managers: one entry for "
            "each document and version. `jsonld` has the citations as W3C Web Annotations."
        ),
    ]


class BatchRecord(ExportBody):
    """The answer record of one of many questions."""

    confidence: Annotated[float, Field(ge=0, le=1)]


class BatchAnswer(Body):
    """An answer, with the question and document that it is for."""

    number: Annotated[int, Field(ge=1, description="The number of the question, from 1."), Whole]
    document: Annotated[
        str | None,
        Field(
            max_length=100,
            description="The id of the document that was asked; null if all were.",
        ),
    ] = None
    record: BatchRecord


class BatchBody(Body):
    """Many questions with their answers."""

    questions: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]],
        Field(min_length=1, max_length=MOST),
    ]
    answers: Annotated[
        list[BatchAnswer],
        Field(
            max_length=MOST_ANSWERS,
            description="Each answers one question, put to all documents or to one.",
        ),
    ]

    def returned(self) -> list[Returned]:
        """Return the answers with their records."""
        return [
            Returned(a.number, a.document, a.record.model_dump(exclude_unset=True))
            for a in self.answers
        ]


class BatchQuery(Query):
    """Which format to write many answers in."""

    format: Annotated[
        Literal["csv", "xlsx", "html"],
        Field(
            description="In `csv`, text that a spreadsheet would run as a formula has an "
            "apostrophe before it. `html` is one page that needs nothing else."
        ),
    ]


class TableQuery(Query):
    """Which format to write a table in."""

    format: Annotated[
        Literal["csv", "xlsx"],
        Field(
            description="In `csv`, text that a spreadsheet would run as a formula has an "
            "apostrophe before it."
        ),
    ]
