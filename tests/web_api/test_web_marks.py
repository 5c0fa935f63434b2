"""Marks over HTTP: given, listed, taken back, and nothing kept without one."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from web_client import DOCUMENTS, HERONS, KEY, QUESTION, MakeClient, ask, fault, upload

MARKS = "/api/v1/marks"


def body_of(answer: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Return the mark of the first quote of an answer, as the page sends it."""
    (first, *_) = answer["citations"] or answer["closest"]
    place = {name: first[name] for name in ("document_id", "version", "start", "end")}
    said = {name: answer[name] for name in ("question", "searched", "confidence")}
    return {**said, **place, "verdict": "answers", **other}


def listed(client: FlaskClient, **query: int) -> Any:
    return client.get(MARKS, query_string=query).get_json()


def test_an_answer_is_marked_by_one_call_and_by_nothing_else(
    client: FlaskClient, document_id: str
) -> None:
    answer = ask(client).get_json()
    assert listed(client) == {"total": 0, "first": 0, "marks": []}
    reply = client.post(MARKS, json=body_of(answer))
    kept = reply.get_json()

    assert reply.status_code == 200
    assert kept.items() >= body_of(answer).items()
    assert (kept["title"], kept["current"]) == ("herons", True)
    assert HERONS[kept["start"] : kept["end"]] == answer["citations"][0]["quote"]
    assert listed(client) == {"total": 1, "first": 0, "marks": [kept]}
    changed = client.post(MARKS, json=body_of(answer, verdict="does_not_answer")).get_json()
    assert (changed["id"], changed["verdict"]) == (kept["id"], "does_not_answer")
    assert client.delete(f"{MARKS}/{kept['id']}").status_code == 204
    assert listed(client)["marks"] == []
    assert fault(client.delete(f"{MARKS}/{kept['id']}"), 404) == "unknown_mark"


def test_a_passage_of_an_unanswered_question_is_marked_too(
    client: FlaskClient, document_id: str
) -> None:
    refused = ask(client, confidence=1.0).get_json()
    assert refused["status"] == "unanswered"
    kept = client.post(MARKS, json=body_of(refused)).get_json()

    assert HERONS[kept["start"] : kept["end"]] == refused["closest"][0]["text"]


def test_what_was_searched_is_the_question_where_it_is_not_said(
    client: FlaskClient, document_id: str
) -> None:
    body = body_of(ask(client).get_json())
    del body["searched"]

    assert client.post(MARKS, json=body).get_json()["searched"] == QUESTION


def test_marks_come_in_pages(client: FlaskClient, document_id: str) -> None:
    answer = ask(client).get_json()
    for number in range(3):
        client.post(MARKS, json=body_of(answer, question=f"Who counted heron {number}?"))
    page = listed(client, first=1, most=1)

    assert (page["total"], page["first"]) == (3, 1)
    assert [mark["question"] for mark in page["marks"]] == ["Who counted heron 1?"]


def test_marks_go_with_their_document(client: FlaskClient, document_id: str) -> None:
    client.post(MARKS, json=body_of(ask(client).get_json()))
    client.delete(f"{DOCUMENTS}/{document_id}")

    assert listed(client)["total"] == 0


def test_a_mark_whose_words_are_gone_is_not_current(client: FlaskClient, document_id: str) -> None:
    client.post(MARKS, json=body_of(ask(client).get_json()))
    upload(client, "herons.txt", b"The herons have flown.")

    assert [mark["current"] for mark in listed(client)["marks"]] == [False]


@pytest.mark.parametrize(
    ("other", "status", "code"),
    [
        ({"document_id": "nope"}, 404, "unknown_document"),
        ({"version": "nope"}, 409, "mark_rejected"),
        ({"end": 10**30}, 409, "mark_rejected"),
        ({"start": 9, "end": 9}, 409, "mark_rejected"),
        ({"question": "?!"}, 400, "question_rejected"),
        ({"question": "\ud800 herons"}, 422, "invalid_field"),
        ({"document_id": "\ud800"}, 422, "invalid_field"),
        ({"searched": "?"}, 400, "question_rejected"),
        ({"verdict": "perhaps"}, 422, "invalid_field"),
        ({"confidence": 1.5}, 422, "invalid_field"),
        ({"start": -1}, 422, "invalid_field"),
        ({"note": "x"}, 422, "invalid_field"),
    ],
)
def test_what_is_no_mark_is_refused_and_not_kept(
    standing: FlaskClient, other: dict[str, Any], status: int, code: str
) -> None:
    body = body_of(ask(standing).get_json(), **other)

    assert fault(standing.post(MARKS, json=body), status) == code
    assert listed(standing)["total"] == 0


def test_marks_need_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    assert fault(client.get(MARKS), 401)
    assert fault(client.post(MARKS, json={}), 401)
    assert fault(client.delete(f"{MARKS}/x"), 401)
