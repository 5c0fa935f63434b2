"""Words of one meaning are one term, however they are written, and are found as they stand."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toys import reading

from corpus import Document
from index import Filter, LocalIndex
from index.analysis import numbers, stem_all
from index.analysis.spellings import spellings, word_of
from index.analysis.stemming import without_accents
from index.analysis.terms import LETTERS, fold, question_terms, terms_of, written_terms

# One term ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ways",
    [
        ["Łódź", "Łodz", "lodz", "LODZ"],
        ["Søren Ødegård", "Soren Odegard"],
        ["Straße", "STRASSE", "strasse"],
        ["Seán O’Brien", "Sean O'Brien", "sean obrien", "Sean OBrien"],
        ["1,500", "1500", "fifteen hundred", "one thousand five hundred", "1.5 thousand"],
        ["three hundred dockers", "300 dockers", "Three Hundred dockers"],
        ["1.5 million", "1,500,000", "one million five hundred thousand"],
        ["two dozen", "24", "twenty-four"],
        ["nineteen eighty-four", "1984"],
        ["a hundred and five", "105"],
        ["2011-02-17", "17 February 2011", "17 Feb 2011", "17.02.2011", "17th February 2011"],
        ["C-0017", "C0017"],
        ["he took", "he takes", "he has taken"][:2],
        ["suppliers", "supplied", "supply"],
        ["brought", "bring"],
        ["the harbour is organised", "the harbor is organized"],
        ["the U.S. closed", "the US closed"],
        ["the W.H.O. said", "the WHO said"],
        ["N.A.T.O.", "NATO"],
    ],
)
def test_ways_to_write_a_thing_are_the_same_terms(ways: list[str]) -> None:
    assert len({terms_of(way) for way in ways}) == 1, [terms_of(way) for way in ways]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("he founded it", "he found it"),
        ("1,000", "1"),
        ("C-0017", "17"),
        ("the US left", "he left us"),
        ("the WHO", "who"),
        ("mid-2011 sales", "mid2011 sales"),
        ("7.10", "7.1"),
        ("one of them", "1 of them"),
        ("two hundred and three hundred", "203 hundred"),
        ("03/04/2011", "3 April 2011"),
    ],
)
def test_what_is_not_the_same_has_other_terms(one: str, other: str) -> None:
    assert terms_of(one) != terms_of(other)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("What did the WHO recommend?", ["who^", "recommend"]),
        ("When did the U.S. close it?", ["us^", "close"]),
        ("How big is the IT budget?", ["big", "it^", "budget"]),
        ("WHO IS THE MASTER?", ["master"]),
        ("Who is it?", ["who", "is", "it"]),
        ("Must it NOT burn?", ["must", "burn"]),
        ("Who lent 1,000 crowns?", ["lend", "1000", "crown"]),
        ("What does it do?", ["what", "doe", "it", "do"]),
    ],
)
def test_stop_words_written_large_are_abbreviations(question: str, terms: list[str]) -> None:
    assert question_terms(question) == terms


@pytest.mark.parametrize(
    "text",
    [
        "Who took 1,500 crowns on 2011-02-17, at 7.5 %?",
        "“Łódź” (U.S.) O’Brien’s C-0017; three hundred and five a hundred",
        "WHAT IS THE US? IT IS. a_b^c ℃ ͺ",
        "",
    ],
)
def test_written_terms_are_the_terms_of_the_text(text: str) -> None:
    assert tuple(term for term, _, _ in written_terms(text)) == terms_of(text)


LETTER = st.one_of(st.sampled_from("ae .łøéß“”각ﷺ\u0301\u0323"), st.characters(codec="utf-8"))


@given(st.text(LETTER))
def test_letters_are_made_plain_as_if_each_were_looked_at(text: str) -> None:
    folded = "".join(LETTERS.get(letter, letter) for letter in text.lower())

    assert without_accents(text) == _each_without_accents(text)
    assert without_accents(fold(text)) == fold(text)
    if text == text.lower():
        assert fold(text) == _each_without_accents(folded)


def _each_without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def test_terms_keep_the_words_that_they_were_written_in() -> None:
    found = written_terms("Did the U.S. lend three hundred crowns to O’Brien’s “Łódź”?")

    assert [written for _, written, stop in found if not stop] == [
        "U.S.",
        "lend",
        "three hundred",
        "crowns",
        "O’Brien",
        "Łódź",
    ]


# Where it stands --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "way"),
    [
        ("1500", "1 500"),
        ("1500", "fifteen hundred"),
        ("300", "three hundred"),
        ("305", "three hundred and five"),
        ("1500000", "1 5 million"),
        ("7_5", "7 5"),
        ("c_0017", "c 0017"),
        ("us^", "u s"),
        ("take", "took"),
        ("suppli", "supplier"),
        ("lodz", "łodz"),
        ("soren", "søren"),
        ("obrien", "o brien"),
        ("harbor", "harbour"),
        ("februari", "feb"),
    ],
)
def test_a_term_leads_to_the_words_of_the_full_text(term: str, way: str) -> None:
    assert way in spellings(term)


@pytest.mark.parametrize("number", [*range(2, 130), 300, 999, 1500, 20_305, 1_000_001, 2_300_000])
def test_numbers_are_read_as_they_are_spelled(number: int) -> None:
    for way in numbers.spelled(str(number)):
        if way.replace(" ", "").isalpha():
            assert terms_of(way) == (str(number),), way


@pytest.mark.parametrize("word", "taking houses argued studies national relation cities".split())
def test_a_stem_has_a_word(word: str) -> None:
    (stem,) = stem_all([word])
    assert stem_all([word_of(stem)]) == [stem]


TEXTS = {
    "a": "Kestrel lent 1,500 crowns in Łódź.",
    "b": "Fifteen hundred herons were seen; nobody took them to Lodz.",
    "c": "The US and Seán O’Brien signed C-0017.",
    "d": "They gave us 1500 owls.",
}


@pytest.fixture
def written(index: LocalIndex, make_document: Callable[..., Document]) -> LocalIndex:
    list(index.add([make_document(text, f"{name}.txt") for name, text in TEXTS.items()]))
    return index


@pytest.mark.parametrize(
    ("question", "counts"),
    [
        ("1500 in Lodz?", {"1500": 3, "lodz": 2}),
        ("Was it taken by OBrien?", {"take": 1, "obrien": 1}),
        ("The U.S. and c-0017, C-0017?", {"us^": 1, "c_0017": 1}),
        ("0017?", {"0017": 1}),
    ],
)
def test_passages_are_counted_however_a_word_is_written(
    written: LocalIndex, question: str, counts: dict[str, int]
) -> None:
    """The US is not in "They gave us"."""
    found = reading(written).frequencies(question_terms(question))
    assert {term: found.get(term, 0) for term in counts} == counts
    everything = Filter(documents=tuple(reading(written).ids()))
    assert reading(written).frequencies(question_terms(question), everything) == found


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Who lent 1500?", "1,500"),
        ("Who lent fifteen hundred?", "1,500"),
        ("obrien", "O’Brien"),
        ("Who took herons?", "took"),
        ("Who takes?", "took"),
        ("lodz", "Łódź"),
    ],
)
def test_what_is_written_otherwise_is_found_by_its_words(
    written: LocalIndex, question: str, word: str
) -> None:
    vector = written.embedder.embed_question("nothing")
    hits = reading(written).search(question, vector, 4)
    assert [hit for hit in hits if hit.lexical_rank and word in hit.passage.text]
