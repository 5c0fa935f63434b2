"""Follow-up questions: words are carried over when, and only when, a question leans."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import tokenize
from qa.answering.leaning import depends_on_context
from qa.answering.query_rewriting import MOST_WORDS, Turn, standalone_question

LEADER = Turn("Who leads Brigade 315?", "Ahmad Omar al-Ansari leads it.")
COUNT = Turn("How many herons did Ada Lund count in 1871?", "She counted 40.")
FERRIES = Turn(
    "Who runs Ellery Sound Ferries?",
    "On 12 May 1998 Dorothea Finlay, then 30, became managing director of Ellery Sound Ferries.",
)

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
    "Who leads it?",
    "How old is she?",
    "and laytime?",
    "How much is it to replace one?",
    "What problem does it solve?",
    "Why did Ada Lund start it?",
    "How many legs do they have?",
    "How can the government reduce its level?",
    "What are the main causes?",
    "Are there any side effects?",
    "I meant the other kind",
)
ALONE = (
    "Who leads Brigade 315?",
    "When did Ansar al-Sharia announce the creation of a branch?",
    "How much was Mehdi paid each month?",
    "What did the commander do in Benghazi?",
    "Which weapons were smuggled into Tunisia?",
    "Why did the fighters leave Syria?",
    "When did Ada Lund say that she would leave?",
    "What is a bore, and why is it dangerous?",
    "How did Microsoft change its logo?",
    "Which group pays its fighters?",
    "What is demurrage?",
)

questions = st.text(max_size=60) | st.sampled_from([*LEANING, *ALONE])
histories = st.lists(st.builds(Turn, questions, questions), max_size=4)


def _added(question: str, history: list[Turn]) -> set[str]:
    """Return the words in parentheses behind a question, in lower case."""
    searched = standalone_question(question, history)
    assert searched.startswith(question)
    return set(tokenize(searched[len(question) :]))


@pytest.mark.parametrize("question", LEANING)
def test_what_points_back_or_says_nearly_nothing_leans(question: str) -> None:
    assert depends_on_context(question)


@pytest.mark.parametrize("question", ALONE)
def test_what_names_its_subject_stands_alone(question: str) -> None:
    assert not depends_on_context(question)
    assert standalone_question(question, [LEADER, COUNT]) == question


def test_a_thing_that_was_spoken_of_is_not_named_again() -> None:
    history = [Turn("What did the council of Selby decide?", "It will mend the sluice gates soon.")]

    assert not depends_on_context("How much money will the sluice cost?")
    assert _added("How much money will the sluice cost?", history) == {"council", "selby", "decide"}


@given(questions, histories)
@example("Who leads Brigade 315?", [LEADER, COUNT])
@example("Why?", [])
def test_a_question_that_stands_alone_is_left_exactly_as_it_is(
    question: str, history: list[Turn]
) -> None:
    said = f"{history[-1].question} {history[-1].answer}" if history else ""
    if not history or (len(history) == 1 and not depends_on_context(question, said)):
        assert standalone_question(question, history) == question


@given(questions, histories)
@example("And in 2022?", [COUNT])
@example("Who is he?", [LEADER])
def test_every_word_was_asked_or_answered(question: str, history: list[Turn]) -> None:
    searched = standalone_question(question, history)
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in history)])

    assert set(tokenize(searched)) <= {*tokenize(said), "in", "why", "when", "where", "how"}
    if searched.startswith(f"{question} ("):
        assert len(searched[len(question) :].split()) <= MOST_WORDS * 2


@pytest.mark.parametrize("question", ["Anything else?", "Why?"])
def test_a_question_that_goes_on_gets_the_words_of_the_one_before(question: str) -> None:
    assert _added(question, [LEADER]) == {"leads", "brigade", "315"}


def test_names_are_kept_where_there_are_too_many_words() -> None:
    long = Turn(
        "How many white herons, storks, swans, ducks, geese, owls did Ada Lund see in 1871?"
    )

    assert {"ada", "lund", "1871"} < _added("Anything else?", [long])


def test_a_word_that_the_question_has_is_not_carried_over() -> None:
    assert "herons" not in _added("And which heron?", [COUNT])


def test_a_chain_of_leaning_questions_goes_back_to_the_one_that_stands_alone() -> None:
    chain = [COUNT, LEADER, Turn("Why?"), Turn("Where is it based?")]

    assert _added("Anything else?", chain) == {"leads", "brigade", "315"}


def test_words_of_turns_that_lean_do_not_pile_up() -> None:
    chain = [Turn("Tell me about lung cancer."), Turn("Can it spread to the throat?")]

    assert _added("What are its symptoms?", chain) == {"lung", "cancer"}


def test_a_question_of_its_own_leans_on_what_was_asked_about_not_on_what_was_asked() -> None:
    assert _added("Where is it based?", [LEADER]) - {"ahmad", "omar", "al", "ansari"} == {
        "brigade",
        "315",
    }


@pytest.mark.parametrize(
    ("turn", "searched"),
    [
        ("How long does she think it takes?", "How long does Dorothea Finlay think it takes?"),
        ("When did her term begin?", "When did Dorothea Finlay’s term begin?"),
        ("And who came after her?", "And who came after Dorothea Finlay?"),
        ("How many have they?", "How many have they? (Dorothea Finlay Ellery Sound Ferries)"),
        ("What is the fare from Askvik?", "What is the fare from Askvik?"),
    ],
)  # fmt: skip
def test_a_pronoun_may_mean_the_name_in_the_answer(turn: str, searched: str) -> None:
    assert standalone_question(turn, [FERRIES]) == searched


def test_a_later_pronoun_means_the_same_person() -> None:
    history = [FERRIES, Turn("How old is she?", "Finlay is 56.")]

    assert standalone_question("Who is her husband?", history) == (
        "Who is Dorothea Finlay’s husband?"
    )


def test_a_name_that_was_asked_about_needs_no_answer() -> None:
    asked = Turn("Who was Anne Bonny?", "She sailed with Calico Jack and Mary Read.")

    assert standalone_question("Who was she married to?", [asked]) == (
        "Who was Anne Bonny married to?"
    )


def test_a_person_whom_nobody_named_is_not_made_up() -> None:
    asked = Turn("Who is the CEO of Solvane Energy?")

    assert _added("How old is she?", [asked]) == {"ceo", "solvane", "energy"}


RAIN = "How much rain fell at Whin Sill in 2023?"


@pytest.mark.parametrize(
    ("before", "turn", "expected"),
    [
        (RAIN, "And in 2022?", "How much rain fell at Whin Sill in 2022?"),
        (RAIN, "2022?", "How much rain fell at Whin Sill in 2022?"),
        (RAIN, "And in Selby?", "How much rain fell at Selby in 2023?"),
        (RAIN, "What about Long Marton?", "How much rain fell at Long Marton in 2023?"),
        ("Who won between 2001 and 2005?", "and in 2010?", "Who won in 2010?"),
        ("How high is the fee in Askvik?", "and in Selby", "How high is the fee in Selby?"),
        ("what is the fee in askvik?", "and in selby?", "what is the fee in selby?"),
        ("How many did Acme employ?", "And in 2015?", "How many did Acme employ in 2015?"),
        (
            "How many were hurt in 2020/21?",
            "and in 2021/22?",
            "How many were hurt in 2021/22?",
        ),
        ("What did Acme earn in FY2020-21?", "And in 2022?", "What did Acme earn in 2022?"),
        ("What did Acme earn in 2020?", "In FY 2021–2022?", "What did Acme earn in FY 2021–2022?"),
        ("Who leads Brigade 315?", "And in Mali?", "Who leads Brigade 315 in Mali?"),
        ("Who leads Brigade 315?", "And Brigade 17?", "Who leads Brigade 17?"),
        ("How heavy is the P200?", "What about the P300?", "How heavy is the P300?"),
        ("What happened in March 2011?", "And in April 2012?", "What happened in April 2012?"),
        ("When is the pool open on Monday?", "And on Sunday?", "When is the pool open on Sunday?"),
        ("When is the pool open on Monday?", "And the spa?", "When is the spa open on Monday?"),
        ("When does the library open?", "and the museum?", "When does the museum open?"),
        ("what does demurrage mean", "and laytime?", "what does laytime mean"),
        ("What is demurrage?", "And what about lay time?", "What is lay time?"),
        ("Is chilli a stew?", "How about goulash?", "Is goulash a stew?"),
        ("When was the ferry suspended?", "Why?", "Why was the ferry suspended?"),
        ("Who inspected crane 4?", "And when?", "When was crane 4 inspected?"),
        ("Who sold the boats?", "Why?", "Why were the boats sold?"),
        ("Did the council agree?", "When?", "When did the council agree?"),
        ("How many came to Selby in 2019?", "How many in 2020?", "How many came to Selby in 2020?"),
        ("Who won the cup in 2018?", "And who in 2019?", "Who won the cup in 2019?"),
        ("Who won the cup in 2018?", "Who in 2019?", "Who won the cup in 2019?"),
    ],
)  # fmt: skip
def test_what_a_turn_gives_takes_the_place_of_its_like(
    before: str, turn: str, expected: str
) -> None:
    assert standalone_question(turn, [Turn(before)]).casefold() == expected.casefold()


def test_places_are_taken_one_after_the_other() -> None:
    history = [Turn(RAIN), Turn("And in 2022?")]

    assert standalone_question("And at Selby?", history) == "How much rain fell at Selby in 2022?"


@pytest.mark.parametrize("turn", ["And who came after her?", "What about selling with Prosper?"])
def test_a_turn_that_asks_something_of_its_own_takes_no_place(turn: str) -> None:
    assert re.match(re.escape(turn) + r" \(.*Karsten Observatory.*\)$", standalone_question(
        turn, [Turn("Who was the first head of the Karsten Observatory?")]))  # fmt: skip


def test_the_verb_at_the_end_is_no_thing_that_was_spoken_of() -> None:
    """The answer says "counted", and nothing of a survey."""
    history = [Turn("Who counted the herons?", "Ada Lund counted 40 herons.")]
    alone = "How many swans did the survey count?"

    assert standalone_question(alone, history) == alone
    asked_of_it = [Turn("What did the survey of Lund find?", "The survey found herons.")]
    assert standalone_question(alone, asked_of_it) != alone


def test_a_short_question_with_all_its_parts_stands_alone() -> None:
    assert standalone_question("Who counted the herons?", [LEADER]) == "Who counted the herons?"
    assert depends_on_context("Does melatonin help?")


def test_a_heading_and_a_year_are_no_person() -> None:
    turn = Turn("Who won the Selby Cup in 2019?", "Prizes\nIn 2019 she won the Selby Cup.")

    assert "Prizes" not in standalone_question("Where was she born?", [turn])


@pytest.mark.parametrize(
    ("before", "turn", "searched"),
    [
        ("Was kostet die Fahrt nach Emden?", "Und nach Leer?", "Was kostet die Fahrt nach Leer?"),
        ("Wann öffnet das Bad im Sommer?", "Und im Winter?", "Wann öffnet das Bad im Winter?"),
        ("Wie hoch war der Gewinn 2019?", "Und 2020?", "Wie hoch war der Gewinn 2020?"),
        ("Wann wurde die Brücke gesperrt?", "Warum?", "Warum wurde die Brücke gesperrt?"),
        ("Wer leitet die Schule in Jever?", "Und in Varel?", "Wer leitet die Schule in Varel?"),
        ("Was kostete der Chor 2020/21?", "Und 2021/22?", "Was kostete der Chor 2021/22?"),
        (
            "Combien coûte le billet à Nantes ?",
            "Et à Rennes ?",
            "Combien coûte le billet à Rennes ?",
        ),
        ("Qui dirigeait l'école en 1998 ?", "Et en 2004 ?", "Qui dirigeait l'école en 2004 ?"),
        ("Quand a fermé la mine ?", "Pourquoi ?", "Pourquoi a fermé la mine ?"),
        ("¿Cuánto cuesta el billete a Jaén?", "¿Y a Baeza?", "¿Cuánto cuesta el billete a Baeza?"),
        ("¿Quién dirigía la escuela en 1998?", "¿Y en 2004?", "¿Quién dirigía la escuela en 2004?"),
        ("¿Cuándo cerró la mina?", "¿Por qué?", "Por qué cerró la mina?"),
    ],
)
def test_turns_of_other_languages_replace_what_they_name(
    before: str, turn: str, searched: str
) -> None:
    assert standalone_question(turn, [Turn(before)]) == searched


@pytest.mark.parametrize(
    ("before", "turn", "carried"),
    [
        ("Wer ist der Pächter der Mühle?", "Was zahlt er dafür?", "Mühle"),
        ("Wem gehört das Schloss in Jever?", "Wann wurde es gebaut?", "Schloss"),
        ("Qui est le gérant du camping ?", "Depuis quand y est-il ?", "camping"),
        ("À qui est le château ?", "Quand est-il ouvert ?", "château"),
        ("À qui appartient le château ?", "Quand l'a-t-il acheté ?", "château"),
        ("¿Quién es la alcaldesa de Lorca?", "¿Qué edad tiene ella?", "Lorca"),
        ("¿De quién es el molino?", "¿Cuándo lo compró?", "molino"),
    ],
)
def test_pronouns_of_other_languages_carry_what_they_mean(
    before: str, turn: str, carried: str
) -> None:
    assert carried in standalone_question(turn, [Turn(before)]).removeprefix(turn)


@pytest.mark.parametrize(
    "question",
    [
        "Worum geht es in der Satzung?",
        "Was kostet ein Hund?",
        "Wie alt muss man sein?",
        "Welche Firma bezahlt ihre Mitarbeiter am besten?",
        "Gibt es einen Aufzug?",
        "Und was zahlen die Kunden im Monat für den Parkplatz?",
        "Combien coûte l'abonnement ?",
        "Quel club paie ses joueurs ?",
        "Combien de visiteurs le musée a-t-il reçus ?",
        "Et pour le parking, combien les clients doivent-ils payer par mois ?",
        "Est-ce qu'il y a un ascenseur ?",
        "¿Cuánto cuesta la entrada?",
        "¿Y para el aparcamiento, cuánto pagan los clientes al mes?",
        "¿Qué equipo paga más a sus jugadores?",
        "¿Quién pinta las casas de la plaza?",
    ],
)
def test_questions_of_other_languages_that_stand_alone_are_left_alone(question: str) -> None:
    assert standalone_question(question, [Turn(f"{question.split()[0]} Emden Lorca Nantes?")]) == (
        question
    )
