"""Files made to break what reads them: each is read or refused in time, and nothing else happens.

They go through a real reader process, as every document does.
"""

import re
import socket
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from children import readers
from made_files import make_docx, make_epub, make_pdf, make_zip, paragraph, text_page

from corpus import (
    CorpusError,
    Damaged,
    Document,
    EmptyDocument,
    ReaderStopped,
    Source,
    TooLarge,
    UnsupportedFormat,
)
from corpus.sandbox.pool import ReaderPool

FILE = Source("test:file", "file")
SOONER = """
import signal, sys
from corpus.sandbox import child

def watch(seconds):
    signal.setitimer(signal.ITIMER_PROF, min(seconds, 0.8))

child._watch = watch
child.serve(int(sys.argv[1]))
"""
"""Runs a reader that ends after 0.8 seconds of work, which tests can wait for.

Only its own work counts, so that a busy machine does not end it.
"""
HERON = "The heron stands in the water."


@pytest.fixture(scope="module")
def room() -> Iterator[ReaderPool]:
    with ReaderPool(1, program=SOONER) as room:
        yield room
    assert not readers()


def outcome(room: ReaderPool, data: bytes, name: str = "") -> Document | CorpusError:
    """Return the document or why it was refused; either way the next one is read."""
    try:
        found: Document | CorpusError = room.read(data, FILE, name)
    except CorpusError as exc:
        found = exc
    if isinstance(found, CorpusError):
        assert re.search(r"\w", str(found))
        assert "/" not in str(found), "an error tells no path"
    assert room.read(HERON.encode(), FILE).text == HERON
    return found


# HTML --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<a " * 20_000,
        "<!--" * 20_000,
        "<div>" * 200_000 + "X",
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">X</p>",
        "<" * 2_000_000,
        "&" * 2_000_000,
        "<table><tr><td>" * 20_000 + "X",
        "<b><i>" * 50_000 + "X",
    ],
    ids=["a", "comments", "divs", "attributes", "less-than", "ampersands", "tables", "formats"],
)
def test_html_is_read_or_refused_and_never_silently_empty(room: ReaderPool, body: str) -> None:
    found = outcome(room, f"<html><body>{body}</body></html>".encode())

    if "X" in body:
        assert isinstance(found, ReaderStopped) or (
            isinstance(found, Document) and found.text == "X"
        )
    else:
        assert isinstance(found, ReaderStopped | EmptyDocument)


# reStructuredText --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The *heron* stands in the water.\n\n.. note:: Wet.\n\n- |x|", (Document,)),
        ("".join(f"term{n}\n  said {n}\n" for n in range(25_000)), (ReaderStopped,)),
        ("".join(f".. |{n}| replace:: |{n + 1}| |{n + 1}|\n" for n in range(40)) + "\n|0|",
         (ReaderStopped, Document)),
        ("\n\n".join("   " * n + f".. note:: {n}" for n in range(300)), (Damaged,)),
        ("\n\n".join("  " * n + "* X" for n in range(1_000)), (ReaderStopped, Damaged)),
        ("*a " * 130_000, (ReaderStopped,)),
        (":a" * 50_000, (ReaderStopped,)),
        ("`" * 400_000, (EmptyDocument,)),
    ],
    ids=["words", "terms", "substitutions", "notes", "lists", "marks", "colons", "ticks"],
)  # fmt: skip
def test_restructured_text_is_read_or_refused(
    room: ReaderPool, text: str, kinds: tuple[type, ...]
) -> None:
    found = outcome(room, text.encode(), "a.rst")

    assert isinstance(found, kinds), found


# PDF ---------------------------------------------------------------------------------


def raw_pdf(*objects: bytes) -> bytes:
    """Return a PDF of objects as they are, the first its root, with a right table."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(out))
    )


def one_page(content: bytes, catalog: bytes = b"", page: bytes = b"") -> bytes:
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream"
    packed = zlib.compress(content, 9)
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>%s>>" % page,
        stream % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


WORDS = b"BT /F 12 Tf 72 700 Td (The heron stands in the water.) Tj ET"
KIDS = b" ".join(b"3 0 R" for _ in range(200_000))
NESTED = [
    b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(2, 5_002)
]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (one_page(b"q " * 2_000_000), EmptyDocument),
        (one_page(WORDS + b" " * 200_000_000), Document),
        (
            raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
            Damaged,
        ),
        (raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", *NESTED, b"<</Type/Page>>"), Damaged),
        (
            raw_pdf(
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[" + KIDS + b"]/Count 200000>>",
                b"<</Type/Page/Parent 2 0 R>>",
            ),
            TooLarge,
        ),
        (raw_pdf(b"[" * 100_000), Damaged),
        (
            raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 100000>>"),
            TooLarge,
        ),
        (b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 9>>startxref\n9\n%%EOF", Damaged),
        (b"%PDF-1.7\n" + b"\0" * 100_000, Damaged),
    ],
    ids=["q", "flate", "cycle", "deep", "kids", "arrays", "100k-pages", "xref-loop", "zeros"],
)
def test_a_hostile_pdf_is_read_or_refused(
    room: ReaderPool, data: bytes, kind: type[Document | CorpusError]
) -> None:
    """Where the machine is slow, it may also be refused for the time that it takes."""
    found = outcome(room, data)

    assert isinstance(found, kind | ReaderStopped)
    if isinstance(found, Document):
        assert found.text == HERON


@pytest.mark.parametrize(
    "action",
    [
        b"/OpenAction<</S/Launch/F(touch)/Win<</F(touch)/P(pwned)>>>>",
        b"/OpenAction<</S/URI/URI(http://127.0.0.1:9/x)>>",
        b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9'\\))>>",
        b"/Names<</EmbeddedFiles<</Names[(a.txt)<</F(a.txt)>>]>>>>",
    ],
)
def test_what_a_pdf_would_do_is_not_done(room: ReaderPool, action: bytes) -> None:
    found = outcome(room, one_page(WORDS, action))

    assert isinstance(found, Document)
    assert found.text == HERON


def test_a_character_map_names_no_file(room: ReaderPool, tmp_path: Path) -> None:
    """It is passed over as a name that nothing has; the words are read without it."""
    evil = tmp_path / "evil"
    evil.write_bytes(b"1 begincodespacerange <00> <ff> endcodespacerange")
    data = one_page(WORDS).replace(
        b"/BaseFont/Helvetica", b"/BaseFont/Helvetica/Encoding(%s)" % str(evil).encode()
    )
    found = outcome(room, data)

    assert isinstance(found, Document)
    assert found.text == HERON


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_a_pdf_with_a_wrong_byte_is_read_or_refused(room: ReaderPool, position: int) -> None:
    data = bytearray(make_pdf(text_page(HERON)))
    for at in range(position * 5, len(data), 509):
        data[at] ^= 0x41

    outcome(room, bytes(data))


# Archives ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        make_docx(paragraph("A" * 60_000_000)),
        make_docx("<w:p>" * 100_000),
        make_zip({f"{n}": b"" for n in range(20_000)}),
        make_zip({"word/document.xml": "<a" + " b='1'" * 100_000 + "/>"}),
        make_zip({"word/document.xml": b"\0" * 1000, "xl/workbook.xml": ""}),
        make_zip({"xl/workbook.xml": "<x/>"}),
        make_zip({"ppt/presentation.xml": "<" * 1000}),
        make_zip({"../../evil": "x", "word/document.xml": "<w/>"}),
        b"PK\x03\x04" + b"\xff" * 10_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + b"\xff" * 9_000,
    ],
)
def test_a_hostile_archive_is_refused(room: ReaderPool, data: bytes) -> None:
    assert isinstance(outcome(room, data), CorpusError)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pointing(there: str) -> Iterator[bytes]:
    """Yield documents in which every way to point elsewhere points at an address."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" TargetMode="External" '
        f'Target="{there}/{kind}"/>'
        for n, kind in enumerate(
            ["image", "attachedTemplate", "oleObject", "hyperlink", "subDocument"]
        )
    )
    body = f"{paragraph(HERON)}<w:subDoc r:id='r4'/><w:altChunk r:id='r0'/>"
    yield make_zip(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document {W} xmlns:r="{RELATIONS}"><w:body>{body}</w:body>'
            "</w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            "word/_rels/settings.xml.rels": f"<Relationships>{relations}</Relationships>",
        }
    )
    elements = (
        f'<base href="{there}/"><link rel="stylesheet" href="{there}/a.css">'
        f'<style>@import "{there}/b.css";</style><script src="{there}/c.js"></script>'
        f'<meta http-equiv="refresh" content="0;url={there}/d">'
    )
    seen = f'<img src="{there}/e.png"><iframe src="{there}/f"></iframe><p>{HERON}</p>'
    page = f"<html><head>{elements}</head><body>{seen}</body></html>"
    yield page.encode()
    yield make_epub([page])
    yield f'{{\\rtf1 {{\\field{{\\*\\fldinst INCLUDEPICTURE "{there}/g.png"}}}} {HERON}}}'.encode()
    yield f"![x]({there}/h.png) {HERON}".encode()


def test_nothing_that_a_document_points_at_is_fetched(room: ReaderPool) -> None:
    """Neither by address, nor as a file of this machine (abuse case 10)."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        for there in (f"http://127.0.0.1:{server.getsockname()[1]}", "file:///etc/passwd"):
            for data in pointing(there):
                found = outcome(room, data)

                assert isinstance(found, Document), found
                assert HERON in found.text
                assert "root:" not in found.text
        with pytest.raises(TimeoutError):
            server.accept()


# Text ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"\xed\xa0\x80 heron",
        b"heron " * 1_600_000,
        b"x" * 9_999_999,
        b"e" + "\u0301".encode() * 1_000_000,
        "\ufdfa".encode() * 10_000,
        "\u202e\u2066 heron \u2069".encode(),
        b"heron" + "".join(chr(0xE0000 + n) for n in range(128)).encode(),
        "Reiher und Störche".encode("utf-16"),
        "鹭站在水里。鹳站在屋顶上。".encode("gbk"),
        b"From: a\nDate: b\nMessage-ID: c\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\n\n" * 50_000,
        b"a,b\n" + b'"' * 1_000_000,
    ],
    ids=range(11),
)
def test_hostile_text_is_read_or_takes_too_long(room: ReaderPool, data: bytes) -> None:
    found = outcome(room, data)

    assert isinstance(found, Document | ReaderStopped)
    if isinstance(found, Document):
        assert found.text.encode().decode() == found.text != ""


@pytest.mark.parametrize(
    "data", [b"heron\0heron", b"{\\rtf1 " + b"{" * 100_000], ids=["NUL", "RTF"]
)
def test_hostile_text_without_words_or_form_is_refused(room: ReaderPool, data: bytes) -> None:
    assert isinstance(outcome(room, data), UnsupportedFormat | EmptyDocument | ReaderStopped)


def test_headings_of_hostile_markdown_stand_where_they_say(room: ReaderPool) -> None:
    lines = [
        "# \u202eHerons\u202c",
        "wade",
        "## e\u0301 \U0001f9a9",
        "fly",
        "### \ufdfa" * 9,
        "and rest",
    ]
    found = outcome(room, "\n\n".join(lines).encode(), "a.md")

    assert isinstance(found, Document)
    assert len(found.headings) == 3
    assert [found.text[h.start : h.end] for h in found.headings] == [
        h.title for h in found.headings
    ]


MAIL = "From: a@b\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nMessage-ID: <c>\n"
MARKS = "[ ] * _ ` > < | - ~ # & \\ ( ) { } \" ' = + : ; .".split()
RUNS = [
    "[a", "[](", "![", "**a ", "a**b__c ", "`a ", "<a ", "a <!-- ", "a <? ", "<![CDATA[", "&#",
    "| a ", "a|b\n", "> > > a\n", "- - ", "- a\n", "1. a\n", "# a\n\n", "a\n=\n\n", "> a\nb\n",
    "[a]: b\n", "```\n", "<div>\n", "<!-- a\n\n", "\\[a", "a\n\n\n", "a\f", '"a ', "a. ", "http://",
    "a,b\n", "a;", '{"a":', "\t\n", "x: &a [*a]\n", "~~a ", "<http://a> ", "a\r",
]  # fmt: skip
STARTS = [
    "{\\rtf1 {", "{\\rtf1 \\b ", "{\\rtf1 {\\b\\v ", "{\\rtf1 {\\info ", f"{MAIL}To: <",
    f"{MAIL}Subject: =?utf-8?q?a?= ", f"{MAIL}Content-Type: text/plain; a=b;", f"{MAIL}To: (",
    f"{MAIL}Content-Disposition: attachment; filename=(", f"{MAIL}X: y\n",
]  # fmt: skip
"""The last token of each is what it has most of."""


@pytest.mark.parametrize("run", [*MARKS, *RUNS])
def test_a_text_of_one_mark_is_read_or_refused_in_time(room: ReaderPool, run: str) -> None:
    """Five MB of `[` took 168 s; now what takes more than the seconds of its format is refused."""
    found = outcome(room, (run * (500_000 // len(run))).encode(), "a.md")

    if re.search(r"[A-Za-z]", run):
        assert isinstance(found, ReaderStopped | EmptyDocument | Document)
    else:
        assert isinstance(found, ReaderStopped | EmptyDocument)


@pytest.mark.parametrize("start", STARTS)
def test_a_head_without_end_is_read_or_refused_in_time(room: ReaderPool, start: str) -> None:
    last = start.split(" ")[-1] or start.split(" ")[-2] + " "
    outcome(room, (start + last * (500_000 // len(last))).encode())


def test_a_chapter_is_read_once_however_often_a_book_names_it(room: ReaderPool) -> None:
    """A book of 1 kB that named one chapter again and again took 61 s."""
    book = make_epub([f"<p>{HERON}</p>", "<p>The end.</p>"], again=30_000)
    found = outcome(room, book)

    assert isinstance(found, Document)
    assert found.text == f"{HERON}\n\nThe end."


def test_more_than_one_document_may_have_is_refused_in_words(room: ReaderPool) -> None:
    for data, what in (
        (b"# A\n\nb\n\n" * 100_001, "headings"),
        (b"a\f" * 20_001, "pages"),
        (b"a\n" * 600_000, "lines and sentences"),
        (b"It is. " * 600_000, "lines and sentences"),
    ):
        found = outcome(room, data)
        assert isinstance(found, TooLarge | ReaderStopped)
        assert isinstance(found, ReaderStopped) or what in str(found)


def test_a_paragraph_for_a_heading_is_text_and_no_heading(room: ReaderPool) -> None:
    data = b"# Birds\n\n# " + b"word " * 1_000 + b"\n\nHerons wade."
    document = room.read(data, FILE, "a.md")

    assert [heading.title for heading in document.headings] == ["Birds"]
    assert "word word" in document.text


def test_a_reader_in_trouble_says_so_in_words(room: ReaderPool) -> None:
    found = outcome(room, b"<html>" + b"<div>" * 200_000 + b"X")

    assert isinstance(found, ReaderStopped)
    assert re.search("too long|too much memory", str(found))
