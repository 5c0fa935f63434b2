"""Bytes become text, once and for all: encodings, front matter, headings and pages."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import (
    CorpusError,
    Document,
    Source,
    Undecodable,
    UnsupportedFormat,
    heading_path,
    split,
)
from corpus.formats.plain_text import read_plain_text
from corpus.structured.frontmatter import FrontMatter, split_front_matter
from corpus.text import decode, read_text, title_from

GERMAN = "Die Grüße aus Köln sind schön. Über allem steht der Frieden, sagte er müde."
ENGLISH = "The rebels’ “café” was naïve — a résumé of the coup d’état, said the aide."
CHINESE = "这是一个关于气候变化的长篇文章。它描述了全球变暖的影响，以及各国政府采取的措施。"
RUSSIAN = "В сентябре 2011 года источники сообщили, что бойцы прибыли в Ливию."


def document_of(text: str) -> Document:
    return read_text(text.encode(), Source("test:x", "papers/my_report-2.txt"))


# Encodings -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("text", [GERMAN, ENGLISH])
def test_a_text_is_the_same_in_every_encoding(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "latin-1"),
        (CHINESE, "gbk"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("\ufeff" + CHINESE, "utf-16-be"),
        ("\ufeff" + CHINESE, "utf-16-le"),
    ],
)
def test_other_encodings_are_told_by_what_they_spell(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text.removeprefix("\ufeff")


def test_line_ends_of_every_system_become_line_feeds() -> None:
    assert decode(b"a\r\nb\rc\nd\n\re") == "a\nb\nc\nd\n\ne"


def test_characters_are_kept_as_they_were_written() -> None:
    """Composing accents or changing quotes would make quotations differ from the source."""
    text = "e\u0301 \u00e9 \ufb01 \u2028 “x” \u00a0 😀 \u200d"

    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    "data",
    [
        b"some words\x00 and more",
        bytes(range(256)) * 8,
        b"\x00" * 100,
        b"\x01\x02\x03\x04 words",
        "中文".encode("utf-16-le") + b"\x00\x01\x00",
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="binary data"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [
        GERMAN.encode("utf-16")[:-1],
        b"\xff\xfe\x00\xd8A\x00",
        b"\xfd\xfc\xff\xfe" * 50,
    ],
)
def test_what_fits_no_encoding_is_refused(data: bytes) -> None:
    with pytest.raises(Undecodable, match="save it as UTF-8"):
        decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_that_can_be_stored_or_are_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except CorpusError:
        return
    assert text.encode().decode() == text
    assert "\r" not in text


@pytest.mark.parametrize(
    "data", [b"abc \xed\xa0\x80 def", b"\xed\xb0\x80", b"\xed\xa0\xbd\xed\xb8\x80"]
)
def test_surrogates_in_disguise_never_come_into_a_text(data: bytes) -> None:
    """UTF-8 forbids them, SQLite and JSON choke on them."""
    try:
        text = decode(data)
    except CorpusError:
        return
    assert not any("\ud800" <= character <= "\udfff" for character in text)


@given(st.text())
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    try:
        once = decode(text.encode())
    except CorpusError:
        return
    assert decode(b"\xef\xbb\xbf" + once.encode()) == once


# Front matter --------------------------------------------------------------------


def test_front_matter_tells_of_a_text_and_is_no_part_of_it() -> None:
    document = document_of(
        "---\ntitle: The  Report\nauthors: [Ann, Bob]\ndate: 2012-01-02\n"
        "publisher: Press\nurl: https://example.org/x\n---\n\nFirst words."
    )

    assert document.text == "First words."
    assert document.title == "The Report"
    assert document.author == "Ann, Bob"
    assert document.published == "2012-01-02"
    assert document.publisher == "Press"
    assert document.source == "https://example.org/x"


def test_without_front_matter_the_name_of_the_file_is_the_title() -> None:
    document = document_of("Just words.")

    assert (document.title, document.source) == ("my report 2", "papers/my_report-2.txt")
    assert title_from(Source("k", "___.txt")) == "___.txt"


@pytest.mark.parametrize(
    "text",
    [
        "---\nNo: yaml: at: all\n---\nWords.",
        "---\n- a list\n---\nWords.",
        "---\njust words\n---\nWords.",
        "---\ntitle: unclosed\nWords.",
        "---\n---\nWords.",
        " ---\ntitle: a\n---\nWords.",
        "Words.\n---\ntitle: a\n---\n",
        "---\ndate: 2012-99-99\n---\nWords.",
        "---\ntitle: a\n" + "x: y\n" * 20_000 + "---\nWords.",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split_front_matter(text) == (FrontMatter(), text)


MEMO = "---\nFrom: Ann\nDecision:\n  - the fen is drained\ntags: [fen]\n---\n\nMove the herons."


def test_a_memo_between_dashes_is_no_front_matter() -> None:
    assert document_of(MEMO).text == MEMO


def test_fields_of_front_matter_that_are_content_stay_in_markdown() -> None:
    told, text = split_front_matter(MEMO.replace("From: Ann", "title: Fen\nStatus: void"))

    assert told == FrontMatter(title="Fen")
    assert text == "Status: void\n\nDecision:\n  - the fen is drained\n\nMove the herons."


MAIL = "From: Ann Lee <ann@x.org>\nSent: Tuesday, 4 May 2021 10:00\nTo: Bo\nSubject: Herons\n\n"


def test_a_mail_that_was_saved_as_text_has_its_sender_day_and_subject() -> None:
    text = f"{MAIL}They left.\n\nOn 3 May 2021, Bo Ek <bo@x.org> wrote:\n> Are they there?\n"
    document = read_plain_text(text.encode(), Source("test:x", "mail.txt"))

    assert document.text == text
    assert (document.author, document.published) == ("Ann Lee <ann@x.org>", "2021-05-04")
    assert document.title == "Herons"
    (voice,) = document.voices
    assert (voice.author, voice.published) == ("Bo Ek <bo@x.org>", "2021-05-03")
    assert document.text[voice.start : voice.end] == "> Are they there?"


@pytest.mark.parametrize(
    "text",
    [
        "From: the marsh\nTo: the sea\n\nA poem.",
        f"Notes\n\n{MAIL}Words.",
        MAIL.replace("Tuesday, 4 May 2021 10:00", "soon") + "Words.",
        MAIL.replace("\n\n", "\n") + "Words.",
    ],
)
def test_a_text_that_only_looks_like_a_mail_has_no_sender(text: str) -> None:
    document = read_plain_text(text.encode(), Source("test:x", "x.txt"))

    assert (document.author, document.published, document.text) == ("", "", text)


BILLION_LAUGHS = (
    "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{name}: &{name} [{', '.join([f'*{former}'] * 10)}]\n"
        for former, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "title: *i\nauthor: *i"
)


@pytest.mark.parametrize(
    "block",
    [
        BILLION_LAUGHS,
        "title: " + "[" * 60_000,
        "title: " + "{a: " * 15_000,
        "\n".join(" " * depth + "a:" for depth in range(300)),
        "title: &a [*a]",
        "a: &a {" + ", ".join(f"k{n}: 1" for n in range(500)) + "}\n<<: [" + "*a, " * 500 + "]",
        "title: " + ":".join(["59"] * 3000),
        "title: " + "9" * 5000,
    ],
    ids=["laughs", "brackets", "braces", "indents", "itself", "merges", "base 60", "digits"],
)
def test_hostile_front_matter_costs_little_and_tells_nothing(block: str) -> None:
    began = time.thread_time()
    told, _ = split_front_matter(f"---\n{block}\n---\nWords.")

    assert told.title == told.author == ""
    assert time.thread_time() - began < 10


@pytest.mark.parametrize(
    "value",
    [
        "!!python/object/apply:os.system ['false']",
        "!!python/name:os.system",
        "!!set {a, b}",
        "!!binary aGVsbG8=",
        "{a: b}",
        "true",
        "null",
    ],
)
def test_a_title_is_words_and_nothing_else(value: str) -> None:
    """A set would even read differently at every start of Python."""
    told, _ = split_front_matter(f"---\ntitle: {value}\n---\nWords.")

    assert told.title == ""


def test_a_title_cannot_carry_what_no_database_takes() -> None:
    told, _ = split_front_matter('---\ntitle: "a\\ud800b\\0c\\nd"\nauthor: "\\ud800"\n---\nWords.')

    assert told == FrontMatter(title="a b c d")


def test_a_title_without_end_is_cut() -> None:
    told, _ = split_front_matter(f"---\ntitle: {'word ' * 5000}\n---\nWords.")

    assert len(told.title) == 500


# Headings and pages --------------------------------------------------------------

ARTICLE = (
    "Opening words of it.\n\n\nFirst Part\n\nIts words.\n\n\nAnother one.\n\n\n"
    "not a heading\n\nMore words.\n\n\n2011 and after\n\nLast words.\n"
)


def test_a_short_line_alone_after_two_empty_lines_is_a_heading() -> None:
    document = document_of(ARTICLE)

    assert [heading.title for heading in document.headings] == ["First Part", "2011 and after"]
    for heading in document.headings:
        assert document.text[heading.start : heading.end] == heading.title
    assert heading_path(document.headings, document.text.index("Last")) == ("2011 and after",)


def test_form_feeds_end_pages_and_the_pages_cover_the_text() -> None:
    document = document_of("One.\fTwo.\f\fFour.\n")

    assert [page.number for page in document.pages] == [1, 2, 3, 4]
    assert document.text[document.pages[3].start : document.pages[3].end] == "Four.\n"


def test_a_form_feed_at_the_end_alone_makes_no_pages() -> None:
    assert document_of("One.\n\f").pages == ()
    assert document_of("One.").pages == ()


@given(st.text(alphabet="a. \n\f", min_size=1).map(lambda text: "x" + text))
def test_pages_follow_each_other_without_gaps(text: str) -> None:
    pages = document_of(text).pages
    if not pages:
        return
    ends = [page.end for page in pages]

    assert [page.start for page in pages] == [0, *ends[:-1]]
    assert ends[-1] == len(text)
    assert text.count("\f") - len(pages) in {0, -1}


@pytest.mark.parametrize(
    "run",
    ["\n" * 200_000, "\n" + " " * 200_000, "\n" + "a | " * 50_000],
    ids=["lines", "spaces", "cells"],
)
def test_a_long_run_of_one_thing_is_read_in_no_time(run: str) -> None:
    """What backtracks takes hours for a file of a megabyte."""
    began = time.thread_time()
    document = read_text(f"A word{run}b.".encode(), Source("file:a", "a.txt"))
    split(document, lambda texts: [len(text.split()) for text in texts], 200)

    assert time.thread_time() - began < 10


def test_many_headings_are_taken_in_no_time() -> None:
    data = "".join(f"\n\n\nHeading {n}\n\nA word." for n in range(20_000)).encode()
    document = read_text(data, Source("file:a", "a.txt"))
    began = time.thread_time()
    passages = split(document, lambda texts: [len(text.split()) for text in texts], 200)

    assert time.thread_time() - began < 10
    assert passages[-1].heading == ("Heading 19999",)
