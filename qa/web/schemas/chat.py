"""What requests in the shapes of other services hold; unknown fields are ignored, as there.

Their clients send much that quotes have no use for, such as a temperature.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.doors.conversation import Message

_TEXTS = ("text", "input_text", "output_text")


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class PartBody(_Lenient):
    """A part of a message; only text is heard."""

    type: str
    text: str | None = None
    citations: Annotated[
        list[Any] | None, Field(description="Of an earlier answer, as it was given.")
    ] = None


_Content = str | list[PartBody] | None

# How long the lists may be is a guess: many times the longest conversations.
_MOST_MESSAGES = 1000

_Model = Annotated[
    str,
    Field(
        max_length=200,
        description="The collection, as `GET /v1/models` lists it.",
        examples=["main"],
    ),
]
_Stream = Annotated[bool | None, Field(description="Send the answer as events.")]


class _Said(_Lenient):
    content: _Content = None

    def message_of(self, role: str) -> Message:
        """Return what was said; of an earlier answer with citations, what they stand at."""
        if not isinstance(self.content, list):
            return Message(role, self.content or "")
        texts = [part for part in self.content if part.type in _TEXTS and part.text]
        cited = [part for part in texts if part.citations] if role == "assistant" else []
        other = next((part.type for part in self.content if part.type not in _TEXTS), "")
        return Message(role, " ".join(part.text or "" for part in cited or texts), other)


class ChatMessageBody(_Said):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]


class StreamOptions(_Lenient):
    include_usage: bool | None = None


class ChatCompletionBody(_Lenient):
    """A conversation that ends with a question, as OpenAI's chat completions take it."""

    model: _Model
    messages: Annotated[list[ChatMessageBody], Field(min_length=1, max_length=_MOST_MESSAGES)]
    stream: _Stream = None
    stream_options: StreamOptions | None = None

    def heard(self) -> list[Message]:
        return [message.message_of(message.role) for message in self.messages]


class InputItemBody(_Said):
    """A message of a conversation; items of other types are ignored."""

    type: str = "message"
    role: str | None = None


class ResponseBody(_Lenient):
    """A question, or a conversation that ends with one, as OpenAI's Responses API takes it."""

    model: _Model
    input: str | Annotated[list[InputItemBody], Field(min_length=1, max_length=_MOST_MESSAGES)]
    stream: _Stream = None
    previous_response_id: Annotated[
        str | None, Field(description="Refused: answers are not stored. Send them in `input`.")
    ] = None

    def heard(self) -> list[Message]:
        if isinstance(self.input, str):
            return [Message("user", self.input)]
        messages = [item for item in self.input if item.type == "message" and item.role]
        return [item.message_of(item.role or "") for item in messages]


class AnthropicMessageBody(_Said):
    role: Literal["user", "assistant", "system"]


class MessagesBody(_Lenient):
    """A conversation that ends with a question, as Anthropic's messages take it."""

    model: _Model
    messages: Annotated[list[AnthropicMessageBody], Field(min_length=1, max_length=_MOST_MESSAGES)]
    stream: _Stream = None

    def heard(self) -> list[Message]:
        return [message.message_of(message.role) for message in self.messages]


class ModelPath(BaseModel):
    model: Annotated[str, Field(description="The name of a collection.")]


# Replies, for the documentation


class SpanOfReply(BaseModel):
    """Where the quote of a citation stands: `text[start:end] == quote` of its document."""

    number: int
    document_id: str
    version: str
    start: int
    end: int
    quote: str
    page: int | None


class ModelReply(BaseModel):
    """A collection, as clients of OpenAI's and of Anthropic's API read a model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str
    type: Literal["model"]
    display_name: str
    created_at: str


class ModelsReply(BaseModel):
    object: Literal["list"]
    data: list[ModelReply]
    has_more: bool
    first_id: str | None
    last_id: str | None


class UrlCitation(BaseModel):
    start_index: int
    end_index: int
    url: str
    title: str


class ChatAnnotation(BaseModel):
    """A citation: `content[start_index:end_index]` is the sentence that rests on it."""

    type: Literal["url_citation"]
    url_citation: UrlCitation
    pincite: SpanOfReply


class ChatMessageReply(BaseModel):
    role: Literal["assistant"]
    content: str
    refusal: None
    annotations: list[ChatAnnotation]


class ChatChoiceReply(BaseModel):
    index: int
    message: ChatMessageReply
    logprobs: None
    finish_reason: Literal["stop"]


class ChatUsageReply(BaseModel):
    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


_Record = Annotated[
    dict[str, Any],
    Field(description="The answer record, as `POST /api/v1/ask` gives and `verify` takes it."),
]


class ChatCompletionReply(BaseModel):
    """An answer: quotes with footnote marks, then their sources."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChatChoiceReply]
    usage: ChatUsageReply
    pincite: _Record


class TextAnnotation(UrlCitation):
    """A citation: `text[start_index:end_index]` is the sentence that rests on it."""

    type: Literal["url_citation"]
    pincite: SpanOfReply


class OutputTextReply(BaseModel):
    type: Literal["output_text"]
    text: str
    annotations: list[TextAnnotation]
    logprobs: list[Any]


class OutputMessageReply(BaseModel):
    type: Literal["message"]
    id: str
    role: Literal["assistant"]
    status: Literal["completed"]
    content: list[OutputTextReply]


class ResponseReply(BaseModel):
    """An answer, as clients of OpenAI's Responses API read it."""

    id: str
    object: Literal["response"]
    created_at: int
    status: Literal["completed"]
    error: None
    incomplete_details: None
    instructions: None
    model: str
    output: list[OutputMessageReply]
    parallel_tool_calls: bool
    previous_response_id: None
    store: bool
    tool_choice: str
    tools: list[Any]
    usage: dict[str, Any]
    pincite: _Record


class CharLocationReply(BaseModel):
    """Where a quote stands; `document_index` counts the cited documents from 0."""

    type: Literal["char_location"]
    cited_text: str
    document_index: int
    document_title: str
    start_char_index: int
    end_char_index: int
    file_id: None
    pincite: SpanOfReply


class TextBlockReply(BaseModel):
    type: Literal["text"]
    text: str
    citations: list[CharLocationReply] | None


class TokensReply(BaseModel):
    input_tokens: int
    output_tokens: int


class MessageReply(BaseModel):
    """An answer: a text block for each quote, with its citation."""

    id: str
    type: Literal["message"]
    role: Literal["assistant"]
    model: str
    stop_sequence: None
    usage: TokensReply
    content: list[TextBlockReply]
    stop_reason: Literal["end_turn"]
    pincite: _Record


class BlockTextReply(BaseModel):
    type: Literal["text"]
    text: str


class CitationsSwitch(BaseModel):
    enabled: bool


class SearchResultReply(BaseModel):
    """A sentence, as a block of content that Claude can cite."""

    type: Literal["search_result"]
    source: Annotated[str, Field(description="The address of the sentence.")]
    title: str
    content: list[BlockTextReply]
    citations: CitationsSwitch


class SearchResultsReply(BaseModel):
    content: list[SearchResultReply]
