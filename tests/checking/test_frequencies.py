"""How often something happens: what is the same in other words, and what is not."""

import pytest

from qa.checking.guards.frequencies import frequencies
from qa.checking.verdict import Evidence
from qa.checking.verifier import EvidenceVerifier, findings


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("every day", 365.25), ("daily", 365.25), ("once a day", 365.25), ("every 2 days", 182.6),
        ("Twice a year", 2), ("every six months", 2), ("half-yearly", 2), ("every half year", 2),
        ("every three months", 4), ("quarterly", 4), ("four times a year", 4),
        ("each quarter", 4), ("once in ten years", 0.1), ("once a decade", 0.1),
        ("every other week", 26.09), ("fortnightly", 26.09), ("every second year", 0.5),
        ("3 times per month", 36), ("every hour", 8766),
        ("in three months", None), ("three hours a week", None), ("every few weeks", None),
        ("every member", None), ("20 euros a month", None), ("every year of the war", None),
        ("every day since May", None), ("a year", None),
    ],
)  # fmt: skip
def test_how_often_it_is_in_a_year(text: str, yearly: float | None) -> None:
    found = [one.yearly for one in frequencies(f"It is done {text}.")]
    assert found == ([] if yearly is None else [pytest.approx(yearly, rel=0.01)])


@pytest.mark.parametrize(
    ("sentence", "quote", "reason"),
    [
        ("An expert checks the boiler every three months.",
         "The boiler is checked twice a year by an expert.",
         "The source says “twice a year”, not “every three months”."),
        ("The boiler is checked twice a year.", "The boiler is checked every three months.",
         "The source says “every three months”, not “twice a year”."),
        ("The board meets weekly.", "The board meets once  a month.",
         "The source says “once a month”, not “weekly”."),
    ],
)  # fmt: skip
def test_another_frequency_contradicts(sentence: str, quote: str, reason: str) -> None:
    judged = EvidenceVerifier().judge(sentence, [Evidence(quote)])[0]
    assert (judged.verdict, judged.reason) == ("contradicted", reason)


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The boiler is checked every six months.", "The boiler is checked twice a year."),
        ("The boiler is checked four times a year.", "The boiler is checked every three months."),
        ("The board meets twice a month.", "The board meets every two weeks."),
        ("The board meets quarterly.", "The board meets every three months."),
        ("The filter is cleaned twice a year.",
         "The filter is cleaned every month. Twice a year the filter is changed."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_let_through(sentence: str, quote: str) -> None:
    assert [*findings(sentence, Evidence(quote))] == []


def test_what_the_surroundings_say_contradicts_nothing() -> None:
    source = Evidence("The board meets in the hall.", "The weekly letter")
    found = [*findings("The board meets twice a year.", source)]
    assert all(one.weight != "conflict" for one in found)
