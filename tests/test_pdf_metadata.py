"""Title, author and date of a PDF: what its pages say, not what a program wrote into the file."""

from collections.abc import Callable

import pytest
from made_files import lines, make_pdf, text_page
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, Source, read

PDF = Source("test:pdf", "papers/the_heron.pdf")
BODY = ["The heron stands in shallow water and waits for fish, of which it eats many."] * 6


def titled(
    *under: str, title: str = "Birds of the Marsh", size: float = 22
) -> Callable[[Canvas], None]:
    def page(canvas: Canvas) -> None:
        lines(canvas, [title], y=780, size=size)
        for n, line in enumerate(under):
            lines(canvas, [line], y=740 - 24 * n)
        lines(canvas, BODY, y=600)

    return page


def pdf(*pages: Callable[[Canvas], None], **facts: str) -> Document:
    return read(make_pdf(*pages, **facts), PDF)


@pytest.mark.parametrize(
    "name",
    [
        "A9Rmahfa4_1laaz8q_bg.tmp", "10811.exe", "0001108524-23-000003", "FILED", "untitled",
        "Microsoft Word - report final.doc", "C:\\temp\\x", "PowerPoint Presentation", "scan0001",
        "https://marsh.example/a", "Layout 1", "(anonymous)", "Fishing rights in the north sea",
    ],
)  # fmt: skip
def test_a_technical_or_foreign_title_gives_way_to_what_the_page_shows(name: str) -> None:
    assert pdf(titled(), title=name).title == "Birds of the Marsh"


def test_the_files_title_is_taken_where_the_page_says_it_too() -> None:
    named = "Birds of the Marsh: A Survey"
    assert pdf(titled("A Survey"), title=named).title == named


def test_without_large_words_the_title_is_that_of_the_file_then_its_name() -> None:
    assert pdf(text_page(*BODY), title="Fish of the Marsh").title == "Fish of the Marsh"
    assert pdf(text_page(*BODY), title="scan0001").title == "the heron"


def test_a_stamp_and_a_list_of_contents_are_no_title() -> None:
    assert pdf(titled(title="FILED", size=30)).title == "the heron"
    assert pdf(titled(title="Contents")).title == "the heron"


def test_author_and_day_of_the_file_stand_apart_from_those_of_the_document() -> None:
    document = pdf(titled(), author="Ann Reed")
    assert (document.author, document.published) == ("", "")
    assert (document.file_author, document.file_created) == ("Ann Reed", "2000-01-01")


@pytest.mark.parametrize("author", ["jsmith", "user", "x12", "Adobe Acrobat", "EDGAR Filing Agent"])
def test_logins_and_programs_are_no_authors(author: str) -> None:
    assert pdf(titled(), author=author).file_author == ""


def test_author_and_date_that_stand_under_the_title_are_those_of_the_document() -> None:
    document = pdf(titled("By Ann Reed and Olu Marsh", "12 May 2019"))
    assert (document.author, document.published) == ("Ann Reed and Olu Marsh", "2019-05-12")
    assert pdf(titled("Ann Reed", "March 3, 2020"), author="Ann Reed").author == "Ann Reed"


@pytest.mark.parametrize(
    "line", ["by the end of May", "12 May 2019 and 13 May 2019", "45 May 2019", "Founded 1987"]
)
def test_what_is_not_surely_an_author_or_a_date_is_none(line: str) -> None:
    document = pdf(titled(line))
    assert (document.author, document.published) == ("", "")
