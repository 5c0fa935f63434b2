"""The text that a person sees on the pages of a PDF, line by line, by PDFium."""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.errors import Damaged, Encrypted, TooLarge
from corpus.layout import clean

MAX_PAGES = 2_000
_TINY = 2.0
_LIGHT = 0xF5
_GAP = 1.5
HYPHEN = "\x02"
"""Stands where a line ends in a hyphen, which may belong to the word or not."""

_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SHADED = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)
_FORCED_BOLD = 1 << 18


class Box(NamedTuple):
    """A rectangle on a page as it is seen, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, other: "Box") -> bool:
        """Tell whether the middle of another box is in this one."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """Words beside each other on one line, without a wide gap.

    `chars` are the places of its characters on the page, one for each that is no space.
    `turned` words do not run from left to right, or from right to left.
    """

    text: str
    chars: tuple[int, ...]
    box: Box
    bold: bool
    turned: bool = False

    @property
    def size(self) -> float:
        return self.box.top - self.box.bottom


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object have in common."""

    shown: bool
    drawn: bool
    white: bool
    bold: bool
    turned: bool


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF.

    Raises:
        Encrypted: If it opens with a password only.
        Damaged: If PDFium cannot open it.
        TooLarge: If it has more than `MAX_PAGES` pages.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as exc:
        if "password" in str(exc).lower() or "security" in str(exc).lower():
            raise Encrypted("it opens with a password only: save it without one") from exc
        raise Damaged("it is no whole PDF: it is damaged or cut off") from exc
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(
                f"it has {len(document):,} pages, more than {MAX_PAGES:,}: "
                "cut it into several files"
            )
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        yield document
    finally:
        document.close()


def load_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """Return a page, from 1, with what was filled into its forms as part of it."""
    try:
        page = document[number - 1]
        if document.formenv is not None:
            page.flatten()
            page.close()
            page = document[number - 1]
    except pdfium.PdfiumError as exc:
        raise Damaged(f"page {number} is damaged") from exc
    return page


def pieces(page: pdfium.PdfPage) -> list[Piece]:
    """Return what can be seen of the text of a page, in the order of the file.

    Invisible text is left out, but where a page has no other it is taken: then it is
    what somebody recognized in a picture of the page.
    """
    text = page.get_textpage()
    try:
        reader = _Reader(page, text)
        return list(reader.pieces())
    finally:
        text.close()


class _Reader:
    """Goes through the characters of one page."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._page = page
        self._text = text.raw
        self._turn = page.get_rotation()
        self._extent = page.get_cropbox()
        self._styles: dict[int, _Style] = {}
        self._dark: list[Box] | None = None
        self._number = raw.FPDFText_CountChars(self._text)

    def pieces(self) -> Iterator[Piece]:
        found = list(self._characters())
        drawn = [c for c in found if c[3] is None or c[3].drawn]
        if not any(style is not None for _, _, _, style in drawn):
            drawn = found
        run: list[tuple[int, str, Box, _Style | None]] = []
        last: Box | None = None
        ended = False
        for place, character, box, style in drawn:
            if style is None:  # a space or line end that PDFium adds
                ended = ended or character == "\n"
                if run and character == " ":
                    run.append((place, " ", box, None))
                continue
            if last is not None and (
                _apart(last, box)
                if not ended and not style.turned
                else ended and (style.turned or not _raised(last, box))
            ):
                yield from _piece(run)
                run = []
            run.append((place, character, box, style))
            last, ended = box, False
        yield from _piece(run)

    def _characters(self) -> Iterator[tuple[int, str, Box, _Style | None]]:
        """Yield (place, character, box, style); spaces and line ends have no style."""
        nowhere = Box(0, 0, 0, 0)
        area = raw.FS_RECTF()
        for place in range(max(0, self._number)):
            code = raw.FPDFText_GetUnicode(self._text, place)
            if code in (10, 13):
                yield place, "\n", nowhere, None
                continue
            character = chr(code) if 0 < code < 0x110000 else ""
            if character.isspace():
                yield place, " ", nowhere, None
                continue
            if not 32 < code < 127 and code != 2:
                character = clean(character)
            if not character:
                continue
            if not raw.FPDFText_GetLooseCharBox(self._text, place, ctypes.byref(area)):
                continue
            box = self._seen(area.left, area.bottom, area.right, area.top)
            style = self._style(place)
            if box is not None and style.shown and not (style.white and not self._on_dark(box)):
                yield place, character, box, style

    def _seen(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        """Return a box as the page is turned; None where it cannot be seen."""
        if min(abs(right - left), abs(top - bottom)) < _TINY / 4 or (
            max(abs(right - left), abs(top - bottom)) < _TINY
        ):
            return None
        x0, y0, x1, y1 = self._extent
        middle, height = (left + right) / 2, (bottom + top) / 2
        if not (x0 - 1 <= middle <= x1 + 1 and y0 - 1 <= height <= y1 + 1):
            return None
        match self._turn:
            case 90:
                return Box(bottom, -right, top, -left)
            case 180:
                return Box(-right, -top, -left, -bottom)
            case 270:
                return Box(-top, left, -bottom, right)
        return Box(left, bottom, right, top)

    def _style(self, place: int) -> _Style:
        item = raw.FPDFText_GetTextObject(self._text, place)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in self._styles:
            self._styles[key] = self._look(item, place)
        return self._styles[key]

    def _look(self, item: Any, place: int) -> _Style:
        if not item:
            return _Style(True, True, False, False, False)
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
        filled = bool(raw.FPDFPageObj_GetFillColor(item, *parts))
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        only_filled = mode == raw.FPDF_TEXTRENDERMODE_FILL
        flags = ctypes.c_int(0)
        raw.FPDFText_GetFontInfo(self._text, place, None, 0, ctypes.byref(flags))
        return _Style(
            shown=not (only_filled and filled and alpha.value == 0),
            drawn=mode not in _INVISIBLE,
            white=only_filled and filled and min(red.value, green.value, blue.value) >= _LIGHT,
            bold=raw.FPDFText_GetFontWeight(self._text, place) >= 600
            or bool(flags.value & _FORCED_BOLD)
            or "bold" in _font_name(self._text, place),
            turned=self._is_turned(place),
        )

    def _is_turned(self, place: int) -> bool:
        angle = math.degrees(raw.FPDFText_GetCharAngle(self._text, place)) + self._turn
        return bool(20 < angle % 180 < 160)

    def _on_dark(self, box: Box) -> bool:
        """Tell whether something that is not white may lie behind a box."""
        if self._dark is None:
            self._dark = [
                seen for bounds in _not_white(self._page) if (seen := self._seen(*bounds))
            ]
        return any(dark.holds(box) for dark in self._dark)


def _font_name(text: Any, place: int) -> str:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, place, buffer, len(buffer), None)
    return buffer.value.decode("ascii", "replace").lower()


def _not_white(page: pdfium.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
    for item in page.get_objects(max_depth=2):
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            if not raw.FPDFPageObj_GetFillColor(item.raw, *parts) or alpha.value == 0:
                continue
            if min(red.value, green.value, blue.value) >= _LIGHT:
                continue
        elif item.type not in _SHADED:
            continue
        try:
            yield item.get_bounds()
        except pdfium.PdfiumError:
            continue


def _apart(last: Box, box: Box) -> bool:
    """Tell whether a character does not continue the words of the one before."""
    size = max(last.top - last.bottom, box.top - box.bottom)
    gap = max(box.left - last.right, last.left - box.right)
    level = abs((box.top + box.bottom) - (last.top + last.bottom)) / 2
    return gap > _GAP * size or level > 0.7 * size


def _raised(last: Box, box: Box) -> bool:
    """Tell whether a character follows at once, a little higher or lower: `x²`, `H₂O`."""
    size = max(last.top - last.bottom, box.top - box.bottom)
    return -0.3 * size < box.left - last.right < 0.4 * size and not _apart(last, box)


def _piece(run: list[tuple[int, str, Box, _Style | None]]) -> Iterator[Piece]:
    letters = [(place, text, box, style) for place, text, box, style in run if style is not None]
    if not letters:
        return
    words = " ".join("".join(text for _, text, _, _ in run).split(" ")).strip()
    boxes = [box for _, _, box, _ in letters]
    sizes = sorted(box.top - box.bottom for box in boxes)
    bottom = sorted(box.bottom for box in boxes)[len(boxes) // 2]
    box = Box(
        min(b.left for b in boxes),
        bottom,
        max(b.right for b in boxes),
        bottom + sizes[len(sizes) // 2],
    )
    turned = all(style.turned for _, _, _, style in letters if style)
    if turned:
        box = Box(box.left, min(b.bottom for b in boxes), box.right, max(b.top for b in boxes))
    bold = sum(style.bold for _, _, _, style in letters if style) * 2 > len(letters)
    places = tuple(place for place, text, _, _ in letters for _ in text)
    yield Piece(" ".join(words.split()), places, box, bold, turned)
