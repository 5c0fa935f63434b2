"""What one client, and all of them together, may use of the server."""

import ipaddress
import os
import resource
from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 64
"""Descriptors for the log, vectors, readers of documents and their pipes: 20 to 40 were seen."""
_PER_THREAD = 3
"""A thread that searches has the ledger, its log and its index of the log open."""
_PER_CONNECTION = 2
"""The socket, and a temporary file for a body or a reply that is too large for memory."""
_FEWEST = 4  # a guess: a page, its parts, and a check of health


def is_loopback(address: str) -> bool:
    """Tell whether an address is of this machine."""
    try:
        return _plain(address).is_loopback
    except ValueError:
        return False


def network_of(address: str) -> str:
    """Return what is counted as one client: an address, or of IPv6 the network of 64 bits.

    Whoever has one address of IPv6 has as a rule all of its network.
    """
    try:
        plain = _plain(address)
    except ValueError:
        return address
    if plain.version == 4:
        return str(plain)
    return str(ipaddress.ip_network((plain, 64), strict=False))


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a server; seconds are counted by a clock that nobody sets."""

    threads: int = 32
    """The requests worked on at a time that are neither questions nor of health; a guess: most wait
    for uploads or send events."""
    questions: int = 8
    """The questions worked on at a time; a guess: more would only slow each other down."""
    waiting: int = 24
    """The questions that may wait. With 8 at work that is as many as threads served before; over
    150,000 passages four were answered a second on two cores, so the last waits some 8 seconds."""
    head_seconds: float = 20
    body_seconds: float = 60
    """How long a head and a body may take to arrive; guesses, for slow phones."""
    idle_seconds: float = 30
    """How long a connection may stay open between requests, or without taking its reply; a
    guess."""
    linger_seconds: float = 30
    """How long what a refused client goes on to send is thrown away, so that it sees why."""
    silent_seconds: float = 5
    """Refused clients that send nothing for so long are done; both as nginx has them."""
    drain_seconds: float = 15
    """How long what was accepted may take to be answered once the server is asked to end; a
    guess."""
    grace_seconds: float = 1
    """How long an idle connection is kept then: a request may be on its way; a guess."""
    connections: int = 500
    per_address: int = 100
    """Guesses: some 80 browsers of six connections each, and an office behind one address."""
    exempt: Callable[[str], bool] = is_loopback
    """Addresses that may have as many connections as there are."""


def affordable_connections(limits: Limits) -> int:
    """Return how many connections the descriptors suffice for that this process may have."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return limits.connections
    threads = _PER_THREAD * (limits.threads + limits.questions)
    # With few descriptors not every thread can have its own: half of them are for connections.
    kept = min(_open_now() + _KEPT + threads, soft // 2 + _open_now())
    return max(_FEWEST, min(limits.connections, (soft - kept) // _PER_CONNECTION))


def _open_now() -> int:
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 32  # a guess, where there is no /proc


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return an address without its zone, and one of IPv4 that is written as IPv6 as what it is."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed
