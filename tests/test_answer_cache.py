"""The same question asked again is answered from memory, until anything changes."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from toys import WordEmbedder, reading

from corpus import Document
from index import Filter, LocalIndex, Vector
from qa.answering.answer import Answer, Timings
from qa.answering.answer_cache import AnswerCache, Answers
from qa.answering.answerer import Answerer, Stage
from qa.answering.choosing import Chooser
from qa.answering.query_rewriting import Turn
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights

QUESTION = "Where do herons wade?"


class CountingEmbedder(WordEmbedder):
    """Notes the questions that it embeds."""

    def __init__(self, embedded: list[str]) -> None:
        super().__init__()
        self._embedded = embedded

    def embed_question(self, text: str) -> Vector:
        self._embedded.append(text)
        return super().embed_question(text)


class Counted:
    """Remembered answers, and the texts that had to be embedded for them."""

    def __init__(self, index: LocalIndex, answers: Answers | None = None) -> None:
        self.embedded: list[str] = []
        counting = LocalIndex(index.directory, lambda: CountingEmbedder(self.embedded))
        answerer = Answerer(counting, 0.0, Chooser(shipped_weights()))
        self._remembered = AnswerCache(answerer, reading(index).state, answers)

    def forget(self) -> None:
        self._remembered.forget()

    def stages(self, question: str = QUESTION, **asked: Any) -> Iterator[Stage]:
        return self._remembered.stages(Request(question, **asked))


@pytest.fixture
def herons(index: LocalIndex, make_document: Callable[..., Document]) -> LocalIndex:
    list(index.add([make_document("Herons wade in water. They eat fish.", "herons.txt")]))
    return index


def timeless(stages: Iterator[Stage]) -> list[Stage]:
    none = Timings(embed_ms=0, search_ms=0, total_ms=0)
    return [replace(s, timings=none) if isinstance(s, Answer) else s for s in stages]


def test_the_same_question_gets_the_same_stages_without_work(herons: LocalIndex) -> None:
    counted = Counted(herons)

    first = timeless(counted.stages())
    assert timeless(counted.stages()) == first
    assert len(first) > 2
    assert counted.embedded == [QUESTION]


def test_whatever_differs_is_another_question(herons: LocalIndex) -> None:
    counted, (info,) = Counted(herons), reading(herons).documents()
    others: list[dict[str, Any]] = [
        {},
        {"max_quotes": 1},
        {"min_confidence": 0.9},
        {"question": "What do herons eat?"},
        {"history": (Turn("What do wrens eat?"),)},
        {"filter": Filter(documents=(info.id,))},
    ]
    for options in others:
        before = len(counted.embedded)
        list(counted.stages(**options))
        assert len(counted.embedded) > before, options
    once = len(counted.embedded)
    for options in others:
        list(counted.stages(**options))
    assert len(counted.embedded) == once


def test_a_change_forgets_everything(
    herons: LocalIndex, make_document: Callable[..., Document]
) -> None:
    counted = Counted(herons)
    list(counted.stages())
    list(herons.add([make_document("Herons wade in mud.", "mud.txt")]))
    *_, added = counted.stages()
    assert isinstance(added, Answer)
    assert {citation.source for citation in added.citations} == {"herons.txt", "mud.txt"}

    (mud,) = [info for info in reading(herons).documents() if info.source == "mud.txt"]
    herons.delete(mud.id)
    *_, removed = counted.stages()
    assert isinstance(removed, Answer)
    assert {citation.source for citation in removed.citations} == {"herons.txt"}


def test_a_change_while_answering_is_not_remembered(
    herons: LocalIndex, make_document: Callable[..., Document]
) -> None:
    counted = Counted(herons)
    stages = counted.stages()
    next(stages)
    list(herons.add([make_document("Herons wade in mud.", "mud.txt")]))
    list(stages)
    list(counted.stages())

    assert len(counted.embedded) == 2


def test_an_answer_that_nobody_waited_for_is_not_remembered(herons: LocalIndex) -> None:
    counted = Counted(herons)
    stages = counted.stages()
    next(stages)
    assert isinstance(stages, Generator)
    stages.close()
    list(counted.stages())

    assert len(counted.embedded) == 2


def test_only_the_last_ones_are_remembered(herons: LocalIndex) -> None:
    counted = Counted(herons, Answers(2))
    asked = [f"Where do herons wade, {word}?" for word in ("now", "then", "later")]
    for question in (*asked, asked[2], asked[1], asked[0]):
        list(counted.stages(question))

    assert counted.embedded == [*asked, asked[0]]


def test_several_remember_the_last_ones_together_and_each_its_own(herons: LocalIndex) -> None:
    answers = Answers(2)
    one, other = Counted(herons, answers), Counted(herons, answers)
    for counted in (one, other, one):
        list(counted.stages())
    assert (one.embedded, other.embedded) == ([QUESTION], [QUESTION]), "neither had the other's"

    list(other.stages("What do herons eat?"))  # which leaves no room for the first of `other`
    list(one.stages())
    assert len(one.embedded) == 1
    list(other.stages())
    assert len(other.embedded) == 3


def test_who_forgets_leaves_the_others_theirs(
    herons: LocalIndex, make_document: Callable[..., Document]
) -> None:
    answers = Answers()
    one, other = Counted(herons, answers), Counted(herons, answers)
    for counted in (one, other):
        list(counted.stages())
    one.forget()
    for counted in (one, other):
        list(counted.stages())

    assert (len(one.embedded), len(other.embedded)) == (2, 1)
