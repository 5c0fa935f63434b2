"""Goes through a presentation: titles as headings, texts, tables, charts, diagrams, notes."""

import re
from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.formats.charts import write_chart
from corpus.formats.diagrams import RELATIONS, write_diagram
from corpus.formats.drawing_text import STRUCK, A, paragraphs
from corpus.formats.office import RELATED, choices, properties, targets
from corpus.formats.slides.tables import write_table
from corpus.text_builder import TextBuilder, one_line

_PART = "ppt/presentation.xml"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_UNSAID = ("sldNum", "dt", "ftr", "hdr")
_MOST_DEPTH = 20  # groups in groups; a guess
_NOTHING_SAID = re.compile(
    r"(?i).*\.(?:png|jpe?g|gif|bmp|tiff?|svg|emf|wmf)$|https?://\S+$|.*automatically generated"
    r"|.*AI-generated|(?:picture|image|graphic|photo|logo|icon|shape)\W*\d*$"
)
_LEAST_WORDS = 3  # a guess: fewer name a picture and say nothing of it


def read_pptx(data: bytes, source: Source) -> Document:
    """Read the slides in their order, each with its notes; hidden slides are left out."""
    archive = Archive(data)
    layout = TextBuilder()
    parts = targets(archive, _PART)
    # A slide is shown once; a small file could name it for ever.
    shown = [
        parts.get(reference.get(f"{RELATED}id", ""), "")
        for reference in archive.xml(_PART).iter(f"{_P}sldId")
    ]
    reader = _Reader(archive, layout)
    hidden = 0
    for part in dict.fromkeys(shown):
        layout.page()
        slide = archive.xml(part)
        if slide.get("show") in ("0", "false"):
            hidden += 1
        else:
            reader.slide(slide, targets(archive, part))
    if hidden:
        layout.note(f"{hidden:,} hidden slide{'s were' if hidden > 1 else ' was'} left out.")
    known = properties(archive)
    return layout.document(
        source, title=known.title, file_author=known.author, file_created=known.created
    )


class _Reader:
    """Writes slides; a part that several slides share is read once."""

    def __init__(self, archive: Archive, layout: TextBuilder) -> None:
        self._archive = archive
        self._layout = layout
        self._read: set[str] = set()
        authors = archive.xml("ppt/commentAuthors.xml").iterfind("{*}cmAuthor")
        modern = archive.xml("ppt/authors.xml").iterfind("{*}author")
        self._authors = {a.get("id", ""): a.get("name", "") for a in (*authors, *modern)}

    def slide(self, slide: etree._Element, parts: dict[str, str]) -> None:
        """Write a slide, its title first."""
        tree = slide.find(f"{_P}cSld/{_P}spTree")
        shapes = list(_shapes(slide if tree is None else tree))
        if any(run.get("strike") in STRUCK for run in slide.iter(f"{A}rPr")):
            self._layout.note("Struck-out words were left out.")
        for shape in sorted(shapes, key=lambda shape: not _is_title(shape)):
            if shape.tag == f"{_P}sp":
                self._shape(shape)
            elif shape.tag == f"{_P}pic":
                self._picture(shape)
            else:
                self._frame(shape, parts)
        for part in parts.values():
            if part.startswith("ppt/notesSlides/") and self._is_new(part):
                self._notes(self._archive.xml(part))
            elif part.startswith("ppt/comments/") and self._is_new(part):
                self._comments(self._archive.xml(part))

    def _shape(self, shape: etree._Element) -> None:
        if _is_title(shape):
            self._layout.heading(1, " ".join(said.words for said in paragraphs(shape)))
        elif _kind(shape) not in _UNSAID:
            self._layout.part()
            for said in paragraphs(shape):
                if said.number:
                    self._layout.item(said.words, said.depth, said.number)
                else:
                    self._layout.part()
                    self._layout.paragraph(said.words)
            self._layout.part()

    def _picture(self, picture: etree._Element) -> None:
        facts = picture.find(f"{_P}nvPicPr/{_P}cNvPr")
        words = one_line(facts.get("descr", "")) if facts is not None else ""
        if len(words.split()) >= _LEAST_WORDS and not _NOTHING_SAID.match(words):
            self._layout.paragraph(f"Image: {words}")

    def _frame(self, frame: etree._Element, parts: dict[str, str]) -> None:
        """Write what a frame shows: a table, a chart, a diagram."""
        for table in frame.iter(f"{A}tbl"):
            write_table(self._layout, table)
        for element in frame.iter():
            name = str(element.tag)
            if name.endswith("/chart}chart"):
                part = parts.get(element.get(f"{RELATED}id", ""), "")
                if self._is_new(part):
                    write_chart(self._layout, self._archive.xml(part))
            elif name == RELATIONS:
                part = parts.get(element.get(f"{RELATED}dm", ""), "")
                if self._is_new(part):
                    write_diagram(self._layout, self._archive.xml(part))

    def _notes(self, notes: etree._Element) -> None:
        for shape in notes.iter(f"{_P}sp"):
            if _kind(shape) == "body":
                for said in paragraphs(shape):
                    number = f"{said.number} " if said.number else ""
                    self._layout.paragraph(f"Notes: {number}{said.words}")

    def _comments(self, comments: etree._Element) -> None:
        for comment in comments.iter("{*}cm"):
            author = self._authors.get(comment.get("authorId", ""), "")
            day = comment.get("dt", "") or comment.get("created", "")
            words = one_line(comment.findtext(f"{_P}text") or "") or one_line(
                " ".join(said.words for said in paragraphs(comment))
            )
            self._layout.voice(author, day)
            by = f" by {author}" if author else ""
            self._layout.paragraph(f"Comment{by}: {words}" if words else "")
            self._layout.end_voice()

    def _is_new(self, part: str) -> bool:
        if not part or part in self._read:
            return False
        self._read.add(part)
        return True


def _shapes(parent: etree._Element, depth: int = 0) -> Iterator[etree._Element]:
    """Yield the shapes, pictures and frames of a slide that can be seen, also those in groups."""
    for child in choices(parent):
        if _is_hidden(child):
            continue
        if child.tag in (f"{_P}sp", f"{_P}pic", f"{_P}graphicFrame"):
            yield child
        elif depth < _MOST_DEPTH:
            yield from _shapes(child, depth + 1)


def _kind(shape: etree._Element) -> str:
    place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return place.get("type", "") if place is not None else ""


def _is_title(shape: etree._Element) -> bool:
    return _kind(shape) in ("title", "ctrTitle")


def _is_hidden(shape: etree._Element) -> bool:
    return any(
        name.get("hidden") in ("1", "true")
        for facts in shape.iterchildren()
        if str(facts.tag).startswith(f"{_P}nv")
        for name in facts.iterchildren(f"{_P}cNvPr")
    )
