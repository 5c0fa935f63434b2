"""Which tool reads a scan, what it is told, and how it is ended; the tools are scripts."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from children import readers
from made_files import make_pdf, text_page
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader

from corpus import NeedsOcr, Source
from corpus.formats.pdf.page_image import page_image
from corpus.sandbox import ocr
from corpus.sandbox.pool import ReaderPool

Install = Callable[[str, str], None]
PICTURE = b"a picture"
TESTS = Path(__file__).parent


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put scripts where tools are looked for, and no other there.

    They use what the shell does itself, for it may start nothing.
    """
    places = tmp_path / "bin"
    places.mkdir()
    monkeypatch.setenv("PATH", str(places))

    def write(name: str, script: str) -> None:
        path = places / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    return write


def test_pictures_that_we_drew_are_read_where_tesseract_is_installed(install: Install) -> None:
    assert ocr.recognized([PICTURE]) is None
    install("ocrmypdf", "echo never run: it starts Ghostscript on what a stranger wrote")
    assert ocr.recognized([PICTURE]) is None
    install("tesseract", 'read path < "$1"; read words < "$path"; echo "$words"')

    assert ocr.recognized([PICTURE + b"\n"]) == PICTURE + b"\n"


def test_a_tool_is_told_no_secret(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_KEY", "a-secret-of-the-service")
    install("tesseract", "export -p")
    told = ocr.recognized([PICTURE])

    assert told is not None
    assert b"LANG=" in told
    assert b"secret" not in told


@pytest.mark.skipif(sys.platform != "linux", reason="confined by the Linux kernel")
@pytest.mark.parametrize("missing", [(), ("namespaces",), ("landlock",)])
@pytest.mark.parametrize(
    "attack",
    [
        "read words < {secret}; echo $words",
        "read words < /proc/$PPID/environ; echo $words",
        "read words < /etc/passwd; echo $words",
        "echo > {secret} && echo written",
        'echo > "${{1%/*}}/0000.png" && echo written',
        "/usr/bin/env",
        "(echo started)",
        "kill -0 $PPID && echo reached",
        "ulimit -v unlimited && echo lifted",
    ],
)
def test_a_tool_that_was_taken_over_reaches_nothing(
    install: Install, tmp_path: Path, attack: str, missing: tuple[str, ...]
) -> None:
    """It says what it got; nothing, and the file is as it was."""
    secret = tmp_path / "secret"
    secret.write_text("of another")
    install("tesseract", attack.format(secret=secret))
    code = (
        f"import faulty_readers; faulty_readers.old_kernel(*{missing!r})\n"
        "from corpus.sandbox import ocr\n"
        "try: print(ocr.recognized([b'a picture']).decode().strip())\n"
        "except Exception as exc: print(type(exc).__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=TESTS, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
    )  # fmt: skip

    assert done.stdout in ("\n", "NeedsOcr\n")
    assert secret.read_text() == "of another"


def test_a_tool_that_writes_without_end_is_ended(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "MAX_BYTES", 1_000_000)
    install("tesseract", "while :; do echo more and more and more and more; done")
    with pytest.raises(NeedsOcr, match="more in it than"):
        ocr.recognized([PICTURE])


def test_a_tool_that_fails_is_told(install: Install) -> None:
    install("tesseract", "exit 1")
    with pytest.raises(NeedsOcr, match="OCR failed"):
        ocr.recognized([PICTURE])


def test_a_tool_that_takes_too_long_is_ended(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "SECONDS", 2)
    install("tesseract", "while :; do :; done")
    with pytest.raises(NeedsOcr, match=r"longer than|OCR failed"):
        ocr.recognized([PICTURE])

    assert not readers()


def test_a_system_that_does_not_confine_tesseract_is_told(install: Install) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(TESTS)!r}); import faulty_readers as f; "
        "f.old_kernel('namespaces', 'landlock'); f.main()"
    )
    with ReaderPool(1, program=program) as room:
        assert room.lacks() == []
        install("tesseract", "exit 0")
        assert [line.partition(" is ")[0] for line in room.lacks()] == ["tesseract"]


def test_what_tesseract_recognizes_is_marked() -> None:
    """The real one, where it is installed: as confined as it will be."""
    if ocr.installed() is None:
        pytest.skip("tesseract is not installed")
    page = BytesIO(
        page_image(make_pdf(text_page("The heron stands in the water.")), 1, "", (0, 0), 1600)
    )
    scan = make_pdf(lambda canvas: canvas.drawImage(ImageReader(page), 0, 0, *A4))
    with ReaderPool(1) as room:
        document = room.read(scan, Source("test:scan", "scan.pdf"))

    assert document.text == "The heron stands in the water."
    assert [page.recognized for page in document.pages] == [True]
