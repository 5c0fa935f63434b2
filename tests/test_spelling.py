"""Unknown words of a question are read as words that stand in the collection, and no others."""

import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from toys import WordEmbedder, reading

from corpus import Document
from index import LocalIndex, Reading
from index.analysis.similar import one_letter_off, sound_alike
from index.search.spelling import as_read
from qa.answering.answerer import Answerer
from qa.answering.choosing import Chooser
from qa.answering.question import Request
from qa.answering.ranking import shipped_weights

TEXTS = (
    "Ida Brandt is the harbour master of Askvik. She recommended helmets.",
    "Muammar al-Qadhafi visited Torvik in 1977. The final bell rang.",
    "Jürgen Böll audits the e-mail of Deir ez-Zor; Łukasz Żak reads it in Łódź.",
    "Kestrel lent 1,500 crowns on 17 February 2011 under C-0017. The WHO agreed.",
    "Three hundred dockers came. Nobody comes to Iraq.",
)
USUAL = frozenset(
    "who is the master of what did do when in a and how many visit helmets iran comets".split()
)


class UsualWords(WordEmbedder):
    """Knows some words whole and cuts all others in two, as the vocabulary of a model does."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [
            sum(1 if word in USUAL or len(texts) > 1 else 2 for word in text.split())
            for text in texts
        ]


@pytest.fixture
def index(tmp_path: Path, make_document: Callable[..., Document]) -> LocalIndex:
    made = LocalIndex(tmp_path, UsualWords)
    list(made.add([make_document(text, f"{n}.txt") for n, text in enumerate(TEXTS)]))
    return made


@pytest.mark.parametrize(
    ("question", "word", "read"),
    [
        ("Who is the master of Askwik?", "Askwik", "Askvik"),
        ("who is the master of askwik", "askwik", "Askvik"),
        ("Who is the harbuor master?", "harbuor", "harbour"),
        ("What did the master recomend?", "recomend", "recommend"),
        ("When did Gaddafi visit?", "Gaddafi", "Qadhafi"),
        ("when did khadafy visit", "khadafy", "Qadhafi"),
        ("What did Juergen do?", "Juergen", "Jürgen"),
        ("Who is in Lodz?", "Lodz", "Łódź"),
        ("Who is Lukasz?", "Lukasz", "Łukasz"),
        ("What is the email?", "email", "e mail"),
        ("How many did 1500?", "1500", "1,500"),
        ("Who did it on 2011-02-17?", "2011-02-17", "17 February 2011"),
        ("What is c-0017?", "c-0017", "C-0017"),
        ("What did the W.H.O. do?", "W.H.O.", "WHO"),
        ("What did 300 dockers do?", "300", "three hundred"),
    ],
)
def test_an_unknown_word_is_read_as_it_stands(
    index: LocalIndex, question: str, word: str, read: str
) -> None:
    assert reading(index).readings(question) == (Reading(word, read),)


@pytest.mark.parametrize(
    "question",
    [
        "Who is the harbour master of Askvik?",  # all known
        "What did Bell do?",  # stands in small letters, and is a name here
        "How many comets did come?",  # a usual word
        "Who is in Iran?",  # a usual name
        "What did Ask do?",  # too short
        "What is C-0018?",  # a code
        "How many did 1501?",  # a number
        "Qui sont les maitres du harbur?",  # most words are of another language
    ],
)
def test_what_is_known_or_may_well_be_meant_is_left_alone(index: LocalIndex, question: str) -> None:
    assert reading(index).readings(question) == ()


def test_a_name_that_comes_later_is_read_from_then_on(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    question = "Who is Hrytsenko?"
    before = reading(index).readings(question)
    list(index.add([make_document("Olha Gritsenko sails to Askvik.", "late.txt")]))

    assert before == ()
    assert reading(index).readings(question) == (Reading("Hrytsenko", "Gritsenko"),)


@pytest.mark.parametrize("word", ["Abcdefghij" * 390, "Maes" * 900, "\ufdfaab" * 20])
def test_a_word_longer_than_any_is_looked_up_in_no_time(index: LocalIndex, word: str) -> None:
    reader = reading(index)
    reader.readings("Who is Askwik?")  # what is made once
    tracemalloc.start()
    read = reader.readings(f"Who is {word}?")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert read == ()
    assert most < 1_000_000  # bytes; with all neighbours of such a word it is a gigabyte


def test_few_unknown_words_of_a_question_are_looked_up(index: LocalIndex) -> None:
    reader = reading(index)
    wrong = "Abcde Bcdef Cdefg Defgh"

    assert reader.readings(f"Who is {wrong} Askwik?") == ()
    assert reader.readings("Who is Abcde Abcde Abcde Abcde Askwik?") != ()


def test_only_whole_words_are_read_otherwise() -> None:
    assert as_read("Is Lod in Lodz, (Lod)?", [Reading("Lod", "Łód")]) == "Is Łód in Lodz, (Łód)?"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qadhafi", "Gaddafi"),
        ("Mohammed", "Muhammad"),
        ("Hussein", "Husayn"),
        ("Hezbollah", "Hizbullah"),
        ("Benghazi", "Bengasi"),
        ("Hrytsenko", "Gritsenko"),
        ("Dorothea", "Dorotea"),
        ("Zelensky", "Selenskyj"),
    ],
)
def test_transliterations_of_a_name_sound_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)
    assert sound_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Selby", "Shelby"), ("Zelin", "Zahlen"), ("Ali", "Ely"), ("Askvik", "Torvik"), ("", "A")],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert not sound_alike(one, other)


def test_one_letter_is_missing_or_too_much_or_another_or_swapped() -> None:
    found = one_letter_off("heron")
    assert {"hern", "herron", "heran", "hreon", "herons"} <= found
    assert not {"heron", "hrn", "neorh"} & found


def test_an_answer_says_how_it_read_the_question(index: LocalIndex) -> None:
    answer = Answerer(index, 0.0, Chooser(shipped_weights())).answer(
        Request("Who is master of Askwik?")
    )

    assert answer.readings == (Reading("Askwik", "Askvik"),)
    assert answer.question == "Who is master of Askwik?"
    assert answer.searched == "Who is master of Askvik?"
    assert list(answer.record()["readings"]) == [{"word": "Askwik", "read_as": "Askvik"}]


def test_another_way_to_write_the_same_needs_no_word(index: LocalIndex) -> None:
    answer = Answerer(index, 0.0, Chooser(shipped_weights())).answer(
        Request("Who lent 1500 crowns?")
    )

    assert answer.readings == ()
    assert answer.searched == "Who lent 1,500 crowns?"


def in_languages(folder: Path, **texts: str) -> LocalIndex:
    """Make a collection of a document in each language."""
    made = LocalIndex(folder, UsualWords)
    documents = (
        Document(code, code, code, text, language=code) for code, text in texts.items() if text
    )
    list(made.add(documents))
    return made


GERMAN = "Der Vorstand des Vereins tagt im Mai, und die Kasse des Vereins ist leer."


@pytest.mark.parametrize(
    ("english", "others", "question", "read"),
    [
        ("Ida Brandt visited Askvik.", {"de": GERMAN}, "When did the visit in Ferens end?", {}),
        ("The master of Verens sang.", {"de": GERMAN}, "Who is in Ferens?", {"Ferens": "Verens"}),
        ("Ida sang.", {"fr": "Le maire de Vareins a parlé."}, "Who is in Varens?",
         {"Varens": "Vareins"}),
    ],
)  # fmt: skip
def test_a_word_is_read_as_one_of_the_questions_language_or_as_a_name(
    tmp_path: Path, english: str, others: dict[str, str], question: str, read: dict[str, str]
) -> None:
    made = in_languages(tmp_path, en=english, **others)

    with made.reader() as reader:
        assert {one.word: one.read_as for one in reader.readings(question)} == read
