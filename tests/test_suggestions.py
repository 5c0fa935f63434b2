"""Example questions: good English, drawn from what documents say, and answered by them."""

from collections.abc import Callable

import pytest
from toys import reading

from corpus import Document, Source, bundled, read, read_file
from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights
from qa.config import Config
from qa.overview.suggestions import _about_headings, _about_names, _who_and_when, draw
from qa.wiring import make_answerer, open_index

MakeDocument = Callable[..., Document]


def answerer_of(index: LocalIndex, threshold: float = 0.0) -> Answerer:
    return Answerer(index, threshold, Chooser(shipped_weights()))


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("The Lake Society was founded by Ada Lund.", "Who founded the Lake Society?"),
        ("Lake Press, founded by Ada Lund, is small.", "Who founded Lake Press?"),
        ("In 1871 the Heron Survey was led by Ada Lund.", "Who led the Heron Survey?"),
        ("Ada Lund was born in 1841 at the lake.", "When was Ada Lund born?"),
        ("The Long Bridge was opened on May 3, 1901.", "When was the Long Bridge opened?"),
        ("The Bridge of Sighs was built in early spring.", "When was the Bridge of Sighs built?"),
    ],
)
def test_a_sentence_is_turned_into_the_question_that_it_answers(
    sentence: str, question: str
) -> None:
    assert list(_who_and_when([sentence])) == [question]


@pytest.mark.parametrize(
    "sentence",
    [
        "it was founded by Ada Lund.",
        "The society was founded by its members.",
        "Ada Lund was tired in 1871.",
        "Founded by Ada Lund, it grew.",
        "X was founded by Y.",
        "The X was opened in 1901.",
        "",
    ],
)
def test_a_sentence_without_a_name_makes_no_question(sentence: str) -> None:
    assert list(_who_and_when([sentence])) == []


def test_names_are_asked_about_by_how_often_they_stand_with_their_article() -> None:
    sentences = [
        "In May the Lake Society met Ada Lund.",
        "Nobody joined the Lake Society’s board.",
        "Later the Lake Society closed.",
    ]

    assert list(_about_names(sentences)) == [
        "What is said about the Lake Society?",
        "What is said about Ada Lund?",
    ]


def test_a_heading_is_asked_about_as_a_sentence_writes_it(
    index: LocalIndex,
) -> None:
    text = (
        "# Birds\n\n## The Herons of Lake Mary\n\nMany herons live at Lake Mary. It is deep.\n\n"
        "## Notes\n\nNone.\n\n## How To Count Them\n\nSlowly.\n"
    )
    document = read(text.encode(), Source("test:birds", "birds.md"), "birds.md")
    list(index.add([document]))
    passages = reading(index).all_passages(document.id)
    info = reading(index).info(document.id)
    assert info is not None

    assert list(_about_headings(info, passages)) == [
        "What does “Birds” say about the herons of Lake Mary?"
    ]


def test_what_is_drawn_is_answered_by_the_document_it_was_drawn_from(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    list(
        index.add(
            make_document(
                f"The Lake Society of {place} was founded by Ada Lund in 1871.", f"{n}.txt"
            )
            for n, place in enumerate(("Norden", "Suden", "Westen", "Osten"))
        )
    )
    answerer = answerer_of(index)
    questions = draw(index, answerer)

    assert questions == draw(index, answerer)
    assert len(questions) == len(set(questions)) == 3
    for question in questions:
        assert answerer.answer(Request(question)).status == "answered"


def test_nothing_is_suggested_that_would_be_refused(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    list(index.add([make_document("The Lake Society was founded by Ada Lund.")]))

    assert "Who founded the Lake Society?" in draw(index, answerer_of(index, threshold=0.0))
    assert draw(index, answerer_of(index, threshold=1.0)) == []


def test_an_empty_collection_suggests_nothing(index: LocalIndex) -> None:
    assert draw(index, answerer_of(index)) == []


@pytest.mark.model
def test_the_bundled_article_has_three_examples(tmp_path: object) -> None:
    config = Config.from_env()
    index = open_index(config)
    list(index.add(read_file(found) for found in bundled()))
    answerer = make_answerer(config, index)
    questions = draw(index, answerer)

    assert questions[0] == "What is said about Operation Serval?"
    assert len(set(questions)) == 3
    assert [answerer.answer(Request(text)).status for text in questions] == ["answered"] * 3
