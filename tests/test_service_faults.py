"""A real service that is stopped, starved, cut off, or killed by what it reads."""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

import psutil
import pytest
from live_server import JSON, PROGRAM, Server, running

SERVE = [str(PROGRAM), "serve", "--port", "0"]
QUESTION = {"question": "Where does the heron stand?"}


@pytest.fixture
def settings(tmp_path: Path, model: Path, light_models: Path) -> dict[str, str]:
    """The environment of processes that share a collection of this test."""
    return {
        "PINCITE_DATA": str(tmp_path / "data"),
        "PINCITE_MODEL": str(model),
        "PINCITE_MODELS": str(light_models),
        "PINCITE_CONFIDENCE": "0",
    }


def upload(server: Server, name: str, text: str = "", wait: int = 20) -> tuple[int, Any]:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    text = text or f"The heron of {name} stands in water. " * 10
    body = f"--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n".encode()
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    status, reply = server.request("POST", f"/api/v1/documents?wait={wait}", body, **kind)
    return status, json.loads(reply)


def ask(server: Server) -> int:
    return server.request("POST", "/api/v1/ask", QUESTION)[0]


def sources(server: Server) -> list[str]:
    listed = json.loads(server.request("GET", "/api/v1/documents")[1])["documents"]
    return sorted(document["source"] for document in listed)


def jobs(server: Server) -> dict[str, tuple[str, int, str | None]]:
    found = json.loads(server.request("GET", "/api/v1/jobs")[1])["jobs"]
    return {job["name"]: (job["state"], job["tries"], job["code"]) for job in found}


def wait_until(true: Callable[[], Any], seconds: float = 300) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.1)


def doctor(settings: dict[str, str]) -> None:
    done = subprocess.run(
        [str(PROGRAM), "doctor"], env={**os.environ, **settings}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


# Stopped ------------------------------------------------------------------------------


def test_a_service_that_was_stopped_for_a_while_does_each_job_once(
    settings: dict[str, str],
) -> None:
    """As by SIGSTOP, a debugger, or a laptop that was shut."""
    names = sorted(f"{number}.txt" for number in range(8))
    with running(SERVE, **settings) as server:
        server.wait()
        assert {upload(server, name, wait=0)[0] for name in names} <= {200, 201, 202}
        server.process.send_signal(signal.SIGSTOP)
        time.sleep(4)  # longer than anything in the service waits between two looks
        server.process.send_signal(signal.SIGCONT)
        wait_until(lambda: all(state == "ready" for state, _, _ in jobs(server).values()))

        assert sources(server) == names
        assert {tries for _, tries, _ in jobs(server).values()} == {1}
        assert ask(server) == 200
    doctor(settings)


# Killed by what it reads -----------------------------------------------------------------

DEADLY = """
import os, signal
from corpus.sandbox.pool import ReaderPool
from qa.commands.cli import main

read = ReaderPool.read_all

def deadly(self, data, *arguments, **options):
    if b"poison" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    return read(self, data, *arguments, **options)

ReaderPool.read_all = deadly
main()
"""
"""The service, which dies of one document."""


def test_a_document_that_kills_the_service_is_given_up_after_three_starts(
    settings: dict[str, str],
) -> None:
    """Otherwise it would be started and killed for ever; the other uploads are read."""
    command = [sys.executable, "-c", DEADLY, *SERVE[1:]]
    with running(command, **settings) as server:
        server.wait()
        assert upload(server, "before.txt")[0] == 201
        with suppress(OSError, HTTPException):  # it may die before it has replied
            upload(server, "poison.txt", "This is poison. " * 9, wait=0)
        server.process.wait(300)
    for _ in range(2):
        with running(command, **settings) as server:
            server.process.wait(300)
    with running(command, **settings) as server:
        server.wait()
        wait_until(lambda: jobs(server)["poison.txt"][0] == "failed")
        assert jobs(server)["poison.txt"][1:] == (3, "crashed")
        assert upload(server, "after.txt")[0] == 201
        assert sources(server) == ["after.txt", "before.txt"]
        assert ask(server) == 200


# Starved ------------------------------------------------------------------------------


def test_with_few_descriptors_it_refuses_and_goes_on(settings: dict[str, str]) -> None:
    """Clients that hold connections use them up; when they have gone it works as before."""
    with running(["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", *SERVE], **settings) as server:
        server.wait()
        assert upload(server, "a.txt")[0] == 201
        held = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
        time.sleep(1)
        for connection in held:
            connection.close()
        wait_until(lambda: answered(server))

        assert upload(server, "b.txt")[0] == 201
        assert sources(server) == ["a.txt", "b.txt"]


def answered(server: Server) -> bool:
    try:
        return ask(server) == 200
    except OSError:
        return False


def test_with_too_little_memory_it_refuses_or_ends_and_loses_nothing(
    settings: dict[str, str],
) -> None:
    """A limit of its address space that it meets while it takes in and reads an upload."""
    with running(SERVE, **settings) as server:
        server.wait()
        assert upload(server, "a.txt")[0] == 201
        process = psutil.Process(server.process.pid)
        most = process.memory_info().vms + 8_000_000
        process.rlimit(resource.RLIMIT_AS, (most, resource.RLIM_INFINITY))
        for number in range(4):
            try:
                status, _ = upload(server, f"large-{number}.txt", "The heron stands. " * 400_000, 5)
                assert status in (201, 202, 413, 422, 500, 503, 507)
            except (OSError, ValueError):
                pass  # it had no memory left to say so
        if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            process.rlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            wait_until(lambda: answered(server))
            assert upload(server, "b.txt")[0] == 201
    with running(SERVE, **settings) as server:
        server.wait()
        assert "a.txt" in sources(server)
        assert ask(server) == 200


@pytest.fixture
def few_inodes(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for bytes and hardly any for files."""
    folder = tmp_path / "few"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m,nr_inodes=40", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk needs root and a system that lets it mount one")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_without_inodes_it_answers_on_and_goes_on_once_there_are_some(
    settings: dict[str, str], few_inodes: Path
) -> None:
    settings["PINCITE_DATA"] = str(few_inodes / "data")
    settings["TMPDIR"] = str(few_inodes)
    with running(SERVE, **settings) as server:
        server.wait()
        assert upload(server, "a.txt")[0] == 201
        ballast = []
        try:
            for number in range(100):
                ballast.append(few_inodes / f"ballast-{number}")
                ballast[-1].touch()
        except OSError:
            ballast.pop()
        assert ask(server) == 200
        large = upload(server, "large.txt", "The heron stands. " * 100_000, wait=5)[0]
        assert large in (201, 202, 503, 507)  # what was accepted waits for room
        assert server.request("GET", "/healthz")[0] == 200
        for path in ballast:
            path.unlink()

        assert upload(server, "b.txt")[0] == 201
        wait_until(lambda: large not in (201, 202) or "large.txt" in sources(server))
        assert {"a.txt", "b.txt"} <= set(sources(server))
    doctor(settings)


def test_clients_that_leave_cost_no_descriptor_and_no_thread(settings: dict[str, str]) -> None:
    """Two hundred leave after the headers, in the middle of a stream, or of their own request."""
    with running(SERVE, **settings) as server:
        server.wait()
        assert upload(server, "a.txt")[0] == 201
        process = psutil.Process(server.process.pid)
        assert ask(server) == 200
        before = process.num_fds(), process.num_threads()
        body = json.dumps(QUESTION).encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in JSON.items())
        request = (
            f"POST /api/v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{head}"
            f"Content-Length: {len(body)}\r\n\r\n"
        ).encode() + body
        for number in range(200):
            with socket.create_connection(("127.0.0.1", server.port)) as connection:
                connection.sendall(request[: (len(request), len(request) - 5, 60)[number % 3]])
                if number % 6 == 0:
                    connection.recv(100)
        # SQLite opens a log and its index once for each thread that answers.
        threads = 3 * 32
        wait_until(lambda: process.num_fds() <= before[0] + threads)
        wait_until(lambda: not open_sockets(process, server.port))
        assert process.num_threads() <= before[1] + 2
        assert ask(server) == 200


def open_sockets(process: psutil.Process, port: int) -> list[Any]:
    return [c for c in process.net_connections("tcp") if c.status == "ESTABLISHED"]


# Cut off ------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_without_any_network_documents_are_added_and_asked(
    settings: dict[str, str], tmp_path: Path
) -> None:
    """In a network of its own, which has no interface that is up, loopback included."""
    alone = ["unshare", "--net", str(PROGRAM)]
    if subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        pytest.skip("this system lets nobody make a network of his own")
    (tmp_path / "heron.txt").write_text("The heron stands in water.")
    environment = {**os.environ, **settings}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*alone, *arguments], env=environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("add", str(tmp_path / "heron.txt"))
    answer = json.loads(run("ask", "--json", QUESTION["question"]))
    assert [citation["quote"] for citation in answer["citations"]] == ["The heron stands in water."]


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_nobody_else_is_called(settings: dict[str, str], tmp_path: Path) -> None:
    """Not by a library either, such as a hub of models or one that counts its users."""
    (tmp_path / "heron.txt").write_text("The heron stands in water.")
    log = tmp_path / "strace.log"
    trace = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=connect,sendto,sendmsg"]
    for arguments in (["add", str(tmp_path / "heron.txt")], ["ask", QUESTION["question"]]):
        done = subprocess.run(
            [*trace, str(PROGRAM), *arguments],
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=600,
        )
        if "ptrace" in done.stderr:
            pytest.skip("strace may not be used here")
        assert done.returncode == 0, done.stderr
        assert "AF_INET" not in log.read_text("utf-8", "replace")


# A wrong clock ------------------------------------------------------------------------

JUMPING = """
import datetime, random, time
from qa.commands import cli

now, chance = time.time, random.Random(3)
JUMPS = [0, 3600, -3600, 86_400, -365 * 86_400, 2_148_000_000 - now(), -3 * 365 * 86_400]

def jumping():
    return now() + chance.choice(JUMPS)

class Jumping(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(jumping(), tz)

import importlib, pkgutil, index, qa, corpus
names = [
    module.name
    for package in (corpus, index, qa)
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    if module.name.startswith(("index", "qa.web"))
]
modules = [importlib.import_module(name) for name in names]  # some need the real datetime for it
real = datetime.datetime
time.time, datetime.datetime = jumping, Jumping
for module in modules:
    if getattr(module, "datetime", None) is real:
        module.datetime = Jumping
cli.main()
"""
"""The service under a clock that is another hour, day, year or age at every look."""


def test_a_clock_that_jumps_loses_no_upload_and_locks_nobody_out(
    settings: dict[str, str],
) -> None:
    command = [sys.executable, "-c", JUMPING, *SERVE[1:]]
    with running(command, **settings) as server:
        server.wait()
        for number in range(12):
            assert upload(server, f"{number:02}.txt")[0] == 201
            assert ask(server) == 200
        status, replaced = upload(server, "03.txt", "The heron of today stands elsewhere. " * 9)
        assert (status, replaced["status"]) == (200, "updated")
        removed = replaced["document"]["id"]
        assert server.request("DELETE", f"/api/v1/documents/{removed}")[0] == 204
        assert sources(server) == [f"{number:02}.txt" for number in range(12) if number != 3]
        dates = {
            one["added"][:4]
            for one in json.loads(server.request("GET", "/api/v1/documents")[1])["documents"]
        }
        assert len(dates) > 1, "the clock did jump"
    doctor(settings)
