"""Two collections with the same document: the key of one never shows anything of the other."""

import http.client
import json
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from key_calls import ADMINISTRATORS, Keys, addresses, call, file_of
from serving import running
from several_collections import add, several

from qa.commands.cli import main
from qa.service.keys import KeyLimits
from qa.web.app import create_app
from qa.web.serving.limits import Limits
from qa.web.serving.serve import make_server

SHARED = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
SECRET = "Zanzibar paid the ferryman 7,413 florins for Quillfeather in Obergurgl."
OWN = "The survey counted 12 swans on the island."
QUESTION = "How many florins did Zanzibar pay the ferryman for Quillfeather?"
CANARIES = ("7,413", "obergurgl", "a.txt")  # not in what is asked


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a service of three collections; all but the default one hold the same note."""
    add(tmp_path / "main", "main.txt", "Nothing of either stands here.")
    for name, own in (("a", SECRET), ("b", OWN)):
        add(tmp_path / name, "shared.txt", SHARED)
        add(tmp_path / name, f"{name}.txt", own)
    with several(tmp_path, key=ADMINISTRATORS) as collections:
        yield create_app(collections.default, collections).test_client()


@pytest.fixture
def key(keys: Keys) -> str:
    """A key that may manage one collection, and read no other."""
    return keys.make("manage", frozenset({"b"}))


def said(client: FlaskClient, key: str, method: str, path: str, **options: Any) -> tuple[int, str]:
    """Return the status and the body of a reply, but for the number of its request."""
    reply = call(client, key, method, path, **options)
    return reply.status_code, reply.text.replace(reply.headers["X-Request-Id"], "(id)")


def named(path: str, name: str) -> list[str]:
    """Return the two addresses that a path has in a collection; one, where it is no API's."""
    api = path.removeprefix("/api/v1/")
    ways = [f"/c/{name}{path}"]
    return ways if api == path else [*ways, f"/api/v1/collections/{name}/{api}"]


def test_a_foreign_collection_is_one_that_does_not_exist(client: FlaskClient, key: str) -> None:
    """Whatever is asked of it, whether it is open or not."""
    different = []
    for opened in (False, True):
        if opened:
            assert said(client, ADMINISTRATORS, "GET", "/c/a/api/v1/documents")[0] == 200
        for endpoint, method, path in addresses(client):
            body: dict[str, Any] = {"json": {}} if method in ("POST", "PATCH") else {}
            for foreign, missing in zip(named(path, "a"), named(path, "zzz"), strict=True):
                replies = {said(client, key, method, one, **body) for one in (foreign, missing)}
                if len(replies) != 1 or {status for status, _ in replies} - {404}:
                    different.append((endpoint, method, foreign, replies))

    assert different == []


def page_of(client: FlaskClient, name: str, path: str) -> str:
    """Return a page, but for the name that its address has."""
    page = client.get(f"/c/{name}{path}").text
    page = page.replace(f'data-collection="{name}"', 'data-collection="NAME"')
    return page.replace(f"/c/{name}", "/c/NAME")


def test_the_page_of_a_foreign_collection_is_as_any(client: FlaskClient, key: str) -> None:
    """Nor does one tell which is the default one."""
    default = client.application.extensions["Collections"].config.collection
    for path in ("", "/", "/read/x"):
        pages = {page_of(client, name, path) for name in ("a", "b", "zzz", default)}
        assert len(pages) == 1


def test_nothing_of_a_foreign_collection_is_in_any_reply(client: FlaskClient, key: str) -> None:
    assert "7,413" in said(client, ADMINISTRATORS, "POST", "/c/a/api/v1/ask", json=asked())[1]
    citation = json.loads(
        said(client, ADMINISTRATORS, "POST", "/c/a/api/v1/search", json=asked())[1]
    )["hits"][0]
    document = citation["document_id"]
    replies = [
        said(client, key, "POST", "/c/b/api/v1/ask", json=asked()),
        said(client, key, "POST", "/c/b/api/v1/ask", json=asked(within={"documents": [document]})),
        said(client, key, "POST", "/c/b/api/v1/search", json=asked()),
        said(client, key, "POST", "/c/b/api/v1/find", json={"topic": "florins for a ferryman"}),
        said(client, key, "POST", "/c/b/api/v1/timeline", json={"topic": "florins"}),
        said(client, key, "GET", "/c/b/api/v1/timeline"),
        said(client, key, "POST", "/c/b/v1/search_results", json=asked()),
        said(client, key, "GET", "/c/b/api/v1/documents"),
        said(client, key, "GET", f"/c/b/api/v1/documents?version={citation['version']}"),
        said(client, key, "GET", f"/c/b/api/v1/documents/{document}"),
        said(client, key, "GET", f"/c/b/api/v1/documents/{document}/text"),
        said(client, key, "GET", "/c/b/api/v1/map"),
        said(client, key, "GET", "/c/b/api/v1/examples"),
        said(client, key, "GET", "/c/b/api/v1/jobs"),
        said(client, key, "GET", "/c/b/api/v1/marks"),
        said(client, key, "GET", "/c/b/api/v1/alerts"),
        said(client, key, "GET", "/c/b/v1/models"),
        said(client, key, "DELETE", f"/c/b/api/v1/documents/{document}"),
        said(client, key, "GET", "/readyz"),
        said(client, key, "GET", "/api/v1/documents"),
    ]
    shown = "".join(body for _, body in replies).lower()

    assert [word for word in CANARIES if word in shown] == []
    assert {status for status, _ in replies} <= {200, 404, 409}
    swans = said(client, key, "POST", "/c/b/api/v1/ask", json=asked("How many swans are there?"))
    assert "12 swans" in swans[1]


def asked(question: str = QUESTION, **within: Any) -> dict[str, Any]:
    return {"question": question, **within}


def test_the_same_document_is_each_collections_own(client: FlaskClient, key: str) -> None:
    document = json.loads(said(client, key, "GET", "/c/b/api/v1/documents")[1])["documents"]
    (shared,) = [one["id"] for one in document if one["source"].startswith("shared")]
    assert said(client, key, "DELETE", f"/c/b/api/v1/documents/{shared}")[0] == 204

    assert said(client, key, "GET", f"/c/b/api/v1/documents/{shared}")[0] == 404
    there = said(client, ADMINISTRATORS, "GET", f"/c/a/api/v1/documents/{shared}")
    assert there[0] == 200


def test_a_key_goes_along_when_its_collection_is_renamed_and_not_to_a_new_one(
    client: FlaskClient, key: str
) -> None:
    served = client.application.extensions["Collections"]
    served.rename("b", "birds")
    assert said(client, key, "GET", "/c/birds/api/v1/documents")[0] == 200
    assert said(client, key, "GET", "/c/b/api/v1/documents")[0] == 404
    served.remove("birds")
    served.create("birds")

    assert said(client, key, "GET", "/c/birds/api/v1/documents")[0] == 404
    assert said(client, ADMINISTRATORS, "GET", "/c/birds/api/v1/documents")[0] == 200


def test_a_feed_of_a_collection_is_read_with_the_address_of_a_key_for_it(
    client: FlaskClient, key: str, keys: Keys
) -> None:
    alert = {"words": "Who counts swans?"}
    mine = json.loads(said(client, key, "POST", "/c/b/api/v1/alerts", json=alert)[1])["feed"]
    administrators = json.loads(said(client, ADMINISTRATORS, "GET", "/c/b/api/v1/alerts")[1])
    (theirs,) = [one["feed"] for one in administrators["alerts"]]
    assert mine.startswith("/c/b/")
    assert [client.get(one).status_code for one in (mine, theirs)] == [200, 200]
    moved = [one.replace("/c/b/", f"/c/{name}/") for one in (mine, theirs) for name in ("a", "zzz")]

    assert {said(client, "", "GET", one) for one in moved} == {
        (401, said(client, "", "GET", moved[0])[1])
    }


def test_the_feed_that_the_command_line_prints_is_read_in_its_collection(
    client: FlaskClient, key: str, keys: Keys
) -> None:
    alert = {"words": "Who counts swans?"}
    said(client, key, "POST", "/c/b/api/v1/alerts", json=alert)
    data = file_of(keys.store).parent
    command = ["--data", str(data), "--collection", "b", "alert", "list", "--json"]
    printed = CliRunner().invoke(main, command, catch_exceptions=False)
    (one,) = json.loads(printed.stdout)["alerts"]
    feed = one["feed"]

    assert feed.startswith("/c/b/api/v1/alerts/")
    assert client.get(feed).status_code == 200
    for wrong in (feed[:-1], feed.replace("/c/b/", "/c/a/"), feed.replace("/c/b/", "/c/zzz/")):
        assert client.get(wrong).status_code == 401
    os.chmod(data / "frame.key", 0o644)
    assert client.get(feed).status_code == 401, "others may have read the secret"
    os.chmod(data / "frame.key", 0o600)
    (data / "frame.key").unlink()
    assert client.get(feed).status_code == 401


def test_each_collection_that_is_asked_counts(client: FlaskClient, keys: Keys) -> None:
    both = frozenset({"a", "b"})
    wanted = {"ask": "question", "search": "question", "find": "topic"}
    for path, field in wanted.items():
        body = {field: "Where does the heron stand?", "collections": ["a", "b", "a"]}
        key = keys.make(collections=both, limits=KeyLimits(questions=3))
        replies = [call(client, key, "POST", f"/c/a/api/v1/{path}", json=body) for _ in range(2)]
        assert [one.status_code for one in replies] == [200, 429]
        assert replies[0].headers["RateLimit"].startswith('"questions";r=1;t=')


def test_a_key_that_does_not_open_the_default_one_names_its_own(
    client: FlaskClient, key: str
) -> None:
    """Where the address names none, `model` or `collections` does; the rest says what to do."""
    listed = call(client, key, "GET", "/v1/models").get_json()
    assert [one["id"] for one in listed["data"]] == ["b"]
    asked = {"messages": [{"role": "user", "content": "How many swans?"}], "stream": True}
    reply = call(client, key, "POST", "/v1/chat/completions", json={"model": "b", **asked})
    assert "12 swans" in reply.text
    assert "[DONE]" in reply.text, "a stream goes on, although the default one is closed to the key"
    for path in ("ask", "search"):
        several = {"question": "How many swans?", "collections": ["b"]}
        assert "12 swans" in call(client, key, "POST", f"/api/v1/{path}", json=several).text
    options: dict[str, Any] = {"json": {"question": "How many swans?"}}
    for method, path in (("POST", "/api/v1/ask"), ("GET", "/api/v1/documents")):
        refused = call(client, key, method, path, **(options if method == "POST" else {}))
        assert refused.status_code == 404
        assert "does not open the default collection" in refused.text


def test_a_model_of_a_foreign_collection_is_one_that_does_not_exist(
    client: FlaskClient, key: str
) -> None:
    asked = {"messages": [{"role": "user", "content": QUESTION}]}
    for path in ("/v1/chat/completions", "/v1/messages"):
        replies = set()
        for name in ("a", "main", "zzz"):
            body: dict[str, Any] = {"model": name, "max_tokens": 9, **asked}
            replies.add(said(client, key, "POST", path, json=body))
        assert len(replies) == 1
        assert {status for status, _ in replies} == {404}
    for name in ("a", "main", "zzz"):
        assert call(client, key, "GET", f"/v1/models/{name}").status_code == 404
        several_asked = {"question": QUESTION, "collections": ["b", name]}
        reply = call(client, key, "POST", "/api/v1/ask", json=several_asked)
        assert reply.status_code == 404
        error = reply.get_json()["error"]
        assert error["message"] == f"There is no collection '{name}': leave it out."


def test_the_server_receives_a_body_that_names_a_collection(tmp_path: Path, keys: Keys) -> None:
    """It receives none of those who may not ask, and knows a request by its head alone then."""
    for name in ("main", "b"):
        add(tmp_path / name, "note.txt", OWN)
    sent = {
        "Authorization": f"Bearer {keys.make('read', frozenset({'b'}))}",
        "Content-Type": "application/json",
    }
    asked = {"model": "b", "messages": [{"role": "user", "content": "How many swans?"}]}
    with several(tmp_path, key=ADMINISTRATORS) as collections:
        server = make_server(collections.default, Limits(), collections)
        with (
            running(server),
            closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection,
        ):
            connection.request("POST", "/v1/chat/completions", json.dumps(asked), sent)
            reply = connection.getresponse()

            assert reply.status == 200
            assert b"12 swans" in reply.read()
