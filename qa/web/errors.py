"""Every error as JSON of one shape: a stable code, a sentence that helps, a request id.

The sentences of `corpus` and `qa` errors are passed on: they speak of what the client
sent. Those of `index` errors may name paths, so each kind has a fixed sentence here.
"""

import errno
import logging
from http import HTTPStatus

from flask import Flask, Response, g, jsonify
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from corpus import (
    CorpusError,
    Damaged,
    EmptyDocument,
    Encrypted,
    NeedsOcr,
    ReadersBusy,
    ReaderStopped,
    TooLarge,
    Undecodable,
    UnsupportedFormat,
)
from index.errors import (
    DiskFailed,
    DiskFull,
    IndexFault,
    IndexMismatch,
    LedgerBusy,
    ModelRefused,
    PassageTooLong,
    QueueFull,
    QuotaReached,
    ReadOnly,
)
from qa.errors import (
    AnswerError,
    BeingMade,
    CollectionEmpty,
    NothingWithin,
    QuestionRejected,
    RecordRejected,
    ScopeRejected,
)

log = logging.getLogger("pincite.web")


class ApiError(Exception):
    """An error that a route raises with its status, code and sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


def unknown_document() -> ApiError:
    """Return the error that tells that a document is not in the collection."""
    return ApiError(
        404,
        "unknown_document",
        "There is no document with this id: GET /api/v1/documents lists them.",
    )


_DISK_FULL = "The server's disk is full: nothing was stored, and nothing was lost."
_TOLD: tuple[tuple[type[Exception], int, str, str], ...] = (
    (QuestionRejected, 400, "question_rejected", ""),
    (RecordRejected, 400, "record_rejected", ""),
    (ScopeRejected, 400, "filter_rejected", ""),
    (NothingWithin, 409, "nothing_within", ""),
    (
        CollectionEmpty,
        409,
        "collection_empty",
        "There is no document in the collection: upload one first.",
    ),
    (UnsupportedFormat, 415, "unsupported_format", ""),
    (TooLarge, 413, "too_large", ""),
    (EmptyDocument, 422, "empty_document", ""),
    (Undecodable, 422, "undecodable", ""),
    (Damaged, 422, "damaged", ""),
    (Encrypted, 422, "encrypted", ""),
    (NeedsOcr, 422, "needs_ocr", ""),
    (ReaderStopped, 422, "reader_stopped", ""),
    (ReadersBusy, 503, "busy", ""),
    (BeingMade, 503, "busy", ""),
    (
        PassageTooLong,
        422,
        "passage_too_long",
        "A passage of it is longer than the model reads, and cannot be cut: set PINCITE_MODEL to "
        "a model that reads more.",
    ),
    (QueueFull, 429, "queue_full", ""),
    (QuotaReached, 507, "quota_reached", ""),
    (DiskFull, 507, "disk_full", _DISK_FULL),
    (
        DiskFailed,
        503,
        "disk_failed",
        "The server's disk failed: nothing was stored. Send it again when the service is back.",
    ),
    (ReadOnly, 503, "read_only", "The collection is read-only: it can be asked, not changed."),
    (LedgerBusy, 503, "busy", "Somebody else is writing for long: try again in a minute."),
    (
        IndexMismatch,
        503,
        "index_mismatch",
        "The collection was made with another model: its keeper must run `pincite rebuild`.",
    ),
    (
        ModelRefused,
        503,
        "model_refused",
        "The embedding model cannot be loaded: its keeper must run `pincite doctor`.",
    ),
    (
        IndexFault,
        503,
        "index_unusable",
        "The collection cannot be read: its keeper must run `pincite doctor`.",
    ),
    (CorpusError, 422, "unreadable", ""),
    (AnswerError, 400, "rejected", ""),
)
_HTTP = {
    400: ("bad_request", "The request is malformed: check its syntax."),
    404: ("not_found", "There is nothing here: /docs lists what there is."),
    405: ("method_not_allowed", "This address does not take that method: see /docs."),
    411: ("length_required", "Send the length of the body."),
    413: ("too_large", "The request is larger than what is accepted here."),
    415: ("unsupported_media_type", "Send JSON, as application/json."),
}


def register(app: Flask) -> None:
    """Make every error of the app a JSON reply."""

    @app.errorhandler(ApiError)
    def ours(exc: ApiError) -> Response:
        return reply(exc.status, exc.code, str(exc))

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
        return reply(*describe(exc))


def describe(exc: Exception) -> tuple[int, str, str]:
    """Return status, code and sentence of an error; log it where it is no user's."""
    if isinstance(exc, ApiError):
        return exc.status, exc.code, str(exc)
    known = told(exc)
    if known is not None:
        if known[0] >= 500:
            log.error("request %s: %s", g.request_id, exc)
        return known
    log.exception("request %s failed", g.request_id, exc_info=exc)
    return 500, "internal", "Something went wrong here; the log tells more under the request id."


def told(exc: Exception) -> tuple[int, str, str] | None:
    """Return status, code and sentence of an error that is meant to be told; else None."""
    if isinstance(exc, OSError) and exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return 507, "disk_full", _DISK_FULL  # of the folder for temporary files
    for kind, status, code, message in _TOLD:
        if isinstance(exc, kind):
            return status, code, message or _sentence(str(exc))
    return None


def status_of(code: str) -> int:
    """Return the status that goes with the code of an error that was told."""
    return next((status for _, status, known, _ in _TOLD if known == code), 500)


def reply(status: int, code: str, message: str) -> Response:
    """Return the one shape that every error has."""
    response = jsonify(error={"code": code, "message": message, "request_id": g.request_id})
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = "5"
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def invalid(exc: ValidationError) -> Response:
    """Name the first field of a request that is not as it must be, and what it must be."""
    first = exc.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return reply(422, "invalid_field", f"{place or 'the body'}: {first['msg']}.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")
