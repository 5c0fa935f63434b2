"""What waitress itself refuses, said as every other error is: as JSON of one shape."""

import json
import secrets
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from qa.web.spooling import SpoolingParser

_TOLD = {
    400: ("bad_request", "The request is malformed: check its syntax."),
    413: ("too_large", "The request is larger than what is accepted here."),
    414: ("too_long", "The address is longer than what is accepted here."),
    431: ("headers_too_large", "The headers are larger than what is accepted here."),
    507: ("disk_full", "The server's disk is full: nothing was stored, and nothing was lost."),
    501: ("not_implemented", "The request asks for what is not done here: send its length."),
}
_OTHER = ("refused", "The request was refused.")


class JsonErrorTask(ErrorTask):  # type: ignore[misc]
    """Answers a request that never reaches the application."""

    def execute(self) -> None:
        error = self.request.error
        code, message = _TOLD.get(error.code, _OTHER)
        request_id = secrets.token_hex(8)
        told = {"error": {"code": code, "message": message, "request_id": request_id}}
        body = json.dumps(told).encode()
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
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class JsonChannel(HTTPChannel):  # type: ignore[misc]
    """A connection whose errors are told as JSON."""

    error_task_class = JsonErrorTask
    parser_class = SpoolingParser


def tell_errors_as_json(server: Any) -> None:
    """Make a waitress server, of one socket or of several, tell its own errors as JSON."""
    for one in [server, *getattr(server, "map", {}).values()]:
        if hasattr(one, "channel_class"):
            one.channel_class = JsonChannel
