"""Workers of several services read uploads side by side."""

import os
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from job_calls import JOBS, Gate, submit, until, upload
from made_files import make_pdf, scanned_page
from services import make_service
from test_sandbox import FAULTY
from toys import WordEmbedder

from corpus.sandbox.pool import ReaderPool
from index import Job, LocalIndex
from index.ingest.upload_worker import Worker
from qa.config import Config
from qa.service.service import Service
from qa.web.app import create_app


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


def test_an_idle_worker_tidies_up_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another service may have ended before it did."""
    done = threading.Semaphore(0)

    class Tidied(LocalIndex):
        def tidy(self) -> bool:
            done.release()
            return True

    monkeypatch.setattr("index.ingest.upload_worker._IDLE", 0.01)
    monkeypatch.setattr("index.ingest.upload_worker._TIDYING", 0.01)
    with ReaderPool() as room:
        worker = Worker(Tidied(tmp_path, WordEmbedder), room)
        worker.start()
        assert all(done.acquire(timeout=60) for _ in range(3))
        worker.stop()


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
