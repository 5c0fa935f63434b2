"""Uploads over HTTP: accepted, watched, tried again."""

import json
import sqlite3
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from job_calls import DOCUMENTS, JOBS, Gate, source, until, upload
from services import make_service
from test_sandbox import FAULTY
from toys import WordEmbedder, reading

from corpus.sandbox.pool import ReaderPool
from index import Job, LocalIndex
from index.errors import (
    LedgerBusy,
)
from index.ledger.jobs import TRIES, Jobs
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app


def test_an_upload_is_accepted_at_once_and_watched(client: FlaskClient, gate: Gate) -> None:
    reply = upload(client, "a.txt", "Herons wait here.")
    told = reply.get_json()
    assert reply.status_code == 202
    assert reply.headers["Location"] == f"{JOBS}/{told['job']['id']}"
    assert (told["document"], told["job"]["state"]) == (None, "waiting")
    assert gate.reached.wait(120)
    assert client.get(reply.headers["Location"]).get_json()["state"] == "reading"
    gate.open.set()

    job = until(client, told["job"]["id"], "ready")
    assert (job["status"], job["code"], job["tries"]) == ("added", None, 1)
    assert client.get(f"{DOCUMENTS}/{job['document_id']}").status_code == 200


@pytest.mark.parametrize(("query", "headers"), [("?wait=60", {}), ("", {"Prefer": "wait=60"})])
def test_a_script_may_wait(client: FlaskClient, query: str, headers: dict[str, str]) -> None:
    first = upload(client, "a.txt", "Herons wade.", query, **headers)
    second = upload(client, "a.txt", "Herons fly.", query, **headers)
    third = upload(client, "b.txt", "Herons fly.", query, **headers)
    refused = upload(client, "c.txt", "\0\1\2\3", query, **headers)

    assert [(r.status_code, r.get_json()["status"]) for r in (first, second, third)] == [
        (201, "added"), (200, "updated"), (200, "unchanged"),
    ]  # fmt: skip
    assert refused.status_code in (415, 422)
    assert [job["state"] for job in client.get(JOBS).get_json()["jobs"]] == ["ready", "ready"]


def test_a_wait_that_ends_too_early_gives_the_job(client: FlaskClient, gate: Gate) -> None:
    assert upload(client, "a.txt", "Herons wait here.", "?wait=1").status_code == 202


@pytest.mark.parametrize("who_waits", ["who sent it first", "who sent it again"])
def test_an_upload_that_two_sent_is_not_dismissed_for_the_one_who_waits(
    client: FlaskClient, gate: Gate, service: Service, who_waits: str
) -> None:
    """The other may still ask what has become of it."""
    queries = ["?wait=60", ""] if who_waits == "who sent it first" else ["", "?wait=60"]
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(upload, client, "a.txt", "Birds wait here, too long.", queries[0])
        assert gate.reached.wait(120)
        (job,) = service.index.jobs.all()
        second = pool.submit(upload, client, "a.txt", "Birds wait here, too long.", queries[1])
        for _ in range(1000):
            if service.index.jobs.get(job.id) != job:
                break
            time.sleep(0.01)
        gate.open.set()
        codes = [reply.result().status_code for reply in (first, second)]

    assert sorted(codes) == [202, 422]
    assert until(client, job.id, "failed")["code"] == "passage_too_long"


@pytest.mark.parametrize("wait", ["-1", "61", "soon", "1&more=2"])
def test_a_wait_that_is_none_is_refused(client: FlaskClient, wait: str) -> None:
    assert upload(client, "a.txt", "Herons wade.", f"?wait={wait}").status_code == 422
    assert client.get(JOBS).get_json() == {"jobs": []}


def test_a_job_streams_each_of_its_states(client: FlaskClient, gate: Gate) -> None:
    job = upload(client, "a.txt", "Herons wait here.").get_json()["job"]
    assert gate.reached.wait(120)
    reply = client.get(f"{JOBS}/{job['id']}", headers={"Accept": "text/event-stream"})
    parts = reply.iter_encoded()
    first = next(parts)
    gate.open.set()

    seen = [json.loads(part.decode().split("data: ")[1])["state"] for part in (first, *parts)]
    assert seen == ["reading", "ready"]
    assert reply.mimetype == "text/event-stream"


def test_no_more_may_listen_than_leave_threads_for_others(tmp_path: Path, gate: Gate) -> None:
    index, config = LocalIndex(tmp_path, lambda: gate), Config(threads=4)
    client = create_app(make_service(index, config)).test_client()
    accept = {"Accept": "text/event-stream"}
    job = upload(client, "a.txt", "Herons wade.").get_json()["job"]
    listening = client.get(JOBS, headers=accept)

    assert client.get(f"{JOBS}/{job['id']}", headers=accept).status_code == 503
    assert upload(client, "b.txt", "Owls hoot.", "?wait=60").status_code == 202
    listening.close()
    assert client.get(f"{JOBS}/{job['id']}", headers=accept, buffered=False).status_code == 200


def test_who_asks_for_the_head_of_a_stream_takes_no_place_from_others(tmp_path: Path) -> None:
    index, config = LocalIndex(tmp_path, WordEmbedder), Config(threads=4)
    service = make_service(index, config)
    client = create_app(service).test_client()
    accept = {"Accept": "text/event-stream"}
    for _ in range(3):
        with client.head(JOBS, headers=accept) as head:
            assert head.status_code == 200
    listening = client.get(JOBS, headers=accept)
    assert listening.status_code == 200

    assert client.get(JOBS, headers=accept).status_code == 503
    listening.close()
    listening.close()
    assert service.streams.take("another")
    assert not service.streams.take("yet another")


def test_a_stream_of_jobs_that_breaks_ends_with_an_error_event(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(jobs: Jobs) -> list[Job]:
        raise LedgerBusy("another process writes")

    monkeypatch.setattr(Jobs, "all", busy)
    told = client.get(JOBS, headers={"Accept": "text/event-stream"}).get_data(as_text=True)

    assert told.startswith("event: error\n")
    assert json.loads(told.split("data: ")[1])["code"] == "busy"


def test_one_that_always_fails_blocks_no_other_and_can_be_tried_again(
    client: FlaskClient, service: Service
) -> None:
    bad = upload(client, "bad.txt", "Birds, never mind.").get_json()["job"]
    assert upload(client, "good.txt", "Herons wade.", "?wait=60").status_code == 201
    job = until(client, bad["id"], "failed")
    assert (job["code"], job["tries"]) == ("internal", TRIES)
    assert "expected" not in job["reason"]

    assert client.post(f"{JOBS}/{bad['id']}/retry").status_code == 202
    assert until(client, bad["id"], "failed")["tries"] == TRIES
    assert client.delete(f"{JOBS}/{bad['id']}").status_code == 204
    assert client.get(f"{JOBS}/{bad['id']}").status_code == 404


@pytest.mark.parametrize(
    ("words", "code"), [("too long", "passage_too_long"), ("torn", "index_unusable")]
)
def test_a_fault_of_one_document_blocks_no_other(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, words: str, code: str
) -> None:
    monkeypatch.setattr("index.ingest.upload_worker._HINDERED", 0.05)
    bad = upload(client, "bad.txt", f"Birds, {words}.").get_json()["job"]
    assert upload(client, "good.txt", "Herons wade.", "?wait=60").status_code == 201

    assert until(client, bad["id"], "failed")["code"] == code


def test_an_upload_whose_bytes_were_damaged_on_the_disk_is_not_read(
    tmp_path: Path, client: FlaskClient, service: Service, gate: Gate
) -> None:
    for name in ("first", "second"):
        sent = upload(client, f"{name}.txt", f"Herons of {name} wait here.").get_json()["job"]
        until(client, sent["id"], "reading")
    job = upload(client, "a.txt", "Owls hoot.").get_json()["job"]
    with closing(sqlite3.connect(tmp_path / "collection" / "ledger.db")) as connection:
        changed = connection.execute(
            "UPDATE spool SET data = cast(replace(cast(data AS TEXT), 'Owls', 'Bats') AS BLOB)"
        ).rowcount
        connection.commit()
    gate.open.set()

    assert changed == 3
    told = until(client, job["id"], "failed", "ready")
    assert (told["state"], told["code"]) == ("failed", "damaged")
    assert "upload it again" in told["reason"]
    assert upload(client, "a.txt", "Owls hoot.", "?wait=60").status_code == 201


def test_a_collection_that_is_as_full_as_uploads_may_make_it_says_so(
    tmp_path: Path, gate: Gate
) -> None:
    index, config = LocalIndex(tmp_path / "full", lambda: gate), Config(documents=1)
    service = make_service(index, config)
    service.worker.start()
    try:
        client = create_app(service).test_client()
        assert upload(client, "a.txt", "Herons wade.", "?wait=60").status_code == 201
        refused = upload(client, "b.txt", "Owls hoot.")
    finally:
        service.close()

    assert refused.status_code == 507
    assert refused.get_json()["error"]["code"] == "quota_reached"
    assert "PINCITE_DOCUMENTS" in refused.get_json()["error"]["message"]


def test_a_poisonous_document_among_a_hundred_keeps_none_from_being_read(
    tmp_path: Path,
) -> None:
    """It kills every reader that it is given to, and again when it is tried again."""
    index, config = LocalIndex(tmp_path / "collection", WordEmbedder), Config(queue=200)
    service = make_service(index, config, pool=ReaderPool(1, program=FAULTY))
    client = create_app(service).test_client()
    poison = upload(client, "poison.txt", "crash").get_json()["job"]
    for number in range(100):
        assert upload(client, f"{number}.txt", f"Herons {number} wade.").status_code == 202
    service.worker.start()
    try:
        assert until(client, poison["id"], "failed")["code"] == "reader_stopped"
        service.index.jobs.retry(poison["id"])
        service.worker.wake()
        while any(job.open for job in index.jobs.all()):
            time.sleep(0.02)
    finally:
        service.worker._room.close()
        service.close()

    states = Counter(job.state for job in index.jobs.all())
    assert states["failed"] == 1
    assert {info.source for info in reading(index).documents()} == {f"{n}.txt" for n in range(100)}
    assert list(index.findings()) == []


def test_a_ready_one_is_not_tried_again(client: FlaskClient) -> None:
    job = upload(client, "a.txt", "Herons wade.", "?wait=60").get_json()["job"]

    assert client.post(f"{JOBS}/{job['id']}/retry").status_code == 409


@pytest.mark.parametrize("unknown", ["nope", "a" * 26, "%00", "..%2f", "é"])
def test_a_job_that_is_none_is_not_found(client: FlaskClient, unknown: str) -> None:
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/retry")):
        assert client.open(f"{JOBS}/{unknown}{path}", method=method).status_code in (404, 405)


def test_too_many_uploads_are_told_when_to_come_again(client: FlaskClient, gate: Gate) -> None:
    """One is read and two wait, which is as many as may."""
    replies = [upload(client, f"{n}.txt", f"Herons {n} wait here.") for n in range(40)]

    assert {reply.status_code for reply in replies} == {202, 429}
    refused = [reply for reply in replies if reply.status_code == 429]
    assert len(refused) == 37
    assert all(reply.headers["Retry-After"] for reply in refused)
    assert "PINCITE_QUEUE" in refused[0].get_json()["error"]["message"]


def test_removing_a_document_that_is_being_read_ends_its_job(
    client: FlaskClient, gate: Gate
) -> None:
    job = upload(client, "a.txt", "Herons wait here.").get_json()["job"]
    assert gate.reached.wait(120)
    assert client.delete(f"{DOCUMENTS}/{source('a.txt').document_id}").status_code == 204
    gate.open.set()

    assert until(client, job["id"], "deleted")["code"] == "removed"
    time.sleep(0.1)
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


def test_another_process_takes_over_when_the_one_that_reads_ends(
    tmp_path: Path, service: Service, gate: Gate
) -> None:
    """Two services of one collection: only one of them reads."""
    index, config = LocalIndex(tmp_path / "collection", WordEmbedder), Config()
    other = make_service(index, config)
    client = create_app(other).test_client()
    assert upload(create_app(service).test_client(), "a.txt", "One.", "?wait=60").status_code == 201
    other.worker.start()
    try:
        service.close()
        assert upload(client, "b.txt", "Owls hoot.", "?wait=60").status_code == 201
    finally:
        other.close()
