"""Errors as OpenAI's clients read them."""

from typing import Any

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def error_body(status: int, code: str, message: str, request_id: str) -> dict[str, Any]:
    """Return an error in the shape of OpenAI's, with our stable code and the request's id."""
    kind = "server_error" if status >= 500 else _TYPES.get(status, "invalid_request_error")
    error = {"message": message, "type": kind, "param": None, "code": code}
    return {"error": {**error, "request_id": request_id}}
