"""Servers in this process, and clients that send what they like."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path
from typing import Any

from services import make_service
from toys import WordEmbedder

from index import LocalIndex
from qa.config import Config
from qa.web.serving.http_server import HttpServer
from qa.web.serving.limits import Limits
from qa.web.serving.parser import Admitted
from qa.web.serving.serve import make_server

HOST = b"Host: 127.0.0.1\r\n"
MOST = 1_000_000


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    body: bytes

    @property
    def code(self) -> str:
        """The code of the error that it tells."""
        return str(json.loads(self.body)["error"]["code"])


class Client:
    """One connection, from an address of this machine."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(
            ("127.0.0.1", port), timeout=60, source_address=(address, 0)
        )
        self._file = self.socket.makefile("rb")

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def head(self) -> "Reply":
        """Read the head of a reply, whose body may go on for ever."""
        status = self._file.readline()
        if not status:
            raise EOFError("the connection ended without a reply")
        return Reply(int(status.split()[1]), http.client.parse_headers(self._file), b"")

    def reply(self) -> "Reply":
        """Read one reply, whole."""
        head = self.head()
        body = self._file.read(int(head.headers["Content-Length"] or 0))
        return replace(head, body=body)

    def rest(self) -> bytes:
        """Return all that comes until the connection ends well."""
        return self._file.read()

    def is_closed(self) -> bool:
        """Tell whether the other side has ended the connection, without waiting for it."""
        self.socket.setblocking(False)
        try:
            return not self.socket.recv(65_536)
        except BlockingIOError:
            return False
        except ConnectionError:
            return True
        finally:
            self.socket.settimeout(60)


class Recorder:
    """An application that says yes to everything, and notes what it was asked."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, bytes]] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        self.seen.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], body))
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]


def post_only(method: str, path: str, headers: Mapping[str, str], peer: str) -> Admitted:
    return Admitted("other", MOST if method == "POST" else 0)


@contextmanager
def running(server: HttpServer) -> Iterator[HttpServer]:
    """Run a server in a thread; it ends with the block."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.end()
        thread.join(60)


@contextmanager
def serving(application: Any, **limits: Any) -> Iterator[HttpServer]:
    """Serve an application that takes bodies of POST, up to a megabyte."""
    limits = {"grace_seconds": 0.0, "drain_seconds": 5.0} | limits
    with running(HttpServer(application, post_only, "127.0.0.1", 0, Limits(**limits))) as server:
        yield server


@contextmanager
def serving_collection(
    folder: Path,
    embedder: Callable[[], Any] = WordEmbedder,
    *,
    key: str = "",
    config: Config | None = None,
    **limits: Any,
) -> Iterator[HttpServer]:
    """Serve an empty collection, over an embedder of words."""
    config = config or Config(port=0, key=key)
    index = LocalIndex(folder, embedder)
    service = make_service(index, config)
    service.worker.start()
    limits = {"grace_seconds": 0.0, "drain_seconds": 5.0} | limits
    try:
        with running(make_server(service, Limits(**limits))) as server:
            yield server
    finally:
        service.close()


def wait_until(true: Callable[[], bool], seconds: float = 300) -> None:
    """Wait for a condition; fail if it never holds."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)
