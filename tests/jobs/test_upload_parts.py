"""Uploads that hold several documents: all of them are taken in at once, or none is."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from job_calls import DOCUMENTS, JOBS, Gate, submit, take, until
from services import make_service
from test_file_parts import MAIL, send, zipped
from test_sandbox import FAULTY
from toys import numbered, reading

from corpus import Source
from corpus.sandbox.messages import Reply
from corpus.sandbox.pool import ReaderPool
from index import LocalIndex
from index.errors import JobLost
from index.ingest.upload_reading import UploadReader
from qa.config import Config
from qa.web.app import create_app

BIRDS = {"a.txt": "Herons wade.", "b.txt": "Owls hoot.", "c.txt": "Wrens sing."}


def texts(client: FlaskClient) -> set[str]:
    found = client.get(DOCUMENTS).get_json()["documents"]
    return {client.get(f"{DOCUMENTS}/{info['id']}/text").text for info in found}


def send_to(
    index: LocalIndex,
    name: str,
    data: bytes,
    *,
    pool: ReaderPool | None = None,
    documents: int = 100,
) -> tuple[set[str], str]:
    """Upload a file to a service; return what there is then, and the remark on it."""
    service = make_service(index, Config(confidence=0.0, documents=documents), pool=pool)
    service.worker.start()
    try:
        client = create_app(service).test_client()
        reply = send(client, name, data).get_json()
        return texts(client), (reply["job"] or {}).get("reason") or ""
    finally:
        service.close()


def test_a_cancelled_upload_changes_nothing_of_the_one_before(
    client: FlaskClient, gate: Gate
) -> None:
    send(client, "box.zip", zipped(BIRDS))
    files = {"a.txt": "Herons wait here.", "z.txt": "Storks nest."}
    job = send(client, "box.zip", zipped(files), "").get_json()["job"]
    assert gate.reached.wait(120)
    assert texts(client) == set(BIRDS.values()), "nothing of it is there before all of it is"
    assert client.delete(f"{JOBS}/{job['id']}").status_code == 204
    gate.open.set()

    assert send(client, "next.txt", b"Terns dive.").status_code == 201
    assert texts(client) == {*BIRDS.values(), "Terns dive."}


def test_the_next_version_takes_the_place_of_all_at_once(client: FlaskClient, gate: Gate) -> None:
    send(client, "box.zip", zipped(BIRDS))
    files = {"b.txt": "Owls wait here.", "c.txt": "Wrens sing.", "d.txt": "Storks nest."}
    job = send(client, "box.zip", zipped(files), "").get_json()["job"]
    assert gate.reached.wait(120)
    gate.open.set()

    until(client, job["id"], "ready")
    assert texts(client) == set(files.values())


def test_a_cancelled_upload_is_read_no_further(index: LocalIndex) -> None:
    job = submit(index, "box.zip", zipped({f"{n}.txt": f"Bird {n}." for n in range(50)}))
    work = take(index)
    opened: list[str] = []

    class Cancelling(ReaderPool):
        """Has the upload cancelled at the third file."""

        def _open(
            self, data: bytes, source: Source, name: str, first: int | None, seconds: float | None
        ) -> Reply:
            opened.append(name)
            if len(opened) == 3:
                assert index.jobs.dismiss(job.id)
            return super()._open(data, source, name, first, seconds)

    with Cancelling(1) as pool, pytest.raises(JobLost):
        UploadReader(index, pool, lambda work: True, lambda: False, 9).take_in(work)
    assert len(opened) < 10
    assert reading(index).documents() == []


@pytest.mark.parametrize("way", ["one to many", "many to one"])
def test_one_document_and_several_of_a_name_replace_each_other(index: LocalIndex, way: str) -> None:
    versions = [(b"Terns dive.", {"Terns dive."}), (zipped(BIRDS), set(BIRDS.values()))]
    for data, expected in versions if way == "one to many" else versions[::-1]:
        assert send_to(index, "birds", data) == (expected, "")
    assert list(index.findings()) == []


def test_what_a_reader_stopped_at_stays_of_the_upload_before(index: LocalIndex) -> None:
    birds = {"a.txt": "Herons wade.", "b.txt": "Owls hoot."}
    send_to(index, "box.zip", zipped({"birds": zipped(birds), "c.txt": "Wrens sing."}))
    data = zipped({"birds": "crash", "c.txt": "Wrens fly."})
    there, remark = send_to(index, "box.zip", data, pool=ReaderPool(3, program=FAULTY))

    assert there == {"Herons wade.", "Owls hoot.", "Wrens fly."}
    assert "1 file in it could not be read: birds" in remark
    assert send_to(index, "box.zip", data) == ({"crash", "Wrens fly."}, "")


def test_a_mail_whose_attachment_a_reader_stopped_at_may_be_sent_again(index: LocalIndex) -> None:
    data = MAIL.replace("The wall has a crack.", "crash").encode()
    there, _ = send_to(index, "quay.eml", data, pool=ReaderPool(3, program=FAULTY))
    assert len(there) == 1
    assert len(send_to(index, "quay.eml", data)[0]) == 2


@pytest.mark.parametrize(
    "limits",
    [{"_WHOLE_SECONDS": -1.0}, {"_MOST_CHARACTERS": 15}],
    ids=["time", "characters"],
)
def test_of_an_upload_that_is_too_much_the_first_files_are_read(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch, limits: Mapping[str, float]
) -> None:
    for name, value in limits.items():
        monkeypatch.setattr(f"index.ingest.upload_reading.{name}", value)
    there, remark = send_to(index, "box.zip", zipped(BIRDS))

    assert there == {"Herons wade."}
    assert "b.txt: the files before it" in remark


def test_an_archive_fills_a_collection_no_further_than_it_may_be(index: LocalIndex) -> None:
    there, remark = send_to(index, "box.zip", zipped(BIRDS), documents=2)
    assert there == {"Herons wade.", "Owls hoot."}
    assert "box.zip#3: the collection has as many documents as PINCITE_DOCUMENTS allows" in remark

    other = {"d.txt": "Storks nest.", "e.txt": "Terns dive."}
    assert send_to(index, "box.zip", zipped(other), documents=2) == (set(other.values()), "")
    service = make_service(index, Config(documents=2))
    assert send(create_app(service).test_client(), "x.txt", b"Rooks caw.").status_code == 507
    service.close()


def test_an_archive_that_others_left_no_room_for_meanwhile_is_read_again(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another document comes while the archive is embedded, so that one of its own is too many."""
    within_quota = UploadReader._within_quota

    def and_then_another(reader: UploadReader, *arguments: Any) -> int:
        most = within_quota(reader, *arguments)
        list(index.add([numbered("other")]))
        return most

    monkeypatch.setattr(UploadReader, "_within_quota", and_then_another)
    monkeypatch.setattr("index.ingest.upload_worker._HINDERED", 0.01)
    there, remark = send_to(index, "box.zip", zipped(BIRDS), documents=3)
    assert len(there) == 3
    assert "1 file in it could not be read: box.zip#3" in remark
