"""Names of uploads: two different names are two documents, the same name is the same one."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.naming import (
    LONGEST,
    label_of,
    numbered,
    shows_its_key,
    unnumbered,
    upload_source,
)

ALIKE = [
    "a.txt", "A.txt", "a.TXT", "a.txt.", "a.txt ", " a.txt", "a. txt", "a .txt", "a  .txt",
    ".a.txt", "a\u200b.txt", "\u202ea.txt", "a\u00ad.txt", "a\x00.txt", "a\x01.txt",
    "a\ue000.txt", "a\ue001.txt",
    "a\U000e0041.txt", "a\ufe0f.txt", "x/a.txt", "y/a.txt", "x\\a.txt", "../a.txt", "/a.txt",
    "caf\u00e9.txt", unicodedata.normalize("NFD", "caf\u00e9.txt"),
    "l" * 300 + ".txt", "l" * 299 + "k.txt", "l" * 301 + ".txt", "l" * LONGEST, "l" * (LONGEST + 1),
    "", ".", "..", " ", "\u200b", "\u200b\u200b", "document", "/", "a/", "\ud800.txt", "\ud801.txt",
]  # fmt: skip


def test_no_two_names_are_one_document() -> None:
    for one, other in combinations(ALIKE, 2):
        assert upload_source(one).document_id != upload_source(other).document_id, (one, other)


@given(st.text(max_size=300), st.text(max_size=300))
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert (upload_source(one).key == upload_source(other).key) == (one == other)


@pytest.mark.parametrize("name", ["a.txt", "Bericht (2).pdf", "日本語。.md", "é", "a" * LONGEST])
def test_a_name_that_can_be_shown_keeps_the_key_that_it_always_had(name: str) -> None:
    """What was uploaded before is replaced, not joined, by what is uploaded now."""
    source = upload_source(name)

    assert (source.key, source.label) == (f"upload:{name}", name)
    assert shows_its_key(source)


def test_no_name_makes_the_key_of_another() -> None:
    odd = upload_source("x/a.txt")
    forged = upload_source(odd.key.removeprefix("upload:"))

    assert forged.key != odd.key


@given(st.text(max_size=400))
def test_a_label_can_be_shown(name: str) -> None:
    label = label_of(name)

    assert 0 < len(label) <= LONGEST
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") for c in label)
    assert not set(label) & {"/", "\\"}


def test_a_long_name_keeps_the_ending_that_tells_what_it_is() -> None:
    assert label_of("l" * 300 + ".markdown").endswith("….markdown")


SENT_ALIKE = [
    ("\ufffd.txt", "%FF.txt", "%FE.txt"),
    ('a".txt', "a%22.txt", 'a\\".txt'),
    ("a\\b", "a\\b", "a\\\\b"),
]


@pytest.mark.parametrize(("decoded", "one", "other"), SENT_ALIKE)
def test_names_that_decoding_makes_alike_are_told_by_how_they_were_sent(
    decoded: str, one: str, other: str
) -> None:
    first, second = (upload_source(decoded, f'x; filename="{name}"') for name in (one, other))

    assert first.key != second.key
    assert first.label == second.label


def test_a_number_goes_before_the_ending() -> None:
    assert numbered("report.pdf", 2) == "report (2).pdf"
    assert numbered("Makefile", 2) == "Makefile (2)"
    assert numbered(".hidden", 3) == ".hidden (3)"
    assert len(numbered("l" * 196 + ".pdf", 12)) == LONGEST
    assert numbered("l" * 196 + ".pdf", 12).endswith(" (12).pdf")


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("report (2).pdf", ("report.pdf", 2)),
        ("report.pdf", ("report.pdf", 1)),
        ("(2).pdf", ("(2).pdf", 1)),
        (" (2).pdf", (" (2).pdf", 1)),
        ("minutes (2019).txt", ("minutes.txt", 2019)),
    ],
)
def test_a_number_is_taken_off_again(label: str, parts: tuple[str, int]) -> None:
    assert unnumbered(label) == parts
