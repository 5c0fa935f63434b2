"""Milvus servers for the tests: each in an environment and processes of its own, over TCP.

`make milvus` makes the environments once; where there are none, what needs them is skipped.
"""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from index.errors import IndexAway
from index.milvus.address import Address
from index.milvus.client import Connection

ROOT = Path(__file__).parent.parent
LITE = ROOT / ".venv-milvus"
"""milvus-lite 2.5.1: searches by words too."""
FULL = ROOT / ".venv-milvus-full"
"""milvus 2.3.5, the real one in one process: no words."""

_START_LITE = """
import sys
from milvus_lite.server import Server
server = Server(sys.argv[1], sys.argv[2])
assert server.init() and server.start()
server._p.wait()
"""
_PATIENCE = 120.0  # seconds; 2.3.5 took 39 s to come back after a crash
_PARTS = (
    *("root-coord", "proxy-internal", "query-coord", "query-node", "index-coord", "index-node"),
    *("data-coord", "data-node", "etcd"),
)
"""The parts of the real Milvus that listen on ports of their own."""

_ETCD = """
name: default
listen-client-urls: http://127.0.0.1:{client}
advertise-client-urls: http://127.0.0.1:{client}
listen-peer-urls: http://127.0.0.1:{peer}
initial-advertise-peer-urls: http://127.0.0.1:{peer}
initial-cluster: default=http://127.0.0.1:{peer}
"""


class MilvusServer:
    """A server that can be killed and started again, with the same data on the same port."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.port, self._peer, *parts = free_ports(2 + len(_PARTS))
        self._parts = dict(zip(_PARTS, parts, strict=True))
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"milvus+http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "log").open("ab") as log:
            # A session of its own, so that Ctrl-C reaches the tests alone.
            self._process = subprocess.Popen(
                self._command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "ETCD_CONFIG_PATH": str(self._folder / "etcd.yaml")},
                start_new_session=True,
            )
        wait_for(self.url)

    def kill(self) -> None:
        """End it at once, as a power cut would: the server, which is a child, first."""
        if self._process is None:
            return
        family = [*psutil.Process(self._process.pid).children(recursive=True)]
        for process in (*family, psutil.Process(self._process.pid)):
            process.send_signal(signal.SIGKILL)
        self._process.wait()
        psutil.wait_procs(family, timeout=10)
        self._process = None

    def _command(self) -> list[str]:
        if self.kind == "lite":
            place = str(self._folder / "milvus.db"), f"127.0.0.1:{self.port}"
            return [str(LITE / "bin" / "python"), "-c", _START_LITE, *place]
        # Nothing on Milvus' usual ports, so that several can run beside each other.
        etcd = _ETCD.format(client=self._parts["etcd"], peer=self._peer)
        (self._folder / "etcd.yaml").write_text(etcd)
        ports = {"proxy": self.port, **self._parts}
        options = [word for name, port in ports.items() for word in (f"--{name}-port", str(port))]
        data = ["--data", str(self._folder / "data")]
        return [str(FULL / "bin" / "milvus-server"), *data, *options]


def wait_for(url: str, patience: float = _PATIENCE) -> None:
    """Wait until a server answers, asking with a connection of its own each time."""
    end = time.monotonic() + patience
    while True:
        connection = Connection(Address.parse(url))
        try:
            connection.names()
            return
        except IndexAway:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@contextmanager
def running(kind: str, folder: Path) -> Iterator[MilvusServer]:
    """Run a server of a kind, `lite` or `full`, for as long as it is needed."""
    if not ((LITE if kind == "lite" else FULL) / ".installed").exists():
        pytest.skip("there is no Milvus here: run `make milvus`")
    server = MilvusServer(kind, folder)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@contextmanager
def started_once(new_folder: Callable[[str], Path]) -> Iterator[Callable[[str], MilvusServer]]:
    """Return what gives the server of a kind, started in a new folder when it is first needed."""
    started: dict[str, MilvusServer] = {}
    with ExitStack() as stack:

        def server(kind: str) -> MilvusServer:
            if kind not in started:
                started[kind] = stack.enter_context(running(kind, new_folder(kind)))
            return started[kind]

        yield server


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on; all are bound at once, so that none comes twice."""
    with ExitStack() as stack:
        bound = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in bound:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in bound]


def named_server() -> str:
    """Return the address of a server that somebody wants to be tested too; "" for none."""
    return os.environ.get("PINCITE_TEST_MILVUS", "")
