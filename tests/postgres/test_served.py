"""Two servers of one PostgreSQL and one Milvus, with nothing of their own."""

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from live_server import PROGRAM, Server, closing, running
from milvus_servers import running as milvus_running
from postgres_server import PostgresServer
from waiting import until

from index.ledger.postgres.registry import Registry
from qa.service.key_store import KeyStore
from qa.service.stored_collections import StoredCollections
from qa.service.stored_keys import StoredKeys

ADMINISTRATOR = {"Authorization": "Bearer correct-horse-battery"}
OWLS = "Owls hunt at night. They were counted in 1871 by Ada Lund."


@pytest.fixture
def servers(
    url: str, tmp_path: Path, model: Path, light_models: Path
) -> Iterator[tuple[Server, Server]]:
    with ExitStack() as stack:
        milvus = stack.enter_context(milvus_running("lite", tmp_path / "milvus"))
        settings = {
            "PINCITE_STORE": url,
            "PINCITE_INDEX": milvus.url,
            "PINCITE_MODEL": str(model),
            "PINCITE_MODELS": str(light_models),
            "PINCITE_CONFIDENCE": "0",
            "PINCITE_KEY": "correct-horse-battery",
        }
        command = [str(PROGRAM), "serve", "--port", "0"]
        one, other = (
            stack.enter_context(running(command, PINCITE_DATA=str(tmp_path / name), **settings))
            for name in ("one", "other")
        )
        one.wait()
        other.wait()
        yield one, other


def call(server: Server, method: str, path: str, body: Any = None, **headers: str) -> Any:
    status, text = server.request(method, path, body, **(headers or ADMINISTRATOR))
    assert status < 300, (status, text, server.said)
    return json.loads(text or "{}")


def upload(server: Server, name: str, text: str, collection: str = "") -> None:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    body = f"--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n".encode()
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    call(server, "POST", f"{collection}/api/v1/documents", body, **ADMINISTRATOR, **kind)


def sources(server: Server, collection: str = "") -> list[str]:
    listed = call(server, "GET", f"{collection}/api/v1/documents")["documents"]
    return [document["source"] for document in listed]


def found(server: Server, collection: str = "") -> set[str]:
    body = {"question": "When were owls counted?"}
    hits = call(server, "POST", f"{collection}/api/v1/search", body)["hits"]
    return {hit["text"] for hit in hits}


def test_what_one_server_does_holds_on_the_other(
    servers: tuple[Server, Server], url: str, tmp_path: Path
) -> None:
    one, other = servers
    upload(one, "owls.txt", OWLS)
    until(lambda: sources(other) == ["owls.txt"])
    assert any("1871" in text for text in found(other))

    _keys(one, other, KeyStore(StoredKeys(Registry(url))))
    _collections(one, other)
    _links(one, other)
    _default(one, other, Registry(url))

    (document,) = call(one, "GET", "/api/v1/documents")["documents"]
    call(other, "DELETE", f"/api/v1/documents/{document['id']}")
    assert sources(one) == []
    assert one.request("POST", "/api/v1/search", {"question": "owls"}, **ADMINISTRATOR)[0] == 409
    assert not (tmp_path / "one").exists()
    assert not (tmp_path / "other").exists()


def _keys(one: Server, other: Server, keys: KeyStore) -> None:
    """A key counts on both from when it is there until it is revoked."""
    _, text = keys.add("Ada", "read", None)
    bearer = {"Authorization": f"Bearer {text}"}
    for server in (one, other):
        assert server.request("GET", "/api/v1/documents", **bearer)[0] == 200
    keys.revoke("Ada")
    for server in (one, other):
        assert server.request("GET", "/api/v1/documents", **bearer)[0] == 401


def _collections(one: Server, other: Server) -> None:
    """One that is renamed, removed or brought back by one is so on the other."""
    call(one, "POST", "/api/v1/collections", {"name": "letters"})
    upload(other, "letter.txt", OWLS, "/c/letters")
    until(lambda: sources(one, "/c/letters") == ["letter.txt"])
    call(other, "PATCH", "/api/v1/collections/letters", {"name": "post"})
    assert one.request("GET", "/c/letters/api/v1/documents", **ADMINISTRATOR)[0] == 404
    assert sources(one, "/c/post") == ["letter.txt"]
    call(one, "POST", "/api/v1/collections", {"name": "letters"})
    assert sources(other, "/c/letters") == []

    removed = call(one, "DELETE", "/api/v1/collections/post")
    assert other.request("GET", "/c/post/api/v1/documents", **ADMINISTRATOR)[0] == 404
    call(other, "POST", f"/api/v1/bin/{removed['id']}/restore", {"name": "back"})
    assert any("1871" in text for text in found(one, "/c/back"))
    log = call(one, "GET", "/c/back/api/v1/changes")["changes"]
    assert [line["what"] for line in log] == [
        "collection_brought_back",
        "collection_removed",
        "collection_renamed",
        "document_added",
        "upload_accepted",
        "collection_created",
    ]
    removed = call(one, "DELETE", "/api/v1/collections/back")
    call(other, "DELETE", f"/api/v1/bin/{removed['id']}")
    assert call(one, "GET", "/api/v1/bin") == {"removed": []}


def _links(one: Server, other: Server) -> None:
    """A link that one signed is shown by the other."""
    (document,) = call(one, "GET", "/api/v1/documents")["documents"]
    span = {"start": 0, "end": 19}
    path = call(one, "POST", f"/api/v1/documents/{document['id']}/framed", span)["path"]
    status, page = other.request("GET", path)
    assert status == 200
    assert "Owls hunt at night." in page


def _default(one: Server, other: Server, registry: Registry) -> None:
    """The collection that servers open with goes on where somebody else renames it."""
    known = StoredCollections(registry)
    _, text = KeyStore(StoredKeys(registry)).add("Ben", "add", frozenset({"main"}))
    bens = {"Authorization": f"Bearer {text}"}
    known.rename("main", "birds")
    assert found(one) == found(other, "/c/birds")
    body = {"question": "When were owls counted?"}
    assert one.request("POST", "/api/v1/search", body, **bens)[0] == 200
    assert other.request("GET", "/c/main/api/v1/documents", **ADMINISTRATOR)[0] == 404
    for server in (one, other):
        assert call(server, "GET", "/api/v1/collections")["default"] == "birds"
        assert server.request("DELETE", "/api/v1/collections/birds", **ADMINISTRATOR)[0] == 409

    removed = known.remove("birds")
    assert one.request("GET", "/api/v1/documents", **ADMINISTRATOR)[0] == 410
    known.restore(removed.id, "main")
    upload(other, "gulls.txt", "Gulls cry all day.")
    until(lambda: sources(one) == ["gulls.txt", "owls.txt"])
    (gulls,) = [
        one
        for one in call(one, "GET", "/api/v1/documents")["documents"]
        if one["source"] == "gulls.txt"
    ]
    call(one, "DELETE", f"/api/v1/documents/{gulls['id']}")


def test_a_store_that_is_away_is_said_so_and_comes_back(
    servers: tuple[Server, Server], server: PostgresServer
) -> None:
    one, other = servers
    upload(one, "owls.txt", OWLS)
    until(lambda: sources(other) == ["owls.txt"])
    server.stop(signal.SIGQUIT)
    try:
        for each in servers:
            status, body, retry = asked(each)
            assert (status, json.loads(body)["error"]["code"]) == (503, "index_away")
            assert retry is not None
            assert each.request("GET", "/healthz")[0] == 200
            assert each.request("GET", "/readyz")[0] == 503
    finally:
        server.start()
    for each in servers:
        assert sources(each) == ["owls.txt"]
        assert any("1871" in text for text in found(each))
    upload(other, "gulls.txt", "Gulls cry all day.")
    until(lambda: len(sources(one)) == 2)


def asked(server: Server) -> tuple[int, str, str | None]:
    """Ask for the documents; return the status, the body, and when to try again."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    with closing(connection):
        connection.request("GET", "/api/v1/documents", headers=ADMINISTRATOR)
        response = connection.getresponse()
        return response.status, response.read().decode(), response.headers["Retry-After"]
