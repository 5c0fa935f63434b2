"""What requests for a timeline hold, and what comes back."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qa.answering.dates import Unit
from qa.answering.question import MAX_QUESTION
from qa.overview.timeline import MOST_COUNTED, TimelineRequest
from qa.overview.years import YearFrom
from qa.web.schemas.requests import DATE, Body, Whole, WithinBody
from qa.web.schemas.responses import PageLabel, Recognized, SearchedReply

MOST = 1000
"""The most dates of a reply; a guess: some 700 kB."""

_First = Annotated[
    int, Field(ge=0, le=1_000_000, description="How many dates to leave out."), Whole
]
_Most = Annotated[int, Field(ge=1, le=MOST, description="The most dates to return."), Whole]


_Earliest = Annotated[
    str,
    Field(
        max_length=10,
        description="Only dates from this day, month or year on: `1871-05`.",
        json_schema_extra={"pattern": DATE["pattern"]},
    ),
]
_Latest = Annotated[
    str,
    Field(
        max_length=10,
        description="Only dates up to this day, month or year, included.",
        json_schema_extra={"pattern": DATE["pattern"]},
    ),
]


class TimelineQuery(BaseModel):
    """Which dates of which documents to return."""

    model_config = ConfigDict(extra="forbid")

    document: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(max_length=100, description="Ids of documents; all documents if left out."),
    ] = []
    earliest: _Earliest = ""
    latest: _Latest = ""
    first: _First = 0
    most: _Most = 100

    def request(self) -> TimelineRequest:
        """Return what is asked.

        Raises:
            FilterRejected: If a date is not one.
        """
        within = WithinBody(documents=self.document)
        dates = self.earliest, self.latest
        return TimelineRequest("", within.filter(), *dates, self.first, self.most)


class DatesBody(Body):
    """Which dates: about a topic, of which documents, and of which time."""

    topic: Annotated[
        str,
        Field(
            max_length=MAX_QUESTION,
            description="What the passages are to be about; any topic if left out.",
            examples=["weapons smuggling"],
        ),
    ] = ""
    within: Annotated[WithinBody, Field(description="Which documents to look at.")] = WithinBody()
    earliest: _Earliest = ""
    latest: _Latest = ""

    def request(self) -> TimelineRequest:
        """Return what is asked: all of these dates.

        Raises:
            FilterRejected: If a date is not one.
        """
        return TimelineRequest(self.topic, self.within.filter(), self.earliest, self.latest)


class TimelineBody(DatesBody):
    """Which dates to return, and how many of them."""

    first: _First = 0
    most: _Most = 100

    def request(self) -> TimelineRequest:
        return replace(super().request(), first=self.first, most=self.most)


_Date = Annotated[str, Field(description="As exact as it is written: `1871`, `1871-05`, ….")]


class EventReply(BaseModel):
    """A date in a sentence; `text[start:end]` of the document is `quote`."""

    first: _Date
    last: Annotated[str, Field(description="The end of a range; else the same as `first`.")]
    precision: Unit
    written: Annotated[str, Field(description="The date as the sentence writes it.")]
    relative: Annotated[
        bool, Field(description="It was resolved by `published`, the date of the document.")
    ]
    year_from: Annotated[
        YearFrom | None,
        Field(
            description="What the year was read from, where `written` has none: a heading over the "
            "sentence, the sentence before it, or `published`, the date of the mail."
        ),
    ]
    quote: str
    document_id: str
    version: str
    title: str
    source: str
    author: str
    published: str
    page: int | None
    page_label: PageLabel
    recognized: Recognized
    start: int
    end: int
    date_start: Annotated[int, Field(description="Where `written` begins in the document.")]
    date_end: int


class YearReply(BaseModel):
    """A year, and how many of the dates begin in it."""

    year: str
    dates: int


class DocumentDatesReply(BaseModel):
    """A document, and how many of the dates are in it."""

    id: str
    title: str
    dates: int


class TimelineReply(BaseModel):
    """Dated sentences in the order of their dates."""

    total: Annotated[int, Field(description="How many dates there are in all.")]
    documents: Annotated[int, Field(description="In how many documents.")]
    years: list[YearReply]
    by_document: Annotated[
        list[DocumentDatesReply],
        Field(description=f"The documents with the most dates, at most {MOST_COUNTED}."),
    ]
    events: list[EventReply]
    within: SearchedReply | None
