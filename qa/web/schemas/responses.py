"""What replies hold, for the documentation; a test keeps it true to what is sent."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.checking.verdict import Verdict

PageLabel = Annotated[
    str, Field(description="What the document itself calls the page, if not by its number.")
]
Recognized = Annotated[
    bool, Field(description="The words were read from an image by OCR and may be wrong.")
]


Place = Annotated[
    str, Field(description="Where the file lies, if the source tells another thing: an address.")
]


Hidden = Annotated[
    int,
    Field(
        description="How many characters nobody sees and no writing needs: tags, zero-width "
        "characters, direction controls. Text can hide in them."
    ),
]


class SentenceReply(BaseModel):
    text: str
    citations: list[int]
    verdict: Literal["verbatim"]


class LeadReply(BaseModel):
    """The sentence before a quote that leans on it; not part of the quote."""

    start: int
    end: int
    text: str


class CellReply(BaseModel):
    """A cell of a quoted row of a table."""

    start: int
    end: int


class HeadReply(BaseModel):
    """Words of the table that say what a cell is, verbatim; they are not part of the quote."""

    start: int
    end: int
    text: str
    cell: Annotated[
        int | None,
        Field(description="Which of `cells` it is of, from 0; null if of the whole table."),
    ]


class DifferenceReply(BaseModel):
    """Two citations, by number, that give different figures for what was asked."""

    citations: tuple[int, int]
    kind: str
    values: tuple[list[str], list[str]]


class PlaceReply(BaseModel):
    """A place in a document, and what the document says of where that is."""

    start: int
    end: int
    page: int | None
    page_label: PageLabel
    recognized: Recognized
    heading: list[str]


class PassageReply(PlaceReply):
    text: str


class CitedPlaceReply(PlaceReply):
    """A place, and why its passage was found: by meaning (cosine), by words (BM25)."""

    document_id: str
    version: str
    title: str
    score: float
    dense_rank: int | None
    dense_score: float
    lexical_rank: int | None
    lexical_score: float
    hidden_characters: Hidden
    collection: Annotated[
        str | None, Field(description="The collection that it is in, where several were asked.")
    ] = None


class CitationReply(CitedPlaceReply):
    """Always true: `text[start:end] == quote` of the document's canonical text.

    The ranks are those of the passage that the quote stands in; `score` is the sentence's.
    """

    number: int
    source: str
    place: Place
    author: str
    published: str
    publisher: str
    quoted_by: Annotated[
        str | None,
        Field(
            description="The author of the document, where somebody else wrote the quoted words "
            "(`author`): a mail that is quoted in a reply. Null where the words are its own."
        ),
    ]
    quote: str
    lead: LeadReply | None
    cells: list[CellReply]
    heads: list[HeadReply]
    kind: Annotated[
        Literal["text", "metadata"],
        Field(
            description="`metadata`: the quote is the line of a document that says who wrote it, "
            "or when."
        ),
    ]
    answer_spans: Annotated[
        list[CellReply],
        Field(description="The words of the quote that are of the kind asked for, as offsets."),
    ]
    link: Annotated[
        str | None,
        Field(
            description="The absolute address that shows the words in the reader; null unless the "
            "service was given its address, `PINCITE_PUBLIC_URL`."
        ),
    ]
    live_link: Annotated[
        str | None,
        Field(
            description="The page on the web that the document says it came from, with a text "
            "fragment that marks the words; null if it names none."
        ),
    ]


class HitReply(CitedPlaceReply):
    """A passage that a search found."""

    text: str


class SpanReply(BaseModel):
    start: int
    end: int


class ClosestReply(HitReply):
    """A passage that may hold the answer, with the places of words of the question in it."""

    matches: list[SpanReply]


class TimingsReply(BaseModel):
    embed_ms: float
    search_ms: float
    total_ms: float


class FilterReply(BaseModel):
    documents: list[str]
    folders: list[str]
    authors: list[str]
    since: str
    until: str
    tags: list[str]


class SearchedReply(BaseModel):
    """How many documents of how many were searched; `undated` were left out for that alone."""

    documents: int
    of: int
    undated: int
    filter: FilterReply


class DocumentFactReply(BaseModel):
    """What the record of a document, or a line of its text, says of it."""

    document_id: str
    title: str
    field: Literal["author", "published"]
    value: str


class ReadingReply(BaseModel):
    """A word of the question that stands nowhere, and the word of the documents it was read as."""

    word: str
    read_as: str


class AskedReply(BaseModel):
    """What became of a question in one of several collections."""

    name: str
    status: Literal["answered", "unanswered"]
    confidence: float
    reason: str | None


class AnswerReply(BaseModel):
    """An answer record, which `POST /api/v1/verify` accepts."""

    question: str
    searched: str
    status: Literal["answered", "unanswered"]
    confidence: Annotated[float, Field(ge=0, le=1)]
    reason: str | None
    sentences: list[SentenceReply]
    citations: list[CitationReply]
    differences: list[DifferenceReply]
    closest: list[ClosestReply]
    timings: TimingsReply
    within: SearchedReply | None
    metadata: Annotated[
        DocumentFactReply | None,
        Field(description="What a question about a document itself asks for, where it is known."),
    ]
    readings: list[ReadingReply]
    collections: Annotated[
        list[AskedReply] | None, Field(description="Those that were asked, where it was several.")
    ] = None


class SearchReply(BaseModel):
    hits: list[HitReply]


class MatchReply(ClosestReply):
    """A passage about the topic; `by` says how that was seen."""

    matches: Annotated[
        list[SpanReply], Field(description="Where words of the topic stand in the document.")
    ]
    by: list[Literal["words", "meaning"]]


class NamedReply(BaseModel):
    id: str
    title: str
    collection: Annotated[
        str | None, Field(description="The collection that it is in, where several were asked.")
    ] = None


class GroupReply(NamedReply):
    """A document with its passages in its order, all `matched` of them unless `k` says fewer."""

    matched: int
    passages: list[MatchReply]


class MatchedReply(BaseModel):
    """How many passages were found each way; `both` are in each of the other two."""

    words: int
    meaning: int
    both: int


class FindReply(BaseModel):
    """The passages about a topic, of all; documents with the most come first."""

    topic: str
    passages_searched: int
    documents_searched: int
    matched: MatchedReply
    meaning_floor: Annotated[
        float, Field(description="The cosine from which on a passage was found by meaning.")
    ]
    documents: list[GroupReply]
    documents_without: list[NamedReply]
    within: SearchedReply | None


class PassagesReply(BaseModel):
    """Passages of a document, in its order; `passages` of it in all, the first of them `first`."""

    version: str
    total: int
    first: int
    passages: list[PassageReply]


class DotsReply(BaseModel):
    """A document and where its passages stand: each dot is `[x, y, start, end]`."""

    id: str
    version: str
    title: str
    passages: int
    dots: list[tuple[float, float, int, int]]


class MapReply(BaseModel):
    """Passages placed by meaning; near ones are alike. `x` and `y` lie between 0 and 1."""

    passages: Annotated[int, Field(description="How many there are.")]
    shown: Annotated[int, Field(description="How many of them have a dot here.")]
    kept: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="The share of the differences between passages that two dimensions keep.",
        ),
    ]
    documents: list[DotsReply]


class ExamplesReply(BaseModel):
    """Questions that this collection answers."""

    questions: list[str]


class CheckReply(BaseModel):
    """What became of a citation: `start` and `end` are its own, `found_at` where its words are.

    `unread`: its collection cannot be read now. `found_in` is the document it was checked against:
    another than `document_id` where a file was renamed, so that its text has another id now.
    """

    number: int
    document_id: str
    start: int
    end: int
    title: str
    verdict: Literal["verbatim", "stale", "altered", "gone", "unread"]
    found_in: str | None
    found_at: tuple[int, int] | None
    note: str
    differing: Annotated[
        list[str],
        Field(description="The fields of the citation that the document tells otherwise now."),
    ]


class WrittenCheckReply(BaseModel):
    """What became of a sentence that a language model wrote: as much as the record claims holds."""

    text: str
    verdict: Literal["supported", "partly"]
    now: Verdict
    holds: bool
    reason: str | None


class VerifyReply(BaseModel):
    all_verbatim: bool
    citations: list[CheckReply]
    sentences: list[WrittenCheckReply]


class StatusReply(BaseModel):
    status: str


class ReadyReply(BaseModel):
    status: Literal["ready", "loading", "failed"]
    step: Annotated[str | None, Field(description="What is being done, while it is loading.")] = (
        None
    )
    documents: int | None = None
    passages: int | None = None
    parts: Annotated[
        dict[str, dict[str, str | int]] | None,
        Field(
            description="By part (`model`, `ledger`, …) its `state`: `ready`, `failed`, `away`, …"
        ),
    ] = None


class ErrorPart(BaseModel):
    code: Annotated[str, Field(description="Stable; made for programs.")]
    message: Annotated[str, Field(description="A sentence that helps a person.")]
    request_id: Annotated[str, Field(description="Names this request in the log.")]


class ErrorReply(BaseModel):
    error: ErrorPart
