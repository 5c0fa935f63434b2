"""Wrong keys: how many an address may send, and who is not to suffer from it."""

import ipaddress
import logging
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from qa.web.errors import ApiError

_Value = TypeVar("_Value")

log = logging.getLogger("pincite.web")

MOST = 20
SECONDS = 60.0
"""Wrong keys from one address in so many seconds; a guess: who mistypes stays below that."""

ADDRESSES = 4096
"""How many addresses are remembered, of which those seen last stay. Measured: with 20 wrong keys
from each, and as many that sent the right one, 7 MB."""


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

    def are_too_many(self, address: str) -> bool:
        """Tell whether an address is refused, so that its keys are not to be looked at."""
        try:
            self.require_few(address)
        except ApiError:
            return True
        return False

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
