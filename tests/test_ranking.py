"""Passages and sentences in order: by hand, and over a collection."""

import json
from collections.abc import Callable
from importlib import resources
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_hits import make_hit
from toys import reading

from corpus import Document
from index import Filter, LocalIndex
from index.types import Vector
from qa.answering.confidence import CONFIDENCE_FEATURES
from qa.answering.features import PASSAGE_FEATURES, SENTENCE_FEATURES, Evidence, analyse
from qa.answering.ranking import Weights, rank_passages, rank_sentences, retrieve, shipped_weights

MakeDocument = Callable[..., Document]
ONES = Weights(np.ones(8), np.ones(8), {})
ASKED = analyse("Where do owls sleep?", {}, 1)


def evidence(passage: float, *sentences: float, document: str = "d1", start: int = 0) -> Evidence:
    """Return evidence whose first figures are those given, and all others 0."""
    hit = make_hit(*["Ab."] * len(sentences), document=document, start=start)
    rows = np.zeros((len(sentences), len(SENTENCE_FEATURES)))
    rows[:, 0] = sentences
    figures = np.zeros(len(PASSAGE_FEATURES))
    figures[0] = passage
    return Evidence(hit, figures, rows)


def test_passages_are_ordered_by_the_weighed_sum_of_their_figures() -> None:
    """Figures 2 and 3 weighed 10 and 1 make 20 + 3 against 10 + 4."""
    weights = Weights(np.array([10.0, 1, 0, 0, 0, 0, 0, 0]), np.ones(8), {})
    low, high = evidence(1), evidence(2)
    low.passage[1], high.passage[1] = 4, 3

    assert [item.hit.score for item in rank_passages([low, high], weights)] == [23.0, 14.0]


def test_a_sentence_is_told_how_far_its_passage_is_from_the_best() -> None:
    found = rank_passages([evidence(1, 0.5), evidence(4, 0.1, 0.2)], ONES)

    assert [list(item.sentences[:, -1]) for item in found] == [[0.0, 0.0], [-3.0]]


def test_sentences_of_all_passages_are_ordered_together() -> None:
    """With 1 for every figure they score 0.1 + 0, 0.9 + 0 and 0.5 - 0.25."""
    ranked = rank_passages([evidence(1, 0.1, 0.9), evidence(0.75, 0.5, document="d2")], ONES)
    found = rank_sentences(ASKED, ranked, ONES)

    assert [(s.hit.document.id, s.row) for s in found] == [("d1", 1), ("d2", 0), ("d1", 0)]
    assert [s.score for s in found] == pytest.approx([0.9, 0.25, 0.1])
    assert found[0].figure("meaning") == 0.9
    assert found[1].figure("passage") == -0.25


def test_a_ranked_sentence_knows_its_own_words_and_place() -> None:
    hit = make_hit("The heron stands.", "It eats.", start=100)
    (item,) = rank_passages([Evidence(hit, np.zeros(8), np.zeros((2, 8)))], ONES)
    first, second = rank_sentences(ASKED, [item], ONES)

    assert (first.text, first.span) == ("The heron stands.", (100, 117))
    assert (second.text, second.span) == ("It eats.", (118, 126))


def test_a_heading_that_only_repeats_the_question_is_left_out() -> None:
    hit = make_hit("Where owls sleep", "Owls sleeping, where?", "Owls sleep.", "Barns")
    item = Evidence(hit, np.zeros(8), np.zeros((4, 8)))

    assert [s.row for s in rank_sentences(ASKED, [item], ONES)] == [2, 3]


def test_what_is_as_good_stands_in_the_order_of_the_text() -> None:
    ranked = rank_passages([evidence(1, 0.5, start=90), evidence(1, 0.5, 0.5, start=0)], ONES)

    assert [item.hit.passage.start for item in ranked] == [0, 90]
    assert [s.span.start for s in rank_sentences(ASKED, ranked, ONES)] == [0, 4, 90]


def test_nothing_is_ranked_as_nothing() -> None:
    assert rank_passages([], ONES) == []
    assert rank_sentences(ASKED, [], ONES) == []


SCORES = st.floats(0, 1).map(lambda value: round(value, 2))
EVIDENCE = st.tuples(SCORES, st.lists(SCORES, max_size=4), st.sampled_from(["d1", "d2", "d3"]))


@settings(deadline=None)
@given(found=st.lists(EVIDENCE, max_size=8))
def test_ranking_sorts_keeps_everything_and_changes_nothing(
    found: list[tuple[float, list[float], str]],
) -> None:
    given_ = [
        evidence(score, *rows, document=document, start=100 * place)
        for place, (score, rows, document) in enumerate(found)
    ]
    before = [(item.passage.copy(), item.sentences.copy()) for item in given_]
    ranked = rank_passages(given_, shipped_weights())
    sentences = rank_sentences(ASKED, ranked, shipped_weights())

    scores = [item.hit.score for item in ranked]
    assert scores == sorted(scores, reverse=True)
    assert sorted(i.hit.passage.start for i in ranked) == [100 * n for n in range(len(found))]
    assert [s.score for s in sentences] == sorted((s.score for s in sentences), reverse=True)
    assert len({(s.hit.passage.start, s.row) for s in sentences}) == sum(
        len(r) for _, r, _ in found
    )
    assert all((item.sentences[:, -1] <= 0).all() for item in ranked)
    for item, (passage, rows) in zip(given_, before, strict=True):
        assert (item.passage == passage).all()
        assert (item.sentences == rows).all()


# Over a collection ------------------------------------------------------------------


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """Three notes; the words of the question stand together in one sentence of one."""
    notes = {
        "heron.txt": "The heron stands in water. Ada Lund counted 40 herons.",
        "wren.txt": "The wren sings. Nobody counted wrens.",
        "owl.txt": "The owl sleeps by day.",
    }
    list(index.add([make_document(text, name) for name, text in notes.items()]))
    return index


def ranked(index: LocalIndex, question: str, **options: Any) -> tuple[list[str], list[str]]:
    """Return the passages and sentences for a question, the best first."""
    vector = index.embedder.embed_question(question)
    asked, found = retrieve(reading(index), question, vector, **options)
    passages = rank_passages(found, shipped_weights())
    sentences = rank_sentences(asked, passages, shipped_weights())
    return [item.hit.document.title for item in passages], [s.text for s in sentences]


def test_the_sentence_with_the_words_comes_first(birds: LocalIndex) -> None:
    passages, sentences = ranked(birds, "Who counted the herons?")

    assert (passages[0], sentences[0]) == ("heron", "Ada Lund counted 40 herons.")
    assert sorted(passages) == ["heron", "owl", "wren"]
    assert len(sentences) == 5


def test_ranking_is_the_same_each_time(birds: LocalIndex) -> None:
    again = LocalIndex(birds.directory, lambda: birds.embedder)
    found = [ranked(index, "Who counted the wrens?") for index in (birds, birds, again)]

    assert found[0] == found[1] == found[2]


def test_only_the_documents_named_are_looked_at(birds: LocalIndex) -> None:
    (owl,) = (info.id for info in reading(birds).documents() if info.title == "owl")

    assert ranked(birds, "Who counted the herons?", wanted=Filter(documents=(owl,)))[0] == ["owl"]
    assert ranked(birds, "Who counted the herons?", wanted=Filter(documents=("nothing",)))[0] == []


def test_what_only_the_question_as_put_finds_is_added_once(birds: LocalIndex) -> None:
    """The first search finds one passage; the other question finds a second."""
    other = "Who sleeps by day?"
    also = (other, birds.embedder.embed_question(other))
    question = "Who counted the herons?"
    vector = birds.embedder.embed_question(question)

    def found(candidates: int, also: tuple[str, Vector] | None) -> list[str]:
        _, evidence = retrieve(reading(birds), question, vector, candidates, also)
        return [item.hit.document.title for item in evidence]

    assert found(2, None)[0] == "heron"
    assert len(found(2, also)) == len(set(found(2, also)))
    assert set(found(2, also)) == {*found(2, None), "owl"}
    assert found(2, (question, vector)) == found(2, None)


# The weights that come with Pincite --------------------------------------------------


def test_the_shipped_weights_have_every_figure_and_no_other() -> None:
    record = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text("utf-8"))

    assert set(record["passage"]) == set(PASSAGE_FEATURES)
    assert set(record["sentence"]) == set(SENTENCE_FEATURES)
    assert set(record["confidence"]) == {"intercept", *CONFIDENCE_FEATURES}
    for part in ("passage", "sentence", "confidence"):
        assert np.isfinite(list(record[part].values())).all()


def test_weights_are_read_by_name_and_not_by_place() -> None:
    record = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text("utf-8"))
    turned = {
        part: dict(reversed(record[part].items())) for part in ("passage", "sentence", "confidence")
    } | {"working_point": record["working_point"]}
    found = Weights.from_json(json.dumps(turned))

    assert list(found.passage) == list(shipped_weights().passage)
    assert list(found.sentence) == list(shipped_weights().sentence)
    assert found.passage[0] == record["passage"]["words"]


@pytest.mark.parametrize("part", ["passage", "sentence"])
def test_weights_that_lack_a_figure_are_refused(part: str) -> None:
    record = json.loads(resources.files("qa.answering").joinpath("weights.json").read_text("utf-8"))
    record[part].popitem()

    with pytest.raises(KeyError):
        Weights.from_json(json.dumps(record))
