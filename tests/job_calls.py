"""Uploads as a test submits, takes and reads them."""

import hashlib
import threading
import time
from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from toys import WordEmbedder
from werkzeug.test import TestResponse

from corpus import Source
from index import DocumentInfo, Index, Job, Limits, LocalIndex, NewDocument, Work
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import (
    LedgerDamaged,
    PassageTooLong,
)

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
    for _ in range(6000):  # two minutes on a busy machine; only what hangs takes as long
        job = client.get(f"{JOBS}/{job_id}").get_json()
        if job["state"] in states:
            return job
        time.sleep(0.02)
    raise AssertionError(job)
