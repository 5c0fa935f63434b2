"""What speaks for passages and sentences: figures worked out by hand."""

from collections.abc import Callable
from math import log

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_hits import make_hit
from toys import reading

from corpus import Document
from index import Hit, LocalIndex
from index.analysis import STOP_WORDS
from qa.answering.features import (
    PASSAGE_FEATURES,
    SENTENCE_FEATURES,
    AnalyzedQuestion,
    analyse,
    extract_features,
    question_terms,
)
from qa.answering.ranking import retrieve

WHERE = "Where does the heron stand?"
# 4 passages, of which 1 holds "heron" and none "stand": log(1 + 4/2) and log(1 + 4/1).
ASKED = analyse(WHERE, {"heron": 1}, 4)
HERON, STAND = log(3), log(5)


def figures(asked: AnalyzedQuestion, hit: Hit) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return the figures of a hit by name, and those of each of its sentences."""
    (found,) = extract_features(asked, [hit])
    passage = dict(zip(PASSAGE_FEATURES, map(float, found.passage), strict=True))
    rows = [dict(zip(SENTENCE_FEATURES, map(float, row), strict=True)) for row in found.sentences]
    return passage, rows


# The question -----------------------------------------------------------------------


def test_a_question_is_weighed_by_how_rare_its_words_are() -> None:
    assert ASKED.weights == pytest.approx({"heron": HERON, "stand": STAND})
    assert ASKED.total == pytest.approx(HERON + STAND)
    assert ASKED.known == {"heron"}
    assert ASKED.kind == "place"


def test_pairs_are_neighbours_of_which_one_carries_meaning() -> None:
    assert ASKED.pairs == {("the", "heron"), ("heron", "stand")}


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Who is Ada Lund?", {"ada", "lund"}),
        ("What did Brigade 315 do?", {"brigad", "315"}),
        ("Herons eat what in 1871?", {"1871"}),
        ("What does The Lake cost?", {"lake"}),
        ("where do herons stand?", set()),
        ("What is Jean-Luc’s?", {"jean", "luc"}),
    ],
)
def test_names_are_words_written_large_or_with_a_digit(question: str, names: set[str]) -> None:
    """The first word is large in any question, and a stop word names nothing."""
    assert analyse(question, {}, 4).names == names


def test_terms_are_stems_each_once_and_in_order() -> None:
    assert question_terms("Do the counted herons count a Heron?") == ["count", "heron"]


def test_a_question_of_nothing_but_stop_words_is_taken_by_them() -> None:
    assert question_terms("Who is it?") == ["who", "is", "it"]
    assert {"who", "is"} <= STOP_WORDS


def test_words_cover_their_share_of_the_weight() -> None:
    assert ASKED.cover({"heron", "frog"}) == pytest.approx(HERON / (HERON + STAND))
    assert ASKED.cover(set()) == 0.0
    assert analyse("ͺ", {}, 4).cover({"heron"}) == 0.0


def test_the_share_does_not_depend_on_the_order_of_a_set() -> None:
    """Sums of figures depend on their order, and sets have another one in each process."""
    terms = [f"w{n}" for n in range(30)]
    asked = analyse(" ".join(terms), {term: 3 * n for n, term in enumerate(terms)}, 1_000)

    shares = {asked.cover(dict.fromkeys(order).keys()) for order in (terms, terms[::-1])}

    assert len(shares) == 1


# Sentences --------------------------------------------------------------------------


def test_the_figures_of_sentences_are_those_worked_out_by_hand() -> None:
    """The first has both words and both pairs, as "the heron stand"; "In Bern" is a place.

    New are 5 of its 7 stems (the, in, bern, shallow, water), and all 4 of the second's: a
    word that carries no meaning is none of the question's.
    """
    hit = make_hit(
        "The heron stands in Bern in shallow water.", "It eats a frog.", cosines=(0.7, 0.1)
    )
    _, (first, second) = figures(ASKED, hit)

    assert first == pytest.approx(
        {
            "meaning": 0.7,
            "cover": 1.0,
            "window": 1.0,
            "pairs": 1.0,
            "names": 1.0,
            "kind": 1.0,
            "new": 5 / 7,
            "passage": 0.0,
        }
    )
    assert second == pytest.approx(
        {
            "meaning": 0.1,
            "cover": 0.0,
            "window": 1.0,
            "pairs": 0.0,
            "names": 1.0,
            "kind": 0.0,
            "new": 1.0,
            "passage": 0.0,
        }
    )


def test_the_window_reaches_one_sentence_either_way() -> None:
    _, rows = figures(ASKED, make_hit("A heron.", "It eats.", "It sleeps.", "They stand."))

    assert [row["window"] for row in rows] == pytest.approx(
        [HERON / ASKED.total, HERON / ASKED.total, STAND / ASKED.total, STAND / ASKED.total]
    )


def test_names_are_counted_in_the_sentence_itself() -> None:
    asked = analyse("Who is Ada Lund of Bern?", {}, 4)
    _, rows = figures(asked, make_hit("Ada Lund lives there.", "Bern is a town."))

    assert [row["names"] for row in rows] == pytest.approx([2 / 3, 1 / 3])


def test_the_names_of_the_question_are_no_answer_to_who() -> None:
    """What is left without the question's words must hold a person."""
    asked = analyse("Who counted the Herons?", {}, 4)
    _, rows = figures(asked, make_hit("By some accounts Herons counted.", "Then Ada Lund counted."))

    assert [row["kind"] for row in rows] == [0.0, 1.0]


# Passages ---------------------------------------------------------------------------


def test_the_figures_of_a_passage_are_those_worked_out_by_hand() -> None:
    """Best by cosine and cover together is the first: 0.2 + 1; by cosine alone the second."""
    hit = make_hit("The heron stands.", "It eats.", cosines=(0.2, 0.6), dense=0.5, lexical=3.0)
    found, _ = figures(ASKED, hit)

    assert found == pytest.approx(
        {
            "words": 1.0,
            "meaning": 0.5,
            "sentence": 0.6,
            "cover": 1.0,
            "context": 1.0,
            "both": 1.2,
            "pairs": 1.0,
            "topic": 0.0,
        }
    )


def test_title_and_headings_count_as_context_only() -> None:
    hit = make_hit("It stands.", title="Grey herons", heading=("Habits",))
    found, _ = figures(ASKED, hit)

    assert found["cover"] == pytest.approx(STAND / ASKED.total)
    assert found["context"] == 1.0


def test_words_are_a_share_of_the_best_passage() -> None:
    hits = [make_hit("A", lexical=2.0), make_hit("B", lexical=8.0), make_hit("C")]

    assert [float(found.passage[0]) for found in extract_features(ASKED, hits)] == [0.25, 1.0, 0.0]


TOPIC = "what problems of heat conduction in composite slabs have been solved"


def topics(question: str, cosines: tuple[float, ...]) -> list[float]:
    """Return the figure of the topic of passages whose sentences have these cosines."""
    hits = [
        make_hit("It is so.", cosines=(c,), dense=0.5, lexical=2.0, likeness=0.25) for c in cosines
    ]
    found = extract_features(analyse(question, {}, 4), hits)
    return [float(item.passage[PASSAGE_FEATURES.index("topic")]) for item in found]


def test_a_topic_is_weighed_where_many_passages_are_about_as_good() -> None:
    """Words, meaning, sentence and likeness: 1 + 0.5 + 0.8 + 0.25, and the last with 0.6."""
    assert topics(TOPIC, (0.8, 0.8, 0.8, 0.8, 0.6)) == pytest.approx([2.55] * 4 + [2.35])


@pytest.mark.parametrize(
    ("question", "cosines"),
    [
        (TOPIC, (0.8, 0.8, 0.8, 0.8, 0.5)),  # the fifth is not as good
        (TOPIC, (0.8, 0.8, 0.8, 0.8)),  # there are not five
        ("what problems of heat conduction in slabs", (0.8,) * 5),  # four words
        (f"{TOPIC} by Lund", (0.8,) * 5),  # a name
        (f"when were {TOPIC.removeprefix('what ')}", (0.8,) * 5),  # it asks for a time
        ("Welche Probleme der Wärmeleitung in geschichteten Platten sind gelöst", (0.8,) * 5),
    ],
)
def test_other_questions_are_about_no_topic(question: str, cosines: tuple[float, ...]) -> None:
    assert topics(question, cosines) == [0.0] * len(cosines)


def test_a_passage_without_a_sentence_has_figures_all_the_same() -> None:
    found, rows = figures(ASKED, make_hit(dense=0.4))

    assert rows == []
    assert found == {**dict.fromkeys(PASSAGE_FEATURES, 0.0), "meaning": 0.4}


def test_hits_are_weighed_in_their_order_and_unchanged() -> None:
    hits = [make_hit("A heron.", ordinal=n) for n in (2, 0, 1)]

    assert [found.hit for found in extract_features(ASKED, hits)] == hits
    assert extract_features(ASKED, []) == []


WORDS = st.sampled_from("The heron Ada Lund stands in 1871 Bern. It eats. who , of a".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(question=TEXTS, sentences=st.lists(TEXTS, max_size=5))
def test_every_figure_is_a_share_whatever_the_words(question: str, sentences: list[str]) -> None:
    (found,) = extract_features(
        analyse(question, {"heron": 2}, 5), [make_hit(*sentences, lexical=1.0)]
    )

    for table in (found.passage, found.sentences):
        assert np.isfinite(table).all()
        assert ((table >= 0) & (table <= 1 + 1e-9)).all()


# Over an index ----------------------------------------------------------------------


def test_what_the_index_finds_is_weighed_with_what_it_knows(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    """Of two passages one holds "heron": log(1 + 2/2); none holds "stand": log(1 + 2/1)."""
    texts = {"a": "The heron waits in shallow water.", "b": "Nobody knows the owl."}
    list(index.add([make_document(text, f"{name}.txt") for name, text in texts.items()]))
    asked, evidence = retrieve(reading(index), WHERE, index.embedder.embed_question(WHERE))
    found = {item.hit.passage.text: item for item in evidence}

    assert asked.weights == pytest.approx({"heron": log(2), "stand": log(3)})
    assert set(found) == set(texts.values())
    # the cosine of {heron, wait, shallow, water} and {heron, stand} is 1 / (2 * sqrt(2))
    assert found[texts["a"]].sentences[0, 0] == pytest.approx(8**-0.5, abs=1e-3)
    assert found[texts["a"]].passage[0] == 1.0
    assert found[texts["b"]].passage[0] == 0.0


def test_what_is_left_of_a_contraction_is_no_word_that_an_answer_must_have() -> None:
    asked = analyse("Why shouldn't I wash a pan that isn't new?", {}, 1)

    assert {"wash", "pan", "new"} == asked.weights.keys()
