"""The span of a citation, as every door adds it beside what its own shape can say."""

from typing import Any

from qa.answering.answer import Citation
from qa.doors.exports.saved import SavedCitation


def span(citation: Citation | SavedCitation) -> dict[str, Any]:
    """Return the field `pincite` of a citation: `document.text[start:end] == quote`."""
    return {
        "number": citation.number,
        "document_id": citation.document_id,
        "version": citation.version,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "page": citation.page,
    }
