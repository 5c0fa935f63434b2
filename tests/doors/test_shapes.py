"""What the doors for other programs say of themselves, and how they end when something breaks."""

import json
import logging
import urllib.request
from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest
from pydantic import TypeAdapter
from serving import wait_until

from qa.answering.answerer import Stage

KEY = "correct-horse-battery"
HERONS = "Who counted the herons?"
ASKED: Any = [{"role": "user", "content": HERONS}]


def get(address: str, path: str) -> Any:
    request = urllib.request.Request(address + path, headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def post(address: str, path: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    request = urllib.request.Request(address + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def keys_of(schemas: dict[str, Any], name: str) -> set[str]:
    return set(schemas[name]["properties"])


def test_replies_are_what_the_description_says(address: str) -> None:
    schemas = get(address, "/openapi.json")["components"]["schemas"]
    completion = post(address, "/v1/chat/completions", {"model": "main", "messages": ASKED})
    response = post(address, "/v1/responses", {"model": "main", "input": HERONS})
    message = post(address, "/v1/messages", {"model": "main", "messages": ASKED})
    found = post(address, "/v1/search_results", {"question": HERONS})
    models = get(address, "/v1/models")
    said = completion["choices"][0]["message"]
    part = response["output"][0]["content"][0]
    block = message["content"][0]
    told = {
        "ModelsReply": models,
        "ModelReply": models["data"][0],
        "ChatCompletionReply": completion,
        "ChatChoiceReply": completion["choices"][0],
        "ChatMessageReply": said,
        "ChatUsageReply": completion["usage"],
        "ChatAnnotation": said["annotations"][0],
        "UrlCitation": said["annotations"][0]["url_citation"],
        "SpanOfReply": said["annotations"][0]["pincite"],
        "ResponseReply": response,
        "OutputMessageReply": response["output"][0],
        "OutputTextReply": part,
        "TextAnnotation": part["annotations"][0],
        "MessageReply": message,
        "TextBlockReply": block,
        "CharLocationReply": block["citations"][0],
        "TokensReply": message["usage"],
        "SearchResultsReply": found,
        "SearchResultReply": found["content"][0],
    }

    for name, value in told.items():
        assert keys_of(schemas, name) == value.keys(), name


def test_replies_are_what_the_types_of_the_clients_say(address: str) -> None:
    """The clients build what they get without checking it; here it is checked."""
    from openai.types.chat import ChatCompletion
    from openai.types.responses import Response

    completion = post(address, "/v1/chat/completions", {"model": "main", "messages": ASKED})
    response = post(address, "/v1/responses", {"model": "main", "input": HERONS})
    message = post(address, "/v1/messages", {"model": "main", "messages": ASKED})

    TypeAdapter(ChatCompletion).validate_python(completion)
    TypeAdapter(Response).validate_python(response)
    TypeAdapter(anthropic.types.Message).validate_python(message)


class BreaksHalfway:
    """Answers like another, until it has quoted a sentence."""

    def __init__(self, answerer: Any) -> None:
        self.answerer = answerer

    def stages(self, *asked: Any) -> Iterator[Stage]:
        stages = self.answerer.stages(*asked)
        yield next(stages)
        yield next(stages)
        raise RuntimeError("no more in /srv/secret/place.py")


@pytest.fixture(scope="module")
def breaking(serve: Any) -> Iterator[str]:
    with serve(wrap=BreaksHalfway) as address:
        yield address


def test_a_stream_that_breaks_halfway_is_an_error_to_the_client(breaking: str) -> None:
    with openai.OpenAI(base_url=f"{breaking}/v1", api_key=KEY, max_retries=0) as client:
        for make in (
            lambda: client.chat.completions.create(model="main", messages=ASKED, stream=True),
            lambda: client.responses.create(model="main", input=HERONS, stream=True),
        ):
            stream: Any = make()
            with pytest.raises(openai.APIError, match="Something went wrong"):
                list(stream)
    with anthropic.Anthropic(base_url=breaking, api_key=KEY, max_retries=0) as other:
        stream = other.messages.create(model="main", max_tokens=9, messages=ASKED, stream=True)
        with pytest.raises(anthropic.APIError, match="Something went wrong") as failed:
            list(stream)
    assert "secret" not in str(failed.value)


def test_an_answer_that_breaks_is_an_error_of_the_server(breaking: str) -> None:
    with (
        openai.OpenAI(base_url=f"{breaking}/v1", api_key=KEY, max_retries=0) as client,
        pytest.raises(openai.InternalServerError) as failed,
    ):
        client.chat.completions.create(model="main", messages=ASKED)
    assert failed.value.type == "server_error"
    assert "secret" not in failed.value.message


def test_the_log_names_the_route_and_nothing_that_was_said(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "pincite.web"):
        post(address, "/v1/chat/completions", {"model": "main", "messages": ASKED})
        wait_until(lambda: "POST /v1/chat/completions 200" in caplog.text)

    assert "herons" not in caplog.text
