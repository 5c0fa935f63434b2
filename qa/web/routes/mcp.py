"""The route of the Model Context Protocol: one message in, one reply out.

There are no sessions and no streams to open, so nothing but POST is answered.
"""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, g, jsonify, request

from qa.web.current import asker, collection_name, collections, is_named, service, visited
from qa.web.errors import ApiError
from qa.web.security.rights import count_question

if TYPE_CHECKING:
    from qa.doors.mcp.served import Scope, Served

mcp = Blueprint("mcp", __name__)


@mcp.post("/mcp")
def message() -> Response | tuple[Response | str, int]:
    """Answer one message of the protocol, which says itself what is wrong with it."""
    try:
        from qa.doors.mcp.exchange import exchange, malformed
    except ModuleNotFoundError as exc:
        if exc.name not in ("mcp", "mcp_types"):
            raise
        raise ApiError(
            "not_installed",
            "MCP is not installed here. Ask the administrator to run `pip install -e '.[mcp]'` in "
            "Pincite's folder.",
        ) from exc
    if not request.accept_mimetypes.accept_json and request.accept_mimetypes:
        raise ApiError("not_acceptable", "Replies are JSON: accept application/json.")
    try:
        said = current_app.json.loads(request.get_data())
    except ValueError:
        reply = malformed()
    else:
        g.asked = said  # for the log, which must not repeat it
        for _ in range(_questions_in(said)):
            count_question()
        reply = exchange(_scope(), said, dict(request.headers))
    return ("", reply.status) if reply.body is None else (jsonify(reply.body), reply.status)


def _questions_in(said: Any) -> int:
    """Return as how many questions a message counts: a call as one for each collection it names."""
    if not isinstance(said, dict) or said.get("method") != "tools/call":
        return 0
    params = said.get("params")
    arguments = params.get("arguments") if isinstance(params, dict) else None
    named = arguments.get("collections") if isinstance(arguments, dict) else None
    return max(1, len(set(map(str, named)))) if isinstance(named, list) else 1


class _Readable:
    """The collections that the key of this request may read."""

    def sizes(self) -> dict[str, int | None]:
        known = collections().summaries(asker())
        return {one.name: None if one.fault else one.documents for one in known}

    def named(self, name: str) -> "Served":
        return visited(name)


def _scope() -> "Scope":
    """Return what the key of this request may ask: one collection, where the address names it."""
    from qa.doors.mcp.served import NONE, Scope

    if is_named():
        return Scope(service(), NONE)
    own = service() if asker().may("read", collection_name()) else None
    return Scope(own, _Readable())
