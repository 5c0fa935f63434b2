"""Words in pictures of pages, read by tesseract or ocrmypdf where one is installed."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from corpus.errors import NeedsOcr

SECONDS = 600
MAX_PAGES = 200
_MEMORY = 2_000_000_000


def recognized(data: bytes, pictures: Iterable[bytes]) -> bytes | None:
    """Return a PDF with the words of a scan as text, at the same places; None without a tool.

    Args:
        data: The scan, for ocrmypdf, which is taken where both are installed.
        pictures: Its pages as PNG, for tesseract; not asked for otherwise.

    Raises:
        NeedsOcr: If the tool fails, or there are too many pages.
    """
    if tool := shutil.which("ocrmypdf"):
        return _run([tool, "--quiet", "--force-ocr", "--output-type", "pdf", "-", "-"], data)
    if tool := shutil.which("tesseract"):
        return _from_pictures(tool, pictures)
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
    try:
        done = subprocess.run(
            [*limited, *command], input=data, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired as exc:
        raise NeedsOcr(f"it is a scan, and OCR took longer than {SECONDS} s") from exc
    except (subprocess.CalledProcessError, OSError) as exc:
        raise NeedsOcr("it is a scan, and OCR failed on it: run OCR on it first") from exc
    return done.stdout
