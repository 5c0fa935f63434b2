"""A running server in a process of its own, and what is sent to it."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.executable).with_name("pincite")
JSON = {"Content-Type": "application/json"}
WORDS_SERVER = """
import sys
from pathlib import Path
from toys import WordEmbedder, live_modules
from index import LocalIndex
from qa.config import Config
from qa.service.collections import Collections
from qa.web.serving.limits import Limits
from qa.web.serving.serve import end_on_signals, make_server, run
from services import make_service

index = LocalIndex(Path(sys.argv[1]), WordEmbedder)
service = make_service(index, Config(port=0))
service.worker.start()
limits = Limits(drain_seconds=float(sys.argv[2])) if sys.argv[2:] else None
server = make_server(service, limits)
end_on_signals(server)
print(f"on http://127.0.0.1:{server.port}", file=sys.stderr, flush=True)
run(server, Collections.alone(service))
"""
"""The service over an embedder of words: it starts without loading a model.

Its arguments are the folder, and the seconds that it waits at its end for what is under way.
"""


@dataclass
class Server:
    """A running server, its address, and what it has said so far."""

    process: subprocess.Popen[str]
    port: int = 0
    said: list[str] = field(default_factory=list)

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with closing(connection):
            data = json.dumps(body).encode() if isinstance(body, dict) else body
            connection.request(method, path, data, JSON | headers)
            response = connection.getresponse()
            return response.status, response.read().decode()

    def raw(self, data: bytes) -> str:
        """Send bytes as they are and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            parts: list[bytes] = []
            with suppress(ConnectionResetError):
                parts.extend(iter(lambda: connection.recv(65_536), b""))
            return b"".join(parts).decode()

    def wait(self, path: str = "/readyz", seconds: float = 300) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status, body = self.request("GET", path)
            if status == 200:
                return body
            time.sleep(0.1)
        raise TimeoutError("".join(self.said))


@contextmanager
def closing(connection: http.client.HTTPConnection) -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


@contextmanager
def running(
    command: list[str], cwd: Path | str | None = None, **environment: str
) -> Iterator[Server]:
    """Start a server, yield it once it has told its port, and end it for good."""
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    )
    server, told = Server(process), threading.Event()

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.said.append(line)
            if match := re.search(r"on http://[\d.]+:(\d+)", line):
                server.port = int(match[1])
                told.set()
        told.set()

    reader = threading.Thread(target=listen)
    reader.start()
    try:
        assert told.wait(300), "it never told its port"
        assert server.port, "".join(server.said)
        yield server
    finally:
        process.kill()
        process.wait()
        reader.join()
        assert process.stderr is not None
        process.stderr.close()


def serve_once(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "serve", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
