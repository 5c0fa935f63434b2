"""Which term is asked for, what defines it, and abbreviations with their long forms."""

import pytest

from qa.answering.definitions import (
    AskedTerm,
    asked_term,
    defines,
    forms_in,
    in_other_forms,
)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is ASL?", "ASL"),
        ("what does demurrage mean", "demurrage"),
        ("What does the term “lee shore” mean?", "lee shore"),
        ("define laytime", "laytime"),
        ("demurrage meaning", "demurrage"),
        ("What is the meaning of off-hire?", "off-hire"),
        ("What is a galley according to the glossary?", "galley"),
        ("What is the TEU?", "TEU"),
        ("What is the word “lido”?", "lido"),
    ],
)
def test_the_term_is_told_that_a_question_wants_defined(question: str, term: str) -> None:
    assert asked_term(question) == AskedTerm(term, long_form=False)


@pytest.mark.parametrize(
    "question",
    [
        "What is the fee?",
        "What is the mooring fee in Askvik?",
        "What is the fee per word?",
        "What is the notice term?",
        "What is it?",
        "What was decided?",
        "What is the name of the captain?",
        "What is his name?",
        "Who is Ida Brandt?",
    ],
)
def test_what_asks_for_something_else_wants_no_definition(question: str) -> None:
    assert asked_term(question) is None


@pytest.mark.parametrize(
    "question", ["What does TEU stand for?", "What does the abbreviation 6MWD mean?"]
)
def test_a_question_for_the_long_form_is_told_from_others(question: str) -> None:
    wanted = asked_term(question)
    assert wanted is not None
    assert wanted.long_form


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("freeboard", "Freeboard: the height of the lowest weathertight deck."),
        ("lido", "A lido is an open-air pool with seats around it."),
        ("laytime", "The time that is allowed for loading is called laytime."),
        ("demurrage", "“Demurrage” means money that the charterer pays."),
        ("ASL", "The Armed Struggle League (ASL) was founded in 1990."),
        ("TEU", "TEU - twenty-foot equivalent unit"),
        ("drum", "Drums | tall barrels of steel"),
        ("off hire", "Off-hire, a time without rent, begins at once."),
        ("mean load", "Mean load quantifies how much a crane lifts in a day."),
        ("wind score", "The wind score represents the share of days with gales."),
    ],
)
def test_what_says_what_a_term_means_defines_it(term: str, text: str) -> None:
    assert defines(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("ASL", "And AST-ASL ties would only deepen."),
        ("demurrage", "The owner asked for demurrage twice in May."),
        ("lido", "Every lido was closed in winter."),
        ("fee", "The committee is an old one."),
    ],
)
def test_what_only_mentions_a_term_does_not_define_it(term: str, text: str) -> None:
    assert not defines(term, text)


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("The change in six-minute walk distance (6MWD) was", "6MWD", "six-minute walk distance"),
        ("TEU – twenty-foot equivalent unit. A box.", "TEU", "twenty-foot equivalent unit"),
        ("HWU: Harbour Workers' Union", "HWU", "Harbour Workers' Union"),
        ("The Harbour Workers’ Union (“HWU”) met", "HWU", "Harbour Workers’ Union"),
        ("deoxyribonucleic acid (DNA)", "DNA", "deoxyribonucleic acid"),
        ("the Ministry of Defence (MoD)", "MoD", "Ministry of Defence"),
        ("Extensible Markup Language (XML)", "XML", "Extensible Markup Language"),
        ("FBC, or full blood count, is", "FBC", "full blood count"),
    ],
)  # fmt: skip
def test_abbreviations_are_found_with_their_long_forms(text: str, short: str, long: str) -> None:
    assert forms_in(text) == ((short, long),)


@pytest.mark.parametrize(
    "text", ["He met John Smith (CEO) there.", "A crane (see Table 2) fell.", "AST-ASL ties (2014)"]
)
def test_what_stands_in_brackets_is_not_always_an_abbreviation(text: str) -> None:
    assert forms_in(text) == ()


def test_a_question_is_put_in_the_other_form_of_its_terms() -> None:
    texts = ["Their six-minute walk distance (6MWD) fell.", "The Harbour Workers' Union (HWU) met."]

    assert in_other_forms("How did the 6MWD change?", texts) == (
        "How did the six-minute walk distance change?"
    )
    assert in_other_forms("Who leads the harbour workers' union?", texts) == "Who leads the HWU?"
    assert in_other_forms("Who paid?", texts) == "Who paid?"
