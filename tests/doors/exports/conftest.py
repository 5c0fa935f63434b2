"""Answers to write out: from two documents whose text and facts mean something to formats."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpus import Document, Page
from index import LocalIndex
from qa.answering.question import Request
from qa.config import Config
from qa.doors.exports.saved import SavedAnswer, saved_answers
from qa.wiring import make_answerer

Record = dict[str, Any]
Ask = Callable[[str], Record]

HOSTILE = "*Ærlig* {talt}: 40 % of [herons] & <b>gulls</b> cost $5, said Å_sa ~ \\end{x} @anna #1."
TITLE = 'The "Røst" {Heron} Report: 100 % & more_less'


def document(text: str, **facts: Any) -> Document:
    values = {"id": "reports", "title": TITLE, "source": "reports/røst.pdf", **facts}
    return Document(text=text, **values)


@pytest.fixture
def filled(index: LocalIndex) -> LocalIndex:
    """The index with two documents; only one of them has an author, a date and pages."""
    first = "Contents of the report.\n"
    facts = {"author": "Ada Lund and Bo Ek", "published": "1871-05", "publisher": "Røst Press"}
    pages = (Page(1, 0, len(first), "i"), Page(2, len(first), len(first + HOSTILE), "12"))
    list(index.add([document(first + HOSTILE, pages=pages, **facts)]))
    list(index.add([document("Owls hunt\nat night.", id="owls", title="Owls", source="owls.txt")]))
    return index


@pytest.fixture
def ask(filled: LocalIndex) -> Ask:
    """Answer a question with one quote; the record as a file brings it back."""

    def answered(question: str) -> Record:
        answerer = make_answerer(Config(confidence=0.0), filled)
        record: Record = json.loads(
            json.dumps(answerer.answer(Request(question, max_quotes=1)).record())
        )
        for citation in record["citations"]:
            with filled.reader() as reader:
                cited = reader.document(citation["document_id"])
            assert cited is not None
            assert cited.text[citation["start"] : citation["end"]] == citation["quote"]
        return record

    return answered


@pytest.fixture
def answers(filled: LocalIndex, ask: Ask) -> list[SavedAnswer]:
    return saved_answers([ask("herons gulls cost"), ask("owls hunt night")], filled)
