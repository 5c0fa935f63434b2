"""Files to download over the API."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from web_client import HERONS, ask, fault

from qa.doors.exports.formats import FORMATS

EXPORT, FOUND = "/api/v1/export", "/api/v1/find/export"
BATCH = "/api/v1/batch/export"


@pytest.mark.parametrize("name", FORMATS)
def test_an_answer_can_be_downloaded(standing: FlaskClient, name: str) -> None:
    record = ask(standing).get_json()
    reply = standing.post(f"{EXPORT}?format={name}", json=record)

    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == FORMATS[name].media_type
    assert reply.headers["Content-Disposition"] == (
        f'attachment; filename="answer{FORMATS[name].suffix}"'
    )
    if name != "docx":
        assert "Ada Lund counted 40 herons in 1871." in reply.get_data(as_text=True)
        assert "Ada Lund counted 40 herons in 1871." in HERONS


def board(client: FlaskClient, **said: Any) -> dict[str, Any]:
    """Return a board of the one quote of an answer, and what somebody says of it."""
    record = ask(client).get_json()
    citation = {**record["citations"][0], **said}
    return {"title": "Birds", "sentences": record["sentences"][:1], "citations": [citation]}


def test_a_board_is_written_with_its_notes(standing: FlaskClient) -> None:
    noted = board(standing, note="Check it.", tags=["birds"])
    text = standing.post(f"{EXPORT}?format=txt", json=noted).get_data(as_text=True)

    assert text.startswith("Birds\n\n“Ada Lund counted 40 herons in 1871.” [1]\n\n")
    assert "\n\nNote: Check it.\n\nTags: birds\n\n" in text


def test_a_board_is_written_as_annotations(standing: FlaskClient) -> None:
    reply = standing.post(f"{EXPORT}?format=jsonld", json=board(standing, note="Check it."))
    (item,) = reply.get_json(force=True)["first"]["items"]

    assert reply.headers["Content-Type"] == "application/ld+json"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="answer.jsonld"'
    assert item["body"][0]["value"] == "Check it."


@pytest.mark.parametrize(
    "said", [{"note": "x" * 10_001}, {"note": 3}, {"tags": "birds"}, {"tags": [""]}]
)
def test_notes_and_tags_have_limits(standing: FlaskClient, said: dict[str, Any]) -> None:
    reply = standing.post(f"{EXPORT}?format=txt", json=board(standing, **said))
    assert fault(reply, 422) == "invalid_field"


def test_words_that_do_not_stand_there_are_marked(standing: FlaskClient) -> None:
    record = ask(standing).get_json()
    record["sentences"][0]["text"] = record["citations"][0]["quote"] = "Nobody counted."

    text = standing.post(f"{EXPORT}?format=txt", json=record).get_data(as_text=True)

    assert "“Nobody counted.” [not confirmed]" in text


def test_a_model_that_wrote_an_answer_is_named(standing: FlaskClient) -> None:
    record = ask(standing).get_json()
    record["sentences"][0]["verdict"] = "supported"
    record["writer"] = {"model": "toy", "status": "written"}

    text = standing.post(f"{EXPORT}?format=txt", json=record).get_data(as_text=True)

    assert "Written by toy; checked by Pincite." in text
    assert "“" not in text


@pytest.mark.parametrize(
    ("query", "changed"),
    [("?format=pdf", {}), ("", {}), ("?format=md&x=1", {}), ("?format=md", {"sentences": 3})],
)
def test_what_cannot_be_written_is_refused(
    standing: FlaskClient, query: str, changed: dict[str, Any]
) -> None:
    record = ask(standing).get_json()

    assert fault(standing.post(EXPORT + query, json=record | changed), 422) == "invalid_field"


def test_a_sentence_without_a_citation_is_refused(standing: FlaskClient) -> None:
    record = ask(standing).get_json()
    record["sentences"][0]["citations"] = [99]

    assert fault(standing.post(f"{EXPORT}?format=md", json=record), 400) == "record_rejected"


@pytest.mark.parametrize("name", FORMATS)
def test_a_character_that_no_format_holds_is_no_fault(standing: FlaskClient, name: str) -> None:
    record = ask(standing).get_json()
    record["question"] = record["citations"][0]["quote"] = "a\x00\ufffeb"

    assert standing.post(f"{EXPORT}?format={name}", json=record).status_code == 200


def test_all_about_a_topic_is_a_table_to_download(standing: FlaskClient) -> None:
    reply = standing.post(f"{FOUND}?format=csv", json={"topic": "herons"})
    book = standing.post(f"{FOUND}?format=xlsx", json={"topic": "herons"})

    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="passages.csv"'
    assert HERONS in reply.get_data(as_text=True)
    assert book.data[:2] == b"PK"
    assert fault(standing.post(FOUND, json={"topic": "herons"}), 422) == "invalid_field"


# The answers to many questions ------------------------------------------------------


def batch(client: FlaskClient, document: str | None = None) -> dict[str, Any]:
    record = ask(client).get_json()
    return {
        "questions": [record["question"], "=1+1?"],
        "answers": [{"number": n, "document": document, "record": record} for n in (1, 2)],
    }


@pytest.mark.parametrize("form", ["csv", "xlsx", "html"])
def test_answers_can_be_downloaded_as_a_table(standing: FlaskClient, form: str) -> None:
    reply = standing.post(f"{BATCH}?format={form}", json=batch(standing))

    assert reply.status_code == 200
    assert reply.headers["Content-Disposition"] == f'attachment; filename="answers.{form}"'
    if form != "xlsx":
        text = reply.get_data(as_text=True)
        assert text.count("Ada Lund counted 40 herons in 1871.") == 2
        assert ("'=1+1?" if form == "csv" else '<th scope="row">=1+1?') in text


def test_answers_of_each_document_have_a_row_a_document(standing: FlaskClient) -> None:
    (info,) = standing.get("/api/v1/documents").get_json()["documents"]
    body = batch(standing, info["id"])
    body["answers"].append({**body["answers"][0], "document": "gone"})

    rows = standing.post(f"{BATCH}?format=csv", json=body).get_data().decode("utf-8-sig")

    assert rows.startswith(f"title,source,document_id,version,{body['questions'][0]},'=1+1?")
    assert rows.count("Ada Lund counted 40 herons in 1871.") == 2  # of what is gone, nothing


def test_a_quote_that_does_not_stand_there_is_marked(standing: FlaskClient) -> None:
    body = batch(standing)
    body["answers"][0]["record"]["citations"][0]["quote"] = "Nobody counted."

    assert "Not confirmed" in standing.post(f"{BATCH}?format=csv", json=body).get_data(as_text=True)


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"questions": []}, 422, "invalid_field"),
        ({"questions": ["Who?"]}, 400, "record_rejected"),
        ({"x": 1}, 422, "invalid_field"),
    ],
)
def test_a_batch_that_was_edited_is_refused(
    standing: FlaskClient, changed: dict[str, Any], status: int, code: str
) -> None:
    reply = standing.post(f"{BATCH}?format=csv", json=batch(standing) | changed)

    assert fault(reply, status) == code


def test_answers_of_some_documents_and_of_all_are_no_one_table(standing: FlaskClient) -> None:
    body = batch(standing)
    body["answers"][0]["document"] = "d"

    assert fault(standing.post(f"{BATCH}?format=csv", json=body), 400) == "record_rejected"


def test_a_table_of_documents_has_only_so_many_cells(
    standing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.doors.batch.returned.MOST_CELLS", 1)
    body = batch(standing)
    assert standing.post(f"{BATCH}?format=csv", json=body).status_code == 200
    for answer in body["answers"]:
        answer["document"] = answer["record"]["citations"][0]["document_id"]

    assert fault(standing.post(f"{BATCH}?format=csv", json=body), 400) == "record_rejected"


def test_many_answers_are_more_than_one_question_may_send(standing: FlaskClient) -> None:
    body = batch(standing)
    body["answers"] *= 500

    assert len(json.dumps(body)) > 1_000_000
    assert standing.post(f"{BATCH}?format=csv", json=body).status_code == 200
    assert fault(standing.post(f"{EXPORT}?format=txt", json=body), 413) == "too_large"
