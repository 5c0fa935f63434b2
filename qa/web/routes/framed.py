"""Words of a document in a frame of another site: their links, and the page that shows them."""

import time
from datetime import UTC, datetime

from flask import Response, g, jsonify, render_template, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI

from corpus import Span
from index import LoggedChange
from qa.errors import UnknownCollection
from qa.service.framed import FramedSpan, FrameKey, checked_span, framed_words, path_of
from qa.service.keys import Grant
from qa.web.current import collections, service, visited
from qa.web.description import fails
from qa.web.errors import ApiError, unknown_document
from qa.web.schemas import framed as bodies
from qa.web.schemas.requests import DocumentPath
from qa.web.watching.author import index_to_change

framed = APIBlueprint("framed", __name__)

_DAY = 86_400  # seconds
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)


@framed.post(
    "/api/v1/documents/<document_id>/framed",
    summary="Link to words for everybody",
    responses={200: bodies.FramedReply},
    openapi_extensions=fails("unknown_document", "span_rejected", "frame_key_unusable"),
)
def make_framed(path: DocumentPath, body: bodies.FramedBody) -> Response:
    """Return a link that shows words of a document without a key, such as in a page of an intranet.

    It shows the words, and up to 600 characters of their passage on either side; a span may have
    2,000. It ends after some days, when the document changes or is removed, and when it is revoked.
    Nothing is stored of it, so keep the link as long as you may want to revoke it.
    """
    config = service().config
    until = int(time.time()) + body.days * _DAY
    with service().index.reader() as reader:
        words = Span(body.start, body.end)
        span = checked_span(reader, config.collection, path.document_id, words, until)
    if span is None:
        raise unknown_document()
    address = path_of(FrameKey(config.data).sign(span))
    return jsonify(
        path=request.script_root + address,
        link=None if config.public_url is None else config.public_url + address,
        expires=datetime.fromtimestamp(until, UTC).isoformat(),
    )


@framed.delete(
    "/api/v1/framed/<token>",
    summary="Revoke a link to words",
    responses={204: None},
    openapi_extensions=fails("unknown_link", "frame_key_unusable", "keys_unusable", stores=True),
)
def revoke_framed(path: bodies.FramedPath) -> tuple[str, int]:
    """Have a link to words of this collection show nothing any more.

    TOKEN is the last part of the link. The link cannot be brought back, but the same words can get
    another.
    """
    config, now = service().config, time.time()
    key = FrameKey(config.data)
    span = key.read(path.token, now)
    if span is None or span.collection != config.collection:
        raise ApiError(
            "unknown_link",
            "This opens nothing here: it is not a link of this collection, has ended, or was "
            "revoked before.",
        )
    key.revoke(path.token, now)
    index_to_change().log_change(LoggedChange("link_revoked", span.document_id))
    return "", 204


def register(app: OpenAPI) -> None:
    """Add the page that shows the words of a link."""

    @app.get("/framed/<token>", doc_ui=False)
    def show_framed(path: bodies.FramedPath) -> Response:
        span = FrameKey(collections().config.data).read(path.token, time.time())
        return _nothing() if span is None else _shown(span)


def _shown(span: FramedSpan) -> Response:
    g.grant = Grant("", "framed link", "read", frozenset({span.collection}))
    try:
        collection = visited(span.collection)
    except UnknownCollection:
        return _nothing()
    with collection.index.reader() as reader:
        words = framed_words(reader, span)
    if words is None:
        return _nothing()
    if words == "changed":
        return _page("unframed.html", 410, changed=True)
    return _page("framed.html", 200, words=words)


def _nothing() -> Response:
    """Return one page for all links that open nothing, so that it does not tell why."""
    return _page("unframed.html", 404, changed=False)


def _page(template: str, status: int, **shown: object) -> Response:
    """Return a page without scripts, which the sites that may frame Pincite show in a frame."""
    response = Response(render_template(template, **shown), status, mimetype="text/html")
    ancestors = " ".join(collections().config.frame_ancestors) or "'none'"
    response.headers["Content-Security-Policy"] = f"{_POLICY}; frame-ancestors {ancestors}"
    return response
