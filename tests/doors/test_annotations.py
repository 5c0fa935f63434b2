"""The citations of answers as W3C Web Annotations."""

import http.client
import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus import Document
from index import LocalIndex
from qa.answering.answer import Citation
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights
from qa.doors.annotations import annotations

KEY = "correct-horse-battery"
QUESTION = "Who counted the owls?"
TEXT = (
    "Ten 🦉 slept. " * 4 + "Bo Dahl counted the owls in 1902. " + "Nobody counted the larks. " * 3
)


def annotated(address: str, accept: str, question: str = QUESTION) -> tuple[str, Any]:
    """Ask a service for annotations; return the media type of the reply, and the reply."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    body = json.dumps({"question": question})
    connection.request("POST", "/api/v1/ask", body, {**headers, "Accept": accept})
    with connection.getresponse() as reply:
        found = reply.headers.get_content_type(), json.load(reply)
    connection.close()
    return found


def cited(index: LocalIndex) -> tuple[Citation, ...]:
    answerer = Answerer(index, 0.0, Chooser(shipped_weights()))
    return answerer.answer(Request(QUESTION, max_quotes=1)).citations


@pytest.mark.parametrize(
    "accept",
    ["application/ld+json", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'],
)
def test_a_client_that_accepts_annotations_gets_them(address: str, accept: str) -> None:
    media_type, found = annotated(address, accept)
    items = found["first"]["items"]

    assert media_type == "application/ld+json"
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (found["type"], found["total"]) == ("AnnotationCollection", len(items))
    assert len(items) > 0
    for item in items:
        assert item["type"] == "Annotation"
        assert item["body"]["value"] == QUESTION
        assert item["target"][0]["source"] == (
            f"https://answers.example/api/v1/documents/{item['pincite']['document_id']}/text"
        )
    assert len({item["id"] for item in items}) == len(items)
    assert annotated(address, accept)[1] == found


def test_who_accepts_json_gets_the_record(address: str) -> None:
    assert annotated(address, "application/json, application/ld+json;q=0.5")[1]["sentences"]
    assert annotated(address, "*/*")[1]["sentences"]


def test_an_unanswered_question_has_no_annotations(silent: str) -> None:
    _, found = annotated(silent, "application/ld+json")

    assert found["total"] == 0
    assert "first" not in found


def test_a_page_of_the_web_is_a_target_of_its_own(address: str) -> None:
    """Offsets count in the canonical text, not on the page, so only the words are given there."""
    _, found = annotated(address, "application/ld+json")
    [pages] = [
        item["target"][1:] for item in found["first"]["items"] if "1902" in item["pincite"]["quote"]
    ]

    assert [page["source"] for page in pages] == ["https://owls.example/counts"]
    assert [part["type"] for part in pages[0]["selector"]] == ["TextQuoteSelector"]


def test_both_selectors_find_the_quote(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    list(index.add([make_document(TEXT)]))
    [citation] = cited(index)
    [item] = annotations(QUESTION, [citation], index, None)["first"]["items"]
    [target] = item["target"]
    quoted, position = target["selector"]

    assert target["source"] == f"pincite:{citation.document_id}"
    assert TEXT[position["start"] : position["end"]] == quoted["exact"] == citation.quote
    around = quoted["prefix"] + quoted["exact"] + quoted["suffix"]
    assert TEXT.index(around) + len(quoted["prefix"]) == position["start"]
    assert (len(quoted["prefix"]), len(quoted["suffix"])) == (32, 32)


def test_what_stands_around_a_quote_is_only_said_of_its_own_version(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    list(index.add([make_document(TEXT)]))
    citations = cited(index)
    list(index.add([make_document("Something else altogether is written here now. " * 9)]))
    [item] = annotations(QUESTION, citations, index, None)["first"]["items"]

    assert item["target"][0]["selector"][0].keys() == {"type", "exact"}
