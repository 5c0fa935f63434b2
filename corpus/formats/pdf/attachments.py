"""The files in a PDF, and pages that only say that something else should be shown."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Part
from corpus.extent import MAX_PARTS
from corpus.formats.pdf.rows import Row
from corpus.text_builder import metadata_text

_MAX_FILE = 25_000_000  # bytes; as much as any document may have
_MAX_ALL = 100_000_000  # bytes; a guess: a tenth of a reader's memory
_FEW_WORDS = 150  # a guess: Adobe's longest placeholder, in two languages
_COVER = re.compile(
    r"(?i)pdf[-\s]?(?:portfolio|package|paket|portef\w+)|(?:portfolio|porfolio|cartera|portf[oó]lio"
    r"|porte-?documents|carpeta|lot|pacchetto|pacote|paquete)(?:\sde)?\spdf"
)
_WAIT = re.compile(
    r"(?i)please wait|bitte warten|veuillez patienter|espere por favor|por favor,? espere|attendere"
    r"|een ogenblik|aguarde|vänta|proszę czekać|お待ちください|请稍候|подождите"
)
_VIEWER = re.compile(r"(?i)adobe|acrobat|pdf viewer|pdf-viewer|visionneuse|visor de pdf|reader")
PORTFOLIO = "it is the cover sheet of a PDF portfolio whose files cannot be read"
FORM = (
    "it is a form (XFA) that only Adobe's programs show, and its page says no more than to wait: "
    "print it to a PDF there, and add that"
)


def attachments(document: pdfium.PdfDocument) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Return the files that are attached to a PDF, and notes on those that are too large."""
    parts: list[Part] = []
    notes: list[str] = []
    left = _MAX_ALL
    for number in range(min(raw.FPDFDoc_GetAttachmentCount(document.raw), MAX_PARTS)):
        file = raw.FPDFDoc_GetAttachment(document.raw, number)
        name = metadata_text(_name(file)) or f"attachment {number + 1}"
        data = file_data(file, min(left, _MAX_FILE))
        if data is None:
            notes.append(f"The attachment {name} was left out: it is damaged or too large.")
        else:
            left -= len(data)
            parts.append(Part(name, data))
    return tuple(parts), tuple(notes)


def _name(file: Any) -> str:
    size = raw.FPDFAttachment_GetName(file, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    raw.FPDFAttachment_GetName(file, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def file_data(file: Any, most: int) -> bytes | None:
    """Return the bytes of an attachment; None where it is damaged or has more."""
    size = ctypes.c_ulong(0)
    if not raw.FPDFAttachment_GetFile(file, None, 0, ctypes.byref(size)) or size.value > most:
        return None
    buffer = ctypes.create_string_buffer(max(size.value, 1))
    if not raw.FPDFAttachment_GetFile(file, buffer, size.value, ctypes.byref(size)):
        return None
    return buffer.raw[: size.value]


def is_placeholder(pages: Sequence[Sequence[Row]], parts: Sequence[Part]) -> str:
    """Return why a document is none: a portfolio's cover sheet, or a form that does not show."""
    words: list[str] = []
    for word in _words(pages):
        words.append(word)
        if len(words) > _FEW_WORDS:
            return ""
    text = " ".join(words)
    if not _VIEWER.search(text):
        return ""
    if _COVER.search(text):
        return PORTFOLIO
    return FORM if _WAIT.search(text) and not parts else ""


def _words(pages: Sequence[Sequence[Row]]) -> Iterator[str]:
    for page in pages:
        for row in page:
            yield from row.words.split()
