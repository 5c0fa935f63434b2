"""Which sentences are quoted, and what is shown along with them."""

from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_hits import evidence_of, make_hit, make_ranked

from corpus import Passage, Span
from qa.answering.objection import Objection
from qa.answering.quoting import ENOUGH, ENOUGH_OF_MANY, MAX_QUOTES, choose, lead, shares
from qa.answering.ranking import ScoredSentence


def likely(*probabilities: float) -> list[ScoredSentence]:
    """Return sentences whose scores make them likely to answer as told."""
    return make_ranked(*[(f"Sentence {n}.", log(p)) for n, p in enumerate(probabilities)])


def chosen(ranked: list[ScoredSentence], most: int = MAX_QUOTES) -> list[str]:
    return [sentence.text for sentence in choose(ranked, most)]


def lead_of(quote: ScoredSentence, before: Passage | None = None) -> Span | None:
    return lead(quote.hit.passage, quote.row, before)


# Shares -----------------------------------------------------------------------------


def test_shares_are_the_softmax_of_the_scores() -> None:
    """Scores 2 and 1 are odds of e to 1."""
    first, second = shares(make_ranked(("A.", 2.0), ("B.", 1.0)))

    assert first == pytest.approx(2.718282 / 3.718282, abs=1e-6)
    assert first + second == pytest.approx(1.0)


def test_shares_do_not_depend_on_how_large_all_scores_are() -> None:
    assert shares(make_ranked(("A.", 5002.0), ("B.", 5001.0))) == pytest.approx(
        shares(make_ranked(("A.", 2.0), ("B.", 1.0)))
    )
    assert shares(make_ranked(("A.", 1000.0), ("B.", -1000.0))) == [1.0, 0.0]
    assert shares([]) == []


# Choosing ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probabilities", "quotes"),
    [
        ((ENOUGH + 0.001, 0.999 - ENOUGH), 1),
        ((ENOUGH - 0.001, 1.001 - ENOUGH), 2),
        ((0.6, 0.35, 0.05), 2),
        ((0.5, 0.3, 0.15, 0.05), 3),
        ((0.25, 0.25, 0.25, 0.25), 3),
        ((1.0,), 1),
        ((), 0),
    ],
)
def test_quotes_are_added_until_the_answer_is_probably_among_them(
    probabilities: tuple[float, ...], quotes: int
) -> None:
    """What is enough is measured, and near 0.9; at most three are quoted."""
    found = chosen(likely(*probabilities))

    assert found == [f"Sentence {n}." for n in range(quotes)]


def test_no_more_are_quoted_than_allowed() -> None:
    ranked = likely(*[1 / 8] * 8)

    assert [len(chosen(ranked, most)) for most in (1, 2, 5, 20)] == [
        1,
        2,
        5,
        8,
    ]


@pytest.mark.parametrize(
    "again", ["The heron stands.", "The  heron\nstands.", "The heron\tstands."]
)
def test_the_same_words_are_quoted_once(again: str) -> None:
    """However the white space between them is written, and wherever they stand."""
    ranked = make_ranked(("The heron stands.", 1.0), (again, 1.0), ("It eats.", 1.0))

    assert chosen(ranked) == ["The heron stands.", "It eats."]


def test_words_that_are_passed_over_still_count_as_quoted() -> None:
    """The answer is as well in the first quote as in the second with the same words."""
    ranked = make_ranked(("It stands.", log(0.5)), ("It stands.", log(0.45)), ("B.", log(0.05)))

    assert chosen(ranked) == ["It stands."]


def test_what_fails_a_guard_is_quoted_only_behind_one_that_fails_too() -> None:
    first, second, third = likely(0.4, 0.3, 0.3)
    failing = replace(second, objection=Objection("time"))

    assert chosen([first, failing, third]) == [first.text, third.text]
    worst = replace(first, objection=Objection("time"))
    assert chosen([worst, failing, third]) == [first.text, second.text, third.text]


SENTENCES = st.lists(
    st.tuples(st.sampled_from(["A heron.", "A wren.", "An  owl.", "An owl."]), st.floats(-5, 5)),
    max_size=8,
)


@given(scored=SENTENCES, most=st.integers(1, 4))
def test_choosing_keeps_the_order_the_number_and_the_mass(
    scored: list[tuple[str, float]], most: int
) -> None:
    ranked = make_ranked(*sorted(scored, key=lambda pair: -pair[1]))
    quotes = choose(ranked, most)
    places = [ranked.index(quote) for quote in quotes]
    words = [tuple(quote.text.split()) for quote in quotes]

    assert len(quotes) == min(len(quotes), most)
    assert bool(quotes) == bool(ranked)
    assert places == sorted(places)
    assert len(set(words)) == len(words)
    # the fewest: without the last there was not enough, with it there is, or no more may be
    enough = ENOUGH if most <= MAX_QUOTES else ENOUGH_OF_MANY
    assert sum(shares(ranked)[: places[-1]] if places else []) < enough
    rest = {tuple(s.text.split()) for s in ranked} - set(words)
    if len(quotes) < most and rest:
        reach = next(i for i, s in enumerate(ranked) if tuple(s.text.split()) in rest)
        assert sum(shares(ranked)[:reach]) >= enough


# What leans -------------------------------------------------------------------------


def second(text: str) -> ScoredSentence:
    """Return a sentence that stands after another in its passage."""
    return ScoredSentence(
        evidence_of(make_hit("Ada Lund was born in Bern.", text, start=50)), 1, 0.0
    )


@pytest.mark.parametrize(
    "text",
    [
        "She counted herons.",
        "THEY stood.",
        "This was in 1871.",
        "It cost 40 pounds.",
        "But he left.",
        "And so, moreover, they did.",
        "However, it rained.",
        "“It was cold,” said Lund.",
        "(That was all.)",
        "The former stands.",
        "The same year she left.",
        "Their nests are large.",
        "One is grey.",
        "Both are grey.",
        "Such birds are rare.",
        "1,250.00",
    ],
)
def test_a_quote_that_leans_brings_the_sentence_before_it(text: str) -> None:
    found = lead_of(second(text))

    assert found == (50, 76)
    assert second(text).hit.passage.quote(found) == "Ada Lund was born in Bern."


@pytest.mark.parametrize(
    "text",
    [
        "The heron stands.",
        "Ada Lund said that it stands.",
        "Item 4 was sold.",
        "Itself grey, the heron stands.",
        "Thistles grow there.",
        "Hers is grey.",
        "However, the heron stands.",
        "But Lund left.",
        "Sole owner was Lund.",
        "The formerly grey heron.",
        "Onerous work.",
    ],
)
def test_a_quote_that_stands_alone_brings_nothing(text: str) -> None:
    assert lead_of(second(text)) is None


def test_nothing_is_brought_from_another_passage() -> None:
    first = ScoredSentence(
        evidence_of(make_hit("She counted herons.", "Ada Lund left.", ordinal=1)), 0, 0.0
    )

    assert lead_of(first) is None


def test_the_sentence_before_may_stand_in_the_passage_before() -> None:
    before = make_hit("Ada Lund left.", "Her sister stayed.").passage
    leaning = ScoredSentence(evidence_of(make_hit("She counted herons.", ordinal=1)), 0, 0.0)
    elsewhere = make_hit("Ada Lund left.", heading=("Wrens",)).passage

    assert lead_of(leaning, before) == before.sentences[-1]
    assert lead_of(leaning, elsewhere) is None


def test_the_first_item_of_a_list_brings_what_announces_it() -> None:
    evidence = evidence_of(make_hit("Bring with you:", "- a hat.", "- a net."))

    assert lead_of(ScoredSentence(evidence, 1, 0.0)) == evidence.hit.passage.sentences[0]
    assert lead_of(ScoredSentence(evidence, 2, 0.0)) is None
