"""Which collection an address is of: the one rewriting before any route is looked for.

`/api/v1/collections/NAME/REST` is `/api/v1/REST` of a collection, and `/c/NAME/REST` is `/REST`.
Without a name it is the default one.
"""

import re

_NAMED = re.compile(
    r"/c/(?P<page>[^/]+)(?P<rest>/.*)?|/api/v1/collections/(?P<api>[^/]+)/(?P<of>.+)", re.DOTALL
)
_OF_ONE = re.compile(
    r"/(?:|read/.*|mcp|v1/.*|api/v1/(?!(?:collections|bin|service)(?:/|$)).*)", re.DOTALL
)
"""The addresses of which each collection has its own."""


def split_address(path: str) -> tuple[str, str]:
    """Return the name of the collection that a path is of, "" for the default, and the rest.

    A name is not checked here. Of what is not of one collection there is no such address: its path
    comes back as it is, and leads nowhere.
    """
    found = _NAMED.fullmatch(path)
    if found is None:
        return "", path
    name = found["page"] or found["api"]
    rest = (found["rest"] or "/") if found["page"] else f"/api/v1/{found['of']}"
    return (name, rest) if _OF_ONE.fullmatch(rest) else ("", path)


def address_of(name: str, path: str) -> str:
    """Return the address of a path in a collection; "" names the default one."""
    return f"/c/{name}{path}" if name else path
