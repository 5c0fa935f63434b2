"""Boards of quotes, written out: what somebody says of the words is beside them in every format."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document as open_docx

from index import LocalIndex
from qa.doors.annotations import saved_annotations
from qa.doors.exports.formats import FORMATS
from qa.doors.exports.saved import saved_answers

from .conftest import HOSTILE, Record

NOTE = "Ask Bo\nabout *this* {figure}."
TAGS = ["birds", "to check"]


@pytest.fixture
def board(ask: Callable[[str], Record]) -> Record:
    """Two quotes of two documents; only the first one has a note and tags."""
    pins = [ask(question)["citations"][0] for question in ("herons gulls cost", "owls hunt night")]
    citations = [pin | {"number": n} for n, pin in enumerate(pins, start=1)]
    citations[0] |= {"note": NOTE, "tags": TAGS}
    return {
        "title": "For the essay",
        "sentences": [
            {"text": c["quote"], "citations": [c["number"]], "verdict": "verbatim"}
            for c in citations
        ],
        "citations": citations,
    }


def written(board: Record, index: LocalIndex, name: str) -> str:
    return FORMATS[name].write(saved_answers([board], index)).decode()


def test_text_has_title_quotes_notes_and_tags_in_order(board: Record, filled: LocalIndex) -> None:
    text = written(board, filled, "txt")
    parts = text.split("\n\n")

    assert parts[0] == "For the essay"
    assert parts[1].startswith(f"“{HOSTILE}")
    assert parts[1].endswith("[1]")
    assert parts[2:4] == ["Note: Ask Bo about *this* {figure}.", "Tags: birds, to check"]
    assert parts[4].startswith("“Owls hunt at night.”")
    assert text.count("Note:") == text.count("Tags:") == 1


def test_a_note_is_no_markdown(board: Record, filled: LocalIndex) -> None:
    assert r"Note: Ask Bo about \*this\* \{figure\}." in written(board, filled, "md")


def test_word_has_the_note_under_its_quote(board: Record, filled: LocalIndex) -> None:
    file = FORMATS["docx"].write(saved_answers([board], filled))
    paragraphs = [paragraph.text for paragraph in open_docx(BytesIO(file)).paragraphs]
    assert paragraphs[0] == "For the essay"
    assert paragraphs[2:4] == ["Note: Ask Bo about *this* {figure}.", "Tags: birds, to check"]


def test_reference_managers_get_notes_and_tags(board: Record, filled: LocalIndex) -> None:
    first, second = json.loads(written(board, filled, "csl"))
    ris, bibtex = written(board, filled, "ris"), written(board, filled, "bibtex")

    assert first["keyword"] == "birds, to check"
    assert first["note"].endswith(f"Note: {NOTE}")
    assert "keyword" not in second
    assert "Note:" not in second["note"]
    assert re.findall(r"^KW  - (.*)\r$", ris, re.MULTILINE) == TAGS
    assert "Note: Ask Bo about *this* {figure}." in ris
    assert "keywords = {birds, to check}" in bibtex
    assert r"Note: Ask Bo about *this* \textbraceleft{}figure\textbraceright{}." in bibtex


def test_annotations_of_a_board_say_what_somebody_says(board: Record, filled: LocalIndex) -> None:
    (answer,) = saved_answers([board], filled)
    found = saved_annotations(answer, filled, "https://pins.example")
    first, second = found["first"]["items"]

    assert (found["label"], found["total"]) == ("For the essay", 2)
    assert first["motivation"] == "commenting"
    assert [(body["purpose"], body["value"]) for body in first["body"]] == [
        ("commenting", NOTE),
        ("tagging", "birds"),
        ("tagging", "to check"),
    ]
    assert second["motivation"] == "highlighting"
    assert "body" not in second
    for item, citation in zip((first, second), board["citations"], strict=True):
        quoted, position = item["target"][0]["selector"]
        assert quoted["exact"] == citation["quote"]
        assert (position["start"], position["end"]) == (citation["start"], citation["end"])
        assert item["pincite"]["verdict"] == "verbatim"
    assert len({first["id"], second["id"], found["id"]}) == 3
    assert saved_annotations(answer, filled, "https://pins.example") == found


def test_annotations_of_a_board_say_what_is_not_there_any_more(
    board: Record, filled: LocalIndex
) -> None:
    filled.delete("owls")
    (answer,) = saved_answers([board], filled)
    *_, gone = saved_annotations(answer, filled, None)["first"]["items"]
    assert gone["pincite"]["verdict"] == "gone"
    assert gone["target"][0]["selector"][0] == {
        "type": "TextQuoteSelector",
        "exact": "Owls hunt\nat night.",
    }


def test_answers_have_no_notes(ask: Callable[[str], Any], filled: LocalIndex) -> None:
    record = ask("owls hunt night")
    assert "Note:" not in written(record, filled, "txt")
    assert written(record, filled, "txt").startswith("owls hunt night\n")
