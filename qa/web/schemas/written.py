"""What replies hold where a model was asked to write."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from qa.web.schemas.responses import AnswerReply, SentenceReply, SpanReply
from qa.writing.written import WriterStatus


class WrittenSentenceReply(BaseModel):
    """A sentence that a model wrote, and the citations that say it.

    `partly`: they do not say the words that `unsupported` marks, as `text[start:end]`.
    """

    text: str
    citations: list[int]
    verdict: Literal["supported", "partly"]
    unsupported: list[SpanReply]


class RejectedReply(BaseModel):
    """A sentence that a model wrote and that is no part of the answer."""

    text: str
    verdict: Literal["partly", "contradicted", "not_found"]
    reason: str


class UsageReply(BaseModel):
    prompt_tokens: int
    completion_tokens: int


class WriterReply(BaseModel):
    """Which model was asked to write, and what became of it."""

    model: str
    prompt: Annotated[str, Field(description="The version of the prompt.")]
    verifier: Annotated[str, Field(description="What checked its sentences.")]
    status: Annotated[
        WriterStatus,
        Field(
            description="After `written` and `incomplete` the sentences are the model's; after "
            "anything else they are quotes, and `reason` says why."
        ),
    ]
    reason: str | None
    usage: Annotated[
        UsageReply | None,
        Field(
            description="The tokens that the model read and wrote, by its server; null where that "
            "does not count them."
        ),
    ]


class WrittenReply(AnswerReply):
    """An answer record where `written` was asked for, which `POST /api/v1/verify` accepts.

    Either all sentences are the model's, or all are quotes.
    """

    sentences: list[WrittenSentenceReply] | list[SentenceReply]  # type: ignore[assignment]
    rejected: list[RejectedReply]
    writer: WriterReply


class AskReply(RootModel[WrittenReply | AnswerReply]):
    """The record of an answer: in quotes, or written where that was asked for."""
