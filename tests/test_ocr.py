"""Which tool reads a scan, what it is told, and how it is ended; the tools are scripts."""

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from made_files import make_pdf, scanned_page, text_page

from corpus import NeedsOcr, Source, ocr
from corpus.apart import ReadingRoom

Install = Callable[[str, str], None]
PICTURE = b"a picture"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put scripts where tools are looked for, and no other there."""
    places = tmp_path / "bin"
    places.mkdir()
    monkeypatch.setenv("PATH", str(places))

    def write(name: str, script: str) -> None:
        path = places / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)

    return write


def test_pictures_that_we_drew_are_read_rather_than_the_bytes_of_a_stranger(
    install: Install,
) -> None:
    assert ocr.recognized(b"pdf", [PICTURE]) is None
    install("ocrmypdf", "cat")
    assert ocr.recognized(b"pdf", [PICTURE]) == b"pdf"
    install("tesseract", 'cat $(cat "$1")')

    assert ocr.recognized(b"pdf", [PICTURE]) == PICTURE


def test_a_tool_is_told_no_secret(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_KEY", "a-secret-of-the-service")
    install("tesseract", "env")
    told = ocr.recognized(b"pdf", [PICTURE])

    assert told is not None
    assert b"LANG=" in told
    assert b"secret" not in told


def test_a_tool_that_fails_is_told(install: Install) -> None:
    install("tesseract", "exit 1")
    with pytest.raises(NeedsOcr, match="OCR failed"):
        ocr.recognized(b"pdf", [PICTURE])


def test_a_tool_that_takes_too_long_is_ended_with_all_that_it_started(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 1)
    noted = tmp_path / "started"
    install("tesseract", f"sleep 60 >/dev/null 2>&1 & echo $! > {noted}; wait")
    with pytest.raises(NeedsOcr, match="longer than"):
        ocr.recognized(b"pdf", [PICTURE])

    pid = int(noted.read_text())
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not alive(pid)


def test_what_a_tool_recognized_is_marked_however_the_tool_writes_it(
    install: Install, tmp_path: Path
) -> None:
    made, scan = tmp_path / "made.pdf", make_pdf(scanned_page(""))
    made.write_bytes(make_pdf(text_page("Words that are drawn.")))
    install("tesseract", f"cat {made}")
    with ReadingRoom(1) as room:
        document = room.read(scan, Source("test:scan", "scan.pdf"))

    assert document.text == "Words that are drawn."
    assert [page.recognized for page in document.pages] == [True]


def alive(pid: int) -> bool:
    """Tell whether a process runs; one that only waits to be buried does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
