"""Several collections over HTTP: their addresses, and how they come and go."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from several_collections import add, fill
from toys import WordEmbedder
from web_client import KEY, calls, events, fault

from index import LocalIndex
from qa.service.addresses import split_address

HERON, CARP = "The heron stands in water.", "The carp swims in ponds."
LIST, BIN = "/api/v1/collections", "/api/v1/bin"
JSON: dict[str, Any] = {"json": {}}


@pytest.fixture
def client(tmp_path: Path, make_client: Any) -> FlaskClient:
    fill(tmp_path, {"birds": HERON, "fish": CARP})
    found: FlaskClient = make_client()
    return found


def folders(data: Path) -> list[str]:
    return sorted(path.name for path in (*data.iterdir(), *data.glob(".*/*")))


def names(client: FlaskClient) -> list[str]:
    return [one["name"] for one in client.get(LIST).get_json()["collections"]]


def quotes(client: FlaskClient, where: str, question: str) -> list[str]:
    reply = client.post(f"{where}/ask", json={"question": question})
    assert reply.status_code == 200, reply.text
    return [citation["quote"] for citation in reply.get_json()["citations"]]


@pytest.mark.parametrize("where", ["/api/v1/collections/birds", "/c/birds/api/v1"])
def test_each_has_all_addresses(client: FlaskClient, where: str) -> None:
    assert quotes(client, where, "Where does the heron stand?") == [HERON]
    (document,) = client.get(f"{where}/documents").get_json()["documents"]
    assert client.get(f"{where}/documents/{document['id']}/text").text == HERON
    stream = client.post(
        f"{where}/ask",
        json={"question": "Where does the heron stand?"},
        headers={"Accept": "text/event-stream"},
    )
    assert events(stream)[-1][1]["citations"][0]["quote"] == HERON


def test_pages_models_and_tools_are_below_the_name(client: FlaskClient) -> None:
    (document,) = client.get("/c/birds/api/v1/documents").get_json()["documents"]
    assert client.get("/c/birds").status_code == 200
    assert client.get("/c/birds/").status_code == 200
    assert client.get(f"/c/birds/read/{document['id']}").status_code == 200
    assert client.get(f"/c/fish/read/{document['id']}").status_code == 200, "it is in both"
    assert client.get("/c/fish/read/nothing").status_code == 404
    assert [one["id"] for one in client.get("/c/birds/v1/models").get_json()["data"]] == ["birds"]
    told = client.post("/c/birds/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert told.status_code == 200
    chat = {"model": "birds", "messages": [{"role": "user", "content": "Where is the heron?"}]}
    assert client.post("/c/birds/v1/chat/completions", json=chat).status_code == 200
    assert fault(client.post("/c/fish/v1/chat/completions", json=chat), 404) == "model_not_found"


def test_without_a_name_in_the_address_the_model_names_the_collection(client: FlaskClient) -> None:
    listed = client.get("/v1/models").get_json()
    assert [one["id"] for one in listed["data"]] == ["main", "birds", "fish"]
    assert client.get("/v1/models/fish").status_code == 200
    messages = [{"role": "user", "content": "Where is the heron?"}]
    for path in ("/v1/chat/completions", "/v1/messages"):
        asked = {"model": "birds", "max_tokens": 9, "messages": messages}
        assert HERON in client.post(path, json=asked).text
        assert HERON in client.post(path, json={**asked, "stream": True}).text
        assert HERON not in client.post(path, json={**asked, "model": "fish"}).text
        assert client.post(path, json={**asked, "model": "cats"}).status_code == 404


def test_addresses_without_a_name_mean_the_default_one(client: FlaskClient, tmp_path: Path) -> None:
    add(tmp_path / "main", "tern.txt", "The tern dives.")
    for where in ("/api/v1", "/api/v1/collections/main", "/c/main/api/v1"):
        assert quotes(client, where, "What does the tern do?") == ["The tern dives."]


def test_an_upload_goes_where_it_is_sent_and_is_watched_there(client: FlaskClient) -> None:
    from io import BytesIO

    form = {"file": (BytesIO(b"The tern dives."), "tern.txt")}
    reply = client.post("/c/birds/api/v1/documents?wait=0", data=form)
    job = reply.get_json()["job"]
    if reply.status_code == 202:
        assert reply.headers["Location"] == f"/c/birds/api/v1/jobs/{job['id']}"
    watched = client.get(
        f"/c/birds/api/v1/jobs/{job['id']}", headers={"Accept": "text/event-stream"}
    )
    assert events(watched)[-1][1]["state"] == "ready"
    for where in ("/c/fish/api/v1", "/api/v1"):
        assert client.get(f"{where}/jobs/{job['id']}").status_code == 404


def test_links_lead_into_the_collection(tmp_path: Path, make_client: Any) -> None:
    fill(tmp_path, {"birds": HERON, "main": HERON})
    client = make_client(public_url="https://pins.example.org")
    links = [
        client.post(f"{where}/ask", json={"question": "Where does the heron stand?"}).get_json()[
            "citations"
        ][0]["link"]
        for where in ("/api/v1", "/c/birds/api/v1")
    ]

    assert links[0].startswith("https://pins.example.org/read/")
    assert links[1].startswith("https://pins.example.org/c/birds/read/")
    path = links[1].removeprefix("https://pins.example.org")
    assert client.get(path).status_code == 200


def test_they_are_listed_with_what_they_hold(client: FlaskClient) -> None:
    told = client.get(LIST).get_json()

    assert (told["default"], told["may_change"]) == ("main", True)
    assert [(one["name"], one["documents"], one["passages"]) for one in told["collections"]] == [
        ("birds", 1, 1), ("fish", 1, 1), ("main", 0, 0),
    ]  # fmt: skip
    birds, _, main = told["collections"]
    assert birds["changed"].startswith("20")
    assert main["changed"] == ""
    assert client.get(f"{LIST}/birds").get_json() == birds


def test_one_comes_and_goes_and_comes_back(client: FlaskClient) -> None:
    made = client.post(LIST, json={"name": "mammals"})
    assert (made.status_code, made.headers["Location"]) == (201, f"{LIST}/mammals")
    assert fault(client.post(LIST, json={"name": "Mammals"}), 409) == "collection_exists"
    assert client.patch(f"{LIST}/birds", json={"name": "herons"}).get_json()["documents"] == 1
    assert names(client) == ["fish", "herons", "main", "mammals"]
    removed = client.delete(f"{LIST}/herons").get_json()
    assert client.get(BIN).get_json() == {"removed": [removed]}
    assert fault(client.get("/c/herons/api/v1/documents"), 404) == "unknown_collection"
    assert client.get("/c/herons/").status_code == 404
    back = client.post(f"{BIN}/{removed['id']}/restore", json={"name": "birds"})
    assert (back.status_code, back.headers["Location"]) == (201, f"{LIST}/birds")
    assert quotes(client, "/c/birds/api/v1", "Where does the heron stand?") == [HERON]
    assert client.delete(f"{LIST}/mammals?now=true").status_code == 204
    assert client.get(BIN).get_json() == {"removed": []}
    gone = client.delete(f"{LIST}/fish").get_json()
    assert client.delete(f"{BIN}/{gone['id']}").status_code == 204
    assert fault(client.delete(f"{BIN}/{gone['id']}"), 404) == "unknown_collection"
    assert names(client) == ["birds", "main"]


def test_the_default_one_can_be_neither_renamed_nor_removed(client: FlaskClient) -> None:
    assert fault(client.delete(f"{LIST}/main"), 409) == "collection_kept"
    assert fault(client.patch(f"{LIST}/main", json={"name": "x"}), 409) == "collection_kept"


def test_one_that_is_open_elsewhere_stays(client: FlaskClient, tmp_path: Path) -> None:
    other = LocalIndex(tmp_path / "birds", WordEmbedder)

    assert fault(client.delete(f"{LIST}/birds"), 409) == "collection_in_use"
    other.end()
    assert client.delete(f"{LIST}/birds").status_code == 200


UNKNOWN = (
    *("cats", "Birds", "..", "%2e%2e", "%2E%2E", ".bin", ".models", "%2ebin", "é", "ｂirds"),
    *("birds%00", "birds%2f..%2ffish", "birds%20", "a" * 65, "-", "keys.db", "%252e%252e"),
)


@pytest.mark.parametrize("name", UNKNOWN)
def test_any_other_name_is_unknown(client: FlaskClient, tmp_path: Path, name: str) -> None:
    (tmp_path / ".bin").mkdir()
    (tmp_path / ".models").mkdir()
    before = folders(tmp_path)

    for reply in (
        client.post(f"/api/v1/collections/{name}/ask", json={"question": "Where is the heron?"}),
        client.get(f"/c/{name}/api/v1/documents"),
        client.get(f"/api/v1/collections/{name}"),
        client.patch(f"/api/v1/collections/{name}", json={"name": "x"}),
        client.delete(f"/api/v1/collections/{name}"),
        client.post(f"/c/{name}/v1/chat/completions", json={"model": name, "messages": []}),
    ):
        assert reply.status_code == 404, reply.text
        assert fault(reply, 404) in ("unknown_collection", "not_found")
    assert client.get(f"/c/{name}/").status_code == 404
    assert folders(tmp_path) == before


def test_the_error_does_not_repeat_the_name(client: FlaskClient) -> None:
    replies = [client.get(f"/c/{name}/api/v1/map").get_json()["error"] for name in ("cats", "..")]

    assert len({reply["message"] for reply in replies}) == 1
    assert {reply["code"] for reply in replies} == {"unknown_collection"}


@pytest.mark.parametrize("name", ["../x", ".bin", "", "a b", "é", "a" * 65, "-", 1, None])
def test_what_is_no_name_is_refused(client: FlaskClient, name: Any) -> None:
    assert fault(client.post(LIST, json={"name": name}), 422) == "invalid_field"
    assert fault(client.patch(f"{LIST}/birds", json={"name": name}), 422) == "invalid_field"
    assert names(client) == ["birds", "fish", "main"]


def test_with_a_key_nothing_tells_a_stranger_which_there_are(
    tmp_path: Path, make_client: Any
) -> None:
    fill(tmp_path, {"birds": HERON})
    client: FlaskClient = make_client(key=KEY)
    add(tmp_path / "birds", "note.txt", HERON)
    for _, method, path in calls(client):
        replies = []
        for name in ("birds", "cats"):
            if split_address(f"/c/{name}{path}") == (name, path):
                reply = client.open(f"/c/{name}{path}", method=method, json={})
                body = reply.text.replace(name, "")
                body = body.replace(reply.headers["X-Request-Id"], "")
                replies.append((reply.status_code, body))
        if replies:
            assert replies[0] == replies[1], (method, path)
            assert replies[0][0] in (200, 204, 401), "the page, its session, or a key is needed"
