"""Answers as documents: Word, Markdown, plain text."""

import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from corpus import Source
from corpus.reading import read
from index import LocalIndex
from qa.doors.exports.formats import FORMATS
from qa.doors.exports.saved import SavedAnswer, saved_answers
from qa.doors.exports.text import markdown, plain
from qa.doors.exports.word import docx

from .conftest import HOSTILE, Ask, document
from .test_references import CITATION, answer

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(data: bytes, name: str) -> Any:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def words(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


# Word -------------------------------------------------------------------------------


def test_each_mark_in_the_text_has_a_footnote_of_the_document(answers: list[SavedAnswer]) -> None:
    data = docx(answers)
    marks = [e.get(f"{W}id") for e in part(data, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = {e.get(f"{W}id"): e for e in part(data, "word/footnotes.xml")}

    assert marks == ["1", "2"]
    assert notes.keys() == {"-1", "0", "1", "2"}, "and the lines above them"
    assert words(notes["1"]).startswith(
        ' Ada Lund and Bo Ek, The "Røst" {Heron} Report: 100 % & more_less (1871-05), p. 12, '
    )
    assert words(notes["2"]).startswith(" Owls, owls.txt. [owls:0-19, version ")


def test_the_quote_stands_in_the_text_as_it_stands_in_the_document(
    answers: list[SavedAnswer],
) -> None:
    opened = WordDocument(BytesIO(docx(answers)))

    assert [p.text for p in opened.paragraphs] == [
        "herons gulls cost",
        f"“{HOSTILE}”",
        "owls hunt night",
        "“Owls hunt at night.”",
    ]
    assert opened.core_properties.author == ""


def test_the_parts_of_the_package_name_the_footnotes(answers: list[SavedAnswer]) -> None:
    with zipfile.ZipFile(BytesIO(docx(answers))) as package:
        types = package.read("[Content_Types].xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()
        styles = package.read("word/styles.xml").decode()

    assert 'PartName="/word/footnotes.xml"' in types
    assert 'relationships/footnotes" Target="footnotes.xml"' in relations
    assert 'w:styleId="FootnoteText"' in styles
    assert 'w:styleId="FootnoteReference"' in styles


def test_a_link_in_a_footnote_can_be_followed() -> None:
    link = "https://pincite.example.org/read/d?version=f&start=0"
    data = docx([answer(replace(CITATION, link=link))])
    with zipfile.ZipFile(BytesIO(data)) as package:
        relations = package.read("word/_rels/footnotes.xml.rels").decode()

    assert f'Target="{link.replace("&", "&amp;")}" TargetMode="External"' in relations
    assert list(part(data, "word/footnotes.xml").iter(f"{W}hyperlink"))


def test_pincite_itself_reads_the_footnotes_again(answers: list[SavedAnswer]) -> None:
    text = read(docx(answers), Source("test:answer", "answer.docx")).text

    assert f"“{HOSTILE}”" in text
    assert "[owls:0-19, version " in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_libreoffice_opens_it(answers: list[SavedAnswer], tmp_path: Path) -> None:
    (tmp_path / "answer.docx").write_bytes(docx(answers))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    command += [
        "--convert-to",
        "txt:Text",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "answer.docx"),
    ]
    subprocess.run(command, check=True, timeout=300)

    assert HOSTILE in (tmp_path / "answer.txt").read_text("utf-8-sig")


@given(st.text(), st.text())
def test_any_text_makes_a_word_file_that_opens(quote: str, title: str) -> None:
    data = docx([answer(replace(CITATION, quote=quote, title=title))])

    WordDocument(BytesIO(data))
    assert len(part(data, "word/footnotes.xml")) == 3


# Markdown and plain text ------------------------------------------------------------


def test_markdown_numbers_its_footnotes_through(answers: list[SavedAnswer]) -> None:
    text = markdown(answers)

    assert re.findall(r"\[\^\d+\]:?", text) == ["[^1]", "[^2]", "[^1]:", "[^2]:"]
    assert text.startswith(
        "## herons gulls cost\n\n> “\\*Ærlig\\* \\{talt\\}: 40 % of \\[herons\\]"
    )


@given(st.text())
def test_no_text_of_a_document_acts_as_markdown(words: str) -> None:
    hostile = replace(CITATION, quote=words, title=words)
    html = MarkdownIt("commonmark").render(markdown([answer(hostile)]))
    tags = set(re.findall(r"</?(\w+)", html))

    assert tags <= {"h2", "blockquote", "p"}


def test_markup_in_a_question_stays_text(answers: list[SavedAnswer]) -> None:
    asked = replace(answers[0], question="<img src=x onerror=alert(1)> [a](javascript:b)")

    assert "<img" not in MarkdownIt("commonmark").render(markdown([asked]))


def test_plain_text_has_its_notes_at_the_end(answers: list[SavedAnswer]) -> None:
    blocks = plain(answers).split("\n\n")

    assert blocks[:2] == ["herons gulls cost", f"“{HOSTILE}” [1]"]
    assert blocks[-1].splitlines()[1].startswith("[2] Owls, owls.txt. [owls:0-19, version ")


def test_an_unanswered_question_says_so_and_why(filled: LocalIndex) -> None:
    record = {
        "question": "Who?", "status": "unanswered", "reason": "Nobody says.", "confidence": 0.1,
        "sentences": [], "citations": [],
    }  # fmt: skip

    text = plain(saved_answers([record], filled))

    assert text == "Who?\n\nNo clear answer in your documents. Nobody says.\n"


# What does not stand any more -------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_words_of_a_document_that_changed_are_marked_in_every_format(
    name: str, filled: LocalIndex, ask: Ask
) -> None:
    record = ask("owls hunt night")
    before = FORMATS[name].write(saved_answers([record], filled))
    list(filled.add([document("Owls sleep.", id="owls", title="Owls", source="owls.txt")]))
    after = FORMATS[name].write(saved_answers([record], filled))

    def said(data: bytes) -> str:
        if name != "docx":
            return data.decode()
        return words(part(data, "word/document.xml")) + words(part(data, "word/footnotes.xml"))

    assert "The document has changed since." in said(after)
    assert "changed" not in said(before)
    if name in ("docx", "md", "txt"):
        assert re.search(r"night\.” \\?\[document changed\\?\]", said(after)), "beside the words"


def test_words_that_never_stood_there_are_not_passed_off_as_quoted(
    filled: LocalIndex, ask: Ask
) -> None:
    record = ask("owls hunt night")
    record["sentences"][0]["text"] = record["citations"][0]["quote"] = "Owls never hunt."

    assert "“Owls never hunt.” [not confirmed] [1]" in plain(saved_answers([record], filled))


# What a language model wrote --------------------------------------------------------


@pytest.mark.parametrize("name", ["docx", "md", "txt"])
def test_the_sentences_of_a_model_are_no_quotes_and_say_who_wrote_them(
    name: str, filled: LocalIndex, ask: Ask
) -> None:
    record = ask("owls hunt night")
    cites = {"citations": [1], "unsupported": []}
    record["sentences"] = [
        {"text": "Night is when owls hunt.", "verdict": "supported", **cites},
        {"text": "Owls hunt at night in Oslo.", "verdict": "partly", **cites},
    ]
    record["writer"] = {"model": "toy\n\n# model"}
    data = FORMATS[name].write(saved_answers([record], filled))
    text = words(part(data, "word/document.xml")) if name == "docx" else data.decode()

    assert "Night is when owls hunt." in text
    assert re.search(r"in Oslo\. \\?\[supported in part\\?\]", text)
    assert "“" not in text
    assert "> " not in text.partition("[^1]:")[0]
    assert re.search(r"Written by toy \\?# model; checked by Pincite\.", text)


def test_quotes_are_not_said_to_be_written_by_a_model_that_was_asked_in_vain(
    filled: LocalIndex, ask: Ask
) -> None:
    record = ask("owls hunt night") | {"writer": {"model": "toy", "status": "slow"}}

    text = plain(saved_answers([record], filled))

    assert "“Owls hunt at night.” [1]" in text
    assert "Written by" not in text


# Links ------------------------------------------------------------------------------


def test_a_link_is_left_out_where_the_words_are_not_confirmed(filled: LocalIndex, ask: Ask) -> None:
    record = ask("owls hunt night")
    (citation,) = record["citations"]
    place = f"/read/owls?version={citation['version']}&start=0&end={citation['end']}"
    citation["link"] = f"https://pincite.example.org{place}"
    assert citation["link"] in plain(saved_answers([record], filled))

    for link in ("https://evil.example/", f"https://pincite.example.org@evil.example{place}"):
        citation["link"] = link
        (saved,) = saved_answers([record], filled)
        assert saved.citations[0].check.verdict == "altered"
        for form in FORMATS.values():
            assert b"evil" not in form.write([saved])
        assert not saved.citations[0].link


@pytest.mark.parametrize(
    "source", ["https://a.example@evil.example/", "http://", "ftp://a.example"]
)
def test_no_address_is_made_of_a_source_that_hides_its_host(source: str) -> None:
    for name in ("csl", "ris", "bibtex"):
        text = FORMATS[name].write([answer(replace(CITATION, source=source))]).decode()

        assert not re.search('"URL"|UR  - |url = ', text)
