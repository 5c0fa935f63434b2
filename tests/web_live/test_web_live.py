"""The server as it runs: what it serves, and what no client should send."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from live_server import PROGRAM, Server, running, serve_once
from toys import live_modules

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
    command = [sys.executable, "-c", f"{code}; from qa.commands.cli import main; main()"]
    with running([*command, "serve", "--port", "0"], **settings, **live_modules()) as other:
        until = time.monotonic() + 300
        while len(told := [line for line in other.said if LESS in line]) < 2:
            assert time.monotonic() < until, other.said
            time.sleep(0.01)

    assert ["Landlock" in line for line in told] == [False, True]
    assert not any(LESS in line for line in server.said)


WATCHED = """
import ctypes, os, sys, threading, time
from qa.commands.cli import main

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
