"""What counts where the reader has read: fitted to questions whose answers are known."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from made_hits import make_ranked
from tiny_reader import WordReader, by_reader_alone

from corpus import Document
from index import LocalIndex
from qa.answering.choosing import Chooser
from qa.answering.confidence import READ_SIGNS
from qa.answering.features import analyse
from qa.answering.ranking import ReadingWeights, Weights, shipped_weights
from qa.answering.reading import READ_FEATURES
from qa.evaluation.cases import Case
from qa.evaluation.gold import Gold
from qa.reader.form import FORM
from qa.reader.shipped import shipped_reader
from qa.reader.training.choice import (
    Asked,
    asked,
    fit_order,
    fit_signs,
    ordered,
    record,
    with_empty_reading,
)

READ, ROW = READ_FEATURES.index("read"), READ_FEATURES.index("row")
QUESTION = analyse("Who counted the herons?", {}, 4)


def made(count: int, seed: int) -> list[Asked]:
    """Return questions of which that sentence is right that the reader likes and is no row.

    Of five it likes three, most of all a row; what else is known of them is noise.
    """
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        figures = draw.normal(size=(5, len(READ_FEATURES))) * 0.1
        figures[:, READ], figures[:, ROW] = [0, 0.5, 0, 0.7, 0.6], [0, 0, 0, 1, 1]
        order = draw.permutation(5)
        scored = make_ranked(*((f"Sentence {n}.", 0.0) for n in range(5)))
        sentences = tuple(
            replace(sentence, read=figures[place])
            for sentence, place in zip(scored, order, strict=True)
        )
        right = tuple(place == 1 for place in order)
        found.append(Asked(QUESTION, sentences, right, answerable=True))
    return found


def test_right_sentences_come_first_on_questions_that_were_not_seen() -> None:
    order = fit_order(made(80, seed=1))
    first = [ordered(item, order)[0][1] for item in made(40, seed=2)]

    assert np.mean(first) > 0.95


def test_a_fit_is_the_same_each_time() -> None:
    questions = made(20, seed=1)

    assert fit_order(questions) == fit_order(questions)


def test_questions_without_a_right_sentence_or_a_wrong_one_do_not_count() -> None:
    """They would say nothing of the order."""
    questions = made(20, seed=1)
    some = [replace(item, right=(False,) * 5) for item in made(5, seed=3)]
    all_ = [replace(item, right=(True,) * 5) for item in made(5, seed=4)]

    assert fit_order([*some, *questions, *all_]) == fit_order(questions)


def test_sentences_are_ordered_anew_with_what_is_right_of_them() -> None:
    (item,) = made(1, seed=5)
    order = by_reader_alone().sentence
    found = ordered(item, order)
    scores = [sentence.score for sentence, _ in found]

    assert scores == sorted(scores, reverse=True)
    assert {s.text: right for s, right in found} == {
        s.text: right for s, right in zip(item.sentences, item.right, strict=True)
    }
    for sentence, _ in found:
        assert sentence.read is not None
        assert sentence.score == pytest.approx(10 * sentence.read[READ])
    assert ordered(Asked(QUESTION, (), (), answerable=False), order) == []


def test_what_the_reader_is_sure_of_is_fitted_to_be_surer() -> None:
    """The first is right where the reader likes it: of 40, half.

    Where it is a row there is an answer, right or not.
    """
    questions = []
    for number in range(40):
        (scored,) = make_ranked(("Lund counted.", 0.0))
        figures = np.zeros(len(READ_FEATURES))
        is_liked, is_row = bool(number % 2), bool(number // 2 % 2)
        figures[READ], figures[ROW] = 0.5 if is_liked else -0.5, is_row
        sentence = replace(scored, read=figures)
        questions.append(Asked(QUESTION, (sentence,), (is_liked,), answerable=is_row))
    nothing = Asked(QUESTION, (), (), answerable=False)

    first, answerable = fit_signs([*questions, nothing], by_reader_alone().sentence)
    assert first.keys() == answerable.keys() == {"intercept", *READ_SIGNS}
    assert first["read"] > 1 > 0.1 > abs(first["row"])
    assert answerable["row"] > 1 > 0.1 > abs(answerable["read"])
    assert first["named"] == answerable["named"] == 0


def test_weights_are_read_as_they_were_recorded() -> None:
    signs = {"intercept": 1.0, "read": 2.5}, {"intercept": -1.0, "read": 3.5}
    weights = ReadingWeights(fit_order(made(20, seed=1)), *signs, 0.3, 0.7)
    values = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text())
    values["reading"] = record(weights, "some-reader")
    found = Weights.from_json(json.dumps(values))

    assert found.reading is not None
    assert found.reading.sentence == weights.sentence
    assert found.reading.confidence == weights.confidence
    assert found.reading.answerable == weights.answerable
    assert (found.reading.working_point, found.working_point) == (0.3, values["working_point"])
    assert found.reading.answerable_point == 0.7
    assert np.array_equal(found.passage, shipped_weights().passage)
    assert list(values["reading"]["sentence"]) == list(READ_FEATURES)
    assert values["reading"]["reader"] == "some-reader"


def test_weights_without_a_reader_s_are_read_as_before() -> None:
    values = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text())
    values.pop("reading", None)

    assert Weights.from_json(json.dumps(values)).reading is None


def test_the_shipped_weights_are_those_of_the_shipped_reader() -> None:
    """Each figure and sign by its name, in the order in which they are added."""
    values = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text())
    fitted, shipped = values["reading"], shipped_reader()

    assert shipped is not None
    digest = hashlib.sha256(shipped.read_bytes()).hexdigest()[:16]
    assert fitted["reader"] == f"{digest}-{FORM}"
    assert list(fitted["sentence"]) == list(READ_FEATURES)
    assert fitted["confidence"].keys() == fitted["answerable"].keys() == {"intercept", *READ_SIGNS}
    assert fitted["sentence"]["read"] > 0 < fitted["confidence"]["read"]
    assert fitted["answerable"]["most"] > 0


# Questions of a collection ----------------------------------------------------------


@pytest.fixture
def herons(index: LocalIndex, make_document: Callable[..., Document]) -> LocalIndex:
    text = "The heron stands in water. Ada Lund counted 40 herons. The heron eats frogs."
    list(index.add([make_document(text, "herons.txt"), make_document("Owls hunt.", "owls.txt")]))
    return index


def test_of_a_case_all_that_may_be_quoted_is_known_with_what_answers(herons: LocalIndex) -> None:
    reader = WordReader("frogs")
    chooser = Chooser(with_empty_reading(shipped_weights()), lambda: reader)
    case = Case("1", "Who counted the herons?", gold=(Gold("herons.txt", "Ada Lund"),))
    with herons.reader() as moment:
        found = asked(case, moment, chooser)

    right = [s.text for s, is_right in zip(found.sentences, found.right, strict=True) if is_right]
    assert right == ["Ada Lund counted 40 herons."]
    assert len(found.sentences) >= 3
    assert {s.score for s in found.sentences} == {0.0}
    likes = [s.text for s in found.sentences if s.read is not None and s.read[READ] > 0]
    assert likes == ["The heron eats frogs."]


def test_the_words_of_another_file_are_not_right(herons: LocalIndex) -> None:
    chooser = Chooser(with_empty_reading(shipped_weights()), lambda: WordReader("frogs"))
    case = Case("1", "Who counted the herons?", gold=(Gold("owls.txt", "Ada Lund"),))
    with herons.reader() as moment:
        assert not any(asked(case, moment, chooser).right)
