"""Every error as JSON: a stable code, a sentence that helps, a request id.

They have one shape, which the routes that speak as other services do put into theirs.

Errors carry their code and the sentence that a client may read (`code`, `message`). Only what
HTTP adds is here: the status.
"""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from corpus import CorpusError
from index.errors import IndexFault
from qa.doors.anthropic import errors as anthropic_errors
from qa.doors.field_errors import said
from qa.doors.openai import errors as openai_errors
from qa.errors import AnswerError

log = logging.getLogger("pincite.web")

STATUS = {
    # Of documents
    "unreadable": 422,
    "unsupported_format": 415,
    "undecodable": 422,
    "too_large": 413,
    "empty_document": 422,
    "damaged": 422,
    "encrypted": 422,
    "needs_ocr": 422,
    "reader_stopped": 422,
    # Of the collection
    "index_unusable": 503,
    "index_away": 503,
    "index_refused": 503,
    "workers_away": 503,
    "index_mismatch": 503,
    "collection_gone": 410,
    "unknown_collection": 404,
    "collection_exists": 409,
    "collection_in_use": 409,
    "collection_kept": 409,
    "migration_refused": 409,
    "model_refused": 503,
    "passage_too_long": 422,
    "disk_full": 507,
    "disk_failed": 503,
    "read_only": 503,
    "busy": 503,
    "queue_full": 429,
    "quota_reached": 507,
    "job_lost": 409,
    "backup_refused": 422,
    # Of questions
    "rejected": 400,
    "setting_rejected": 400,
    "question_rejected": 400,
    "record_rejected": 400,
    "draft_rejected": 400,
    "filter_rejected": 400,
    "correction_rejected": 422,
    "span_rejected": 409,
    "frame_key_unusable": 503,
    "unknown_link": 404,
    "mark_rejected": 409,
    "nothing_within": 409,
    "collection_empty": 409,
    "no_writer": 409,
    # Of keys
    "key_rejected": 422,
    "keys_unusable": 503,
    # Of requests
    "bad_request": 400,
    "foreign_host": 400,
    "key_needed": 401,
    "foreign_origin": 403,
    "not_allowed": 403,
    "not_found": 404,
    "unknown_document": 404,
    "unknown_job": 404,
    "unknown_mark": 404,
    "unknown_alert": 404,
    "unknown_page": 404,
    "unknown_span": 404,
    "no_pictures": 404,
    "model_not_found": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "length_required": 411,
    "unsupported_media_type": 415,
    "not_failed": 409,
    "name_taken": 409,
    "removed": 409,
    "replaced": 409,
    "invalid_field": 422,
    "limit_reached": 429,
    "too_many_wrong_keys": 429,
    "shutting_down": 503,
    "crashed": 500,
    "internal": 500,
    "not_installed": 501,
    # Of the server, before a route is looked for
    "too_slow": 408,
    "too_many_connections": 429,
    "too_long": 414,
    "headers_too_large": 431,
    "not_implemented": 501,
}
"""The HTTP status of every code, and the only place that has it."""

RETRY_AFTER = 5
"""Seconds, where nothing is known about when it is worth trying again; a guess."""

_HTTP = {
    400: ("bad_request", "The request is malformed: check its syntax."),
    404: ("not_found", "There is nothing here: /docs lists what there is."),
    405: ("method_not_allowed", "This address does not take that method: see /docs."),
    411: ("length_required", "Send the length of the body."),
    413: ("too_large", "The request is larger than what is accepted here."),
    415: ("unsupported_media_type", "Send JSON, as application/json."),
}


_SHAPES: Mapping[str, Callable[[int, str, str, str], dict[str, Any]]] = {
    "openai": openai_errors.error_body,
    "anthropic": anthropic_errors.error_body,
}
"""What errors look like to the clients of some blueprints."""
SHAPED = frozenset(_SHAPES)
"""The blueprints that speak as other services do, which call a wrong field a bad request."""


class ApiError(Exception):
    """An error that a route raises with its code, which has its status in `STATUS`."""

    def __init__(self, code: str, message: str, *, retry_after: int = RETRY_AFTER) -> None:
        super().__init__(message)
        self.code, self.message, self.retry_after = code, message, retry_after


def unknown_document() -> ApiError:
    """Return the error that tells that a document is not in the collection."""
    return ApiError(
        "unknown_document",
        "There is no document with this id. GET /api/v1/documents lists them.",
    )


def register(app: Flask) -> None:
    """Make every error of the app a JSON reply."""

    @app.errorhandler(HTTPException)
    def http(exc: HTTPException) -> Response:
        status = exc.code or 500
        if status < 400 and exc.response is not None:
            return Response(status=status, headers=exc.response.headers)
        phrase = HTTPStatus(status).phrase
        code, message = _HTTP.get(status, (phrase.lower().replace(" ", "_"), phrase + "."))
        response = reply(status, code, message)
        if isinstance(exc, MethodNotAllowed) and exc.valid_methods:
            response.headers["Allow"] = ", ".join(sorted(exc.valid_methods))
        return response

    @app.errorhandler(Exception)
    def other(exc: Exception) -> Response:
        retry_after = exc.retry_after if isinstance(exc, ApiError) else RETRY_AFTER
        return reply(*describe(exc), retry_after)


def describe(exc: Exception) -> tuple[int, str, str]:
    """Return status, code and sentence of an error; log it where it is no user's."""
    if isinstance(exc, ApiError):
        # A job may have ended with a code of an older version, which nothing here has any more.
        return STATUS.get(exc.code, 500), exc.code, exc.message
    if isinstance(exc, CorpusError | IndexFault | AnswerError):
        status = STATUS[exc.code]
        if status >= 500:
            log.error("%s", exc)
        return status, exc.code, exc.message
    log.error("a request failed", exc_info=exc)
    return (
        STATUS["internal"],
        "internal",
        "Something went wrong on the server. Its log has the details under the request id.",
    )


def reply(
    status: int, code: str, message: str, retry_after: int = RETRY_AFTER, **more: Any
) -> Response:
    """Return the one shape that every error has; `more` is what programs need beside it."""
    g.code = code  # for the log
    error = {"code": code, "message": message, "request_id": g.request_id, **more}
    shape = _SHAPES.get(request.blueprint or "")
    body = {"error": error} if shape is None else shape(status, code, message, g.request_id)
    response = jsonify(body)
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = str(retry_after)
    if shape is not None and status == 409:
        response.headers["X-Should-Retry"] = "false"  # their clients try again otherwise
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def invalid(exc: ValidationError) -> Response:
    """Name the first field of a request that is not as it must be, and what it must be."""
    code = "bad_request" if request.blueprint in SHAPED else "invalid_field"
    return reply(STATUS[code], code, said(exc, "The body"))
