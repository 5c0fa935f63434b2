"""Asking, searching and finding over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from toys import strip_timings
from web_client import (
    DOCUMENTS,
    FIND,
    HERONS,
    QUESTION,
    SEARCH,
    MakeClient,
    ask,
    events,
    fault,
    stream,
    upload,
)

from index import LocalIndex
from qa.config import Config
from qa.wiring import make_answerer

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
        {"quotes": 21},
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
        matches = [text[span["start"] : span["end"]] for span in passage["matches"]]
        assert matches == ["heron", "herons"]
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
