"""A PostgreSQL of the tests' own: Debian's, in a temporary folder, on a free port of loopback."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.ledger.postgres.connection import PostgresConnection

USER = "pincite"
PASSWORD = "p'w%d @1"  # as awkward as one may be


class PostgresServer:
    """Runs as another user where the tests run as root, which PostgreSQL refuses to do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._made = 0
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres", password: str = PASSWORD) -> str:
        place = f"127.0.0.1:{self.port}/{database}"
        return f"postgresql://{USER}:{quote(password, safe='')}@{place}"

    def new_database(self) -> str:
        """Make an empty database, and return its address."""
        self._made += 1
        name = f"test{self._made}"
        with closing(PostgresConnection.open(self.url())) as connection:
            connection.script(f"CREATE DATABASE {name}")
        return self.url(name)

    def make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        if os.getuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, *_who())
        made = subprocess.run(
            [
                *(program("initdb"), "--pgdata", str(self.folder / "data"), "--username", USER),
                *("--pwfile", str(secret), "--auth", "scram-sha-256", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--no-sync"),
            ],
            check=False,
            capture_output=True,
            cwd=self.folder,
            **_as_other(),
        )
        assert not made.returncode, made.stderr.decode()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            options = (
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",  # no test cuts the power
                "max_connections=200",
            )
            self._process = subprocess.Popen(
                [
                    *(program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)),
                    *(part for option in options for part in ("-c", option)),
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **_as_other(),
            )
        self._await()

    def _await(self) -> None:
        until = time.monotonic() + 60
        command = [program("pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        while subprocess.run(command, check=False).returncode:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server at once: by SIGINT as it should, by SIGQUIT as in a crash."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(how)
            self._process.wait(60)
            self._process = None


def until(what: Callable[[], bool]) -> None:
    """Wait for what PostgreSQL does a little later, as when it sees that a process ended."""
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs; the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name


def is_installed() -> bool:
    return all(os.access(program(name), os.X_OK) for name in ("initdb", "postgres", "pg_isready"))


def _who() -> tuple[int, int]:
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            user = pwd.getpwnam(name)
            return user.pw_uid, user.pw_gid
    raise AssertionError("there is no user to run PostgreSQL as")


def _as_other() -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    user, group = _who()
    return {"user": user, "group": group, "extra_groups": []}


@contextmanager
def running() -> Iterator[PostgresServer]:
    # Not pytest's folder, which no other user may enter.
    folder = Path(tempfile.mkdtemp(prefix="pincite-postgres-"))
    server = PostgresServer(folder)
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
