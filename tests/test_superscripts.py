"""Raised text: a note is never joined to what it follows, a power stays one."""

import pytest

from corpus.superscripts import lowered, note_mark, raised


@pytest.mark.parametrize(
    ("before", "words", "written"),
    [
        ("1,500", "3", "[3]"),
        ("in 2019", "12", "[12]"),
        ("$320", "1", "[1]"),
        ("$10", "2", "[2]"),
        ("on May 10", "2", "[2]"),
        ("7.5 %", "4", "[4]"),
        ("Fish", "4", "[4]"),
        ("came back.", "5", "[5]"),
        ("what it rests on", "5", "[5]"),
        ("(see above)", "3,4", "[3,4]"),
        ("he said”", "3–5", "[3–5]"),
        ("106 kg", "2", "[2]"),
        ("40 days", "3", "[3]"),
        ("5 km", "7", "[7]"),
        ("herons", "a", "[a]"),
        ("12.5", "b", "[b]"),
        ("12", "a", "[a]"),
        ("herons", "iv", "[iv]"),
        ("herons", "a,b", "[a,b]"),
        ("Q", "a,b", "[a,b]"),
        ("herons", "3.", "[3]."),
        ("herons", "3)", "[3]"),
        ("herons", "[3]", "[3]"),
        ("herons", "*", "*"),
        ("1,500", "†", "†"),
        ("herons ", "3", "[3]"),
    ],
)
def test_the_mark_of_a_note_stands_in_brackets(before: str, words: str, written: str) -> None:
    assert raised(words, before) == written


@pytest.mark.parametrize(
    ("before", "words", "written"),
    [
        ("weighs 10", "6", "⁶"),
        ("6.02 × 10", "23", "²³"),
        ("6.02×10", "-23", "⁻²³"),
        ("5 km", "2", "²"),
        ("kg/m", "3", "³"),
        ("40 ft", "2", "²"),
        ("9.8 m/s", "2", "²"),
        ("9.8 m s", "−2", "⁻²"),
        ("3 in", "2", "²"),
        ("E = mc", "2", "²"),
        ("x", "2", "²"),
        ("x1", "2", "²"),
        ("R", "2", "²"),
        ("2", "n", "ⁿ"),
        ("2", "k", "^k"),
        ("Ca", "2+", "²⁺"),
        ("Na", "+", "⁺"),
    ],
)
def test_a_power_a_unit_and_a_charge_stay_raised(before: str, words: str, written: str) -> None:
    assert raised(words, before) == written


@pytest.mark.parametrize(
    ("before", "words", "written"),
    [
        ("the 1", "st", "st"),
        ("the 22", "ND", "ND"),
        ("the 1,024", "th", "th"),
        ("le 1", "er", "er"),
        ("au XIX", "e", "e"),
        ("le 12", "e", "e"),
        ("XX", "th", "th"),
        ("el 3", "o", "o"),
        ("la 1", "a", "a"),
        ("M", "me", "me"),
        ("D", "r", "r"),
        ("N", "o", "o"),
        ("Gov", "r", "r"),
        ("Marsh", "TM", "™"),
        ("$19", "99", ".99"),
        ("£5", "bn", "bn"),
        ("fait le 2", "nde", "nde"),
        ("see n", "o", "o"),
    ],
)
def test_ordinals_abbreviations_and_prices_stay_whole(
    before: str, words: str, written: str
) -> None:
    assert before + raised(words, before) == before + written


@pytest.mark.parametrize("letter", "abcdefghmnorst")
@pytest.mark.parametrize(
    "before",
    ["9", "costs 450", "1,234", "in 2019", "98.5", "Total", "the Governor", "in the UK", "5 km",
     "12 kg", "Rio de Janeiro 12", "Part II", "$5"],
)  # fmt: skip
def test_a_lone_letter_never_joins_a_number_a_word_or_a_unit(before: str, letter: str) -> None:
    written = raised(letter, before)

    assert not written[0].isalnum()


@pytest.mark.parametrize(
    ("before", "words"),
    [("450", "st"), ("Total", "aa"), ("the UK", "ii"), ("herons", "ab"), ("1,234", "re")],
)
def test_several_letters_that_end_no_number_or_word_are_a_note(before: str, words: str) -> None:
    assert raised(words, before) == f"[{words}]"


@pytest.mark.parametrize(
    ("before", "words", "after", "written"),
    [
        ("XIX", "e", " siècle", "e siècle"),
        ("M", "c", "Leod", "cLeod"),
        ("at 14", "h", "30", "h30"),
        ("dated by ", "14", "C at", "¹⁴C at"),
        ("", "235", "U was", "²³⁵U was"),
        ("", "1", "I was there", "[1] I was there"),
        ("", "1", " See Holt", "[1] See Holt"),
        ("", "2", "See Holt", "[2] See Holt"),
        ("about ", "1", "/2", "1/2"),
        ("about 1", "1", "⁄2", " 1⁄2"),
        ("20", "o", "C", "°C"),
        ("some 10", "3", "/ml", "³/ml"),
        ("the quay", "3", "/pier", "[3]/pier"),
        ("see", "as noted below", ".", " as noted below."),
    ],
)
def test_what_follows_tells_isotopes_and_fractions(
    before: str, words: str, after: str, written: str
) -> None:
    assert raised(words, before, after) + after == written


def test_white_space_around_a_mark_stays() -> None:
    assert raised("3 ", "gravel") == "[3] "
    assert raised(" ", "gravel") == " "
    assert raised("", "gravel") == ""


def test_a_mark_that_a_format_calls_one_needs_no_rule() -> None:
    assert [note_mark(words) for words in ("2", " [2] ", "(a)", "*", "10")] == [
        "[2]", "[2]", "[a]", "*", "[10]",
    ]  # fmt: skip


def test_lowered_digits_join_letters_and_never_digits() -> None:
    assert lowered("2", "H") == "2"
    assert lowered("2", "1010") == "₂"
    assert lowered("i", "x") == "i"
