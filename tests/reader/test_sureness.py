"""Whether anything is quoted: by the confidence, and by whether there is an answer at all."""

from collections.abc import Callable
from dataclasses import replace
from math import exp

import numpy as np
import pytest
from made_hits import make_hit
from tiny_reader import WordReader, by_reader_alone

from corpus import Document
from index import Hit, LocalIndex
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.confidence import READ_SIGNS, Sureness
from qa.answering.features import analyse, extract_features
from qa.answering.question import Request
from qa.answering.ranking import Calibration, ReadingWeights, Weights, shipped_weights
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.run import evaluate

NAMELESS = analyse("Who counted the herons?", {}, 4)
PLAIN = Weights(np.ones(8), np.ones(8), {})
BERN = make_hit("It was cold.", "Lund counted them.", document="b", cosines=(0.2, 0.1))
NOTHING = dict.fromkeys(READ_SIGNS, 0.0)


def chooser_of(
    confidence: float, answerable: float, calibration: Calibration | None = None
) -> Chooser:
    """Return one whose probabilities have these log odds, whatever is found."""
    reading = ReadingWeights(
        by_reader_alone().sentence,
        {"intercept": confidence, **NOTHING},
        {"intercept": answerable, **NOTHING},
        working_point=0.4,
        answerable_point=0.6,
    )
    weights = replace(PLAIN, reading=reading, calibration=calibration or Calibration())
    return Chooser(weights, lambda: WordReader("Lund"))


def sure_of(chooser: Chooser, *hits: Hit) -> Sureness:
    sentences = chooser.sentences(NAMELESS, extract_features(NAMELESS, hits))
    return chooser.sureness(NAMELESS, sentences)


def share(odds: float) -> float:
    return round(1 / (1 + exp(-odds)), 4)


def test_the_reader_also_says_how_likely_it_is_that_there_is_an_answer() -> None:
    assert sure_of(chooser_of(-1.0, 3.0), BERN) == Sureness(share(-1.0), share(3.0))


def test_a_calibration_moves_the_confidence_alone() -> None:
    """From -1 to -1.5."""
    calibration = Calibration(2.0, 0.5, WordReader("Lund").id)
    sure = sure_of(chooser_of(-1.0, 3.0, calibration), BERN)

    assert sure == Sureness(share(-1.5), share(3.0))


@pytest.mark.parametrize(
    ("sure", "quotes"),
    [
        (Sureness(0.4, 0.6), True),
        (Sureness(0.39, 0.99), False),
        (Sureness(0.99, 0.59), False),
    ],
    ids=str,
)
def test_where_no_confidence_is_set_both_decide(sure: Sureness, quotes: bool) -> None:
    assert chooser_of(0.0, 0.0).quotes(sure, None) is quotes


def test_where_a_confidence_is_set_it_alone_decides() -> None:
    chooser = chooser_of(0.0, 0.0)

    assert chooser.quotes(Sureness(0.3, 0.1), 0.3)
    assert not chooser.quotes(Sureness(0.69, 0.99), 0.7)


def test_without_a_reader_the_confidence_alone_decides() -> None:
    chooser = Chooser(replace(PLAIN, working_point=0.61))

    assert chooser.quotes(Sureness(0.61), None)
    assert not chooser.quotes(Sureness(0.6), None)


def test_what_fails_a_guard_is_as_unsure_in_both() -> None:
    """Asked for 1871: the sentence is of 1872, and nothing else is there."""
    asked = analyse("Who counted the herons in 1871?", {}, 4)
    chooser = chooser_of(9.0, 9.0)
    hit = make_hit("Lund counted the herons in 1872.")
    sentences = chooser.sentences(asked, extract_features(asked, [hit]))

    assert sentences[0].objection is not None
    assert chooser.sureness(asked, sentences) == Sureness(0.2, 0.2)


def test_what_answers_by_form_is_as_sure_in_both() -> None:
    asked = analyse("What does AST stand for?", {}, 4)
    chooser = chooser_of(-9.0, -9.0)
    hit = make_hit("The Ansar al-Sharia in Tunisia (AST) was banned.")
    sentences = chooser.sentences(asked, extract_features(asked, [hit]))

    assert chooser.sureness(asked, sentences) == Sureness(0.9, 0.9)


@pytest.mark.parametrize(
    ("answerable", "least", "quoted"), [(9.0, None, True), (-9.0, None, False), (-9.0, 0.5, True)]
)
def test_an_evaluation_refuses_what_the_service_refuses(
    index: LocalIndex,
    make_document: Callable[..., Document],
    answerable: float,
    least: float | None,
    quoted: bool,
) -> None:
    list(index.add([make_document("The heron stands in water.")]))
    counts = chooser_of(3.0, answerable).weights.reading
    chooser = Chooser(replace(shipped_weights(), reading=counts), lambda: WordReader("heron"))
    question = "Where does the heron stand?"

    (outcome,) = evaluate(EvalSet("my", (Case("1", question),), None), index, chooser, least)
    answer = Answerer(index, least, chooser).answer(Request(question))
    assert outcome.shows is quoted
    assert (answer.status == "answered") is quoted
    assert outcome.sure == answer.confidence == share(3.0)
