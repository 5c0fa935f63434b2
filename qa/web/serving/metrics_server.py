"""The figures of a service on a port of their own, where they need no key."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from qa.web.security.policy import LOOPBACK, is_named
from qa.web.serving.http_server import HttpServer
from qa.web.serving.limits import Limits
from qa.web.serving.parser import Admitted
from qa.web.watching.metrics import MEDIA_TYPE, Metrics

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_LIMITS = Limits(threads=1, questions=1, waiting=1, connections=20, per_address=10)
"""Guesses: one or two programs scrape every few seconds, and each scrape takes milliseconds."""
_END = 3.0  # seconds that its end may take; a guess: a scrape is over by then


def metrics_server(metrics: Metrics, host: str, port: int) -> HttpServer:
    """Return a server of nothing but `/metrics`, whose port is open.

    On this machine alone it answers to no other name, which a page could make point at it.

    Raises:
        OSError: If the address cannot be used.
    """
    return HttpServer(_application(metrics, host), _admit, host, port, _LIMITS)


@contextmanager
def running(server: HttpServer | None) -> Iterator[None]:
    """Have a server answer in a thread of its own meanwhile; None for none."""
    if server is None:
        yield
        return
    thread = threading.Thread(target=server.run, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.end()
        thread.join(_END)


def _application(metrics: Metrics, host: str) -> Callable[..., Iterable[bytes]]:
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        is_ours = environ["PATH_INFO"] == "/metrics" and environ["REQUEST_METHOD"] == "GET"
        if host in LOOPBACK and not is_named(environ.get("HTTP_HOST", ""), LOOPBACK):
            is_ours = False
        status = "200 OK" if is_ours else "404 Not Found"
        body = metrics.text() if is_ours else b"Only GET /metrics is answered on this port.\n"
        kind = MEDIA_TYPE if is_ours else "text/plain; charset=utf-8"
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _admit(method: str, path: str, headers: Mapping[str, str], address: str) -> Admitted:
    return Admitted()
