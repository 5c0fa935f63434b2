"""What the official client of Anthropic's API gets, from a service on a real port."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import anthropic
import pytest
from anthropic import Anthropic
from anthropic.types import SearchResultBlockParam
from pydantic import TypeAdapter

from qa.answering.wording import NO_CLEAR_ANSWER

KEY = "correct-horse-battery"
HERONS, OWLS = "Who counted the herons?", "Who counted the owls?"
QUOTE = "Ada Lund counted 40 herons in 1871."


def connected(address: str, key: str = KEY) -> Anthropic:
    return Anthropic(base_url=address, api_key=key, max_retries=0)


@pytest.fixture
def client(address: str) -> Iterator[Anthropic]:
    with connected(address) as client:
        yield client


def asked(client: Anthropic, *said: Any, model: str = "main", **more: Any) -> Any:
    """Send a conversation in which user and assistant take turns."""
    roles = ("user", "assistant")
    messages: Any = [{"role": roles[n % 2], "content": text} for n, text in enumerate(said)]
    return client.messages.create(model=model, max_tokens=100, messages=messages, **more)


def post(address: str, path: str, body: Any, **headers: str) -> Any:
    request = urllib.request.Request(
        address + path, json.dumps(body).encode(), {"Content-Type": "application/json", **headers}
    )
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def text_of(address: str, document_id: str) -> str:
    request = urllib.request.Request(
        f"{address}/api/v1/documents/{document_id}/text", headers={"Authorization": f"Bearer {KEY}"}
    )
    with urllib.request.urlopen(request) as reply:
        return str(reply.read().decode())


def test_each_quote_is_a_block_with_the_characters_that_it_stands_at(
    client: Anthropic, address: str
) -> None:
    message = asked(client, "Who counted the herons, and who counted the owls?")
    cited = [block for block in message.content if block.citations]

    assert len(cited) > 1
    assert QUOTE in [block.text for block in cited]
    for block in cited:
        [citation] = block.citations
        span = citation.pincite
        start, end = citation.start_char_index, citation.end_char_index
        assert citation.type == "char_location"
        assert text_of(address, span["document_id"])[start:end] == citation.cited_text == block.text
        assert citation.document_title
        assert citation.file_id is None
    ids = [block.citations[0].pincite["document_id"] for block in cited]
    indices = [block.citations[0].document_index for block in cited]
    assert indices == [[*dict.fromkeys(ids)].index(each) for each in ids]
    assert len(set(indices)) > 1
    assert all(block.text == "\n\n" for block in message.content if not block.citations)


def test_a_message_says_that_it_is_over_and_that_no_token_was_used(client: Anthropic) -> None:
    message = asked(client, HERONS, system="Answer in French.", extra_body={"temperature": 0.5})

    assert (message.type, message.role, message.model) == ("message", "assistant", "main")
    assert (message.stop_reason, message.stop_sequence) == ("end_turn", None)
    assert (message.usage.input_tokens, message.usage.output_tokens) == (0, 0)
    assert message.pincite["status"] == "answered"


def test_a_stream_is_the_same_message(client: Anthropic) -> None:
    whole = asked(client, HERONS)
    with client.messages.stream(
        model="main", max_tokens=100, messages=[{"role": "user", "content": HERONS}]
    ) as stream:
        events = [*stream]
        final: Any = stream.get_final_message()

    assert [block.text for block in final.content] == [block.text for block in whole.content]
    told = [[c.model_dump() for c in block.citations or ()] for block in final.content]
    assert told == [[c.model_dump() for c in block.citations or ()] for block in whole.content]
    assert any(told)
    assert final.stop_reason == "end_turn"
    assert events[-1].type == "message_stop"
    raw = asked(client, HERONS, stream=True)
    [last] = [event for event in raw if event.type == "message_delta"]
    assert last.pincite["sentences"] == whole.pincite["sentences"]


@pytest.mark.parametrize("as_text", [False, True])
def test_a_follow_up_means_what_the_conversation_is_about(client: Anthropic, as_text: bool) -> None:
    first = asked(client, HERONS)
    blocks = [block.model_dump() for block in first.content]
    answer = "".join(block.text for block in first.content) if as_text else blocks
    second = asked(client, HERONS, answer, "When did she count them?")

    assert second.pincite["searched"] == "When did Ada Lund count them?"
    assert second.content[0].text == QUOTE


def test_a_refusal_is_text_with_its_reason(silent: str) -> None:
    with connected(silent) as client:
        message = asked(client, HERONS)
        events = [*asked(client, HERONS, stream=True)]
    [block] = message.content

    assert block.text.startswith(f"{NO_CLEAR_ANSWER}. The documents mention")
    assert block.citations is None
    assert message.stop_reason == "end_turn"
    deltas = [event.delta for event in events if event.type == "content_block_delta"]
    assert [delta.text for delta in deltas] == [block.text]


def test_the_key_may_be_sent_as_either_client_sends_it(address: str) -> None:
    with (
        Anthropic(base_url=address, api_key=KEY) as own,
        Anthropic(base_url=address, auth_token=KEY) as bearer,
    ):
        assert asked(own, HERONS).content[0].text == asked(bearer, HERONS).content[0].text == QUOTE
        assert [model.id for model in own.models.list()] == ["main"]


def test_an_api_key_opens_nothing_else(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(address, "/api/v1/ask", {"question": HERONS}, **{"X-Api-Key": KEY})
    refused.value.close()

    assert refused.value.code == 401


@pytest.mark.parametrize("key", ["wrong-key-of-somebody", "ключ"])
def test_a_wrong_key_is_refused(address: str, key: str) -> None:
    if not key.isascii():
        with pytest.raises(urllib.error.HTTPError) as raw:
            post(address, "/v1/messages", {}, **{"X-Api-Key": key.encode().decode("latin-1")})
        assert raw.value.code == 401
        raw.value.close()
        return
    with connected(address, key) as client, pytest.raises(anthropic.AuthenticationError) as refused:
        asked(client, HERONS)
    body: Any = refused.value.body
    assert (body["type"], body["error"]["type"]) == ("error", "authentication_error")
    assert body["error"]["code"] == "key_needed"


def test_an_unknown_model_is_named_as_such(client: Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError) as refused:
        asked(client, HERONS, model="claude-opus")
    body: Any = refused.value.body
    assert body["error"]["type"] == "not_found_error"
    assert "Use main" in body["error"]["message"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((), "messages"),
        (("",), "The question is empty"),
        ((HERONS, "Ada"), "end with the question"),
        (([{"type": "image", "source": {}}],), "'image'"),
        (([{"type": "document", "source": {}}, {"type": "text", "text": HERONS}],), "'document'"),
    ],
)
def test_a_request_that_asks_nothing_is_a_bad_one(client: Anthropic, said: Any, told: str) -> None:
    for stream in (False, True):
        with pytest.raises(anthropic.BadRequestError) as refused:
            asked(client, *said, stream=stream)
        body: Any = refused.value.body
        assert told in body["error"]["message"]
        assert body["error"]["type"] == "invalid_request_error"


def test_sentences_come_as_blocks_that_claude_takes(address: str) -> None:
    found = post(address, "/v1/search_results", {"question": HERONS, "k": 2}, **{"X-Api-Key": KEY})
    blocks = found["content"]

    assert QUOTE in [block["content"][0]["text"] for block in blocks]
    for block in blocks:
        TypeAdapter(SearchResultBlockParam).validate_python(block, extra="forbid")
        assert block["source"].startswith("https://answers.example/read/")
        query = dict(part.split("=") for part in block["source"].partition("?")[2].split("&"))
        document_id = block["source"].partition("/read/")[2].partition("?")[0]
        [part] = block["content"]
        words = text_of(address, document_id)[int(query["start"]) : int(query["end"])]
        assert words == part["text"]


def test_without_its_own_address_a_service_names_the_span_of_each_sentence(bare: str) -> None:
    found = post(bare, "/v1/search_results", {"question": HERONS}, **{"X-Api-Key": KEY})

    sources = [block["source"] for block in found["content"]]
    assert len(set(sources)) == len(sources) > 1
    assert all(source.startswith("pincite:") for source in sources)
