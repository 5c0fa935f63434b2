"""The package's own client, over both transports, in both kinds of the protocol."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeVar

import anyio
import httpx2
from live_server import PROGRAM
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

Mode = Literal["auto", "legacy"]
"""`auto` asks `server/discover` and gets 2026-07-28; `legacy` shakes hands, as until 2025-11-25."""
_Told = TypeVar("_Told")


def over_stdio(
    mode: Mode, settings: Mapping[str, str], talk: Callable[[Client], Awaitable[_Told]]
) -> _Told:
    """Start `pincite mcp`, talk to it, and end it."""

    async def run() -> _Told:
        program = StdioServerParameters(
            command=str(PROGRAM), args=["mcp"], env={**os.environ, **settings}
        )
        async with Client(program, mode=mode) as client:
            return await talk(client)

    return anyio.run(run)


def over_http(mode: Mode, port: int, key: str, talk: Callable[[Client], Awaitable[_Told]]) -> _Told:
    """Talk to a server that listens on a port."""

    async def run() -> _Told:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        async with httpx2.AsyncClient(headers=headers, timeout=120) as http:
            transport = streamable_http_client(f"http://127.0.0.1:{port}/mcp", http_client=http)
            async with Client(transport, mode=mode) as client:
                return await talk(client)

    return anyio.run(run)


def text_of(result: Any) -> str:
    """Return the text of a tool's result, which comes first."""
    first = result.content[0]
    assert first.type == "text"
    return str(first.text)
