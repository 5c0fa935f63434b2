"""What is in one collection shows in no reply of another, even where both hold one document.

The same requests go to a collection that stands alone and to one beside another, whose words, ids
and counts are thus in no reply: all must be equal, byte for byte, but for times and new ids.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from several_collections import add, several
from toys import WordEmbedder
from werkzeug.test import TestResponse

from index import Alert, LocalIndex, Mark
from qa.web.app import create_app

BOTH = (
    "The heron stands in shallow water. Ada Lund counted 40 herons in 1871. "
    "On 3 May 1872 the pond was drained. A heronry is a place where herons breed."
)
OURS = "The carp swims in ponds. Ben Moss counted 12 carps in 1880."
SECRET = "Ada Lund is a spy named Zebra. The heron carried microfilm over the pond on 9 July 1873."
WORDS = ("zebra", "microfilm", "spy", "1873", "secret")
QUESTIONS = (
    "Who counted the herons?",
    "Who is a spy?",
    "What did the heron carry?",
    "What is a heronry?",
    "Who wrote the secret note?",
    "zebra microfilm",
)
_NEVER_SAME = re.compile(
    r'"(embed_ms|search_ms|total_ms|request_id|added|created|changed|looked|id)": ?"?[^,"}]*"?'
)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    yield from client_of(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    data = tmp_path_factory.mktemp("beside")
    for name in ("birds", "main"):
        fill_secretly(data / name)
    yield from client_of(data)


def fill_secretly(folder: Path) -> None:
    both = add(folder, "both.txt", BOTH)
    secret = add(folder, "secret.txt", SECRET)
    index = LocalIndex(folder, WordEmbedder)
    index.add_alert(Alert("question", "Who is a spy?"))
    with index.reader() as reader:
        infos = reader.infos([both, secret])
    for document_id, info in infos.items():
        words = (document_id, info.version, 0, 8)
        index.mark(Mark("Who is a spy?", "Who is a spy?", *words, 0.9, "answers"))
    index.end()


def client_of(data: Path) -> Iterator[FlaskClient]:
    add(data / "fish", "both.txt", BOTH)
    add(data / "fish", "ours.txt", OURS)
    with several(data) as collections:
        client = create_app(collections.default, collections).test_client()
        if (data / "birds").exists():  # what was asked before must not show either
            for question in QUESTIONS:
                client.post("/c/birds/api/v1/ask", json={"question": question})
                client.post("/api/v1/ask", json={"question": question})
            for path in ("map", "examples", "documents", "alerts"):
                assert client.get(f"/c/birds/api/v1/{path}").status_code == 200
        yield client


def requests(client: FlaskClient) -> Iterator[tuple[str, TestResponse]]:
    """Send everything that reads to the collection, and yield what comes."""

    def get(path: str) -> tuple[str, TestResponse]:
        return path, whole(client.get(f"/c/fish{path}"))

    def post(path: str, body: Any, **headers: str) -> tuple[str, TestResponse]:
        reply = client.post(f"/c/fish{path}", json=body, headers=headers)
        return f"{path} {body}", whole(reply)

    listed = client.get("/c/fish/api/v1/documents").get_json()["documents"]
    ids = [one["id"] for one in listed]
    for path in ("documents", "map", "examples", "marks", "alerts", "jobs", "folders", "timeline"):
        yield get(f"/api/v1/{path}")
    for one in [*ids, add_id("secret.txt")]:
        for path in ("", "/text", "/gist", "/passages", "/excerpt?start=0&end=5"):
            yield get(f"/api/v1/documents/{one}{path}")
        yield get(f"/read/{one}")
        yield post("/api/v1/ask", {"question": QUESTIONS[0], "within": {"documents": [one]}})
    for question in QUESTIONS:
        for body in ({"question": question}, {"question": question, "quotes": 10}):
            yield post("/api/v1/ask", body)
        yield post("/api/v1/ask", {"question": question}, Accept="text/event-stream")
        yield post("/api/v1/search", {"question": question, "k": 50})
        yield post("/api/v1/find", {"topic": question, "k": 50})
        yield post("/api/v1/timeline", {"topic": question})
        yield post("/api/v1/check", {"text": f"{question[:-1]}. Ada Lund is a spy."})
        yield post("/v1/search_results", {"question": question, "k": 50})
        messages = [{"role": "user", "content": question}]
        yield post("/v1/chat/completions", {"model": "fish", "messages": messages})
        yield post("/v1/messages", {"model": "fish", "max_tokens": 9, "messages": messages})
        call = {"name": "search", "arguments": {"question": question}}
        rpc = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        yield post("/mcp", rpc)
    answer = client.post("/c/fish/api/v1/ask", json={"question": QUESTIONS[0]}).get_json()
    yield post("/api/v1/verify", {**answer, "timings": {}})
    yield get("/v1/models")


def whole(reply: TestResponse) -> TestResponse:
    reply.get_data()  # before the next request: a stream holds the context of its request
    return reply


def add_id(name: str) -> str:
    """Return the id of a document that only the other collections have."""
    from corpus import Source, read

    return read(SECRET.encode(), Source(f"test:{name}", name), name).id


def plain(reply: TestResponse) -> str:
    text = reply.get_data(as_text=True)
    text = _NEVER_SAME.sub("", json.dumps(json.loads(text)) if reply.is_json else text)
    return text.replace(reply.headers["X-Request-Id"], "")


def test_replies_are_those_of_a_collection_that_is_alone(
    alone: FlaskClient, beside: FlaskClient
) -> None:
    asked = 0
    for (what, one), (_, other) in zip(requests(alone), requests(beside), strict=True):
        assert (one.status_code, plain(one)) == (other.status_code, plain(other)), what
        sent = what.lower()
        said = other.get_data(as_text=True).lower()
        assert [word for word in WORDS if word in said and word not in sent] == [], what
        asked += 1
    assert asked > 90


def test_the_other_one_does_say_it(beside: FlaskClient) -> None:
    for where in ("/c/birds", ""):
        told = beside.post(f"{where}/api/v1/ask", json={"question": "What did the heron carry?"})
        assert "microfilm" in told.text
        assert beside.get(f"{where}/api/v1/alerts").get_json()["alerts"] != []
        assert beside.get(f"{where}/api/v1/marks").get_json()["total"] == 2
    assert beside.get("/c/fish/api/v1/marks").get_json()["total"] == 0
