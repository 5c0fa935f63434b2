"""Drafts checked over HTTP: the record, the stream, the exports, and what is refused."""

import io
from typing import Any

import pytest
from docx import Document as open_word
from flask.testing import FlaskClient
from pydantic import TypeAdapter
from services import make_service
from web_client import HERONS, MakeClient, events, fault, upload
from werkzeug.test import TestResponse

from index import LocalIndex
from qa.checking.checker import MOST_CHECKS, Checker
from qa.checking.draft import MAX_CHARACTERS, MAX_SENTENCES, draft_of
from qa.checking.verifier import EvidenceVerifier
from qa.web.app import create_app
from qa.web.schemas.checks import CheckedDraftReply

CHECK = "/api/v1/check"
EXPORT = "/api/v1/check/export"
DRAFT = "In 1871, Ada Lund counted 40 herons. Ada Lund counted 90 herons in 1871. Why?"
EVENTS = {"Accept": "text/event-stream"}


def check(client: FlaskClient, text: Any = DRAFT, **more: Any) -> TestResponse:
    return client.post(CHECK, json={"text": text, **more})


def test_the_record_is_that_of_the_command_line(
    client: FlaskClient, index: LocalIndex, document_id: str
) -> None:
    record = check(client).get_json()

    own = Checker(index, EvidenceVerifier).check(draft_of(DRAFT)).record()
    assert record == TypeAdapter(dict[str, Any]).dump_python(own, mode="json")
    assert [one["verdict"] for one in record["sentences"]] == [
        "supported", "contradicted", "unchecked",
    ]  # fmt: skip
    assert [HERONS[c["start"] : c["end"]] for c in record["citations"]] == [
        one["quote"] for one in record["citations"]
    ]


def test_the_schema_is_what_is_sent(client: FlaskClient, document_id: str) -> None:
    own = f"{DRAFT} Green bridges. Ada Lund counted herons ({document_id}:35-70)."
    record = check(client, own, within={"documents": [document_id]}).get_json()

    said = CheckedDraftReply.model_validate(record, strict=True)

    assert said.model_dump(mode="json", exclude_unset=True) == record
    assert record["sentences"][-1]["cited"]["verdict"] is not None


def test_a_stream_is_the_record_in_parts(client: FlaskClient, document_id: str) -> None:
    whole = check(client).get_json()

    response = client.post(CHECK, json={"text": DRAFT}, headers=EVENTS)

    assert response.mimetype == "text/event-stream"
    (_, begun), *parts, (last, record) = events(response)
    assert begun == {"sentences": 3}
    assert {name for name, _ in parts} == {"sentence"}
    assert [part["sentence"] for _, part in parts] == whole["sentences"]
    assert [one for _, part in parts for one in part["citations"]] == whole["citations"]
    assert (last, record) == ("check", whole)


def test_a_filter_limits_what_is_searched(client: FlaskClient, document_id: str) -> None:
    assert fault(check(client, within={"authors": ["Nobody"]}), 409) == "nothing_within"
    assert fault(check(client, within={"since": "2020", "until": "2019"}), 400) == "filter_rejected"
    assert check(client, within={"documents": [document_id]}).get_json()["within"]["documents"] == 1


def test_an_empty_collection_is_an_ordinary_error_also_of_a_stream(client: FlaskClient) -> None:
    assert fault(check(client), 409) == "collection_empty"
    streamed = client.post(CHECK, json={"text": DRAFT}, headers=EVENTS)
    assert fault(streamed, 409) == "collection_empty"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("…", 400, "draft_rejected"),
        ("", 422, "invalid_field"),
        (7, 422, "invalid_field"),
        ("a" * (MAX_CHARACTERS + 1), 422, "invalid_field"),
        ("It rained. " * (MAX_SENTENCES + 1), 400, "draft_rejected"),
        ("half \ud800 a letter", 422, "invalid_field"),
    ],
)
def test_what_cannot_be_checked_is_refused(
    client: FlaskClient, document_id: str, text: Any, status: int, code: str
) -> None:
    assert fault(check(client, text), status) == code


def test_fields_that_nobody_knows_are_refused(client: FlaskClient, document_id: str) -> None:
    assert fault(check(client, files=["/etc/passwd"]), 422) == "invalid_field"


def test_only_some_drafts_are_checked_at_a_time(index: LocalIndex) -> None:
    service = make_service(index)
    service.worker.start()
    client = create_app(service).test_client()
    upload(client, "herons.txt", HERONS.encode())
    try:
        for _ in range(MOST_CHECKS):
            service.checks.acquire()
        assert fault(check(client), 503) == "busy"
        for _ in range(MOST_CHECKS):
            service.checks.release()
        for _ in range(MOST_CHECKS + 1):  # each gives its place back, however it ends
            assert check(client).status_code == 200
            assert check(client, within={"authors": ["Nobody"]}).status_code == 409
            client.post(CHECK, json={"text": DRAFT}, headers=EVENTS).close()
            stream = client.post(CHECK, json={"text": DRAFT}, headers=EVENTS)
            assert events(stream)
            stream.close()
    finally:
        service.close()


def test_it_asks_for_the_key(make_client: MakeClient) -> None:
    client = make_client(key="correct-horse-battery")

    assert fault(check(client), 401) == "key_needed"
    assert fault(client.post(EXPORT, json={"record": {}}), 401) == "key_needed"


def test_a_checked_draft_is_exported(client: FlaskClient, document_id: str) -> None:
    record = check(client).get_json()

    word = client.post(EXPORT, json={"record": record})
    text = client.post(EXPORT, json={"record": record, "format": "markdown"})

    comments = list(open_word(io.BytesIO(word.get_data())).comments)
    assert [one.text.split("\n")[0] for one in comments][:2] == ["Supported", "Contradicted"]
    assert str(word.mimetype).endswith("wordprocessingml.document")
    assert text.mimetype == "text/markdown"
    assert text.get_data(as_text=True).startswith(
        "In 1871, Ada Lund counted 40 herons.[^pincite-1]"
    )


def test_a_record_that_was_edited_is_not_exported(client: FlaskClient, document_id: str) -> None:
    record = check(client).get_json()
    record["sentences"][1]["verdict"] = "supported"

    assert fault(client.post(EXPORT, json={"record": record}), 400) == "record_rejected"
    assert fault(client.post(EXPORT, json={"record": {}}), 400) == "record_rejected"


@pytest.mark.parametrize("format_", ["docx", "markdown"])
def test_half_of_a_character_is_not_exported(
    client: FlaskClient, document_id: str, format_: str
) -> None:
    record = {**check(client).get_json(), "verifier": "\ud800"}
    reply = client.post(EXPORT, json={"record": record, "format": format_})

    assert fault(reply, 400) == "record_rejected"
