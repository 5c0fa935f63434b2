"""Who is calling: what is open is listed, everything else asks for a key.

What decides stands in the headers of a request, so a server can ask here before it takes a body.
What a key may do is in `rights.py`.
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
from functools import cached_property
from typing import TypeVar

from flask import Flask
from werkzeug.exceptions import HTTPException

from index.errors import IndexFault
from qa.config import Config
from qa.errors import KeysUnusable
from qa.service.key_ring import KeyRing
from qa.service.keys import ADMINISTRATOR, Grant, digest_of
from qa.web.errors import ApiError

_Value = TypeVar("_Value")

log = logging.getLogger("pincite.web")

OPEN = frozenset(
    {"page", "read", "docs", "openapi", "static", "api.healthz", "api.readyz", "show_framed"}
)
"""The endpoints that ask for no key: the page, which asks its user for it, the description of
the API, whether the service lives and is ready, and the words of a link that is signed."""

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


_MAC = 16  # bytes of a key of a feed; as many as a random one has that nobody can guess


def sent_key(endpoint: str | None, authorization: str, api_key: str) -> str:
    """Return the key of a request as its `Authorization` header has it, or would have it.

    `api_key` is its header `X-Api-Key`, which counts where clients send their key in it.
    """
    if endpoint in BY_API_KEY and api_key and not authorization:
        return f"Bearer {api_key}"
    return authorization


class Access:
    """Decides who is calling the routes of an app. Safe to share between threads.

    `PINCITE_KEY` is the administrator's; all others are in the key ring. Where there is none, and
    never was one, everybody is the administrator.
    """

    def __init__(self, app: Flask, config: Config, wrong_keys: "WrongKeys | None" = None) -> None:
        self._app = app
        self._default = config.collection
        self._key = digest_of(config.key) if config.key else None
        self._secret = config.key.encode()
        self._ring = KeyRing(config.data)
        self._wrong_keys = wrong_keys or WrongKeys()

    def is_open(self, method: str, path: str) -> bool:
        """Tell whether a request needs no key; an address that leads nowhere needs it."""
        try:
            endpoint, _ = self._app.url_map.bind("localhost").match(path, method=method)
        except HTTPException:
            return False
        return endpoint in OPEN

    def is_locked(self) -> bool:
        """Tell whether a key is needed. It is where nobody can say."""
        try:
            return self._key is not None or self._ring.locks()
        except (KeysUnusable, IndexFault):
            return True

    def grant(self, endpoint: str | None, authorization: str, address: str) -> Grant:
        """Return what the key of a request allows.

        A key of the ring cannot be guessed, so it is let through whatever was sent from its
        address, and one that was valid once does not count as a guess.

        Raises:
            ApiError: If it has none that is valid, or too many wrong ones came from its address.
            KeysUnusable: If it has one, and the keys cannot be read.
        """
        if not self.is_locked():
            return ADMINISTRATOR
        text = _bearer(authorization)
        known = self._ring.known(text)
        if known is not None:
            if known.state(self._ring.now()) == "valid":
                return known.grant()
        elif authorization:
            self._wrong_keys.require_few(address)
            if self._is_administrators(text):
                self._wrong_keys.right(address)
                return ADMINISTRATOR
            self._wrong_keys.wrong(address)
        other = " or as `X-Api-Key: KEY`" if endpoint in BY_API_KEY else ""
        raise ApiError("key_needed", f"Send the key as `Authorization: Bearer KEY`{other}.")

    def grant_of_user(self, user: str) -> Grant | None:
        """Return what a user may whom a trusted proxy has let in: what the key of that name allows.

        None for nobody, and where no valid key has the name, or nobody can say.
        """
        try:
            key = self._ring.named(user) if user else None
        except (KeysUnusable, IndexFault):
            return None
        return None if key is None else key.grant()

    def grant_of(self, authorization: str) -> Grant | None:
        """Return what a key allows; None for a wrong one, which is not counted."""
        if not self.is_locked():
            return ADMINISTRATOR
        text = _bearer(authorization)
        if self._is_administrators(text):
            return ADMINISTRATOR
        try:
            key = self._ring.find(text)
        except (KeysUnusable, IndexFault):
            return None
        return key.grant() if key is not None else None

    def _is_administrators(self, text: str) -> bool:
        return self._key is not None and hmac.compare_digest(digest_of(text), self._key)

    # Feeds -----------------------------------------------------------------------------

    def feed_key(self, grant: Grant, collection: str, alert_id: str, own: str) -> str:
        """Return the key that somebody's feed of an alert has in its address.

        It opens this feed alone, and only while their own key may read the collection. `own` is
        the key that the alert itself has, which the administrator uses in the default collection.
        """
        if not self.is_locked() or (grant == ADMINISTRATOR and collection == self._default):
            return own
        secret = self._feed_secret(grant.key_id)
        assert secret is not None
        return f"{grant.key_id}.{_mac(secret, collection, alert_id)}"

    def require_feed_key(
        self, right: Callable[[], str], sent: str, address: str, collection: str, alert_id: str
    ) -> Grant:
        """Let a request for a feed through that has a key of it; return what that allows.

        `right` returns the key that the alert itself has, or "" if there is no such feed; the error
        is the same, so that a stranger does not learn which feeds there are. It is called only for
        those who may still try, and for the default collection, so that the time does not tell
        which other ones there are.

        Raises:
            ApiError: If the key is wrong, or too many wrong keys came from this address.
        """
        if not self.is_locked():
            return ADMINISTRATOR
        key_id, dot, mac = sent.partition(".")
        grant = self._feed_grant(key_id) if dot else None
        if grant is not None and grant.may("read", collection):
            secret = self._feed_secret(key_id)
            if secret is not None and _same(_mac(secret, collection, alert_id), mac):
                return grant
        self._wrong_keys.require_few(address)
        own = right() if not dot and collection == self._default else ""
        if own and _same(own, sent):
            return ADMINISTRATOR
        self._wrong_keys.wrong(address)
        raise ApiError("key_needed", "This is not the key of a feed: copy its address again.")

    def _feed_grant(self, key_id: str) -> Grant | None:
        if not key_id:
            return ADMINISTRATOR if self._key is not None else None
        key = self._ring.valid(key_id)
        return key.grant() if key is not None else None

    def _feed_secret(self, key_id: str) -> bytes | None:
        if key_id:
            key = self._ring.valid(key_id)
            return key.digest if key is not None else None
        return self._administrators_feed_secret if self._key is not None else None

    @cached_property
    def _administrators_feed_secret(self) -> bytes:
        """Made slowly: people may choose a key that can be guessed from what is made with it."""
        return hashlib.scrypt(self._secret, salt=b"pincite feeds", n=2**14, r=8, p=1)


def _bearer(authorization: str) -> str:
    scheme, _, key = authorization.partition(" ")
    return key if scheme == "Bearer" else ""


def _mac(secret: bytes, collection: str, alert_id: str) -> str:
    said = f"feed\0{collection}\0{alert_id}".encode("utf-8", "surrogateescape")
    return hmac.digest(secret, said, "sha256")[:_MAC].hex()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(digest_of(one), digest_of(other))


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
