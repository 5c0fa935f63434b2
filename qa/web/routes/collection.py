"""The routes that show a collection as a whole: its map, what to ask it, its passages."""

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.answering.records import passage_record
from qa.overview.follow_ups import follow_ups
from qa.web.current import service
from qa.web.description import fails
from qa.web.errors import ApiError, unknown_document
from qa.web.schemas import requests as bodies
from qa.web.schemas import responses as replies
from qa.web.schemas.suggestions import FollowUpsBody

collection = APIBlueprint("collection", __name__)


@collection.get(
    "/api/v1/map",
    summary="Draw the collection",
    responses={200: replies.MapReply},
    openapi_extensions=fails(),
)
def draw_map(query: bodies.MapQuery) -> Response:
    """Place each passage on a plane, near to those that mean much the same.

    Of a large collection, some thousands of passages are shown, evenly spread; those that
    hold a character named in `also` are among them in any case.
    """
    also = [_position(text) for text in query.also]
    return jsonify(service().map.record(also))


@collection.get(
    "/api/v1/examples",
    summary="Suggest questions",
    responses={200: replies.ExamplesReply},
    openapi_extensions=fails(embeds=True),
)
def suggestions() -> Response:
    """Return up to three questions drawn from the documents, each of which they answer."""
    return jsonify(questions=service().suggestions.get())


@collection.post(
    "/api/v1/follow-ups",
    summary="Suggest what to ask next",
    responses={200: replies.ExamplesReply},
    openapi_extensions=fails("filter_rejected", embeds=True),
)
def suggest_next(body: FollowUpsBody) -> Response:
    """Return up to three questions that the words near an answer's quotes answer.

    Each has been asked of the documents, and its answer stands near the quotes but is not among
    them. Nothing is stored. There may be none, if little stands near or while somebody else asks
    a question or gets suggestions.
    """
    serving, shown = service(), body.shown()
    if not serving.follow_ups.acquire(blocking=False):
        return jsonify(questions=[])
    try:
        questions = follow_ups(
            serving.index, serving.answerer, shown, serving.answer_cache.is_quiet
        )
    finally:
        serving.follow_ups.release()
    return jsonify(questions=questions)


@collection.get(
    "/api/v1/documents/<document_id>/passages",
    summary="List the passages of a document",
    responses={200: replies.PassagesReply},
    openapi_extensions=fails("unknown_document"),
)
def passages(path: bodies.DocumentPath, query: bodies.PassagesQuery) -> Response:
    """Return the passages that a document is searched by, in its order, without a gap."""
    with service().index.reader() as reader:
        info = reader.infos([path.document_id]).get(path.document_id)
        shown = reader.passages(path.document_id, query.first, query.most)
    if info is None:
        raise unknown_document()
    return jsonify(
        version=info.version,
        total=info.passages,
        first=query.first,
        passages=[passage_record(passage) for passage in shown],
    )


def _position(text: str) -> tuple[str, int]:
    document_id, _, position = text.rpartition(":")
    if not document_id or not (position.isascii() and position.isdecimal()) or len(position) > 9:
        raise ApiError("invalid_field", "also: write it as DOCUMENT:CHARACTER.")
    return document_id, int(position)
