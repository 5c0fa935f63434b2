"""Who may call: what is open is listed, everything else asks for the key.

What decides stands in the headers of a request, so a server can ask here before it takes a body.
"""

import hashlib
import hmac
import ipaddress
import logging
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask
from werkzeug.exceptions import HTTPException

from qa.config import Config
from qa.service.addresses import split_address
from qa.web.errors import ApiError

_Value = TypeVar("_Value")

log = logging.getLogger("pincite.web")

OPEN = frozenset({"page", "read", "docs", "openapi", "static", "api.healthz", "api.readyz"})
"""The endpoints that ask for no key: the page, which asks its user for it, the description of
the API, and whether the service lives and is ready."""

BY_API_KEY = frozenset(
    {
        "anthropic.create_message",
        "anthropic.search_results",
        "openai.list_models",
        "openai.show_model",
    }
)
"""The endpoints of clients that send the key as `X-Api-Key`."""

BY_FEED_KEY = "alerts.read_feed"
"""The endpoint whose key is in its address, because feed readers send no headers."""

MOST = 20
SECONDS = 60.0
"""Wrong keys from one address in so many seconds; a guess: who mistypes stays below that."""

ADDRESSES = 4096
"""How many addresses are remembered, of which those seen last stay. Measured: with 20 wrong keys
from each, and as many that sent the right one, 7 MB."""


def sent_key(endpoint: str | None, authorization: str, api_key: str) -> str:
    """Return the key of a request as its `Authorization` header has it, or would have it.

    `api_key` is its header `X-Api-Key`, which counts where clients send their key in it.
    """
    if endpoint in BY_API_KEY and api_key and not authorization:
        return f"Bearer {api_key}"
    return authorization


class Access:
    """Decides who may call the routes of an app. Safe to share between threads."""

    def __init__(self, app: Flask, config: Config, wrong_keys: "WrongKeys | None" = None) -> None:
        self._app = app
        self._key = _digest(config.key) if config.key else None
        self._wrong_keys = wrong_keys or WrongKeys()

    def is_open(self, method: str, path: str) -> bool:
        """Tell whether a request needs no key; an address that leads nowhere needs it."""
        try:
            _, of_one = split_address(path)
            endpoint, _ = self._app.url_map.bind("localhost").match(of_one, method=method)
        except HTTPException:
            return False
        return endpoint in OPEN

    def require(self, endpoint: str | None, authorization: str, address: str) -> None:
        """Let a request pass that is open or has the key.

        Raises:
            ApiError: If it needs the key and does not have it.
        """
        if endpoint not in OPEN and not self.has_key(authorization, address):
            other = " or as `X-Api-Key: KEY`" if endpoint in BY_API_KEY else ""
            raise ApiError("key_needed", f"Send the key as `Authorization: Bearer KEY`{other}.")

    def require_feed_key(self, right: Callable[[], str], sent: str, address: str) -> None:
        """Let a request for a feed through if it has the feed's key, or none is needed.

        `right` returns that key, or "" if there is no such feed; the error is the same, so that a
        stranger does not learn which feeds there are. It is called only for those who may still
        try.

        Raises:
            ApiError: If the key is wrong, or too many wrong keys came from this address.
        """
        if self._key is None:
            return
        self._wrong_keys.require_few(address)
        key = right()
        if not key or not hmac.compare_digest(_digest(key), _digest(sent)):
            self._wrong_keys.wrong(address)
            raise ApiError("key_needed", "This is not the key of a feed: copy its address again.")

    def has_key(self, authorization: str, address: str) -> bool:
        """Tell whether a request has the key, or none is needed.

        Raises:
            ApiError: If too many wrong keys came from its address.
        """
        if self._key is None:
            return True
        if not authorization:
            return False
        self._wrong_keys.require_few(address)
        if self.is_key(authorization):
            self._wrong_keys.right(address)
            return True
        self._wrong_keys.wrong(address)
        return False

    def is_key(self, authorization: str) -> bool:
        """Return whether a header holds the key, or none is needed; a wrong one is not counted."""
        if self._key is None:
            return True
        scheme, _, key = authorization.partition(" ")
        return scheme == "Bearer" and hmac.compare_digest(_digest(key), self._key)


@dataclass(slots=True)
class _Tries:
    """When the last wrong keys of an address came, and when that was last logged."""

    times: deque[float] = field(default_factory=deque)
    logged: float = -math.inf


class WrongKeys:
    """Counts wrong keys by address, and refuses more than a few a minute.

    While an address is refused, its keys are not even looked at, so that a right guess shows
    nothing. Excepted are addresses that many may share: this machine's own, where a proxy may
    stand, and those from which the right key came before. Otherwise anybody behind the same
    proxy could shut out all others.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: OrderedDict[str, _Tries] = OrderedDict()
        self._right: OrderedDict[str, None] = OrderedDict()

    def require_few(self, address: str) -> None:
        """Let an address pass that sent few wrong keys, or is shared.

        Raises:
            ApiError: If it sent too many.
        """
        source, loopback = _source(address)
        with self._lock:
            tries = self._tries.get(source)
            if tries is not None and not loopback and source not in self._right:
                self._refuse_many(source, tries)

    def right(self, address: str) -> None:
        """Note that the right key came from an address."""
        with self._lock:
            _touch(self._right, _source(address)[0], None)

    def wrong(self, address: str) -> None:
        """Count a wrong key.

        Raises:
            ApiError: If it is one too many, which is not counted.
        """
        source, _ = _source(address)
        with self._lock:
            tries = _touch(self._tries, source, self._tries.get(source) or _Tries())
            self._refuse_many(source, tries)
            tries.times.append(self._clock())

    def _refuse_many(self, source: str, tries: _Tries) -> None:
        now = self._clock()
        while tries.times and tries.times[0] <= now - SECONDS:
            tries.times.popleft()
        if len(tries.times) < MOST:
            return
        if tries.logged <= now - SECONDS:
            tries.logged = now
            log.warning("%d wrong keys in a minute from %s: refusing more with 429", MOST, source)
        raise ApiError(
            "too_many_wrong_keys",
            "Too many wrong keys from your address. Wait, then send the right one.",
            retry_after=max(1, math.ceil(tries.times[0] + SECONDS - now)),
        )


def _touch(kept: OrderedDict[str, _Value], name: str, value: _Value) -> _Value:
    """Keep a value as the newest; what is oldest goes when there are too many."""
    kept[name] = value
    kept.move_to_end(name)
    while len(kept) > ADDRESSES:
        kept.popitem(last=False)
    return value


def _source(address: str) -> tuple[str, bool]:
    """Return by what an address is counted, and whether it is this machine's own.

    Of IPv6 the network counts: whoever has one address there has 2^64.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:  # a Unix socket has none
        return address[:100], False  # a guess: longer than any address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            network = ipaddress.ip_network((found, 64), strict=False)
            return str(network), found.is_loopback
        found = found.ipv4_mapped
    return str(found), found.is_loopback


def _digest(key: str) -> bytes:
    """Return what keys are compared by, so that not even their length shows in the time."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
