"""Why a question is not answered: what is said must be true of the collection."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_hits import make_hit
from toys import open_toy_index, reading

from corpus import Document
from index import LocalIndex
from index.analysis import stem_all, tokenize
from qa.answering.abstention import objected, reason, unread
from qa.answering.features import analyse, question_terms
from qa.answering.objection import Objection
from qa.answering.question import Request


def said(question: str, frequencies: dict[str, int], passages: int = 5000) -> str:
    return reason(analyse(question, frequencies, passages), frequencies)


def test_rare_words_come_first_with_the_number_of_passages() -> None:
    told = said("When did herons leave Bern?", {"heron": 1200, "leav": 40, "bern": 1})

    assert told == (
        "The documents mention “Bern” in 1 passage, “leave” in 40 passages and “herons” in "
        "1,200 passages, but no sentence clearly says when."
    )


def test_words_that_stand_nowhere_are_named() -> None:
    told = said("Who counted comets and quasars?", {"count": 2})

    assert told == (
        "The documents mention “counted” in 2 passages, but not “comets” or “quasars”. "
        "No sentence clearly says who."
    )


def test_a_question_of_which_nothing_is_known_is_told_so() -> None:
    assert said("Which comet?", {}) == "Nothing in the documents mentions “comet”."
    assert said("Which comets hit Samarkand?", {}) == (
        "Nothing in the documents mentions “comets”, “hit” or “Samarkand”."
    )


@pytest.mark.parametrize(
    ("question", "known", "told"),
    [
        ("How much did the ferry cost?", {"ferri": 2}, "but not “cost”."),
        ("How MANY comets were there?", {}, "Nothing in the documents mentions “comets”."),
        ("How long was the bridge?", {"bridg": 1}, "mention “bridge” in 1 passage, but no"),
        ("How long is the long bridge?", {"bridg": 1}, "but not “long”."),
        ("How much?", {}, "The question has no word to search for."),
    ],
)
def test_words_that_only_ask_are_not_told_as_missing(
    question: str, known: dict[str, int], told: str
) -> None:
    assert told in said(question, known)
    assert "much" not in said(question, known).lower()


def test_at_most_three_words_of_each_sort_are_named() -> None:
    known, unknown = "heron wren owl swan duck".split(), "comet quasar moon star sun".split()
    told = said(" ".join([*known, *unknown]), {stem_all([word])[0]: 1 for word in known})

    assert [told.count(f"“{word}”") for word in known] == [1, 1, 1, 0, 0]
    assert [told.count(f"“{word}”") for word in unknown] == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("Who saw the heron?", "sentence clearly says who."),
        ("When was the heron seen?", "sentence clearly says when."),
        ("Where is the heron?", "sentence clearly says where."),
        ("How many herons?", "sentence clearly gives the number."),
        ("Why a heron?", "sentence clearly says why."),
        ("What is a heron?", "sentence clearly says what the question asks for."),
    ],
)
def test_what_is_lacking_is_of_the_kind_that_was_asked_for(question: str, end: str) -> None:
    assert said(question, {"heron": 3}).endswith(end)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("Is “Zürich,” (Libya) there?", ["Zürich", "Libya"]),
        ("Is jean-luc there?", ["jean", "luc"]),
        ("Is Ada's there?", ["Ada"]),
        ("Is 3.5 or 1,000 there?", ["3.5", "1,000"]),
        ("Is the U.S. there?", ["U.S."]),
        ("Is ℃ there?", ["C"]),
        ("Who is it?", ["Who", "is", "it"]),
        ("<script>?", ["script"]),
    ],
)
def test_words_are_shown_as_they_were_written(question: str, shown: list[str]) -> None:
    assert re.findall("“(.*?)”", said(question, {})) == shown


@pytest.mark.parametrize("question", ["ͺ", "ﾞ", "ͺ ͺ?"])
def test_a_question_of_letters_that_make_no_word_is_told_so(
    question: str, index: LocalIndex, make_document: Callable[..., Document]
) -> None:
    """They count as letters, and are accents once they are decomposed."""
    from qa.answering.answerer import Answerer
    from qa.answering.choosing import Chooser
    from qa.answering.ranking import shipped_weights

    list(index.add([make_document("The heron stands.")]))
    answerer = Answerer(index, 1.0, Chooser(shipped_weights()))

    assert answerer.answer(Request(question)).reason == ("The question has no word to search for.")


@pytest.mark.parametrize(
    ("objection", "known", "told"),
    [
        (Objection("name", "Apple"), {"appl": 1}, "None of the closest passages mentions “Apple”."),
        (
            Objection("time", "2021", "2022"),
            {"2021": 1},
            "None of the closest passages mentions “2021”; the closest gives “2022”.",
        ),
        (
            Objection("other name", "Selby", "Askvik"),
            {"selbi": 1},
            "The closest passage gives “Askvik”, not “Selby”.",
        ),
        (Objection("name", "Selby"), {"selbi": 1}, ""),
        (Objection("name", "Apple"), {}, ""),
        (
            Objection("definition", "fee"),
            {"fee": 1},
            "The closest sentence does not say what “fee” means.",
        ),
        (
            Objection("form", "phone number"),
            {"phone": 1},
            "The closest sentence does not give what you ask for: “phone number”.",
        ),
        (None, {}, ""),
    ],
)
def test_the_guard_that_failed_is_named(
    objection: Objection | None, known: dict[str, int], told: str
) -> None:
    """Selby stands in the closest passage: that it does not is said of none."""
    hits = [make_hit("In 2022 the fee in Askvik was 85 crowns, as in Selby.")]

    assert objected(objection, hits, known) == told


# True of the collection -------------------------------------------------------------

WORDS = st.sampled_from("Heron herons counting counted Bern 1871 owl the of café caféS".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes=st.lists(st.tuples(TEXTS, TEXTS), max_size=6), question=TEXTS, more=st.booleans())
def test_every_number_and_every_absence_is_true(
    notes: list[tuple[str, str]], question: str, more: bool
) -> None:
    """Counted again, each note being one passage: words of its title are words of it."""
    asked_for = f"{question} comet" if more else question
    with tempfile.TemporaryDirectory() as folder:
        index = open_toy_index(Path(folder))
        documents = [
            Document(f"d{number}", title, "s", f"{text}.")
            for number, (title, text) in enumerate(notes)
        ]
        list(index.add(documents))
        frequencies = reading(index).frequencies(question_terms(asked_for))
        told = reason(analyse(asked_for, frequencies, reading(index).passage_count()), frequencies)
        assert reading(index).passage_count() == len(notes)

    held = [set(stem_all(tokenize(f"{title} {text}"))) for title, text in notes]
    terms = question_terms(asked_for)
    counts = {term: sum(term in words for words in held) for term in terms}
    named = {stem_of(word) for word in re.findall("“(.*?)”", told)}
    numbers = {
        stem_of(word): int(number)
        for word, number in re.findall(r"“(\w+)” in (\d+) passages?\b", told)
    }

    assert numbers == {term: counts[term] for term in numbers}
    assert len(numbers) == min(3, sum(map(bool, counts.values())))
    assert named - numbers.keys() == set([term for term in terms if not counts[term]][:3])
    assert ("Nothing in the documents" in told) == (not any(counts.values()))


def stem_of(word: str) -> str:
    return stem_all(tokenize(word))[0]


def test_what_was_not_read_of_the_closest_documents_is_said() -> None:
    document = make_hit("Herons wade.", title="Marsh").document
    notes = ("Page 2 was not read: it is a picture.", "Page 3 was read by OCR.")
    hit = replace(make_hit("Herons wade.", title="Marsh"), document=replace(document, notes=notes))
    said = "Note on “Marsh”: Page 2 was not read: it is a picture."
    herons = analyse("Where do herons wade?", {}, 1)
    assert unread(herons, [hit, hit]) == said
    assert unread(herons, [make_hit("Owls hoot.")]) == ""
    assert unread(analyse("What does the crane weigh?", {}, 1), [hit]) == ""


def test_where_some_documents_were_searched_nothing_is_said_of_the_others() -> None:
    asked = analyse("Who counted comets?", {}, 5000)
    assert reason(asked, {}, filtered=True).startswith("Nothing in the documents searched mentions")


@pytest.mark.parametrize(
    ("question", "known", "end"),
    [
        ("How old is the bridge?", {"bridg": 1}, "no sentence clearly says how old."),
        ("How deep is the wreck?", {"wreck": 1}, "no sentence clearly says how deep."),
        ("How long did it last?", {"last": 1}, "no sentence clearly says how long."),
        ("How much is the fee?", {"fee": 1}, "no sentence clearly gives the number."),
    ],
)
def test_what_is_lacking_is_said_as_it_was_asked(
    question: str, known: dict[str, int], end: str
) -> None:
    assert said(question, known).endswith(end)


@pytest.mark.parametrize(
    "question",
    ["What does the article say?", "What was found in the article?", "What did the article get?"],
)
def test_common_verbs_are_not_told_as_missing(question: str) -> None:
    told = said(question, {"articl": 1})
    assert told.startswith("The documents mention “article” in 1 passage, but no sentence")


def test_common_verbs_are_told_where_they_are_all_there_is() -> None:
    assert "“Found” in 2 passages" in said("Found?", {"find": 2})
