"""Pages of other sites: which of them may call the API, or show Pincite in a frame."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from serving import Client, Reply, serving_collection

from qa.config import Config

KEY = "correct-horse-battery"
APP, INTRANET = "https://app.example.org", "https://intranet.example.org"
FOREIGN = [
    "https://evil.example",
    "null",
    "http://localhost.evil.example",
    f"{APP}.evil.example",
    "http://app.example.org",
    f"{APP}:8443",
    f"{APP}/",
    f"{APP}, https://evil.example",
    "*",
    "",
]
ASK, LIST = "/api/v1/ask", "/api/v1/documents"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    config = Config(port=0, key=KEY, cors=(APP,), frame_ancestors=(INTRANET,))
    with serving_collection(tmp_path_factory.mktemp("open"), config=config) as server:
        yield server.port


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with serving_collection(tmp_path_factory.mktemp("closed"), key=KEY) as server:
        yield server.port


def send(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
    named = {"Host": "127.0.0.1", "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    with Client(port) as client:
        client.send(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return client.reply()


def asks_first(port: int, origin: str, path: str = ASK) -> Reply:
    return send(
        port,
        "OPTIONS",
        path,
        Origin=origin,
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers="authorization,content-type",
    )


def cors_headers(reply: Reply) -> list[str]:
    return [name for name in reply.headers if name.lower().startswith("access-control-")]


def posts(port: int, **headers: str) -> Reply:
    body = json.dumps({"question": "Who counted the herons?"}).encode()
    return send(
        port,
        "POST",
        ASK,
        body,
        Content_Type="application/json",
        Authorization=f"Bearer {KEY}",
        **headers,
    )


def test_a_listed_site_may_ask_with_a_key_and_read_the_reply(port: int) -> None:
    first = asks_first(port, APP)
    assert (first.status, first.body) == (204, b"")
    assert first.headers["Access-Control-Allow-Origin"] == APP
    assert "Authorization" in first.headers["Access-Control-Allow-Headers"]
    assert "POST" in first.headers["Access-Control-Allow-Methods"]
    assert first.headers["Access-Control-Allow-Credentials"] is None

    reply = posts(port, Origin=APP, Sec_Fetch_Site="cross-site")
    assert reply.code == "collection_empty", "it was answered, and not refused"
    assert reply.headers["Access-Control-Allow-Origin"] == APP
    assert reply.headers["Access-Control-Allow-Credentials"] is None
    assert "X-Request-Id" in reply.headers["Access-Control-Expose-Headers"]
    assert reply.headers["Vary"] == "Origin"

    keyless = send(port, "GET", LIST, Origin=APP)
    assert (keyless.status, keyless.headers["Access-Control-Allow-Origin"]) == (401, APP)


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_other_site_is_answered(port: int, closed: int, origin: str) -> None:
    for one in (port, closed):
        assert cors_headers(asks_first(one, origin)) == []
        assert cors_headers(send(one, "GET", LIST, Origin=origin)) == []
        refused = posts(one, Origin=origin)
        assert (refused.status, refused.code) == (403, "foreign_origin")
        assert cors_headers(refused) == []


def test_no_site_is_listed_unless_somebody_lists_it(closed: int) -> None:
    assert asks_first(closed, APP).status == 401
    assert cors_headers(asks_first(closed, APP)) == []
    assert posts(closed, Origin=APP).code == "foreign_origin"
    assert send(closed, "GET", "/").headers["Vary"] is None


@pytest.mark.parametrize("path", ["/", "/docs", "/read/x", "/static/main.js"])
def test_what_is_for_people_is_for_no_other_site(port: int, path: str) -> None:
    assert cors_headers(send(port, "GET", path, Origin=APP)) == []
    assert cors_headers(asks_first(port, APP, path)) == []


def test_what_is_not_there_has_no_preflight(port: int) -> None:
    assert asks_first(port, APP, "/api/v1/nowhere").status == 401


def test_a_form_of_another_site_is_refused(port: int, closed: int) -> None:
    """Simple requests have no preflight: their origin alone tells."""
    for one in (port, closed):
        for kind in ("text/plain", "multipart/form-data; boundary=x"):
            headers = {"Content_Type": kind, "Cookie": "session=1"}
            for where in ({"Origin": "https://evil.example"}, {"Sec_Fetch_Site": "cross-site"}):
                reply = send(one, "POST", LIST, b"--x--", **headers, **where)
                assert (reply.status, reply.code) == (403, "foreign_origin")


def ancestors(reply: Reply) -> Any:
    (found,) = (
        part
        for part in reply.headers["Content-Security-Policy"].split("; ")
        if part.startswith("frame-ancestors")
    )
    return found.split()[1:]


def test_a_page_is_framed_by_listed_sites_alone(port: int, closed: int) -> None:
    assert ancestors(send(port, "GET", "/")) == [INTRANET]
    assert ancestors(send(port, "GET", "/docs")) == [INTRANET]
    assert ancestors(send(port, "GET", LIST)) == ["'none'"]
    assert ancestors(send(closed, "GET", "/")) == ["'none'"]
