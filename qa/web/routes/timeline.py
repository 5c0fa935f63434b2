"""What happened when."""

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from qa.overview.timeline import TimelineRequest, timeline
from qa.web.current import service
from qa.web.description import fails
from qa.web.schemas import timeline as bodies

timelines = APIBlueprint("timelines", __name__)

_MAY_FAIL = ("filter_rejected", "nothing_within", "collection_empty")


@timelines.get(
    "/api/v1/timeline",
    summary="List dated sentences in order",
    responses={200: bodies.TimelineReply},
    openapi_extensions=fails(*_MAY_FAIL),
)
def dated(query: bodies.TimelineQuery) -> Response:
    """Return the dates in the sentences of documents, in order, each with its sentence.

    A date that has only a month or a year comes before the days of it. Relative dates, such as
    "last March", are there where the date of their document resolves them, and days without a
    year where a heading, the sentence before or the date of the mail makes it certain
    (`year_from`). Heads of mails and page numbers are left out.
    """
    return _timeline(query.request())


@timelines.post(
    "/api/v1/timeline",
    summary="List dated sentences about a topic",
    responses={200: bodies.TimelineReply},
    openapi_extensions=fails("question_rejected", *_MAY_FAIL, embeds=True),
)
def dated_about(body: bodies.TimelineBody) -> Response:
    """Return the dates in passages about a topic, as `POST /api/v1/find` finds them."""
    return _timeline(body.request())


def _timeline(request: TimelineRequest) -> Response:
    serving = service()
    return jsonify(timeline(serving.index, serving.answerer, request).record())
