"""Drafts in files checked over HTTP."""

import io
from typing import Any

import pytest
from docx import Document as open_word
from flask.testing import FlaskClient
from web_client import DOCUMENTS, events, fault
from werkzeug.test import TestResponse

CHECK = "/api/v1/check"
DRAFT = "In 1871, Ada Lund counted 40 herons. Ada Lund counted 90 herons in 1871. Why?"


def check_file(
    client: FlaskClient, data: bytes, name: str = "draft.md", **headers: str
) -> TestResponse:
    return client.post(f"{CHECK}/file", data={"file": (io.BytesIO(data), name)}, headers=headers)


def word(*paragraphs: str) -> bytes:
    made = open_word()
    made.add_heading("A heading of three words")
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(file := io.BytesIO())
    return file.getvalue()


def test_a_file_of_text_is_checked_as_its_text_is(client: FlaskClient, document_id: str) -> None:
    whole = client.post(CHECK, json={"text": DRAFT}).get_json()
    record = check_file(client, DRAFT.encode(), "papers/draft.md").get_json()

    assert record["draft"].pop("name") == "draft.md"
    assert whole["draft"].pop("name") == ""
    assert record == whole


def test_a_word_file_is_checked_and_kept_nowhere(client: FlaskClient, document_id: str) -> None:
    reply = check_file(client, word(DRAFT), "draft.docx", Accept="text/event-stream")
    (name, begun), *parts, (last, record) = events(reply)

    assert (name, last) == ("begun", "check")
    assert begun == {"sentences": 3, "text": record["draft"]["text"]}
    verdicts = [part["sentence"]["verdict"] for _, part in parts]
    assert verdicts == ["supported", "contradicted", "unchecked"]
    assert DRAFT in begun["text"]
    assert len(client.get(DOCUMENTS).get_json()["documents"]) == 1


@pytest.mark.parametrize(
    ("data", "name", "status", "code"),
    [
        (b"", "draft.md", 422, "empty_document"),
        (b"?!", "draft.md", 400, "draft_rejected"),
        (b"PK\x03\x04 broken", "draft.docx", 422, "damaged"),
        (b"\x00\x01\x02\x03", "draft.bin", 415, "unsupported_format"),
    ],
)
def test_a_file_that_is_no_draft_is_refused(
    client: FlaskClient, document_id: str, data: bytes, name: str, status: int, code: str
) -> None:
    """More often than drafts are checked at a time: each gives its place back."""
    for _ in range(3):
        assert fault(check_file(client, data, name), status) == code


def test_only_one_file_and_nothing_but_a_form_is_taken(client: FlaskClient) -> None:
    two: Any = [(io.BytesIO(b"It rained."), "a.md"), (io.BytesIO(b"It rained."), "b.md")]
    assert fault(client.post(f"{CHECK}/file", data={"file": two}), 422) == "invalid_field"
    sent = client.post(f"{CHECK}/file", json={"text": DRAFT})
    assert fault(sent, 415) == "unsupported_media_type"
