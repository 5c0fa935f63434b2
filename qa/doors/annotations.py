"""The citations of an answer, and the quotes of a board, as W3C Web Annotations.

Source: https://www.w3.org/TR/annotation-model/.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from corpus import Document
from index import Index
from qa.answering.answer import Answer, Citation
from qa.answering.links import web_address
from qa.doors.exports.saved import SavedAnswer, SavedCitation
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
    documents = _documents(citations, index)
    body = _body(question, "questioning")
    items = [
        _annotation(question, each, documents[each.document_id], public_url)
        | {"motivation": "highlighting", "body": body, "pincite": span(each)}
        for each in citations
    ]
    return _collection(question, items)


def saved_annotations(answer: SavedAnswer, index: Index, public_url: str | None) -> dict[str, Any]:
    """Return the quotes of a board in the shape that `annotations` gives those of an answer.

    Each has its note and its tags. `pincite` also has the verdict of a verification: whether the
    document still has these words there.
    """
    documents = _documents(answer.citations, index)
    items = [
        _annotation(answer.question, each, documents[each.document_id], public_url)
        | _said(each)
        | {"pincite": {**span(each), "verdict": each.check.verdict}}
        for each in answer.citations
    ]
    return _collection(answer.question, items)


def _documents(
    citations: Sequence[Citation] | Sequence[SavedCitation], index: Index
) -> dict[str, Document | None]:
    with index.reader() as reader:
        return {id_: reader.document(id_) for id_ in {each.document_id for each in citations}}


def _said(citation: SavedCitation) -> dict[str, Any]:
    """Return the note and tags on a quote, and the motivation of the annotation."""
    notes = [_body(citation.note, "commenting")] if citation.note.strip() else []
    bodies = [*notes, *(_body(tag, "tagging") for tag in citation.tags)]
    if not bodies:
        return {"motivation": "highlighting"}
    return {"motivation": bodies[0]["purpose"], "body": bodies}


def _body(text: str, purpose: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": text, "purpose": purpose, "format": "text/plain"}


def _collection(label: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    ids = [item["id"] for item in items]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _urn(label, *ids),
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
    }
    if items:
        page = {"id": _urn("page", label, *ids), "type": "AnnotationPage", "startIndex": 0}
        found["first"] = {**page, "items": items}
    return found


def _annotation(
    label: str,
    citation: Citation | SavedCitation,
    document: Document | None,
    public_url: str | None,
) -> dict[str, Any]:
    """Return what every annotation has, with or without notes."""
    c = citation
    quoted = _quote_selector(c, document)
    position = {"type": "TextPositionSelector", "start": c.start, "end": c.end}
    targets = [_target(_text_address(c, public_url), [quoted, position])]
    if _is_on_the_web(c):
        targets.append(_target(web_address(c.source), [quoted]))
    return {
        "id": _urn(label, c.document_id, c.version, str(c.start), str(c.end)),
        "type": "Annotation",
        "generator": {"id": "urn:pincite", "type": "Software", "name": "Pincite"},
        "target": targets,
    }


def _is_on_the_web(citation: Citation | SavedCitation) -> bool:
    """Tell whether the page that a document came from is likely to have the words of a citation."""
    if isinstance(citation, Citation):
        return citation.live_link is not None
    return not citation.warning and web_address(citation.source) is not None


def _target(source: str | None, selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": source, "selector": selectors}


def _quote_selector(
    citation: Citation | SavedCitation, document: Document | None
) -> dict[str, Any]:
    """Return what finds a quote by its words; by those around it too, where they are known."""
    around = {}
    if document is not None and document.version == citation.version:
        around = _around(document, citation)
    return {"type": "TextQuoteSelector", "exact": citation.quote, **around}


def _around(document: Document, citation: Citation | SavedCitation) -> dict[str, str]:
    before, after = max(0, citation.start - _AROUND), citation.end + _AROUND
    return {
        "prefix": document.text[before : citation.start],
        "suffix": document.text[citation.end : after],
    }


def _text_address(citation: Citation | SavedCitation, public_url: str | None) -> str:
    """Return the address of the canonical text of a document."""
    if public_url is None:
        return f"pincite:{citation.document_id}"
    return f"{public_url}/api/v1/documents/{citation.document_id}/text"


def _urn(*facts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(["pincite", *facts])).urn
