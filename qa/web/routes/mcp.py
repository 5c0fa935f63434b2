"""The route of the Model Context Protocol: one message in, one reply out.

There are no sessions and no streams to open, so nothing but POST is answered.
"""

from flask import Blueprint, Response, current_app, g, jsonify, request

from qa.web.current import service
from qa.web.errors import ApiError
from qa.web.security.rights import count_question

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
        if isinstance(said, dict) and said.get("method") == "tools/call":
            count_question()
        reply = exchange(service(), said, dict(request.headers))
    return ("", reply.status) if reply.body is None else (jsonify(reply.body), reply.status)
