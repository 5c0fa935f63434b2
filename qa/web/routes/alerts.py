"""The routes of alerts: what is asked again when documents are added, and what was new."""

from typing import Any

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint

from index.ledger.alert_rows import MOST
from qa.overview.alerts.feed import ENTRIES, MEDIA_TYPE, atom
from qa.overview.alerts.found import AlertFound, feed_path, with_found
from qa.web.current import here, service
from qa.web.description import fails
from qa.web.errors import ApiError
from qa.web.schemas import alerts as bodies
from qa.web.security.rights import feed_key
from qa.web.watching.author import index_to_change

Reply = Response | tuple[Response | str, int]

alerts = APIBlueprint("alerts", __name__)

_FEED = {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}


@alerts.post(
    "/api/v1/alerts",
    summary="Add an alert",
    responses={200: bodies.AlertReply},
    openapi_extensions=fails("question_rejected", "quota_reached", stores=True),
)
def add_alert(body: bodies.AlertBody) -> Response:
    """Add an alert: a question or topic that is asked again when documents are added.

    What the documents already say is looked up in the background, so that only what comes later
    is new. If these words have an alert already, that one is returned. Only the words are stored,
    and the places that it found in documents; nothing of a conversation is.
    """
    serving = service()
    kept = index_to_change().add_alert(body.alert())
    serving.alerts.wake()
    return jsonify(_record(_shown(kept.id, 1)))


@alerts.get(
    "/api/v1/alerts",
    summary="List the alerts",
    responses={200: bodies.AlertsReply},
    openapi_extensions=fails(),
)
def list_alerts(query: bodies.AlertQuery) -> Response:
    """Return all alerts with the newest of what each found since its first look."""
    serving = service()
    with serving.index.reader() as reader:
        shown = with_found(reader, reader.alerts(), query.most, serving.config.public_url)
    return jsonify(limit=MOST, alerts=[_record(one) for one in shown])


@alerts.get(
    "/api/v1/alerts/<alert_id>",
    summary="See an alert",
    responses={200: bodies.AlertReply},
    openapi_extensions=fails("unknown_alert"),
)
def show_alert(path: bodies.AlertPath, query: bodies.AlertQuery) -> Response:
    """Return an alert with what it found since its first look, newest first.

    Words that are no longer in their document are left out.
    """
    return jsonify(_record(_shown(path.alert_id, query.most)))


@alerts.delete(
    "/api/v1/alerts/<alert_id>",
    summary="Delete an alert",
    responses={204: None},
    openapi_extensions=fails("unknown_alert", stores=True),
)
def remove_alert(path: bodies.AlertPath) -> Reply:
    """Delete an alert with all that it found and its feed."""
    if not index_to_change().remove_alerts([path.alert_id]):
        raise _unknown()
    return "", 204


@alerts.get(
    "/api/v1/alerts/<alert_id>/feed.atom",
    summary="Read the feed of an alert",
    responses={200: _FEED, 304: None},
    openapi_extensions=fails("unknown_alert"),
)
def read_feed(path: bodies.AlertPath, query: bodies.FeedQuery) -> Response:
    """Return what an alert found as an Atom feed, newest first.

    Feed readers send no headers, so a key in the address of the feed takes the place of yours. It
    opens only this feed, while your own key may read the collection and the alert is there.
    """
    reply = Response(atom(_shown(path.alert_id, ENTRIES)), mimetype=MEDIA_TYPE)
    reply.headers["Cache-Control"] = "private, no-cache"
    reply.add_etag()
    reply.make_conditional(request)
    return reply


def _shown(alert_id: str, most: int) -> AlertFound:
    serving = service()
    with serving.index.reader() as reader:
        alert = reader.alert(alert_id)
        if alert is None:
            raise _unknown()
        (shown,) = with_found(reader, [alert], most, serving.config.public_url)
    return shown


def _record(shown: AlertFound) -> dict[str, Any]:
    """Return an alert as JSON takes it, with where whoever asks has its feed, on this host."""
    return shown.record() | {"feed": here(feed_path(shown.alert, feed_key(shown.alert)))}


def _unknown() -> ApiError:
    return ApiError(
        "unknown_alert", "There is no alert with this id: list the alerts to see theirs."
    )
