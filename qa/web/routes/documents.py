"""The routes of one document: what is known of it, its text and gist, its corrections, its end."""

from dataclasses import asdict

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from corpus import Span
from qa.answering.excerpts import about, excerpt
from qa.answering.records import document_record, info_record
from qa.web.current import service
from qa.web.description import fails
from qa.web.errors import ApiError, unknown_document
from qa.web.schemas import documents as replies
from qa.web.schemas import requests as bodies
from qa.web.schemas.responses import CitationReply
from qa.web.watching.author import index_to_change

Reply = Response | tuple[Response | str, int]

documents = APIBlueprint("documents", __name__)


@documents.get(
    "/api/v1/documents/<document_id>",
    summary="Describe a document",
    responses={200: replies.DocumentReply},
    openapi_extensions=fails("unknown_document"),
)
def describe_document(path: bodies.DocumentPath) -> Reply:
    """Return what is known of a document, with its outline and pages."""
    with service().index.reader() as reader:
        whole = reader.details(path.document_id)
        place = reader.file_paths([path.document_id]).get(path.document_id, "")
    if whole is None:
        raise unknown_document()
    record = document_record(whole.info, whole.document, place)
    return jsonify(**record, page_images=whole.shows_pages)


@documents.get(
    "/api/v1/documents/<document_id>/text",
    summary="Read a document",
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
    openapi_extensions=fails("unknown_document"),
)
def document_text(path: bodies.DocumentPath) -> Reply:
    """Return the canonical text: `text[start:end] == quote` for every citation of it.

    Offsets count characters (Unicode code points) of the UTF-8 text.
    """
    with service().index.reader() as reader:
        document = reader.document(path.document_id)
    if document is None:
        raise unknown_document()
    reply = Response(document.text, mimetype="text/plain")
    reply.headers["X-Document-Version"] = document.version
    return reply


@documents.get(
    "/api/v1/documents/<document_id>/gist",
    summary="Say what a document is about",
    responses={200: replies.GistReply},
    openapi_extensions=fails("unknown_document"),
)
def document_gist(path: bodies.DocumentPath) -> Reply:
    """Return its three most central sentences, word for word, in its order.

    There are fewer where it has fewer whole sentences that can be understood alone.
    """
    with service().index.reader() as reader:
        info = reader.infos([path.document_id]).get(path.document_id)
        sentences = about(reader, path.document_id, service().config.public_url)
    if info is None:
        raise unknown_document()
    return jsonify(version=info.version, sentences=[asdict(one) for one in sentences])


@documents.get(
    "/api/v1/documents/<document_id>/excerpt",
    summary="Cite words of a document",
    responses={200: CitationReply},
    openapi_extensions=fails("unknown_document", "unknown_span"),
)
def cite_excerpt(path: bodies.DocumentPath, query: bodies.SpanQuery) -> Reply:
    """Return the citation of the words from `start` to `end`, as answers have them.

    Page, heading and author are those where the words begin.
    """
    with service().index.reader() as reader:
        known = reader.existing([path.document_id])
        span = Span(query.start, query.end)
        cited = excerpt(reader, path.document_id, span, service().config.public_url)
    if not known:
        raise unknown_document()
    if cited is None:
        raise ApiError(
            "unknown_span",
            "The document has no words from `start` to `end`: its text says how long it is.",
        )
    return jsonify(asdict(cited))


@documents.patch(
    "/api/v1/documents/<document_id>",
    summary="Correct a document",
    responses={200: replies.InfoReply},
    openapi_extensions=fails("unknown_document", "correction_rejected", stores=True),
)
def correct_document(path: bodies.DocumentPath, body: bodies.CorrectionBody) -> Reply:
    """Correct the title, author, date or tags of a document.

    Omitted fields stay as they are; null restores what the document itself says. Corrections also
    apply to later versions of the document. Saved answers stay verbatim, with a note.
    """
    index = index_to_change()
    info = index.correct(path.document_id, body.correction())
    if info is None:
        raise unknown_document()
    with index.reader() as reader:
        place = reader.file_paths([info.id]).get(info.id, "")
    return jsonify(info_record(info, place))


@documents.delete(
    "/api/v1/documents/<document_id>",
    summary="Remove a document",
    responses={204: None},
    openapi_extensions=fails("unknown_document", stores=True),
)
def remove_document(path: bodies.DocumentPath) -> Reply:
    """Remove a document from the collection; gone from every answer when the reply comes."""
    if not index_to_change().delete(path.document_id):
        raise unknown_document()
    service().worker.wake()  # it overwrites what is left inside of files
    return "", 204
