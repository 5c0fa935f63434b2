"""What the official client of OpenAI's API gets, from a service on a real port."""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai import OpenAI

from qa.answering.query_rewriting import Turn
from qa.answering.wording import NO_CLEAR_ANSWER
from qa.doors.conversation import Message, request_of
from qa.errors import QuestionRejected

KEY = "correct-horse-battery"
BOTH = "Who counted the herons, and who counted the owls?"
HERONS, OWLS, FEE = "Who counted the herons?", "Who counted the owls?", "What is the fee in Selby?"
QUOTE = "Ada Lund counted 40 herons in 1871."


def connected(address: str, key: str = KEY) -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)


@pytest.fixture
def client(address: str) -> Iterator[OpenAI]:
    with connected(address) as client:
        yield client


def complete(client: OpenAI, *said: str, **more: Any) -> Any:
    """Complete a conversation in which user and assistant take turns."""
    roles = ("user", "assistant")
    messages: Any = [{"role": roles[n % 2], "content": text} for n, text in enumerate(said)]
    return client.chat.completions.create(model="main", messages=messages, **more)


def text_of(address: str, document_id: str) -> str:
    request = urllib.request.Request(
        f"{address}/api/v1/documents/{document_id}/text", headers={"Authorization": f"Bearer {KEY}"}
    )
    with urllib.request.urlopen(request) as reply:
        return str(reply.read().decode())


# Chat completions --------------------------------------------------------------------


def test_the_collection_is_the_model(client: OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["main"]
    assert client.models.retrieve("main").id == "main"


def test_an_answer_is_quotes_with_footnotes_and_their_sources(client: OpenAI) -> None:
    completion = complete(client, HERONS)
    [choice] = completion.choices
    text, sources = choice.message.content.split("\n\nSources:\n")

    assert f"{QUOTE} [1]" in text.split("\n\n")
    assert sources.startswith("- [1] herons, https://answers.example/read/")
    assert (choice.finish_reason, choice.message.role) == ("stop", "assistant")
    assert completion.model == "main"


@pytest.mark.parametrize("question", [HERONS, OWLS, FEE, BOTH])
def test_an_annotation_has_its_place_in_the_answer_and_in_the_document(
    client: OpenAI, address: str, question: str
) -> None:
    message = complete(client, question).choices[0].message

    assert len(message.annotations) >= (2 if question == BOTH else 1)
    for note in message.annotations:
        cited, span = note.url_citation, note.pincite
        words = message.content[cited.start_index : cited.end_index]
        assert words == span["quote"] != ""
        assert message.content[cited.end_index :].startswith(f" [{span['number']}]")
        assert text_of(address, span["document_id"])[span["start"] : span["end"]] == words
        assert cited.url.startswith(f"https://answers.example/read/{span['document_id']}?")
        assert cited.title
        assert span.keys() >= {"version", "page"}


def test_a_row_of_a_table_comes_with_the_names_of_its_columns(client: OpenAI) -> None:
    content = complete(client, FEE).choices[0].message.content

    assert "Selby | 98 pounds [1]" in content
    assert "(Port: Selby; Fee: 98 pounds)" in content


def test_the_answer_record_comes_with_it_and_can_be_verified(client: OpenAI, address: str) -> None:
    record = complete(client, HERONS).pincite
    request = urllib.request.Request(
        f"{address}/api/v1/verify",
        json.dumps(record).encode(),
        {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        assert json.load(reply)["all_verbatim"] is True


def test_quotes_use_no_tokens(client: OpenAI) -> None:
    usage = complete(client, HERONS).usage

    assert (usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (0, 0, 0)


@pytest.mark.parametrize("question", [HERONS, FEE])
def test_a_stream_says_the_same(client: OpenAI, question: str) -> None:
    whole = complete(client, question)
    chunks = [*complete(client, question, stream=True)]
    deltas = [chunk.choices[0].delta for chunk in chunks]

    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    noted = [note for delta in deltas for note in getattr(delta, "annotations", ())]
    assert noted == [note.model_dump() for note in whole.choices[0].message.annotations]
    assert [chunk.choices[0].finish_reason for chunk in chunks][-2:] == [None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    for record in (chunks[-1].pincite, whole.pincite):
        del record["timings"]
    assert chunks[-1].pincite == whole.pincite


def test_a_stream_says_its_usage_where_that_is_asked_for(client: OpenAI) -> None:
    *_, last = complete(client, HERONS, stream=True, stream_options={"include_usage": True})

    assert last.choices == []
    assert last.usage.total_tokens == 0


@pytest.mark.parametrize("stream", [False, True])
def test_a_follow_up_means_what_the_conversation_is_about(client: OpenAI, stream: bool) -> None:
    first = complete(client, HERONS)
    answer = first.choices[0].message.content
    second = complete(client, HERONS, answer, "When did she count them?", stream=stream)
    record = [*second][-1].pincite if stream else second.pincite

    assert first.pincite["searched"] == HERONS
    assert record["question"] == "When did she count them?"
    assert record["searched"] == "When did Ada Lund count them?"
    assert record["sentences"][0]["text"] == QUOTE


@pytest.mark.parametrize("stream", [False, True])
def test_a_refusal_is_text_with_its_reason(silent: str, stream: bool) -> None:
    with connected(silent) as client:
        reply = complete(client, HERONS, stream=stream)
        choices = [chunk.choices[0] for chunk in reply] if stream else reply.choices
    said = [choice.delta if stream else choice.message for choice in choices]
    text = "".join(one.content or "" for one in said)

    assert text.startswith(f"{NO_CLEAR_ANSWER}. The documents mention")
    assert "Sources" not in text
    assert not any(getattr(one, "annotations", None) for one in said)
    assert choices[-1].finish_reason == "stop"


def test_without_its_own_address_a_service_names_the_page_or_the_span(bare: str) -> None:
    with connected(bare) as client:
        owls, herons = (
            complete(client, question).choices[0].message.annotations[0]
            for question in (OWLS, HERONS)
        )
    span = herons.pincite

    assert owls.url_citation.url.startswith("https://owls.example/counts#:~:text=")
    assert herons.url_citation.url == (
        f"pincite:{span['document_id']}:{span['start']}-{span['end']}"
    )


def test_what_only_a_model_could_use_is_ignored(client: OpenAI) -> None:
    messages: Any = [
        {"role": "system", "content": "Answer in French. Never quote."},
        {"role": "developer", "content": [{"type": "text", "text": "Say that nobody counted."}]},
        {"role": "user", "content": [{"type": "text", "text": HERONS}]},
    ]
    reply = client.chat.completions.create(
        model="main", messages=messages, temperature=0.7, max_tokens=1, top_p=0.1, seed=7, n=2,
        stop=["a"], user="me", presence_penalty=1.5, response_format={"type": "json_object"},
        tools=[{"type": "function", "function": {"name": "f"}}], extra_body={"unheard_of": {}},
    )  # fmt: skip

    assert reply.choices[0].message.content == complete(client, HERONS).choices[0].message.content


# What goes wrong ---------------------------------------------------------------------


def test_a_wrong_key_is_refused(address: str) -> None:
    with connected(address, "wrong-key-of-somebody") as client:
        for call in (client.models.list, lambda: complete(client, HERONS)):
            with pytest.raises(openai.AuthenticationError) as refused:
                call()
            assert (refused.value.code, refused.value.type) == (
                "key_needed",
                "authentication_error",
            )


def test_an_unknown_model_is_named_as_such(client: OpenAI) -> None:
    for call in (
        lambda: client.models.retrieve("gpt-5"),
        lambda: client.chat.completions.create(
            model="gpt-5", messages=[{"role": "user", "content": HERONS}]
        ),
    ):
        with pytest.raises(openai.NotFoundError, match="Use main") as refused:
            call()
        assert (refused.value.code, refused.value.param) == ("model_not_found", None)


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([], "messages"),
        ([{"role": "user", "content": " "}], "The question is empty"),
        ([{"role": "user", "content": None}], "The question is empty"),
        ([{"role": "user", "content": "x" * 5000}], "shorten it"),
        ([{"role": "wizard", "content": HERONS}], "messages.0.role"),
        ([{"role": "user", "content": 7}], "messages.0.content"),
        ([{"role": "system", "content": HERONS}], "end with the question"),
        ([{"role": "user", "content": HERONS}, {"role": "assistant", "content": "A"}], "end with"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}], "'image_url'"),
    ],
)
def test_a_request_that_asks_nothing_is_a_bad_one(client: OpenAI, messages: Any, said: str) -> None:
    for stream in (False, True):
        with pytest.raises(openai.BadRequestError) as refused:
            client.chat.completions.create(model="main", messages=messages, stream=stream)
        assert said in refused.value.message
        assert refused.value.type == "invalid_request_error"


def test_an_empty_collection_is_said_once(serve: Any) -> None:
    """The client would ask twice more, as it does where a lock is held."""
    with (
        serve({}) as address,
        OpenAI(base_url=f"{address}/v1", api_key=KEY) as client,
        pytest.raises(openai.ConflictError) as refused,
    ):
        complete(client, HERONS)
    assert refused.value.code == "collection_empty"
    assert refused.value.response.headers["x-should-retry"] == "false"


def test_a_page_of_another_site_may_not_ask(address: str) -> None:
    with (
        OpenAI(
            base_url=f"{address}/v1",
            api_key=KEY,
            default_headers={"Origin": "https://evil.example"},
        ) as client,
        pytest.raises(openai.PermissionDeniedError) as refused,
    ):
        complete(client, HERONS)
    assert refused.value.code == "foreign_origin"


# Responses ---------------------------------------------------------------------------


def test_a_response_has_the_same_text_and_places(client: OpenAI) -> None:
    message = complete(client, HERONS).choices[0].message
    response: Any = client.responses.create(model="main", input=HERONS, instructions="Be brief.")
    [part] = response.output[0].content

    assert response.output_text == part.text == message.content
    assert response.status == "completed"
    assert response.usage.total_tokens == 0
    for note, same in zip(part.annotations, message.annotations, strict=True):
        assert part.text[note.start_index : note.end_index] == note.pincite["quote"]
        assert (note.url, note.pincite) == (same.url_citation.url, same.pincite)


def test_a_streamed_response_is_the_same(client: OpenAI) -> None:
    whole: Any = client.responses.create(model="main", input=HERONS)
    with client.responses.stream(model="main", input=HERONS) as stream:
        events = [*stream]
        final: Any = stream.get_final_response()

    assert final.output_text == whole.output_text
    assert final.output[0].content[0].annotations == whole.output[0].content[0].annotations
    assert [event.sequence_number for event in events] == [*range(len(events))]
    deltas = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(deltas) == whole.output_text


def test_a_response_may_follow_a_conversation(client: OpenAI) -> None:
    first: Any = client.responses.create(model="main", input=HERONS)
    told: Any = [
        {"role": "user", "content": HERONS},
        *(item.model_dump(exclude={"pincite"}) for item in first.output),
        {"type": "reasoning", "id": "r", "summary": []},
        {"role": "user", "content": [{"type": "input_text", "text": "When did she count them?"}]},
    ]
    second: Any = client.responses.create(model="main", input=told)

    assert second.pincite["searched"] == "When did Ada Lund count them?"


def test_a_response_that_was_never_stored_cannot_be_continued(client: OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="send the conversation"):
        client.responses.create(model="main", input=HERONS, previous_response_id="resp_1")


# History -----------------------------------------------------------------------------


def test_the_history_holds_quotes_without_marks_sources_and_refusals() -> None:
    written = f"{QUOTE} [1]\n\nA heron stands. [2][3]\n\nThese differ.\n\nSources:\n- [1] a [1]"
    request = request_of(
        [
            Message("system", "Be brief."),
            Message("user", HERONS),
            Message("assistant", written),
            Message("user", "Why?"),
            Message("assistant", f"{NO_CLEAR_ANSWER}. No document says so."),
            Message("user", "And now?"),
            Message("tool", "42"),
            Message("user", OWLS),
        ]
    )

    assert request.question == OWLS
    assert request.history == (
        Turn(HERONS, f"{QUOTE} A heron stands."),
        Turn("Why?", ""),
        Turn("And now?", ""),
    )


@pytest.mark.parametrize(
    ("paragraph", "quote"),
    [
        ("A heron [1] stands. [2][3]", "A heron [1] stands."),
        ("A heron stands.[2]", ""),
        ("A heron stands [2]. [x]", ""),
        ("[1]", ""),
        ("It ate 3]", ""),
    ],
)
def test_only_what_ends_with_a_footnote_mark_is_a_quote(paragraph: str, quote: str) -> None:
    for text in (f"Owls. [9]\n\n{paragraph}", f"{paragraph}\n\nOwls. [9]"):
        said = [Message("user", HERONS), Message("assistant", text), Message("user", OWLS)]
        [turn] = request_of(said).history

        assert sorted(turn.answer.split()) == sorted(f"Owls. {quote}".split())


def test_a_long_answer_is_cut_before_its_quotes_are_looked_for() -> None:
    marked = "word [1] " * 100_000
    for text in (marked, f"{marked}\n\nA heron stands. [2]"):
        said = [Message("user", HERONS), Message("assistant", text), Message("user", OWLS)]
        [turn] = request_of(said).history

        assert turn.answer.startswith("word [1] word")
        assert len(turn.answer) <= 20_000
        assert "heron" not in turn.answer


_MESSAGES = st.lists(
    st.builds(Message, st.sampled_from(["system", "user", "assistant", "tool"]), st.text())
)


@given(_MESSAGES, st.text())
def test_any_conversation_that_ends_with_a_user_is_a_question(
    messages: list[Message], question: str
) -> None:
    request = request_of([*messages, Message("user", question)])

    assert request.question == question
    asked = [m.text for m in messages if m.role == "user" and m.text.strip()]
    assert [turn.question for turn in request.history] == asked[-50:]


@given(_MESSAGES)
def test_one_that_ends_otherwise_is_refused(messages: list[Message]) -> None:
    with pytest.raises(QuestionRejected):
        request_of([*messages, Message("assistant", "I think so.")])


# Bytes -------------------------------------------------------------------------------


def test_a_stream_ends_as_clients_expect(address: str) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    body = {"model": "main", "stream": True, "messages": [{"role": "user", "content": HERONS}]}
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/chat/completions", json.dumps(body), headers)
    reply = connection.getresponse()
    lines = reply.read().decode().split("\n\n")
    connection.close()

    assert reply.headers.get_content_type() == "text/event-stream"
    assert lines[-2:] == ["data: [DONE]", ""]
    assert all(line.startswith("data: ") for line in lines[:-1])
