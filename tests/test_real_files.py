"""Real files that others made yield what they hold: measured, where there are any."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from corpus import CorpusError, Document, NeedsOcr, Source
from corpus.sandbox.pool import ReaderPool

ENOUGH = 0.95
REFUSED = {
    "libreoffice-writer-password.pdf",
    "unreadablemetadata.pdf",  # opens in no reader: its cross-reference table is gone
    "output_with_metadata_pymupdf.pdf",  # an empty page
}
PICTURES = re.compile(r"imagemagick|grayscale|cmyk|non_text_searchable|MEDRPT")


@pytest.fixture(scope="module")
def folder() -> Path:
    data = os.environ.get("PINCITE_EVAL_DATA")
    if not data:
        pytest.skip("PINCITE_EVAL_DATA is not set: there are no real files")
    return Path(data) / "files"


@pytest.fixture(scope="module")
def room() -> Iterator[ReaderPool]:
    """A room that knows of no OCR, so that the same comes out everywhere."""
    path, os.environ["PATH"] = os.environ.get("PATH", ""), ""
    with ReaderPool(1) as room:
        yield room
    os.environ["PATH"] = path


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def in_order(expected: Sequence[str], found: Sequence[str]) -> int:
    """Return how many words the longest common subsequence has (Allison and Dix, 1986)."""
    places: Counter[str] = Counter()
    for at, word in enumerate(expected):
        places[word] |= 1 << at
    everything = (1 << len(expected)) - 1
    state = everything
    for word in found:
        matched = state & places[word]
        state = ((state + matched) | (state - matched)) & everything
    return len(expected) - state.bit_count()


def test_common_words_are_counted_in_order() -> None:
    assert in_order("a b c d".split(), "x a c b d".split()) == 3
    assert in_order("a b".split(), "b a".split()) == 1
    assert in_order([], ["a"]) == 0


def test_what_is_expected_of_a_file_arrives_in_order(folder: Path, room: ReaderPool) -> None:
    measured: dict[str, float] = {}
    for told in sorted(folder.glob("*/expected_outputs/*.md")):
        expected = words(told.read_text("utf-8"))
        path = told.parent.parent / f"{told.stem}.pdf"
        if not expected:
            with pytest.raises(NeedsOcr):
                room.read(path.read_bytes(), Source("a", path.name))
            continue
        document = room.read(path.read_bytes(), Source("a", path.name))
        measured[path.name] = in_order(expected, words(document.text)) / len(expected)

    assert len(measured) >= 5
    assert all(share >= ENOUGH for share in measured.values()), measured


def test_every_pdf_is_read_or_refused_for_a_known_reason(folder: Path, room: ReaderPool) -> None:
    paths = sorted(folder.rglob("*.pdf"))
    for path in paths:
        try:
            document: Document | None = room.read(path.read_bytes(), Source("a", path.name))
        except NeedsOcr:
            assert PICTURES.search(path.name), path.name
            continue
        except CorpusError:
            document = None
        assert (document is None) == (path.name in REFUSED), path.name
        if document is None:
            continue
        assert document.pages[0].start == 0
        assert document.pages[-1].end == len(document.text)
        assert all(document.text[h.start : h.end] == h.title for h in document.headings)
    assert len(paths) >= 40
