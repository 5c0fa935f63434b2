"""The characters of a page of a PDF, as far as a person can see them, by PDFium."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.text_builder import clean

_TINY = 2.0  # points; a guess: nobody reads letters that small
_LIGHT = 0xF5  # of 255 in each color; a guess: nobody tells it from white
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SHADED = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)
_MATH = re.compile(r"(?:cm|lm)(?:mi|sy|ex)|lmmath|math|msbm|msam|eufm|mtmi|mtsy|symbol")
_FORCED_BOLD = 1 << 18  # ForceBold of a font's flags (PDF 32000-1, table 123)


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
class Style:
    """What the characters of one text object have in common.

    `size` and `baseline` are points on the page as it is seen. A `math` font is one of
    mathematical letters and signs.
    """

    shown: bool = True
    drawn: bool = True
    white: bool = False
    bold: bool = False
    turned: bool = False
    size: float = 0.0
    baseline: float = 0.0
    math: bool = False


class Character(NamedTuple):
    """A character at its place in PDFium's text; a space or line end has no style."""

    place: int
    text: str
    box: Box
    style: Style | None


NOWHERE = Box(0, 0, 0, 0)
"""The place of spaces and line ends."""


class Characters:
    """Goes through the characters of one page."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._page = page
        self._text = text.raw
        self._turn = page.get_rotation()
        self._extent = page.get_cropbox()
        self._styles: dict[int, Style] = {}
        self._dark: list[Box] | None = None
        self._number = raw.FPDFText_CountChars(self._text)

    def __iter__(self) -> Iterator[Character]:
        """Yield what can be seen, in the order of the file."""
        area = raw.FS_RECTF()
        for place in range(max(0, self._number)):
            code = raw.FPDFText_GetUnicode(self._text, place)
            if code in (10, 13):
                yield Character(place, "\n", NOWHERE, None)
                continue
            character = chr(code) if 0 < code < 0x110000 else ""
            if character.isspace():
                yield Character(place, " ", NOWHERE, None)
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
                yield Character(place, character, box, style)

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

    def _style(self, place: int) -> Style:
        item = raw.FPDFText_GetTextObject(self._text, place)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in self._styles:
            self._styles[key] = self._look(item, place)
        return self._styles[key]

    def _look(self, item: Any, place: int) -> Style:
        if not item:
            return Style()
        red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
        parts = [ctypes.byref(part) for part in (red, green, blue, alpha)]
        filled = bool(raw.FPDFPageObj_GetFillColor(item, *parts))
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        only_filled = mode == raw.FPDF_TEXTRENDERMODE_FILL
        flags = ctypes.c_int(0)
        font = _font_name(self._text, place, flags)
        return Style(
            shown=not (only_filled and filled and alpha.value == 0),
            drawn=mode not in _INVISIBLE,
            white=only_filled and filled and min(red.value, green.value, blue.value) >= _LIGHT,
            bold=raw.FPDFText_GetFontWeight(self._text, place) >= 600  # semibold, by CSS
            or bool(flags.value & _FORCED_BOLD)
            or "bold" in font,
            turned=self._is_turned(place),
            size=self._size(place),
            baseline=self._baseline(place),
            math=bool(_MATH.search(font)),
        )

    def _size(self, place: int) -> float:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._text, place, ctypes.byref(matrix))
        return abs(float(raw.FPDFText_GetFontSize(self._text, place))) * math.hypot(
            matrix.c, matrix.d
        )

    def _baseline(self, place: int) -> float:
        x, y = ctypes.c_double(0), ctypes.c_double(0)
        raw.FPDFText_GetCharOrigin(self._text, place, ctypes.byref(x), ctypes.byref(y))
        return {90: -x.value, 180: -y.value, 270: x.value}.get(self._turn, y.value)

    def _is_turned(self, place: int) -> bool:
        angle = math.degrees(raw.FPDFText_GetCharAngle(self._text, place)) + self._turn
        return bool(20 < angle % 180 < 160)  # degrees; a guess: a scan may hang askew

    def _on_dark(self, box: Box) -> bool:
        """Tell whether something that is not white may lie behind a box."""
        if self._dark is None:
            self._dark = [
                seen for bounds in _not_white(self._page) if (seen := self._seen(*bounds))
            ]
        return any(dark.holds(box) for dark in self._dark)


def _font_name(text: Any, place: int, flags: ctypes.c_int) -> str:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, place, buffer, len(buffer), ctypes.byref(flags))
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
