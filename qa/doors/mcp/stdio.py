"""The protocol over standard input and output, by the package's own server.

That server is asynchronous, so this module is; what it calls is not, and runs in threads.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from qa.doors.mcp import calls
from qa.doors.mcp.calls import Refused
from qa.doors.mcp.served import Scope
from qa.doors.mcp.tools import INSTRUCTIONS

_Context = ServerRequestContext[Any]
_Paged = types.PaginatedRequestParams | None
_Result = TypeVar("_Result")


def serve(scope: Scope) -> None:
    """Answer what comes on standard input until it ends."""
    anyio.run(_serve, scope)


async def _serve(scope: Scope) -> None:
    server = make_server(scope)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def make_server(scope: Scope) -> Server[Any]:
    """Return the package's server, which speaks both kinds of the protocol."""

    async def list_tools(_: _Context, params: _Paged) -> types.ListToolsResult:
        return calls.list_tools()

    async def call_tool(_: _Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await _in_thread(lambda: calls.call_tool(scope, params.name, params.arguments))

    async def list_resources(_: _Context, params: _Paged) -> types.ListResourcesResult:
        cursor = params.cursor if params else None
        return await _in_thread(lambda: calls.list_resources(scope, cursor))

    async def list_templates(_: _Context, params: _Paged) -> types.ListResourceTemplatesResult:
        return calls.list_templates()

    async def read_resource(
        _: _Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        return await _in_thread(lambda: calls.read_resource(scope, params.uri))

    about = calls.about()
    return Server(
        about.name,
        title=about.title,
        version=about.version,
        instructions=INSTRUCTIONS,
        cache_hints={"server/discover": CacheHint(calls.FRESH_MS, "public")},
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


async def _in_thread(action: Callable[[], _Result]) -> _Result:
    try:
        return await anyio.to_thread.run_sync(action)
    except Refused as exc:
        raise MCPError(exc.code, exc.message, exc.data) from exc
