"""Tables and quoted mail from the bytes to the answer, and back through `verify`."""

from copy import deepcopy
from typing import Any

import pytest

from corpus import Document, Source
from corpus.text_builder import TextBuilder
from index import LocalIndex
from qa.answering.question import Request
from qa.answering.verification import Check, verify
from qa.config import Config
from qa.wiring import make_answerer

CATCH = [["Port", "June", "July"], ["Torvik", "", "5"]]


def thread() -> Document:
    builder = TextBuilder()
    builder.paragraph("Anna says that owls hoot.")
    builder.voice("Bert", "2021-05-03")
    builder.paragraph("Herons wade near Selby.")
    builder.end_voice()
    builder.table(CATCH, heads=1, labels=1, caption="Tonnes landed")
    return builder.document(Source("file:/m", "m"), author="Anna", published="2021-05-04")


def asked(index: LocalIndex, question: str) -> dict[str, Any]:
    list(index.add([thread()]))
    answerer = make_answerer(Config(confidence=0.0), index)
    return deepcopy(answerer.answer(Request(question, max_quotes=1)).record())


def as_json(record: dict[str, Any]) -> dict[str, Any]:
    record["citations"] = [
        {**c, "cells": list(c["cells"]), "heads": list(c["heads"]), "heading": list(c["heading"])}
        for c in record["citations"]
    ]
    return record


def checked(index: LocalIndex, record: dict[str, Any]) -> Check:
    (check,) = verify(as_json(record), index)
    return check


def test_a_quoted_sentence_is_cited_as_its_writer_s_and_verifies(index: LocalIndex) -> None:
    record = asked(index, "Which herons wade near Selby?")
    (citation,) = record["citations"]
    assert citation["quote"] == "Herons wade near Selby."
    assert (citation["author"], citation["quoted_by"]) == ("Bert", "Anna")
    assert checked(index, record).verdict == "verbatim"


@pytest.mark.parametrize(("field", "value"), [("author", "Anna"), ("quoted_by", None)])
def test_a_sentence_put_into_another_mouth_is_altered(
    index: LocalIndex, field: str, value: object
) -> None:
    record = asked(index, "Which herons wade near Selby?")
    record["citations"][0][field] = value
    assert checked(index, record).verdict == "altered"


def test_a_row_is_cited_under_its_heads_and_verifies(index: LocalIndex) -> None:
    record = asked(index, "How many tonnes did Torvik land?")
    (citation,) = record["citations"]
    assert citation["quote"] == "Torvik |  | 5"
    assert [(h["text"], h["cell"]) for h in citation["heads"]] == [
        ("Tonnes landed", None), ("Port", 0), ("June", 1), ("July", 2),
    ]  # fmt: skip
    assert checked(index, record).verdict == "verbatim"


def test_a_figure_under_another_head_is_not_verbatim(index: LocalIndex) -> None:
    record = asked(index, "How many tonnes did Torvik land?")
    june, july = record["citations"][0]["heads"][2:]
    june["cell"], july["cell"] = july["cell"], june["cell"]
    check = checked(index, record)
    note = "the table in the document has other heads over these words"
    assert (check.verdict, check.note) == ("stale", note)


def test_a_row_that_was_cited_before_its_table_was_known_is_verbatim(index: LocalIndex) -> None:
    record = asked(index, "How many tonnes did Torvik land?")
    record["citations"] = [{**record["citations"][0], "cells": [], "heads": []}]
    assert checked(index, record).verdict == "verbatim"


def test_heads_that_stand_nowhere_are_altered(index: LocalIndex) -> None:
    record = asked(index, "How many tonnes did Torvik land?")
    record["citations"][0]["heads"][3]["text"] = "June"
    assert checked(index, record).note == "the heads of its table were never there"
