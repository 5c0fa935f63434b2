"""Written answers through the doors for other programs: a model writes, and is checked."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from anthropic import Anthropic
from door_services import KEY
from model_server import Connection, model_server
from openai import OpenAI

HERONS = "Who counted the herons?"
QUOTE = "Ada Lund counted 40 herons in 1871."
TRUE, FALSE = "In 1871, 40 herons were counted by Ada Lund.", "Ada Lund counted 90 herons."


def writes(connection: Connection) -> None:
    key = connection.key_of("counted 40 herons")
    usage = {"prompt_tokens": 301, "completion_tokens": 25, "total_tokens": 326}
    connection.answer(f"{TRUE} [{key}] {FALSE} [{key}]", usage=usage)


def breaks(connection: Connection) -> None:
    connection.status("500 Internal Server Error")


@pytest.fixture(scope="module")
def writing(serve: Any) -> Iterator[str]:
    with (
        model_server(writes) as model,
        serve(public_url="https://a.example", llm_url=model.url, llm_model="toy") as address,
    ):
        yield address


def ask(address: str, **more: Any) -> Any:
    with OpenAI(base_url=f"{address}/v1", api_key=KEY, max_retries=0) as client:
        reply = client.chat.completions.create(
            model="main:written", messages=[{"role": "user", "content": HERONS}], **more
        )
        return [*reply] if more else reply


def test_a_model_that_writes_is_listed_where_there_is_one(writing: str, bare: str) -> None:
    for address, names in ((writing, ["main", "main:written"]), (bare, ["main"])):
        with OpenAI(base_url=f"{address}/v1", api_key=KEY) as client:
            assert [model.id for model in client.models.list()] == names
    with pytest.raises(openai.NotFoundError):
        ask(bare)


def test_what_the_sources_say_is_the_answer_and_nothing_else(writing: str) -> None:
    completion = ask(writing)
    message = completion.choices[0].message

    assert message.content.startswith(f"{TRUE} [1]\n\nSources:\n- [1] herons, https://a.example/")
    assert FALSE not in message.content
    [note] = message.annotations
    place = note.url_citation
    assert message.content[place.start_index : place.end_index] == TRUE
    assert note.pincite["quote"] == QUOTE
    assert place.url.startswith("https://a.example/read/")
    assert completion.pincite["writer"]["status"] == "written"
    assert [one["text"] for one in completion.pincite["rejected"]] == [FALSE]


def test_a_stream_says_the_same(writing: str) -> None:
    chunks = ask(writing, stream=True)

    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert said == ask(writing).choices[0].message.content


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("chat/completions", {"messages": [{"role": "user", "content": HERONS}]}),
        ("responses", {"input": HERONS}),
        ("messages", {"max_tokens": 9, "messages": [{"role": "user", "content": HERONS}]}),
    ],
)
def test_a_stream_shows_that_it_is_alive_before_the_answer_is_whole(
    writing: str, path: str, asked: dict[str, Any]
) -> None:
    request = urllib.request.Request(
        f"{writing}/v1/{path}",
        json.dumps({"model": "main:written", "stream": True, **asked}).encode(),
        {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        said = reply.read().decode()

    assert 0 < said.index(": still here\n\n") < said.index(TRUE)


def test_the_tokens_are_those_that_the_server_of_the_model_counted(writing: str) -> None:
    with OpenAI(base_url=f"{writing}/v1", api_key=KEY) as client:
        response = client.responses.create(model="main:written", input=HERONS)
    *_, last = ask(writing, stream=True, stream_options={"include_usage": True})
    for usage in (ask(writing).usage, last.usage):
        counts = usage.prompt_tokens, usage.completion_tokens, usage.total_tokens
        assert counts == (301, 25, 326)
    assert response.usage is not None
    assert (response.usage.input_tokens, response.usage.output_tokens) == (301, 25)
    assert response.usage.total_tokens == 326


def test_a_message_and_its_stream_have_them_too(writing: str) -> None:
    asked: Any = {
        "model": "main:written",
        "max_tokens": 9,
        "messages": [{"role": "user", "content": HERONS}],
    }
    with Anthropic(base_url=writing, api_key=KEY) as client:
        whole = client.messages.create(**asked)
        with client.messages.stream(**asked) as stream:
            streamed = stream.get_final_message()
    for message in (whole, streamed):
        assert (message.usage.input_tokens, message.usage.output_tokens) == (301, 25)


def test_the_quotes_stay_what_they_are(writing: str, address: str) -> None:
    for each in (writing, address):
        with OpenAI(base_url=f"{each}/v1", api_key=KEY) as client:
            reply = client.chat.completions.create(
                model="main", messages=[{"role": "user", "content": HERONS}]
            )
        assert str(reply.choices[0].message.content).startswith(f"{QUOTE} [1]")


def test_a_block_of_a_message_is_a_sentence_and_cites_the_words_that_say_it(writing: str) -> None:
    with Anthropic(base_url=writing, api_key=KEY) as client:
        message: Any = client.messages.create(
            model="main:written", max_tokens=9, messages=[{"role": "user", "content": HERONS}]
        )
    [block] = message.content

    assert block.text == TRUE
    assert [citation.cited_text for citation in block.citations] == [QUOTE]


def test_where_the_model_fails_the_quotes_stand_and_the_reason_is_said(serve: Any) -> None:
    with (
        model_server(breaks) as model,
        serve(llm_url=model.url, llm_model="toy") as address,
    ):
        completion = ask(address)
    content, record = completion.choices[0].message.content, completion.pincite

    assert content.startswith(f"{QUOTE} [1]\n\n{record['writer']['reason']}\n\nSources:")
    assert record["writer"]["status"] == "failed"
