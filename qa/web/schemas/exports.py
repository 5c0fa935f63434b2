"""What requests for a file hold: which format, and what to write."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.answering.question import MAX_QUESTION
from qa.web.schemas.records import VerifyBody
from qa.web.schemas.requests import Query


class WriterNamed(BaseModel):
    """The language model that wrote an answer. Further fields of the record are allowed."""

    model_config = ConfigDict(strict=True)

    model: str


class ExportBody(VerifyBody):
    """An answer record, as `POST /api/v1/ask` returned it."""

    question: Annotated[str, Field(max_length=MAX_QUESTION)] = ""
    reason: str | None = None
    writer: WriterNamed | None = None


class ExportQuery(Query):
    """Which format to write."""

    format: Annotated[
        Literal["docx", "md", "txt", "csl", "ris", "bibtex"],
        Field(
            description="`docx` is Word with footnotes, `md` Markdown with footnotes, `txt` plain "
            "text; `csl` (CSL-JSON), `ris` and `bibtex` are for reference managers: one entry for "
            "each document and version."
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
