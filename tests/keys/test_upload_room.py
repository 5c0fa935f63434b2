"""Uploads that a key may not send any more are refused before they arrive."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import HOST, Client, serving_collection

from qa.config import Config
from qa.service.allowances import DAY
from qa.service.key_store import KeyStore
from qa.service.keys import KeyLimits
from qa.web.serving.http_server import HttpServer

KEY = "correct-horse-battery"
UPLOAD = b"POST /api/v1/documents HTTP/1.1\r\n" + HOST
FORM = b"Content-Type: multipart/form-data; boundary=x\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
FIRST = b'--x\r\nContent-Disposition: form-data; name="file"; filename="note.txt"\r\n\r\n'
LAST = b"\r\n--x--\r\n"
MEGABYTE = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path)


@pytest.fixture
def server(tmp_path: Path, store: KeyStore) -> Iterator[HttpServer]:
    """A service that takes 3 MB of anybody."""
    config = Config(port=0, key=KEY, upload_mb=3, data=tmp_path)
    with serving_collection(tmp_path / "main", config=config) as server:
        yield server


def limited(store: KeyStore, **limits: int) -> bytes:
    """Return the header of a new key."""
    key = store.add(f"key {len(store.all())}", "add", None, limits=KeyLimits(**limits))[1]
    return f"Authorization: Bearer {key}\r\n".encode()


def length(size: int) -> bytes:
    return b"Content-Length: %d\r\n" % size


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def assert_used_up(client: Client, *policies: str) -> None:
    """Expect the reply that says which limits are used up, and when there is more."""
    reply = client.reply()
    assert (reply.status, reply.code) == (429, "limit_reached")
    assert "a day" in json.loads(reply.body)["error"]["message"]
    wait = int(reply.headers["Retry-After"])
    assert 1 <= wait <= DAY
    assert reply.headers["RateLimit-Policy"] == ", ".join(policies)
    assert reply.headers["RateLimit"].endswith(f";t={wait}")
    assert client.rest() == b""


@pytest.mark.parametrize("expecting", [b"", b"Expect: 100-continue\r\n"], ids=["", "expecting"])
def test_more_than_is_left_of_the_day_is_refused_by_its_length(
    server: HttpServer, store: KeyStore, expecting: bytes
) -> None:
    """Nothing of the body has been sent, and nothing was asked for."""
    key = limited(store, megabytes=1)
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + key + length(2 * MEGABYTE) + expecting + b"\r\n")
        assert_used_up(client, '"megabytes";q=1;w=86400')
    body = FIRST + b"The heron stands." + LAST
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + key + length(len(body)) + b"\r\n" + body)
        reply = client.reply()
        assert reply.status == 202, "what was refused did not count"
        assert reply.headers["RateLimit"].startswith('"megabytes";r=0;')


def test_what_says_no_length_is_refused_as_soon_as_it_is_too_much(
    server: HttpServer, store: KeyStore
) -> None:
    key = limited(store, megabytes=1)
    with Client(server.port) as client:  # the body goes on, for all that is known
        client.send(UPLOAD + FORM + key + CHUNKED + b"\r\n" + chunk(FIRST))
        for _ in range(12):
            client.send(chunk(b"x" * 100_000))
        assert_used_up(client, '"megabytes";q=1;w=86400')
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + key + CHUNKED + b"\r\n" + b"200000\r\n")
        assert_used_up(client, '"megabytes";q=1;w=86400')


def test_one_document_too_many_is_refused_by_its_head(server: HttpServer, store: KeyStore) -> None:
    key = limited(store, uploads=1, megabytes=5)
    body = FIRST + b"The heron stands." + LAST
    head = UPLOAD + FORM + key + length(len(body)) + b"\r\n"
    with Client(server.port) as client:
        client.send(head + body)
        assert client.reply().status == 202
    with Client(server.port) as client:
        client.send(head)
        assert_used_up(client, '"uploads";q=1;w=86400', '"megabytes";q=5;w=86400')


def test_what_is_too_large_for_everybody_is_refused_as_that(
    server: HttpServer, store: KeyStore
) -> None:
    for key in (limited(store, megabytes=100), limited(store, uploads=9), limited(store)):
        for sent in (length(4 * MEGABYTE) + b"\r\n", CHUNKED + b"\r\n400000\r\n"):
            with Client(server.port) as client:
                client.send(UPLOAD + FORM + key + sent)
                reply = client.reply()
                assert (reply.status, reply.code) == (413, "too_large")


@pytest.mark.parametrize("limits", [{"megabytes": 1}, {"uploads": 1}], ids=["bytes", "uploads"])
def test_what_is_too_large_for_everybody_does_not_wait_for_midnight(
    server: HttpServer, store: KeyStore, limits: dict[str, int]
) -> None:
    key = limited(store, **limits)
    body = FIRST + b"The heron stands." + LAST
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + key + length(len(body)) + b"\r\n" + body)
        assert client.reply().status == 202
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + key + length(4 * MEGABYTE) + b"\r\n")
        reply = client.reply()
        assert (reply.status, reply.code) == (413, "too_large")
        assert client.rest() == b""


def test_a_chunk_that_is_too_large_for_everybody_does_not_wait_for_midnight(
    server: HttpServer, store: KeyStore
) -> None:
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + limited(store, megabytes=1) + CHUNKED + b"\r\n400000\r\n")
        reply = client.reply()
        assert (reply.status, reply.code) == (413, "too_large")


def test_who_may_send_nothing_is_told_that_first(server: HttpServer, store: KeyStore) -> None:
    """A key that only reads learns nothing of limits, whatever it says that it will send."""
    text = store.add("reader", "read", None, limits=KeyLimits(megabytes=1))[1]
    reading = f"Authorization: Bearer {text}\r\n".encode()
    with Client(server.port) as client:
        client.send(UPLOAD + FORM + reading + length(2 * MEGABYTE) + b"\r\n")
        reply = client.reply()
        assert (reply.status, reply.code) == (403, "not_allowed")
