"""Sources that differ: told where it is so, and nowhere else."""

from collections.abc import Callable

import pytest
from toys import reading

from corpus import Document
from index import LocalIndex
from qa.answering.answer import Difference
from qa.answering.conflicts import differences
from qa.answering.question import Request
from qa.answering.ranking import rank_passages, rank_sentences, retrieve, shipped_weights
from qa.config import Config
from qa.wiring import make_answerer

COUNT = "How many herons did the survey count at the lake?"
YEAR = "When did the survey count herons at the lake?"

MakeDocument = Callable[..., Document]
Found = Callable[..., tuple[Difference, ...]]


@pytest.fixture
def found(index: LocalIndex, make_document: MakeDocument) -> Found:
    """Return what differs between sentences, each a document of its own, quoted in order."""

    def differ(question: str, *sentences: str) -> tuple[Difference, ...]:
        list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(sentences)))
        weights = shipped_weights()
        asked, evidence = retrieve(
            reading(index), question, index.embedder.embed_question(question)
        )
        ranked = rank_sentences(asked, rank_passages(evidence, weights), weights)
        quotes = sorted(ranked, key=lambda quote: (quote.hit.document.source, quote.span.start))
        return differences(asked, quotes)

    return differ


def test_two_numbers_for_one_thing_are_set_side_by_side(found: Found) -> None:
    (difference,) = found(
        COUNT,
        "The survey counted 42 herons at the lake.",
        "The survey counted 57 herons at the lake.",
    )

    assert difference == Difference((1, 2), "number", (("42",), ("57",)))


def test_a_number_in_words_is_compared_as_a_number(found: Found) -> None:
    (difference,) = found(
        COUNT,
        "The survey counted seven herons at the lake.",
        "The survey counted 9 herons at the lake.",
    )

    assert difference.values == (("seven",), ("9",))
    assert not found(
        COUNT,
        "The survey counted seven herons at the lake.",
        "The survey counted 7 herons at the lake.",
    )


def test_the_day_of_another_thing_is_not_set_beside_it(found: Found) -> None:
    question = "When was crane 4 inspected?"
    inspected = "Omar Nasri inspected crane 4 on 3 May 2024."

    assert found(question, inspected, "Ada Lund inspected crane 4 on 6 May 2024.")
    assert not found(question, inspected, "The mail on crane 4 is of 7 May 2024.")
    assert not found(question, inspected, "Ada Lund inspected crane 3 on 6 May 2024.")


def test_two_years_for_one_event_are_set_side_by_side(found: Found) -> None:
    (difference,) = found(
        YEAR,
        "The survey counted 42 herons at the lake in 1871.",
        "The survey counted 42 herons at the lake in 1874.",
    )

    assert (difference.kind, difference.values) == ("time", (("1871",), ("1874",)))


def test_three_sources_differ_two_by_two(found: Found) -> None:
    pairs = found(COUNT, *(f"The survey counted {n} herons at the lake." for n in (41, 42, 41)))

    assert [difference.citations for difference in pairs] == [(1, 2), (2, 3)]


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (COUNT, "The survey counted 42 herons at the lake.", "42 herons, says the lake survey."),
        (COUNT, "The survey counted 42 herons at the lake.", "The mill has 12 wheels."),
        (COUNT, "The survey counted 42 herons at the lake.", "The survey counted herons."),
        ("Who counted the herons?", "Ada counted 42 herons.", "Ada counted 57 herons."),
        (
            "How many of the 42 herons at the lake left in 1871?",
            "Of the 42 herons at the lake some left.",
            "Of the herons at the lake 9 left in 1871.",
        ),
    ],
    ids=["the same", "another thing", "no figure", "no figure asked", "the question's own"],
)
def test_nothing_is_said_where_nothing_differs(
    found: Found, question: str, one: str, other: str
) -> None:
    assert found(question, one, other) == ()


def test_sentences_of_one_document_do_not_differ(found: Found) -> None:
    text = "The survey counted 42 herons at the lake. The survey counted 57 herons at the lake."

    assert found(COUNT, text) == ()


def test_an_answer_names_the_citations_that_differ(
    index: LocalIndex, make_document: MakeDocument
) -> None:
    texts = (
        "The survey counted 42 herons at the lake.",
        "The survey counted 57 herons by the lake.",
    )
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))
    answer = make_answerer(Config(confidence=0.0), index).answer(Request(COUNT))
    quotes = {citation.number: citation.quote for citation in answer.citations}

    (difference,) = answer.differences
    assert len(difference.citations) == 2
    for number, values in zip(difference.citations, difference.values, strict=True):
        assert values
        assert all(value in quotes[number] for value in values)


def test_two_months_of_one_year_differ(found: Found) -> None:
    (difference,) = found(
        YEAR,
        "The survey did count herons at the lake in June 2019.",
        "The survey did count herons at the lake in September 2019.",
    )

    assert difference.values == (("June 2019",), ("September 2019",))


def test_a_year_agrees_with_a_date_of_that_year(found: Found) -> None:
    assert not found(
        YEAR,
        "The survey did count herons at the lake on 5 June 2019.",
        "The survey did count herons at the lake in 2019.",
    )


WHO = "Who did the heron survey at the lake?"


def test_two_names_for_one_deed_are_set_side_by_side(found: Found) -> None:
    (difference,) = found(
        WHO,
        "The heron survey at the lake was done by Ada Lind.",
        "The heron survey at the lake was done by Per Holm.",
    )

    assert difference == Difference((1, 2), "person", (("Ada Lind",), ("Per Holm",)))


def test_names_are_not_compared_where_a_sentence_has_several(found: Found) -> None:
    """Which of them is meant cannot be told."""
    assert not found(
        WHO,
        "The heron survey at the lake was done by Ada Lind with Eva Berg.",
        "The heron survey at the lake was done by Per Holm.",
    )


def test_a_family_name_agrees_with_the_whole_name(found: Found) -> None:
    assert not found(
        WHO,
        "The heron survey at the lake was done by Ada Lind.",
        "The heron survey at the lake was done by Lind.",
    )


TOTAL = "How many herons were counted at the lake?"
DEED = "When was the dam at the lake built?"


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (COUNT, "The 1871 survey counted herons at the lake.", "The survey counted 57 herons."),
        (COUNT, "In 1871 a survey counted herons at the lake.", "The lake survey: 57 herons."),
        (
            TOTAL,
            "Herons were counted at the lake (printed on 3 May 2024, 10:15, page 2 of 7).",
            "Herons counted at the lake: 57.",
        ),
        (
            TOTAL,
            "Herons counted at the lake: 57 | 2024-05-03",
            "03.06.2024 | Herons counted at the lake: 57",
        ),
        (
            DEED,
            "Printed on 3 May 2024: the dam at the lake.",
            "The dam at the lake was built in 1874.",
        ),
        (
            DEED,
            "Date: 3 May 2024 | dam at the lake built",
            "Date: 4 June 2024 | dam at the lake built",
        ),
        (
            DEED,
            "The dam at the lake was built by 1874 men.",
            "The dam at the lake was built in 1871.",
        ),
        (
            DEED,
            "The dam at the lake was built on Jun 5, 2019.",
            "Built, the dam at the lake: 5 June 2019.",
        ),
        (
            DEED,
            "The dam at the lake was built on 5th June 2019.",
            "The dam at the lake, built 2019-06-05.",
        ),
        (
            DEED,
            "The dam at the lake was built 25/06/2019.",
            "The dam at the lake was built 25 June 2019.",
        ),
        (
            DEED,
            "The dam at the lake was built 05/06/2019.",
            "The dam at the lake was built 6 May 2019.",
        ),
        (
            "How long did the survey at the lake last?",
            "The survey at the lake did last a week in 1871.",
            "The survey at the lake did last a week in 1874.",
        ),
        (
            WHO,
            "The heron survey at the lake was done in May.",
            "The heron survey at the lake was done by Per Holm.",
        ),
    ],
)
def test_dates_of_documents_are_no_figures_that_differ(
    found: Found, question: str, one: str, other: str
) -> None:
    assert found(question, one, other) == ()


@pytest.mark.parametrize(
    ("question", "one", "other", "values"),
    [
        (
            TOTAL,
            "2024-05-03: herons counted at the lake: 42 (page 5)",
            "2024-05-03: herons counted at the lake: 57 (page 5)",
            (("42",), ("57",)),
        ),
        (TOTAL, "At the lake 1871 herons were counted.", "At the lake 57 herons were counted.",
         (("1871",), ("57",))),
        (
            DEED,
            "The dam at the lake was built in 1871. | Last updated: 3 May 2024",
            "The dam at the lake was built 2019-06-05 | Retrieved on Monday, 3 May 2024",
            (("1871",), ("2019-06-05",)),
        ),
        (DEED, "The dam at the lake was built in 1871.", "The 1874 dam at the lake was built.",
         (("1871",), ("1874",))),
    ],
)  # fmt: skip
def test_figures_differ_whatever_dates_stand_beside_them(
    found: Found, question: str, one: str, other: str, values: object
) -> None:
    """The same date on both would be taken for the figure that they agree in."""
    (difference,) = found(question, one, other)
    assert difference.values == values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,500", "1500"),
        ("three hundred", "300"),
        ("5 thousand", "5,000"),
        ("1.5 million", "1,500,000"),
        ("7.5 percent", "7.5%"),
        ("7.5 per cent", "7.50 %"),
        ("30 metres", "98 feet"),
        ("2 hours", "120 minutes"),
        ("fifteen hundred", "1,500"),
    ],
)
def test_numbers_that_are_the_same_do_not_differ(found: Found, one: str, other: str) -> None:
    sentences = (f"The survey counted {value} herons at the lake." for value in (one, other))
    assert found(COUNT, *sentences) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,500", "1.5"),
        ("three hundred", "301"),
        ("1.5 million", "1.5 billion"),
        ("7.5 percent", "7 percent"),
        ("30 metres", "30 feet"),
        ("2 hours", "2 days"),
    ],
)
def test_numbers_that_are_not_the_same_differ(found: Found, one: str, other: str) -> None:
    sentences = (f"The survey counted {value} herons at the lake." for value in (one, other))
    assert [difference.values for difference in found(COUNT, *sentences)] == [((one,), (other,))]
