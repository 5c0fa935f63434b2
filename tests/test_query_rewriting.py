"""Follow-up questions: words are carried over when, and only when, a question leans."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.answering.query_rewriting import (
    MOST_WORDS,
    Turn,
    context_words,
    depends_on_context,
    standalone_question,
)

LEADER = Turn("Who leads Brigade 315?", "Ahmad Omar al-Ansari leads it.")
COUNT = Turn("How many herons did Ada Lund count in 1871?", "She counted 40.")

LEANING = (
    "What about the second one?",
    "Why?",
    "Why not?",
    "And in Mali?",
    "Where?",
    "How come?",
    "Who is he?",
    "When did they announce it?",
    "Which other groups?",
    "Is that so?",
    "Anything else?",
    "How many of them crossed the border?",
    "What did the former say?",
)
ALONE = (
    "Who leads Brigade 315?",
    "When did Ansar al-Sharia announce the creation of a branch?",
    "How much was Mehdi paid each month?",
    "What did the commander do in Benghazi?",
    "Which weapons were smuggled into Tunisia?",
    "Why did the fighters leave Syria?",
)

questions = st.text(max_size=60) | st.sampled_from([*LEANING, *ALONE])
histories = st.lists(st.builds(Turn, questions, questions), max_size=4)


@pytest.mark.parametrize("question", LEANING)
def test_what_points_back_or_says_nearly_nothing_leans(question: str) -> None:
    assert depends_on_context(question)


@pytest.mark.parametrize("question", ALONE)
def test_what_names_its_subject_stands_alone(question: str) -> None:
    assert not depends_on_context(question)
    assert standalone_question(question, [LEADER, COUNT]) == question


@given(questions, histories)
@example("Who leads Brigade 315?", [LEADER, COUNT])
@example("Why?", [])
def test_a_question_that_stands_alone_is_left_exactly_as_it_is(
    question: str, history: list[Turn]
) -> None:
    if not history or not depends_on_context(question):
        assert standalone_question(question, history) == question


@given(questions, histories)
def test_words_are_only_added_behind_and_only_those_of_earlier_questions(
    question: str, history: list[Turn]
) -> None:
    words, searched = context_words(question, history), standalone_question(question, history)
    said = " ".join(turn.question for turn in history).casefold()

    assert searched == (f"{question} ({' '.join(words)})" if words else question)
    assert len(words) <= MOST_WORDS
    if said.isascii():
        assert all(word.casefold() in said for word in words)


@pytest.mark.parametrize("question", ["Why?", "And in Mali?", "What about the second one?"])
def test_a_question_that_leans_gets_the_words_of_the_one_before(question: str) -> None:
    found = {word.casefold() for word in context_words(question, [LEADER])}

    assert found == {"leads", "brigade", "315"}


def test_names_come_before_other_words() -> None:
    found = [word.casefold() for word in context_words("Why?", [COUNT])]

    assert set(found[:3]) == {"ada", "lund", "1871"}
    assert set(found[3:]) == {"many", "herons", "count"} & set(found[3:])
    assert "herons" in found


def test_a_word_that_the_question_has_is_not_carried_over() -> None:
    assert "herons" not in {word.casefold() for word in context_words("And which heron?", [COUNT])}


def test_a_chain_of_leaning_questions_goes_back_to_the_one_that_stands_alone() -> None:
    chain = [COUNT, LEADER, Turn("Why?"), Turn("And in Mali?")]
    found = {word.casefold() for word in context_words("When?", chain)}

    assert found == {"mali", "leads", "brigade", "315"}


def test_only_questions_are_carried_over_not_answers() -> None:
    """An answer may be wrong; nothing of it is put into the next question."""
    assert "ansari" not in standalone_question("Why?", [LEADER]).casefold()


def test_a_question_of_its_own_leans_on_the_names_alone() -> None:
    """What was asked before is not asked again."""
    history = [Turn("Who leads Brigade 315?")]

    assert standalone_question("Where is it based?", history) == "Where is it based? (Brigade 315)"
