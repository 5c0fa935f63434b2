"""What replies about documents and uploads hold, for the documentation."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.web.schemas.responses import CitationReply, ErrorPart, Hidden, PageLabel, Place, Recognized


class InfoReply(BaseModel):
    id: str
    version: str
    title: str
    source: str
    place: Place
    author: str
    published: str
    publisher: str
    origin_sha256: str
    characters: int
    passages: int
    added: str
    hidden_characters: Hidden
    file_author: Annotated[
        str, Field(description="What the file's properties say; never cited as the author.")
    ]
    file_created: Annotated[
        str, Field(description="What the file's properties say; never cited as the date.")
    ]
    notes: Annotated[list[str], Field(description="How it was read: what was left out, and why.")]
    reader: Annotated[int, Field(description="The version of the readers that read it.")]
    tags: list[str]
    language: Annotated[
        str,
        Field(
            description="The code of the language that its words are searched in: the one it was "
            "found to be in, or said to be."
        ),
    ]
    corrected: Annotated[
        dict[str, str],
        Field(description="The fields that somebody corrected, with what the document says."),
    ]


class ListReply(BaseModel):
    documents: list[InfoReply]


class HeadingReply(BaseModel):
    level: int
    title: str
    start: int
    end: int


class PageReply(BaseModel):
    number: int
    start: int
    end: int
    label: PageLabel
    recognized: Recognized


class CaptionReply(BaseModel):
    start: int
    end: int


class TableReply(BaseModel):
    """A table in the text of a document; its first `heads` rows name the columns."""

    start: int
    end: int
    heads: int
    labels: Annotated[int, Field(description="How many columns, the first ones, name the rows.")]
    caption: CaptionReply | None
    rows: Annotated[
        list[list[tuple[int, int]]],
        Field(description="The cells of each row: start and end in the text, equal if empty."),
    ]


class DocumentReply(InfoReply):
    headings: list[HeadingReply]
    pages: list[PageReply]
    tables: list[TableReply]
    page_images: bool


class GistReply(BaseModel):
    """The most central sentences of a document, as citations of it."""

    version: str
    sentences: list[CitationReply]


class ReplacedReply(BaseModel):
    """What an upload replaces: a version of the document `id`.

    `version` is null where it is another upload, which was not read yet.
    """

    id: str
    version: str | None


class JobReply(BaseModel):
    """An upload: `code` and `reason` say why one failed or was cancelled.

    The `reason` of one that is ready says which files in it could not be read.
    """

    id: str
    name: str
    size: int
    state: Literal["waiting", "reading", "ready", "failed", "deleted"]
    status: Literal["added", "updated", "unchanged"] | None
    document_id: str | None
    tries: int
    code: str | None
    reason: str | None
    replaced: ReplacedReply | None
    created: str
    changed: str


class JobsReply(BaseModel):
    jobs: list[JobReply]


class UploadReply(BaseModel):
    """What became of an upload; one that is still to be read has a job and no document."""

    status: Literal["waiting", "reading", "added", "updated", "unchanged"]
    document: InfoReply | None
    documents: Annotated[
        list[InfoReply],
        Field(description="All documents in the file, the first one first: attachments, mails."),
    ]
    job: JobReply | None
    replaced: ReplacedReply | None


class ExistingReply(ReplacedReply):
    name: str


class TakenPart(ErrorPart):
    existing: Annotated[ExistingReply, Field(description="The document that has the name.")]


class TakenReply(BaseModel):
    """The name of an upload exists, and `on_conflict=refuse` was asked for."""

    error: TakenPart
