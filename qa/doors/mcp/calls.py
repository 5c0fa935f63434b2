"""The requests of the protocol that both transports answer, in the package's types."""

import logging
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

import mcp_types as types
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from corpus import CorpusError
from index.errors import IndexFault
from qa.doors.field_errors import said
from qa.doors.mcp.arguments import DocumentsArguments
from qa.doors.mcp.pins import SCHEME, PinRejected, UnknownDocument, parse_pin
from qa.doors.mcp.reading import MOST_FETCHED, documents, opened
from qa.doors.mcp.reply import Link, Reply
from qa.doors.mcp.served import Scope
from qa.doors.mcp.tools import INSTRUCTIONS, TOOLS, Tool, tool_named
from qa.errors import AnswerError, UnknownCollection

log = logging.getLogger("pincite.mcp")

FRESH_MS = 300_000
"""How long a client may keep the list of tools: five minutes, a guess. It only changes with the
version of Pincite."""

_Result = TypeVar("_Result")

_OURS = (CorpusError, IndexFault, AnswerError)
"""Errors whose `message` may be read by whoever asked."""

_BROKEN = "Something went wrong in Pincite. Its log has the details."
_TEXT = "text/plain"


class Refused(Exception):
    """A request that is answered with an error of JSON-RPC, by its code."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.data = code, message, data


def about() -> types.Implementation:
    """Return what this server is called."""
    return types.Implementation(name="pincite", title="Pincite", version=version("pincite"))


def capabilities() -> types.ServerCapabilities:
    """Return what this server can do; nothing changes while a client listens."""
    return types.ServerCapabilities(
        tools=types.ToolsCapability(list_changed=False),
        resources=types.ResourcesCapability(list_changed=False, subscribe=False),
    )


def discover() -> types.DiscoverResult:
    """Return what a client of the stateless protocol asks for first."""
    return types.DiscoverResult(
        supported_versions=list(MODERN_PROTOCOL_VERSIONS),
        capabilities=capabilities(),
        instructions=INSTRUCTIONS,
        ttl_ms=FRESH_MS,
        cache_scope="public",
    )


@cache
def list_tools() -> types.ListToolsResult:
    """Return the tools with their schemas."""
    return types.ListToolsResult(
        tools=[_listed(tool) for tool in TOOLS], ttl_ms=FRESH_MS, cache_scope="public"
    )


def call_tool(scope: Scope, name: str, arguments: Mapping[str, Any] | None) -> types.CallToolResult:
    """Call a tool; what is wrong with its arguments, or fails in it, is said in the result.

    Raises:
        Refused: If there is no such tool.
    """
    tool = tool_named(name)
    if tool is None:
        names = ", ".join(tool.name for tool in TOOLS)
        raise Refused(types.INVALID_PARAMS, f"There is no such tool. There are: {names}.")
    try:
        return _result(tool.run(scope, tool.takes.model_validate(arguments or {})))
    except ValidationError as exc:
        return _failed("invalid_field", said(exc, "The arguments"))
    except _OURS as exc:
        return _failed(exc.code, exc.message)
    except Exception as exc:
        log.error("the tool %s failed", tool.name, exc_info=exc)
        return _failed("internal", _BROKEN)


def list_resources(scope: Scope, cursor: str | None) -> types.ListResourcesResult:
    """Return a page of documents as resources.

    Raises:
        Refused: If the page before is not known, or the collection cannot be read.
    """
    reply = _safely(lambda: documents(scope, DocumentsArguments(after=(cursor or "")[:130])))
    return types.ListResourcesResult(
        resources=[_resource(link) for link in reply.links],
        next_cursor=reply.data["next"] or None,
    )


def list_templates() -> types.ListResourceTemplatesResult:
    """Return how the addresses of documents and spans are written."""
    template = types.ResourceTemplate(
        name="span",
        title="A span of a document",
        uri_template=f"{SCHEME}{{document}}:{{start}}-{{end}}",
        description="The characters from start to end of a document's text.",
        mime_type=_TEXT,
    )
    return types.ListResourceTemplatesResult(
        resource_templates=[template], ttl_ms=FRESH_MS, cache_scope="public"
    )


def read_resource(scope: Scope, uri: str) -> types.ReadResourceResult:
    """Return the text of a document or of a span by its `pincite:` address.

    Raises:
        Refused: If there is no such document or span, it is too long, or cannot be read.
    """
    text = _safely(lambda: _text_at(scope, uri))
    contents = types.TextResourceContents(uri=uri, mime_type=_TEXT, text=text)
    return types.ReadResourceResult(contents=[contents])


def _text_at(scope: Scope, uri: str) -> str:
    if not uri.startswith(SCHEME):
        raise PinRejected(f"this server only has addresses that begin with {SCHEME}")
    pin = parse_pin(uri)
    _, document = opened(scope.one(pin.collection), pin)
    start, end = pin.within(document)
    if end - start > MOST_FETCHED:
        raise PinRejected(
            f"this has {end - start:,} characters, and at most {MOST_FETCHED:,} are sent at a "
            f"time: read it span by span, as {SCHEME}DOCUMENT:START-END"
        )
    return document.text[start:end]


def _safely(action: Callable[[], _Result]) -> _Result:
    """Return what an action returns, with errors that the protocol knows."""
    try:
        return action()
    except (PinRejected, UnknownDocument, UnknownCollection) as exc:
        raise Refused(types.INVALID_PARAMS, exc.message) from exc
    except _OURS as exc:
        raise Refused(types.INTERNAL_ERROR, exc.message) from exc
    except Exception as exc:
        log.error("a request failed", exc_info=exc)
        raise Refused(types.INTERNAL_ERROR, _BROKEN) from exc


def _listed(tool: Tool[Any]) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input_schema(),
        output_schema=tool.output_schema(),
        annotations=types.ToolAnnotations(
            title=tool.title, read_only_hint=True, idempotent_hint=True, open_world_hint=False
        ),
    )


def _result(reply: Reply) -> types.CallToolResult:
    links = [types.ResourceLink(**_resource(link).model_dump()) for link in reply.links]
    return types.CallToolResult(
        content=[types.TextContent(text=reply.text), *links], structured_content=reply.data
    )


def _resource(link: Link) -> types.Resource:
    return types.Resource(
        uri=link.pin.address,
        name=str(link.pin),
        title=link.title,
        description=link.description,
        mime_type=_TEXT,
    )


def _failed(code: str, message: str) -> types.CallToolResult:
    text = types.TextContent(text=f"{message} (code: {code})")
    return types.CallToolResult(content=[text], is_error=True)
