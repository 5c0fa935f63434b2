"""Which sentences may answer, in which order: by a reader, or by words and vectors alone."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import exp

import numpy as np
import pytest
from made_hits import evidence_of, make_hit
from tiny_reader import WordReader, by_reader_alone

from corpus import Document, Source, split
from corpus.text_builder import TextBuilder
from index import Hit, LocalIndex
from index.types import DocumentInfo
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.confidence import (
    NOT_SURE,
    READ_SIGNS,
    confidence_features,
    signs_of,
)
from qa.answering.features import Evidence, analyse, extract_features
from qa.answering.question import Request
from qa.answering.ranking import (
    READ_PASSAGES,
    ScoredSentence,
    Weights,
    rank_sentences,
    shipped_weights,
)
from qa.answering.reading import (
    READ_FEATURES,
    READ_TOGETHER,
    is_prose,
    passage_words,
    read_figures,
)
from qa.reader.layout import PassageWords
from qa.reader.reader import Reader

ASKED = analyse("Who counted the herons of Bern in 1871?", {}, 4)
NAMELESS = analyse("Who counted the herons?", {}, 4)
"""A question to which no guard objects because a name is missing."""
PLAIN = Weights(np.ones(8), np.ones(8), {})
READ = replace(PLAIN, reading=by_reader_alone())


def chosen_by(reader: Reader | None, *hits: Hit, weights: Weights = READ) -> list[ScoredSentence]:
    chooser = Chooser(weights, lambda: reader)
    return chooser.sentences(NAMELESS, extract_features(NAMELESS, hits))


def texts(sentences: Sequence[ScoredSentence]) -> list[str]:
    return [sentence.text for sentence in sentences]


BERN = make_hit("It was cold.", "Lund did that.", document="b", cosines=(0.2, 0.1))
OSLO = make_hit("Herons of Bern were counted.", "It rained in 1871.", document="a")


def test_the_order_follows_the_reader() -> None:
    """By words alone it is the other way round."""
    assert texts(chosen_by(None, OSLO, BERN))[0] == "Herons of Bern were counted."
    found = chosen_by(WordReader("Lund"), OSLO, BERN)

    assert found[0].text == "Lund did that."
    assert found[0].score == pytest.approx(4.0)
    assert [sentence.score for sentence in found[1:]] == pytest.approx([-4.0] * 3)


def test_the_reader_is_given_the_question_and_what_each_passage_stands_under() -> None:
    reader = WordReader("Lund")
    hit = make_hit("It was cold.", "Lund did.", title="Birds", heading=("Bern", "1871"))
    chosen_by(reader, hit, OSLO)

    assert reader.read_for == [
        (
            NAMELESS.text,
            (
                PassageWords("Birds – Bern – 1871", ("It was cold.", "Lund did.")),
                PassageWords("Notes", ("Herons of Bern were counted.", "It rained in 1871.")),
            ),
        )
    ]


def test_headings_scraps_and_questions_never_come() -> None:
    """Whatever the reader says of them: they only repeat the question, or are no sentences."""
    hit = make_hit("The herons", "Who counted herons?", "Ada Lund counted the herons.")

    assert texts(chosen_by(WordReader("erons"), hit)) == ["Ada Lund counted the herons."]


def table_hit() -> Hit:
    builder = TextBuilder()
    rows = [["Port", "Herons", "Year"], ["Selby", "40", "1871"], ["Torvik", "7", "1872"]]
    builder.table(rows, heads=1, labels=1, caption="Herons counted in ports")
    document = builder.document(Source("file:/t", "t.txt"))
    (passage,) = split(document, lambda parts: [len(part.split()) for part in parts], 500)
    info = DocumentInfo(document.id, "v1", "Ports", "t.txt", "", "", "", "", 99, 1, "2024-01-01")
    return Hit(passage, info, 0.0, 1, 0.0, None, 0.0, (0.0,) * len(passage.sentences))


def test_heads_of_tables_never_come() -> None:
    found = chosen_by(WordReader("Herons"), table_hit())

    assert texts(found) == ["Selby | 40 | 1871", "Torvik | 7 | 1872"]


def test_rows_are_read_with_the_names_of_their_columns() -> None:
    words = passage_words(table_hit())

    assert words.context == "Ports"
    assert "Port: Selby; Herons: 40; Year: 1871" in words.sentences


def test_equal_scores_stand_in_the_order_of_the_text_however_they_were_found() -> None:
    hits = [make_hit("A cold day.", "A wet day.", document=name) for name in "cab"]
    hits.append(make_hit("A dry day.", document="a", ordinal=1, start=50))
    orders = [hits, hits[::-1], [hits[2], hits[0], hits[3], hits[1]]]

    found = [
        [(s.hit.document.id, s.span.start) for s in chosen_by(WordReader("none"), *order)]
        for order in orders
    ]
    expected = [("a", 0), ("a", 12), ("a", 50), ("b", 0), ("b", 12), ("c", 0), ("c", 12)]
    assert found == [expected] * 3


def days(count: int) -> list[Evidence]:
    hits = [make_hit(f"Day {n} was cold.", document=f"d{n:02}") for n in range(count)]
    return extract_features(ASKED, hits)


def test_only_the_best_passages_are_read() -> None:
    reader = WordReader("cold")
    chooser = Chooser(READ, lambda: reader)
    ranked = days(READ_PASSAGES + 5)

    assert len(chooser.sentences(ASKED, ranked)) == READ_TOGETHER
    assert len(chooser.sentences(ASKED, ranked, most=3)) == 3
    assert [len(passages) for _, passages in reader.read_for] == [READ_TOGETHER, 3]
    assert len(Chooser(READ).sentences(ASKED, ranked)) == READ_PASSAGES


def test_of_nothing_found_there_is_nothing_to_choose() -> None:
    assert chosen_by(WordReader("cold")) == []
    assert Chooser(READ, lambda: WordReader("cold")).sureness(ASKED, []) == NOT_SURE


@pytest.mark.parametrize("weights", [READ, PLAIN], ids=["no reader", "no weights for one"])
def test_without_a_reader_words_and_vectors_choose_as_ever(weights: Weights) -> None:
    """Weights that were not fitted to a reader never ask for one."""
    reader = WordReader("Lund")
    evidence = extract_features(NAMELESS, [OSLO, BERN])
    chooser = Chooser(weights) if weights is READ else Chooser(weights, lambda: reader)

    found = chooser.sentences(NAMELESS, evidence)
    expected = rank_sentences(NAMELESS, evidence, PLAIN)
    assert [(s.text, s.score) for s in found] == [(s.text, s.score) for s in expected]
    assert {s.read for s in found} == {None}
    assert reader.read_for == []


def test_passages_are_ranked_without_the_reader() -> None:
    evidence = extract_features(ASKED, [BERN, OSLO])

    ranked = Chooser(READ, lambda: WordReader("Lund")).rank(evidence)
    assert [item.hit.document.id for item in ranked] == ["a", "b"]


# What speaks for a sentence that was read ---------------------------------------------


def figures_of(*sentences: str, ordinal: int = 0) -> list[dict[str, float]]:
    hit = make_hit(*sentences, title="Birds of Bern", ordinal=ordinal)
    scores = np.arange(len(sentences), dtype=np.float32) * 5
    rows = read_figures(ASKED, evidence_of(hit), passage_words(hit), scores)
    return [dict(zip(READ_FEATURES, map(float, row), strict=True)) for row in rows]


def test_figures_say_how_a_sentence_stands() -> None:
    first, second, third = figures_of("They counted:", "Who counted herons?", "It was 1871.")

    assert [f["read"] for f in (first, second, third)] == [0.0, 0.5, 1.0]
    assert [f["announces"] for f in (first, second, third)] == [1.0, 0.0, 0.0]
    assert [f["asks"] for f in (first, second, third)] == [0.0, 1.0, 0.0]
    assert [f["leans"] for f in (first, second, third)] == [1.0, 0.0, 1.0]
    assert [f["row"] for f in (first, second, third)] == [0.0, 0.0, 0.0]
    assert first["length"] == pytest.approx(np.log(3) / 4)


def test_a_name_in_title_or_the_sentence_before_counts_as_there() -> None:
    """Bern stands in the title, 1871 in the second sentence."""
    found = figures_of("Lund counted herons.", "It was 1871.", "All slept.", "None flew.")

    assert [f["named"] for f in found] == [0.5, 1.0, 1.0, 0.5]
    assert [f["covered"] for f in found] == pytest.approx([0.75, 1.0, 0.5, 0.25])


@pytest.mark.parametrize("ordinal", [0, 1])
def test_the_first_passage_of_a_document_is_marked(ordinal: int) -> None:
    assert {f["first"] for f in figures_of("Lund.", "Bern.", ordinal=ordinal)} == {1.0 - ordinal}


def test_a_row_of_a_table_is_marked() -> None:
    hit = table_hit()
    words = passage_words(hit)
    rows = read_figures(ASKED, evidence_of(hit), words, np.zeros(len(words.sentences), np.float32))
    marked = [
        s for s, row in zip(words.sentences, rows, strict=True) if row[READ_FEATURES.index("row")]
    ]

    assert marked == ["Port: Selby; Herons: 40; Year: 1871", "Port: Torvik; Herons: 7; Year: 1872"]


# How sure that is -------------------------------------------------------------------


def test_signs_are_those_of_the_sentence_that_was_chosen() -> None:
    """Scores 4 and twice -4; of counting and herons the first sentence has none."""
    hit = make_hit("Lund did that.", "It was cold.", "It was wet.", cosines=(0.6, 0, 0))
    found = confidence_features(NAMELESS, chosen_by(WordReader("Lund"), hit))

    assert found.keys() == set(READ_SIGNS)
    assert found == pytest.approx(
        {
            "read": 0.4, "most": 0.4, "share": 1 / (1 + 2 * exp(-8)),
            "meaning": 0.6, "kind": 0.0, "named": 1.0, "covered": 0.0, "row": 0.0,
        }
    )  # fmt: skip


def test_a_comparison_is_as_sure_of_one_side_as_if_the_other_were_not_there() -> None:
    """Scores 4, 4 and -4: that of the other side is no rival, and one about neither is."""
    hit = make_hit("Lund weighed a heron.", "Lund weighed a wren.", "It was cold.")

    def share(question: str) -> float:
        asked = analyse(question, {}, 4)
        chooser = Chooser(READ, lambda: WordReader("Lund"))
        sentences = chooser.sentences(asked, extract_features(asked, [hit]))
        return confidence_features(asked, sentences)["share"]

    assert share("Which is heavier, a heron or a wren?") == pytest.approx(1 / (1 + exp(-8)))
    assert share("Which bird is heavy?") == pytest.approx(1 / (2 + exp(-8)))


def test_the_reader_may_have_liked_another_better() -> None:
    """What else speaks for the first sentence outweighs that it says -0.4 of it, 0.4 of another."""
    hits = [make_hit("Lund did that."), make_hit("It was cold.", document="d2")]
    first, second = chosen_by(WordReader("Lund"), *hits)
    found = confidence_features(NAMELESS, [replace(second, score=4.5), first])

    assert (found["read"], found["most"]) == pytest.approx((-0.4, 0.4))


def test_a_read_answer_is_weighed_by_what_was_fitted_to_the_reader() -> None:
    fitted = {"intercept": -1.0, **dict.fromkeys(READ_SIGNS, 0.0), "read": 5.0}
    weights = replace(READ, reading=by_reader_alone(fitted), confidence={"intercept": 9.0})
    chooser = Chooser(weights, lambda: WordReader("Lund"))
    evidence = extract_features(NAMELESS, [BERN])
    sentences = chooser.sentences(NAMELESS, evidence)

    assert signs_of(sentences[0], weights) is fitted
    assert chooser.sureness(NAMELESS, sentences).confidence == round(1 / (1 + exp(-1.0)), 4)
    unread = rank_sentences(NAMELESS, evidence, weights)
    assert signs_of(unread[0], weights) is weights.confidence


def test_the_working_point_is_that_of_the_reader_where_there_is_one() -> None:
    reading = replace(by_reader_alone(), working_point=0.3)
    weights = replace(PLAIN, reading=reading, working_point=0.7)

    assert Chooser(weights, lambda: WordReader("Lund")).working_point == 0.3
    assert Chooser(weights).working_point == 0.7
    assert Chooser(replace(weights, reading=None), lambda: WordReader("x")).working_point == 0.7


@pytest.mark.parametrize(("working_point", "status"), [(0.9, "answered"), (0.97, "unanswered")])
def test_where_no_threshold_is_set_the_working_point_decides(
    index: LocalIndex, make_document: Callable[..., Document], working_point: float, status: str
) -> None:
    """The confidence is 1 / (1 + exp(-3)), which is .953."""
    list(index.add([make_document("The heron stands in water.")]))
    fitted = {"intercept": 3.0, **dict.fromkeys(READ_SIGNS, 0.0)}
    reading = replace(by_reader_alone(fitted), working_point=working_point)
    chooser = Chooser(replace(shipped_weights(), reading=reading), lambda: WordReader("heron"))

    answer = Answerer(index, None, chooser).answer(Request("Where does the heron stand?"))
    assert answer.status == status


def test_an_answer_quotes_what_the_reader_chose(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    text = "The heron stands in water. Ada Lund counted 40 herons. The heron eats frogs."
    list(index.add([make_document(text)]))
    sure = {"intercept": 3.0, **dict.fromkeys(READ_SIGNS, 0.0)}
    weights = replace(shipped_weights(), reading=by_reader_alone(sure))

    quotes = {}
    for word in ("water", "frogs"):
        chooser = Chooser(weights, partial(WordReader, word))
        request = Request("What does the heron do?", max_quotes=1)
        answer = Answerer(index, 0.5, chooser).answer(request)
        quotes[word] = [citation.quote for citation in answer.citations]
        assert answer.confidence == round(1 / (1 + exp(-3.0)), 4)
    assert quotes == {"water": ["The heron stands in water."], "frogs": ["The heron eats frogs."]}


@pytest.mark.parametrize(
    ("told", "prose"),
    [
        (
            ("The heron is a bird that fishes.", "“It does not sing!”", "In 1871 it bred here."),
            True,
        ),
        (("Éire had herons then.", "¿Cantan las garzas en invierno?"), True),
        (("Dear Ms Lund,", "Thank you for the letter of 4 May."), False),
        (("From: Ada Lund", "Subject: herons", "They came back this year."), False),
        (("Herons and where they breed", "They breed near the lake."), False),
        (("they breed near the lake.", "and others in the north."), False),
    ],
)
def test_the_first_passage_counts_as_first_only_where_it_is_no_prose(
    told: tuple[str, ...], prose: bool
) -> None:
    first = make_hit(*told)
    assert is_prose(first.passage) == prose

    later = replace(first, passage=replace(first.passage, ordinal=1))
    for hit, counts in ((first, not prose), (later, False)):
        words = passage_words(hit)
        figures = read_figures(
            ASKED, evidence_of(hit), words, np.zeros(len(words.sentences), np.float32)
        )
        assert set(figures[:, READ_FEATURES.index("first")]) == {float(counts)}
