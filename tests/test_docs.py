"""The documents are finished: no figure is left to be filled in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OPEN = re.compile(r"\b[A-Z]+_(?:TIME|COUNT|DISK)\b|\bTODO\b|\bTBD\b")


def pages() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    yield from (ROOT / "docs").glob("*.md")


@pytest.mark.parametrize("page", sorted(pages()), ids=lambda page: page.name)
def test_no_figure_is_left_open(page: Path) -> None:
    assert LEFT_OPEN.findall(page.read_text("utf-8")) == []


def test_an_open_figure_would_be_seen() -> None:
    assert LEFT_OPEN.findall("| `train` | TRAIN_TIME | SOURCES_COUNT, A_DISK |") == [
        "TRAIN_TIME",
        "SOURCES_COUNT",
        "A_DISK",
    ]
