"""The description of the API for programs: besides what routes say, how each of them may fail.

A route names the codes of the errors that it alone can give (`fails`); what any route can
give is added here, so that no route has to repeat it and none can forget it.
"""

from http import HTTPStatus
from typing import Any

from flask_openapi3.openapi import OpenAPI

from qa.config import Config
from qa.doors.annotations import MEDIA_TYPE
from qa.web.errors import SHAPED, STATUS
from qa.web.security.access import OPEN
from qa.web.security.rights import QUESTIONS

EVERYWHERE = (
    "bad_request", "foreign_host", "too_slow", "too_large", "too_long", "headers_too_large",
    "internal", "not_implemented", "busy", "too_many_connections",
)  # fmt: skip
"""What may go wrong before a route is looked for, or anywhere."""
_READING = ("index_unusable", "index_mismatch", "index_away", "index_refused")
_LOOKED_UP = ("unknown_collection", "collection_gone")
_WRITING = ("read_only", "disk_full", "disk_failed")
_ANSWERING = ("model_refused",)

_FAILS, _STREAM, _STORES, _EMBEDS = "x-fails", "x-stream", "x-stores", "x-embeds"
_ANNOTATIONS = "x-annotations"

_OWN = (_FAILS, _STREAM, _STORES, _EMBEDS, _ANNOTATIONS)

_REQUEST_ID = {
    "description": "Names this request in the server's log.",
    "required": True,
    "schema": {"type": "string"},
}
_HEADERS = {
    202: ("Location", "Where to watch the upload.", "string"),
    401: ("WWW-Authenticate", "`Bearer`", "string"),
    429: ("Retry-After", "The seconds to wait.", "integer"),
    503: ("Retry-After", "The seconds to wait.", "integer"),
}


def fails(
    *codes: str,
    stores: bool = False,
    embeds: bool = False,
    stream: bool = False,
    annotations: bool = False,
) -> dict[str, Any]:
    """Return what a route says of itself, for `openapi_extensions`.

    It `stores` if it changes the collection, `embeds` if it needs the model, and may answer as
    a `stream` of events, or as Web `annotations`.
    """
    said = {_FAILS: codes, _STORES: stores, _EMBEDS: embeds, _STREAM: stream}
    return {**said, _ANNOTATIONS: annotations}


def complete(app: OpenAPI, config: Config) -> None:
    """Add to the description how each route may fail, and whether it asks for the key."""
    endpoints = {
        (rule.rule.replace("<", "{").replace(">", "}"), method): rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in app.api_doc["paths"].items():
        for method, operation in operations.items():
            endpoint = endpoints[path, method.upper()]
            _complete(operation, method, endpoint, locked=bool(config.key))


def _complete(operation: dict[str, Any], method: str, endpoint: str, *, locked: bool) -> None:
    said = {name: operation.pop(name, None) for name in _OWN}
    responses = operation["responses"]
    responses.pop("422", None)  # flask-openapi3 says of it what is not so
    is_open = endpoint in OPEN
    codes = [*EVERYWHERE, *(said[_FAILS] or ())]
    if not is_open:
        codes += ["key_needed", "too_many_wrong_keys", "keys_unusable", "not_allowed"]
        codes += [*_READING, *_LOOKED_UP]
        if endpoint in QUESTIONS or endpoint == "uploads.upload_document":
            codes.append("limit_reached")
        operation["security"] = [{"key": []}] if locked else [{}, {"key": []}]
    elif endpoint == "api.readyz":
        codes += _READING
        operation["security"] = [{}, {"key": []}]
    else:
        operation["security"] = []
    if method != "get":
        codes.append("foreign_origin")
    if "requestBody" in operation:
        codes.append("unsupported_media_type")
    is_shaped = endpoint.partition(".")[0] in SHAPED
    if not is_shaped and ("requestBody" in operation or _checked(operation)):
        codes.append("invalid_field")
    if said[_STORES]:
        codes += _WRITING
    if said[_EMBEDS]:
        codes += _ANSWERING
    if said[_STREAM]:
        responses["200"]["content"]["text/event-stream"] = {"schema": {"type": "string"}}
    if said[_ANNOTATIONS]:
        responses["200"]["content"][MEDIA_TYPE] = {"schema": {"type": "object"}}
    _add_errors(responses, codes)


def _checked(operation: dict[str, Any]) -> bool:
    """Tell whether an address holds something that may be wrong, other than an unknown id."""
    return any(
        part["in"] == "query" or part["schema"].get("type") != "string"
        for part in operation.get("parameters", ())
    )


def _add_errors(responses: dict[str, Any], codes: list[str]) -> None:
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(STATUS[code], []).append(f"`{code}`")
    for status, named in sorted(by_status.items()):
        response = responses.setdefault(str(status), {"description": HTTPStatus(status).phrase})
        response["description"] += ": " + ", ".join(sorted(named))
        schema: dict[str, Any] = {"$ref": "#/components/schemas/ErrorReply"}
        content = response.setdefault("content", {}).setdefault("application/json", {})
        if "schema" in content:
            schema = {"anyOf": [content["schema"], schema]}
        content["schema"] = schema
    for status_text, response in responses.items():
        headers = response.setdefault("headers", {})
        headers["X-Request-Id"] = _REQUEST_ID
        name, description, kind = _HEADERS.get(int(status_text), ("", "", ""))
        if name:
            headers[name] = {"description": description, "schema": {"type": kind}}
