"""Uploads in the background: taken in at once, read later, never lost."""

import hashlib
import json
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from made_files import make_pdf, scanned_page
from services import make_service
from test_sandbox import FAULTY
from toys import WordEmbedder, reading
from werkzeug.test import TestResponse

from corpus import Source
from corpus.sandbox.pool import ReaderPool
from index import Claim, DocumentInfo, Index, Job, Limits, LocalIndex, NewDocument, Work
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import (
    JobLost,
    LedgerBusy,
    LedgerDamaged,
    PassageTooLong,
    QueueFull,
    QuotaReached,
)
from index.ingest.upload_worker import Worker
from index.ledger.jobs import TRIES, Jobs
from qa.config import Config
from qa.service import Service
from qa.web.app import create_app

DOCUMENTS, JOBS = "/api/v1/documents", "/api/v1/jobs"


def source(name: str) -> Source:
    return Source(f"upload:{name}", name)


def send(index: Index, name: str, data: bytes, **limits: int) -> Job | DocumentInfo:
    return index.jobs.submit(source(name), data, hashlib.sha256(data).hexdigest(), Limits(**limits))


def submit(index: Index, name: str, data: bytes, **limits: int) -> Job:
    job = send(index, name, data, **limits)
    assert isinstance(job, Job)
    return job


def take(index: LocalIndex, lease: str = "one") -> Work:
    work = index.jobs.claim(lease)
    assert work is not None
    return work


def read_in(index: LocalIndex, work: Work) -> None:
    from corpus import read

    list(index.add([NewDocument(read(work.data, work.source, work.job.name), claim=work.claim)]))


def state(index: LocalIndex, job: Job) -> tuple[str, str]:
    found = index.jobs.get(job.id)
    assert found is not None
    return found.state, found.code


# The queue ----------------------------------------------------------------------------


def test_an_upload_is_on_disk_before_it_is_read(tmp_path: Path) -> None:
    """What was taken in survives the process, with its bytes."""
    job = submit(LocalIndex(tmp_path, WordEmbedder), "a.txt", b"Herons wade.")

    work = take(LocalIndex(tmp_path, WordEmbedder))
    assert (work.job.id, work.data, work.source) == (job.id, b"Herons wade.", source("a.txt"))


def test_jobs_are_done_in_turn_and_leave_no_bytes_behind(index: LocalIndex) -> None:
    first, second = submit(index, "a.txt", b"Herons wade."), submit(index, "b.txt", b"Owls hoot.")
    read_in(index, take(index))
    read_in(index, take(index))

    assert [state(index, job) for job in (first, second)] == [("ready", "added")] * 2
    assert index.jobs.claim("one") is None
    assert spooled(index) == 0
    assert [info.source for info in reading(index).documents()] == ["a.txt", "b.txt"]


def spooled(index: LocalIndex) -> int:
    with index._ledger.reading() as snapshot:
        return snapshot.count("spool")


def test_same_bytes_are_one_job_and_then_one_document(index: LocalIndex) -> None:
    first = submit(index, "a.txt", b"Herons wade.")
    assert submit(index, "other.txt", b"Herons wade.").id == first.id
    read_in(index, take(index))

    again = index.jobs.submit(source("c.txt"), b"Herons wade.", first.sha256, Limits())
    assert isinstance(again, DocumentInfo)
    assert again.source == "a.txt"


def test_what_a_dead_process_was_reading_is_taken_over(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    lost = take(index, "dead")
    work = take(index, "alive")

    assert work.job.id == job.id
    with pytest.raises(JobLost):
        read_in(index, lost)
    assert reading(index).documents() == []
    read_in(index, work)
    assert state(index, job) == ("ready", "added")


def test_after_the_last_try_a_job_has_failed_with_its_reason(index: LocalIndex) -> None:
    """Its reader takes the process down with it each time."""
    job = submit(index, "poison.txt", b"Poison.")
    for number in range(TRIES):
        take(index, f"process {number}")

    assert index.jobs.claim("the next") is None
    assert state(index, job) == ("failed", "crashed")


def test_a_job_that_always_fails_keeps_no_other_waiting(index: LocalIndex) -> None:
    poison = submit(index, "poison.txt", b"Poison.")
    others = [submit(index, f"{n}.txt", f"Bird {n}.".encode()) for n in range(20)]
    read: list[str] = []
    for process in range(TRIES + 1):
        while (work := index.jobs.claim(f"process {process}")) is not None:
            if work.job.id == poison.id:
                break  # the process dies
            read_in(index, work)
            read.append(work.job.id)
        assert process == 0 or read == [job.id for job in others], "they come before a second try"

    assert state(index, poison) == ("failed", "crashed")


def test_a_failed_job_can_be_tried_again_and_dismissed(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    index.jobs.fail(take(index).claim, "unreadable", "It is torn.")
    assert state(index, job) == ("failed", "unreadable")
    assert spooled(index) == 1

    index.jobs.retry(job.id)
    read_in(index, take(index))
    assert state(index, job) == ("ready", "added")
    assert index.jobs.dismiss(job.id)
    assert not index.jobs.dismiss(job.id)
    assert len(reading(index).documents()) == 1


def test_what_hinders_every_job_is_no_try_of_this_one(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    for _ in range(TRIES + 2):
        index.jobs.again(take(index).claim, "disk_full", "", blameless=True)
    assert state(index, job) == ("waiting", "disk_full")
    for _ in range(TRIES):
        index.jobs.again(take(index).claim, "internal", "")

    assert state(index, job) == ("failed", "internal")


def test_a_newer_upload_of_a_name_takes_the_place_of_an_older(index: LocalIndex) -> None:
    old = submit(index, "a.txt", b"Herons wade.")
    new = submit(index, "a.txt", b"Herons fly.")
    read_in(index, take(index))

    assert (state(index, old), state(index, new)) == (("deleted", "replaced"), ("ready", "added"))
    assert reading(index).document(new.document_id).text == "Herons fly."


def test_an_older_upload_that_was_interrupted_does_not_win(index: LocalIndex) -> None:
    old = submit(index, "a.txt", b"Herons wade.")
    take(index, "dead")
    submit(index, "a.txt", b"Herons fly.")
    read_in(index, take(index, "alive"))

    assert index.jobs.claim("alive") is None
    assert state(index, old) == ("deleted", "replaced")


def test_what_is_stored_sent_again_cancels_what_came_between(index: LocalIndex) -> None:
    """Also what is being read of it."""
    submit(index, "a.txt", b"Herons wade.")
    read_in(index, take(index))
    for take_it in (False, True):
        between = submit(index, "a.txt", b"Herons fly.")
        work = take(index) if take_it else None
        same = send(index, "a.txt", b"Herons wade.")

        assert isinstance(same, DocumentInfo)
        assert state(index, between) == ("deleted", "replaced")
        assert index.jobs.claim("one") is None
        assert spooled(index) == 0
        if work is not None:
            with pytest.raises(JobLost):
                read_in(index, work)
    assert text(index, between) == "Herons wade."


def test_what_is_being_read_sent_again_cancels_what_came_between(index: LocalIndex) -> None:
    first = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    between = submit(index, "a.txt", b"Herons fly.")
    assert submit(index, "a.txt", b"Herons wade.").id == first.id
    read_in(index, work)

    assert index.jobs.claim("one") is None
    assert state(index, between) == ("deleted", "replaced")
    assert text(index, first) == "Herons wade."


@pytest.mark.parametrize("end", ["again", "fail"])
def test_an_older_upload_that_went_wrong_does_not_win(index: LocalIndex, end: str) -> None:
    """It would be tried again after the newer one."""
    old = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    new = submit(index, "a.txt", b"Herons fly.")
    getattr(index.jobs, end)(work.claim, "internal", "")
    read_in(index, take(index))

    assert index.jobs.claim("one") is None
    assert state(index, old) == ("deleted", "replaced")
    assert spooled(index) == 0
    assert text(index, new) == "Herons fly."


def text(index: LocalIndex, job: Job) -> str:
    document = reading(index).document(job.document_id)
    assert document is not None
    return str(document.text)


def test_of_those_that_failed_the_newest_are_kept(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.jobs._KEPT", 3)
    for number in range(6):
        job = submit(index, f"{number}.txt", f"Heron {number}.".encode())
        index.jobs.fail(take(index).claim, "unreadable", "It is torn.")
    last = submit(index, "last.txt", b"Owls hoot.")

    assert spooled(index) == 4, "three that failed, and one that waits"
    assert [found.id for found in index.jobs.all()][:2] == [last.id, job.id]
    assert len(index.jobs.all()) == 3


def test_a_document_removed_while_it_is_read_stays_away(index: LocalIndex) -> None:
    job = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    assert index.delete(job.document_id)

    with pytest.raises(JobLost):
        read_in(index, work)
    assert (reading(index).documents(), state(index, job)) == ([], ("deleted", "removed"))
    assert spooled(index) == 0


def test_more_than_may_wait_is_refused_by_the_name_of_the_limit(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.", waiting=1)

    with pytest.raises(QueueFull, match="PINCITE_QUEUE"):
        submit(index, "b.txt", b"Owls hoot.", waiting=1)
    with pytest.raises(QuotaReached, match="15 they may take: dismiss"):
        submit(index, "b.txt", b"Owls hoot.", spooled=15)
    with pytest.raises(QuotaReached, match="PINCITE_DOCUMENTS"):
        submit(index, "b.txt", b"Owls hoot.", documents=1)
    assert len(index.jobs.all()) == 1


def test_what_is_full_still_takes_a_new_version(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.")
    read_in(index, take(index))

    assert submit(index, "a.txt", b"Herons fly.", documents=1).state == "waiting"


# Several at a time --------------------------------------------------------------------


def claimed(index: LocalIndex, lease: str, *, gone: tuple[str, ...] = (), workers: int = 2) -> str:
    """Take the next job beside others, and return its name; nothing where none may be taken."""
    work = index.jobs.claim(lease, gone=gone, workers=workers)
    return "" if work is None else work.job.name


@pytest.fixture
def slow_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a job for slow from few bytes on."""
    monkeypatch.setattr("index.ledger.jobs.SLOW_BYTES", 100)


LONG = b"Herons wade. " * 10


@pytest.mark.usefixtures("slow_from")
def test_slow_jobs_leave_a_worker_for_quick_ones(index: LocalIndex) -> None:
    for number in range(3):
        submit(index, f"slow {number}", LONG + b"%d" % number)
    assert claimed(index, "one") == "slow 0"
    assert claimed(index, "two") == "", "the last worker is left free"
    submit(index, "quick", b"Owls hoot.")

    assert claimed(index, "two") == "quick"


@pytest.mark.usefixtures("slow_from")
def test_a_slow_job_waits_for_some_that_came_later_and_not_for_ever(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ledger.jobs._BEHIND", 3)
    for name in ("slow", "1", "2", "3", "4"):
        submit(index, name, LONG if name == "slow" else name.encode())

    names = []
    while (work := index.jobs.claim("one")) is not None:
        names.append(work.job.name)
        index.jobs.fail(work.claim, "unreadable", "")
    assert names == ["1", "2", "slow", "3", "4"]


def test_two_jobs_of_one_document_are_never_read_together(index: LocalIndex) -> None:
    """The older could be done last, and win."""
    old = submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    new = submit(index, "a.txt", b"Herons fly.")
    submit(index, "b.txt", b"Owls hoot.")
    assert claimed(index, "two") == "b.txt"
    assert claimed(index, "three", workers=3) == ""
    read_in(index, work)

    assert claimed(index, "three", workers=3) == "a.txt"
    assert (state(index, old)[0], state(index, new)[0]) == ("ready", "reading")


def test_only_what_was_read_under_a_lease_that_ended_is_taken_over(index: LocalIndex) -> None:
    for name in ("a.txt", "b.txt"):
        submit(index, name, name.encode())
    assert (claimed(index, "dead"), claimed(index, "alive")) == ("a.txt", "b.txt")
    assert index.jobs.leases() == {"dead", "alive"}
    assert claimed(index, "new", gone=("dead",)) == "", "what was tried begins alone"
    index.jobs.fail(Claim(2, "alive"), "unreadable", "")

    assert claimed(index, "new") == "a.txt"


def test_what_was_read_beside_another_is_not_blamed_for_the_end_of_both(index: LocalIndex) -> None:
    """Which of them ended the process cannot be known."""
    poison, other = submit(index, "poison", b"Poison."), submit(index, "other", b"Herons.")
    for process in range(TRIES):
        with index._ledger.writing() as change:
            change.connection.execute(
                "UPDATE jobs SET state = 'reading', tries = tries + 1, lease = number || ?",
                (f":process {process}",),
            )
        dead = tuple(index.jobs.leases())
        index.jobs.claim("new", gone=dead[:1])
        index.jobs.claim("new", gone=dead[1:])
    assert {state(index, job)[0] for job in (poison, other)} <= {"waiting", "reading"}


def test_a_job_that_turns_out_slow_goes_on_only_where_a_worker_is_left(index: LocalIndex) -> None:
    for name in ("a.txt", "b.txt"):
        submit(index, name, name.encode())
    first, second = take(index, "one"), index.jobs.claim("two", gone=(), workers=2)
    assert second is not None

    assert index.jobs.turns_slow(first.claim, 2)
    assert not index.jobs.turns_slow(second.claim, 2)
    (put_back,) = [job for job in index.jobs.all() if job.state == "waiting"]
    assert (put_back.name, put_back.tries, put_back.slow) == ("b.txt", 0, 1)


def test_the_only_worker_puts_a_slow_job_back_if_a_quick_one_waits(index: LocalIndex) -> None:
    submit(index, "a.txt", b"Herons wade.")
    work = take(index)
    assert index.jobs.turns_slow(work.claim, 1)
    submit(index, "b.txt", b"Owls hoot.")

    assert not index.jobs.turns_slow(work.claim, 1)
    assert take(index).job.name == "b.txt"


# Over HTTP ----------------------------------------------------------------------------


class Gate(WordEmbedder):
    """An embedder that waits where a text says so, until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.reached, self.open = threading.Event(), threading.Event()

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        if any("wait here" in passage.text for passage in passages):
            self.reached.set()
            assert self.open.wait(300)
        for passage in passages:
            if "too long" in passage.text:
                raise PassageTooLong("a passage of 999 tokens is longer than the 254")
            if "torn" in passage.text:
                raise LedgerDamaged("a vector of it is damaged")
        if any("never mind" in passage.text for passage in passages):
            raise RuntimeError("what nobody expected")
        return super().embed_passages(passages)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def service(tmp_path: Path, gate: Gate) -> Iterator[Service]:
    index, config = LocalIndex(tmp_path / "collection", lambda: gate), Config(queue=3)
    service = make_service(index, config)
    service.worker.start()
    yield service
    gate.open.set()
    service.close()


@pytest.fixture
def client(service: Service) -> FlaskClient:
    return create_app(service).test_client()


def upload(
    client: FlaskClient, name: str, text: str, query: str = "", **headers: str
) -> TestResponse:
    body = (
        f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        f"{text}\r\n--x--\r\n"
    )
    return client.post(
        DOCUMENTS + query,
        data=body.encode(),
        content_type="multipart/form-data; boundary=x",
        headers=headers,
    )


def until(client: FlaskClient, job_id: str, *states: str) -> Any:
    for _ in range(400):
        job = client.get(f"{JOBS}/{job_id}").get_json()
        if job["state"] in states:
            return job
        time.sleep(0.02)
    raise AssertionError(job)


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
    assert service.streams.acquire(blocking=False)
    assert not service.streams.acquire(blocking=False)


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


# Several workers ----------------------------------------------------------------------


@pytest.fixture
def scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a tool for scans that fails at once."""
    tool = tmp_path / "bin" / "tesseract"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\nexit 1\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)


def test_documents_that_take_long_keep_no_quick_one_waiting(
    client: FlaskClient, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them is being embedded, for as long as the gate is closed; the other waits."""
    monkeypatch.setattr("index.ingest.upload_reading._QUICK_CHARACTERS", 100)
    slow = [
        upload(client, f"{n}.txt", f"Herons {n} wait here. " * 9).get_json()["job"]["id"]
        for n in range(2)
    ]
    assert gate.reached.wait(120)
    assert upload(client, "quick.txt", "Owls hoot.", "?wait=60").status_code == 201
    jobs = [client.get(f"{JOBS}/{job}").get_json() for job in slow]
    assert {job["state"] for job in jobs} <= {"reading", "waiting"}
    gate.open.set()

    done = [until(client, job, "ready") for job in slow]
    assert [job["tries"] for job in done] == [1, 1]


def test_what_takes_long_to_be_read_is_put_behind_what_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two readers hang; a third upload is read before either is given up."""
    monkeypatch.setattr("index.ingest.upload_reading._QUICK_SECONDS", 0.2)
    index, config = LocalIndex(tmp_path / "collection", WordEmbedder), Config()
    service = make_service(index, config, pool=ReaderPool(3, program=FAULTY))
    client = create_app(service).test_client()
    hanging = [upload(client, f"{n}.txt", f"sleep {n}").get_json()["job"] for n in range(2)]
    service.worker.start()
    try:
        ends = [until(client, job["id"], "failed") for job in hanging]
        assert upload(client, "quick.txt", "Owls hoot.", "?wait=60").status_code == 201
    finally:
        service.worker._room.close()
        service.close()

    assert [(job["code"], job["tries"]) for job in ends] == [("reader_stopped", 1)] * 2
    assert [job.slow for job in index.jobs.all() if job.state == "failed"] == [True, True]


@pytest.mark.usefixtures("scans")
def test_a_scan_is_recognized_behind_what_is_quick(
    client: FlaskClient, gate: Gate, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingest.upload_reading._QUICK_CHARACTERS", 100)
    upload(client, "long.txt", "Herons wait here. " * 9)
    assert gate.reached.wait(120)
    data = make_pdf(scanned_page(""))
    scan = index_job(service, "scan.pdf", data)
    while not (found := service.index.jobs.get(scan.id)) or not found.slow:
        time.sleep(0.02)
    assert upload(client, "quick.txt", "Owls hoot.", "?wait=60").status_code == 201
    assert service.index.jobs.get(scan.id).state == "waiting"  # type: ignore[union-attr]
    gate.open.set()

    assert until(client, scan.id, "failed")["code"] == "needs_ocr"


def index_job(service: Service, name: str, data: bytes) -> Job:
    job = submit(service.index, name, data)
    service.worker.wake()
    return job


def test_of_all_services_only_as_many_read_as_there_are_places(
    tmp_path: Path, client: FlaskClient, service: Service, gate: Gate
) -> None:
    index, config = LocalIndex(tmp_path / "collection", lambda: gate), Config()
    other = make_service(index, config)
    other.worker.start()
    try:
        sent = [
            upload(client, f"{n}.txt", f"Herons {n} wait here.").get_json()["job"]["id"]
            for n in range(3)
        ]
        while Counter(job.state for job in index.jobs.all())["reading"] < 2:
            time.sleep(0.02)
        time.sleep(3)  # longer than a worker waits before it looks again
        assert Counter(job.state for job in index.jobs.all()) == {"reading": 2, "waiting": 1}
        gate.open.set()
        for job in sent:
            assert until(client, job, "ready", "failed")["state"] == "ready"
    finally:
        gate.open.set()
        other.close()


def test_one_worker_alone_tidies_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once: list[int] = []
    begun = Counter[str]()

    class Slowly(LocalIndex):
        """Never done with tidying up."""

        def tidy(self) -> bool:
            begun["now"] += 1
            at_once.append(begun["now"])
            time.sleep(0.05)
            begun["now"] -= 1
            return False

    monkeypatch.setattr("index.ingest.upload_worker._HINDERED", 0.01)
    with ReaderPool() as room:
        workers = [Worker(Slowly(tmp_path, WordEmbedder), room) for _ in range(2)]
        for worker in workers:
            worker.start()
        while len(at_once) < 20:
            time.sleep(0.01)
        for worker in workers:
            worker.stop()

    assert set(at_once) == {1}
