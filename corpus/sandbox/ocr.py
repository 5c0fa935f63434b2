"""Words in pictures of pages, read by tesseract where it is installed."""

import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from corpus.errors import NeedsOcr

SECONDS = 600  # of a processor and of the clock; a guess: 3 s for each of the most pages
MAX_PAGES = 200  # a guess: a long report
MAX_BYTES = 100_000_000
"""A guess: the words of a page are 5 to 30 kB of PDF."""

DPI = 200
"""Dots per inch of the pictures of A4."""

_TURNING = "1"  # finds out which way up each page is, where tesseract has its data for that

_PROGRAM = (
    "import sys; from corpus.sandbox.ocr_process import run; "
    "run(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])"
)
_TOLD = ("TMPDIR", "TESSDATA_PREFIX")
_CHUNK = 1 << 20  # bytes read at a time; a guess: few calls, little memory
_FAILED = "it is a scan, and OCR failed on it: run OCR on it first"
UNFENCED = (
    "tesseract is less confined than it should be: this system has no file tree for it alone "
    "(mount namespaces, or Landlock from Linux 5.13), or does not permit it here, and a picture "
    "that took it over could see what files this user may read"
)


def installed() -> str | None:
    """Return the path of tesseract, if there is one."""
    return shutil.which("tesseract")


def recognized(pictures: Iterable[bytes]) -> bytes | None:
    """Return a PDF with the words of pictures at the same places, not drawn; None without a tool.

    Args:
        pictures: Its pages as PNG, drawn by ourselves, so that nothing a stranger wrote is parsed.

    Raises:
        NeedsOcr: If the tool fails, or there are too many pages.
    """
    tool = installed()
    return None if tool is None else _from_pictures(os.path.realpath(tool), pictures)


def _from_pictures(tool: str, pictures: Iterable[bytes]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="pincite-ocr-") as folder:
        paths: list[str] = []
        for number, picture in enumerate(pictures):
            if number == MAX_PAGES:
                raise NeedsOcr(f"it is a scan of more than {MAX_PAGES} pages: run OCR on it first")
            path = Path(folder, f"{number:04}.png")
            path.write_bytes(picture)
            paths.append(str(path))
        listed = Path(folder, "pages.txt")
        listed.write_text("\n".join(paths) + "\n", "utf-8")
        asked = ["--dpi", str(DPI), "--psm", _TURNING, "-c", "textonly_pdf=1", "pdf"]
        return _run(tool, folder, [str(listed), "stdout", *asked])


def _run(tool: str, folder: str, arguments: list[str]) -> bytes:
    environment = {name: os.environ[name] for name in _TOLD if name in os.environ}
    environment |= {"PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8"}
    environment["OMP_THREAD_LIMIT"] = "1"  # it may start no threads
    parent = [str(os.getpid()), str(SECONDS)]
    try:
        child = subprocess.Popen(
            [sys.executable, "-B", "-P", "-c", _PROGRAM, *parent, tool, folder, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError as exc:
        raise NeedsOcr(_FAILED) from exc
    with child:
        try:
            made = _output(child, time.monotonic() + SECONDS)
            # Seconds; a guess: it has closed its output, so it is ending.
            code = child.wait(timeout=5)
        except BaseException as exc:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            if isinstance(exc, subprocess.TimeoutExpired):
                raise NeedsOcr(_FAILED) from exc
            raise
    if code:
        raise NeedsOcr(_FAILED)
    return made


def _output(child: subprocess.Popen[bytes], until: float) -> bytes:
    """Return what it writes, which must be so much and come so soon."""
    assert child.stdout is not None
    made = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            ready = selector.select(max(0.0, until - time.monotonic()))
            if not ready or time.monotonic() > until:
                raise NeedsOcr(f"it is a scan, and OCR took longer than {SECONDS} s")
            chunk = os.read(child.stdout.fileno(), _CHUNK)
            if not chunk:
                return bytes(made)
            made += chunk
            if len(made) > MAX_BYTES:
                raise NeedsOcr("it is a scan, and OCR finds more in it than one document may have")
