"""An answer record as it comes back to be verified."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.web.schemas.requests import Count, Whole
from qa.writing.rechecking import MAX_CITED, MAX_SENTENCE


class LeadSpan(BaseModel):
    """The sentence before a quote that leans on it, in an answer record."""

    model_config = ConfigDict(strict=True)

    start: Count
    end: Count
    text: str


class PartSpan(BaseModel):
    """A cell of a quoted row of a table, or the words of a sentence that are not supported."""

    model_config = ConfigDict(strict=True)

    start: Count
    end: Count


class HeadSpan(PartSpan):
    """Words of the table that say what a cell is."""

    text: str
    cell: Annotated[int | None, Whole] = None


class CitedSpan(BaseModel):
    """A citation of an answer record. Further fields of the record are allowed."""

    model_config = ConfigDict(strict=True)

    number: Annotated[int, Whole]
    document_id: Annotated[str, Field(max_length=100)]
    version: str
    title: str
    start: Count
    end: Count
    quote: str
    lead: LeadSpan | None = None
    cells: list[PartSpan] = []
    heads: list[HeadSpan] = []
    source: str | None = None
    place: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    page: Annotated[int | None, Whole] = None
    page_label: str | None = None
    recognized: bool | None = None
    heading: list[str] | None = None
    link: str | None = None
    live_link: str | None = None
    collection: Annotated[
        str, Field(max_length=64, description="The collection that it is of; else this one.")
    ] = ""


class QuotedSentence(BaseModel):
    """A sentence of an answer record, and the numbers of its citations."""

    model_config = ConfigDict(strict=True)

    text: Annotated[
        str,
        Field(
            description=f"At most {MAX_SENTENCE} characters where a model wrote it; a quote may be "
            "longer."
        ),
    ]
    citations: Annotated[
        list[Annotated[int, Whole]],
        Field(max_length=MAX_CITED, json_schema_extra={"minItems": 1}),
    ]
    verdict: Literal["verbatim", "supported", "partly"]
    unsupported: Annotated[
        list[PartSpan], Field(description="The words of a `partly` that are not said.")
    ] = []


class VerifyBody(BaseModel):
    """An answer record, as `POST /api/v1/ask` returned it."""

    model_config = ConfigDict(strict=True)

    status: Literal["answered", "unanswered"] | None = None
    sentences: Annotated[list[QuotedSentence], Field(max_length=1000)]
    citations: Annotated[list[CitedSpan], Field(max_length=1000)]
