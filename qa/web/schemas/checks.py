"""What is asked to check a draft, and what comes back, for the documentation."""

from typing import Annotated, Any, Literal

from flask_openapi3.models.file import FileStorage
from pydantic import BaseModel, Field

from qa.checking.checked import SentenceVerdict
from qa.checking.draft import MAX_CHARACTERS, MAX_SENTENCES
from qa.checking.own_places import State
from qa.checking.verdict import Verdict
from qa.web.schemas.requests import WORDS, Body, Within, WithinBody
from qa.web.schemas.responses import CitationReply, ClosestReply, SearchedReply, SpanReply


class CheckBody(Body):
    """A draft whose sentences are to be checked."""

    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_CHARACTERS,
            json_schema_extra=WORDS,
            description=f"The draft, as plain text or Markdown, of at most {MAX_SENTENCES} "
            "sentences. Offsets in the reply count its characters (Unicode code points).",
            examples=["Ada Lund counted 40 herons in 1871."],
        ),
    ]
    within: Within = WithinBody()


class CheckForm(Body):
    """A draft in a file, as `multipart/form-data`."""

    file: Annotated[
        FileStorage, Field(description="Word, Markdown, plain text, or any format that is read.")
    ]


class DraftReply(BaseModel):
    """The draft as it was checked."""

    name: Annotated[str, Field(description="The name of its file; empty if it came as text.")]
    media_type: str
    characters: int
    sha256: Annotated[str, Field(description="That of `text` in UTF-8.")]
    text: Annotated[str, Field(description="The text that all offsets of sentences are of.")]


class OwnPlaceReply(BaseModel):
    """A citation in the draft itself, and whether it leads to words of a document."""

    mark: Annotated[str, Field(description="The citation as the draft writes it: `[1]`.")]
    state: Annotated[
        State,
        Field(
            description="`found`: the words are in `citation`. `stale`: the document has changed "
            "since it was cited. `gone`: there is no such document, or no such place in it. "
            "`unresolved`: the draft does not say which words are meant."
        ),
    ]
    citation: Annotated[
        int | None, Field(description="The number of the citation with these words, if found.")
    ]
    note: Annotated[str | None, Field(description="What is wrong, in one sentence; null if found.")]


class OwnCitationsReply(BaseModel):
    """What the citations that a sentence has in the draft say of it."""

    places: list[OwnPlaceReply]
    verdict: Annotated[
        Verdict | None,
        Field(description="The verdict by these words alone; null where none was found."),
    ]
    better: Annotated[
        list[int],
        Field(description="The citations that support the sentence where its own do not."),
    ]


class CheckedSentenceReply(BaseModel):
    """A sentence of the draft: `draft.text[start:end] == text`."""

    start: int
    end: int
    text: str
    verdict: Annotated[
        SentenceVerdict,
        Field(
            description="`supported`: the cited words say all of it. `partly`: they say some of "
            "it; `unsupported` has the rest. `contradicted`: they say otherwise. `not_found`: "
            "nothing in the documents says it; `closest` has what comes nearest. `unchecked`: it "
            "states nothing that could be checked, such as a question; `reason` says what it is."
        ),
    ]
    reason: Annotated[str | None, Field(description="Why it is not simply supported.")]
    support: Annotated[
        float,
        Field(ge=0, le=1, description="How likely it is that the cited words say all of it."),
    ]
    unsupported: Annotated[
        list[SpanReply],
        Field(description="The words that are not supported, as offsets in the draft."),
    ]
    citations: Annotated[list[int], Field(description="The citations that the verdict rests on.")]
    cited: Annotated[
        OwnCitationsReply | None,
        Field(description="What the sentence's own citations gave; null where it has none."),
    ]
    closest: Annotated[
        list[ClosestReply], Field(description="The nearest passages, where it was not found.")
    ]


class CountsReply(BaseModel):
    """How many sentences have each verdict."""

    supported: int
    partly: int
    contradicted: int
    not_found: int
    unchecked: int


class CheckedDraftReply(BaseModel):
    """A checked draft, which `pincite verify` checks again."""

    draft: DraftReply
    sentences: list[CheckedSentenceReply]
    citations: Annotated[
        list[CitationReply],
        Field(description="The words that the verdicts rest on, numbered as they come up."),
    ]
    counts: CountsReply
    verifier: Annotated[str, Field(description="Names the model and the rules that judged.")]
    within: SearchedReply | None


class CheckExportBody(Body):
    """A checked draft to be written as a file."""

    record: Annotated[
        dict[str, Any],
        Field(description="The record, as `POST /api/v1/check` returned it."),
    ]
    format: Literal["markdown", "docx"] = "docx"
