"""The citations of an answer as W3C Web Annotations.

Source: https://www.w3.org/TR/annotation-model/.
"""

import uuid
from typing import Any

from corpus import Document
from index import Index
from qa.answering.answer import Answer, Citation
from qa.answering.links import web_address
from qa.doors.spans import span
from qa.writing.written import WrittenAnswer

MEDIA_TYPE = "application/ld+json"

_CONTEXT = (
    "http://www.w3.org/ns/anno.jsonld",
    {"pincite": {"@id": "urn:pincite:span", "@type": "@json"}},
)
_AROUND = 32  # characters before and after a quote; a guess: what Hypothesis stores


def annotations(
    answer: Answer | WrittenAnswer, index: Index, public_url: str | None
) -> dict[str, Any]:
    """Return the citations of an answer as a collection of annotations, as JSON-LD has it.

    Each says that a question is answered by words of a text. They are given by their place in the
    document's canonical text, and once more by themselves where the document names its page on
    the web. The same answer has the same ids.
    """
    quoted = answer.quoted if isinstance(answer, WrittenAnswer) else answer
    question, citations = quoted.question, answer.citations or quoted.citations
    with index.reader() as reader:
        documents = {id_: reader.document(id_) for id_ in {each.document_id for each in citations}}
    items = [
        _annotation(question, each, documents[each.document_id], public_url) for each in citations
    ]
    ids = [item["id"] for item in items]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _urn(question, *ids),
        "type": "AnnotationCollection",
        "label": question,
        "total": len(items),
    }
    if items:
        page = {"id": _urn("page", question, *ids), "type": "AnnotationPage", "startIndex": 0}
        found["first"] = {**page, "items": items}
    return found


def _annotation(
    question: str, citation: Citation, document: Document | None, public_url: str | None
) -> dict[str, Any]:
    c = citation
    quoted = _quote_selector(c, document)
    position = {"type": "TextPositionSelector", "start": c.start, "end": c.end}
    targets = [_target(_text_address(c, public_url), [quoted, position])]
    if c.live_link is not None:
        targets.append(_target(web_address(c.source), [quoted]))
    body = {"type": "TextualBody", "value": question, "purpose": "questioning"}
    return {
        "id": _urn(question, c.document_id, c.version, str(c.start), str(c.end)),
        "type": "Annotation",
        "motivation": "highlighting",
        "generator": {"id": "urn:pincite", "type": "Software", "name": "Pincite"},
        "body": {**body, "format": "text/plain"},
        "target": targets,
        "pincite": span(c),
    }


def _target(source: str | None, selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _quote_selector(citation: Citation, document: Document | None) -> dict[str, Any]:
    """Return what finds a quote by its words; by those around it too, where they are known."""
    around = {}
    if document is not None and document.version == citation.version:
        around = _around(document, citation)
    return {"type": "TextQuoteSelector", "exact": citation.quote, **around}


def _around(document: Document, citation: Citation) -> dict[str, str]:
    before, after = max(0, citation.start - _AROUND), citation.end + _AROUND
    return {
        "prefix": document.text[before : citation.start],
        "suffix": document.text[citation.end : after],
    }


def _text_address(citation: Citation, public_url: str | None) -> str:
    """Return the address of the canonical text of a document."""
    if public_url is None:
        return f"pincite:{citation.document_id}"
    return f"{public_url}/api/v1/documents/{citation.document_id}/text"


def _urn(*facts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(["pincite", *facts])).urn
