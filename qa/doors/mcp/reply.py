"""What a tool gives back: JSON, a text to read, and links to what it cites.

What documents say stands in lines of its own behind `> `, so nothing in a document can pass for
words of Pincite's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel

from qa.answering.wording import OnPage, page_of
from qa.doors.mcp.pins import Pin


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a span, or to a document, which `resources/read` opens."""

    pin: Pin
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a tool found."""

    data: dict[str, Any]
    text: str
    links: tuple[Link, ...] = ()


class Cited(OnPage, Protocol):
    """A span with its title and its page."""

    @property
    def document_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def json_reply(result: BaseModel) -> Reply:
    """Return a reply whose text is its JSON, for clients that look for it there."""
    return Reply(result.model_dump(mode="json"), result.model_dump_json())


def pin_of(cited: Cited, collection: str = "") -> Pin:
    """Return the pin of a span; `collection` is the one that it is of, where that is another."""
    return Pin(cited.document_id, cited.start, cited.end, collection)


def link_to(cited: Cited, name: str, collection: str = "") -> Link:
    """Return the link to a span; `name` says what it is in the reply."""
    said = ", ".join(filter(None, (name, page_line(cited))))
    return Link(pin_of(cited, collection), one_line(cited.title), said)


def quoted(text: str) -> str:
    """Return words of a document, marked as such line by line."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def where(cited: Cited, collection: str = "") -> str:
    """Return the title, the page and the pin of a span, on one line."""
    pin = str(pin_of(cited, collection))
    return ", ".join(filter(None, (one_line(cited.title), page_line(cited), pin)))


def page_line(cited: Cited) -> str:
    """Return the page of a span as people name it, on one line; "" if it is on none."""
    return one_line(", ".join(page_of(cited)))


def one_line(text: str) -> str:
    """Return text that a document gave on a single line."""
    return " ".join(text.split())


def paragraphs(parts: Iterable[str]) -> str:
    """Return the parts that say something, with an empty line between them."""
    return "\n\n".join(part for part in parts if part)
