"""Which tool reads a scan, what it is told, and how it is ended; the tools are scripts."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from children import readers
from made_files import lines, make_pdf, raw_pdf, text_page
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

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


SCANNED = "The heron stands in the water."
SCAN = Source("test:scan", "scan.pdf")


@pytest.fixture(scope="module")
def picture() -> ImageReader:
    """Return a picture of a page with a sentence."""
    return ImageReader(BytesIO(page_image(make_pdf(text_page(SCANNED)), 1, "", (0, 0), 1600)))


def scan_of(picture: ImageReader, *stamp: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture, 0, 0, *A4)
        lines(canvas, stamp, y=820, size=9)

    return draw


needs_tesseract = pytest.mark.skipif(ocr.installed() is None, reason="tesseract is not installed")


@needs_tesseract
def test_what_tesseract_recognizes_is_marked(picture: ImageReader) -> None:
    """The real one, where it is installed: as confined as it will be."""
    scan = make_pdf(scan_of(picture))
    with ReaderPool(1) as room:
        document = room.read(scan, SCAN)

    assert document.text == SCANNED
    assert [page.recognized for page in document.pages] == [True]
    assert document.notes == ("Page 1 was read by OCR and may have errors.",)


@needs_tesseract
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_scan_that_lies_on_its_side_or_upside_down_is_turned(angle: int) -> None:
    page = page_image(make_pdf(text_page(*[SCANNED] * 6)), 1, "", (0, 0), 1600)
    turned = Image.open(BytesIO(page)).rotate(angle, expand=True)
    scan = BytesIO()
    turned.save(scan, "PDF", resolution=200)
    with ReaderPool(1) as room:
        document = room.read(scan.getvalue(), SCAN)
        assert document.text.split() == SCANNED.split() * 6
        assert document.original is not None
        shown = room.page_image(document.original, 1, document.text, (0, 9), 300)
    with Image.open(BytesIO(shown)) as picture:
        assert picture.height > picture.width


@needs_tesseract
def test_scans_between_pages_are_read_and_the_others_keep_their_text(picture: ImageReader) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        canvas.scale(0.74, 0.74)
        scan_of(picture)(canvas)

    def upright(canvas: Canvas) -> None:
        canvas.setPageRotation(0)
        lines(canvas, [last])

    first, last = "Page one is text: O0 l1 and so on.", "So is the last one."
    data = make_pdf(
        text_page(first), scan_of(picture), scan_of(picture, "Case 7 Filed 03/05/21"), turned,
        upright,
    )  # fmt: skip
    with ReaderPool(1) as room:
        document = room.read(data, SCAN)
        assert document.original is not None
        page = document.pages[1]
        said = document.text[page.start : page.end]
        shown = room.page_image(document.original, 2, said, (0, 9), 300)
        assert shown != room.page_image(document.original, 2, said, (0, 0), 300)

    pages = [document.text[page.start : page.end].strip() for page in document.pages]
    assert pages[0] == first
    assert pages[1] == SCANNED
    assert "Filed 03/05/21" in pages[2]
    assert SCANNED in pages[2]
    assert pages[3] == SCANNED
    assert pages[4] == last
    assert [page.recognized for page in document.pages] == [False, True, True, True, False]
    assert document.notes == ("Pages 2\N{EN DASH}4 were read by OCR and may have errors.",)


@needs_tesseract
def test_a_text_that_is_not_what_is_shown_is_read_by_ocr() -> None:
    said = "The harbour master wrote to the owners and he asked for the fees that they had to pay."
    with ReaderPool(1) as room:
        document = room.read(moved(said), SCAN)
    assert document.text == said
    assert document.pages[0].recognized


def moved(said: str) -> bytes:
    """Return a PDF that shows words and whose font says that each letter is three further."""
    codes = b"".join(b"<%02x> <%04x>\n" % (c, c + 3) for c in range(33, 123))
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange\n"
        b"<00> <ff>\nendcodespacerange\n1 beginbfchar\n<20> <0020>\nendbfchar\n"
        b"90 beginbfchar\n" + codes + b"endbfchar\nendcmap end end"
    )
    return raw_pdf(
        b"BT /G 12 Tf 40 700 Td (" + said.encode() + b") Tj ET",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 7 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(table), table),
        fonts=b"/G 6 0 R",
    )


def test_without_a_tool_it_is_said_which_pages_were_not_read(
    install: Install, picture: ImageReader
) -> None:
    data = make_pdf(text_page("Page one is text."), scan_of(picture))
    with ReaderPool(1) as room:
        document = room.read(data, SCAN)
        assert document.text == "Page one is text."
        assert document.notes[0] == "Page 2 is a picture whose words were not read."
        assert "tesseract" in document.notes[1]
        with pytest.raises(NeedsOcr, match="not what its pages show"):
            room.read(
                moved("The harbour master asked the owners for the fee to be paid in time"), SCAN
            )


def test_pages_that_need_ocr_are_left_for_later_where_time_is_short(
    install: Install, picture: ImageReader
) -> None:
    data = make_pdf(text_page("Page one is text."), scan_of(picture))
    with ReaderPool(1) as room:
        assert room.read(data, SCAN, seconds=20).notes[0].startswith("Page 2 is a picture")
        install("tesseract", "exit 1")
        with pytest.raises(NeedsOcr):
            room.read(data, SCAN, seconds=20)
        failed = room.read(data, SCAN)
    assert failed.text == "Page one is text."
    assert "OCR failed" in failed.notes[1]
