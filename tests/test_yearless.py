"""Days without a year, which stand in a timeline where it is certain which year they are of."""

import pytest
from toys import reading

from corpus import Document, Heading
from index import LocalIndex
from qa.answering.answerer import Answerer
from qa.config import Config
from qa.overview.timeline import Timeline, TimelineRequest, timeline
from qa.overview.years import Surroundings, read_yearless
from qa.wiring import make_answerer

NOWHERE = Surroundings((), "", frozenset(), "")
MAIL = Surroundings((), "", frozenset(), "2019-03-12")


def read(sentence: str, around: Surroundings = NOWHERE) -> list[tuple[str, str, str, str]]:
    return [
        (one.date.written, one.date.first, one.date.last, one.year_from)
        for one in read_yearless(sentence, around)
    ]


def under(*heading: str) -> Surroundings:
    return Surroundings(heading, "", frozenset(), "")


def after(before: str, *years: str) -> Surroundings:
    return Surroundings((), before, frozenset(years), "")


@pytest.mark.parametrize(
    ("sentence", "written", "first", "last"),
    [
        ("On 3 March it froze.", "3 March", "1871-03-03", "1871-03-03"),
        ("On the 3rd of March it froze.", "3rd of March", "1871-03-03", "1871-03-03"),
        ("On March 3 it froze.", "March 3", "1871-03-03", "1871-03-03"),
        ("It froze on 3 Mar.", "3 Mar.", "1871-03-03", "1871-03-03"),
        ("It froze on 3 March.", "3 March", "1871-03-03", "1871-03-03"),
        ("It froze on 3–5 March.", "3–5 March", "1871-03-03", "1871-03-05"),
        ("It froze March 3-5, for once.", "March 3-5", "1871-03-03", "1871-03-05"),
        ("On Friday, 3 March it froze.", "3 March", "1871-03-03", "1871-03-03"),
    ],
)
def test_a_day_is_read_however_it_is_written(
    sentence: str, written: str, first: str, last: str
) -> None:
    assert read(sentence, under("Diary of 1871")) == [(written, first, last, "heading")]


@pytest.mark.parametrize(
    "sentence",
    [
        "On 3 March 1869 it froze.",  # that is read elsewhere
        "On 31 April it froze.",
        "On Monday, 3 March it froze.",  # it was a Friday
        "The rent is due on 3 March each year.",
        "Table 3 May be wrong.",
        "From 3 March to 5 May.",  # one end of a range is not the date
        "You may leave, and 3 marched on.",
        "It opens 3 March and 5 April 1872.",
    ],
)
def test_what_is_not_certain_is_left_out(sentence: str) -> None:
    assert read(sentence, under("Diary of 1871")) == []


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        (("1871",), "1871"),
        (("The years 1869 and 1871", "March 1871"), "1871"),
        (("Minutes of 12 January 1872",), "1872"),
        (("Diary of 1871", "Spring"), "1871"),
    ],
)
def test_the_innermost_heading_with_a_date_says_the_year(
    heading: tuple[str, ...], year: str
) -> None:
    assert read("On 3 March it froze.", under(*heading)) == [
        ("3 March", f"{year}-03-03", f"{year}-03-03", "heading")
    ]


@pytest.mark.parametrize(
    "heading",
    [
        ("1869 and 1871",),
        ("1869–1871",),
        ("Bye-laws of 1871",),  # say what is so every year
        ("Minutes of 12 August 1871",),  # of that year, or of the next?
        ("1871", "1869 and 1870"),
        ("Spring",),
        (),
    ],
)
def test_a_heading_that_is_not_certain_says_nothing(heading: tuple[str, ...]) -> None:
    assert read("On 3 March it froze.", under(*heading)) == []


def test_at_the_turn_of_a_year_the_nearer_year_counts() -> None:
    around = under("Minutes of 20 December 1871")

    assert read("We meet on 3 January.", around)[0][1] == "1872-01-03"
    assert read("We met on 3 November.", around)[0][1] == "1871-11-03"


@pytest.mark.parametrize(
    ("before", "sentence", "first"),
    [
        ("It snowed in 1871.", "On 3 March it froze.", "1871-03-03"),
        ("It snowed on 5 February 1871.", "On 3 March it froze.", "1871-03-03"),
        ("It snowed on 5 April 1871.", "On 3 March it froze.", ""),  # of the next year, perhaps
        ("It snowed in 1871.", "It would freeze until 3 March.", ""),
        ("It snowed in 1871.", "He said on 3 March that it froze.", ""),
        ("So it is said (Berg 1871).", "On 3 March it froze.", ""),
        ("It snowed in 1870 and in 1871.", "On 3 March it froze.", ""),
    ],
)
def test_the_sentence_before_says_the_year_of_one_that_goes_on(
    before: str, sentence: str, first: str
) -> None:
    found = read(sentence, after(before, "1871"))

    assert found == ([("3 March", first, first, "sentence_before")] if first else [])


def test_a_mail_says_the_year_of_days_near_it() -> None:
    assert read("See you on 3 April.", MAIL) == [("3 April", "2019-04-03", "2019-04-03", "mail")]
    assert read("See you on 3 August.", MAIL) == []
    other = Surroundings((), "", frozenset({"2018"}), "2019-03-12")
    assert read("In 2018 we met on 3 April.", other) == []


# In a collection ------------------------------------------------------------------------


def found(index: LocalIndex, request: TimelineRequest | None = None) -> Timeline:
    answerer: Answerer = make_answerer(Config(), index)
    return timeline(index, answerer, request or TimelineRequest())


def add(index: LocalIndex, text: str, source: str = "d.md", published: str = "") -> None:
    document = Document(id="d", title="D", source=source, text=text, published=published)
    list(index.add([document]))


def told(index: LocalIndex) -> list[tuple[str, str | None]]:
    return [(event.first, event.year_from) for event in found(index).events]


def test_a_year_is_read_from_the_heading_of_a_document(index: LocalIndex) -> None:
    text = "Diary of 1871\n\nOn 3 March it froze."
    heading = Heading(1, "Diary of 1871", 0, len("Diary of 1871"))
    document = Document(id="d", title="D", source="d", text=text, headings=(heading,))
    list(index.add([document]))
    event = found(index).events[-1]
    stored = reading(index).document("d")

    assert stored is not None
    assert (event.first, event.year_from, event.written) == ("1871-03-03", "heading", "3 March")
    assert stored.text[event.date_start : event.date_end] == "3 March"
    assert stored.text[event.start : event.end] == event.quote == "On 3 March it froze."


HEAD = (
    "From: Bo Ek <bo@x.org>\nTo: Ada Lund <ada@x.org>\nDate: Tue, 12 Mar 2019 10:05:31 +0100\n"
    "Subject: Nets\n\n"
)


def test_a_mail_dates_what_it_says_and_its_head_is_no_event(index: LocalIndex) -> None:
    add(index, HEAD + "The nets come on 3 April.", "mails/nets.eml", published="2019-03-12")

    assert told(index) == [("2019-04-03", "mail")]


def test_a_text_that_is_no_mail_does_not(index: LocalIndex) -> None:
    add(index, "The nets come on 3 April.", published="2019-03-12")

    assert told(index) == []


@pytest.mark.parametrize(
    "opening",
    [
        "On Tue, 12 Mar 2019 at 09:15, Bo Ek wrote:",
        "Sent: Tuesday, 12 March 2019 09:15",
    ],
)
def test_lines_that_mail_programs_write_are_no_events(index: LocalIndex, opening: str) -> None:
    add(index, f"It came in 2018.\n\n{opening}\n\nThanks.", "a.eml", published="2019-03-13")

    assert told(index) == [("2018", None)]


def test_page_numbers_and_what_is_repeated_are_no_events(index: LocalIndex) -> None:
    foot = "Survey of the Fen, May 1872, page {} of 3"
    body = "Herons came on 3 May 1871."
    pages = [f"{body}\n\n{foot.format(n)}" for n in (1, 2, 3)]
    add(index, "\n\n".join(pages))

    assert told(index) == [("1871-05-03", None)]


def test_figures_in_rows_of_data_are_no_years(index: LocalIndex) -> None:
    add(index, "Station: Birk Fell; Rain 2023 (mm): 1630; Height (m): 488; In service since: 1961")

    assert told(index) == [("1961", None)]


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("Under the Town Planning Act 1990 it was refused on 3 May 1991.", ["1991-05-03"]),
        ("TOWN PLANNING ACT 1990. See the Water (Wales) Act (No. 2) 1992 and Order 1995.", []),
        ("The Act was passed in 1990. The new Act of 1992 repealed it.", ["1990", "1992"]),
        ("He began to act 1990, and the Rules, 1988 applied.", ["1990"]),
    ],
)
def test_the_year_in_the_name_of_a_law_is_none_of_an_event(
    index: LocalIndex, text: str, firsts: list[str]
) -> None:
    add(index, text)

    assert [first for first, _ in told(index)] == firsts


@pytest.mark.parametrize(
    ("earliest", "latest", "firsts"),
    [
        ("1871-05", "", ["1871", "1871-05", "1871-05-03", "1872"]),
        ("1871-06", "", ["1871", "1872"]),
        ("", "1871-05-02", ["1870", "1871", "1871-05"]),
        ("1871-05-03", "1871-05-03", ["1871", "1871-05", "1871-05-03"]),
    ],
)
def test_dates_of_some_time_only(
    index: LocalIndex, earliest: str, latest: str, firsts: list[str]
) -> None:
    add(index, "In 1870 and in 1871. In May 1871. On 3 May 1871. In 1872.")
    some = found(index, TimelineRequest(earliest=earliest, latest=latest))

    assert [event.first for event in some.events] == firsts
    assert some.total == len(firsts)


def test_dates_are_counted_by_year_and_by_document(index: LocalIndex) -> None:
    add(index, "In 1870 it rained. In May 1871 it rained. On 3 May 1871 it rained.")
    counted = found(index, TimelineRequest(most=1)).record()

    assert counted["years"] == [{"year": "1870", "dates": 1}, {"year": "1871", "dates": 2}]
    assert counted["by_document"] == [{"id": "d", "title": "D", "dates": 3}]
