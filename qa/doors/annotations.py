"""The citations of an answer, and the quotes of a board, as W3C Web Annotations.

Source: https://www.w3.org/TR/annotation-model/.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from corpus import Document
from index import Index
from index.errors import IndexFault
from qa.answering.across import AnswerAcross
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
_Cited = TypeVar("_Cited", Citation, SavedCitation)

_AROUND = 32  # characters before and after a quote; a guess: what Hypothesis stores


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A collection, and the address at which programs reach it; None if that is not known."""

    index: Index
    public_url: str | None


def annotations(
    answer: Answer | WrittenAnswer, index: Index, public_url: str | None
) -> dict[str, Any]:
    """Return the citations of an answer as a collection of annotations, as JSON-LD has it.

    Each says that a question is answered by words of a text. They are given by their place in the
    document's canonical text, and once more by themselves where the document names its page on
    the web. The same answer has the same ids.
    """
    quoted = answer.quoted if isinstance(answer, WrittenAnswer) else answer
    citations = answer.citations or quoted.citations
    texts = _texts(citations, lambda _: "", lambda _: Whereabouts(index, public_url))
    items = [_questioning(quoted.question, *pair) for pair in zip(citations, texts, strict=True)]
    return _collection(quoted.question, items)


def annotations_across(
    across: AnswerAcross, where: Callable[[str], Whereabouts | None]
) -> dict[str, Any]:
    """Return the citations of an answer from several collections as `annotations` does.

    Each has the name of its collection in `pincite`, and the address of its text there. `where`
    gives a collection by its name; None if it is gone meanwhile, or cannot be opened.
    """
    question, citations = across.answer.question, across.answer.citations
    named = {each.number: name for each, name in zip(citations, across.citations, strict=True)}
    texts = _texts(citations, lambda each: named[each.number], where)
    items = [_questioning(question, *pair) for pair in zip(citations, texts, strict=True)]
    return _collection(question, items)


def saved_annotations(
    answer: SavedAnswer,
    index: Index,
    public_url: str | None,
    others: Callable[[str], Whereabouts | None] = lambda _: None,
) -> dict[str, Any]:
    """Return the quotes of a board in the shape that `annotations` gives those of an answer.

    Each has its note and its tags. `pincite` also has the verdict of a verification: whether the
    document still has these words there. `others` gives by its name the collection that a citation
    names; None if there is none.
    """
    own = Whereabouts(index, public_url)
    texts = _texts(
        answer.citations, lambda each: each.collection, lambda name: others(name) if name else own
    )
    items = [
        _annotation(answer.question, each, text)
        | _said(each)
        | {"pincite": {**_span(each, text), "verdict": each.check.verdict}}
        for each, text in zip(answer.citations, texts, strict=True)
    ]
    return _collection(answer.question, items)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text that a citation is of, with its address.

    `document` is None where it is gone, `collection` "" where none is named.
    """

    document: Document | None
    collection: str
    address: str


def _texts(
    citations: Sequence[_Cited],
    name_of: Callable[[_Cited], str],
    where: Callable[[str], Whereabouts | None],
) -> list[_Text]:
    """Return the text of each citation."""
    found: dict[tuple[str, str], _Text] = {}
    for name in dict.fromkeys(map(name_of, citations)):
        own = [each for each in citations if name_of(each) == name]
        found |= {(name, text_id): t for text_id, t in _texts_of(own, name, where(name)).items()}
    return [found[name_of(each), each.document_id] for each in citations]


def _texts_of(
    citations: Sequence[_Cited], name: str, where: Whereabouts | None
) -> dict[str, _Text]:
    ids = {each.document_id for each in citations}
    unknown = {id_: _Text(None, name, f"pincite:{id_}") for id_ in ids}
    if where is None:
        return unknown
    try:
        with where.index.reader() as reader:
            return {
                id_: _Text(reader.document(id_), name, _text_address(id_, where.public_url))
                for id_ in ids
            }
    except IndexFault:
        if not name:
            raise
        return unknown  # one of several that cannot be read says nothing of the others


def _questioning(question: str, citation: Citation, text: _Text) -> dict[str, Any]:
    """Return the annotation that says which question some words answer."""
    return _annotation(question, citation, text) | {
        "motivation": "highlighting",
        "body": _body(question, "questioning"),
        "pincite": _span(citation, text),
    }


def _span(citation: _Cited, text: _Text) -> dict[str, Any]:
    return span(citation) | ({"collection": text.collection} if text.collection else {})


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


def _annotation(label: str, citation: _Cited, text: _Text) -> dict[str, Any]:
    """Return what every annotation has, with or without notes."""
    c = citation
    quoted = _quote_selector(c, text.document)
    position = {"type": "TextPositionSelector", "start": c.start, "end": c.end}
    targets = [_target(text.address, [quoted, position])]
    if _is_on_the_web(c):
        targets.append(_target(web_address(c.source), [quoted]))
    return {
        "id": _urn(label, *_named(text), c.document_id, c.version, str(c.start), str(c.end)),
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


def _text_address(document_id: str, public_url: str | None) -> str:
    """Return the address of the canonical text of a document."""
    if public_url is None:
        return f"pincite:{document_id}"
    return f"{public_url}/api/v1/documents/{document_id}/text"


def _named(text: _Text) -> tuple[str, ...]:
    """Return what tells apart the ids of annotations on the same text in several collections."""
    return (text.collection,) if text.collection else ()


def _urn(*facts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(["pincite", *facts])).urn
