"""What is drawn on a page beside its words: which shapes lie over a place, and which under it."""

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.formats.pdf.characters import Box

Color = tuple[int, int, int]

_THIN = 2.5  # points; a guess: a line, which hides no word
_THICK = 4.0  # points; a guess: a line so thick is used as a marker or to black out
_MOST = 50_000  # objects of a page that are looked at; a guess: a detailed map
_DEPTH = 3  # of forms in forms; a guess: programs that place pages on pages
_CELL = 24.0  # points; a guess: two lines
_LARGE = 64  # cells; a guess: then a list of its own costs less
_LOWEST_BAR, _HIGHEST_BAR = 5.0, 40.0  # points; a guess: lines of 6 to 30 points
_MOST_BARS = 1_000  # a guess: a page without a word left
DARK = 0x50
"""Of 255 in each color; a guess: what is blacked out is darker."""
_CROWDED = 200  # shapes at one place; a guess: a gradient of stripes


class Shape(NamedTuple):
    """Something that may hide words: `order` counts what was drawn before it.

    `color` is None for pictures, shadings and forms, whose colors are not known.
    """

    order: int
    box: Box
    color: Color | None
    picture: bool


class Shapes:
    """The shapes of a page, by place, and the order in which its texts were drawn."""

    def __init__(self, page: pdfium.PdfPage, extent: Box, turned: Callable[..., Box]) -> None:
        self._turned = turned
        self._large: list[Shape] = []
        self._cells: defaultdict[tuple[int, int], list[Shape]] = defaultdict(list)
        self.crowded = False
        self.texts: dict[int, int] = {}
        """The order of each text object, by its address."""
        self.covered_in_form: set[int] = set()
        """Texts of a form in which shapes are drawn after them."""
        self.pictures: list[Shape] = []
        self.bars: list[Shape] = []
        """Dark ones, or of an unknown color, as high as a line of text."""
        self._last = -1
        self._colors: set[Color | None] = set()
        for shape in self._walk(page):
            self._add(shape)
            self._last = shape.order
            if shape.picture:
                self.pictures.append(shape)
            if _is_bar(shape) and extent.holds(shape.box) and len(self.bars) < _MOST_BARS:
                self.bars.append(shape)
            self._colors.add(shape.color)

    def may_hide(self, order: int, color: Color) -> bool:
        """Tell whether any shape may hide a text that was drawn in this order and color."""
        return self._last > order or self.crowded or color in self._colors

    def at(self, box: Box) -> Iterator[Shape]:
        """Yield the shapes that hold the middle of a box."""
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        for shapes in (self._large, self._cells.get((int(x // _CELL), int(y // _CELL)), ())):
            for shape in shapes:
                if shape.box.holds(box):
                    yield shape

    def _add(self, shape: Shape) -> None:
        left, bottom, right, top = (int(value // _CELL) for value in shape.box)
        if (right - left + 1) * (top - bottom + 1) > _LARGE:
            places = [self._large]
        else:
            places = [
                self._cells[x, y] for x in range(left, right + 1) for y in range(bottom, top + 1)
            ]
        for shapes in places:
            shapes.append(shape)
            self.crowded = self.crowded or len(shapes) > _CROWDED

    def _walk(self, page: pdfium.PdfPage) -> Iterator[Shape]:
        for order in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST)):
            item = raw.FPDFPage_GetObject(page.raw, order)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.texts[address(item)] = order
            elif kind != raw.FPDF_PAGEOBJ_FORM:
                yield from self._shape(item, kind, order)
            elif drawn := self._form(item, order):
                yield from self._shape(item, drawn, order)

    def _form(self, form: Any, order: int, depth: int = 1) -> int:
        """Note the texts of a form; return the kind of what else it draws: pictures or any."""
        texts: set[int] = set()
        draws = 0
        for number in range(min(raw.FPDFFormObj_CountObjects(form), _MOST)):
            item = raw.FPDFFormObj_GetObject(form, number)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                texts.add(address(item))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                drawn = self._form(item, order, depth + 1)
                draws = drawn if _is_picture(drawn) else draws or drawn
                self.covered_in_form |= texts if drawn else set()
            elif kind != raw.FPDF_PAGEOBJ_PATH or _fill(item) is not None:
                draws = kind if _is_picture(kind) else draws or raw.FPDF_PAGEOBJ_FORM
                self.covered_in_form |= texts
        self.texts.update(dict.fromkeys(texts, order))
        return draws

    def _shape(self, item: Any, kind: int, order: int) -> Iterator[Shape]:
        box = self._turned(*bounds(item))
        if min(box.right - box.left, box.top - box.bottom) < _THIN:
            return
        color: Color | None = None
        if kind == raw.FPDF_PAGEOBJ_PATH:
            color = _fill(item) or _stroke(item)
            if color is None:
                return
        yield Shape(order, box, color, _is_picture(kind))


def _is_bar(shape: Shape) -> bool:
    width, height = shape.box.right - shape.box.left, shape.box.top - shape.box.bottom
    dark = shape.color is None or max(shape.color) < DARK
    return dark and width >= _LOWEST_BAR <= height <= _HIGHEST_BAR


def _is_picture(kind: int) -> bool:
    return bool(kind == raw.FPDF_PAGEOBJ_IMAGE)


def address(item: Any) -> int:
    """Return what identifies an object of PDFium while its page is open."""
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def bounds(item: Any) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of an object as the page is written."""
    values = [ctypes.c_float(0) for _ in range(4)]
    raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, values))
    left, bottom, right, top = (value.value for value in values)
    return left, bottom, right, top


def _fill(path: Any) -> Color | None:
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    if not raw.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke)):
        return None
    return _color(path, raw.FPDFPageObj_GetFillColor) if mode.value else None


def _stroke(path: Any) -> Color | None:
    """Return the color of a line that is thick enough to hide words."""
    width = ctypes.c_float(0)
    raw.FPDFPageObj_GetStrokeWidth(path, ctypes.byref(width))
    return _color(path, raw.FPDFPageObj_GetStrokeColor) if width.value >= _THICK else None


def _color(path: Any, get: Callable[..., int]) -> Color | None:
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    if not get(path, *map(ctypes.byref, (red, green, blue, alpha))) or not alpha.value:
        return None
    return red.value, green.value, blue.value
