"""Saved answer records, checked before anything of them is written out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from index import Index
from qa.answering.links import web_address as address_of
from qa.answering.rows import CellHead, CellSpan, QuotedRow, named_cells
from qa.answering.verification import Check, verify_all

WARNINGS = {
    "stale": "The document has changed since. These words were quoted from an earlier version.",
    "altered": "Not confirmed: the document does not say this at this place.",
    "gone": "The document is no longer in the collection, so these words could not be checked.",
    "unread": "The collection could not be read, so these words could not be checked.",
}
"""What is said of a citation that is not verbatim any more, by its verdict."""

SHORT_WARNINGS = {
    "stale": "document changed",
    "altered": "not confirmed",
    "gone": "not checked",
    "unread": "not checked",
}
"""The same in two words, for the end of a sentence."""

_WORDS = (
    "document_id", "version", "title", "author", "published", "publisher", "source", "place",
    "quote", "collection",
)  # fmt: skip
_SHORT = 12  # characters of a version that are shown; as with git, enough to tell versions apart


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCitation:
    """A citation of a saved answer, with what the documents say of it now.

    `locator` is the page as the document labels it, "" where there are no pages. `link` opens
    the words on the web, "" where no address is known or the words are not verbatim any more.
    `row` are the words with the names of their columns, "" where they are no row of a table that
    has any. `note` and `tags` are what somebody says of the words: those of a board may have them.
    `collection` is the name of the collection that they are of, "" where the record names none.
    """

    number: int
    document_id: str
    version: str
    title: str
    author: str
    published: str
    publisher: str
    source: str
    place: str
    page: int | None = None
    locator: str
    recognized: bool
    start: int
    end: int
    quote: str
    link: str
    row: str = ""
    check: Check
    note: str = ""
    tags: tuple[str, ...] = ()
    collection: str = ""

    @property
    def pin(self) -> str:
        """Return the address of the words, as `pincite show` takes it."""
        return f"{self.document_id}:{self.start}-{self.end}"

    @property
    def identifier(self) -> str:
        """Return what names exactly this text: its document and its version, and its collection."""
        named = f"{self.collection}/" if self.collection else ""
        return f"{named}{self.document_id}@{self.version}"

    @property
    def short_version(self) -> str:
        return self.version[:_SHORT]

    @property
    def warning(self) -> str:
        """Return a sentence where the words are not verbatim any more, else ""."""
        return WARNINGS.get(self.check.verdict, "")

    @property
    def short_warning(self) -> str:
        return SHORT_WARNINGS.get(self.check.verdict, "")


@dataclass(frozen=True, slots=True)
class SavedSentence:
    """A sentence of an answer, the citations that it rests on, and what the record says of it.

    `verbatim` are the words of a document; `supported` and `partly` are those of a language model.
    """

    text: str
    citations: tuple[SavedCitation, ...]
    verdict: str = "verbatim"

    @property
    def is_quote(self) -> bool:
        return self.verdict == "verbatim"


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as it was saved; `reason` says why there is no answer, or what is missing.

    A board of quotes is an answer to no question: its title stands in place of one.
    `model` is the language model that was asked to write, "" if none was.
    """

    question: str
    reason: str
    sentences: tuple[SavedSentence, ...]
    citations: tuple[SavedCitation, ...]
    model: str = ""


def saved_answers(
    records: Sequence[Mapping[str, Any]],
    index: Index,
    others: Callable[[str], Index | None] | None = None,
) -> list[SavedAnswer]:
    """Return the answers of records, each citation checked against the documents as they are.

    `others` gives the collections that citations name, as `verify_all` takes it.

    Raises:
        RecordRejected: If a sentence rests on no citation.
    """
    checks = iter(verify_all(records, index, others))
    return [_answer(record, islice(checks, len(record["citations"]))) for record in records]


def web_address(text: Any) -> str:
    """Return an address that verification takes for one of the web; "" for anything else."""
    return (address_of(text) if isinstance(text, str) else None) or ""


def _answer(record: Mapping[str, Any], checks: Iterator[Check]) -> SavedAnswer:
    citations = tuple(map(_citation, record["citations"], checks))
    cited = {citation.number: citation for citation in citations}
    return SavedAnswer(
        str(record.get("title") or record.get("question") or ""),
        str(record.get("reason") or ""),
        tuple(
            SavedSentence(s["text"], tuple(cited[n] for n in s["citations"]), s["verdict"])
            for s in record["sentences"]
        ),
        citations,
        _model(record.get("writer")),
    )


def _model(writer: Any) -> str:
    """Return the name of the model in what a record says of its writer; "" if it says none."""
    model = writer.get("model") if isinstance(writer, Mapping) else None
    return model if isinstance(model, str) else ""


def _citation(citation: Mapping[str, Any], check: Check) -> SavedCitation:
    page = citation.get("page")
    fields: dict[str, Any] = {name: citation.get(name) or "" for name in _WORDS}
    fields |= {name: citation[name] for name in ("number", "start", "end")}
    return SavedCitation(
        **fields,
        page=page,
        locator=citation.get("page_label") or ("" if page is None else str(page)),
        recognized=bool(citation.get("recognized")),
        link=_link(citation) if check.verdict == "verbatim" else "",
        row=_row(citation) if check.verdict == "verbatim" else "",
        check=check,
        note=citation.get("note") or "",
        tags=tuple(citation.get("tags") or ()),
    )


def _row(citation: Mapping[str, Any]) -> str:
    """Return a row for people to read, `Port: Selby; Fee: 98`, or "" if no column has a name."""
    heads = tuple(CellHead(**head) for head in citation.get("heads", []))
    if all(head.cell is None for head in heads):
        return ""
    cells = tuple(CellSpan(**cell) for cell in citation.get("cells", []))
    return named_cells(citation["quote"], citation["start"], QuotedRow(cells, heads))


def _link(citation: Mapping[str, Any]) -> str:
    return web_address(citation.get("link")) or web_address(citation.get("live_link"))
