"""The protocol over HTTP: one message in, one reply out, and nothing remembered between them.

A client of 2026-07-28 says in each request who it is; one of an earlier version begins with
`initialize`. The version header tells them apart, as in the package's own server. The package's
types check what comes in and what goes out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import mcp_types as types
from mcp.shared import inbound
from mcp_types import methods
from mcp_types.version import (
    HANDSHAKE_PROTOCOL_VERSIONS,
    LATEST_HANDSHAKE_VERSION,
    MODERN_PROTOCOL_VERSIONS,
)
from pydantic import BaseModel, ValidationError

from qa.doors.mcp import calls
from qa.doors.mcp.calls import Refused
from qa.doors.mcp.served import Scope
from qa.doors.mcp.tools import INSTRUCTIONS


@dataclass(frozen=True, slots=True)
class Exchange:
    """The reply to a message: its HTTP status, and its body; None where there is nothing to say."""

    status: int
    body: dict[str, Any] | None


def exchange(scope: Scope, message: Any, headers: Mapping[str, str]) -> Exchange:
    """Answer one message.

    Args:
        scope: The collections that the client may ask.
        message: What the body of the request says, as JSON.
        headers: The headers of the request; of one that came twice, both values with a comma.
    """
    given = {name.lower(): value for name, value in headers.items()}
    stated = given.get(inbound.MCP_PROTOCOL_VERSION_HEADER, types.DEFAULT_NEGOTIATED_VERSION)
    modern = stated not in HANDSHAKE_PROTOCOL_VERSIONS
    if isinstance(message, dict) and "id" not in message:
        return _acknowledged(message, stated, modern)
    try:
        asked = types.JSONRPCRequest.model_validate(message)
    except ValidationError:
        return _NOT_ONE_REQUEST
    try:
        if modern:
            stated = _checked_version(message, given)
        result = _answer(scope, asked, stated)
    except Refused as exc:
        return _error(asked.id, exc, modern=modern)
    return Exchange(200, {"jsonrpc": "2.0", "id": asked.id, "result": result})


def malformed() -> Exchange:
    """Return the reply to a body that is not JSON."""
    return _error(None, Refused(types.PARSE_ERROR, "Parse error: send JSON."), modern=True)


def _checked_version(message: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Return the version that a request of the stateless protocol is of.

    Raises:
        Refused: If it does not say so itself, its headers say something else, or nothing here
            speaks that version.
    """
    found = inbound.classify_inbound_request(message, headers=given)
    if isinstance(found, inbound.InboundLadderRejection):
        raise Refused(found.code, found.message, found.data)
    return found.protocol_version


def _acknowledged(message: Mapping[str, Any], stated: str, modern: bool) -> Exchange:
    """Take a notification; none of them changes anything here."""
    try:
        types.JSONRPCNotification.model_validate(message)
    except ValidationError:
        return _NOT_ONE_REQUEST
    refused = inbound.unsupported_protocol_version_rejection(stated) if modern else None
    if refused is not None:
        return _error(None, Refused(refused.code, refused.message, refused.data), modern=True)
    return Exchange(202, None)


def _answer(scope: Scope, asked: types.JSONRPCRequest, version: str) -> dict[str, Any]:
    try:
        request = methods.parse_client_request(asked.method, version, asked.params)
    except KeyError:
        raise Refused(types.METHOD_NOT_FOUND, "Method not found", asked.method) from None
    except ValidationError:
        raise Refused(types.INVALID_PARAMS, "Invalid request parameters") from None
    action = _ACTIONS.get(asked.method)
    if action is None:
        raise Refused(types.METHOD_NOT_FOUND, "Method not found", asked.method)
    told = action(scope, request.params).model_dump(by_alias=True, mode="json", exclude_none=True)
    result = methods.serialize_server_result(asked.method, version, told)
    if version in MODERN_PROTOCOL_VERSIONS:
        about = calls.about().model_dump(by_alias=True, mode="json", exclude_none=True)
        result["_meta"] = {types.SERVER_INFO_META_KEY: about}
    return result


def _initialize(_: Scope, params: Any) -> types.InitializeResult:
    wanted = params.protocol_version
    return types.InitializeResult(
        protocol_version=wanted
        if wanted in HANDSHAKE_PROTOCOL_VERSIONS
        else LATEST_HANDSHAKE_VERSION,
        capabilities=calls.capabilities(),
        server_info=calls.about(),
        instructions=INSTRUCTIONS,
    )


_ACTIONS: Mapping[str, Callable[[Scope, Any], BaseModel]] = {
    "initialize": _initialize,
    "ping": lambda scope, params: types.EmptyResult(),
    "server/discover": lambda scope, params: calls.discover(),
    "tools/list": lambda scope, params: calls.list_tools(),
    "tools/call": lambda scope, params: calls.call_tool(scope, params.name, params.arguments),
    "resources/list": lambda scope, params: calls.list_resources(scope, params and params.cursor),
    "resources/templates/list": lambda scope, params: calls.list_templates(),
    "resources/read": lambda scope, params: calls.read_resource(scope, params.uri),
}


def _error(request_id: str | int | None, refused: Refused, *, modern: bool) -> Exchange:
    """Return an error; only the stateless protocol has a status of HTTP for each code."""
    error = {"code": refused.code, "message": refused.message}
    if refused.data is not None:
        error["data"] = refused.data
    status = inbound.ERROR_CODE_HTTP_STATUS.get(refused.code, 200) if modern else 200
    return Exchange(status, {"jsonrpc": "2.0", "id": request_id, "error": error})


_NOT_ONE_REQUEST = _error(
    None,
    Refused(types.INVALID_REQUEST, "Send one JSON-RPC request or notification, as an object."),
    modern=True,
)
