"""What bytes are is told by their signature and content, never by a name."""

import os
import tarfile
from pathlib import Path

import pytest
from made_files import make_docx, make_epub, make_pdf, make_zip, paragraph, text_page

from corpus import Damaged, UnsupportedFormat, detect
from corpus.structured.delimited import is_table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = b"<!-- saved -->\n<!DOCTYPE HTML>\n<html><body><p>Herons.</p></body></html>"
PDF = make_pdf(text_page("Herons."))
MAIL = b"Return-Path: <a@x>\nFrom: Ann <a@x>\nDate: Mon, 6 May 2024 07:08:09 +0200\n\nHerons.\n"
NOTE = b"From: Ann Reed <a@x.org>\nTo: Bo\nSubject: Herons\nDate: Mon, 6 May 2024 07:08\n\nWade.\n"
CSV = b"Bird,Length\nHeron,98\nStork,110\nCrane,115\n"


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.txt", "a.md", "a.docx", "a.html", "a.csv", "a", ".", ""]
)
@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\n \n" + PDF, "application/pdf"),
        (PDF + make_zip({"word/document.xml": "<w/>"}), "application/pdf"),
        (HTML, "text/html"),
        (b"\xef\xbb\xbf  <html lang='en'><p>Herons", "text/html"),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html><html xmlns='x'/>", "text/html"),
        (b"<script>alert(1)</script>", "text/html"),
        (make_docx(paragraph("Herons.")), DOCX),
        (make_epub([]), "application/epub+zip"),
        (b"{\\rtf1 Herons.}", "text/rtf"),
        (MAIL, "message/rfc822"),
        (MAIL.replace(b"\n", b"\r\n"), "message/rfc822"),
        (NOTE, "message/rfc822"),
        (b"\xef\xbb\xbf" + NOTE.replace(b"\n", b"\r\n"), "message/rfc822"),
        (NOTE.replace(b"Mon, 6 May 2024 07:08", b"6 May 2024"), "message/rfc822"),
        (NOTE.replace(b"\nTo: Bo", b"\nTo: Bo,\n Cy <c@x.org>"), "message/rfc822"),
    ],
)
def test_the_name_changes_nothing(data: bytes, media_type: str, name: str) -> None:
    assert detect(data, name) == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n",
        make_zip({"mimetype": "application/vnd.oasis.opendocument.graphics"}),
        make_zip({"[Content_Types].xml": "<w/>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<?xml version='1.0'?><rss><title>Herons</title></rss>",
    ],
)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.md"])
def test_what_is_no_document_is_refused_whatever_its_name(data: bytes, name: str) -> None:
    with pytest.raises(UnsupportedFormat):
        detect(data, name)


def test_a_zip_archive_is_told_from_a_broken_document() -> None:
    data = make_zip({"readme.txt": "Herons."})
    assert detect(data, "a.zip") == detect(data, "a") == "application/zip"
    with pytest.raises(Damaged):
        detect(data, "a.docx")


def test_a_table_is_told_from_prose() -> None:
    assert detect(CSV, "birds") == "text/csv"
    assert detect(CSV, "birds.csv") == "text/csv"
    assert detect(b"Bird;Length\nHeron;98\n", "birds.csv") == "text/csv"
    assert detect(CSV, "birds.txt") == "text/plain"
    assert detect(b"One, two.\nThree, four.\nFive, six.\nSeven, eight and more.\n", "x") != ""
    assert not is_table("Herons wade, storks stand.\nOwls hoot.\n", 2)
    assert not is_table("a,b\n1,2\n3,4,5\n6,7\n", 2)


def test_a_part_of_a_page_is_known_by_its_name() -> None:
    part = b"\n<p>\n  Herons <em>wade</em>.\n</p>\n<table><tr><td>Storks</td></tr></table>"
    assert detect(part, "birds.html") == detect(part, "BIRDS.HTM") == "text/html"
    assert detect(part, "birds.txt") == "text/plain"
    assert detect(b"Herons < storks, and 1 > 0.", "birds.html") == "text/plain"
    assert detect(b'{"birds": "<p>Herons</p>"}', "birds.html") == "application/json"


@pytest.mark.parametrize(
    "text",
    [
        "From: the marsh\nTo: the sea\n\nA poem.",
        "Date: today\nSubject: herons\n\nNotes.",
        NOTE.decode().replace(" <a@x.org>", ""),
        NOTE.decode().replace("Mon, 6 May 2024 07:08", "2024-05-06 07:08"),
        NOTE.decode().replace("Date:", "Day:"),
        NOTE.decode().replace("\n\n", "\n"),
        NOTE.decode().replace("To: Bo\nSubject: Herons\n", ""),
        "---\n" + NOTE.decode().replace("\n\n", "\n---\n\n"),
        "Notes\n\n" + NOTE.decode(),
        "6 May 2024 07:08 From: a@x.org To: b@x.org Subject: queued\n\nNext.",
        "<p align='center'><img src='logo.png'></p>\n\n# Project\n\nWords.",
        "<!-- a comment -->\n# Title\n\nWords, more words.",
        "<div>\n\n**Bold** words.\n\n</div>",
        "%PDF is how a PDF begins",
        "Words about {\\rtf files.",
        "PK is a signature.",
    ],
)
def test_prose_and_markdown_are_what_they_are(text: str) -> None:
    assert detect(text.encode(), "notes.md") == "text/markdown"
    assert detect(text.encode(), "notes.txt") == "text/plain"
    assert detect(text.encode(), "notes") in ("text/plain", "text/markdown")


def test_no_real_markdown_file_is_taken_for_anything_else() -> None:
    data = os.environ.get("PINCITE_EVAL_DATA")
    if not data:
        pytest.skip("PINCITE_EVAL_DATA is not set: there are no real files")
    with tarfile.open(Path(data) / "aws-markdown.tar.xz") as archive:
        seen = 0
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".md") else None
            if file is not None and (content := file.read()):
                assert detect(content, "") in ("text/markdown", "text/plain"), member.name
                seen += 1
            if seen == 300:
                break
    assert seen == 300
