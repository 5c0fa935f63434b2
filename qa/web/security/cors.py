"""Which other sites' pages may call the API: those that `PINCITE_CORS` lists, and no others.

A browser sends nothing of its own with such a call, because nothing here allows credentials: a
page of another site needs a key, and sends it itself. So `*` is never needed, and never sent.
"""

from urllib.parse import urlsplit

from flask import Response, request

_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
_HEADERS = (
    "Accept, Authorization, Content-Type, Prefer, X-Api-Key, Anthropic-Version, Last-Event-Id, "
    "Mcp-Protocol-Version, Mcp-Session-Id"
)
_READABLE = "Location, Retry-After, WWW-Authenticate, X-Document-Version, X-Request-Id"
_SECONDS = "600"  # a guess: a site that is taken off the list is soon refused
_PAGES = frozenset({"page", "read", "docs", "static", "show_framed"})
"""The endpoints that are for people, and that no page of another site has to read."""


def is_allowed(allowed: tuple[str, ...]) -> bool:
    """Return whether a listed site's page sent this request, for something that it may call."""
    return request.headers.get("Origin") in allowed and request.endpoint not in _PAGES


def is_foreign() -> bool:
    """Return whether another site's page sent this request, allowed or not.

    Such a request may be made with a key that it carries, never with what a browser adds by
    itself: a session's cookie, or the user whom a proxy knows by one.
    """
    origin = request.headers.get("Origin")
    try:
        foreign = origin is not None and urlsplit(origin).netloc != request.host
    except ValueError:
        foreign = True
    return foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")


def is_preflight(allowed: tuple[str, ...]) -> bool:
    """Return whether a listed site asks whether it may call an endpoint that is there."""
    asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    return asks and request.endpoint is not None and is_allowed(allowed)


def preflight() -> Response:
    """Return what a listed site may send; what the endpoint takes is its own matter."""
    response = Response(status=204)
    response.headers["Access-Control-Allow-Methods"] = _METHODS
    response.headers["Access-Control-Allow-Headers"] = _HEADERS
    response.headers["Access-Control-Max-Age"] = _SECONDS
    return response


def permit(response: Response, allowed: tuple[str, ...]) -> None:
    """Let a listed site's page read a reply; other replies differ in nothing but `Vary`."""
    if not allowed:
        return
    response.vary.add("Origin")
    if is_allowed(allowed):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = _READABLE
