"""The routes of marks: whether words that were shown answer, as a person says."""

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.answering.records import mark_record
from qa.web.current import service
from qa.web.description import fails
from qa.web.errors import ApiError, unknown_document
from qa.web.schemas import marks as replies
from qa.web.schemas import requests as bodies
from qa.web.watching.author import index_to_change

Reply = Response | tuple[Response | str, int]

marks = APIBlueprint("marks", __name__)


@marks.post(
    "/api/v1/marks",
    summary="Mark an answer",
    responses={200: replies.MarkReply},
    openapi_extensions=fails(
        *("unknown_document", "question_rejected", "mark_rejected", "quota_reached"), stores=True
    ),
)
def mark_answer(body: bodies.MarkBody) -> Reply:
    """Say that the first quote of an answer answers the question, or that it does not.

    Of an unanswered question, say that one of its closest passages answers. It takes the place of
    a mark of the same question and words. `pincite eval marks` and `pincite calibrate` use marks;
    they change no answer by themselves, and are deleted with their document.
    """
    index = index_to_change()
    kept = index.mark(body.mark())
    if kept is None:
        raise unknown_document()
    with index.reader() as reader:
        infos = reader.infos([kept.document_id])
    return jsonify(mark_record(kept, infos))


@marks.get(
    "/api/v1/marks",
    summary="List the marks",
    responses={200: replies.MarksReply},
    openapi_extensions=fails(),
)
def list_marks(query: bodies.MarksQuery) -> Reply:
    """Return what was said of answers, the oldest first."""
    with service().index.reader() as reader:
        shown = reader.marks(query.first, query.most)
        infos = reader.infos({mark.document_id for mark in shown})
        total = reader.mark_count()
    listed = [mark_record(mark, infos) for mark in shown]
    return jsonify(total=total, first=query.first, marks=listed)


@marks.delete(
    "/api/v1/marks/<mark_id>",
    summary="Take a mark back",
    responses={204: None},
    openapi_extensions=fails("unknown_mark", stores=True),
)
def remove_mark(path: bodies.MarkPath) -> Reply:
    """Delete a mark; nothing of it is left in the collection."""
    if not index_to_change().unmark([path.mark_id]):
        raise ApiError(
            "unknown_mark", "There is no mark with this id: list the marks to see theirs."
        )
    return "", 204
