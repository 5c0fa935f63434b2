"""From bytes to a document: what they are, and who reads that."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from corpus.document import Document, Source
from corpus.errors import EmptyDocument, TooLarge, UnsupportedFormat
from corpus.markdown import looks_like_markdown, read_markdown
from corpus.text import decode, read_text

Reader = Callable[[bytes, Source], Document]

MAX_BYTES = 10_000_000
"""The most bytes that one document may have."""

READERS: dict[str, Reader] = {
    "text/plain": read_text,
    "text/markdown": read_markdown,
}
"""Who reads a media type. A new format is one entry here and one case in `detect`."""

_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, Word, EPUB or OpenDocument"),
    (b"\xd0\xcf\x11\xe0", "old Microsoft Office"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF program"),
    (b"MZ\x90", "Windows program"),
)
_TEXT_ENDINGS = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}


def detect(data: bytes, name: str) -> str:
    """Return the media type of the bytes, one of the keys of `READERS`.

    The bytes decide. Only between the kinds of text, which have no signature, does the
    ending of the name break the tie.

    Raises:
        UnsupportedFormat: If nothing here reads them.
        Undecodable: If they look like text but fit no encoding.
    """
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedFormat(f"this is a {what} file: Pincite reads plain text and Markdown")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending in _TEXT_ENDINGS:
        return _TEXT_ENDINGS[ending]
    return "text/markdown" if looks_like_markdown(decode(data)) else "text/plain"


def require_size(size: int) -> None:
    """Refuse a number of bytes that is more than one document may have."""
    if size > MAX_BYTES:
        raise TooLarge(
            f"{size:,} bytes is more than the {MAX_BYTES:,} that one document may "
            "have: cut it into several files"
        )


def read(data: bytes, source: Source, name: str = "") -> Document:
    """Read a document from its bytes.

    Args:
        data: The whole file.
        source: Where it comes from.
        name: The name of the file; without it, the source's label.

    Raises:
        CorpusError: If the bytes are too many, of no known kind, or hold no words.
    """
    if not data:
        raise EmptyDocument("the file is empty: there is nothing to quote")
    require_size(len(data))
    document = READERS[detect(data, name or source.label)](data, source)
    return replace(document, origin_sha256=hashlib.sha256(data).hexdigest())
