"""Server-sent events: the one way in which replies are streamed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, g, stream_with_context

from qa.web.errors import describe


def streamed(events: Iterable[tuple[str, Any] | None]) -> Response:
    """Return a reply that sends events, each its name and its data, as they come.

    None is a sign of life. What the events raise is sent as an `error`, the last of them.
    """

    def lines() -> Iterator[str]:
        try:
            for one in events:
                yield ": still here\n\n" if one is None else event(*one)
        except Exception as exc:
            status, code, message = describe(exc)
            error = {"code": code, "message": message, "request_id": g.request_id}
            yield event("error", {"status": status, **error})

    reply = Response(stream_with_context(lines()), mimetype="text/event-stream")
    reply.headers["X-Accel-Buffering"] = "no"
    return reply


def event(name: str, data: Any) -> str:
    """Return a server-sent event; what its data hold cannot end it."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
