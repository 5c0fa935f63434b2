"""What a passage is: a span of a document, small enough to embed and to quote."""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters (code points) of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document; always true: `document.text[start:end] == text`.

    The passages of a document tile its text: the first starts at 0, each starts where
    the one before ends, the last ends where the text ends. `sentences` are spans of the
    document, in order, inside the passage, without white space at either end. `page` is the
    number of the page that all of them begin on; `page_label` and `recognized` are what is
    told of that page.
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

    def quote(self, span: Span) -> str:
        """Return the words of a span that lies inside this passage."""
        return self.text[span.start - self.start : span.end - self.start]
