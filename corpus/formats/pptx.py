"""PowerPoint (.pptx): slide by slide, each a page."""

from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.formats.office import RELATED, properties, targets
from corpus.text_builder import TextBuilder

_PART = "ppt/presentation.xml"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_UNSAID = ("sldNum", "dt", "ftr", "hdr")


def read_pptx(data: bytes, source: Source) -> Document:
    """Read the slides in their order: titles as headings, texts, tables row by row.

    Hidden slides, notes and comments are left out.
    """
    archive = Archive(data)
    layout = TextBuilder()
    parts = targets(archive, _PART)
    # A slide is shown once; a small file could name it for ever.
    shown = [
        parts.get(reference.get(f"{RELATED}id", ""), "")
        for reference in archive.xml(_PART).iter(f"{_P}sldId")
    ]
    for part in dict.fromkeys(shown):
        layout.page()
        slide = archive.xml(part)
        if slide.get("show") != "0":
            _write(layout, slide)
    told = properties(archive)
    return layout.document(source, title=told.title, author=told.author, published=told.published)


def _write(layout: TextBuilder, slide: etree._Element) -> None:
    shapes = list(slide.iter(f"{_P}sp", f"{_A}tbl"))
    for shape in sorted(shapes, key=lambda shape: not _is_title(shape)):
        if shape.tag == f"{_A}tbl":
            layout.part()
            for row in shape.iter(f"{_A}tr"):
                layout.row([" ".join(_paragraphs(cell)) for cell in row.iter(f"{_A}tc")])
            layout.part()
        elif _is_title(shape):
            layout.heading(1, " ".join(_paragraphs(shape)))
        elif _kind(shape) not in _UNSAID and not _is_hidden(shape):
            for words in _paragraphs(shape):
                layout.part()
                layout.paragraph(words)


def _paragraphs(element: etree._Element) -> Iterator[str]:
    for paragraph in element.iter(f"{_A}p"):
        parts = paragraph.iter(f"{_A}t", f"{_A}br")
        yield "".join(part.text or "" if part.tag == f"{_A}t" else " " for part in parts)


def _kind(shape: etree._Element) -> str:
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return place.get("type", "") if place is not None else ""


def _is_title(shape: etree._Element) -> bool:
    return _kind(shape) in ("title", "ctrTitle")


def _is_hidden(shape: etree._Element) -> bool:
    name = shape.find(f"{_P}nvSpPr/{_P}cNvPr")
    return name is not None and name.get("hidden") == "1"
