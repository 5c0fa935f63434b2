"""An upload whose name exists: it replaces, is kept beside, or is refused, and says so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from services import make_service
from toys import WordEmbedder

from index import LocalIndex
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app

DOCUMENTS = "/api/v1/documents"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service whose uploads wait until its worker is started."""
    index, config = LocalIndex(tmp_path / "collection", WordEmbedder), Config()
    service = make_service(index, config)
    yield service
    service.close()


@pytest.fixture
def waiting(service: Service) -> FlaskClient:
    return create_app(service).test_client()


@pytest.fixture
def client(service: Service, waiting: FlaskClient) -> FlaskClient:
    service.worker.start()
    return waiting


def send(
    client: FlaskClient, name: str, text: str, query: str = "", wait: int = 30, **headers: str
) -> Any:
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    reply = client.post(
        f"{DOCUMENTS}?wait={wait}{query}",
        data=f"--x\r\n{head}\r\n\r\n{text}\r\n--x--\r\n".encode(),
        content_type="multipart/form-data; boundary=x",
        headers=headers,
    )
    return reply.get_json() | {"http": reply.status_code}


def listed(client: FlaskClient) -> dict[str, str]:
    documents = client.get(DOCUMENTS).get_json()["documents"]
    return {
        info["source"]: client.get(f"{DOCUMENTS}/{info['id']}/text").get_data(as_text=True)
        for info in documents
    }


def test_a_new_version_says_which_it_replaced(client: FlaskClient) -> None:
    first = send(client, "a.txt", "Herons wade.")
    second = send(client, "a.txt", "Herons fly.")
    same = send(client, "a.txt", "Herons fly.")

    assert (first["http"], first["status"], first["replaced"]) == (201, "added", None)
    assert (second["http"], second["status"]) == (200, "updated")
    old = {"id": first["document"]["id"], "version": first["document"]["version"]}
    assert second["replaced"] == second["job"]["replaced"] == old
    assert (same["status"], same["replaced"]) == ("unchanged", None)
    assert listed(client) == {"a.txt": "Herons fly."}


def test_both_are_kept_under_a_numbered_name(client: FlaskClient) -> None:
    send(client, "report.pdf.txt", "Herons one.")
    kept = [
        send(client, name, f"Herons {name} {number}.", "&on_conflict=keep")
        for number, name in enumerate(("report.pdf.txt", "report.pdf.txt", "report.pdf (2).txt"))
    ]

    assert [reply["document"]["source"] for reply in kept] == [
        "report.pdf (2).txt", "report.pdf (3).txt", "report.pdf (4).txt",
    ]  # fmt: skip
    assert [(reply["status"], reply["replaced"]) for reply in kept] == [("added", None)] * 3
    assert listed(client)["report.pdf.txt"] == "Herons one."
    assert len(listed(client)) == 4


def test_one_is_refused_and_the_one_that_exists_is_named(client: FlaskClient) -> None:
    first = send(client, "a.txt", "Herons wade.")["document"]
    refused = send(client, "a.txt", "Herons fly.", "&on_conflict=refuse")
    error = refused["error"]

    assert (refused["http"], error["code"]) == (409, "name_taken")
    assert error["existing"] == {"id": first["id"], "version": first["version"], "name": "a.txt"}
    assert "'a.txt'" in error["message"]
    assert first["id"] in error["message"]
    assert listed(client) == {"a.txt": "Herons wade."}


def test_the_language_of_an_upload_may_be_said(client: FlaskClient) -> None:
    found = send(client, "a.txt", "Herons wade.")["document"]
    said = send(client, "b.txt", "Reiher waten.", "&language=de")["document"]
    again = send(client, "b.txt", "Reiher fliegen.")["document"]

    assert (found["language"], said["language"], again["language"]) == ("en", "de", "de")


@pytest.mark.parametrize("on_conflict", ["keep", "refuse"])
def test_the_same_bytes_again_are_no_conflict(client: FlaskClient, on_conflict: str) -> None:
    """Whoever lost a reply may send the file again."""
    query = f"&on_conflict={on_conflict}"
    replies = [send(client, "a.txt", "Herons wade.", query) for _ in range(2)]

    assert [reply["status"] for reply in replies] == ["added", "unchanged"]
    assert listed(client) == {"a.txt": "Herons wade."}


@pytest.mark.parametrize("query", ["&on_conflict=ask", "&on_conflict=", "&on_conflict=Keep"])
def test_an_unknown_wish_is_refused(client: FlaskClient, query: str) -> None:
    refused = send(client, "a.txt", "Herons wade.", query)

    assert (refused["http"], refused["error"]["code"]) == (422, "invalid_field")
    assert listed(client) == {}


def test_a_wish_may_be_a_preference(client: FlaskClient) -> None:
    send(client, "a.txt", "Herons wade.")
    refused = send(client, "a.txt", "Herons fly.", Prefer="wait=30, on_conflict=refuse")
    unknown = send(client, "a.txt", "Herons fly.", Prefer="on_conflict=ask")

    assert (refused["http"], unknown["http"]) == (409, 422)
    assert listed(client) == {"a.txt": "Herons wade."}


def test_an_upload_that_still_waits_has_its_name_too(
    waiting: FlaskClient, service: Service
) -> None:
    name = "a.txt"
    first = send(waiting, name, "Herons wade.", wait=0)["job"]
    refused = send(waiting, name, "Herons fly.", "&on_conflict=refuse", wait=0)
    kept = send(waiting, name, "Herons swim.", "&on_conflict=keep", wait=0)["job"]
    replacing = send(waiting, name, "Herons stand.", wait=0)

    assert (refused["http"], refused["error"]["existing"]["version"]) == (409, None)
    assert kept["name"] == "a (2).txt"
    assert replacing["replaced"] == {"id": refused["error"]["existing"]["id"], "version": None}
    assert waiting.get(f"/api/v1/jobs/{first['id']}").get_json()["code"] == "replaced"
    service.worker.start()
    for job in (kept, replacing["job"]):
        done = service.worker.wait_for(job["id"], 60)
        assert done is not None
        assert done.state == "ready"
    assert listed(waiting) == {"a.txt": "Herons stand.", "a (2).txt": "Herons swim."}


def test_bytes_of_another_document_are_a_new_version_all_the_same(client: FlaskClient) -> None:
    """Else the document would stay as it was, and the reply speak of the other."""
    send(client, "a.txt", "Herons wade.")
    send(client, "b.txt", "Owls hoot.")
    updated = send(client, "b.txt", "Herons wade.")

    assert (updated["status"], updated["document"]["source"]) == ("updated", "b.txt")
    assert listed(client) == {"a.txt": "Herons wade.", "b.txt": "Herons wade."}
    assert send(client, "c.txt", "Herons wade.")["status"] == "unchanged"


def test_names_that_look_alike_are_documents_of_their_own_and_listed_apart(
    client: FlaskClient,
) -> None:
    names = [
        "a.txt", "x/a.txt", "y/a.txt", "a\u200b.txt", "\u202ea.txt", "a.txt.",
        "a" * 250 + ".txt", "a" * 251 + ".txt",
    ]  # fmt: skip
    replies = [send(client, name, f"Herons {number}.") for number, name in enumerate(names)]
    again = [send(client, name, f"Owls {number}.") for number, name in enumerate(names)]

    assert {reply["status"] for reply in replies} == {"added"}
    assert [reply["document"]["id"] for reply in again] == [r["document"]["id"] for r in replies]
    assert {reply["status"] for reply in again} == {"updated"}
    assert len(listed(client)) == len(names), "no two have one name in the list"
    assert sorted(listed(client).values()) == [f"Owls {number}." for number in range(len(names))]
