"""Server-sent events: the one way in which replies are streamed."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Response, g, stream_with_context

from qa.web.errors import describe
from qa.web.security.rights import require_still

ALIVE = ": still here\n\n"
"""A sign of life, which clients skip: whoever has gone is noticed, and no proxy cuts in."""

Failed = Callable[[int, str, str], str]
"""Makes the last part of a stream from the status, code and message of an error."""


def event(name: str, data: Any) -> str:
    """Return a server-sent event; nothing in its data can end it early."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _failed(status: int, code: str, message: str) -> str:
    error = {"code": code, "message": message, "request_id": g.request_id}
    return event("error", {"status": status, **error})


def streamed(events: Iterable[tuple[str, Any] | None], failed: Failed = _failed) -> Response:
    """Return a reply that sends events, each its name and its data, as they come.

    None is a sign of life. What the events raise is sent as an `error`, the last of them, or as
    `failed` has it.
    """
    parts = (ALIVE if one is None else event(*one) for one in events)
    return streamed_lines(parts, failed)


def streamed_lines(parts: Iterable[str], failed: Failed) -> Response:
    """Return a reply that sends parts of an event stream as they come.

    Where they raise an error, the last one is what `failed` makes of its status, code and message.
    It is the same where the key is revoked meanwhile, because there is a part every few seconds.
    """

    def lines() -> Iterator[str]:
        try:
            for part in parts:
                require_still()
                yield part
        except Exception as exc:
            yield failed(*describe(exc))

    reply = Response(stream_with_context(lines()), mimetype="text/event-stream")
    reply.headers["X-Accel-Buffering"] = "no"
    return reply
