"""Errors as Anthropic's clients read them."""

from typing import Any

_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    503: "overloaded_error",
}


def error_body(status: int, code: str, message: str, request_id: str) -> dict[str, Any]:
    """Return an error in the shape of Anthropic's, with our stable code and the request's id."""
    kind = _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")
    error = {"type": kind, "message": message, "code": code, "request_id": request_id}
    return {"type": "error", "error": error, "request_id": request_id}
