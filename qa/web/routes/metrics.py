"""The route of the figures that a monitoring system reads."""

from flask import Blueprint, Response, current_app

from qa.web.watching.metrics import MEDIA_TYPE, Metrics

metrics = Blueprint("metrics", __name__)


@metrics.get("/metrics")
def show() -> Response:
    """Return the figures of the service, in the text format of Prometheus."""
    found: Metrics = current_app.extensions[Metrics.__name__]
    return Response(found.text(), content_type=MEDIA_TYPE)
