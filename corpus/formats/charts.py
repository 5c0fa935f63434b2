"""Charts of Office files: title, series and the values that they were drawn from, as a table."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from corpus.formats.sheets.number_format import GENERAL, general, number_format
from corpus.text_builder import TextBuilder, one_line

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_MOST_POINTS = 5_000  # of one series; a guess: more are a curve, and say nothing as numbers
_MOST_SERIES = 255  # Excel's own limit
_MOST_CELLS = 50_000  # of one chart; a guess


def write_chart(layout: TextBuilder, chart: etree._Element) -> None:
    """Write a chart as a table: a row for each category, a column for each series."""
    title = _title(chart.find(f".//{_C}chart/{_C}title"))
    axes = [_title(axis.find(f"{_C}title")) for axis in chart.iter(f"{_C}catAx", f"{_C}dateAx")]
    series = [_Series(found) for found in islice(chart.iter(f"{_C}ser"), _MOST_SERIES)]
    places = sorted({place for found in series for place in (*found.names, *found.values)})
    places = places[: _MOST_CELLS // max(1, len(series))]
    if not any(found.values for found in series):
        if title:
            layout.paragraph(title)
        return
    values = [_title(axis.find(f"{_C}title")) for axis in chart.iter(f"{_C}valAx")]
    head = [
        next(filter(None, axes), ""),
        *(found.name or next(iter(values), "") for found in series),
    ]
    names: dict[int, str] = {}
    for found in series:
        names |= {place: name for place, name in found.names.items() if place not in names}
    rows = [
        [names.get(place, ""), *(found.values.get(place, "") for found in series)]
        for place in places
    ]
    heads = int(any(head))
    layout.table([head, *rows] if heads else rows, heads=heads, labels=1, caption=title)


class _Series:
    """One series: its name, the names of its points, their values."""

    def __init__(self, element: etree._Element) -> None:
        name = element.find(f"{_C}tx")
        self.name = (
            ""
            if name is None
            else one_line(" ".join(v.text or "" for v in name.iter(f"{_C}v", f"{_A}t")))
        )
        self.names: dict[int, str] = {}
        for at, words in _points(element, "cat", "xVal"):
            self.names[at] = f"{words} {self.names[at]}" if at in self.names else words
        self.values = dict(_points(element, "val", "yVal"))


def _points(series: etree._Element, *names: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers and words of the points as the chart shows them."""
    for name in names:
        found = series.find(f"{_C}{name}")
        if found is None:
            continue
        code = found.findtext(f".//{_C}formatCode") or GENERAL
        is_number = found.find(f".//{_C}numCache") is not None or name in ("val", "yVal")
        for point in list(found.iter(f"{_C}pt"))[:_MOST_POINTS]:
            at, words = point.get("idx", ""), point.findtext(f"{_C}v") or ""
            if at.isdecimal():
                yield (
                    int(at),
                    _shown(words, point.get("formatCode", code)) if is_number else one_line(words),
                )


def _shown(words: str, code: str) -> str:
    try:
        value = float(words)
    except ValueError:
        return one_line(words)
    if value - value != 0:  # no finite number
        return ""
    return general(value) if code == GENERAL else one_line(number_format(code).show(value))


def _title(title: etree._Element | None) -> str:
    if title is None:
        return ""
    lines = ["".join(t.text or "" for t in p.iter(f"{_A}t")) for p in title.iter(f"{_A}p")]
    return one_line(" ".join(lines)) or one_line(title.findtext(f".//{_C}v") or "")
