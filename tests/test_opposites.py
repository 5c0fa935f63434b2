"""Words of a question of which a text has only the opposite."""

import pytest

from qa.answering.opposites import opposite_of


@pytest.mark.parametrize(
    ("question", "text", "asked", "given"),
    [
        ("How many died?", "Two were injured.", "died", "injured"),
        ("How many people were wounded?", "The fire killed nine people.", "wounded", "killed"),
        ("When did the ship arrive?", "Its departure is at noon.", "arrive", "departure"),
        ("What does Selby import?", "Selby exports barley.", "import", "exports"),
        ("Why did the harvest decline?", "The harvest increased in 1990.", "decline", "increased"),
        ("When was Ada Lund born?", "Ada Lund died in 1871.", "born", "died"),
        ("What was the income in 2020?", "The expenses were 900 crowns.", "income", "expenses"),
        ("Who is the lender?", "The borrower is Ida Brandt.", "lender", "borrower"),
        ("What must the tenant do?", "The landlord must repair it.", "tenant", "landlord"),
        ("Who built the old mill?", "Omar Nasri built the new mill.", "old mill", "new mill"),
        ("What stood before the fire?", "After the fire it stood there.", "before the fire",
         "After the fire"),
        ("Who won the third set?", "Ida won the first set.", "third set", "first set"),
        ("What is a two-point shot?", "A three-point shot gives three.", "two-point",
         "three-point"),
        ("What is the lowest fee?", "The highest fee is 140 crowns.", "lowest", "highest"),
        ("Who was absent?", "In attendance: Ida Brandt.", "absent", "attendance"),
        ("Who pays more than 50 crowns?", "Guests pay less than 50 crowns.", "more", "less"),
    ],
)  # fmt: skip
def test_what_says_only_the_opposite_is_known(
    question: str, text: str, asked: str, given: str
) -> None:
    assert opposite_of(question, text) == (asked, given)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many died?", "Nine died, and two were injured."),
        ("How many died?", "Nobody was injured."),
        ("When did Selby accept it?", "Selby refused at first, but gave in on 3 March."),
        ("When did Chopin die?", "Chopin (1 March 1810 – 17 October 1849), born in Żelazowa Wola."),
        ("When did the walk end?", "The walk started at dawn and lasted until noon."),
        ("Who bought the mill?", "Ida Brandt sold the mill to Omar Nasri."),
        ("Who is the tenant?", "The landlord let the flat to the tenant Ida Brandt."),
        ("What does the tenant pay?", "640 euros are paid to the landlord."),
        ("Is the mill public?", "It is a private mill."),
        ("How difficult is the mill to clean?", "The mill is easy to clean."),
        ("Who built the old bridge?", "The bridge was built by Omar Nasri with a new crane."),
        ("How much less is paid?", "If it is more than 30 days late, 5 % is taken off."),
        ("What did the mill end up as?", "They started a museum in the mill."),
    ],
)
def test_what_says_both_or_may_mean_the_same_is_left_alone(question: str, text: str) -> None:
    assert opposite_of(question, text) is None
