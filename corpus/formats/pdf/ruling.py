"""The straight lines that are drawn on a page of a PDF: the frames of tables."""

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.formats.pdf.characters import Box
from corpus.formats.pdf.shapes import bounds

_PATHS = 3_000  # a guess: a page with more is a drawing
_SEGMENTS = 400  # of one path; a guess: a grid drawn at once has fewer
_LINES = 400  # each way; a guess: a table of a hundred rows and columns
_SHORTEST = 6.0  # points; a guess: half a line of text
_STRAIGHT = 1.0  # points that a line may be askew
_TOUCH = 3.0  # points between the ends of lines that meet; a guess: the width of a thick one

Point = tuple[float, float]


class Line(NamedTuple):
    """A line at `at`, from `start` to `end`: its height and its sides, or the other way round."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        return self.start - _TOUCH <= place <= self.end + _TOUCH


class Ruling(NamedTuple):
    """The lines of a page, as it is turned; those that continue each other are one."""

    across: tuple[Line, ...] = ()
    down: tuple[Line, ...] = ()


def ruling(page: pdfium.PdfPage, boxes: Iterable[Box] = ()) -> Ruling:
    """Return the lines that are drawn on a page; none of a page that is a drawing.

    Args:
        page: The page.
        boxes: What is drawn over words, whose sides are no lines.
    """
    across: list[Line] = []
    down: list[Line] = []
    for (x0, y0), (x1, y1) in _segments(page, set(map(_rounded, boxes))):
        if abs(y1 - y0) <= _STRAIGHT and abs(x1 - x0) >= _SHORTEST:
            across.append(Line((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT and abs(y1 - y0) >= _SHORTEST:
            down.append(Line((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    found = Ruling(tuple(_merged(across)), tuple(_merged(down)))
    return Ruling() if max(map(len, found)) > _LINES else found


def _rounded(box: Iterable[float]) -> tuple[int, ...]:
    return tuple(map(round, box))


def _segments(page: pdfium.PdfPage, boxes: set[tuple[int, ...]]) -> Iterator[tuple[Point, Point]]:
    turn, paths = page.get_rotation(), 0
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, number)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > _PATHS:
            return
        if boxes and _rounded(_box(item, turn)) in boxes:
            continue
        if 1 < raw.FPDFPath_CountSegments(item) <= _SEGMENTS and _is_drawn(item):
            yield from _sides(item, turn)


def _box(item: Any, turn: int) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = bounds(item)
    (left, bottom), (right, top) = _as_seen((x0, y0), turn), _as_seen((x1, y1), turn)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _is_drawn(item: Any) -> bool:
    fill, stroke = ctypes.c_int(0), raw.FPDF_BOOL(0)
    if not raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)):
        return False
    return bool(fill.value or stroke.value)


def _sides(item: Any, turn: int) -> Iterator[tuple[Point, Point]]:
    """Yield the straight lines of a path, on the page as it is turned."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    x, y = ctypes.c_float(0), ctypes.c_float(0)
    begun = last = (0.0, 0.0)
    for number in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        across, up = x.value, y.value
        point = _as_seen((a * across + c * up + e, b * across + d * up + f), turn)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, point
        if raw.FPDFPathSegment_GetClose(segment):
            yield point, begun
        last = point


def _as_seen(point: Point, turn: int) -> Point:
    x, y = point
    match turn:
        case 90:
            return y, -x
        case 180:
            return -x, -y
        case 270:
            return -y, x
    return x, y


def _merged(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield lines, those at one place that touch each other as one."""
    for group in _groups(sorted(lines)):
        middle = sum(line.at for line in group) / len(group)
        start, end = group[0].start, group[0].end
        for line in group[1:]:
            if line.start > end + _TOUCH:
                yield Line(middle, start, end)
                start, end = line.start, line.end
            end = max(end, line.end)
        yield Line(middle, start, end)


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines at each place, in the order of where they start."""
    group: list[Line] = []
    for line in lines:
        if group and line.at - group[-1].at > _TOUCH / 2:
            yield sorted(group, key=lambda line: line.start)
            group = []
        group.append(line)
    if group:
        yield sorted(group, key=lambda line: line.start)
