"""The API over HTTP: what it answers, and what it says to everything it should not get."""

import io
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from flask_openapi3.openapi import OpenAPI
from services import make_service
from toys import WordEmbedder, reading, strip_timings
from werkzeug.test import TestResponse

from corpus import Document
from index import LocalIndex
from index.errors import DiskFull
from index.types import Vector
from qa.answering.answerer import Answerer, Stage
from qa.config import Config
from qa.overview.cached_value import CachedValue
from qa.service import Service, State
from qa.web.access import OPEN
from qa.web.app import create_app
from qa.web.serving import serve as server
from qa.wiring import make_answerer

HERONS = "The heron stands in shallow water. Ada Lund counted 40 herons in 1871."
QUESTION = "Who counted the herons?"
KEY = "correct-horse-battery"
ASK, SEARCH, FIND = "/api/v1/ask", "/api/v1/search", "/api/v1/find"
DOCUMENTS, VERIFY = "/api/v1/documents", "/api/v1/verify"
MAP, EXAMPLES = "/api/v1/map", "/api/v1/examples"

MakeClient = Callable[..., FlaskClient]


@pytest.fixture
def make_client(index: LocalIndex) -> Iterator[MakeClient]:
    """Make a client of an app over the index, which holds nothing yet."""

    services: list[Service] = []

    def make(
        state: State = "ready", answerer: Answerer | None = None, **settings: Any
    ) -> FlaskClient:
        config = Config(confidence=0.0, **settings)
        services.append(make_service(index, config, answerer=answerer, state=state))
        services[-1].worker.start()
        return create_app(services[-1]).test_client()

    yield make
    for service in services:
        service.close()


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    return make_client()


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of an app that holds the note, for requests that must change nothing."""
    index = LocalIndex(tmp_path_factory.mktemp("standing"), WordEmbedder)
    config = Config(confidence=0.0)
    service = make_service(index, config)
    service.worker.start()
    client = create_app(service).test_client()
    assert upload(client, "herons.txt", HERONS.encode()).status_code == 201
    yield client
    service.close()


@pytest.fixture
def document_id(client: FlaskClient) -> str:
    """The id of the note, which was uploaded."""
    return str(upload(client, "herons.txt", HERONS.encode()).get_json()["document"]["id"])


def upload(client: FlaskClient, name: str, data: bytes) -> TestResponse:
    return upload_raw(client, name.encode(), data)


def upload_raw(client: FlaskClient, name: bytes, data: bytes = b"A heron.") -> TestResponse:
    """Upload under a name of any bytes, as no well-behaved client would send them."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    return client.post(
        f"{DOCUMENTS}?wait=60",
        data=head + data + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )


def ask(client: FlaskClient, question: Any = QUESTION, **more: Any) -> TestResponse:
    return client.post(ASK, json={"question": question, **more})


def fault(response: TestResponse, *statuses: int) -> str:
    """Check that a reply is an error as all are, and return its code."""
    told = response.get_data(as_text=True)
    assert response.status_code in statuses, told
    assert response.mimetype == "application/json"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    error = json.loads(told)["error"]
    assert error.keys() == {"code", "message", "request_id"}
    assert re.fullmatch(r"[a-z_]+", error["code"])
    assert re.fullmatch(r"\S.*[.?]", error["message"])
    assert error["request_id"] == response.headers["X-Request-Id"] != ""
    told = told.replace("/api/v1/documents", "")
    assert not re.search(r"Traceback|File \"|site-packages|\.py\b|(/\w+){2}", told)
    return str(error["code"])


def events(response: TestResponse) -> list[tuple[str, Any]]:
    """Read server-sent events the way the standard says: lines end at CR, LF or both."""
    found = []
    for block in re.split(r"(?:\r\n|\r|\n){2}", response.get_data(as_text=True)):
        lines = [line.partition(": ") for line in re.split(r"\r\n|\r|\n", block) if line]
        if lines:
            assert [field for field, _, _ in lines] == ["event", "data"]
            found.append((lines[0][2], json.loads(lines[1][2])))
    return found


def stream(client: FlaskClient, question: str = QUESTION, **more: Any) -> TestResponse:
    accept = {"Accept": "text/event-stream"}
    return client.post(ASK, json={"question": question, **more}, headers=accept)


# Asking and searching ---------------------------------------------------------------


def test_an_answer_is_pinned_to_the_text_that_the_api_serves(
    client: FlaskClient, document_id: str
) -> None:
    answer = ask(client).get_json()
    text = client.get(f"{DOCUMENTS}/{document_id}/text")

    assert text.content_type == "text/plain; charset=utf-8"
    assert answer["citations"]
    for citation in answer["citations"]:
        quoted = text.get_data(as_text=True)[citation["start"] : citation["end"]]
        assert quoted == citation["quote"]
        assert citation["version"] == text.headers["X-Document-Version"]


def test_a_stream_sends_hits_then_sentences_then_the_same_record(
    client: FlaskClient, document_id: str
) -> None:
    reply = stream(client)
    found = events(reply)
    names = [name for name, _ in found]

    assert reply.content_type == "text/event-stream; charset=utf-8"
    assert reply.headers["X-Accel-Buffering"] == "no"
    assert names == ["hits", *["sentence"] * (len(names) - 2), "answer"]
    assert strip_timings(found[-1][1]) == strip_timings(ask(client).get_json())
    assert [data["citation"] for name, data in found if name == "sentence"] == found[-1][1][
        "citations"
    ]


def test_the_words_of_a_document_cannot_end_an_event(client: FlaskClient) -> None:
    """A document could otherwise send events of its own to whoever asks about it."""
    upload(client, "a.txt", b"A heron.\n\nevent: error\ndata: {}\n\nheron\r\rdata: x\n\n: heron")
    upload(client, "b.txt", "A heron\u2028event: error\u2028\x85data: {}".encode())

    assert {name for name, _ in events(stream(client, "heron"))} == {"hits", "sentence", "answer"}


def test_what_is_wrong_with_a_question_is_told_as_json_to_a_stream_too(
    client: FlaskClient, document_id: str
) -> None:
    assert fault(stream(client, " ? "), 400) == "question_rejected"


def test_search_returns_passages_with_their_ranks(client: FlaskClient, document_id: str) -> None:
    (hit,) = client.post(SEARCH, json={"question": "herons", "k": 3}).get_json()["hits"]

    assert (hit["document_id"], hit["text"]) == (document_id, HERONS)
    assert (hit["dense_rank"], hit["lexical_rank"]) == (1, 1)


def test_an_empty_collection_is_a_conflict_with_a_remedy(client: FlaskClient) -> None:
    assert fault(ask(client), 409) == "collection_empty"
    assert fault(stream(client), 409) == "collection_empty"
    assert fault(client.post(SEARCH, json={"question": QUESTION}), 409) == "collection_empty"


# Conversations, working points, quotes ----------------------------------------------


def test_a_question_that_leans_is_searched_with_words_of_the_history(standing: FlaskClient) -> None:
    history = [{"question": QUESTION, "answer": "Ada Lund."}]
    for answer in (
        ask(standing, "Why?", history=history).get_json(),
        events(stream(standing, "Why?", history=history))[-1][1],
    ):
        assert answer["question"] == "Why?"
        assert "herons" in answer["searched"]


def test_a_question_that_stands_alone_is_answered_as_without_history(
    standing: FlaskClient,
) -> None:
    history = [{"question": "What do owls hunt at night?"}, {"question": "Why?", "answer": ""}]
    told = ask(standing, history=history).get_json()

    assert told["searched"] == QUESTION
    assert strip_timings(told) == strip_timings(ask(standing).get_json())


def test_no_more_sentences_are_quoted_than_asked_for(standing: FlaskClient) -> None:
    every = ask(standing, "heron", quotes=3).get_json()["citations"]
    for most in (1, 2, 3):
        assert ask(standing, "heron", quotes=most).get_json()["citations"] == every[:most]
    assert len(every) > 1


def test_the_working_point_can_be_chosen_for_one_question(
    make_client: MakeClient, index: LocalIndex, document_id: str
) -> None:
    """The service of this test is never sure enough of itself."""
    client = make_client(answerer=make_answerer(Config(confidence=1.0), index))
    sure = ask(client).get_json()["confidence"]
    answers = {point: ask(client, confidence=point).get_json() for point in (0, sure, 1, None)}

    assert {point: answer["status"] for point, answer in answers.items()} == {
        0: "answered",
        sure: "answered",
        1: "unanswered",
        None: "unanswered",
    }
    assert all(answer["confidence"] == sure for answer in answers.values())


@pytest.mark.parametrize(
    "more",
    [
        {"history": "Who?"},
        {"history": None},
        {"history": ["Who?"]},
        {"history": [{}]},
        {"history": [{"answer": "Ada."}]},
        {"history": [{"question": ""}]},
        {"history": [{"question": "Who?", "answer": None}]},
        {"history": [{"question": "Who?", "said": "Ada."}]},
        {"history": [{"question": "a" * 4001}]},
        {"history": [{"question": "Who?", "answer": "a" * 20_001}]},
        {"history": [{"question": "Who?"}] * 51},
        {"quotes": 0},
        {"quotes": 4},
        {"quotes": "3"},
        {"quotes": 1.5},
        {"quotes": True},
        {"confidence": -0.1},
        {"confidence": 1.1},
        {"confidence": "0.5"},
        {"confidence": True},
    ],
    ids=repr,
)
def test_what_history_quotes_and_confidence_may_not_be(
    standing: FlaskClient, more: dict[str, Any]
) -> None:
    assert fault(ask(standing, **more), 422) == "invalid_field"


@pytest.mark.parametrize("said", ["\ud800", "\x00", "?", " ", "(" * 4000, "the other " * 400])
def test_no_history_breaks_an_answer(standing: FlaskClient, said: str) -> None:
    response = ask(standing, "Why?", history=[{"question": said, "answer": said}])

    assert response.status_code in (200, 422), response.get_data(as_text=True)


def test_as_much_history_as_may_be_sent_is_taken(standing: FlaskClient) -> None:
    history = [{"question": "Who counted herons?", "answer": "a" * 10_000}] * 50

    assert ask(standing, "Why?", history=history).status_code == 200


# Finding all about a topic ----------------------------------------------------------


def test_find_returns_what_the_text_says_and_the_documents_without(
    client: FlaskClient, document_id: str
) -> None:
    upload(client, "owls.txt", b"Owls see in the dark.")
    told = client.post(FIND, json={"topic": "heron"}).get_json()
    (group,) = told["documents"]
    text = client.get(f"{DOCUMENTS}/{document_id}/text").get_data(as_text=True)

    assert (told["passages_searched"], told["documents_searched"]) == (2, 2)
    assert told["matched"]["words"] == group["matched"] == 1
    assert 0.35 <= told["meaning_floor"] <= 0.4
    assert (group["id"], group["title"]) == (document_id, "herons")
    assert len(group["passages"]) == 1
    for passage in group["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]
        assert "words" in passage["by"]
    assert [info["title"] for info in told["documents_without"]] == ["owls"]


def test_find_shows_the_best_of_each_document_if_so_asked(client: FlaskClient) -> None:
    upload(client, "long.txt", "\n\n".join(["The heron stands in reeds. " * 9] * 5).encode())
    whole, cut = (
        client.post(FIND, json={"topic": "heron", **k}).get_json() for k in ({}, {"k": 2})
    )

    assert len(whole["documents"][0]["passages"]) == whole["documents"][0]["matched"] > 2
    assert len(cut["documents"][0]["passages"]) == 2
    assert cut["matched"] == whole["matched"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"topic": ""},
        {"topic": 1},
        {"topic": "a" * 4001},
        {"topic": "a", "k": 0},
        {"topic": "a", "k": "2"},
        {"topic": "a", "all": True},
        {"question": "heron"},
    ],
    ids=repr,
)
def test_what_a_topic_may_not_be(standing: FlaskClient, body: dict[str, Any]) -> None:
    assert fault(standing.post(FIND, json=body), 422) == "invalid_field"


def test_a_topic_without_a_word_is_refused(standing: FlaskClient) -> None:
    assert fault(standing.post(FIND, json={"topic": "?!"}), 400) == "question_rejected"


def test_nothing_to_find_in_is_told(client: FlaskClient) -> None:
    assert fault(client.post(FIND, json={"topic": "heron"}), 409) == "collection_empty"


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
    serving: Service = client.application.extensions[Service.__name__]
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
    assert found.get_data() == client.get("/").get_data()
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


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
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


# Uploads that somebody made to hurt (abuse cases 1-8, 13) ----------------------------

NAMES = [
    b"../../../../tmp/pwn.txt",
    b"..%2f..%2fpwn",
    rb"..\..\pwn.txt",
    b"/etc/cron.d/pwn",
    b"C:\\pwn.txt",
    b"....//pwn",
    b"\xc0\xae\xc0\xae/pwn",
    b"",
    b".",
    b"..",
    b"\x00.pdf",
    b"a" * 300,
    "日".encode() * 200,
    b"a\r\nX: y.pdf",
    b"a\nb",
    "\u202egpj.exe".encode(),
    "\u200b\ufeff".encode(),
    b"CON.txt",
    b"<img src=x onerror=alert(1)>.txt",
    b'\\"><svg onload=alert(1)>.pdf',
    b"%00%0d%0a",
    b"\xff\xfe",
    "e\u0301🦩.md".encode(),
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_file_name_is_shown_and_never_used(
    client: FlaskClient, tmp_path: Path, index: LocalIndex, name: bytes
) -> None:
    before = {path for path in tmp_path.rglob("*") if index.directory not in path.parents}
    response = upload_raw(client, name)

    assert {path for path in tmp_path.rglob("*") if index.directory not in path.parents} == before
    if response.status_code != 201:
        fault(response, 400, 422)
        return
    label = response.get_json()["document"]["source"]
    assert 0 < len(label) <= 200
    assert not set(label) & {"/", "\\", "\0", "\r", "\n", "\u202e", "\u200b"}
    assert client.get(DOCUMENTS).get_json()["documents"][0]["source"] == label


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%%EOF",
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"PK\x03\x04" + bytes(50),
        b"MZ\x90\x00" + bytes(50),
        b"\x7fELF" + bytes(50),
        b"\x1f\x8b\x08" + bytes(50),
        b"GIF89a" + bytes(20),
        b"\xd0\xcf\x11\xe0" + bytes(50),
        b"%PDF-1.7 PK\x03\x04 polyglot",
        bytes(range(256)) * 20,
        bytes(1000),
    ],
    ids=["PDF", "PNG", "ZIP", "EXE", "ELF", "gzip", "GIF", "OLE", "both", "binary", "zeros"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.docx", "a.pdf"])
def test_the_bytes_decide_what_a_file_is(client: FlaskClient, name: str, data: bytes) -> None:
    assert fault(upload(client, name, data), 415, 422) in ("unsupported_format", "damaged")
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


@pytest.mark.parametrize(
    "told", ["application/pdf", "text/html", "image/svg+xml", "application/x-msdownload", "x"]
)
def test_what_a_client_calls_a_file_decides_nothing(client: FlaskClient, told: str) -> None:
    """A script that is called a PDF is text, as its bytes are, and a picture is none."""
    head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    replies = [
        client.post(
            f"{DOCUMENTS}?wait=60",
            data=f"{head}Content-Type: {told}\r\n\r\n".encode() + data + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )
        for data in (b"rm -rf herons", b"\x89PNG\r\n\x1a\n" + bytes(50))
    ]

    assert replies[0].status_code == 201
    assert fault(replies[1], 415) == "unsupported_format"
    (listed,) = client.get(DOCUMENTS).get_json()["documents"]
    text = client.get(f"{DOCUMENTS}/{listed['id']}/text")
    assert (text.mimetype, text.get_data()) == ("text/plain", b"rm -rf herons")


@pytest.mark.parametrize("data", [b"", b" \n\f\t", b"...!?", "\u200b\u2028".encode()])
def test_a_file_without_words_is_refused(client: FlaskClient, data: bytes) -> None:
    assert fault(upload(client, "a.txt", data), 422) == "empty_document"
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


def test_a_file_over_the_limit_is_refused_and_one_under_it_taken(make_client: MakeClient) -> None:
    client = make_client(upload_mb=1)
    line = b"The heron stands in water.\n"

    assert upload(client, "a.txt", line * 37_000).status_code == 201
    assert fault(upload(client, "b.txt", line * 38_000), 413) == "too_large"
    assert len(client.get(DOCUMENTS).get_json()["documents"]) == 1


def test_more_than_one_document_may_have_is_refused(make_client: MakeClient) -> None:
    client = make_client(upload_mb=20)

    assert fault(upload(client, "a.txt", b"heron " * 1_666_667), 413) == "too_large"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\n", f"multipart/form-data; boundary={'x' * 70_000}"),
        (b"--x--", "multipart/form-data; boundary=x"),
        (b"\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\n\r\n\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\n" + b"a" * 5_000_000, "multipart/form-data; boundary=x"),
        (b"--x\r\nA: " + b"a" * 600_000 + b"\r\n\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"file=heron", "application/x-www-form-urlencoded"),
        (b"A heron.", "text/plain"),
        (b"{}", "application/json"),
        (b"A heron.", None),
    ],
    ids=range(13),
)
def test_a_body_that_is_no_upload_is_refused_quickly(
    standing: FlaskClient, body: bytes, kind: str | None
) -> None:
    began = time.thread_time()

    fault(standing.post(DOCUMENTS, data=body, content_type=kind), 400, 413, 415, 422)
    assert time.thread_time() - began < 10


def part(name: str, value: bytes, filename: str = "") -> bytes:
    told = f'; filename="{filename}"' if filename else ""
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'
    return head.encode() + value + b"\r\n"


@pytest.mark.parametrize(
    "parts",
    [
        part("file", b"A heron.", "a.txt") + part("more", b"x"),
        part("file", b"A heron.", "a.txt") + part("file", b"An owl.", "b.txt"),
        part("file", b"A heron."),
        part("other", b"A heron.", "a.txt"),
        part("more", b"a" * 600_000) + part("file", b"A heron.", "a.txt"),
        part("more", b"x") * 10_001 + part("file", b"A heron.", "a.txt"),
    ],
    ids=["extra", "two files", "no file", "other field", "large field", "10,002 parts"],
)
def test_an_upload_of_anything_but_one_file_is_refused(client: FlaskClient, parts: bytes) -> None:
    body = parts + b"--x--\r\n"
    response = client.post(DOCUMENTS, data=body, content_type="multipart/form-data; boundary=x")

    fault(response, 413, 422)
    assert client.get(DOCUMENTS).get_json() == {"documents": []}


TEXTS = {
    "UTF-16 with mark": "The heron.".encode("utf-16"),
    "UTF-16 without": "The heron stands.".encode("utf-16-le"),
    "UTF-32": "The heron.".encode("utf-32"),
    "GBK": "苍鹭站在浅水里。它在一八七一年第一次被数到。".encode("gbk") * 20,
    "Latin-1": "Der Graureiher heißt auch Fischreiher, größer als früher.".encode("latin-1") * 9,
    "invalid UTF-8": b"The heron \xff\xfe stands.",
    "surrogates": b"The heron \xed\xa0\x80 stands.",
    "NUL": b"The heron\x00stands.",
    "no line end": b"heron " * 100_000,
    "no space": b"heron" * 50_000,
    "combining": ("heron a" + "\u0301" * 20_000).encode(),
    "ligature": ("heron " + "\ufdfa" * 5_000).encode(),
    "bidi": "heron \u202eיונק \u2066x\u2069 heron.".encode(),
    "tags": ("heron" + "".join(chr(0xE0000 + n) for n in range(32, 127))).encode(),
    "marks": b"heron." + b".!?" * 30_000,
    "breaks": b"heron" + b"\n\f\r\n" * 20_000 + b"heron",
    "noncharacters": "heron \ufffe \uffff \U0010ffff.".encode(),
    "open front matter": b"---\ntitle: heron\n" * 2_000,
    "YAML bomb": b"---\na: &a [x,x]\n" + b"b: [*a,*a]\n" * 99 + b"---\nheron",
    "deep quote": b">" * 5_000 + b" heron",
    "deep list": b"".join(b"  " * n + b"- heron\n" for n in range(200)),
    "links": b"[heron](" * 20_000,
    "tags open": b"<a " * 20_000 + b"heron",
    "comments open": b"<!--" * 20_000 + b"heron",
}


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_a_strange_text_is_quoted_exactly_or_refused(
    client: FlaskClient, data: bytes, name: str
) -> None:
    began = time.thread_time()
    response = upload(client, name, data)
    assert time.thread_time() - began < 10
    if response.status_code != 201:
        fault(response, 413, 415, 422)
        return
    place = f"{DOCUMENTS}/{response.get_json()['document']['id']}/text"
    text = client.get(place).get_data().decode()
    answer = ask(client, "heron").get_json()

    assert all(text[c["start"] : c["end"]] == c["quote"] for c in answer["citations"])
    verified = client.post(VERIFY, json=answer).get_json()["all_verbatim"]
    assert verified is bool(answer["sentences"]), "where nothing is quoted, nothing is verified"


# Questions that somebody made to hurt (abuse cases 16-20) ----------------------------


@pytest.mark.parametrize("path", [ASK, SEARCH])
@pytest.mark.parametrize(
    "question",
    [None, 1, [], {}, True, "", "   ", "?!", "\0", "\ud800", "a \udfff", "w" * 4001, "🦩" * 50_000],
    ids=range(13),
)
def test_what_is_no_question_is_refused(standing: FlaskClient, path: str, question: Any) -> None:
    fault(standing.post(path, json={"question": question}), 400, 413, 422)


BODIES = [
    b"",
    b"{",
    b"[]",
    b'"question"',
    b"null",
    b"{}",
    b"[" * 100_000,
    b'{"question":' * 50_000,
    b'{"question": "a", "question": "heron"}',
    b'{"question": NaN}',
    b'{"question": "heron", "k": Infinity}',
    b'{"question": 1e999}',
    b'{"question": ' + b"1" * 5000 + b"}",
    b'{"question": "heron", "tenant": "B"}',
    b'{"question": "heron", "role": "admin"}',
    b'{"question": "her\xff"}',
    b'{"question": "heron"} {}',
    b'{"\\ud800": "heron"}',
    b"\x1f\x8b\x08\x00" + bytes(20),
    b'{"question": "' + b"a" * 1_000_000 + b'"}',
]


@pytest.mark.parametrize("path", [ASK, SEARCH, VERIFY])
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_request_is_refused(
    standing: FlaskClient, path: str, body: bytes
) -> None:
    fault(standing.post(path, data=body, content_type="application/json"), 400, 413, 422)


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json", "é"],
)
def test_a_body_that_is_not_called_json_is_refused(standing: FlaskClient, kind: str | None) -> None:
    """A page of another site may send text without asking first; JSON it may not."""
    body = json.dumps({"question": QUESTION})

    assert fault(standing.post(ASK, data=body, content_type=kind), 415) == "unsupported_media_type"


@pytest.mark.parametrize(
    "k", [-1, 0, 51, 51.0, 10**9, 1e300, 2**63, 10**400, "5", "5.0", 5.5, True, None, [5]]
)
def test_a_number_of_hits_that_is_none_is_refused_by_name(standing: FlaskClient, k: Any) -> None:
    response = standing.post(SEARCH, json={"question": "heron", "k": k})

    assert fault(response, 422) == "invalid_field"
    assert response.get_json()["error"]["message"].startswith("k: ")


def test_a_number_of_hits_may_be_written_as_any_json_writes_it(standing: FlaskClient) -> None:
    for k in (5, 5.0, 5e0):
        assert standing.post(SEARCH, json={"question": "heron", "k": k}).status_code == 200


@pytest.mark.parametrize(
    "question",
    (
        "\"¦'; DROP TABLE documents;--¦a AND¦NEAR(a¦a*¦-x¦col:val¦%s%n a¦{{7*7}} a¦${jndi:x}¦"
        f"__import__('os')¦(x|x)*y¦{'a' * 4000}¦a{'.' * 3999}¦{'a!?' * 1333}¦{'( a' * 1333}"
    ).split("¦"),
    ids=range(16),
)
def test_marks_in_a_question_are_never_syntax(standing: FlaskClient, question: str) -> None:
    began = time.thread_time()
    response = ask(standing, question)

    assert response.status_code in (200, 400)
    assert "49" not in response.get_json().get("question", "")
    assert time.thread_time() - began < 10
    assert len(standing.get(DOCUMENTS).get_json()["documents"]) == 1


# Headers, hosts, origins, methods and paths (abuse cases 39-42) ----------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-HTTP-Method-Override", "DELETE"),
        ("X-Method-Override", "DELETE"),
        ("X-Original-URL", "/api/v1/documents"),
        ("X-Rewrite-URL", "/docs"),
        ("X-Forwarded-Host", "evil.example"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Forwarded-Prefix", "/evil"),
        ("X-User", "admin"),
        ("X-Request-From", "internal"),
        ("Forwarded", "host=evil.example"),
    ],
)
def test_headers_that_are_not_ours_have_no_effect(
    client: FlaskClient, document_id: str, name: str, value: str
) -> None:
    place = f"{DOCUMENTS}/{document_id}"
    plain, dressed = client.get(place), client.get(place, headers={name: value})

    assert (dressed.status_code, dressed.data) == (plain.status_code, plain.data)
    assert "evil" not in str(client.get("/docs", headers={name: value}).headers)


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "[", "", "é", "0"]
)
@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", DOCUMENTS, "/static/x", "/nowhere"])
def test_another_host_name_is_refused(standing: FlaskClient, host: str, path: str) -> None:
    """A name that somebody made point at this machine would let a page read the replies."""
    assert fault(standing.get(path, headers={"Host": host}), 400) == "foreign_host"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:8000", "[::1]:8000"])
def test_the_names_of_this_machine_are_its_hosts(standing: FlaskClient, host: str) -> None:
    assert standing.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_service_for_other_machines_answers_to_any_name(make_client: MakeClient) -> None:
    client = make_client(host="0.0.0.0", key=KEY)

    assert client.get("/healthz", headers={"Host": "papers.example"}).status_code == 200


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:9999"},
    {"Origin": "http://["},
    {"Origin": "é"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_another_sites_page_can_change_nothing(
    client: FlaskClient, document_id: str, headers: dict[str, str]
) -> None:
    file = {"file": (io.BytesIO(b"An owl."), "owl.txt")}

    assert fault(client.post(DOCUMENTS, data=file, headers=headers), 403) == "foreign_origin"
    assert fault(client.delete(f"{DOCUMENTS}/{document_id}", headers=headers), 403)
    assert fault(client.post(ASK, json={"question": QUESTION}, headers=headers), 403)
    assert len(client.get(DOCUMENTS).get_json()["documents"]) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
def test_no_other_site_is_told_that_it_may_read(standing: FlaskClient, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    replies = [standing.options(ASK, headers=asked), standing.get(DOCUMENTS, headers=asked)]

    assert not [name for r in replies for name, _ in r.headers if "Access-Control" in name]


def test_our_own_page_may_do_everything(client: FlaskClient, document_id: str) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}

    assert client.post(ASK, json={"question": QUESTION}, headers=own).status_code == 200
    assert client.delete(f"{DOCUMENTS}/{document_id}", headers=own).status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        *((method, ASK) for method in ("TRACE", "GET", "PUT", "QUERY")),
        *((method, DOCUMENTS) for method in ("PATCH", "DELETE")),
        *((method, f"{DOCUMENTS}/a") for method in ("PUT", "POST")),
        *((method, "/") for method in ("POST", "PUT", "DELETE")),
        ("POST", "/healthz"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused(
    standing: FlaskClient, method: str, path: str
) -> None:
    response = standing.open(path, method=method)

    assert fault(response, 405) == "method_not_allowed"
    assert response.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    (
        "/api/v1/ASK /api/v2/ask /api /api/v1/ /metrics /admin /console /.env /../etc/passwd "
        "/static/../app.py /static/..\\app.py /static/ /static//etc/x //evil.example/ "
        "/\\evil.example /docs\r\nX:y /docs;x /\0 /docs/x"
    ).split(" "),
)
def test_an_address_that_is_none_is_not_found(standing: FlaskClient, path: str) -> None:
    """Paths arrive here decoded, as a server hands them over."""
    assert fault(standing.get("/", environ_overrides={"PATH_INFO": path}), 404) == "not_found"


@pytest.mark.parametrize(
    "path", ["//docs", "/docs/", "/?next=//evil.example", "//api/v1/documents"]
)
def test_nothing_redirects(standing: FlaskClient, path: str) -> None:
    path, _, query = path.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    response = standing.get("/", environ_overrides=environ)

    assert response.status_code in (200, 404)
    assert "Location" not in response.headers


# Keys (abuse cases 33, 34) -----------------------------------------------------------


def calls(client: FlaskClient) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and path of everything that the app answers, as it is routed."""
    for rule in client.application.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD"}):
            path = rule.rule.replace("<number>", "1")
            yield rule.endpoint, method, re.sub(r"<[\w:]+>", "a" * 26, path)


def api_calls(client: FlaskClient) -> Iterator[tuple[str, str]]:
    return ((method, path) for _, method, path in calls(client) if path.startswith("/api"))


def test_whatever_is_not_listed_as_open_needs_the_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    right, wrong = f"Bearer {KEY}", f"Bearer {KEY[:-1]}x"
    closed = [call for call in calls(client) if call[0] not in OPEN]

    assert len({path for _, _, path in closed}) >= 6
    for number, (_, method, path) in enumerate(closed):
        own: Any = {"method": method, "environ_overrides": {"REMOTE_ADDR": f"10.0.0.{number}"}}
        without = client.open(path, **own)
        assert fault(without, 401) == "key_needed"
        assert without.headers["WWW-Authenticate"] == "Bearer"
        assert fault(client.open(path, **own, headers={"Authorization": wrong}), 401)
        given = client.open(path, **own, headers={"Authorization": right})
        assert given.status_code not in (401, 403, 429, 500)


def test_what_is_listed_as_open_is_there_and_needs_no_key(make_client: MakeClient) -> None:
    client = make_client(key=KEY)
    opened = [call for call in calls(client) if call[0] in OPEN and call[1] == "GET"]

    pages = {"page", "read", "docs", "openapi", "static"}
    assert {endpoint for endpoint, _, _ in opened} == OPEN == pages | {"api.healthz", "api.readyz"}
    assert not [path for _, _, path in opened if client.get(path).status_code in (401, 403, 500)]


def test_a_route_that_somebody_adds_needs_the_key_without_being_told_to(
    make_client: MakeClient,
) -> None:
    app = make_client(key=KEY).application
    app.add_url_rule("/metrics", "metrics", lambda: "secret")

    assert fault(app.test_client().get("/metrics"), 401) == "key_needed"


@pytest.mark.parametrize("path", ["/admin", "/favicon.ico", "/api/v2/ask", "/docs/x"])
def test_an_address_that_leads_nowhere_tells_nothing_without_the_key(
    make_client: MakeClient, path: str
) -> None:
    client = make_client(key=KEY)
    without = client.get("/", environ_overrides={"PATH_INFO": path})
    given = client.get(
        "/", environ_overrides={"PATH_INFO": path}, headers={"Authorization": f"Bearer {KEY}"}
    )

    assert (fault(without, 401), fault(given, 404)) == ("key_needed", "not_found")


def test_pages_and_health_need_no_key(make_client: MakeClient) -> None:
    """The page asks for the key; whoever watches the service has none."""
    client = make_client(key=KEY)

    for path in ("/", "/docs", "/openapi.json", "/healthz", "/readyz"):
        assert client.get(path).status_code == 200


def test_how_much_there_is_is_told_behind_the_key_alone(
    make_client: MakeClient, document_id: str
) -> None:
    client, right = make_client(key=KEY), {"Authorization": f"Bearer {KEY}"}

    assert client.get("/readyz").get_json() == {"status": "ready"}
    assert client.get("/readyz", headers={"Authorization": "Bearer no"}).get_json().keys() == {
        "status"
    }
    assert client.get("/readyz", headers=right).get_json()["documents"] == 1
    assert make_client(key=KEY, state="loading").get("/readyz").status_code == 503


@pytest.mark.parametrize(
    "value",
    [
        "",
        KEY,
        f"Basic {KEY}",
        f"bearer{KEY}",
        f"Bearer {KEY}, Bearer {KEY}",
        *(f"Bearer{rest}" for rest in ("", " ", " null", " é", " eyJhbGciOiJub25lIn0.e30.")),
        *(f"Bearer {key}" for key in (f"{KEY} ", f" {KEY}", KEY.upper(), "a" * 8000)),
    ],
    ids=range(14),
)
def test_a_wrong_key_is_refused_with_one_fixed_body(make_client: MakeClient, value: str) -> None:
    client = make_client(key=KEY)
    headers = {"Authorization": value}
    refused, without = client.get(DOCUMENTS, headers=headers), client.get(DOCUMENTS)

    assert fault(refused, 401) == "key_needed"
    assert refused.get_json()["error"]["message"] == without.get_json()["error"]["message"]


def test_a_key_in_the_address_opens_nothing(make_client: MakeClient) -> None:
    """Addresses are written to logs and histories."""
    fault(make_client(key=KEY).get(f"{DOCUMENTS}?key={KEY}&access_token={KEY}"), 401)


# When it breaks (abuse case 45) ------------------------------------------------------


class Broken(WordEmbedder):
    """Fails as a library would: with what must stay inside."""

    def embed_question(self, text: str) -> Vector:
        raise RuntimeError("CUDA died in /srv/secret/place.py")


class BreaksHalfway:
    """Answers like another, until it has found its hits."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer

    def stages(self, *asked: Any, **options: Any) -> Iterator[Stage]:
        yield next(self.answerer.stages(*asked, **options))
        raise RuntimeError("no more in /srv/secret/place.py")


def test_what_nobody_expected_is_a_fixed_error_and_a_line_in_the_log(
    make_client: MakeClient, index: LocalIndex, document_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    broken = LocalIndex(index.directory, Broken)
    client = make_client(answerer=make_answerer(Config(), broken))
    for response in (ask(client), stream(client), client.post(SEARCH, json={"question": "a"})):
        assert fault(response, 500) == "internal"
        assert "secret" not in response.get_data(as_text=True)
    assert "RuntimeError: CUDA died" in caplog.text


def test_a_stream_that_breaks_halfway_ends_with_an_error_event(
    make_client: MakeClient, index: LocalIndex, document_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    answerer = BreaksHalfway(make_answerer(Config(), index))
    found = events(stream(make_client(answerer=answerer)))

    assert [name for name, _ in found] == ["hits", "error"]
    assert (found[-1][1]["status"], found[-1][1]["code"]) == (500, "internal")
    assert "secret" not in str(found)
    assert "RuntimeError: no more" in caplog.text


def test_debugging_stays_off_whatever_the_environment_says(
    make_client: MakeClient, index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DEBUG", "FLASK_DEBUG", "FLASK_ENV"):
        monkeypatch.setenv(name, "0")

    assert not make_client().application.debug


# Verifying ---------------------------------------------------------------------------


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


# What the service tells of itself ----------------------------------------------------


def test_health_is_told_whatever_the_state(make_client: MakeClient) -> None:
    assert make_client(state="failed").get("/healthz").get_json() == {"status": "ok"}


@pytest.mark.parametrize(("state", "status"), [("loading", 503), ("failed", 503), ("ready", 200)])
def test_readiness_is_told_by_the_status(
    make_client: MakeClient, document_id: str, state: State, status: int
) -> None:
    response = make_client(state=state).get("/readyz")

    assert response.status_code == status
    assert response.get_json() == {"status": state, "documents": 1, "passages": 1}


def test_what_is_done_while_it_is_loading_is_told_to_who_has_the_key(index: LocalIndex) -> None:
    config = Config(confidence=0.0, key=KEY)
    service = make_service(index, config, state="loading")
    service.startup.say("preparing a model, step 1 of 3")
    client = create_app(service).test_client()
    right = {"Authorization": f"Bearer {KEY}"}

    assert client.get("/readyz").get_json() == {"status": "loading"}
    told = client.get("/readyz", headers=right).get_json()
    assert told["step"] == "preparing a model, step 1 of 3"
    service.load()
    assert "step" not in client.get("/readyz", headers=right).get_json()
    service.close()


def test_a_failure_to_add_the_bundled_article_leaves_no_service_loading_for_ever(
    index: LocalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Any:
        raise DiskFull("the disk is full")

    config = Config()
    service = make_service(index, config, state="loading")
    monkeypatch.setattr(server, "ingest", full)
    server._prepare(service, bundled=True)

    assert service.state == "ready"


def test_the_description_lists_every_route_of_the_api(standing: FlaskClient) -> None:
    described = standing.get("/openapi.json").get_json()["paths"]
    listed = {
        (method.upper(), re.sub(r"{(\w+)}", "a" * 26, path.replace("{number}", "1")))
        for path, operations in described.items()
        for method in operations
    }

    routes = {call for call in api_calls(standing) if call[0] != "OPTIONS"}
    assert listed == routes | {("GET", "/healthz"), ("GET", "/readyz")}


def test_the_description_is_openapi_whose_references_lead_somewhere(standing: FlaskClient) -> None:
    told = standing.get("/openapi.json").get_json()
    operations = [op for methods in told["paths"].values() for op in methods.values()]

    assert operations
    assert told["openapi"].startswith("3.1")
    assert told["info"].keys() >= {"title", "version"}
    assert all(operation["responses"] and operation["summary"] for operation in operations)
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    references = re.findall(r'"\$ref": ?"([^"]+)"', json.dumps(told))
    assert references
    for reference in references:
        place: Any = told
        for part_of in reference.removeprefix("#/").split("/"):
            place = place[part_of]


def test_every_parameter_of_a_path_is_described(standing: FlaskClient) -> None:
    for path, methods in standing.get("/openapi.json").get_json()["paths"].items():
        for operation in methods.values():
            told = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
            assert told == set(re.findall(r"{(\w+)}", path))


def test_replies_are_what_the_description_says(client: FlaskClient, document_id: str) -> None:
    """The schemas are written beside the records; this keeps them from growing apart."""
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    answer, listed = ask(client).get_json(), client.get(DOCUMENTS).get_json()
    hits = client.post(SEARCH, json={"question": "heron"}).get_json()["hits"]

    found = client.post(FIND, json={"topic": "heron"}).get_json()

    refused = ask(client, confidence=1.0).get_json()
    picture = client.get(MAP).get_json()
    passages = client.get(f"{DOCUMENTS}/{document_id}/passages").get_json()

    told = {
        "MapReply": picture,
        "DotsReply": picture["documents"][0],
        "PassagesReply": passages,
        "PassageReply": passages["passages"][0],
        "ExamplesReply": client.get(EXAMPLES).get_json(),
        "AnswerReply": answer,
        "FindReply": found,
        "MatchedReply": found["matched"],
        "GroupReply": found["documents"][0],
        "MatchReply": found["documents"][0]["passages"][0],
        "CitationReply": answer["citations"][0],
        "InfoReply": listed["documents"][0],
        "HitReply": hits[0],
        "DocumentReply": client.get(f"{DOCUMENTS}/{document_id}").get_json(),
    }
    for name, value in told.items():
        assert schemas[name]["properties"].keys() == value.keys()
    assert refused["closest"][0].keys() == hits[0].keys()


def test_the_documentation_shows_every_address(standing: FlaskClient) -> None:
    page = standing.get("/docs").get_data(as_text=True)
    assert "<code>also</code>" in page, "what an address may ask for is told too"

    for path in standing.get("/openapi.json").get_json()["paths"]:
        assert path in page


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_may_load_nothing_from_elsewhere(standing: FlaskClient, path: str) -> None:
    response = standing.get(path)
    policy = response.headers["Content-Security-Policy"]

    assert response.mimetype == "text/html"
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert policy.count("blob:") == 1
    assert "img-src 'self' blob:;" in policy, "the picture of a page, fetched with the key"
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", response.get_data(as_text=True))
    assert not re.search(
        r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", response.get_data(as_text=True)
    )


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", DOCUMENTS, "/nowhere", "/openapi.json"])
def test_every_reply_carries_the_headers_that_protect_it(standing: FlaskClient, path: str) -> None:
    headers = standing.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", headers["X-Request-Id"])
    assert "Set-Cookie" not in headers


def test_a_document_with_markup_is_served_as_plain_text(client: FlaskClient) -> None:
    """A browser that opened it as a page would run what somebody wrote into it."""
    made = upload(client, "a.txt", b"heron <script>alert(1)</script>").get_json()["document"]
    response = client.get(f"{DOCUMENTS}/{made['id']}/text")

    assert response.content_type == "text/plain; charset=utf-8"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_app_is_made_anew_for_each_service(make_client: MakeClient) -> None:
    first, second = make_client(key=KEY), make_client()

    assert isinstance(first.application, OpenAPI)
    assert (first.get(DOCUMENTS).status_code, second.get(DOCUMENTS).status_code) == (401, 200)
