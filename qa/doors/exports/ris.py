"""Cited documents as RIS, which Zotero, EndNote and Mendeley read."""

from collections.abc import Iterator, Sequence

from qa.doors.exports.csl import date_parts, quote_note, source_link
from qa.doors.exports.reference import CitedDocument, by_document, line, tags_of
from qa.doors.exports.saved import SavedAnswer, web_address


def ris(answers: Sequence[SavedAnswer]) -> str:
    """Return one record a document and version; a note has each quote with its page and pin.

    A value stands on one line, so that no text of a document can begin a field of its own.
    `SP` lists the cited pages, `AN` the document and version. Lines end as the format asks.

    Source: https://en.wikipedia.org/wiki/RIS_(file_format), and the fields that Zotero's
    translator RIS.js reads.
    """
    lines = [part for document in by_document(answers) for part in _record(document)]
    return "".join(f"{part}\r\n" for part in lines)


def _record(document: CitedDocument) -> Iterator[str]:
    first = document.first
    values = [
        ("TY", "ELEC" if web_address(first.source) else "GEN"),
        ("ID", document.key),
        ("AU", first.author),
        ("TI", first.title),
        *_dates(first.published),
        ("PB", first.publisher),
        ("SP", document.pages),
        ("UR", source_link(first)),
        ("DB", "Pincite"),
        ("AN", first.identifier),
        *(("KW", tag) for tag in tags_of(document.citations)),
        *(("N1", quote_note(citation)) for citation in document.citations),
    ]
    yield from (f"{tag}  - {line(value)}" for tag, value in values if value)
    yield "ER  - "
    yield ""


def _dates(published: str) -> Iterator[tuple[str, str]]:
    """Yield year and date as RIS writes it: `2019/05/01/`, `2019/05//`; nothing if unknown."""
    if parts := date_parts(published):
        yield "PY", f"{parts[0]:04}"
        written = [f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]
        yield "DA", "/".join([*written, *[""] * (4 - len(written))])
