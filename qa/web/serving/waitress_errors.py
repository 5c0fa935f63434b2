"""What the server itself refuses, said as every other error is: as JSON of one shape."""

import json
import secrets

from waitress.task import ErrorTask
from waitress.utilities import Error

from qa.errors import LimitReached
from qa.web.security.left import left_headers, wait_for
from qa.web.watching.log import access

_TOLD = {
    400: ("bad_request", "The request is malformed: check its syntax."),
    408: ("too_slow", "The request took too long to arrive: send it again, faster."),
    413: ("too_large", "The request is larger than what is accepted here."),
    414: ("too_long", "The address is longer than what is accepted here."),
    429: (
        "too_many_connections",
        "Too many connections from your address: close some of them.",
    ),
    431: ("headers_too_large", "The headers are larger than what is accepted here."),
    500: ("internal", "Something went wrong here: the log of the service says what."),
    501: ("not_implemented", "Only `chunked` is supported as a transfer encoding: send a length."),
    503: ("busy", "The service is busy: try again in a few seconds."),
    507: ("disk_full", "The server's disk is full: nothing was stored, and nothing was lost."),
}
_OTHER = ("refused", "The request was refused.")
_RETRY_SECONDS = "5"


class TooSlow(Error):  # type: ignore[misc]
    """The request has not arrived in the time that it may take."""

    code = 408
    reason = "Request Timeout"

    def __init__(self) -> None:
        super().__init__("")


class ServiceBusy(Error):  # type: ignore[misc]
    """As much is being worked on, and waits, as may be."""

    code = 503
    reason = "Service Unavailable"

    def __init__(self) -> None:
        super().__init__("")


class TooManyConnections(Error):  # type: ignore[misc]
    """As many requests of one client are under way, by way of a proxy, as may be."""

    code = 429
    reason = "Too Many Requests"

    def __init__(self) -> None:
        super().__init__("")


class DiskIsFull(Error):  # type: ignore[misc]
    """The body could not be kept until it was whole."""

    code = 507
    reason = "Insufficient Storage"

    def __init__(self) -> None:
        super().__init__("")


class LimitUsedUp(Error):  # type: ignore[misc]
    """The key of the request has used up what it may for now."""

    code = 429
    reason = "Too Many Requests"

    def __init__(self, reached: LimitReached) -> None:
        super().__init__("")
        self.reached = reached


class JsonErrorTask(ErrorTask):  # type: ignore[misc]
    """Answers a request that never reaches the application."""

    def execute(self) -> None:
        error = self.request.error
        code, message, more = _said(error)
        request_id = secrets.token_hex(8)
        reply = {"error": {"code": code, "message": message, "request_id": request_id}}
        body = json.dumps(reply).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(
            [
                ("Content-Type", "application/json"),
                ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
                ("X-Request-Id", request_id),
            ]
        )
        self.response_headers.extend(more.items())
        self.channel.lingers = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)
        method = str(getattr(self.request, "command", ""))
        access(request_id, method, "-", error.code, 0.0)
        self.channel.server.site.refused(method, error.code)


def _said(error: Error) -> tuple[str, str, dict[str, str]]:
    """Return the code of an error, what it says, and the headers that only some have."""
    if isinstance(error, LimitUsedUp):
        left = error.reached.left
        wait = {"Retry-After": str(wait_for(left))}
        return error.reached.code, error.reached.message, wait | left_headers(left)
    code, message = _TOLD.get(error.code, _OTHER)
    return code, message, {"Retry-After": _RETRY_SECONDS} if error.code in (429, 503) else {}
