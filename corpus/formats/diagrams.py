"""Diagrams of Office files (SmartArt): their words as a list."""

from lxml import etree

from corpus.formats.drawing_text import paragraphs
from corpus.text_builder import TextBuilder

_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
RELATIONS = f"{_D}relIds"
"""The element that stands where a diagram is shown."""

_DEEPEST = 20  # points below points; a guess: ends circles
_Points = dict[str, etree._Element]
_Below = dict[str, list[tuple[int, str]]]


def write_diagram(layout: TextBuilder, diagram: etree._Element) -> None:
    """Write the points of a diagram, each below the one that it belongs to."""
    points: _Points = {
        point.get("modelId", ""): point
        for point in diagram.iterfind(f"{_D}ptLst/{_D}pt")
        if point.get("type", "node") in ("node", "asst", "doc")
    }
    below: _Below = {}
    for link in diagram.iterfind(f"{_D}cxnLst/{_D}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            at = int(order) if order.isdecimal() else 0
            below.setdefault(link.get("srcId", ""), []).append((at, link.get("destId", "")))
    roots = [key for key, point in points.items() if point.get("type") == "doc"]
    layout.part()
    for root in roots:
        for _, key in sorted(below.pop(root, [])):
            _write(layout, key, points, below, 0)
    for key in list(points):  # what no link leads to
        _write(layout, key, points, below, 0)
    layout.part()


def _write(layout: TextBuilder, key: str, points: _Points, below: _Below, depth: int) -> None:
    point = points.pop(key, None)  # once, so that circles end
    if point is None or depth > _DEEPEST:
        return
    layout.item(" ".join(said.words for said in paragraphs(point)), depth)
    for _, inner in sorted(below.pop(key, [])):
        _write(layout, inner, points, below, depth + 1)
