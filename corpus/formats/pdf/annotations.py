"""What people wrote and drew on the pages of a PDF: notes, comments, stamps, boxes."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Part
from corpus.formats.pdf.attachments import attached
from corpus.text_builder import clean, metadata_date, metadata_text

_MOST = 2_000  # annotations of a page; a guess: links of an index
_LONGEST = 10_000  # characters; a guess: five pages
_QUOTED = 20  # letters; a guess: some programs copy what is marked into the comment on it
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_WRITTEN = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_WATERMARK)
_COMMENTED = (
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK,
    raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_POLYLINE,
)  # fmt: skip
_LOOKS_MADE = (
    raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_INK,
)  # fmt: skip
"""Those for which PDFium makes looks, where the file has none, when their page is drawn."""
_PLAIN = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT)
"""Those that show no words and hide none."""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on a page; `author` and `date` are empty where they are not known.

    What is `drawn` on the page as well is part of its text, if that can be read.
    """

    text: str
    author: str
    date: str
    drawn: bool

    def is_in(self, letters: str) -> bool:
        """Tell whether a page with these letters says the same: it is drawn there, or quoted."""
        mine = "".join(filter(str.isalnum, self.text.casefold()))
        return mine in letters and (self.drawn or len(mine) >= _QUOTED)


@dataclass(frozen=True, slots=True)
class Annotations:
    """The notes of a page, the files on it, and whether any annotation is drawn on it."""

    notes: tuple[Note, ...] = ()
    files: tuple[Part, ...] = ()
    drawn: bool = False


def annotations(page: pdfium.PdfPage) -> Annotations:
    """Return the annotations of a page that are seen; those without looks get some."""
    notes: list[Note] = []
    files: list[Part] = []
    drawn = bare = False
    for annotation in _each(page):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in _PLAIN[:2] or raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            continue
        drawn = drawn or kind not in _PLAIN
        if kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            files += attached(raw.FPDFAnnot_GetFileAttachment(annotation))
        bare = bare or (kind in _LOOKS_MADE and not _has_looks(annotation))
        if kind in _WRITTEN + _COMMENTED and not raw.FPDFAnnot_HasKey(annotation, b"StateModel"):
            text = clean(_value(annotation, b"Contents"))[:_LONGEST].strip()
            if text:
                date = metadata_date(_value(annotation, b"M"))
                author = metadata_text(_value(annotation, b"T"))
                notes.append(Note(text, author, date, kind in _WRITTEN))
    if bare:
        page.render(scale=0.01)
    return Annotations(tuple(notes), tuple(files), drawn)


def _each(page: pdfium.PdfPage) -> Iterator[Any]:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if annotation:
            try:
                yield annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _has_looks(annotation: Any) -> bool:
    normal = raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    return bool(raw.FPDFAnnot_GetAP(annotation, normal, None, 0) > 2)  # two bytes end it


def _value(annotation: Any, key: bytes) -> str:
    size = min(raw.FPDFAnnot_GetStringValue(annotation, key, None, 0), 4 * _LONGEST)
    buffer = ctypes.create_string_buffer(size + 2)
    there = ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, key, there, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
