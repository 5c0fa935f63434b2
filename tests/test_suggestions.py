"""Example questions: good English, drawn from what documents say, and answered by them."""

from collections.abc import Callable

import pytest
from toys import reading

from corpus import Document, Heading, Passage, Source, bundled, read, read_file
from index import DocumentInfo, LocalIndex, Place
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights
from qa.config import Config
from qa.overview.follow_ups import AnswerShown, follow_ups
from qa.overview.questions import (
    about_headings,
    about_names,
    reads_well,
    what_happened,
    what_is,
    what_stands_for,
    who_and_when,
)
from qa.overview.suggestions import draw
from qa.wiring import make_answerer, open_index

MakeDocument = Callable[..., Document]
MakePassage = Callable[[str, str], tuple[DocumentInfo, list[Passage]]]


@pytest.fixture
def make_passage(index: LocalIndex) -> MakePassage:
    """Make passages under a heading, in a document of a title."""

    def make(title: str, heading: str) -> tuple[DocumentInfo, list[Passage]]:
        text = "Many herons live by the lake, and all of them know Mary."
        document = Document(
            "d", title, "d.txt", f"{heading}\n\n{text}", (Heading(1, heading, 0, len(heading)),)
        )
        list(index.add([document]))
        return reading(index).info("d"), reading(index).all_passages("d")

    return make


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
        ("Ada Lund founded the Lake Society in 1871.", "Who founded the Lake Society?"),
        ("Ada Lund wrote Birds of Norden.", "Who wrote Birds of Norden?"),
        ("The Heron Survey was based in Norden.", "Where was the Heron Survey based?"),
        ("The great hall costs £1,250 on a Saturday.", "How much does the great hall cost?"),
    ],
)
def test_a_sentence_is_turned_into_the_question_that_it_answers(
    sentence: str, question: str
) -> None:
    assert list(who_and_when([sentence])) == [question]


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
    assert list(who_and_when([sentence])) == []


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Ada Lund was a Swedish scientist of birds.", "Who was Ada Lund?"),
        ("The Lake Society is a club.", "What is the Lake Society?"),
        ("Chad is a large country.", "What is Chad?"),
        ("AQIM is an offshoot of another.", "What is AQIM?"),
    ],
)
def test_a_definition_is_asked_for(sentence: str, question: str) -> None:
    assert list(what_is([sentence])) == [question]


def test_what_an_abbreviation_stands_for_is_asked() -> None:
    sentences = ["The six-minute walk distance (6MWD) grew.", "It grew (a lot)."]

    assert list(what_stands_for(sentences)) == ["What does 6MWD stand for?"]


@pytest.mark.parametrize("sentence", ["Ada Lund is a mystery.", "It is a club.", "She (2019) won."])
def test_what_may_be_no_definition_is_not_asked_for(sentence: str) -> None:
    assert list(what_is([sentence])) == []


def test_days_and_months_in_words_are_asked_about() -> None:
    sentences = [
        "Ships came on 3 May 1871.",
        "In May 1872 it rained.",
        "2011-02-17 was wet.",
        "In 1901.",
    ]

    assert list(what_happened(sentences)) == [
        "What happened on 3 May 1871?",
        "What happened in May 1872?",
    ]


@pytest.mark.parametrize(
    ("title", "heading", "question"),
    [
        ("Birds", "3.1 HERONS OF LAKE MARY", "What does “Birds” say about herons of lake Mary?"),
        ("REAC T: SYNERGIZING", "2. The Herons", "What is said about the herons?"),
        ("R E P O R T", "IV. The Herons", "What is said about the herons?"),
        ("Birds", "1 INTRODUCTION", None),
        ("Birds", "4.2 Related Work", None),
        ("Birds", "H E R O N S now", None),
        ("Birds", "Discussion of results", None),
    ],
)
def test_a_heading_is_asked_about_as_a_person_would(
    make_passage: MakePassage, title: str, heading: str, question: str | None
) -> None:
    info, passages = make_passage(title, heading)

    assert list(about_headings(info, passages)) == ([question] if question else [])


@pytest.mark.parametrize("words", ["REAC T: SYNERGIZING", "R E P O R T", "scan_0001", "12 34", ""])
def test_what_a_file_left_torn_is_no_title_to_ask_with(words: str) -> None:
    assert not reads_well(words)


@pytest.mark.parametrize(
    "words", ["Plan B for Libya", "MARRIAGE AND DIVORCE", "ReAct", "Vitamin C"]
)
def test_words_read_well(words: str) -> None:
    assert reads_well(words)


def test_names_are_asked_about_by_how_often_they_stand_with_their_article() -> None:
    sentences = [
        "In May the Lake Society met Ada Lund.",
        "Nobody joined the Lake Society’s board.",
        "Later the Lake Society closed.",
        "It was sold at Price EUR for less.",
        "Item | Green Roofs | Green Roofs",
    ]

    assert list(about_names(sentences)) == [
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

    assert list(about_headings(info, passages)) == [
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


SOCIETY = (
    "The Lake Society was founded by Ada Lund. The Heron Survey was led by Bo Lark. "
    "Ada Lund was a scientist from Norden. In May 1871 the Heron Survey counted 40 herons."
)


def shown_in(document: Document, words: str, *asked: str) -> AnswerShown:
    start = document.text.index(words)
    return AnswerShown(asked, (Place(document.id, start, start + len(words)),))


def test_what_follows_is_answered_near_what_was_quoted_in_other_words(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    document = make_document(SOCIETY, "society.txt")
    list(index.add([document, make_document("Rain fell on the Harbour Survey.", "rain.txt")]))
    quoted = "The Lake Society was founded by Ada Lund."
    shown = shown_in(document, quoted, "Who founded the Lake Society?")
    answerer = answerer_of(index)
    found = follow_ups(index, answerer, shown)

    assert 0 < len(found) <= 3
    assert "Who founded the Lake Society?" not in found
    for question in found:
        first, *_ = answerer.answer(Request(question)).citations
        assert first.document_id == document.id
        assert first.quote != quoted


def test_nothing_follows_while_somebody_asks_or_from_what_is_gone(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    document = make_document(SOCIETY, "society.txt")
    list(index.add([document]))
    shown = shown_in(document, "Ada Lund")
    answerer = answerer_of(index)

    assert follow_ups(index, answerer, shown)
    assert follow_ups(index, answerer, shown, lambda: False) == []
    assert follow_ups(index, answerer_of(index, 1.0), shown) == []
    index.delete(document.id)
    assert follow_ups(index, answerer, shown) == []


def test_only_what_stands_near_is_asked_about(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    filler = "\n\n".join(
        f"It rained on day {day} of the long autumn by the sea. " * 8 for day in range(30)
    )
    document = make_document(
        f"{SOCIETY}\n\n{filler}\n\nThe Far Press was founded by Ed Moor.", "far.txt"
    )
    list(index.add([document]))
    far = follow_ups(index, answerer_of(index), shown_in(document, "The Far Press"))

    assert not any("Lake Society" in question for question in far)


def test_an_empty_collection_suggests_nothing(index: LocalIndex) -> None:
    assert draw(index, answerer_of(index)) == []


@pytest.mark.model
def test_the_bundled_article_has_three_examples(tmp_path: object) -> None:
    config = Config.from_env()
    index = open_index(config)
    list(index.add(read_file(found) for found in bundled()))
    answerer = make_answerer(config, index)
    questions = draw(index, answerer)

    assert "What is said about Operation Serval?" in questions
    assert len(set(questions)) == 3
    assert [answerer.answer(Request(text)).status for text in questions] == ["answered"] * 3
