"""What the tools take; fields that are not known are refused.

Descriptions are for the models that call the tools, so they say what to write, and how.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from index import Filter
from qa.answering.across import MOST
from qa.answering.query_rewriting import Turn
from qa.answering.question import (
    MAX_ANSWER,
    MAX_QUESTION,
    MAX_TURNS,
    MOST_QUOTES,
    Request,
)
from qa.checking.draft import MAX_CHARACTERS

# How long a text or a list may be, and how much is returned at most, are guesses: more than a
# model sends or reads in one go.
MOST_AROUND = 10_000
"""The most characters that `read` shows on either side."""


class Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TurnArgument(Arguments):
    """An earlier question of the conversation, and the answer that it got."""

    question: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION)]
    answer: Annotated[str, Field(max_length=MAX_ANSWER)] = ""


_Name = Annotated[str, Field(min_length=1, max_length=200)]


class WithinArgument(Arguments):
    """Which documents to search; what is left out asks for nothing."""

    documents: Annotated[
        list[_Name], Field(max_length=1000, description="Ids of documents, from `documents`.")
    ] = []
    folders: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1000)]],
        Field(max_length=100, description="Folders that the sources begin with."),
    ] = []
    authors: Annotated[
        list[_Name], Field(max_length=100, description="Authors; part of a name is enough.")
    ] = []
    tags: Annotated[
        list[_Name], Field(max_length=100, description="Tags, of which a document has one.")
    ] = []
    since: Annotated[
        str, Field(max_length=10, description="First year, month or day: 2019, 2019-05.")
    ] = ""
    until: Annotated[str, Field(max_length=10, description="Last one, included.")] = ""

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


_Within = Annotated[
    WithinArgument, Field(description="Search only these documents; all if left out.")
]
_Id = Annotated[str, Field(min_length=1, max_length=200)]
_Collection = Annotated[
    str,
    Field(
        max_length=64,
        description="A collection, from `collections`; left out, the default one.",
    ),
]
_Collections = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=64)]],
    Field(
        max_length=MOST,
        description="The collections to ask together, from `collections`; left out, the default "
        "one. Their ids then begin with the name of their collection.",
    ),
]


class CollectionsArguments(Arguments):
    pass


class InOne(Arguments):
    """What is asked of one collection."""

    collection: _Collection = ""


class InSeveral(Arguments):
    """What may be asked of several collections together."""

    collections: _Collections = []


class AskArguments(InSeveral):
    question: Annotated[
        str, Field(min_length=1, max_length=MAX_QUESTION, description="A question, in words.")
    ]
    history: Annotated[
        list[TurnArgument],
        Field(
            max_length=MAX_TURNS,
            description="The turns before it, oldest first, for a question that leans on them.",
        ),
    ] = []
    quotes: Annotated[
        int | None,
        Field(
            ge=1,
            le=MOST_QUOTES,
            description="The most sentences to quote; left out, 3, or all items of a list.",
        ),
    ] = None
    confidence: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="Quote nothing below this confidence: 0.7 is cautious, 0.25 generous.",
        ),
    ] = None
    within: _Within = WithinArgument()

    def request(self) -> Request:
        """Return what is asked.

        Raises:
            FilterRejected: If a date is not one.
        """
        history = tuple(Turn(turn.question, turn.answer) for turn in self.history)
        return Request(self.question, history, self.quotes, self.confidence, self.within.filter())


class SearchArguments(InSeveral):
    query: Annotated[
        str,
        Field(min_length=1, max_length=MAX_QUESTION, description="A question, or key words."),
    ]
    limit: Annotated[int, Field(ge=1, le=50, description="The most passages to return.")] = 10
    within: _Within = WithinArgument()


class FetchArguments(InOne):
    id: Annotated[
        _Id,
        Field(description="The `id` of a search result, or of a document for its whole text."),
    ]


class FindArguments(InSeveral):
    topic: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_QUESTION,
            description="What the passages are to be about: a few words.",
        ),
    ]
    passages: Annotated[
        int, Field(ge=1, le=50, description="The most passages of each document, the best ones.")
    ] = 3
    documents: Annotated[
        int, Field(ge=1, le=100, description="The most documents, those with the most first.")
    ] = 20
    within: _Within = WithinArgument()


class ReadArguments(InOne):
    id: Annotated[_Id, Field(description="The span, as DOCUMENT:START-END in characters.")]
    around: Annotated[
        int,
        Field(ge=0, le=MOST_AROUND, description="How many characters to show on either side."),
    ] = 1000


class CheckArguments(InOne):
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_CHARACTERS,
            description="The draft, as plain text or Markdown. Sentences may cite a pin "
            "(DOCUMENT:START-END), which is checked first.",
        ),
    ]
    within: _Within = WithinArgument()


class VerifyArguments(Arguments):
    answer: Annotated[
        dict[str, Any],
        Field(description="What `ask` or `check` returned, exactly as it was."),
    ]


class DocumentsArguments(InOne):
    after: Annotated[
        str,
        Field(max_length=130, description="`next` of the page before; left out, the first page."),
    ] = ""
    limit: Annotated[int, Field(ge=1, le=200, description="The most documents to return.")] = 50
    within: _Within = WithinArgument()
