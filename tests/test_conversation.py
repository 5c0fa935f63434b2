"""A follow-up is looked for where the last answer stands."""

from collections.abc import Callable
from pathlib import Path

import pytest
from toys import WordEmbedder

from corpus import Document
from index import LocalIndex, Vector
from qa.answering.answer import Answer
from qa.answering.answerer import Answerer
from qa.answering.conversation import NOTHING, last_answer
from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.config import Config
from qa.wiring import make_answerer

FERRY = (
    "The ferry to Askvik was suspended by the owner.\n\n"
    "A crack was found because the steel had rusted.\n\n"
    "Tickets are bought on board."
)
BRIDGE = (
    "The bridge to Selby was suspended by the council. Repairs will take five weeks.\n\n"
    "The tolls were raised because money was short."
)
CLOSED = Turn(
    "When was the ferry to Askvik closed?", "The ferry to Askvik was suspended by the owner."
)


@pytest.fixture
def answerer(index: LocalIndex, make_document: Callable[..., Document]) -> Answerer:
    list(index.add([make_document(FERRY, "ferry.txt"), make_document(BRIDGE, "bridge.txt")]))
    return make_answerer(Config(confidence=0.0), index)


def _ask(answerer: Answerer, question: str, *history: Turn) -> Answer:
    return answerer.answer(Request(question, history))


def test_why_looks_around_the_last_answer(answerer: Answerer) -> None:
    answer = _ask(answerer, "Why?", CLOSED)

    assert answer.searched == "Why was the ferry to Askvik closed?"
    assert answer.sentences[0].text == "A crack was found because the steel had rusted."


def test_nothing_is_embedded_twice_for_a_question(
    tmp_path: Path, make_document: Callable[..., Document]
) -> None:
    embedded: list[str] = []

    class Counting(WordEmbedder):
        def embed_question(self, text: str) -> Vector:
            embedded.append(text)
            return super().embed_question(text)

    index = LocalIndex(tmp_path, Counting)
    list(index.add([make_document(FERRY, "ferry.txt")]))
    answerer = make_answerer(Config(confidence=0.0), index)
    for question in ("Why?", "What is this document about?", "Who wrote it?"):
        embedded.clear()
        _ask(answerer, question, CLOSED)
        assert sorted(embedded) == sorted(set(embedded))


def test_a_pronoun_is_looked_for_in_the_document_of_the_last_answer(answerer: Answerer) -> None:
    history = Turn("Was it suspended?", "The bridge to Selby was suspended by the council.")
    alone = _ask(answerer, "By whom was it suspended?")
    answer = _ask(answerer, "By whom was it suspended?", history)

    assert answer.citations[0].source == "bridge.txt"
    assert {c.source for c in alone.citations} == {"bridge.txt", "ferry.txt"}


def test_an_answer_that_is_not_in_the_documents_any_more_favours_none(
    answerer: Answerer, index: LocalIndex
) -> None:
    gone = Turn("When was the ferry closed?", "The ferry was sold to a museum in 1999, at last.")

    with index.reader() as reader:
        assert last_answer(reader, "Why?", [gone]) == NOTHING
        assert last_answer(reader, "Where are tickets bought?", [CLOSED]) == NOTHING
        assert last_answer(reader, "Why?", [CLOSED]).documents


def test_a_question_that_only_may_lean_is_asked_alone_where_the_talk_gives_nothing(
    index: LocalIndex, answerer: Answerer
) -> None:
    sure = make_answerer(Config(confidence=0.5), index)
    history = Turn("Who plays chess in Ulan Bator?")
    answer = _ask(sure, "Where are tickets bought?", history)

    assert answer.searched == "Where are tickets bought?"
    assert answer.sentences[0].text == "Tickets are bought on board."
