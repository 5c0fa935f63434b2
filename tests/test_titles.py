"""Titles: what a program left in their place gives way to a heading, then to the file's name."""

import pytest

from corpus import Source
from corpus.text_builder import TextBuilder
from corpus.titles import real_title


@pytest.mark.parametrize(
    "words",
    [
        "",
        "untitled",
        "Untitled-1",
        "Untitled document (2)",
        "New Microsoft Word Document",
        "Unbenannt 3",
        "Document1",
        "Presentation 2",
        "Tabelle1",
        "Microsoft Word - draft3.docx",
        "draft3.docx",
        "final_v2.pdf",
        "C:\\Users\\ann\\report",
        "file:///home/ann/report",
        "R E P O R T",
        "A N N U A L R E P O R T 2 0 1 9",
    ],
)
def test_what_a_program_left_is_no_title(words: str) -> None:
    assert real_title(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Annual report",
        "1984",
        "New York",
        "A new page in history",
        "Document retention",
        "Vitamin C and E",
        "Sheet metal",
        "On report.pdf and other names",
        "A B C of birds",
        "日本語の題名",
    ],
)
def test_what_a_person_wrote_is_one(words: str) -> None:
    assert real_title(words) == words


@pytest.mark.parametrize(
    ("said", "heading", "title"),
    [
        ("Herons", "Counting", "Herons"),
        ("Microsoft Word - herons.doc", "Counting", "Counting"),
        ("untitled", "S U R V E Y", "heron notes"),
        ("", "Sheet1", "heron notes"),
    ],
)
def test_the_heading_is_next_and_the_name_of_the_file_last(
    said: str, heading: str, title: str
) -> None:
    builder = TextBuilder()
    builder.heading(1, heading)
    builder.paragraph("Forty were counted.")
    document = builder.document(Source("x", "birds/heron_notes.docx"), title=said)

    assert document.title == title
    assert document.headings[0].title == heading, "the text stays as it is"
