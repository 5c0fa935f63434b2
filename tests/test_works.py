"""Lists of works answer only questions about works, and take no place of what a paper says."""

from collections.abc import Callable

import pytest
from made_hits import evidence_of, make_hit

from corpus import Document
from index import LocalIndex
from qa.answering.features import AnalyzedQuestion, analyse
from qa.answering.question import Request
from qa.answering.works import is_of_other_work, without_other_works
from qa.config import Config
from qa.wiring import make_answerer

MANY = "How many kestrels nest at Selby?"
ENTRIES = (
    "1. Nasri O, Lund A. Kestrels that nest at Selby. J Birds 2004;12:33-41.",
    "[2] van den Berg, J.-P. (2011) Kestrels of the Selby mills. Birds 9, 301.",
    "Marsh E, Okoro C, et al. How many kestrels? Mill Studies 1998; 5: 77",
    "4. Lund AB Okoro C 2009 Selby and its kestrels Bird Lett 3 14 19 1804",
)


def asked(question: str) -> AnalyzedQuestion:
    return analyse(question, {}, 1)


def left_out(question: str, *sentences: str, heading: tuple[str, ...] = ()) -> list[bool]:
    passage = make_hit(*sentences, heading=heading).passage
    return [is_of_other_work(asked(question), passage, row) for row in range(len(sentences))]


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_is_known_by_its_form(entry: str) -> None:
    assert left_out(MANY, entry) == [True]


@pytest.mark.parametrize(
    "heading", ["References", "7 References", "BIBLIOGRAPHY", "Works cited", "Literaturverzeichnis"]
)
def test_all_under_the_heading_of_a_list_is_of_it(heading: str) -> None:
    works = ("Nasri O, Lund A.", "Mills and what they grind.")
    assert left_out("What do mills grind?", *works, heading=("Mills", heading)) == [True, True]


def test_what_stands_before_the_list_is_not_of_it() -> None:
    said = ("We thank Ada Lund.", "Nine kestrels nest at Selby.", *ENTRIES[:2])
    assert left_out(MANY, *said) == [False, False, True, True]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2004 nine kestrels nested at Selby, of 33 to 41 in all.",
        "Nasri and Lund (2004) saw 9 to 12 kestrels at Selby.",
        "1. Nine kestrels nest at Selby (2004: 12, 2011: 14).",
        "1. Lund A counts the kestrels at Selby.",
        "J. Marsh saw 9 kestrels in 2004 and 12 in 2011.",
        "Kestrels A and B nest at Selby since 2004, 33 and 41 feet up.",
        "1. Schedule A was signed on 1 March 2004 and amended on 2 May 2006.",
        "1. Influenza A outbreaks in 2009 hit 12 schools and 9 homes.",
        "1. Kestrel E. 1984 KEN 2:01:09",
        "Lund A, Okoro C: 3 May 2021, 9 to 17",
    ],
)
def test_what_the_paper_says_is_no_entry(sentence: str) -> None:
    assert left_out(MANY, sentence, heading=("Selby", "Referees")) == [False]


def test_one_line_like_an_entry_among_sentences_is_none() -> None:
    said = (
        "1. Lund AB saw 9 kestrels in 2004, 12 in 2011.",
        "They nest.",
        "It rains.",
        "It is dry.",
    )
    assert left_out(MANY, *said) == [False] * 4


@pytest.mark.parametrize(
    "question",
    [
        "Which paper is about kestrels at Selby?",
        "Where was the article on kestrels published?",
        "Who studied kestrels at Selby?",
        "What did Okoro find about kestrels?",
        "What does A. B. Lund say of kestrels?",
    ],
)
def test_an_entry_answers_who_asks_for_works_or_an_author(question: str) -> None:
    assert left_out(question, ENTRIES[3], heading=("References",)) == [False]


def test_all_of_an_entry_is_by_its_authors() -> None:
    parts = ("1. Nasri O, Lund A.", "Kestrels that nest at Selby.", "J Birds 2004;12:33-41.")
    names = ("Ada Lund: Mills and what they grind.", "Omar Šimić: Owls.")

    assert left_out("What did Nasri find about kestrels?", *parts) == [False] * 3
    assert left_out("What did Okoro find about kestrels?", *parts) == [True] * 3
    found = left_out("What does Ada Lund say of mills?", *names, heading=("References",))
    assert found == [False, True]


def test_a_name_in_a_title_is_no_author() -> None:
    assert left_out("What is the role of Selby?", ENTRIES[3]) == [True]


def test_passages_of_works_alone_are_left_out_unless_there_are_no_others() -> None:
    said = evidence_of(make_hit("Nine kestrels nest at Selby.", ENTRIES[0]))
    works = evidence_of(make_hit(*ENTRIES[1:], heading=("References",), ordinal=1))
    assert without_other_works(asked(MANY), [works, said]) == [said]
    assert without_other_works(asked(MANY), [works]) == [works]
    assert without_other_works(asked("Which papers are there?"), [works, said]) == [works, said]


def test_an_answer_is_read_although_ten_works_have_more_of_the_question(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    texts = [
        f"{n}. Nasri O, Lund A. How many kestrels nest at Selby. Birds 2004;{n}:33-41."
        for n in range(1, 11)
    ]
    texts.append("There are nine kestrel nests at the old mill of Selby.")
    list(index.add(make_document(text, f"{n}.txt") for n, text in enumerate(texts)))

    answer = make_answerer(Config(confidence=0.0), index).answer(Request(MANY))

    assert [sentence.text for sentence in answer.sentences] == texts[-1:]


def test_no_work_is_quoted_beside_what_the_paper_says(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    said = "There are nine kestrel nests at the old mill of Selby."
    list(index.add([make_document("\n".join((said, *ENTRIES)))]))

    answer = make_answerer(Config(confidence=0.0), index).answer(Request(MANY, max_quotes=5))

    assert [sentence.text for sentence in answer.sentences] == [said]
