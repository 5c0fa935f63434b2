"""The whole service over each engine: what a page and a program ask for."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from made_files import make_pdf, text_page
from milvus_servers import MilvusServer
from services import make_service
from web_client import ASK, DOCUMENTS, FIND, HERONS, MAP, QUESTION, VERIFY, ask, upload

from index import CollectionIndex
from qa.config import Config
from qa.web.app import create_app


@pytest.fixture
def client(birds: CollectionIndex) -> Iterator[FlaskClient]:
    service = make_service(birds, Config(confidence=0.0))
    service.worker.start()
    yield create_app(service).test_client()
    service.close()


def uploaded(client: FlaskClient, name: str, data: bytes) -> str:
    reply = upload(client, name, data)
    assert reply.status_code in (200, 201), reply.get_data(as_text=True)
    return str(reply.get_json()["document"]["id"])


def verdicts(client: FlaskClient, answer: Any) -> set[str]:
    reply = client.post(VERIFY, json=answer).get_json()
    return {one["verdict"] for one in reply["citations"]}


def test_an_answer_is_found_cited_verified_and_exported(client: FlaskClient) -> None:
    heron = uploaded(client, "herons.txt", HERONS.encode())
    uploaded(client, "owls.txt", b"Owls hunt at night.")
    answer = ask(client).get_json()

    (citation, *_) = answer["citations"]
    text = client.get(f"{DOCUMENTS}/{heron}/text").get_data(as_text=True)
    assert citation["document_id"] == heron
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert verdicts(client, answer) == {"verbatim"}
    exported = client.post("/api/v1/export?format=md", json=answer)
    assert citation["quote"] in exported.get_data(as_text=True)
    assert client.get(f"{DOCUMENTS}/{heron}/passages").status_code == 200
    assert client.get(f"{DOCUMENTS}/{heron}/gist").status_code == 200


def test_topics_filters_and_the_map_are_of_the_same_documents(client: FlaskClient) -> None:
    heron = uploaded(client, "herons.txt", HERONS.encode())
    owls = uploaded(client, "owls.txt", b"Owls hunt at night, and herons at dawn.")
    found = client.post(FIND, json={"topic": "herons at dawn"}).get_json()
    drawn = client.get(MAP).get_json()
    only = ask(client, "What hunts herons at dawn?", within={"documents": [owls]}).get_json()

    assert found["passages_searched"] == 2
    assert drawn["passages"] == 2
    assert {one["id"] for one in drawn["documents"]} == {heron, owls}
    assert {one["document_id"] for one in (*only["citations"], *only["closest"])} <= {owls}


def test_pages_of_a_pdf_are_shown(client: FlaskClient) -> None:
    wrens = uploaded(client, "wrens.pdf", make_pdf(text_page("Wrens sing at dawn.")))
    page = client.get(f"{DOCUMENTS}/{wrens}/pages/1.png")

    assert (page.status_code, page.mimetype) == (200, "image/png")


def test_what_was_replaced_or_removed_is_never_quoted_again(client: FlaskClient) -> None:
    uploaded(client, "owls.txt", b"Owls hunt at night.")
    heron = uploaded(client, "herons.txt", HERONS.encode())
    before = ask(client).get_json()
    uploaded(client, "herons.txt", HERONS.replace("40", "41").encode())
    after = ask(client).get_json()

    assert "41 herons" in after["citations"][0]["quote"]
    assert verdicts(client, before) == {"stale"}
    assert client.delete(f"{DOCUMENTS}/{heron}").status_code == 204
    gone = ask(client).get_json()
    assert heron not in {one["document_id"] for one in (*gone["citations"], *gone["closest"])}
    assert "1 passage" not in str(gone["reason"]), "its words are counted no more"
    assert verdicts(client, after) == {"gone"}


def test_marks_and_alerts_go_with_their_documents(client: FlaskClient) -> None:
    uploaded(client, "herons.txt", HERONS.encode())
    (citation, *_) = ask(client).get_json()["citations"]
    place = {name: citation[name] for name in ("document_id", "version", "start", "end")}
    said = {"question": QUESTION, "verdict": "answers", "confidence": 0.9, **place}
    assert client.post("/api/v1/marks", json=said).status_code == 200
    alert = client.post("/api/v1/alerts", json={"kind": "find", "words": "counting herons"})
    assert alert.status_code == 200, alert.get_data(as_text=True)
    assert len(client.get("/api/v1/marks").get_json()["marks"]) == 1
    client.delete(f"{DOCUMENTS}/{place['document_id']}")
    assert client.get("/api/v1/marks").get_json()["marks"] == []


def test_a_milvus_that_is_away_makes_no_answer_and_comes_back(
    engine: str,
    birds: CollectionIndex,
    client: FlaskClient,
    servers: Callable[[str], MilvusServer],
) -> None:
    """Never an empty or a wrong one; what needs no passages goes on."""
    if engine not in ("lite", "full"):
        pytest.skip("its server is not ours to kill")
    heron = uploaded(client, "herons.txt", HERONS.encode())
    owls = uploaded(client, "owls.txt", b"Owls hunt at night.")
    servers(engine).kill()
    try:
        away = client.post(ASK, json={"question": QUESTION})
        assert (away.status_code, away.get_json()["error"]["code"]) == (503, "index_away")
        assert int(away.headers["Retry-After"]) > 0
        assert client.get(f"{DOCUMENTS}/{heron}/text").status_code == 503
        assert len(client.get(DOCUMENTS).get_json()["documents"]) == 2
        assert client.delete(f"{DOCUMENTS}/{owls}").status_code == 204
        ready = client.get("/readyz")
        assert (ready.status_code, ready.get_json()["status"]) == (200, "ready")
        assert ready.get_json()["parts"]["vectors"] == {"state": "away"}
        begun = make_service(birds, Config(confidence=0.0), state="loading")
        begun.load()
        assert begun.state == "ready", "it answers as soon as Milvus is back"
        begun.shared.close()
    finally:
        servers(engine).start()

    answer = ask(client).get_json()
    assert answer["status"] == "answered"
    assert verdicts(client, answer) == {"verbatim"}
    assert client.get("/readyz").get_json()["parts"]["vectors"] == {"state": "ready"}
    other = ask(client, "When do owls hunt?").get_json()
    assert {one["document_id"] for one in other["citations"]} <= {heron}
