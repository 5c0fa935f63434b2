"""Answer records that are verified over HTTP."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from toys import reading
from web_client import DOCUMENTS, VERIFY, ask, fault

from index import LocalIndex
from qa.checking.checker import MOST_CHECKS
from qa.web.current import collections


def test_an_answer_is_verified_as_it_was_given(client: FlaskClient, document_id: str) -> None:
    told = client.post(VERIFY, json=ask(client).get_json()).get_json()

    assert told["all_verbatim"] is True
    assert {check["verdict"] for check in told["citations"]} == {"verbatim"}


def test_an_answer_from_before_a_document_was_moved_is_verbatim_after(
    client: FlaskClient, index: LocalIndex, document_id: str
) -> None:
    answer = ask(client).get_json()
    document = reading(index).document(document_id)
    assert document is not None
    list(index.add([replace(document, id="elsewhere", title="z")]))
    index.delete(document_id)
    told = client.post(VERIFY, json=answer).get_json()
    cited = {check["document_id"] for check in told["citations"]}
    now = client.get(f"{DOCUMENTS}?version={document.version}").get_json()["documents"]
    link = f"/read/{document_id}?version={document.version}"

    assert told["all_verbatim"] is True
    assert (cited, {check["found_in"] for check in told["citations"]}) == (
        {document_id},
        {"elsewhere"},
    )
    assert [info["id"] for info in now] == ["elsewhere"]
    assert client.get(link).status_code == 200
    assert client.get(link.replace("version=", "version=0")).status_code == 404


def test_a_tampered_answer_is_found_out(client: FlaskClient, document_id: str) -> None:
    answer = ask(client).get_json()
    answer["sentences"][0]["text"] += " Or 41."
    told = client.post(VERIFY, json=answer).get_json()

    assert told["all_verbatim"] is False
    assert told["citations"][0]["verdict"] == "altered"


def test_an_invented_sentence_is_refused(client: FlaskClient, document_id: str) -> None:
    answer = ask(client).get_json()
    answer["sentences"].append({"text": "Owls rule.", "citations": [], "verdict": "verbatim"})

    assert fault(client.post(VERIFY, json=answer), 400) == "record_rejected"


@pytest.mark.parametrize(
    "name", ["number", "document_id", "version", "start", "end", "quote", "title"]
)
@pytest.mark.parametrize("value", [None, -1, 1.5, True, [], {}, "\ud800", 2**70, "x" * 9999])
def test_a_record_with_odd_values_is_refused_or_not_verbatim(
    standing: FlaskClient, name: str, value: Any
) -> None:
    answer = ask(standing).get_json()
    answer["citations"][0][name] = value
    response = standing.post(VERIFY, json=answer)

    if response.status_code != 200:
        fault(response, 400, 422)
    else:
        assert response.get_json()["all_verbatim"] is False


def test_a_tampered_title_is_found_out_and_a_corrected_one_is_named(
    client: FlaskClient, index: LocalIndex, document_id: str
) -> None:
    answer = ask(client).get_json()
    tampered = deepcopy(answer)
    tampered["citations"][0]["title"] = "The Bards"
    told = client.post(VERIFY, json=tampered).get_json()
    assert told["all_verbatim"] is False
    assert (told["citations"][0]["verdict"], told["citations"][0]["differing"]) == (
        "altered",
        ["title"],
    )
    document = reading(index).document(document_id)
    assert document is not None
    list(index.add([replace(document, title="The Bards")]))
    told = client.post(VERIFY, json=answer).get_json()

    assert told["all_verbatim"] is True
    assert told["citations"][0]["differing"] == ["title"]
    assert "title corrected since" in told["citations"][0]["note"]


@pytest.mark.parametrize("kept", [[], ["citations"]])
def test_a_record_without_sentences_is_not_all_verbatim(
    client: FlaskClient, document_id: str, kept: list[str]
) -> None:
    answer = ask(client).get_json()
    bare = {"sentences": [], "citations": [], **{name: answer[name] for name in kept}}

    assert client.post(VERIFY, json=bare).get_json()["all_verbatim"] is False


def test_what_a_model_wrote_takes_a_place_for_checks(client: FlaskClient, document_id: str) -> None:
    with client.application.app_context():
        places = collections().shared.checks
    answer = ask(client).get_json()
    written = deepcopy(answer)
    written["sentences"][0]["verdict"] = "supported"
    assert client.post(VERIFY, json=written).get_json()["sentences"][0]["holds"] is True
    for _ in range(MOST_CHECKS):
        assert places.acquire(blocking=False)

    assert fault(client.post(VERIFY, json=written), 503) == "busy"
    assert client.post(VERIFY, json=answer).status_code == 200


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"text": "a" * 2001}, 422, "record_rejected"),
        ({"citations": [1] * 51}, 422, "invalid_field"),
    ],
)
def test_a_sentence_that_would_take_for_ever_is_refused(
    client: FlaskClient, document_id: str, change: dict[str, Any], status: int, code: str
) -> None:
    answer = ask(client).get_json()
    answer["sentences"][0] |= {"verdict": "supported", **change}

    assert fault(client.post(VERIFY, json=answer), 400, status) == code
