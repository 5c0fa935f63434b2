"""The tools of MCP over several collections, at the address that names none."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from key_calls import Keys
from several_collections import fill

from qa.service.key_store import KeyStore
from qa.service.keys import KeyLimits

pytest.importorskip("mcp")

HERON = "Ada Lund counted 40 herons in 1871."
TERN = "Ada Lund counted 12 terns in 1880 near the harbour of the town."
QUESTION = "What did Ada Lund count?"


@pytest.fixture
def client(tmp_path: Path, make_client: Any) -> FlaskClient:
    fill(tmp_path, {"birds": HERON, "harbour": TERN, "main": "Nobody counted gulls here."})
    found: FlaskClient = make_client(public_url="https://pins.example")
    return found


def call(
    client: FlaskClient, tool: str, path: str = "/mcp", key: str = "", **arguments: Any
) -> dict[str, Any]:
    """Call a tool; return its result as the protocol has it."""
    params = {"name": tool, "arguments": arguments}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    reply = client.post(path, json=message, headers=headers)
    assert reply.status_code == 200, reply.text
    result: dict[str, Any] = reply.get_json()["result"]
    return result


def told(client: FlaskClient, tool: str, **more: Any) -> Any:
    result = call(client, tool, **more)
    assert not result.get("isError"), result
    return result["structuredContent"]


def test_one_question_is_answered_from_several(client: FlaskClient) -> None:
    both = ["birds", "harbour"]
    result = call(client, "ask", question=QUESTION, collections=both)
    record = result["structuredContent"]

    assert {one["collection"]: one["quote"] for one in record["citations"]} == {
        "birds": HERON,
        "harbour": TERN,
    }
    links = [one["uri"] for one in result["content"] if one["type"] == "resource_link"]
    assert sorted(link.split("/")[0] for link in links) == ["pincite:birds", "pincite:harbour"]
    assert all(link.removeprefix("pincite:") in result["content"][0]["text"] for link in links)
    message = {"jsonrpc": "2.0", "id": 1, "method": "resources/read"}
    for link in links:
        reply = client.post("/mcp", json={**message, "params": {"uri": link}}).get_json()
        assert reply["result"]["contents"][0]["text"] in (HERON, TERN)
    assert told(client, "verify", answer=record)["all_verbatim"] is True
    for one in record["citations"]:
        one["collection"] = "main"
    assert told(client, "verify", answer=record)["all_verbatim"] is False


def test_what_is_found_in_several_is_read_by_its_id(client: FlaskClient) -> None:
    both = ["birds", "harbour"]
    found = told(client, "search", query=QUESTION, collections=both)["results"]

    assert {one["collection"] for one in found} == set(both)
    for one in found:
        assert one["id"].startswith(f"{one['collection']}/")
        assert one["url"].startswith(f"https://pins.example/c/{one['collection']}/read/")
        assert told(client, "read", id=one["id"])["text"] == one["text"]
        assert told(client, "fetch", id=one["id"])["text"] == one["text"]
    mentions = told(client, "find", topic="Ada Lund", collections=both)
    assert {one["collection"] for one in mentions["documents"]} == set(both)
    assert (mentions["documents_found"], mentions["documents_searched"]) == (2, 2)


def test_the_others_work_in_one_that_is_named(client: FlaskClient) -> None:
    (document,) = told(client, "documents", collection="birds")["documents"]
    assert document["id"].startswith("birds/")
    assert told(client, "fetch", id=document["id"])["text"] == HERON
    bare = document["id"].removeprefix("birds/")
    assert told(client, "fetch", id=bare, collection="birds")["text"] == HERON
    checked = told(client, "check", text=HERON, collection="birds")
    assert checked["sentences"][0]["citations"]
    listed = told(client, "collections")["collections"]
    assert listed == [{"name": name, "documents": 1} for name in ("birds", "harbour", "main")]


def test_an_address_of_one_takes_no_names(client: FlaskClient) -> None:
    assert told(client, "collections", path="/c/birds/mcp") == {"collections": []}
    refused = call(client, "ask", "/c/birds/mcp", question=QUESTION, collections=["harbour"])
    assert refused["isError"]
    assert "one collection alone" in refused["content"][0]["text"]


def test_an_unknown_one_is_unknown_whoever_asks(client: FlaskClient, tmp_path: Path) -> None:
    keys = Keys(KeyStore(tmp_path))
    key = keys.make(collections=frozenset({"birds", "harbour"}))
    mine = {one["name"] for one in told(client, "collections", key=key)["collections"]}
    assert mine == {"birds", "harbour"}
    closed = call(client, "ask", key=key, question=QUESTION, collections=["birds", "main"])
    absent = call(client, "ask", key=key, question=QUESTION, collections=["birds", "zzz"])
    assert closed["isError"]
    assert closed == absent
    unnamed = call(client, "ask", key=key, question=QUESTION)
    assert "does not open the default collection" in unnamed["content"][0]["text"]
    assert told(client, "ask", key=key, question=QUESTION, collections=["birds"])["citations"]


def test_each_collection_that_is_asked_counts(client: FlaskClient, tmp_path: Path) -> None:
    key = Keys(KeyStore(tmp_path)).make(collections=None, limits=KeyLimits(questions=3))
    both = ["birds", "harbour"]
    assert told(client, "ask", key=key, question=QUESTION, collections=both)
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    asked = {"name": "ask", "arguments": {"question": QUESTION, "collections": both}}
    headers = {"Authorization": f"Bearer {key}"}
    reply = client.post("/mcp", json={**message, "params": asked}, headers=headers)
    assert reply.status_code == 429
