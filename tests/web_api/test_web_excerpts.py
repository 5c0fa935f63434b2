"""What a document is about, and words that somebody selects in it, over the API."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from web_client import DOCUMENTS, VERIFY, MakeClient, fault, upload

TEXT = """---
title: The lake year
author: Ada Lund
date: 1871-05-02
---
# Herons

Herons stood at the lake in the spring of that year. Ada Lund counted 40 herons at the lake.
"Nobody else counted." Then they left.

# Weather

Rain fell on the lake and on the herons for nine days. The 🐦 reeds of the lake were high.

| Port | June | July |
| --- | --- | --- |
| Selby | 4 | 5 |
| Whitby | 6 | 7 |
"""


@pytest.fixture
def lake(client: FlaskClient) -> str:
    return str(upload(client, "lake.md", TEXT.encode()).get_json()["document"]["id"])


def text_of(client: FlaskClient, document_id: str) -> str:
    return client.get(f"{DOCUMENTS}/{document_id}/text").get_data(as_text=True)


def verdicts(client: FlaskClient, *citations: dict[str, Any]) -> list[str]:
    record = {
        "sentences": [
            {"text": c["quote"], "citations": [n], "verdict": "verbatim"}
            for n, c in enumerate(citations, start=1)
        ],
        "citations": [c | {"number": n} for n, c in enumerate(citations, start=1)],
    }
    reply = client.post(VERIFY, json=record)
    assert reply.status_code == 200, reply.get_json()
    return [check["verdict"] for check in reply.get_json()["citations"]]


def test_a_document_says_what_it_is_about_in_its_own_words(client: FlaskClient, lake: str) -> None:
    found = client.get(f"{DOCUMENTS}/{lake}/gist").get_json()
    text = text_of(client, lake)

    assert len(found["sentences"]) == 3
    assert [c["number"] for c in found["sentences"]] == [1, 2, 3]
    starts = [c["start"] for c in found["sentences"]]
    assert starts == sorted(starts)
    for citation in found["sentences"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["quote"].endswith(".")
        assert citation["version"] == found["version"]
    assert verdicts(client, *found["sentences"]) == ["verbatim"] * 3


def test_sentences_that_lean_on_others_say_nothing_of_a_document(
    client: FlaskClient, lake: str
) -> None:
    found = client.get(f"{DOCUMENTS}/{lake}/gist").get_json()
    quotes = [c["quote"] for c in found["sentences"]]
    assert "Then they left." in TEXT
    assert not any("they left" in quote or quote.startswith('"') for quote in quotes)


def test_short_sentences_are_left_to_documents_with_no_others(client: FlaskClient) -> None:
    short = "The lake and its herons were counted. " * 3
    full = "The herons of the lake were counted by Ada Lund and Bo Dahl number {} times. "
    long = upload(
        client, "long.txt", (short + full.format(1) + full.format(2) + full.format(3)).encode()
    )
    only = upload(client, "short.txt", short.encode())
    for reply, words in ((long, 16), (only, 7)):
        name = reply.get_json()["document"]["id"]
        found = client.get(f"{DOCUMENTS}/{name}/gist").get_json()["sentences"]
        assert [len(c["quote"].split()) for c in found] == [words] * 3


def test_a_document_without_sentences_is_about_nothing(client: FlaskClient) -> None:
    note = upload(client, "list.txt", b"herons\nreeds\nrain").get_json()["document"]["id"]
    assert client.get(f"{DOCUMENTS}/{note}/gist").get_json()["sentences"] == []


def test_no_model_is_needed_to_say_what_a_document_is_about(make_client: MakeClient) -> None:
    ready = make_client()
    lake = upload(ready, "lake.md", TEXT.encode()).get_json()["document"]["id"]
    assert make_client("loading").get(f"{DOCUMENTS}/{lake}/gist").status_code == 200


def test_selected_words_are_cited_with_page_heading_and_author(
    client: FlaskClient, lake: str
) -> None:
    text = text_of(client, lake)
    words = "40 herons at the lake"
    start = text.index(words)
    query = f"?start={start}&end={start + len(words)}"
    cited = client.get(f"{DOCUMENTS}/{lake}/excerpt{query}").get_json()

    assert (cited["quote"], cited["start"]) == (words, start)
    assert (cited["author"], cited["published"]) == ("Ada Lund", "1871-05-02")
    assert cited["heading"] == ["Herons"]
    assert cited["source"] == "lake.md"
    assert verdicts(client, cited) == ["verbatim"]


def test_a_link_leads_to_selected_words_where_the_address_is_known(
    make_client: MakeClient,
) -> None:
    client = make_client(public_url="https://pins.example")
    lake = upload(client, "lake.md", TEXT.encode()).get_json()["document"]["id"]
    cited = client.get(f"{DOCUMENTS}/{lake}/excerpt?start=2&end=9").get_json()
    assert cited["link"].startswith(f"https://pins.example/read/{lake}?version=")
    assert cited["link"].endswith("&start=2&end=9")


@pytest.fixture(scope="module")
def lake_client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from services import make_service
    from toys import WordEmbedder

    from index import LocalIndex
    from qa.config import Config
    from qa.web.app import create_app

    folder: Path = tmp_path_factory.mktemp("lake")
    service = make_service(LocalIndex(folder, WordEmbedder), Config(confidence=0.0))
    service.worker.start()
    client = create_app(service).test_client()
    yield client, upload(client, "lake.md", TEXT.encode()).get_json()["document"]["id"]
    service.close()


@given(st.data())
def test_any_words_are_cited_so_that_they_are_confirmed(lake_client: Any, data: Any) -> None:
    client, lake = lake_client
    text = text_of(client, lake)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cited = client.get(f"{DOCUMENTS}/{lake}/excerpt?start={start}&end={end}").get_json()

    assert cited["quote"] == text[start:end]
    assert verdicts(client, cited) == ["verbatim"]


@pytest.mark.parametrize("query", ["start=5&end=5", "start=9&end=4", "start=0&end=100000"])
def test_words_that_are_not_there_are_not_cited(client: FlaskClient, lake: str, query: str) -> None:
    assert fault(client.get(f"{DOCUMENTS}/{lake}/excerpt?{query}"), 404) == "unknown_span"


@pytest.mark.parametrize("query", ["", "start=1", "start=-1&end=2", "start=x&end=2"])
def test_a_span_is_two_numbers(client: FlaskClient, lake: str, query: str) -> None:
    assert fault(client.get(f"{DOCUMENTS}/{lake}/excerpt?{query}"), 422) == "invalid_field"


@pytest.mark.parametrize("route", ["gist", "excerpt?start=0&end=1"])
def test_a_document_that_is_not_there_has_no_words(client: FlaskClient, route: str) -> None:
    assert fault(client.get(f"{DOCUMENTS}/nothing/{route}"), 404) == "unknown_document"
