"""Where requests end, and which bodies are received."""

import gc
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import HOST, MOST, Client, Recorder, serving, serving_collection

KEY = "correct-horse-battery"
HIDDEN = b"GET /hidden HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /first HTTP/1.1\r\n" + HOST

AMBIGUOUS = {
    "length, chunked": POST
    + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "chunked, length": POST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "length, empty coding": POST
    + b"Content-Length: 5\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "length of none, chunked": POST
    + b"Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "two lengths": POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n" + HIDDEN,
    "one length twice": POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde" + HIDDEN,
    "list of lengths": POST + b"Content-Length: 5, 5\r\n\r\nabcde" + HIDDEN,
    "length with a sign": POST + b"Content-Length: +5\r\n\r\nabcde" + HIDDEN,
    "length with a gap": POST + b"Content-Length: 5 5\r\n\r\nabcde" + HIDDEN,
    "length in hex": POST + b"Content-Length: 0x5\r\n\r\nabcde" + HIDDEN,
    "folded length": POST + b"Content-Length:\r\n 5\r\n\r\nabcde" + HIDDEN,
    "folded coding": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "gap before the colon": POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "other coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "two codings": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "chunked twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "coding twice": POST
    + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + HIDDEN,
    "chunked in 1.0": b"POST / HTTP/1.0\r\nConnection: keep-alive\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
    "no version": b"POST /first\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n" + HIDDEN,
    "another version": b"POST /first HTTP/1.2\r\n" + HOST + b"Content-Length: 0\r\n\r\n" + HIDDEN,
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n" + HIDDEN,
    "no host": b"GET / HTTP/1.1\r\n\r\n" + HIDDEN,
    "bare line feeds": b"GET /first HTTP/1.1\nHost: 127.0.0.1\n\n" + HIDDEN,
    "bare line feed in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\nY: b\r\n\r\n" + HIDDEN,
    "bare return in a header": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\rY: b\r\n\r\n" + HIDDEN,
    "chunk size with a bare line feed": POST
    + b"Transfer-Encoding: chunked\r\n\r\n5\n\r\nabcde\r\n0\r\n\r\n"
    + HIDDEN,
    "chunk size with a sign": POST
    + b"Transfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n0\r\n\r\n"
    + HIDDEN,
    "chunk without its end": POST
    + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeX\r\n0\r\n\r\n"
    + HIDDEN,
    "empty line for a chunk size": POST
    + b"Transfer-Encoding: chunked\r\n\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
    + HIDDEN,
    "bare line feed after the last chunk": POST
    + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: a\nY: b\r\n\r\n"
    + HIDDEN,
}


@pytest.mark.parametrize("data", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_a_request_whose_end_is_ambiguous_is_refused_with_all_behind_it(data: bytes) -> None:
    recorder = Recorder()
    with serving(recorder) as server, Client(server.port) as client:
        client.send(data)
        reply = client.reply()

        assert (reply.status, reply.code) in ((400, "bad_request"), (501, "not_implemented"))
        assert client.rest() == b""
    assert recorder.seen == []


@pytest.mark.parametrize("data", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_it_is_refused_also_when_it_comes_byte_by_byte(data: bytes) -> None:
    recorder = Recorder()
    with serving(recorder) as server, Client(server.port) as client:
        for byte in data[:150]:
            client.send(bytes([byte]))
        client.send(data[150:])

        assert client.reply().status in (400, 501)
        assert b"HTTP/1" not in client.rest()
    assert recorder.seen == []


WELL_FRAMED = {
    "length": (b"Content-Length: 5\r\n\r\nabcde", b"abcde"),
    "no length": (b"\r\n", b""),
    "chunked": (
        b"transfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        b"abcde",
    ),
    "trailers": (b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nX: y\r\n\r\n", b"abcde"),
    "no chunk": (b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b""),
}


@pytest.mark.parametrize("step", [1, 1000])
@pytest.mark.parametrize(("framing", "body"), WELL_FRAMED.values(), ids=WELL_FRAMED)
def test_requests_that_follow_one_another_are_answered_in_turn(
    framing: bytes, body: bytes, step: int
) -> None:
    recorder, sent = Recorder(), POST + framing + HIDDEN
    with serving(recorder) as server, Client(server.port) as client:
        for start in range(0, len(sent), step):
            client.send(sent[start : start + step])

        assert [client.reply().body for _ in range(2)] == [b"ok", b"ok"]
    assert recorder.seen == [("POST", "/first", body), ("GET", "/hidden", b"")]


def test_a_chunk_that_says_it_is_too_large_is_refused_before_it_comes() -> None:
    with serving(Recorder()) as server, Client(server.port) as client:
        client.send(POST + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n")

        assert client.reply().status == 413


@pytest.mark.parametrize("endless", [b"0" * 100, b";" + b"x" * 100], ids=["size", "extension"])
def test_a_line_of_a_chunk_does_not_grow_for_ever(endless: bytes) -> None:
    with serving(Recorder()) as server, Client(server.port) as client:
        client.send(POST + b"Transfer-Encoding: chunked\r\n\r\n5" + endless * 20)

        assert client.reply().status == 400


def test_a_body_that_no_route_takes_is_thrown_away() -> None:
    """And is no request of its own, however it looks."""
    recorder = Recorder()
    with serving(recorder) as server, Client(server.port) as client:
        length = b"Content-Length: %d\r\n\r\n" % (len(HIDDEN) * 50_000)
        client.send(b"GET /first HTTP/1.1\r\n" + HOST + length + HIDDEN * 50_000)

        assert client.reply().body == b"ok"
        assert client.rest() == b""
    assert recorder.seen == [("GET", "/first", b"")]


# Keys and sizes are looked at first ----------------------------------------------------

UPLOAD = b"POST /api/v1/documents HTTP/1.1\r\n" + HOST
FORM = b"Content-Type: multipart/form-data; boundary=x\r\n"
LARGE = b"Content-Length: 24000000\r\n"
BEARER = b"Authorization: Bearer " + KEY.encode() + b"\r\n"
SMALL = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    b"The bittern booms.\r\n--x--\r\n"
)
REFUSED = {
    "no key": (UPLOAD + FORM + LARGE, 401),
    "wrong key": (UPLOAD + FORM + LARGE + b"Authorization: Bearer wrong\r\n", 401),
    "no key, chunked": (UPLOAD + FORM + b"Transfer-Encoding: chunked\r\n", 401),
    "no key, question": (b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + LARGE, 401),
    "no such route": (b"POST /nothing HTTP/1.1\r\n" + HOST + LARGE + BEARER, 404),
    "no such method": (b"PUT /api/v1/documents HTTP/1.1\r\n" + HOST + LARGE + BEARER, 405),
    "question of 24 MB": (b"POST /api/v1/ask HTTP/1.1\r\n" + HOST + LARGE + BEARER, 413),
    "upload of 5 GB": (UPLOAD + FORM + BEARER + b"Content-Length: 5000000000\r\n", 413),
}


@pytest.mark.parametrize("expecting", [b"", b"Expect: 100-continue\r\n"], ids=["", "expecting"])
@pytest.mark.parametrize(("head", "status"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_be_sent_is_refused_by_its_head(
    head: bytes, status: int, expecting: bytes, tmp_path: Path
) -> None:
    """Nothing of the body has been sent, and nothing was asked for."""
    with serving_collection(tmp_path, key=KEY) as server, Client(server.port) as client:
        client.send(head + expecting + b"\r\n")
        reply = client.reply()

        assert reply.status == status
        assert json.loads(reply.body)["error"]["message"]


def test_who_sends_the_body_all_the_same_sees_why_it_was_refused(tmp_path: Path) -> None:
    """The connection is not reset, so that every client can read the reply."""
    with serving_collection(tmp_path, key=KEY) as server, Client(server.port) as client:
        client.send(UPLOAD + FORM + LARGE + b"\r\n" + b"x" * 24_000_000)
        reply = client.reply()

        assert (reply.status, reply.code) == (401, "key_needed")
        assert client.rest() == b""


def test_who_may_send_a_body_is_told_to_go_on(tmp_path: Path) -> None:
    expecting = b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(SMALL)
    with serving_collection(tmp_path, key=KEY) as server, Client(server.port) as client:
        client.send(UPLOAD + FORM + BEARER + expecting)
        assert client.socket.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.send(SMALL)

        assert client.reply().status == 202


# A full disk ---------------------------------------------------------------------------


@pytest.fixture
def full_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder for temporary files, on a disk of 2 MB."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk needs root and a system that lets it mount one")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def upload_of(size: int) -> bytes:
    body = SMALL.replace(b"booms", b"booms " * (size // 6))
    return UPLOAD + FORM + b"Content-Length: %d\r\n\r\n" % len(body) + body


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("size", [1_500_000, 5_000_000], ids=["form", "body"])
def test_an_upload_that_finds_no_room_is_refused_as_that(
    full_temporary_folder: Path, tmp_path: Path, size: int
) -> None:
    """Neither where the server keeps the body, nor where the form is taken apart."""
    with serving_collection(tmp_path / "collection") as server, Client(server.port) as client:
        client.send(upload_of(size))
        reply = client.reply()
        assert (reply.status, reply.code) == (507, "disk_full")

        with Client(server.port) as other:  # with room again, all goes on
            other.send(upload_of(100_000))
            assert other.reply().status == 202
    gc.collect()  # here, where files that could not be written are expected to complain


def test_a_body_at_the_limit_is_received() -> None:
    recorder = Recorder()
    with serving(recorder) as server, Client(server.port) as client:
        client.send(POST + b"Content-Length: %d\r\n\r\n" % MOST + b"x" * MOST)
        assert client.reply().body == b"ok"
    assert len(recorder.seen[0][2]) == MOST
