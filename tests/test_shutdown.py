"""How a service ends: nothing that was accepted is lost."""

import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from live_server import WORDS_SERVER, Server, running
from serving import HOST, Client, wait_until
from toys import live_modules, numbered, open_toy_index

JSON = b"Content-Type: application/json\r\n"
QUESTION = json.dumps(
    {"question": "What does paragraph 2 tell of birds?", "confidence": 0}
).encode()
FORM = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="%d.txt"\r\n\r\n'
    b"The bittern of %d booms.\r\n--x--\r\n"
)


@contextmanager
def service(folder: Path, *drain: str) -> Iterator[Server]:
    command = [sys.executable, "-c", WORDS_SERVER, str(folder), *drain]
    with running(command, **live_modules()) as server:
        server.wait()
        yield server


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    list(open_toy_index(tmp_path).add([numbered("birds")]))
    return tmp_path


def ask(more: bytes = b"") -> bytes:
    head = b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + JSON + more
    return head + b"Content-Length: %d\r\n\r\n" % len(QUESTION) + QUESTION


def upload(number: int) -> bytes:
    body = FORM % (number, number)
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n"
    return b"POST /api/v1/documents HTTP/1.1\r\n" + HOST + kind % len(body) + body


def is_shut(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=300).close()
    except ConnectionRefusedError:
        return True
    return False


@pytest.mark.parametrize(("run", "sent"), [*enumerate([signal.SIGTERM] * 4 + [signal.SIGINT])])
def test_every_request_in_flight_is_answered(collection: Path, run: int, sent: int) -> None:
    """Twenty of them: half are whole when the signal comes, half only once the port is closed."""
    requests = [ask(), ask(), ask(b"Connection: close\r\n"), upload(run)] * 5
    with service(collection) as server, ExitStack() as stack:
        clients = [stack.enter_context(Client(server.port)) for _ in requests]
        for number, (client, data) in enumerate(zip(clients, requests, strict=True)):
            client.send(data if number % 2 else data[:-10])
        server.process.send_signal(sent)
        wait_until(lambda: is_shut(server.port))
        for client, data in list(zip(clients, requests, strict=True))[::2]:
            client.send(data[-10:])
        replies = [client.reply() for client in clients]

        assert {reply.status for reply in replies} <= {200, 202}
        assert json.loads(replies[0].body)["citations"]
        assert server.process.wait(300) == 0, "".join(server.said)
    assert "Traceback" not in "".join(server.said)


def test_who_had_connected_but_not_asked_is_answered(collection: Path) -> None:
    with service(collection) as server, Client(server.port) as client:
        client.send(b"POST")
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: is_shut(server.port))
        client.send(ask()[4:])
        reply = client.reply()

        assert (reply.status, reply.headers["Connection"]) == (200, "close")
        assert server.process.wait(300) == 0


def test_a_streamed_answer_is_finished_and_a_stream_of_jobs_says_why_it_ends(
    collection: Path,
) -> None:
    events = b"Accept: text/event-stream\r\n"
    with service(collection) as server, Client(server.port) as jobs, Client(server.port) as asking:
        jobs.send(b"GET /api/v1/jobs HTTP/1.1\r\n" + HOST + events + b"\r\n")
        assert jobs.socket.recv(12) == b"HTTP/1.1 200"
        asking.send(ask(events)[:-10])
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: is_shut(server.port))
        asking.send(ask(events)[-10:])
        watched, answered = jobs.rest().decode(), asking.rest().decode()

        assert server.process.wait(300) == 0, "".join(server.said)
    names = re.findall(r"^event: (\w+)", answered, re.MULTILINE)
    assert (names[0], names[-1]) == ("hits", "answer")
    assert re.findall(r"^event: (\w+)", watched, re.MULTILINE)[-1] == "error"
    assert '"code": "shutting_down"' in watched
    assert watched.endswith("0\r\n\r\n")


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(collection: Path, second: int) -> None:
    """Somebody is still sending a request, which would be waited for."""
    with service(collection) as server, Client(server.port) as client:
        client.send(ask()[:-10])
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: is_shut(server.port))
        server.process.send_signal(second)

        assert server.process.wait(300) == -second


def test_who_never_finishes_a_request_does_not_keep_it(collection: Path) -> None:
    with service(collection, "2") as server, Client(server.port) as client:
        client.send(ask()[:-10])
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(300) == 0


# Descriptors ---------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set on Linux")
def test_a_service_out_of_descriptors_says_so_once_and_recovers(collection: Path) -> None:
    import resource

    with service(collection) as server:
        pid = server.process.pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        now = len(os.listdir(f"/proc/{pid}/fd"))
        with ExitStack() as stack:
            resource.prlimit(pid, resource.RLIMIT_NOFILE, (now + 5, before[1]))
            for _ in range(40):
                stack.enter_context(Client(server.port))
            wait_until(lambda: any("Too many open files" in line for line in server.said))
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)

        assert server.request("GET", "/healthz")[0] == 200
        assert sum("Too many open files" in line for line in server.said) == 1
        assert "Traceback" not in "".join(server.said)


def test_few_descriptors_allow_few_connections_and_the_service_works(
    collection: Path,
) -> None:
    few = ["sh", "-c", 'ulimit -n 96; exec "$@"', "sh", sys.executable, "-c", WORDS_SERVER]
    with running([*few, str(collection)], **live_modules()) as server, ExitStack() as stack:
        server.wait()
        for _ in range(120):
            stack.enter_context(Client(server.port))

        assert server.request("GET", "/healthz")[0] == 200
        assert server.request("POST", "/api/v1/ask", json.loads(QUESTION))[0] == 200
        assert not [line for line in server.said if "Too many open files" in line]
