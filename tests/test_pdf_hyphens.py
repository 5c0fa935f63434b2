"""Hyphens at line ends: those of words, names, numbers and addresses stay."""

from collections import Counter

import pytest
from made_files import make_pdf, text_page

from corpus import Source, read
from corpus.formats.pdf.hyphens import rejoined


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("The distri-", "bution of birds", "The distribution of birds"),
        (
            "write to i.palk@marsh-",
            "birds.example soon",
            "write to i.palk@marsh-birds.example soon",
        ),
        ("see https://marsh.example/bird-", "list/7", "see https://marsh.example/bird-list/7"),
        ("see www.bird-", "watch.example.", "see www.bird-watch.example."),
        ("See marsh-", "birds.example for it", "See marsh-birds.example for it"),
        ("in the years 1987-", "1991 and", "in the years 1987-1991 and"),
        ("written by Jean-", "Luc Moreau", "written by Jean-Luc Moreau"),
        ("all thirty-", "seven nests", "all thirty-seven nests"),
        ("a self-", "taught keeper", "a self-taught keeper"),
        ("his brother-in-", "law", "his brother-in-law"),
        ("a water-", "based paint", "a water-based paint"),
        ("pre- and post-", "war nests", "pre- and postwar nests"),
        ("both in pre-", "and post-war times", "both in pre- and post-war times"),
        ("a thous-", "and birds", "a thousand birds"),
        ("a well-estab-", "lished colony", "a well-established colony"),
        ("the night-", "heron sleeps", "the night-heron sleeps"),
        ("the night-", "time sky", "the nighttime sky"),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_it_is_the_words_own(
    first: str, second: str, joined: str
) -> None:
    known = Counter({"night-heron": 1, "thousand": 1})
    assert rejoined(first, second, known) == joined


def test_a_range_of_years_goes_on_in_the_next_line() -> None:
    page = text_page("The herons bred in the old marsh in the years from 1987-", "1991 and later.")
    document = read(make_pdf(page), Source("test:pdf", "a.pdf"))
    assert "from 1987-1991 and later." in document.text
