"""Dates as sentences write them, and as they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.date_reading import read_dates


def told(sentence: str, published: str = "") -> list[tuple[str, str, str]]:
    return [(date.written, date.first, date.last) for date in read_dates(sentence, published)]


@pytest.mark.parametrize(
    ("sentence", "written", "read"),
    [
        ("Ada counted in 1871.", "1871", "1871"),
        ("She came in May 1871, late.", "May 1871", "1871-05"),
        ("On 3 May 1871 she came.", "3 May 1871", "1871-05-03"),
        ("On the 3rd of May, 1871 she came.", "3rd of May, 1871", "1871-05-03"),
        ("On May 3, 1871 she came.", "May 3, 1871", "1871-05-03"),
        ("Filed 2019-05-01T10:00.", "2019-05-01T10:00", "2019-05-01"),
        ("It is of 13/4/2019.", "13/4/2019", "2019-04-13"),
        ("It is of 4/13/19.", "4/13/19", "2019-04-13"),
        ("It is of 3.4.2019.", "3.4.2019", "2019-04-03"),
        ("It is of 3/4/2019.", "3/4/2019", "2019"),
        ("31 February 2019 is no day.", "31 February 2019", "2019-02"),
        ("In 1066 they came.", "1066", "1066"),
        ("Used since at least 1934.", "1934", "1934"),
        ("They died out in about 1920.", "1920", "1920"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(sentence: str, written: str, read: str) -> None:
    assert told(sentence) == [(written, read, read)]


@pytest.mark.parametrize(
    ("sentence", "written", "first", "last"),
    [
        ("12–15 May 2019 it rained.", "12–15 May 2019", "2019-05-12", "2019-05-15"),
        ("It rained May 12-15, 2019.", "May 12-15, 2019", "2019-05-12", "2019-05-15"),
        ("From 3 May to 6 June 2019.", "3 May to 6 June 2019", "2019-05-03", "2019-06-06"),
        ("May–July 2019.", "May–July 2019", "2019-05", "2019-07"),
        ("Between May and July 2019.", "May and July 2019", "2019-05", "2019-07"),
        ("December 2010 to January 2011.", "December 2010 to January 2011", "2010-12", "2011-01"),
        ("Between 1998 and 2001.", "1998 and 2001", "1998", "2001"),
        ("The war of 1939–1945.", "1939–1945", "1939", "1945"),
        ("The war of 1914-18.", "1914-18", "1914", "1918"),
        ("It was 2010–11.", "2010–11", "2010", "2011"),
        ("The crisis of the 1880s.", "1880s", "1880", "1889"),
    ],
)
def test_a_range_has_two_ends(sentence: str, written: str, first: str, last: str) -> None:
    assert told(sentence) == [(written, first, last)]


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("In May 2015, 2016 and 2017.", ["2015-05", "2016", "2017"]),
        ("January and March 2015.", ["2015-03"]),
        ("It was 2010-11.", ["2010"]),
        ("2001–1998 is no range.", ["2001", "1998"]),
    ],
)
def test_what_is_no_range_is_not_made_one(sentence: str, years: list[str]) -> None:
    assert [first for _, first, _ in told(sentence)] == years


@pytest.mark.parametrize(
    "sentence",
    [
        "She counted 1871 herons.",
        "It cost $1900 or €1950.",
        "See p. 1999, room 1204 and no. 1871.",
        "More than 1900 came, and 1200 of them left.",
        "https://example.org/2019/05/a and file_2019.pdf",
        "The 1871A engine.",
        "Invoice 2024-0377 of Brightwater",
        "Printed on 3 May 2024",
        "© 2024",
    ],
)
def test_figures_that_are_no_dates_are_left_out(sentence: str) -> None:
    assert told(sentence, "2024-05-03") == []


@pytest.mark.parametrize(
    ("words", "published", "read"),
    [
        ("last March", "2019-05-02", "2019-03"),
        ("last May", "2019-05", "2018-05"),
        ("next May", "2019-05", "2020-05"),
        ("this March", "2019-05", "2019-03"),
        ("last year", "2019", "2018"),
        ("next month", "2019-12-31", "2020-01"),
        ("yesterday", "2019-03-01", "2019-02-28"),
        ("tomorrow", "2019-12-31", "2020-01-01"),
        ("two weeks ago", "2019-05-15", "2019-05-01"),
        ("5 months ago", "2019-05", "2018-12"),
        ("a year ago", "2019", "2018"),
    ],
)
def test_a_relative_date_is_resolved_by_the_date_of_its_document(
    words: str, published: str, read: str
) -> None:
    (date,) = read_dates(f"She left {words}, they say.", published)

    assert (date.written, date.first, date.relative) == (words, read, True)
    assert read_dates(f"She left {words}, they say.") == [], "and by nothing else"


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("last March", "2019"),
        ("yesterday", "2019-05"),
        ("two days ago", "2019-02-31"),
        ("next month", "2019"),
        ("the last year of the war", "2019-05-02"),
        ("last Marchers", "2019-05-02"),
        ("last year", "soon"),
    ],
)
def test_a_relative_date_that_cannot_be_resolved_is_left_out(words: str, published: str) -> None:
    assert read_dates(f"It was {words}.", published) == []


PIECES = st.sampled_from(
    ["1871", "May", "3", "12", "–", "-", " to ", " and ", "between ", "from ", " ", ", ", "/", ".",
     "2019", "19", "June", "last ", "year", "ago", "yesterday", "31", "February", "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["", "2019", "2019-05-31"]))
def test_every_date_stands_where_it_says_and_none_overlap(sentence: str, published: str) -> None:
    end = 0
    for date in read_dates(sentence, published):
        assert sentence[date.start : date.end] == date.written
        assert date.start >= end
        assert date.first <= date.last
        end = date.end
