"""The links of citations: to the reader, and to the page that a document came from."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from services import make_service
from web_client import ASK, QUESTION

from corpus import Document, Source
from corpus.formats.markdown import read_markdown
from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.links import live_link, span_link
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights
from qa.answering.record_reading import read_records
from qa.answering.verification import verify
from qa.config import Config
from qa.errors import RecordRejected
from qa.web.app import create_app

PAGE = "https://herons.example/counts"
TEXT = f"---\nsource: {PAGE}\n---\nThe heron stands in shallow water. Ada Lund counted 40 herons."
LONG = "A heron of the northern marshes " + "stands and waits " * 30 + "until it sees a slow-worm."

MakeRecord = Callable[..., dict[str, Any]]


@pytest.fixture
def make_record(index: LocalIndex, make_document: Callable[..., Document]) -> MakeRecord:
    """Answer a question of a document that names its own address."""

    def make(public_url: str | None = None, text: str = TEXT) -> dict[str, Any]:
        list(index.add([make_document(text)]))
        answerer = Answerer(index, 0.0, Chooser(shipped_weights()), public_url)
        answer = answerer.answer(Request("Who counted the herons?", max_quotes=1))
        record: dict[str, Any] = json.loads(json.dumps(answer.record()))
        return record

    return make


def test_a_citation_has_the_address_of_its_span(make_record: MakeRecord) -> None:
    [citation] = make_record("https://a.example/pincite")["citations"]
    link = urlsplit(citation["link"])

    assert link._replace(query="").geturl() == (
        f"https://a.example/pincite/read/{citation['document_id']}"
    )
    assert parse_qs(link.query) == {
        name: [str(citation[name])] for name in ("version", "start", "end")
    }


def test_without_an_address_of_the_service_only_the_link_differs(make_record: MakeRecord) -> None:
    with_link, without = make_record("https://a.example"), make_record()
    for record in (with_link, without):
        del record["timings"]

    assert without["citations"][0]["link"] is None
    assert with_link["citations"][0].pop("link") is not None
    del without["citations"][0]["link"]
    assert with_link == without


def test_a_document_that_names_its_address_has_a_live_link(make_record: MakeRecord) -> None:
    [citation] = make_record()["citations"]

    assert citation["source"] == PAGE
    assert citation["live_link"] == f"{PAGE}#:~:text=Ada%20Lund%20counted%2040%20herons."


def test_a_document_that_names_none_has_no_live_link(make_record: MakeRecord) -> None:
    [citation] = make_record(text="Ada Lund counted 40 herons.")["citations"]

    assert citation["live_link"] is None


def test_a_row_of_a_table_has_no_live_link(index: LocalIndex) -> None:
    """Its cells are blocks of their own on the page, which a browser would not find together."""
    table = f"---\nsource: {PAGE}\n---\n| Year | Herons |\n|---|---|\n| 1871 | 40 herons |\n"
    list(index.add([read_markdown(table.encode(), Source("test:a.md", "a.md"))]))
    answerer = Answerer(index, 0.0, Chooser(shipped_weights()))

    [citation] = answerer.answer(Request("How many herons in 1871?", max_quotes=1)).citations

    assert citation.source == PAGE
    assert len(citation.cells) == 2
    assert citation.live_link is None


@pytest.mark.parametrize(
    "source",
    [
        "papers/a.md", "", "javascript:alert(1)", "https://", "file:///etc/passwd", "//a.example/",
        "https://a.example@evil.example/", "https://[::1", "https://a.example/a b",
        "https://a.example/\u202e", "https://a.example/\n",
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_not_linked(source: str) -> None:
    assert live_link(source, "Herons.") is None


def test_words_are_encoded_as_the_standard_asks() -> None:
    link = live_link("https://a.example/é?q=1#top", "A well-known rule: pay, then go & see 5 %.")

    assert link == (
        "https://a.example/%C3%A9?q=1#top:~:text="
        "A%20well%2Dknown%20rule%3A%20pay%2C%20then%20go%20%26%20see%205%20%25."
    )


def test_a_text_fragment_that_is_there_gives_way() -> None:
    link = live_link("https://a.example/#:~:text=Other%20words", "Herons.")

    assert link == "https://a.example/#:~:text=Herons."


def test_long_words_are_given_by_their_ends() -> None:
    assert live_link(PAGE, LONG) == (
        f"{PAGE}#:~:text=A%20heron%20of%20the%20northern,until%20it%20sees%20a%20slow%2Dworm."
    )


def test_words_of_several_lines_are_given_by_their_ends() -> None:
    assert (
        live_link(PAGE, "Herons:\n\n  a\n grey ones\n") == f"{PAGE}#:~:text=Herons%3A,grey%20ones"
    )


@given(st.text(min_size=1, max_size=700))
def test_what_a_text_fragment_says_stands_in_the_words(words: str) -> None:
    link = live_link(PAGE, words)
    if link is None:
        assert not words.split()
        return
    assert link.isascii()
    value = link.removeprefix(f"{PAGE}#:~:text=")
    assert not set(" -&#") & set(value)
    ends = [unquote(part) for part in value.split(",")]
    assert len(ends) in (1, 2)
    flat = " ".join(words.split())
    assert flat.startswith(ends[0])
    assert flat.endswith(ends[-1])
    assert len(ends) == 2 or flat == ends[0]


def test_a_link_needs_the_address_of_the_service() -> None:
    assert span_link(None, "a", "b", 1, 2) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("link", "https://evil.example/"),
        ("link", "javascript:/read/"),
        ("live_link", "https://evil.example/counts#:~:text=Ada"),
    ],
)
def test_a_record_whose_link_leads_elsewhere_is_not_verbatim(
    make_record: MakeRecord, index: LocalIndex, name: str, value: str
) -> None:
    record = make_record("https://a.example")
    assert [check.verdict for check in verify(record, index)] == ["verbatim"]
    record["citations"][0][name] = value

    assert [check.verdict for check in verify(record, index)] == ["altered"]


def test_a_record_that_was_reached_under_another_name_stays_verbatim(
    make_record: MakeRecord, index: LocalIndex
) -> None:
    record = make_record("https://a.example")
    record["citations"][0]["link"] = make_record("http://b.example:81")["citations"][0]["link"]

    assert [check.verdict for check in verify(record, index)] == ["verbatim"]


def test_a_record_whose_link_is_no_text_is_refused(make_record: MakeRecord) -> None:
    record = make_record()
    record["citations"][0]["link"] = 7

    with pytest.raises(RecordRejected, match="no valid `link`"):
        read_records(json.dumps(record))


@pytest.mark.parametrize("words", ["Ada Lund counted 40 slow-worms, then left.", LONG])
def test_a_browser_finds_the_words_of_a_live_link(browser: Any, words: str) -> None:
    filling = "<p>The marsh is wide and flat.</p>" * 300
    page = browser.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(body=f"{filling}<p>{words}</p>", content_type="text/html"),
    )
    page.goto(live_link("http://herons.example/", words))

    page.wait_for_function("scrollY > 1000", timeout=20_000)
    page.close()


@pytest.mark.parametrize("public_url", [None, "https://a.example"])
def test_the_headers_of_a_request_are_no_address_of_the_service(
    index: LocalIndex, make_document: Callable[..., Document], public_url: str | None
) -> None:
    list(index.add([make_document(TEXT)]))
    service = make_service(index, Config(host="0.0.0.0", public_url=public_url, confidence=0.0))
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    reply = (
        create_app(service).test_client().post(ASK, json={"question": QUESTION}, headers=headers)
    )
    service.close()

    link = reply.get_json()["citations"][0]["link"]
    assert link is None if public_url is None else link.startswith("https://a.example/read/")
