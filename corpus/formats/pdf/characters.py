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
LIGHT = 0xF5
"""Of 255 in each color; a guess: nobody tells it from white."""
_ASKEW = 20  # degrees; a guess: a scan may hang so far askew
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
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

    `angle` is that at which words run, clockwise, where it is a quarter turn or two, or else 0.
    `size` and `baseline` are points on the page as it is seen. A `math` font is one of
    mathematical letters and signs. `item` and `font` are
    addresses of the object and of its font while the page is open.
    """

    shown: bool = True
    drawn: bool = True
    white: bool = False
    bold: bool = False
    turned: bool = False
    angle: int = 0
    size: float = 0.0
    baseline: float = 0.0
    math: bool = False
    item: int = 0
    font: int = 0
    color: tuple[int, int, int] = (0, 0, 0)


class Character(NamedTuple):
    """A character at its place in PDFium's text; a space or line end has no style."""

    place: int
    text: str
    box: Box
    style: Style | None


NOWHERE = Box(0, 0, 0, 0)
"""The place of spaces and line ends."""


_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_font_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFTextObj_GetFont, ctypes.c_void_p).value or 0
)
"""Return addresses of a text object and its font; pointers of pypdfium2 take longer to make."""


class Characters:
    """Goes through the characters of one page."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._text = text.raw
        self._turn = page.get_rotation()
        self._extent: tuple[float, float, float, float] = page.get_cropbox()
        self._styles: dict[int, Style] = {}
        self._fonts: dict[int, tuple[bool, bool]] = {}
        self._color = [ctypes.c_uint(0) for _ in range(4)]
        self.unmapped = 0
        """Characters so far that no letter, digit or sign belongs to."""
        self._number = raw.FPDFText_CountChars(self._text)

    def __iter__(self) -> Iterator[Character]:
        """Yield what can be seen, in the order of the file."""
        area = raw.FS_RECTF()
        there = ctypes.byref(area)
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
            if not character or "\ue000" <= character <= "\uf8ff" or character == "\ufffd":
                self.unmapped += 1
            if not character:
                continue
            if not raw.FPDFText_GetLooseCharBox(self._text, place, there):
                continue
            address = _text_object(self._text, place) or 0
            style = self._styles.get(address) or self._style(address, place)
            if style.shown and self._is_seen(area.left, area.bottom, area.right, area.top):
                box = self.turned(area.left, area.bottom, area.right, area.top)
                yield Character(place, character, box, style)

    def _is_seen(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Tell whether a box is on the page, and large enough to be read."""
        width, height = abs(right - left), abs(top - bottom)
        if (width < _TINY or height < _TINY) and (
            min(width, height) < _TINY / 4 or max(width, height) < _TINY
        ):
            return False
        x0, y0, x1, y1 = self._extent
        return x0 - 1 <= (left + right) / 2 <= x1 + 1 and y0 - 1 <= (bottom + top) / 2 <= y1 + 1

    def turned(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box as the page is turned."""
        if not self._turn:
            return Box(left, bottom, right, top)
        match self._turn:
            case 90:
                return Box(bottom, -right, top, -left)
            case 180:
                return Box(-right, -top, -left, -bottom)
        return Box(-top, left, -bottom, right)

    @property
    def extent(self) -> Box:
        """Return the page as it is seen."""
        return self.turned(*self._extent)

    def _style(self, address: int, place: int) -> Style:
        item = raw.FPDFText_GetTextObject(self._text, place)
        style = self._styles[address] = self._look(item, address, place)
        return style

    def _look(self, item: Any, address: int, place: int) -> Style:
        if not item:
            return Style()
        red, green, blue, alpha = color = self._color
        filled = bool(raw.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, color)))
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        only_filled = mode == raw.FPDF_TEXTRENDERMODE_FILL
        angle = self._angle(place)
        quarter = round(angle / 90) * 90
        font = _font_of(address) or 0
        bold, math_font = self._font(font, place)
        return Style(
            shown=not (only_filled and filled and alpha.value == 0),
            drawn=mode not in _INVISIBLE,
            white=only_filled and filled and min(red.value, green.value, blue.value) >= LIGHT,
            bold=bold,
            turned=_ASKEW < angle % 180 < 180 - _ASKEW,
            angle=quarter if abs(angle - quarter) < _ASKEW else 0,
            size=self._size(place),
            baseline=self._baseline(place),
            math=math_font,
            item=address,
            font=font,
            color=(red.value, green.value, blue.value) if filled else (0, 0, 0),
        )

    def _font(self, font: int, place: int) -> tuple[bool, bool]:
        """Tell whether a font is bold, and whether it is one of mathematics."""
        if font not in self._fonts:
            flags = ctypes.c_int(0)
            name = _font_name(self._text, place, flags)
            bold = raw.FPDFText_GetFontWeight(self._text, place) >= 600  # semibold, by CSS
            forced = bool(flags.value & _FORCED_BOLD)
            self._fonts[font] = (bold or forced or "bold" in name, bool(_MATH.search(name)))
        return self._fonts[font]

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

    def _angle(self, place: int) -> float:
        """Return at which angle a character is seen, clockwise from -45 to 315 degrees."""
        angle = math.degrees(raw.FPDFText_GetCharAngle(self._text, place)) + self._turn
        return float((angle + 45) % 360 - 45)


def _font_name(text: Any, place: int, flags: ctypes.c_int) -> str:
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, place, buffer, len(buffer), ctypes.byref(flags))
    return buffer.value.decode("ascii", "replace").lower()
