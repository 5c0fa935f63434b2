"""The tools of MCP over several collections, at the address that names none."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from key_calls import Keys
from several_collections import fill

from qa.config import Config
from qa.doors.mcp.served import InFolder, Models, Opened
from qa.service.data_folder import DataFolder
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


def test_one_that_cannot_be_read_keeps_no_other_from_answering(
    client: FlaskClient, tmp_path: Path
) -> None:
    (tmp_path / "harbour" / "ledger.db").write_bytes(b"damaged" * 100)
    both = ["harbour", "birds"]

    record = told(client, "ask", question=QUESTION, collections=both)
    assert [one["quote"] for one in record["citations"]] == [HERON]
    assert record["reason"] == "No answer in harbour."
    found = told(client, "search", query=QUESTION, collections=both)["results"]
    assert {one["collection"] for one in found} == {"birds"}
    survey = call(client, "find", topic="Ada Lund", collections=both)
    assert survey["structuredContent"]["documents_searched"] == 1
    assert "harbour was not searched" in survey["content"][0]["text"]
    assert call(client, "ask", question=QUESTION, collections=["harbour"])["isError"]


def test_one_that_cannot_be_read_leaves_its_own_citations_unread(
    client: FlaskClient, tmp_path: Path
) -> None:
    """Also where the client has no collection of its own, and the damaged one is named first."""
    key = Keys(KeyStore(tmp_path)).make(collections=frozenset({"birds", "harbour"}))
    record = told(client, "ask", key=key, question=QUESTION, collections=["harbour", "birds"])
    record["citations"].sort(key=lambda one: one["collection"], reverse=True)
    (tmp_path / "harbour" / "ledger.db").write_bytes(b"damaged" * 100)

    checked = told(client, "verify", key=key, answer=record)
    assert [one["verdict"] for one in checked["citations"]] == ["unread", "verbatim"]


def test_what_was_checked_in_one_that_is_named_is_verified_there(client: FlaskClient) -> None:
    checked = call(client, "check", text=HERON, collection="birds")
    (source,) = [one for one in checked["content"] if one["type"] == "resource_link"]
    assert source["uri"].removeprefix("pincite:") in checked["content"][0]["text"]

    verified = call(client, "verify", answer=checked["structuredContent"])
    assert verified["structuredContent"]["all_verbatim"] is True
    assert source["uri"].removeprefix("pincite:") in verified["content"][0]["text"]


def test_without_an_address_urls_name_the_collection(tmp_path: Path, make_client: Any) -> None:
    fill(tmp_path, {"birds": HERON, "main": "Nobody counted gulls here."})
    client: FlaskClient = make_client()
    (document,) = told(client, "documents", collection="birds")["documents"]
    bare = document["id"].removeprefix("birds/")
    fetched = told(client, "fetch", id=bare, collection="birds")

    assert document["url"] == fetched["url"] == f"pincite:birds/{bare}"


def test_to_list_collections_keeps_none_from_being_removed(tmp_path: Path) -> None:
    """A program may keep `pincite mcp` running for days."""
    fill(tmp_path, {"birds": HERON, "main": "Nobody counted gulls here."})
    config = Config(data=tmp_path)
    models = Models.of(config)
    own = Opened.open(config, models)
    others = InFolder(config, own, models)

    assert others.sizes() == {"birds": 1, "main": 1}
    assert DataFolder(tmp_path).remove("birds").name == "birds"
    assert others.sizes() == {"main": 1}
    own.index.end()
