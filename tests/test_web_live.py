"""A real server in a process of its own: starting, serving, being killed."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from serving import wait_until
from tiny_model import make_tiny_model
from toys import WordEmbedder, live_modules, reading

from index import LocalIndex

PROGRAM = Path(sys.executable).with_name("pincite")
JSON = {"Content-Type": "application/json"}

WORDS_SERVER = """
import sys
from pathlib import Path
from toys import WordEmbedder, live_modules
from index import LocalIndex
from qa.config import Config
from qa.web.serving.serve import end_on_signals, make_server, run
from services import make_service

index = LocalIndex(Path(sys.argv[1]), WordEmbedder)
service = make_service(index, Config(port=0))
service.worker.start()
server = make_server(service)
end_on_signals(server)
print(f"on http://127.0.0.1:{server.port}", file=sys.stderr, flush=True)
run(server, service)
"""
"""The service over an embedder of words: it starts without loading a model."""


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


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, light_models: Path) -> dict[str, str]:
    """The environment of every process that shares the collection of the `server`."""
    folder = tmp_path_factory.mktemp("live")
    model = make_tiny_model(folder / "model")
    return {
        "PINCITE_DATA": str(folder / "data"),
        "PINCITE_MODEL": str(model),
        "PINCITE_MODELS": str(light_models),
        "PINCITE_CONFIDENCE": "0",
    }


@pytest.fixture(scope="module")
def server(settings: dict[str, str]) -> Iterator[Server]:
    """A server that is ready, over the bundled article."""
    with running([str(PROGRAM), "serve", "--port", "0", "--bundled"], **settings) as server:
        assert server.request("GET", "/healthz")[0] == 200
        server.wait()
        yield server


def serve_once(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, "serve", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


# Serving ----------------------------------------------------------------------------


def test_a_new_collection_begins_with_the_bundled_article(server: Server) -> None:
    status, body = server.request("GET", "/readyz")

    assert (status, json.loads(body)["documents"]) == (200, 1)


def test_each_step_of_the_start_is_logged_and_only_what_is_ours(server: Server) -> None:
    """Libraries tell there which instructions of the processor they use, and more."""
    told = [line.partition(" ") for line in server.said if " INFO " in line]
    ours = [line for _, _, line in told if " /" not in line and " prepar" not in line]

    assert ours[:4] == [
        "INFO adding the bundled article: a few seconds\n",
        "INFO foreign-fighters-in-libya.txt: added\n",
        "INFO loading the model and the vectors: a few seconds\n",
        "INFO ready to answer\n",
    ]
    assert not [line for line in server.said if "faiss" in line.lower()]


def test_a_log_for_programs_is_json_from_the_first_line_to_the_last(
    settings: dict[str, str], tmp_path: Path
) -> None:
    key, question = "correct-horse-battery", "Who smuggles zeppelins?"
    settings = {**settings, "PINCITE_LOG": "json", "PINCITE_KEY": key, "PINCITE_DATA": "data"}
    with running([str(PROGRAM), "serve", "--port", "0"], cwd=tmp_path, **settings) as other:
        other.wait()
        right = {"Authorization": f"Bearer {key}"}
        assert other.request("POST", "/api/v1/ask", {"question": question}, **right)[0] == 409
        for _ in range(22):
            other.request("GET", "/api/v1/documents", Authorization=f"Bearer {key}x")
        other.raw(b"GET /zeppelins HTTP/9\r\nHost: x y\r\n\r\n")
        other.process.send_signal(signal.SIGTERM)
        assert other.process.wait(120) == 0
    lines = [json.loads(line) for line in other.said]
    asked = [(line["route"], line["status"]) for line in lines if line.get("method") == "POST"]
    wrong = [line for line in lines if line.get("status") == 401]

    assert lines[0]["message"].startswith("Pincite is on http://")
    assert asked == [("/api/v1/ask", 409)]
    assert len(wrong) == 20
    assert not [line for line in lines if line.get("status") == 429]
    assert len([line for line in lines if "wrong keys" in line["message"]]) == 1
    assert not re.search(f"zeppelin|smuggle|{key}|{tmp_path}", "".join(other.said))


@pytest.mark.parametrize("value", ["jsno", "JSON", ""])
def test_a_form_of_the_log_that_is_none_stops_the_program(value: str) -> None:
    done = serve_once("--port", "0", PINCITE_LOG=value)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: PINCITE_LOG: {value!r} is not one of text, json\n"


def test_an_answer_over_http_is_pinned_to_the_text_over_http(server: Server) -> None:
    status, body = server.request("POST", "/api/v1/ask", {"question": "Who leads Brigade 315?"})
    citations = json.loads(body)["citations"]

    assert status == 200
    assert citations
    for citation in citations:
        _, text = server.request("GET", f"/api/v1/documents/{citation['document_id']}/text")
        assert text[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.skipif(sys.platform != "linux", reason="confined by the Linux kernel")
def test_the_log_tells_where_the_system_confines_readers_less(
    server: Server, settings: dict[str, str]
) -> None:
    code = "import faulty_readers; faulty_readers.old_kernel('seccomp', 'landlock', 'namespaces')"
    command = [sys.executable, "-c", f"{code}; from qa.cli import main; main()"]
    with running([*command, "serve", "--port", "0"], **settings, **live_modules()) as other:
        until = time.monotonic() + 300
        while len(told := [line for line in other.said if LESS in line]) < 2:
            assert time.monotonic() < until, other.said
            time.sleep(0.01)

    assert ["Landlock" in line for line in told] == [False, True]
    assert not any(LESS in line for line in server.said)


WATCHED = """
import ctypes, os, sys, threading, time
from qa.cli import main

def watch():
    while ctypes.CDLL(None).prctl(3, 0, 0, 0, 0):  # PR_GET_DUMPABLE
        time.sleep(0.01)
    print("hidden", "PINCITE_KEY" not in os.environ, file=sys.stderr, flush=True)

threading.Thread(target=watch, daemon=True).start()
main()
"""
"""The service, which tells when nobody can look into it any more."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems show no process to others")
def test_a_service_with_a_key_shows_it_to_no_other_process(
    server: Server, settings: dict[str, str]
) -> None:
    command = [sys.executable, "-c", WATCHED, "serve", "--port", "0"]
    key = "correct-horse-battery"
    with running(command, **settings, PINCITE_KEY=key) as locked:
        locked.wait()
        headers = {"Authorization": f"Bearer {key}"}
        status, body = locked.request(
            "POST", "/api/v1/ask", {"question": "Who leads Brigade 315?"}, **headers
        )
        assert (status, json.loads(body)["status"]) == (200, "answered")
        until = time.monotonic() + 120
        while "hidden True\n" not in locked.said:
            assert time.monotonic() < until, locked.said
            time.sleep(0.01)


def test_a_stream_arrives_as_events(server: Server) -> None:
    _, body = server.request(
        "POST", "/api/v1/ask", {"question": "Who leads?"}, Accept="text/event-stream"
    )
    names = re.findall(r"^event: (\w+)$", body, re.MULTILINE)

    assert (names[0], names[1], names[-1]) == ("hits", "sentence", "answer")


def test_what_another_process_adds_is_found_by_the_next_question(
    server: Server, settings: dict[str, str], tmp_path: Path
) -> None:
    """By words and by meaning: the one comes from the ledger, the other from memory."""
    words = "The quagga was a zebra of the Cape."
    (tmp_path / "zebra.txt").write_text(words)
    add = subprocess.run(
        [PROGRAM, "add", tmp_path / "zebra.txt"],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=300,
    )
    status, body = server.request("POST", "/api/v1/search", {"question": words})
    hit = json.loads(body)["hits"][0]

    assert (add.returncode, add.stderr) == (0, "")
    assert status == 200
    assert (hit["text"], hit["lexical_rank"], hit["dense_rank"]) == (words, 1, 1)


def test_many_clients_at_once_are_all_answered(server: Server) -> None:
    statuses: list[int] = []

    def send() -> None:
        body = {"question": "Who leads Brigade 315?"}
        statuses.append(server.request("POST", "/api/v1/ask", body)[0])

    threads = [threading.Thread(target=send) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 24


LESS = "WARNING readers of documents are less confined than they should be"

# What no client should send ----------------------------------------------------------

HOST = b"Host: 127.0.0.1\r\n"
RAW = {
    "no version": b"GET /healthz\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n",
    "bare line feeds": b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n",
    "junk": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "space in path": b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n",
    "long line": b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "climbing": b"GET /../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "climbing static": b"GET /static/..%2f..%2fapp.py HTTP/1.1\r\n" + HOST + b"\r\n",
    "whole address": b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "two lengths": b"POST /api/v1/ask HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
    "negative length": b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n{}",
    "short body": b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + b"Content-Length: 99\r\n\r\n{}",
    "bad chunk": b"POST /api/v1/ask HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "5 GB": b"POST /api/v1/documents HTTP/1.1\r\n" + HOST + b"Content-Length: 5000000000\r\n\r\n",
    "5 GB, expecting": b"POST /api/v1/documents HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 5000000000\r\nExpect: 100-continue\r\n\r\n",
}


@pytest.mark.parametrize("data", RAW.values(), ids=RAW)
def test_what_is_no_request_is_refused_or_dropped(server: Server, data: bytes) -> None:
    reply = server.raw(data)
    status = reply.partition("\r\n")[0]

    assert status == "" or re.match(r"HTTP/1\.[01] (100|200|4\d\d)", status)
    assert not re.search(r"Traceback|\.py\b|root:|[Ww]aitress", reply)
    assert server.request("GET", "/healthz")[0] == 200


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(server: Server) -> None:
    reply = server.raw(RAW["5 GB"])
    head, _, body = reply.partition("\r\n\r\n")

    assert head.startswith("HTTP/1.1 413 ")
    assert "Content-Type: application/json" in head
    assert json.loads(body)["error"]["code"] == "too_large"


UPLOAD = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="sent.txt"\r\n\r\n'
    b"The bittern booms in the reeds.\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("framing", "body", "taken"),
    [
        (b"Content-Length: %d" % len(UPLOAD), UPLOAD, True),
        (b"Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(UPLOAD), UPLOAD), True),
        (b"Content-Length: 0", b"", False),
        (b"X: no length", UPLOAD, False),
        (b"Content-Length: %d" % (len(UPLOAD) - 20), UPLOAD, False),
        (b"Content-Length: %d" % (len(UPLOAD) + 20), UPLOAD, False),
        (b"Transfer-Encoding: chunked", b"%x\r\n%s" % (len(UPLOAD), UPLOAD[:-20]), False),
    ],
    ids=["length", "chunks", "none", "untold", "too short", "too long", "cut off"],
)
def test_an_upload_is_taken_whole_or_not_at_all(
    server: Server, framing: bytes, body: bytes, taken: bool
) -> None:
    """However its length is told (abuse case 6); and no temporary file is left of it."""
    before = open_files(server)
    kind = b"Content-Type: multipart/form-data; boundary=x\r\nConnection: close\r\n"
    reply = server.raw(
        b"POST /api/v1/documents?wait=60 HTTP/1.1\r\n" + HOST + kind + framing + b"\r\n\r\n" + body
    )
    listed = json.loads(server.request("GET", "/api/v1/documents")[1])["documents"]
    found = [document["id"] for document in listed if document["source"] == "sent.txt"]

    assert len(found) == taken, reply
    assert reply.startswith(b"HTTP/1.1 201".decode()) == taken
    for document_id in found:
        assert server.request("DELETE", f"/api/v1/documents/{document_id}")[0] == 204
    assert open_files(server) <= before


def open_files(server: Server) -> set[str]:
    """Return the files outside of the collection that a server has open, deleted ones too."""
    places = Path(f"/proc/{server.process.pid}/fd")
    found = set()
    for place in places.iterdir() if places.exists() else ():
        with suppress(FileNotFoundError):  # it was closed just now
            found.add(os.readlink(place))
    return {path for path in found if "/tmp" in path and "/data/main" not in path}


@pytest.mark.parametrize(
    "framing",
    [
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'14\r\n{"question": "Who?"}\r\n0\r\n\r\n',
        b"Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
        b"Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=range(5),
)
def test_no_second_request_hides_in_a_body(server: Server, framing: bytes) -> None:
    """Whatever stands behind the first request may be refused, never run as somebody else's."""
    hidden = b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"
    first = b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
    statuses = re.findall(r"HTTP/1\.[01] (\d+)", server.raw(first + framing + hidden))

    assert statuses in (["400"], ["501"])


def test_no_reply_names_the_software(server: Server) -> None:
    reply = server.raw(b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")

    assert "\r\nServer:" not in reply
    assert not re.search("waitress|werkzeug|flask|python", reply, re.IGNORECASE)


# Starting and ending -----------------------------------------------------------------


def test_it_does_not_listen_beyond_this_machine_without_a_key() -> None:
    done = serve_once("--host", "0.0.0.0", "--port", "0")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(
        "Error: 0.0.0.0 can be reached from other machines: set PINCITE_KEY"
    )
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = serve_once("--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"Error: port {port} of 127.0.0.1 cannot be opened" in done.stderr
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_uploads_larger_than_a_document_may_be_are_no_setting() -> None:
    done = serve_once("--port", "0", PINCITE_UPLOAD_MB="999")

    assert done.returncode == 1
    assert "PINCITE_UPLOAD_MB: 999 is more than" in done.stderr


@pytest.mark.parametrize("address", ["256.1.1.1", "no-such-host.invalid", "127.0.0.1:80"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    done = serve_once("--host", address, "--port", "0", PINCITE_KEY="a-key-of-16-letters")

    assert (done.returncode, done.stdout) == (1, "")
    assert address in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("sent", "after"), [(signal.SIGTERM, 0), (signal.SIGINT, 0), (signal.SIGINT, 5)]
)
def test_it_ends_well_while_it_is_still_loading(
    settings: dict[str, str], sent: int, after: float, tmp_path: Path
) -> None:
    """At once, and while PyTorch makes the light form of its model."""
    settings = {**settings, "PINCITE_MODELS": str(tmp_path / "models")}
    with running([str(PROGRAM), "serve", "--port", "0"], **settings) as server:
        time.sleep(after)
        server.process.send_signal(sent)

        assert server.process.wait(120) == 0, "".join(server.said)
    assert "Traceback" not in "".join(server.said)


def test_it_ends_well_when_it_is_told_to(server: Server, settings: dict[str, str]) -> None:
    """The last test that uses the server of this module."""
    server.process.send_signal(signal.SIGTERM)

    assert server.process.wait(120) == 0, "".join(server.said)
    assert "Traceback" not in "".join(server.said)
    assert list(Path(settings["PINCITE_DATA"]).rglob("vectors/gen-*/manifest.json"))


# Being killed ------------------------------------------------------------------------


class Uploader(threading.Thread):
    """Uploads and removes documents until the server is gone, and notes what was promised."""

    def __init__(self, server: Server, label: str) -> None:
        super().__init__()
        self.server, self.label = server, label
        self.there: dict[str, str] = {}
        self.gone: set[str] = set()
        self.promised = 0

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            for number in range(10_000):
                self.upload(f"{self.label}-{number}")
                if number % 3 == 2:
                    self.remove(next(iter(self.there)))

    def upload(self, name: str) -> None:
        text = f"The heron of {name} stands. " * 40
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        body = f"--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n".encode()
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        status, reply = self.server.request("POST", "/api/v1/documents?wait=60", body, **kind)
        assert status == 201, reply
        self.there[json.loads(reply)["document"]["id"]] = text
        self.promised += 1

    def remove(self, document_id: str) -> None:
        del self.there[document_id]
        status, reply = self.server.request("DELETE", f"/api/v1/documents/{document_id}")
        assert status == 204, reply
        self.gone.add(document_id)
        self.promised += 1


@pytest.mark.timeout(600)
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    """Acknowledged uploads are there and whole, acknowledged removals stay gone."""
    random, there, gone = Random(7), dict[str, str](), set[str]()
    for round_ in range(6):
        with running(
            [sys.executable, "-c", WORDS_SERVER, str(tmp_path)], **live_modules()
        ) as server:
            uploaders = [Uploader(server, f"{round_}-{n}") for n in range(4)]
            for uploader in uploaders:
                uploader.start()
            acknowledged = random.randint(2, 8)  # whenever that is: machines differ in speed
            wait_until(lambda: sum(one.promised for one in uploaders) >= acknowledged, 120)  # noqa: B023
            time.sleep(random.uniform(0, 0.1))
            server.process.kill()
            for uploader in uploaders:
                uploader.join()
                there |= uploader.there
                gone |= uploader.gone
        index = LocalIndex(tmp_path, WordEmbedder)
        found = {info.id: reading(index).document(info.id) for info in reading(index).documents()}

        assert list(index.findings()) == []
        assert all(found[key] and found[key].text == text for key, text in there.items())
        assert not gone & found.keys()
        assert all(d and d.text.endswith("stands. ") and len(d.text) > 1000 for d in found.values())
    assert len(there) + len(gone) >= 12
