"""Cited documents as CSL-JSON, which Zotero, pandoc and citeproc read."""

import json
import re
from collections.abc import Sequence
from typing import Any

from qa.doors.exports.reference import CitedDocument, by_document, page, tags_of
from qa.doors.exports.saved import SavedAnswer, SavedCitation, web_address

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def csl(answers: Sequence[SavedAnswer]) -> str:
    """Return one item a document and version, as a JSON list.

    The quotes of an item are in its `note`, which reference managers show, and in `custom` as
    the items of a CSL citation: `locator` is the page, `suffix` the quote, letter by letter.
    An author stays as the document writes it (`literal`), and where no date is known there is none.

    Source: https://github.com/citation-style-language/schema, csl-data.json and
    csl-citation.json.
    """
    items = [_item(document) for document in by_document(answers)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def source_link(citation: SavedCitation) -> str:
    """Return where the document is on the web, or else where its words are shown, or "".

    None is given for what is not verbatim any more: its source may be what was edited.
    """
    if citation.warning:
        return ""
    return web_address(citation.source) or citation.link


def quote_note(citation: SavedCitation) -> str:
    """Return a quote with its page and pin, a warning if it is not verbatim now, and its note.

    For a row of a table it also has the names of the columns.
    """
    row = f"({citation.row})" if citation.row else ""
    parts = (f"{page(citation)}:" if page(citation) else "", f"“{citation.quote}”", row)
    said = f"Note: {citation.note}" if citation.note.strip() else ""
    return " ".join(filter(None, (*parts, f"[{citation.pin}]", citation.warning, said)))


def date_parts(published: str) -> list[int]:
    """Return year, month and day as far as a date such as `2019-05` has them; [] if unknown."""
    match = _DATE.fullmatch(published)
    return [int(part) for part in match.groups() if part] if match else []


def _item(document: CitedDocument) -> dict[str, Any]:
    """Return the item of a document; a field that is not known is left out."""
    first = document.first
    parts, link = date_parts(first.published), source_link(first)
    item = {
        "id": document.key,
        "type": "webpage" if web_address(first.source) else "document",
        "title": first.title,
        "author": [{"literal": first.author}] if first.author else None,
        "issued": {"date-parts": [parts]} if parts else None,
        "publisher": first.publisher,
        "URL": link,
        "source": "" if link == first.source else first.source,
        "archive": "Pincite",
        "archive_location": first.identifier,
        "version": first.version,
        "keyword": ", ".join(tags_of(document.citations)),
        "note": "\n".join(map(quote_note, document.citations)),
        "custom": {"citationItems": [_cited(document.key, c) for c in document.citations]},
    }
    return {name: value for name, value in item.items() if value}


def _cited(key: str, citation: SavedCitation) -> dict[str, str]:
    located = {"locator": citation.locator, "label": "page"} if citation.locator else {}
    return {"id": key, **located, "suffix": citation.quote}
