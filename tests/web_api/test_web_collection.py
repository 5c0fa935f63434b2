"""The collection over HTTP: its map, its questions, its documents."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from toys import reading
from web_client import (
    DOCUMENTS,
    EXAMPLES,
    HERONS,
    KEY,
    MAP,
    QUESTION,
    SEARCH,
    VERIFY,
    MakeClient,
    ask,
    fault,
    stream,
    upload,
)

from corpus import Document
from index import LocalIndex
from qa.overview.cached_value import CachedValue
from qa.service.collections import Collections
from qa.service.service import Service

FOLLOW_UPS = "/api/v1/follow-ups"

# What a collection is -----------------------------------------------------------------


def test_an_answer_says_why_its_passages_were_found(client: FlaskClient, document_id: str) -> None:
    (hit,) = client.post(SEARCH, json={"question": QUESTION}).get_json()["hits"]
    answer = ask(client).get_json()
    refused = ask(client, confidence=1.0).get_json()

    for found in (*answer["citations"], *refused["closest"]):
        for name in ("dense_rank", "dense_score", "lexical_rank", "lexical_score"):
            assert found[name] == hit[name]
    assert (hit["dense_rank"], hit["lexical_rank"]) == (1, 1)
    assert 0 < hit["dense_score"] <= 1


def test_the_passages_of_a_document_tile_its_text(client: FlaskClient) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "The heron stands still. " * 9 for n in range(8))
    reply = upload(client, "many.txt", text.encode())
    place = f"{DOCUMENTS}/{reply.get_json()['document']['id']}/passages"
    first = client.get(place, query_string={"most": 3}).get_json()
    rest = client.get(place, query_string={"first": 3}).get_json()

    assert len(first["passages"]) == 3
    assert first["total"] == rest["total"] == 3 + len(rest["passages"])
    assert "".join(p["text"] for p in first["passages"] + rest["passages"]) == text
    assert client.get(place, query_string={"first": 10**6}).get_json()["passages"] == []


def test_the_map_has_a_dot_for_every_passage(client: FlaskClient, document_id: str) -> None:
    (document,) = client.get(MAP).get_json()["documents"]

    assert (document["id"], document["passages"]) == (document_id, 1)
    assert document["dots"] == [[0.5, 0.5, 0, len(HERONS)]]


def test_the_examples_are_answered(client: FlaskClient, document_id: str) -> None:
    upload(client, "society.txt", b"The Lake Society was founded by Ada Lund.")
    questions = client.get(EXAMPLES).get_json()["questions"]

    assert "Who founded the Lake Society?" in questions
    assert {ask(client, question).get_json()["status"] for question in questions} == {"answered"}


def test_what_is_being_made_of_the_collection_is_to_be_asked_for_again(
    client: FlaskClient, document_id: str
) -> None:
    """Who waits takes a thread from those who ask for something else: few may."""
    serving: Service = client.application.extensions[Collections.__name__].default
    serving.suggestions = CachedValue(reading(serving.index).state, list, waiting=0)
    with serving.suggestions._making:
        reply = client.get(EXAMPLES)

    assert fault(reply, 503) == "busy"
    assert reply.headers["Retry-After"]
    assert client.get(EXAMPLES).get_json() == {"questions": []}


@pytest.mark.parametrize(
    "address",
    [
        f"{MAP}?also=nothing",
        f"{MAP}?also=:5",
        f"{MAP}?also=a:-5",
        f"{MAP}?also=a:{'9' * 40}",
        f"{MAP}?" + "&".join(["also=a:5"] * 51),
        f"{MAP}?what=5",
        f"{DOCUMENTS}/x/passages?most=0",
        f"{DOCUMENTS}/x/passages?first=-1",
        f"{DOCUMENTS}/x/passages?first=z",
    ],
)
def test_a_query_that_is_none_is_refused(standing: FlaskClient, address: str) -> None:
    assert fault(standing.get(address), 422) == "invalid_field"


def test_the_passages_of_no_document_are_not_found(standing: FlaskClient) -> None:
    assert fault(standing.get(f"{DOCUMENTS}/x/passages"), 404) == "unknown_document"


def test_the_address_of_a_document_is_the_page_or_says_that_there_is_none(
    client: FlaskClient, document_id: str
) -> None:
    found = client.get(f"/read/{document_id}?version=x&start=1&end=2")
    missing = client.get("/read/nothing")

    assert (found.status_code, missing.status_code) == (200, 404)
    assert found.get_data() == client.get(f"/read/{document_id}").get_data()
    assert b'id="reader"' in found.get_data()
    assert missing.mimetype == "text/html"
    assert "trusted-types 'none'" in missing.headers["Content-Security-Policy"]


def test_behind_a_key_no_address_tells_which_documents_there_are(
    make_client: MakeClient, index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    (addition,) = index.add([make_document(HERONS)])
    client = make_client(key=KEY)
    replies = [client.get(f"/read/{name}") for name in (addition.document.id, "nothing")]

    assert replies[0].get_data() == replies[1].get_data()
    assert {reply.status_code for reply in replies} == {200}


# Documents --------------------------------------------------------------------------


def test_an_uploaded_document_is_listed_described_read_and_removed(client: FlaskClient) -> None:
    made = upload(client, "herons.txt", HERONS.encode())
    info = made.get_json()["document"]
    place = f"{DOCUMENTS}/{info['id']}"

    assert (made.status_code, made.get_json()["status"]) == (201, "added")
    assert client.get(DOCUMENTS).get_json() == {"documents": [info]}
    assert client.get(place).get_json() == {
        **info,
        "headings": [],
        "tables": [],
        "pages": [],
        "page_images": False,
    }
    assert client.get(f"{place}/text").get_data(as_text=True) == HERONS
    assert client.delete(place).status_code == 204
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


def test_a_corrected_document_is_cited_as_that_at_once(
    client: FlaskClient, document_id: str
) -> None:
    before = ask(client).get_json()
    place = f"{DOCUMENTS}/{document_id}"
    body = {"title": "On herons", "author": "Ada Lund", "published": "1872-03", "tags": ["birds"]}
    info = client.patch(place, json=body).get_json()

    assert {name: info[name] for name in body} == body
    assert info["corrected"] == {"title": "herons", "author": "", "published": ""}
    assert client.get(place).get_json()["title"] == "On herons"
    cited = ask(client, within={"tags": ["BIRDS"]}).get_json()["citations"][0]
    assert (cited["title"], cited["author"], cited["published"]) == tuple(body.values())[:3]
    check = client.post(VERIFY, json=before).get_json()["citations"][0]
    assert (check["verdict"], check["differing"]) == ("verbatim", ["title", "author", "published"])
    info = client.patch(place, json={"title": None, "author": "", "tags": None}).get_json()
    assert (info["title"], info["author"], info["tags"]) == ("herons", "", [])
    assert info["corrected"] == {"published": ""}


def test_a_language_may_be_corrected(client: FlaskClient, document_id: str) -> None:
    place = f"{DOCUMENTS}/{document_id}"
    assert client.get(place).get_json()["language"] == "en"
    info = client.patch(place, json={"language": "de"}).get_json()
    assert (info["language"], info["corrected"]) == ("de", {"language": "en"})
    assert client.patch(place, json={"language": None}).get_json()["language"] == "en"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"language": "la"}, 422, "invalid_field"),
        ({"published": "May 2019"}, 422, "correction_rejected"),
        ({"published": "2019-02-31"}, 422, "correction_rejected"),
        ({"title": "\u200b"}, 422, "correction_rejected"),
        ({"title": ""}, 422, "invalid_field"),
        ({"version": "x"}, 422, "invalid_field"),
        ({"tags": "birds"}, 422, "invalid_field"),
        ({"author": 3}, 422, "invalid_field"),
        (["title"], 400, "bad_request"),
    ],
)
def test_what_is_no_correction_is_refused(
    standing: FlaskClient, body: Any, status: int, code: str
) -> None:
    (info,) = standing.get(DOCUMENTS).get_json()["documents"]
    assert fault(standing.patch(f"{DOCUMENTS}/{info['id']}", json=body), status) == code
    assert standing.get(DOCUMENTS).get_json()["documents"] == [info]


def test_an_unknown_document_cannot_be_corrected(standing: FlaskClient) -> None:
    assert fault(standing.patch(f"{DOCUMENTS}/nope", json={"title": "x"}), 404)


def test_a_correction_needs_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    assert fault(client.patch(f"{DOCUMENTS}/x", json={"title": "x"}), 401)


def test_a_removed_document_is_gone_from_every_answer(
    client: FlaskClient, document_id: str
) -> None:
    upload(client, "owls.txt", b"Nobody counts owls.")
    client.delete(f"{DOCUMENTS}/{document_id}")

    assert document_id not in ask(client).get_data(as_text=True)
    assert document_id not in stream(client).get_data(as_text=True)


def test_the_same_name_again_is_a_new_version(client: FlaskClient, document_id: str) -> None:
    again = upload(client, "herons.txt", b"The herons have flown.")

    assert (again.status_code, again.get_json()["status"]) == (200, "updated")
    assert again.get_json()["document"]["id"] == document_id


def test_the_same_bytes_again_are_one_document(client: FlaskClient, document_id: str) -> None:
    for name in ("herons.txt", "copy.txt"):
        again = upload(client, name, HERONS.encode())

        assert (again.status_code, again.get_json()["status"]) == (200, "unchanged")
        assert again.get_json()["document"]["id"] == document_id


def test_the_same_file_twenty_times_at_once_is_one_document(
    make_client: MakeClient, index: LocalIndex
) -> None:
    client, statuses = make_client(), []

    def send() -> None:
        own = client.application.test_client()
        statuses.append(upload(own, "herons.txt", HERONS.encode()).status_code)

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(statuses) == 20
    assert set(statuses) <= {200, 201, 202}
    assert 201 in statuses
    assert reading(index).counts() == {"documents": 1, "passages": 1, "vectors": 1}
    assert list(index.findings()) == []


@pytest.mark.parametrize(
    "unknown", ["nope", "a" * 26, "%00", "%ff", "..", "%2e%2e", "a" * 5000, "é"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_id_is_not_found(standing: FlaskClient, method: str, unknown: str) -> None:
    fault(standing.open(f"{DOCUMENTS}/{unknown}", method=method), 404, 405)
    assert len(standing.get(DOCUMENTS).get_json()["documents"]) == 1


def test_what_may_be_asked_next_stands_near_what_is_quoted(client: FlaskClient) -> None:
    text = "The Lake Society was founded by Ada Lund. The Heron Survey was led by Bo Lark."
    document_id = upload(client, "society.txt", text.encode()).get_json()["document"]["id"]
    place = {"document_id": document_id, "start": 0, "end": 41}
    asked = ["Who founded the Lake Society?"]
    reply = client.post(FOLLOW_UPS, json={"places": [place], "asked": asked})

    assert reply.get_json() == {"questions": ["Who led the Heron Survey?"]}
    within = {"documents": ["another"]}
    elsewhere = client.post(FOLLOW_UPS, json={"places": [place], "within": within})
    assert elsewhere.get_json() == {"questions": []}
    gone = client.post(FOLLOW_UPS, json={"places": [{**place, "document_id": "x"}]})
    assert gone.get_json() == {"questions": []}
    assert fault(client.post(FOLLOW_UPS, json={"places": []}), 422) == "invalid_field"


def test_one_at_a_time_is_told_what_may_be_asked_next(client: FlaskClient) -> None:
    text = "The Lake Society was founded by Ada Lund. The Heron Survey was led by Bo Lark."
    document_id = upload(client, "society.txt", text.encode()).get_json()["document"]["id"]
    body = {"places": [{"document_id": document_id, "start": 0, "end": 41}]}
    serving: Service = client.application.extensions[Collections.__name__].default
    with serving.follow_ups:
        beside = client.post(FOLLOW_UPS, json=body).get_json()

    assert beside == {"questions": []}
    assert client.post(FOLLOW_UPS, json=body).get_json()["questions"] != []
