"""Words in pictures of pages, read by tesseract or ocrmypdf where one is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import NeedsOcr

SECONDS = 600
MAX_PAGES = 200
_MEMORY = 2_000_000_000
_TOLD = ("PATH", "TMPDIR", "TESSDATA_PREFIX")
_FAILED = "it is a scan, and OCR failed on it: run OCR on it first"


def installed() -> bool:
    """Tell whether scans can be read: whether there is a tool that recognizes words."""
    return any(map(shutil.which, ("tesseract", "ocrmypdf")))


def recognized(data: bytes, pictures: Iterable[bytes]) -> bytes | None:
    """Return a PDF with the words of a scan as text, at the same places; None without a tool.

    Args:
        data: The scan, for ocrmypdf, whose parsers would read what strangers wrote.
        pictures: Its pages as PNG, drawn by ourselves: for tesseract, taken where both are there.

    Raises:
        NeedsOcr: If the tool fails, or there are too many pages.
    """
    if tool := shutil.which("tesseract"):
        return _from_pictures(tool, pictures)
    if tool := shutil.which("ocrmypdf"):
        return _run([tool, "--quiet", "--force-ocr", "--output-type", "pdf", "-", "-"], data)
    return None


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
        return _run([tool, str(listed), "stdout", "--dpi", "200", "pdf"], b"")


def _run(command: list[str], data: bytes) -> bytes:
    limited = ["/bin/sh", "-c", f'ulimit -v {_MEMORY // 1000}; ulimit -c 0; exec "$@"', "ocr"]
    told = {name: os.environ[name] for name in _TOLD if name in os.environ}
    try:
        with subprocess.Popen(
            [*limited, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**told, "LANG": "C.UTF-8"},
            start_new_session=True,
        ) as tool:
            try:
                made, _ = tool.communicate(data, timeout=SECONDS)
            except BaseException:
                os.killpg(tool.pid, signal.SIGKILL)  # what it started, too
                raise
    except subprocess.TimeoutExpired as exc:
        raise NeedsOcr(f"it is a scan, and OCR took longer than {SECONDS} s") from exc
    except OSError as exc:
        raise NeedsOcr(_FAILED) from exc
    if tool.returncode:
        raise NeedsOcr(_FAILED)
    return made
