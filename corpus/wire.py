"""Messages between a process and its reader: JSON and bytes, each after its length.

Never pickle: what comes from the reader is as little trusted as the document.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from corpus.document import Document, Heading, Page

HEAD = struct.Struct(">IQ")
"""The length of the JSON and of the bytes that follow it."""

MAX_JSON = 200_000_000
MAX_BLOB = 50_000_000


def pack(fields: Mapping[str, Any], blob: bytes = b"") -> bytes:
    """Return a message."""
    body = json.dumps(fields, ensure_ascii=False).encode()
    return HEAD.pack(len(body), len(blob)) + body + blob


def document_fields(document: Document) -> dict[str, Any]:
    """Return a document as JSON takes it."""
    fields = asdict(document)
    del fields["version"], fields["original"]
    return fields


def to_document(fields: Mapping[str, Any]) -> Document:
    """Return the document in the fields.

    Raises:
        TypeError, KeyError: If they are not those of a document.
    """
    return Document(
        **{
            **fields,
            "headings": tuple(Heading(**heading) for heading in fields["headings"]),
            "pages": tuple(Page(**page) for page in fields["pages"]),
        }
    )
