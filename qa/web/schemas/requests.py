"""What requests hold; unknown fields are refused."""

from typing import Annotated, Any, Literal

from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from index import Correction, Filter, Mark
from index.ledger.corrections import MAX_CHARACTERS, MAX_TAG, MAX_TAGS
from qa.answering.across import MOST
from qa.answering.query_rewriting import Turn
from qa.answering.question import (
    MAX_ANSWER,
    MAX_QUESTION,
    MAX_TURNS,
    MOST_QUOTES,
    Request,
    checked_question,
)


def _whole(value: Any) -> Any:
    """Return 3 for 3.0: JSON knows numbers only, and JSON Schema calls both an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)

# What the next three say is checked where questions and filters are made, whose errors have
# codes of their own; the description tells programs beforehand.
WORDS = {"pattern": r"[\p{L}\p{N}]"}
DATE = {
    "pattern": "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$",
    "examples": ["2019-05"],
}
_PLACE = {"pattern": r"^[\s\S]+:[0-9]{1,9}$"}

_Question = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_QUESTION,
        json_schema_extra=WORDS,
        description="The question, in words.",
        examples=["Who leads Brigade 315?"],
    ),
]
Count = Annotated[int, Field(ge=0), Whole]


class Body(BaseModel):
    """The body of a request, as JSON or a form."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Query(BaseModel):
    """The query in the address of a request."""

    model_config = ConfigDict(extra="forbid")


class TurnBody(Body):
    """An earlier question of the conversation, and the answer that it got."""

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
    answer: Annotated[str, Field(max_length=MAX_ANSWER)] = ""


class WithinBody(Body):
    """What a document must be to be searched; what is left out asks for nothing."""

    # Here and below, how long a text or a list may be is a guess: more than a page ever sends.

    documents: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(max_length=1000, description="Ids of documents."),
    ] = []
    folders: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1000)]],
        Field(max_length=100, description="Folders, as sources begin with them."),
    ] = []
    authors: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]],
        Field(max_length=100, description="Authors; of a name some words are enough."),
    ] = []
    tags: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=100)]],
        Field(max_length=100, description="Tags, of which a document has one."),
    ] = []
    since: Annotated[
        str,
        Field(
            max_length=10,
            description="The first day, month or year: `2019-05`.",
            json_schema_extra=DATE,
        ),
    ] = ""
    until: Annotated[
        str,
        Field(
            max_length=10,
            description="The last day, month or year, included.",
            json_schema_extra=DATE,
        ),
    ] = ""

    def filter(self) -> Filter:
        """Return which documents to search.

        Raises:
            FilterRejected: If a date is not one.
        """
        return Filter(
            tuple(self.documents),
            tuple(self.folders),
            tuple(self.authors),
            self.since,
            self.until,
            tuple(self.tags),
        )


Within = Annotated[WithinBody, Field(description="Which documents to search; all if left out.")]


Collections = Annotated[
    list[Annotated[str, Field(max_length=64)]],
    Field(
        max_length=MOST,
        description="The collections to ask, by name, instead of the one of this address; each "
        "citation and passage then names its own in `collection`.",
    ),
]


class AskBody(Body):
    """A question to be answered."""

    question: _Question
    history: Annotated[
        list[TurnBody],
        Field(
            max_length=MAX_TURNS,
            description="The turns before it, the oldest first, each with its `question` and "
            "`answer`: a question that leans on them is searched with the words it leaves out.",
        ),
    ] = []
    quotes: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_QUOTES,
            description="The most sentences to quote. Left out, at most 3 are quoted, and of a "
            "list or an instruction that is asked for all its items.",
        ),
        Whole,
    ] = None
    confidence: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="The confidence below which nothing is quoted, instead of the "
            "server's own: 0.7 is cautious, 0.25 generous.",
        ),
    ] = None
    within: Within = WithinBody()
    answer: Annotated[
        Literal["quotes", "written"],
        Field(description="`written`: a language model writes; what the documents say is shown."),
    ] = "quotes"
    collections: Collections = []

    def request(self) -> Request:
        """Return what is asked.

        Raises:
            FilterRejected: If a date is not one.
        """
        history = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return Request(self.question, history, self.quotes, self.confidence, self.within.filter())


class FindBody(Body):
    """A topic that every passage is looked at for."""

    topic: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_QUESTION,
            json_schema_extra=WORDS,
            description="What the passages are to be about.",
            examples=["weapons smuggling"],
        ),
    ]
    k: Annotated[
        int | None,
        Field(ge=1, description="The most passages of each document, the best; all if left out."),
        Whole,
    ] = None
    within: Within = WithinBody()


class SearchBody(Body):
    """A question to find passages for."""

    question: _Question
    # This bound and those below are guesses: more than a screen holds, and little work.
    k: Annotated[int, Field(ge=1, le=50, description="The most hits to return."), Whole] = 10
    within: Within = WithinBody()


class FindAcrossBody(FindBody):
    """A topic, and where to look for it."""

    collections: Collections = []


class SearchAcrossBody(SearchBody):
    """A question, and where to find passages for it."""

    collections: Collections = []


class DocumentPath(BaseModel):
    document_id: Annotated[str, Field(description="The id of a document.")]


_Title = Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS, json_schema_extra=WORDS)]
_Words = Annotated[str, Field(max_length=MAX_CHARACTERS)]
_Tag = Annotated[str, Field(min_length=1, max_length=MAX_TAG, json_schema_extra=WORDS)]


Code = Literal["en", "de", "fr", "es"]
"""The languages of documents; a test compares them with `corpus.language`."""


class CorrectionBody(Body):
    """Corrections of a document's details; null restores what the document itself says."""

    title: _Title | None = None
    author: Annotated[_Words | None, Field(description="Empty if nobody knows.")] = None
    published: Annotated[
        Annotated[str, Field(max_length=10, json_schema_extra=DATE)] | None,
        Field(description="A day, month or year: `2019-05`; empty if nobody knows."),
    ] = None
    language: Annotated[Code | None, Field(description="The language that its text is in.")] = None
    tags: Annotated[
        list[_Tag] | None, Field(max_length=MAX_TAGS, description="All of its tags from now on.")
    ] = None

    def correction(self) -> Correction:
        """Return the change of what is listed.

        Raises:
            CorrectionRejected: If a value is not one that its field can have.
        """
        given = {name: getattr(self, name) for name in self.model_fields_set}
        tags = given.pop("tags", None)
        return Correction(
            **given,
            tags=None if tags is None else tuple(tags),
            reset=tuple(name for name in self.model_fields_set if getattr(self, name) is None),
        )


class PagePath(DocumentPath):
    number: Annotated[int, Field(ge=1, description="The page, from 1.")]


class PageQuery(Query):
    """What to box on a page, and how large it is to be."""

    start: Annotated[int, Field(ge=0, description="Where the words to box begin.")] = 0
    end: Annotated[int, Field(ge=0, description="Where they end; 0 boxes nothing.")] = 0
    width: Annotated[
        int, Field(ge=100, le=2400, description="The width of the image in pixels.")
    ] = 1000


class SpanQuery(Query):
    """Which words of a document, counted in characters of its text."""

    start: Annotated[int, Field(ge=0, description="Where the words begin.")]
    end: Annotated[int, Field(ge=1, description="Where they end.")]


class UploadQuery(Query):
    """How long to wait for an upload to be read, and what to do if its name exists."""

    wait: Annotated[
        int,
        Field(
            ge=0,
            le=60,
            description="The seconds to wait for the document to be ready; `Prefer: wait=10` "
            "says the same.",
        ),
    ] = 0
    on_conflict: Annotated[
        Literal["replace", "keep", "refuse"],
        Field(
            description="What to do if there is another document of this name: replace it, keep "
            "both (the new one gets a name like `report (2).pdf`), or refuse the upload. "
            "`Prefer: on_conflict=keep` says the same.",
        ),
    ] = "replace"
    language: Annotated[
        Code | None,
        Field(description="The language that the document is in; Pincite finds out without it."),
    ] = None


class JobPath(BaseModel):
    job_id: Annotated[str, Field(description="The id of a job.")]


class ListQuery(Query):
    version: Annotated[
        str,
        Field(
            max_length=100,
            description="Only the documents whose text is of this version: where a document is "
            "now that was cited before its file was moved.",
        ),
    ] = ""


class MapQuery(Query):
    also: Annotated[
        list[Annotated[str, Field(max_length=120, json_schema_extra=_PLACE)]],
        Field(
            max_length=50,
            description="Passages to show in any case: a document's id, a colon, and the "
            "offset of a character that they hold.",
        ),
    ] = []


class PassagesQuery(Query):
    first: Annotated[
        int, Field(ge=0, le=1_000_000_000, description="How many passages to leave out.")
    ] = 0
    most: Annotated[int, Field(ge=1, le=1000, description="The most passages to return.")] = 100


class MarkBody(Body):
    """Whether words of a document answer a question."""

    question: _Question
    searched: Annotated[
        str,
        Field(max_length=MAX_QUESTION, description="`searched` of the answer, if it is another."),
    ] = ""
    document_id: Annotated[str, Field(max_length=100)]
    version: Annotated[str, Field(max_length=100)]
    start: Count
    end: Annotated[Count, Field(description="Where the words end, which `start` begins.")]
    confidence: Annotated[float, Field(ge=0, le=1, description="`confidence` of the answer.")]
    verdict: Literal["answers", "does_not_answer"]

    def mark(self) -> Mark:
        """Return the mark.

        Raises:
            QuestionRejected: If the question is not text.
        """
        question = checked_question(self.question)
        searched = checked_question(self.searched) if self.searched else question
        place = (self.document_id, self.version, self.start, self.end)
        return Mark(question, searched, *place, self.confidence, self.verdict)


class MarkPath(BaseModel):
    mark_id: Annotated[str, Field(description="The id of a mark.")]


class MarksQuery(Query):
    first: Annotated[int, Field(ge=0, le=1_000_000, description="How many to leave out.")] = 0
    most: Annotated[int, Field(ge=1, le=1000, description="The most marks to return.")] = 1000


class UploadForm(Body):
    """A document as `multipart/form-data`."""

    file: Annotated[FileStorage, Field(description="The document, of any format that is read.")]
