"""What a client may cost the server: time, connections, threads."""

import json
import select
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from services import make_service
from serving import HOST, Client, Recorder, Reply, serving, serving_collection, wait_until
from toys import WordEmbedder, numbered, open_toy_index

from index import LocalIndex
from index.types import Vector
from qa.config import Config
from qa.web.app import create_app
from qa.web.routes.answers import WITH_FILE
from qa.web.serving.admission import LANES, admission
from qa.web.serving.limits import Limits, is_loopback, network_of
from qa.web.serving.parser import Admitted
from qa.web.serving.serve import make_server

GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
SHORT = {"head_seconds": 0.4, "body_seconds": 0.4, "idle_seconds": 0.4}

# Time ----------------------------------------------------------------------------------

POST = b"POST / HTTP/1.1\r\n" + HOST
TRICKLES = {
    "head": (b"GET / HTTP/1.1\r\nX: ", b"x", [408]),
    "head of a second request": (GET + b"GET / HTTP/1.1\r\nX: ", b"x", [200, 408]),
    "headers": (b"GET / HTTP/1.1\r\n", b"X: y\r\n", [408]),
    "body": (POST + b"Content-Length: 9999\r\n\r\n", b"x", [408]),
    "chunks": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", [408]),
    "size of a chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\n", b"0", [408]),
    "trailers": (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n", [408]),
    "empty lines": (b"", b"\r\n\r\n", []),
    "empty lines after a request": (GET, b"\r\n\r\n", [200]),
    "nothing": (b"", b"", []),
    "nothing after a request": (GET, b"", [200]),
}


@pytest.mark.parametrize(("first", "then", "statuses"), TRICKLES.values(), ids=TRICKLES)
def test_a_trickle_of_bytes_puts_off_no_deadline(
    first: bytes, then: bytes, statuses: list[int]
) -> None:
    with serving(Recorder(), **SHORT, silent_seconds=0.2) as server, Client(server.port) as client:
        client.send(first)
        found = [client.reply().status for status in statuses if status == 200]
        trickle(client, then)
        found += [client.reply().status for status in statuses if status != 200]

        assert found == statuses
        assert client.rest() == b""


def trickle(client: Client, data: bytes) -> None:
    """Send the same again and again, until the other side says something or ends."""
    until = time.monotonic() + 300
    while not select.select([client.socket], [], [], 0.02)[0]:
        assert time.monotonic() < until, "it could go on for ever"
        client.send(data)


def test_the_time_that_an_answer_takes_is_nobodys_deadline() -> None:
    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        time.sleep(1.5)
        return Recorder()(environ, start)

    with serving(slow, **SHORT) as server, Client(server.port) as client:
        client.send(GET + GET)

        assert [client.reply().status, client.reply().status] == [200, 200]


def test_who_takes_no_reply_is_let_go() -> None:
    def much(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", "30000000")])
        return [b"x" * 30_000_000]

    with serving(much, **SHORT) as server, Client(server.port) as client:
        client.send(GET)
        wait_until(lambda: not server.connections())


# Connections ---------------------------------------------------------------------------


def nobody(address: str) -> bool:
    return False


def test_an_address_has_only_so_many_connections() -> None:
    """And gets another one once it has closed one."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(Recorder(), per_address=3, exempt=nobody))
        held = [stack.enter_context(Client(server.port, "127.0.0.2")) for _ in range(3)]
        wait_until(lambda: len(server.connections()) == 3)

        refused = stack.enter_context(Client(server.port, "127.0.0.2")).reply()
        assert (refused.status, refused.code) == (429, "too_many_connections")
        assert status_of(server.port, GET, "127.0.0.3") == 200

        held[0].close()
        wait_until(lambda: len(server.connections()) == 2)
        assert status_of(server.port, GET, "127.0.0.2") == 200


def test_this_machine_may_have_as_many_as_there_are() -> None:
    with ExitStack() as stack:
        server = stack.enter_context(serving(Recorder(), per_address=1))
        clients = [stack.enter_context(Client(server.port)) for _ in range(20)]
        for client in clients:
            client.send(GET)

        assert [client.reply().status for client in clients] == [200] * 20


@pytest.mark.parametrize(
    ("address", "network", "loopback"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.2", "127.0.0.2", True),
        ("::1", "::/64", True),
        ("::ffff:127.0.0.1", "127.0.0.1", True),
        ("192.0.2.7", "192.0.2.7", False),
        ("::ffff:192.0.2.7", "192.0.2.7", False),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", False),
        ("fe80::1%eth0", "fe80::/64", False),
        ("", "", False),
    ],
)
def test_what_counts_as_one_client(address: str, network: str, loopback: bool) -> None:
    assert network_of(address) == network
    assert is_loopback(address) == loopback


def test_many_who_send_nothing_keep_out_nobody_who_does() -> None:
    """Who has waited for longest makes room."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(Recorder(), connections=5))
        silent = [stack.enter_context(Client(server.port)) for _ in range(5)]
        silent[1].send(b"GET / HTTP/1.1\r\n")
        wait_until(lambda: len(server.connections()) == 5)

        assert [status_of(server.port, GET) for _ in range(3)] == [200] * 3
        assert silent[0].is_closed()


def test_who_is_being_answered_makes_room_for_nobody() -> None:
    gate = threading.Event()

    def waiting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        gate.wait(60)
        return Recorder()(environ, start)

    with ExitStack() as stack:
        server = stack.enter_context(serving(waiting, connections=2, idle_seconds=1))
        clients = []
        for _ in range(3):
            clients.append(stack.enter_context(Client(server.port)))
            clients[-1].send(GET)
            wait_until(lambda: all(one.working for one in server.connections()))
        gate.set()

        assert [client.reply().status for client in clients] == [200] * 3


def status_of(port: int, request: bytes, address: str = "127.0.0.1") -> int:
    with Client(port, address) as client:
        client.send(request)
        return client.reply().status


# Questions -----------------------------------------------------------------------------


class WaitingEmbedder(WordEmbedder):
    """Embeds no question before it may."""

    gate = threading.Event()

    def embed_question(self, text: str) -> Vector:
        assert self.gate.wait(60)
        return super().embed_question(text)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    WaitingEmbedder.gate.clear()
    yield WaitingEmbedder.gate
    WaitingEmbedder.gate.set()


def question(path: bytes, number: int, key: bytes = b"") -> bytes:
    field = "topic" if path == b"find" else "question"
    body = json.dumps({field: f"Paragraph {number} of birds"}).encode()
    head = b"POST /api/v1/" + path + b" HTTP/1.1\r\n" + HOST + key
    return head + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def get(path: bytes) -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n"


def test_more_questions_than_may_wait_are_told_to_come_again(
    tmp_path: Path, gate: threading.Event
) -> None:
    """Two at work, three wait, seven are refused at once; all else is answered meanwhile."""
    list(open_toy_index(tmp_path).add([numbered("birds")]))
    replies: list[Reply] = []
    with ExitStack() as stack:
        server = stack.enter_context(
            serving_collection(tmp_path, WaitingEmbedder, questions=2, waiting=3, threads=2)
        )
        clients = [stack.enter_context(Client(server.port)) for _ in range(12)]
        threads = [
            threading.Thread(target=lambda one=client: replies.append(one.reply()))
            for client in clients
        ]
        for number, (client, thread) in enumerate(zip(clients, threads, strict=True)):
            thread.start()
            client.send(question([b"ask", b"search", b"find"][number % 3], number))
        wait_until(lambda: len(replies) == 7)
        paths = [b"/healthz", b"/readyz", b"/docs", b"/api/v1/documents"]
        meanwhile = [status_of(server.port, get(path)) for path in paths]
        refused = list(replies)
        gate.set()
        for thread in threads:
            thread.join(60)

    assert meanwhile == [200] * 4
    assert {(one.status, one.code, one.headers["Retry-After"]) for one in refused} == {
        (503, "busy", "5")
    }
    assert [one.status for one in replies[7:]] == [200] * 5


def test_whatever_fills_up_health_has_a_thread() -> None:
    """Two threads and eight places to wait: all taken, and what is more is refused."""
    gate = threading.Event()

    def waiting(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        gate.wait(60)
        return Recorder()(environ, start)

    with ExitStack() as stack:
        server = stack.enter_context(serving(waiting, threads=2))
        clients = [stack.enter_context(Client(server.port)) for _ in range(11)]
        for client in clients:
            client.send(GET)
        ready = select.select([client.socket for client in clients], [], [], 60)[0]
        refused = next(client for client in clients if client.socket in ready)

        assert refused.reply().status == 503
        gate.set()
        assert {one.reply().status for one in clients if one is not refused} == {200}


def test_what_a_request_is_admitted_to_is_known_by_its_head(tmp_path: Path) -> None:
    config = Config(key="correct-horse-battery", upload_mb=3)
    index = LocalIndex(tmp_path, WordEmbedder)
    service = make_service(index, config, state="loading")
    app = create_app(service)
    decide = admission(app, config)
    key = {"AUTHORIZATION": "Bearer correct-horse-battery"}

    def admit(method: str, path: str, headers: dict[str, str]) -> Admitted:
        return decide(method, path, headers, "")

    assert {*LANES, *WITH_FILE} <= app.view_functions.keys()
    assert admit("POST", "/api/v1/ask", key) == Admitted("questions", 1_000_000)
    for searching in ("/api/v1/find", "/api/v1/find/export", "/api/v1/timeline"):
        assert admit("POST", searching, key) == Admitted("questions", 1_000_000)
    assert admit("GET", "/api/v1/timeline", {}) == Admitted("questions", 0)
    assert admit("POST", "//api/v1/ask", key) == Admitted("questions", 1_000_000)
    uploading = admit("POST", "/api/v1/documents", key)
    assert uploading == Admitted("other", 3_100_000, largest=3_100_000)
    assert admit("GET", "/healthz", {}) == Admitted("alive", 0)
    assert admit("HEAD", "/healthz/", {}) == Admitted("alive", 0)
    assert admit("GET", "/readyz", {}) == Admitted("ready", 0)
    for method, path in [("POST", "/api/v1/ask"), ("PUT", "/"), ("OPTIONS", "*"), ("GET", "\xff")]:
        assert admit(method, path, {}) == Admitted("other", 0)
    service.close()


def test_the_settings_are_the_limits(tmp_path: Path) -> None:
    config = Config(port=0, threads=3, questions=2, per_address=7)
    index = LocalIndex(tmp_path, WordEmbedder)
    service = make_service(index, config, state="loading")
    server = make_server(service)
    limits = server.limits
    server.close()
    service.close()

    assert (limits.threads, limits.questions, limits.per_address) == (3, 2, 7)
    assert (limits.head_seconds, limits.body_seconds) == (20, 60)
    assert limits.exempt is Limits().exempt is is_loopback


def test_a_trusted_proxy_may_have_any_number_of_connections(tmp_path: Path) -> None:
    config = Config(port=0, trust_proxy=(ip_network("10.0.0.2"),))
    service = make_service(LocalIndex(tmp_path, WordEmbedder), config, state="loading")
    server = make_server(service)
    exempt = server.limits.exempt
    server.close()
    service.close()

    assert exempt("10.0.0.2")
    assert exempt("127.0.0.1")
    assert not exempt("10.0.0.3")
