"""Cited documents as BibTeX."""

import re
from collections.abc import Sequence

from qa.doors.exports.csl import date_parts, quote_note, source_link
from qa.doors.exports.reference import CitedDocument, by_document, line, tags_of
from qa.doors.exports.saved import SavedAnswer

# BibTeX counts braces even after a backslash, so a brace needs a name.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "%&#_$"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPES)) + "]")
_NOT_IN_ADDRESSES = {ord(c): f"%{ord(c):02X}" for c in '{}\\"'}


def bibtex(answers: Sequence[SavedAnswer]) -> str:
    """Return one entry a document and version, in UTF-8; `note` has the quotes.

    Braces around title and author keep capitals, and a name as the document writes it.

    Source: https://ctan.org/pkg/bibtex (btxdoc), and LaTeX's names for its own characters.
    """
    return "\n".join(_entry(document) for document in by_document(answers))


def escaped(text: str) -> str:
    """Return text in which no character means anything to BibTeX or LaTeX."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], line(text))


def _entry(document: CitedDocument) -> str:
    first = document.first
    parts = date_parts(first.published)
    address = line(source_link(first)).translate(_NOT_IN_ADDRESSES)
    fields = {
        "title": f"{{{escaped(first.title)}}}",
        "author": f"{{{escaped(first.author)}}}" if first.author else "",
        "year": f"{parts[0]:04}" if parts else "",
        "month": str(parts[1]) if len(parts) > 1 else "",
        "publisher": escaped(first.publisher),
        "pages": escaped(document.pages),
        "url": address,
        "archiveprefix": "Pincite",
        "eprint": escaped(first.identifier),
        "keywords": escaped(", ".join(tags_of(document.citations))),
        "note": escaped(" ".join(map(quote_note, document.citations))),
    }
    written = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{document.key},\n" + ",\n".join(written) + "\n}\n"
