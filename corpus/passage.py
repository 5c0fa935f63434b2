"""What a passage is: a span of a document, small enough to embed and to quote."""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters (code points) of a document's text."""

    start: int
    end: int


class Head(NamedTuple):
    """Words that stand over something, verbatim: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str


class TableCell(NamedTuple):
    """A cell of a table, and what stands over its column, the upper head first."""

    start: int
    end: int
    heads: tuple[Head, ...]


class TableRow(NamedTuple):
    """A row of a table.

    Attributes:
        cells: Its cells in order; empty ones too, so that each stands in its column.
        names_columns: Whether it is itself a row of heads.
        labels: How many of its cells, the first ones, name it.
        caption: The words over the table that say what it shows, if there are any.
    """

    cells: tuple[TableCell, ...]
    names_columns: bool
    labels: int
    caption: Head | None


class Attribution(NamedTuple):
    """Who wrote words that are not by the author of their document, and when; "" if unknown."""

    author: str
    published: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document; always true: `document.text[start:end] == text`.

    The passages of a document tile its text: the first starts at 0, each starts where
    the one before ends, the last ends where the text ends. `sentences` are spans of the
    document, in order, inside the passage, without white space at either end. `page` is the
    number of the page that all of them begin on; `page_label` and `recognized` are those of
    that page. `rows` are the rows of tables in it, also in part. `voice` says who wrote all of it,
    where that is not the author of the document.
    """

    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...]
    page: int | None
    sentences: tuple[Span, ...]
    page_label: str = ""
    recognized: bool = False
    rows: tuple[TableRow, ...] = ()
    voice: Attribution | None = None

    def quote(self, span: Span) -> str:
        """Return the words of a span that lies inside this passage."""
        return self.text[span.start - self.start : span.end - self.start]
