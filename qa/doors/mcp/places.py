"""Where a span is: its pin, the address that people open, its page and headings."""

from typing import Any

from corpus import Document
from corpus.document import heading_path, page_at
from index import DocumentInfo
from qa.answering.answer import FoundPassage
from qa.answering.links import span_link
from qa.doors.mcp.pins import Pin
from qa.doors.mcp.reply import pin_of
from qa.doors.mcp.served import Served


def url_of(served: Served, pin: Pin, version: str) -> str:
    """Return where people open a document or a span; its `pincite:` address if that is unknown."""
    end = pin.start if pin.end is None else pin.end
    link = span_link(served.config.public_url, pin.document_id, version, pin.start, end)
    return link or pin.address


def passage_fields(served: Served, found: FoundPassage, collection: str = "") -> dict[str, Any]:
    """Return a passage that was found, as results name it; `collection` where it was named."""
    pin = pin_of(found, collection)
    return {
        "collection": collection,
        "id": str(pin),
        "title": found.title,
        "url": url_of(served, pin, found.version),
        "document_id": found.document_id,
        "version": found.version,
        "start": found.start,
        "end": found.end,
        "page": found.page,
        "page_label": found.page_label,
        "heading": list(found.heading),
        "recognized": found.recognized,
        "text": found.text,
    }


def span_fields(
    served: Served,
    info: DocumentInfo,
    document: Document,
    start: int,
    end: int,
    collection: str = "",
) -> dict[str, Any]:
    """Return a span of a document, as results name it."""
    page = page_at(document.pages, start)
    pin = Pin(info.id, start, end, collection)
    return {
        "collection": collection,
        "id": str(pin),
        "title": info.title,
        "url": url_of(served, pin, info.version),
        "document_id": info.id,
        "version": info.version,
        "start": start,
        "end": end,
        "page": page and page.number,
        "page_label": page.label if page else "",
        "heading": list(heading_path(document.headings, start)),
        "recognized": page.recognized if page else False,
        "text": document.text[start:end],
    }
