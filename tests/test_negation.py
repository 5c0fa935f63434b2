"""Whether a question asks for what is not so, and whether a text denies something."""

import pytest

from qa.answering.negation import asks_not, denied, says_not


@pytest.mark.parametrize(
    "question",
    [
        "Which ports did not pay?",
        "Who didn't pay their dues in 2020?",
        "What can the crew not do?",
        "Who has never been paid?",
        "What cannot be repaired?",
    ],
)
def test_a_question_may_ask_for_what_is_not_so(question: str) -> None:
    assert asks_not(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which ports paid?",
        "Why not use a crane?",
        "Did they not pay?",
        "What is not only a port but a town?",
        "Who wrote “Never Again”?",
        "What happens if the boat is not moored?",
        "How much is due for each net that was not mended?",
    ],
)
def test_other_questions_do_not(question: str) -> None:
    assert not asks_not(question)


@pytest.mark.parametrize(
    "text",
    [
        "Askvik and Hvar did not pay them.",
        "Nobody paid.",
        "The bank refused to lend.",
        "They were unable to pay.",
        "It is impossible without a crane.",
    ],
)
def test_a_text_may_deny_in_many_words(text: str) -> None:
    assert says_not(text)


def test_a_text_without_them_denies_nothing() -> None:
    assert not says_not("Selby, Torvik and Marle paid their dues in 2020.")


def test_the_verbs_are_told_that_a_text_denies() -> None:
    assert denied("They did not pay the dues, and never yet repaired it.") == {"pai", "repair"}
    assert denied("They refused to sign.") == {"sign"}
    assert denied("They paid, which is not a loss.") == set()
