"""Answers of several parts: lists, steps, comparisons, two questions in one, marked words."""

from collections.abc import Callable

import pytest
from made_hits import make_ranked

from corpus import Document, Source, read
from index import LocalIndex
from qa.answering.answer import Answer
from qa.answering.answer_spans import answer_spans
from qa.answering.features import analyse
from qa.answering.lists import asks_for_several, is_item, with_items
from qa.answering.question import Request
from qa.answering.ranking import rank_passages, rank_sentences, retrieve, shipped_weights
from qa.answering.sides import compared, for_each_side, questions_in, without_other_side
from qa.config import Config
from qa.wiring import make_answerer

WEIGHTS = shipped_weights()
MANUAL = (
    "To get the pump ready for winter, do this:\n\n"
    "1. Pull the plug of the pump.\n2. Unscrew the drain plug. Let all water run out.\n"
    "3. Store the pump indoors.\n4. Cover the pump with a cloth.\n5. Lock the shed.\n\n"
    "Damage by frost is not covered."
)
BIRDS = (
    "The heron weighs two kilos.\n\nThe wren weighs ten grams.\n\n"
    "Ada Lund leads the survey of owls.\n\nThe survey of owls was founded in 1871."
)
STEPS = [
    "1. Pull the plug of the pump.",
    "2. Unscrew the drain plug.",
    "Let all water run out.",
    "3. Store the pump indoors.",
    "4. Cover the pump with a cloth.",
    "5. Lock the shed.",
]


@pytest.fixture
def ask(index: LocalIndex, make_document: Callable[..., Document]) -> Callable[..., Answer]:
    list(index.add([make_document(MANUAL, "manual.txt"), make_document(BIRDS, "birds.txt")]))

    def asked(question: str, quotes: int | None = None) -> Answer:
        request = Request(question, max_quotes=quotes)
        return make_answerer(Config(confidence=0.0), index).answer(request)

    return asked


def test_all_steps_are_quoted_and_what_announces_them_leads(ask: Callable[..., Answer]) -> None:
    answer = ask("How do I get the pump ready for winter?")
    quotes = [citation.quote for citation in answer.citations]

    assert sorted(quotes[: len(STEPS)]) == sorted(STEPS)
    first = answer.citations[quotes.index(STEPS[0])]
    assert first.lead is not None
    assert first.lead.text == "To get the pump ready for winter, do this:"


def test_items_of_other_passages_have_figures_to_be_compared_by(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    steps = "\n".join(f"{n}. The mill needs {n} steps{' and a line' * 8}." for n in range(1, 9))
    list(index.add([make_document(steps, "mill.txt")]))
    question = "How many steps does the mill need?"
    with index.reader() as reader:
        asked, evidence = retrieve(reader, question, reader.embed_question(question))
        ranked = rank_sentences(asked, rank_passages(evidence, WEIGHTS)[:1], WEIGHTS)
        items = with_items(reader, asked, ranked[:1], 20)

    assert len({item.hit.passage.ordinal for item in items}) > 1
    assert all(item.figure("cover") > 0 for item in items)


def test_steps_go_before_the_sentence_that_they_stand_beside(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    steps = ["1. Take off the glass.", "2. Cut the wick.", "3. Wipe the brass."]
    beside = "Trim the lamp each week, or when it smokes."
    list(index.add([make_document("\n".join((beside, "", *steps)), "lamp.txt")]))
    question = "How do I trim the lamp?"
    with index.reader() as reader:
        asked, evidence = retrieve(reader, question, reader.embed_question(question))
        ranked = rank_sentences(asked, rank_passages(evidence, WEIGHTS)[:1], WEIGHTS)
        by_text = {one.text: one for one in ranked}
        quotes = [by_text[beside], by_text[steps[1]]]
        items = with_items(reader, asked, quotes, 20)
        why = analyse("Why is the lamp trimmed?", {}, 1)

        assert [item.text for item in items] == [*steps, beside]
        assert with_items(reader, why, quotes, 20) == quotes


def test_steps_stand_under_the_heading_that_the_question_names(index: LocalIndex) -> None:
    steps = ["1. Take off the glass.", "2. Cut the wick."]
    other = ["1. Open the tap of the lamp oil.", "2. Shut it when the lamp is full."]
    text = "\n".join(("# Lamp", "## 3.1 Trimming the lamp", *steps, "", "## 3.2 Filling", *other))
    list(index.add([read(text.encode(), Source("test:lamp", "lamp.md"))]))

    def quoted(question: str) -> list[str]:
        with index.reader() as reader:
            asked, evidence = retrieve(reader, question, reader.embed_question(question))
            ranked = rank_sentences(asked, rank_passages(evidence, WEIGHTS), WEIGHTS)
            best = next(one for one in ranked if one.text == other[0])
            return [one.text for one in with_items(reader, asked, [best], 20, ranked)]

    assert quoted("How do I trim the lamp?") == [*steps, other[0]]
    assert quoted("How do I trim the wick of the old lamp in winter?") == other


def test_no_more_are_quoted_than_are_asked_for(ask: Callable[..., Answer]) -> None:
    assert len(ask("How do I get the pump ready for winter?", 2).citations) == 2
    assert len(ask("pump", 20).citations) > 3 >= len(ask("pump").citations)


def test_a_comparison_has_a_quote_for_each_side(ask: Callable[..., Answer]) -> None:
    answer = ask("Which bird weighs more, the heron or the wren?")
    quotes = " ".join(citation.quote for citation in answer.citations)

    assert "heron" in quotes
    assert "wren" in quotes


def test_each_of_two_questions_is_answered(ask: Callable[..., Answer]) -> None:
    answer = ask("Who leads the survey of owls and when was it founded?")

    assert [citation.quote for citation in answer.citations[:2]] == [
        "Ada Lund leads the survey of owls.",
        "The survey of owls was founded in 1871.",
    ]
    marked = [
        [c.quote[s.start - c.start : s.end - c.start] for s in c.answer_spans]
        for c in answer.citations[:2]
    ]
    assert marked == [["Ada Lund"], ["1871"]]


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who leads the survey of owls and when did Zorbat eat quince?", "when did Zorbat"),
        ("Who ate Zorbat quince and who leads the survey of owls?", "Who ate"),
    ],
)
def test_a_part_of_a_question_without_an_answer_is_named(
    index: LocalIndex, ask: Callable[..., Answer], question: str, missing: str
) -> None:
    answer = make_answerer(Config(confidence=0.6), index).answer(Request(question))

    assert (answer.status, bool(answer.citations)) == ("answered", True)
    assert f"“{missing}" in (answer.reason or "")
    assert "no clear answer" in (answer.reason or "")
    assert ask("Who leads the survey of owls?").reason is None


def test_a_part_whose_quote_has_no_room_is_named(ask: Callable[..., Answer]) -> None:
    question = "Who leads the survey of owls and when was it founded?"

    assert "no more than 1 may be quoted" in (ask(question, 1).reason or "")
    assert ask(question).reason is None


def test_words_of_both_parts_are_read_and_sources_of_both_compared(
    index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    texts = [
        "Ada Qadhafi leads the survey of owls.",
        "The survey of owls was founded in 1871.",
        "The survey of owls was founded in 1902.",
    ]
    list(index.add([make_document(text, f"{n}.txt") for n, text in enumerate(texts)]))
    answerer = make_answerer(Config(confidence=0.0), index)
    for question in (
        "Who is Gaddafi and when was the survey of owls founded?",
        "When was the survey of owls founded and which survey does Gaddafi lead?",
    ):
        answer = answerer.answer(Request(question, max_quotes=9))
        quotes = [citation.quote for citation in answer.citations]
        assert [reading.read_as for reading in answer.readings] == ["Qadhafi"]
        (difference,) = answer.differences
        assert {quotes[number - 1] for number in difference.citations} == {*texts[1:]}


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("How long will it take?", "It takes five weeks and 1.8 million euros.", ["five weeks"]),
        ("How much does it cost?", "It takes a week and 1.8 million euros.", ["1.8 million euros"]),
        ("When was it built?", "It was built in Bern in 1987 and has 24 seats.", ["1987"]),
        ("Where was it built?", "It was built in Bern in 1987 by Ada Lund.", ["Bern"]),
        ("Who built the Corrin?", "The Corrin was built by Ada Lund.", ["Ada Lund"]),
        ("Who led it?", "In Awbari it was led by Omar al-Ansari.", ["Omar al-Ansari"]),
        ("Who won it?", "It was won by Ursula von der Leyen in Bern.", ["Ursula von der Leyen"]),
        ("Who lost it?", "It was Selby’s boat, and Ada Lund lost it.", ["Ada Lund"]),
        ("Whose child is Bo?", "Bo is a child of Ada Lund.", ["Ada Lund"]),
        ("How many herons were there in 1871?", "In 1871 there were 40 herons.", ["40"]),
        ("Why did it stop?", "It stopped because the hull broke.", ["because the hull broke"]),
        ("When does it open?", "It opens at 7.30 a.m. today.", ["7.30 a.m."]),
        ("How much did it cost?", "[00:11:09] DA: It cost 2.1 million.", ["2.1 million"]),
        ("How many owls were there?", "There were 40 owls then [12, 13].", ["40"]),
        ("When was it issued?", "It replaces version 5.0 of March 2019.", ["March 2019"]),
        ("What is a heron?", "A heron is a bird of 1 kg.", []),
        ("Who was it?", "Nobody knows.", []),
    ],
)  # fmt: skip
def test_the_words_that_answer_are_marked(question: str, quote: str, words: list[str]) -> None:
    spans = answer_spans(question, quote, 100)

    assert [quote[span.start - 100 : span.end - 100] for span in spans] == words


@pytest.mark.parametrize(
    "question",
    ["How do I clean it?", "Which isles of it have a pier?", "What are the steps?", "List all"],
)  # fmt: skip
def test_lists_and_steps_are_asked_for(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize("question", ["How many are there?", "What does it do?", "Who is he?"])
def test_other_questions_ask_for_one_thing(question: str) -> None:
    assert not asks_for_several(question)


def test_items_are_told_from_sentences() -> None:
    assert all(map(is_item, ["- a hat", "1. Pull it.", "a) first", "(2) second", "• x"]))
    assert not any(map(is_item, ["A heron stands.", "1871 was wet.", "3.5 litres", "-5 degrees"]))


def test_the_sides_of_a_comparison_are_found() -> None:
    assert compared("What is the difference between herons and wrens?") == ("herons", "wrens")
    assert compared("Who counted herons and wrens?") is None


@pytest.mark.parametrize(
    "question",
    [
        "Is it true or false?",
        "True or false: the ferry sank?",
        "The ferry sank, true or false?",
        "Did it sink or not?",
        "Was the ferry sold or scrapped?",
        "Who leads it or owns it?",
    ],
)
def test_a_choice_is_no_comparison(question: str) -> None:
    assert compared(question) is None


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Heron or wren: which weighs more?", ("Heron", "wren")),
        ("Is the heron or the wren heavier?", ("heron", "wren")),
        ("May Lund or Ada Dahl: who leads?", ("May Lund", "Ada Dahl")),
    ],
)
def test_what_is_set_side_by_side_is_compared(question: str, sides: tuple[str, str]) -> None:
    assert compared(question) == sides


def test_both_sides_are_quoted_where_other_quotes_name_neither() -> None:
    owls = make_ranked(*((f"Owls number {n} hunt.", 9.0 - n) for n in range(3)))
    ranked = [*owls, *make_ranked(("Herons fish.", 2.0), ("A wren sings.", 1.0), document="d2")]

    for quotes, most, told in (
        (owls, 3, ["Owls number 0 hunt.", "Herons fish.", "A wren sings."]),
        (owls, 2, ["Herons fish.", "A wren sings."]),
        (ranked[:4], 4, [*(owl.text for owl in owls[:2]), "Herons fish.", "A wren sings."]),
        (owls[:1], 3, ["Owls number 0 hunt.", "Herons fish.", "A wren sings."]),
    ):
        found = for_each_side(quotes, ranked, ("herons", "wrens"), most)
        assert [one.text for one in found] == told


@pytest.mark.parametrize(
    ("best", "rivals"),
    [
        ("Herons fish.", ["Herons fish.", "Herons dive.", "A wren and a heron sing.", "It rains."]),
        (
            "A wren and a heron sing.",
            [
                "A wren and a heron sing.",
                "Herons fish.",
                "Herons dive.",
                "A wren sings.",
                "It rains.",
            ],
        ),
        (
            "It rains.",
            [
                "It rains.",
                "Herons fish.",
                "Herons dive.",
                "A wren sings.",
                "A wren and a heron sing.",
            ],
        ),
    ],
)
def test_what_is_about_the_other_side_is_no_rival(best: str, rivals: list[str]) -> None:
    others = [
        "Herons fish.",
        "Herons dive.",
        "A wren sings.",
        "A wren and a heron sing.",
        "It rains.",
    ]
    told = [best, *(one for one in others if one != best)]
    ranked = make_ranked(*((one, 9.0 - place) for place, one in enumerate(told)))

    question = "Which weighs more, herons or the wren?"
    assert [one.text for one in without_other_side(question, ranked)] == rivals
    for other in ("Which bird fishes, herons or the wren?", "Who weighs herons?"):
        assert [one.text for one in without_other_side(other, ranked)] == told


@pytest.mark.parametrize(
    "question",
    [
        "Who counted herons and wrens?",
        "What is the difference between how tax works and what duty costs?",
        "What is the difference between who pays and who is paid?",
        "What does the report say about how it began and when it ended?",
    ],
)
def test_one_question_is_not_taken_apart(question: str) -> None:
    assert questions_in(question) == [question]


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What is the difference between herons and wrens and who counted both?", "who counted"),
        ("What does it say about how owls hunt and when were they counted?", "when were they"),
    ],
)
def test_two_questions_are_taken_apart(question: str, second: str) -> None:
    assert questions_in(question)[1].startswith(second)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Was ist älter, die Kirche oder die Mühle?", ("Kirche", "Mühle")),
        ("Was ist der Unterschied zwischen Miete und Pacht?", ("Miete", "Pacht")),
        ("Quelle est la différence entre le bail et le prêt ?", ("bail", "prêt")),
        ("Qui est plus grand, Léo ou Inès ?", ("Léo", "Inès")),
        ("¿Qué es más caro, el pan o la leche?", ("pan", "leche")),
        ("¿Qué diferencia hay entre alquiler y fianza?", ("alquiler", "fianza")),
        ("Ist das richtig, ja oder nein?", None),
        ("¿Es cierto, sí o no?", None),
    ],
)
def test_comparisons_of_other_languages_have_their_sides(
    question: str, sides: tuple[str, str] | None
) -> None:
    assert compared(question) == sides


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Wer hat die Mühle gebaut und wann wurde sie verkauft?",
            ["Wer hat die Mühle gebaut?", "wann wurde sie verkauft?"],
        ),
        (
            "Qui a construit le pont et combien a-t-il coûté ?",
            ["Qui a construit le pont?", "combien a-t-il coûté ?"],
        ),
        (
            "¿Quién construyó la ermita y cuánto costó la campana?",
            ["¿Quién construyó la ermita?", "cuánto costó la campana?"],
        ),
        ("Was kostet die Fahrt zwischen Bonn und Köln?", None),
        ("Wer wohnt zwischen der Post und wer weiß was?", None),
    ],
)
def test_two_questions_in_one_are_told_in_other_languages(
    question: str, parts: list[str] | None
) -> None:
    found = questions_in(question)

    assert [one.split(" (")[0] for one in found] == (parts or [question])
