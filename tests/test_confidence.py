"""How sure an answer is: its signs and its probability, worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_hits import make_hit
from toys import reading

from corpus import Document
from index import LocalIndex
from qa.answering.confidence import (
    CONFIDENCE_FEATURES,
    NOT_SURE,
    READ_SIGNS,
    Sureness,
    best_odds,
    confidence_features,
    log_odds,
    probability,
    sureness,
)
from qa.answering.features import analyse, extract_features
from qa.answering.ranking import (
    ReadingWeights,
    ScoredSentence,
    Weights,
    rank_passages,
    rank_sentences,
    retrieve,
    shipped_weights,
)
from qa.answering.reading import READ_FEATURES

ASKED = analyse("Who counted the herons of Bern in 1871?", {}, 4)
WEIGHTS = {"intercept": -1.0, "meaning": 2.0, "score": 0.5, "missing": -3.0, "window": 1.0}
ALL_WEIGHTS = Weights(np.ones(8), np.ones(8), WEIGHTS)


def ranked(*sentences: str, **options: Any) -> list[ScoredSentence]:
    """Return the sentences of one passage, with the score 4, 3, 2 and so on."""
    (found,) = extract_features(ASKED, [make_hit(*sentences, **options)])
    return [ScoredSentence(found, row, 4.0 - row) for row in range(len(sentences))]


def test_signs_are_those_of_the_best_sentence() -> None:
    """Its neighbour has the other words; of the names Bern and 1871 the passage lacks one."""
    found = confidence_features(
        ASKED, ranked("Lund counted herons.", "It was 1871.", cosines=(0.6, 0.9))
    )

    assert found == pytest.approx({"meaning": 0.6, "score": 4.0, "missing": 0.5, "window": 0.75})
    assert ASKED.weights.keys() == {"count", "heron", "bern", "1871"}  # all equally rare


@pytest.mark.parametrize(
    ("options", "missing"),
    [({}, 1.0), ({"title": "Birds of Bern"}, 0.5), ({"heading": ("Bern", "1871")}, 0.0)],
    ids=str,
)
def test_a_name_in_title_or_heading_is_not_missing(
    options: dict[str, object], missing: float
) -> None:
    assert (
        confidence_features(ASKED, ranked("Lund counted herons.", **options))["missing"] == missing
    )


def test_a_question_without_a_name_misses_none() -> None:
    asked = analyse("who counted herons?", {}, 4)

    assert confidence_features(asked, ranked("An owl sleeps."))["missing"] == 0.0


def test_probability_is_the_logistic_function_of_the_weighed_signs() -> None:
    """-1 + 2 * 0.6 + 0.5 * 4 - 3 * 0.5 + 1 * 0.75 = 1.45."""
    found = {"meaning": 0.6, "score": 4.0, "missing": 0.5, "window": 0.75}

    assert log_odds(found, WEIGHTS) == pytest.approx(1.45)
    assert probability(1.45) == pytest.approx(1 / (1 + exp(-1.45)))
    assert probability(0.0) == 0.5


def test_confidence_has_four_decimals_and_is_0_for_nothing() -> None:
    sentences = ranked("Lund counted herons.", "It was 1871.", cosines=(0.6, 0.9))

    assert sureness(ASKED, sentences, ALL_WEIGHTS).confidence == round(1 / (1 + exp(-1.45)), 4)
    assert sureness(ASKED, [], ALL_WEIGHTS) == NOT_SURE == Sureness(0.0, 0.0)


def test_without_the_reader_nothing_tells_whether_there_is_an_answer() -> None:
    sure = sureness(ASKED, ranked("Lund counted herons.", "It was 1871."), ALL_WEIGHTS)

    assert sure == Sureness(sure.confidence, 1.0)


def test_what_is_read_in_a_language_that_was_not_learned_is_less_sure() -> None:
    figures = np.full(len(READ_FEATURES), 0.5)
    (found,) = extract_features(ASKED, [make_hit("Lund zählte 40 Reiher.")])
    read = [ScoredSentence(found, 0, 4.0, read=figures)]
    even = {"intercept": 0.0, **dict.fromkeys(READ_SIGNS, 0.0)}
    weights = replace(ALL_WEIGHTS, reading=ReadingWeights({}, even, even))
    german = analyse("Wer zählte die Reiher?", {}, 4)

    assert sureness(ASKED, read, weights) == Sureness(0.5, 0.5)
    assert sureness(german, read, weights) == Sureness(0.4013, 0.5), "0.4 of the log odds less"
    signs = confidence_features(german, read)
    assert best_odds(german, read[0], signs, weights) == -0.4, "and so for `pincite calibrate`"
    unread = [replace(read[0], read=None)]
    signs = confidence_features(german, unread)
    assert best_odds(german, unread[0], signs, weights) == log_odds(signs, WEIGHTS)


def test_limits_hold_for_what_is_told_and_for_what_decides() -> None:
    sure = Sureness(0.3, 0.7)

    assert sure.at_most(0.5) == Sureness(0.3, 0.5)
    assert sure.at_most(0.2) == Sureness(0.2, 0.2)
    assert sure.at_least(0.5) == Sureness(0.5, 0.7)
    assert sure.at_least(0.9) == Sureness(0.9, 0.9)


@given(
    found=st.fixed_dictionaries({name: st.floats(-1e9, 1e9) for name in CONFIDENCE_FEATURES}),
    intercept=st.floats(-1e9, 1e9),
)
def test_confidence_is_a_probability_whatever_the_signs(
    found: dict[str, float], intercept: float
) -> None:
    assert 0 <= probability(log_odds(found, {**WEIGHTS, "intercept": intercept})) <= 1


@pytest.mark.parametrize(
    ("sign", "surer"), [("meaning", True), ("score", True), ("window", True), ("missing", False)]
)
def test_each_sign_counts_the_way_it_should(sign: str, surer: bool) -> None:
    weights = shipped_weights().confidence
    found = {"meaning": 0.5, "score": 4.0, "missing": 0.5, "window": 0.5}
    more = {**found, sign: found[sign] + 0.25}

    assert (log_odds(more, weights) > log_odds(found, weights)) is surer


def test_what_the_documents_say_is_surer_than_what_they_do_not(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    list(index.add([make_document("The heron stands in water. Ada Lund counted 40 herons.")]))

    def sure(question: str) -> float:
        asked, evidence = retrieve(
            reading(index), question, index.embedder.embed_question(question)
        )
        weights = shipped_weights()
        sentences = rank_sentences(asked, rank_passages(evidence, weights), weights)
        return sureness(asked, sentences, weights).confidence

    told = sure("Who counted 40 herons?")
    assert told > sure("Who counted 90 herons?") > sure("Which comet frightened Samarkand?")
