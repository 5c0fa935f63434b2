"""What the service tells of itself, and what it says when something breaks."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from services import make_service
from toys import WordEmbedder
from web_client import (
    DOCUMENTS,
    EXAMPLES,
    FIND,
    KEY,
    MAP,
    SEARCH,
    MakeClient,
    api_calls,
    ask,
    events,
    fault,
    stream,
    upload,
)

from index import LocalIndex
from index.errors import DiskFull
from index.types import Vector
from qa.answering.answerer import Answerer, Stage
from qa.config import Config
from qa.service.collections import Collections
from qa.service.service import State
from qa.web.app import create_app
from qa.web.serving import serve as server
from qa.wiring import make_answerer

# When it breaks (abuse case 45) ------------------------------------------------------


class Broken(WordEmbedder):
    """Fails as a library would: with what must stay inside."""

    def embed_question(self, text: str) -> Vector:
        raise RuntimeError("CUDA died in /srv/secret/place.py")


class BreaksHalfway:
    """Answers like another, until it has found its hits."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer

    def stages(self, *asked: Any, **options: Any) -> Iterator[Stage]:
        yield next(self.answerer.stages(*asked, **options))
        raise RuntimeError("no more in /srv/secret/place.py")


def test_what_nobody_expected_is_a_fixed_error_and_a_line_in_the_log(
    make_client: MakeClient, index: LocalIndex, document_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken = LocalIndex(index.directory, Broken)
    client = make_client(answerer=make_answerer(Config(), broken))
    for response in (ask(client), stream(client), client.post(SEARCH, json={"question": "a"})):
        assert fault(response, 500) == "internal"
        assert "secret" not in response.get_data(as_text=True)
    assert "RuntimeError: CUDA died" in caplog.text


def test_a_stream_that_breaks_halfway_ends_with_an_error_event(
    make_client: MakeClient, index: LocalIndex, document_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = BreaksHalfway(make_answerer(Config(), index))
    found = events(stream(make_client(answerer=answerer)))

    assert [name for name, _ in found] == ["hits", "error"]
    assert (found[-1][1]["status"], found[-1][1]["code"]) == (500, "internal")
    assert "secret" not in str(found)
    assert "RuntimeError: no more" in caplog.text


def test_debugging_stays_off_whatever_the_environment_says(
    make_client: MakeClient, index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEBUG", "FLASK_DEBUG", "FLASK_ENV"):
        monkeypatch.setenv(name, "0")

    assert not make_client().application.debug


# What the service tells of itself ----------------------------------------------------


def test_health_is_told_whatever_the_state(make_client: MakeClient) -> None:
    assert make_client(state="failed").get("/healthz").get_json() == {"status": "ok"}


@pytest.mark.parametrize(("state", "status"), [("loading", 503), ("failed", 503), ("ready", 200)])
def test_readiness_is_told_by_the_status(
    make_client: MakeClient, document_id: str, state: State, status: int
) -> None:
    response = make_client(state=state).get("/readyz")

    assert response.status_code == status
    told = response.get_json()
    assert told.pop("parts").keys() >= {"model", "ledger", "vectors", "reader", "readers", "disk"}
    assert told == {"status": state, "documents": 1, "passages": 1}


def test_what_is_done_while_it_is_loading_is_told_to_who_has_the_key(index: LocalIndex) -> None:
    config = Config(confidence=0.0, key=KEY)
    service = make_service(index, config, state="loading")
    service.startup.say("preparing a model, step 1 of 3")
    client = create_app(service).test_client()
    right = {"Authorization": f"Bearer {KEY}"}

    assert client.get("/readyz").get_json() == {"status": "loading"}
    told = client.get("/readyz", headers=right).get_json()
    assert told["step"] == "preparing a model, step 1 of 3"
    service.load()
    assert "step" not in client.get("/readyz", headers=right).get_json()
    service.close()


def test_a_failure_to_add_the_bundled_article_leaves_no_service_loading_for_ever(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Any:
        raise DiskFull("the disk is full")

    config = Config.from_env()
    service = make_service(index, config, state="loading")
    monkeypatch.setattr(server, "ingest", full)
    server._prepare(Collections.alone(service), bundled=True)

    assert service.state == "ready"


def test_the_description_lists_every_route_of_the_api(standing: FlaskClient) -> None:
    described = standing.get("/openapi.json").get_json()["paths"]
    listed = {
        (method.upper(), re.sub(r"{(\w+)}", "a" * 26, path.replace("{number}", "1")))
        for path, operations in described.items()
        for method in operations
    }

    routes = {call for call in api_calls(standing) if call[0] != "OPTIONS"}
    assert listed == routes | {("GET", "/healthz"), ("GET", "/readyz")}


def test_the_description_is_openapi_whose_references_lead_somewhere(standing: FlaskClient) -> None:
    told = standing.get("/openapi.json").get_json()
    operations = [op for methods in told["paths"].values() for op in methods.values()]

    assert operations
    assert told["openapi"].startswith("3.1")
    assert told["info"].keys() >= {"title", "version"}
    assert all(operation["responses"] and operation["summary"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    references = re.findall(r'"\$ref": ?"([^"]+)"', json.dumps(told))
    assert references
    for reference in references:
        place: Any = told
        for part_of in reference.removeprefix("#/").split("/"):
            place = place[part_of]


def test_every_parameter_of_a_path_is_described(standing: FlaskClient) -> None:
    for path, methods in standing.get("/openapi.json").get_json()["paths"].items():
        for operation in methods.values():
            told = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            assert told == set(re.findall(r"{(\w+)}", path))


def test_replies_are_what_the_description_says(client: FlaskClient, document_id: str) -> None:
    """The schemas are written beside the records; this keeps them from growing apart."""
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    answer, listed = ask(client).get_json(), client.get(DOCUMENTS).get_json()
    hits = client.post(SEARCH, json={"question": "heron"}).get_json()["hits"]

    found = client.post(FIND, json={"topic": "heron"}).get_json()

    refused = ask(client, confidence=1.0).get_json()
    picture = client.get(MAP).get_json()
    passages = client.get(f"{DOCUMENTS}/{document_id}/passages").get_json()

    told = {
        "MapReply": picture,
        "DotsReply": picture["documents"][0],
        "PassagesReply": passages,
        "PassageReply": passages["passages"][0],
        "ExamplesReply": client.get(EXAMPLES).get_json(),
        "AnswerReply": answer,
        "FindAcrossReply": found,
        "MatchedReply": found["matched"],
        "GroupReply": found["documents"][0],
        "MatchReply": found["documents"][0]["passages"][0],
        "CitationReply": answer["citations"][0],
        "InfoReply": listed["documents"][0],
        "HitReply": hits[0],
        "DocumentReply": client.get(f"{DOCUMENTS}/{document_id}").get_json(),
    }
    for name, value in told.items():
        of_several = {"collection", "collections"}  # stands there only where several were asked
        assert schemas[name]["properties"].keys() - of_several == value.keys()
    assert refused["closest"][0].keys() == hits[0].keys() | {"matches"}


def test_the_documentation_shows_every_address(standing: FlaskClient) -> None:
    page = standing.get("/docs").get_data(as_text=True)
    assert "<code>also</code>" in page, "what an address may ask for is told too"

    for path in standing.get("/openapi.json").get_json()["paths"]:
        assert path in page


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_may_load_nothing_from_elsewhere(standing: FlaskClient, path: str) -> None:
    response = standing.get(path)
    policy = response.headers["Content-Security-Policy"]

    assert response.mimetype == "text/html"
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert policy.count("blob:") == 1
    assert "img-src 'self' blob:;" in policy, "the picture of a page, fetched with the key"
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", response.get_data(as_text=True))
    assert not re.search(
        r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", response.get_data(as_text=True)
    )


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", DOCUMENTS, "/nowhere", "/openapi.json"])
def test_every_reply_carries_the_headers_that_protect_it(standing: FlaskClient, path: str) -> None:
    headers = standing.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-Id"])
    assert "Set-Cookie" not in headers


def test_a_document_with_markup_is_served_as_plain_text(client: FlaskClient) -> None:
    """A browser that opened it as a page would run what somebody wrote into it."""
    made = upload(client, "a.txt", b"heron <script>alert(1)</script>").get_json()["document"]
    response = client.get(f"{DOCUMENTS}/{made['id']}/text")

    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_app_is_made_anew_for_each_service(make_client: MakeClient) -> None:
    first, second = make_client(key=KEY), make_client()

    assert isinstance(first.application, OpenAPI)
    assert (first.get(DOCUMENTS).status_code, second.get(DOCUMENTS).status_code) == (401, 200)
