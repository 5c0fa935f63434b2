"""Pins: how tools name a document (`ID`), a span of it (`ID:START-END`), or its rest (`ID:START-`).

One of another collection than the client's own has its name before it (`letters/ID`). An address
is a pin after `pincite:`; tools take it wherever they take a pin.
"""

import re
from dataclasses import dataclass

from corpus import Document
from qa.errors import AnswerError

SCHEME = "pincite:"

_PIN = re.compile(
    r"(?:(?P<collection>[\w-]{1,64})/)?"
    r"(?P<id>[^\s:/]{1,100})(?::(?P<start>\d{1,9})-(?P<end>\d{1,9})?)?",
    re.ASCII,
)


class PinRejected(AnswerError):
    """What should name a document, or a span of one, names none."""

    code = "invalid_field"


class UnknownDocument(AnswerError):
    """There is no document with this id in the collection."""

    code = "unknown_document"


@dataclass(frozen=True, slots=True)
class Pin:
    """A span of a document in characters; up to its end where `end` is None.

    `collection` is "" for the collection that the client asks without naming one.
    """

    document_id: str
    start: int = 0
    end: int | None = None
    collection: str = ""

    def __str__(self) -> str:
        """Return the pin as tools write and take it."""
        named = f"{self.collection}/" if self.collection else ""
        if self.start == 0 and self.end is None:
            return named + self.document_id
        return f"{named}{self.document_id}:{self.start}-{'' if self.end is None else self.end}"

    @property
    def address(self) -> str:
        """Return the address that `resources/read` opens."""
        return f"{SCHEME}{self}"

    def within(self, document: Document) -> tuple[int, int]:
        """Return the start and the end of the span in its document.

        Raises:
            PinRejected: If the document has no such span.
        """
        length = len(document.text)
        end = length if self.end is None else self.end
        if self.start < end <= length:
            return self.start, end
        raise PinRejected(
            f"{self.start}-{end} is not a span of this document, which has {length:,} characters: "
            "take the id from a result, or shorten it"
        )


def parse_pin(text: str) -> Pin:
    """Return the document or the span that a pin or an address names.

    Raises:
        PinRejected: If it is neither.
    """
    found = _PIN.fullmatch(text.removeprefix(SCHEME))
    if found is None:
        raise PinRejected(
            "this id is not valid: write DOCUMENT or DOCUMENT:START-END, as `documents` and "
            "`search` return them"
        )
    start, end = found["start"], found["end"]
    until = None if end is None else int(end)
    return Pin(found["id"], int(start or 0), until, found["collection"] or "")


def unknown_document() -> UnknownDocument:
    """Return the error for an id that no document has."""
    return UnknownDocument("there is no document with this id: `documents` lists them")
