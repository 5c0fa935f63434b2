"""Dated sentences over the API."""

import pytest
from flask.testing import FlaskClient
from web_client import HERONS, fault, upload

from qa.web.schemas.timeline import TimelineReply

TIMELINE = "/api/v1/timeline"


def test_dated_sentences_are_listed_and_are_what_the_description_says(
    standing: FlaskClient,
) -> None:
    told = standing.get(TIMELINE).get_json()
    (event,) = told["events"]

    assert TimelineReply.model_validate(told).model_dump() == told
    assert (told["total"], told["documents"], told["within"]) == (1, 1, None)
    assert (event["first"], event["precision"], event["written"]) == ("1871", "year", "1871")
    assert HERONS[event["start"] : event["end"]] == event["quote"]
    assert HERONS[event["date_start"] : event["date_end"]] == "1871"


def test_they_can_be_about_a_topic_or_of_a_document(standing: FlaskClient) -> None:
    document_id = standing.get(TIMELINE).get_json()["events"][0]["document_id"]

    about = standing.post(TIMELINE, json={"topic": "herons"}).get_json()
    of_one = standing.get(TIMELINE, query_string={"document": [document_id], "most": 1}).get_json()

    assert about["total"] == of_one["total"] == 1
    assert of_one["within"]["documents"] == 1
    assert fault(standing.get(f"{TIMELINE}?document=none"), 409) == "nothing_within"


@pytest.mark.parametrize("query", ["?most=0", "?most=1001", "?first=-1", "?x=1"])
def test_what_cannot_be_listed_is_refused(standing: FlaskClient, query: str) -> None:
    assert fault(standing.get(TIMELINE + query), 422) == "invalid_field"


def test_a_topic_must_be_text(standing: FlaskClient) -> None:
    assert fault(standing.post(TIMELINE, json={"topic": "***"}), 400) == "question_rejected"


def test_they_can_be_of_some_time_only(standing: FlaskClient) -> None:
    assert standing.post(TIMELINE, json={"earliest": "1872"}).get_json()["total"] == 0
    assert standing.get(f"{TIMELINE}?latest=1871").get_json()["total"] == 1
    assert fault(standing.post(TIMELINE, json={"latest": "soon"}), 400) == "filter_rejected"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_they_can_be_downloaded(standing: FlaskClient, form: str) -> None:
    reply = standing.post(f"{TIMELINE}/export?format={form}", json={"topic": "herons"})

    assert reply.headers["Content-Disposition"] == f'attachment; filename="timeline.{form}"'
    if form == "csv":
        rows = reply.get_data().decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert rows[1].startswith("1871,,year,1871,")


def test_a_table_holds_only_so_many_dates(
    client: FlaskClient, document_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qa.web.routes.exports.MOST_DATES", 1)
    assert client.post(f"{TIMELINE}/export?format=csv", json={}).status_code == 200
    upload(client, "more.txt", b"Bo Lark counted the herons in 1902, and found ninety.")

    reply = client.post(f"{TIMELINE}/export?format=csv", json={})
    assert "There are 2 dates" in reply.get_json()["error"]["message"]
    assert fault(reply, 400) == "filter_rejected"
