"""`pincite serve` and other HTTP services, as a client sees them."""

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from benchmarks.process import ROOT, ProgramFailed, last_words

PINCITE = ("-c", "from qa.commands.cli import main; main()")
"""What follows the name of the Python in the command of `pincite`."""

EMPTY = """
import sys, flask, waitress
app = flask.Flask("empty")
app.add_url_rule("/api/v1/ask", "ask", lambda: {}, methods=["POST"])
app.add_url_rule("/readyz", "ready", lambda: {})
server = waitress.create_server(app, host="127.0.0.1", port=0, threads=32)
print(f"on http://127.0.0.1:{server.effective_port}", file=sys.stderr, flush=True)
server.run()
"""
"""A service of Flask and waitress that does nothing."""


class Service:
    """A running service; each thread that asks keeps a connection of its own."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.port = port
        self._local = threading.local()
        self._connections: list[http.client.HTTPConnection] = []

    def ask(self, question: str) -> dict[str, Any]:
        """Return the answer.

        Raises:
            RuntimeError: If it is none.
        """
        status, body = self._request("POST", "/api/v1/ask", {"question": question})
        if status != 200:
            raise RuntimeError(f"HTTP {status}")
        answer: dict[str, Any] = json.loads(body)
        return answer

    def search(self, question: str) -> list[dict[str, Any]]:
        """Return the closest passages.

        Raises:
            RuntimeError: If there is no reply with them.
        """
        status, body = self._request("POST", "/api/v1/search", {"question": question})
        if status != 200:
            raise RuntimeError(f"HTTP {status}")
        hits: list[dict[str, Any]] = json.loads(body)["hits"]
        return hits

    def wait(self, seconds: float = 300) -> None:
        """Wait until the service says that it is ready.

        Raises:
            TimeoutError: If it does not say so.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._request("GET", "/readyz")[0] == 200:
                return
            time.sleep(0.01)
        raise TimeoutError("the service is not ready")

    def memory_mb(self) -> float:
        """Return the memory that it holds now."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._connections:
            connection.close()

    def _request(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            self._local.connection = connection
            self._connections.append(connection)
        data = None if body is None else json.dumps(body)
        headers = {"Content-Type": "application/json"}
        try:
            connection.request(method, path, data, headers)
            response = connection.getresponse()
        except ConnectionError:  # it was idle for as long as a service lets one be
            connection.close()
            connection.request(method, path, data, headers)
            response = connection.getresponse()
        return response.status, response.read()


@contextmanager
def serving(
    command: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path = ROOT
) -> Iterator[Service]:
    """Start a service in a folder and yield it once its port is open; kill it afterwards.

    Raises:
        ProgramFailed: If it ends before it tells its port.
    """
    begin = log.stat().st_size if log.exists() else 0
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **environment}, stderr=errors
        )
    try:
        with closing(Service(process, _port(process, log, begin))) as service:
            yield service
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _port(process: "subprocess.Popen[bytes]", log: Path, begin: int) -> int:
    while process.poll() is None:
        if match := re.search(rb"on http://[\d.]+:(\d+)", log.read_bytes()[begin:]):
            return int(match[1])
        time.sleep(0.005)
    raise ProgramFailed(f"{process.args!r}: {last_words(log)}")
