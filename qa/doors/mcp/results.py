"""What the tools return beside the text, as JSON; their schemas go to the clients.

Offsets count characters (Unicode code points) of a document's text: `text[start:end]`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from index import FilterReport
from qa.answering.answer import Citation
from qa.answering.verification import Check
from qa.checking.checked import CheckedSentence, DraftRecord, SentenceVerdict
from qa.writing.rechecking import SentenceCheck

_Url = Annotated[
    str, Field(description="Where people open it: a link to the span, or a `pincite:` address.")
]


_Collection = Annotated[str, Field(description="Its collection, where one was named; else empty.")]


class Place(BaseModel):
    """A span of a document; `id` is its pin, which `fetch` and `read` take."""

    id: str
    collection: _Collection = ""
    title: str
    url: _Url
    document_id: str
    version: str
    start: int
    end: int
    page: int | None
    page_label: str
    heading: list[str]
    recognized: Annotated[bool, Field(description="Read from an image by OCR; may be wrong.")]


class Passage(Place):
    text: str


class SearchResult(BaseModel):
    results: list[Passage]


class FetchMetadata(BaseModel):
    """Where the text is from; `next` is the `id` to fetch what follows, "" at the end."""

    document_id: str
    version: str
    start: int
    end: int
    characters: Annotated[int, Field(description="The length of the whole document.")]
    source: str
    author: str
    published: str
    next: str


class FetchResult(BaseModel):
    """`text` is `document.text[start:end]`, with the offsets of `metadata`."""

    id: str
    title: str
    text: str
    url: _Url
    metadata: FetchMetadata


class ReadResult(Passage):
    """A span, and what stands before and after it; none of that is part of it."""

    before: str
    after: str


class FoundPassage(Passage):
    by: list[Literal["words", "meaning"]]


class FoundDocument(BaseModel):
    """A document with its best passages about the topic, of `matched` in all."""

    id: str
    collection: _Collection = ""
    title: str
    url: _Url
    matched: int
    passages: list[FoundPassage]


class FindResult(BaseModel):
    """`documents_found` hold the topic, more than are listed perhaps; `documents_without` not."""

    topic: str
    passages_searched: int
    passages_found: int
    documents_searched: int
    documents_found: int
    documents_without: int
    documents: list[FoundDocument]


class ListedCollection(BaseModel):
    name: str
    documents: Annotated[int | None, Field(description="How many; null where nobody can say.")]


class CollectionsResult(BaseModel):
    """The collections that can be named; none where the address is of one alone."""

    collections: list[ListedCollection]


class CheckResult(BaseModel):
    """A draft with a verdict for each of its sentences; `counts` has how many have which."""

    draft: DraftRecord
    sentences: list[CheckedSentence]
    citations: list[Citation]
    counts: dict[SentenceVerdict, int]
    verifier: str
    within: FilterReport | None


class VerifyResult(BaseModel):
    all_verbatim: bool
    citations: list[Check]
    sentences: Annotated[
        list[SentenceCheck],
        Field(description="Those that a language model wrote; `now` is what their citations say."),
    ]


class ListedDocument(BaseModel):
    id: str
    title: str
    url: _Url
    version: str
    source: str
    author: str
    published: str
    publisher: str
    tags: list[str]
    characters: int
    passages: int
    notes: Annotated[list[str], Field(description="How it was read: what was left out, and why.")]


class DocumentsResult(BaseModel):
    """`next` is what `after` takes for the next page, "" on the last one."""

    documents: list[ListedDocument]
    total: int
    next: str
