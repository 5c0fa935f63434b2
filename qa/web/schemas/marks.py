"""What replies about marks hold, for the documentation."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field


class MarkReply(BaseModel):
    """Whether the words from `start` to `end` answer the question, as somebody says."""

    id: str
    created: str
    question: str
    searched: Annotated[
        str, Field(description="The question as it was searched, with what it leaned on.")
    ]
    document_id: str
    version: str
    start: int
    end: int
    confidence: Annotated[float, Field(description="The confidence of the answer.")]
    verdict: Literal["answers", "does_not_answer"]
    title: str
    current: Annotated[
        bool, Field(description="The document is of this version still, so the words are there.")
    ]


class MarksReply(BaseModel):
    """Marks, the oldest first; `total` of them in all, those from the `first` on."""

    total: int
    first: int
    marks: list[MarkReply]
