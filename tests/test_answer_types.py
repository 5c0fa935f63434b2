"""What kind of answer a question asks for, and what sentences hold one."""

from typing import get_args

import pytest

from qa.answering.answer_types import Kind, asks_condition, gives_condition, holds, kind_asked

QUESTIONS: dict[Kind, str] = {
    "person": "Who leads Brigade 315?;Whose idea was it?;To whom was it sold?;"
    "Which author wrote it?;What scientist found it?;Which queen reigned?;"
    "Which doctor treated her?;Who's the boss?;Which CEO resigned?;"
    "What is the name of the ship's captain?",
    "time": "When was it built?;What year did it open?;On which day did he die?;In what month?;"
    "What time does it open?;How long did it last?;In which century?;"
    "How soon will it end?;What is the deadline?;Tell me when it opens",
    "number": "How many herons were there?;How much did it cost?;How far is it?;How tall is it?;"
    "What percentage voted?;What is the population of Bern?;What was the length of the wall?;"
    "What proportion was lost?;What is the number of legs?;How old is the town?;"
    "How long is the bridge?;What is the maximum load?;What is the mooring fee in Askvik?;"
    "What is the most that a visitor may pay?;At what age did he die?;What share of voters came?;"
    "What does the whole cost?;How long may the cable be?;What is the supply voltage of the pump?;"
    "What's the longest time the light can stay on?;What is the pressure of the pump?",
    "place": "Where does it stand?;In which country is it?;What city was burnt?;Which river?;"
    "What state is it in?;In what neighborhood?;In what neighbourhood?;"
    "What is the capital of Mali?",
    "reason": "Why did he leave?;What caused the fire?;For what reason?;How come it fell?;"
    "What led to the war?",
    "other": "Which IP address does it have?;Which resolution was adopted in May?;"
    "What was the volume about?;"
    "What is a heron?;Is it grey?;Herons;How does it work?;Which bird is grey?;"
    "Somewhere it stands;Whenever it rains;Whoever;"
    "What should I do when the alarm sounds?;What did the man who led it say?;"
    "What happens in the town where he was born?;",
}


@pytest.mark.parametrize(
    ("question", "kind"),
    [(question, kind) for kind, told in QUESTIONS.items() for question in told.split(";")],
)
def test_the_kind_of_a_question_is_seen_in_its_words(question: str, kind: Kind) -> None:
    assert kind_asked(question) == kind
    assert kind_asked(question.upper()) == kind
    assert kind_asked(question.lower()) == kind


def test_who_in_large_letters_asks_for_nobody() -> None:
    assert kind_asked("What did the WHO recommend?") == "other"
    assert kind_asked("When did the WHO recommend it?") == "time"


HELD: dict[Kind, str] = {
    "person": "It was Lund.;Then Ada Lund came.;By then O’Neill led.",
    "time": "It was 1871.;In the 1990s it fell.;On Monday.;In March it rained.;Last summer.;"
    "It took three hours.;In the 19th century.;About two decades.;It lasted 5 minutes.",
    "number": "It cost 40 pounds.;Seven herons.;About half of them.;Twenty-one owls.;Thousands.;"
    "There are 12 [3].;Table 2 has 9.;Herons [of 1871].",
    "place": "It stands in Bern.;It lies near the Aare.;He came from southern Libya.;"
    "Then Bern fell.",
    "reason": "It fell because of rain.;Owing to rain.;It led to war.;So that he may eat.;"
    "That was due to rain.;The fire was caused by rain.;Therefore he left.;It resulted in war.",
    "other": "Anything at all.;;…",
}
LACKED: dict[Kind, str] = {
    "person": "It was grey.;The heron stands.;It rains. Then it stops.;",
    "time": "The heron stands.;It was grey.;;He has 40 herons.;Page 3021.",
    "number": "The heron stands.;;Nobody knows.;Someone often stands alone.;Herons stand [21].;"
    "As seen before [4]–[7], [12, 15].;They stand (Table 2, Fig. 3B).;Siehe Tabelle 4.",
    "place": "In the reeds.;It stands in water.;;The heron.",
    "reason": "The heron stands.;;It is grey.;Thusly.",
}


@pytest.mark.parametrize(
    ("sentence", "kind"), [(s, kind) for kind, told in HELD.items() for s in told.split(";")]
)
def test_a_sentence_holds_what_is_of_the_kind(sentence: str, kind: Kind) -> None:
    assert holds(sentence, kind)


@pytest.mark.parametrize(
    ("sentence", "kind"), [(s, kind) for kind, told in LACKED.items() for s in told.split(";")]
)
def test_a_sentence_lacks_what_is_not(sentence: str, kind: Kind) -> None:
    assert not holds(sentence, kind)


def test_every_kind_has_questions_and_sentences_here() -> None:
    assert set(QUESTIONS) == set(HELD) == set(get_args(Kind))
    assert set(LACKED) == set(get_args(Kind)) - {"other"}


def test_when_may_ask_for_a_condition() -> None:
    assert asks_condition("When is a berth refused?")
    assert asks_condition("When must I pay?")
    assert not asks_condition("When was the berth refused?")
    assert gives_condition("It is refused if the boat leaks.")
    assert not gives_condition("It is refused.")
