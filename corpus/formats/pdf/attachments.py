"""The files in a PDF."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Part
from corpus.extent import MAX_PARTS
from corpus.text_builder import metadata_text

_MAX_FILE = 25_000_000  # bytes; as much as any document may have
_MAX_ALL = 100_000_000  # bytes; a guess: a tenth of a reader's memory


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


def attached(file: Any) -> Iterator[Part]:
    """Yield a file that is attached to a place on a page, unless it is damaged or too large."""
    data = file_data(file, _MAX_FILE) if file else None
    if data is not None:
        yield Part(metadata_text(_name(file)) or "attachment", data)


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
