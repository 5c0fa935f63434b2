"""Goes through a Word file block by block: headings, paragraphs, lists, tables, notes."""

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.formats.charts import write_chart
from corpus.formats.diagrams import write_diagram
from corpus.formats.office import WORD as W
from corpus.formats.office import choices, properties, targets, value_of
from corpus.formats.word.inline import GONE, Inline, is_placeholder
from corpus.formats.word.notes import Notes
from corpus.formats.word.numbering import Numbering
from corpus.formats.word.styles import PLAIN, Styles, outline_level
from corpus.formats.word.tables import read_table
from corpus.text_builder import TextBuilder, one_line

_PART = "word/document.xml"


def read_docx(data: bytes, source: Source) -> Document:
    """Read a Word file: headings, paragraphs, lists with their numbers, tables, notes, comments.

    Tracked changes are read as accepted. Deleted, hidden and struck-out text is left out;
    nothing that the file points to is opened.
    """
    archive = Archive(data)
    reader = WordReader(archive)
    body = archive.xml(_PART).find(f"{W}body")
    if body is not None:
        reader.blocks(body)
    reader.finish()
    known = properties(archive)
    return reader.layout.document(
        source,
        title=known.title,
        file_author=known.author,
        file_created=known.created,
        language=known.language,
    )


class WordReader:
    """Writes the blocks of a document, and after each what is attached to it."""

    def __init__(self, archive: Archive) -> None:
        self.layout = TextBuilder()
        self._archive = archive
        self._styles = Styles(archive.xml("word/styles.xml"))
        self._known_numbering: Numbering | None = None
        self._notes = Notes(archive)
        self._inline = Inline(self._styles, self._notes.mark)
        self._parts = targets(archive, _PART)
        self._carried = ""
        self._caption = ""

    def blocks(self, parent: etree._Element) -> None:
        """Write what is in the body, a cell, a box or a note."""
        for element in choices(parent):
            if element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}p":
                self._write_caption()
                self._paragraph(element)
            elif element.tag == f"{W}sdt" and is_placeholder(element):
                continue
            elif element.tag not in GONE:
                self.blocks(element)  # content controls, insertions, custom XML

    def finish(self) -> None:
        """Say what was left out."""
        self._write_caption()
        if self._carried:
            self.layout.paragraph(self._carried)
        if self._inline.hid:
            self.layout.note("Hidden words were left out.")
        if self._inline.struck:
            self.layout.note("Struck-out words were left out.")

    def read(self, paragraph: etree._Element) -> tuple[str, int, int, str | None]:
        """Return the words of a paragraph, its level as a heading, its depth and number in a list.

        The number is None for a paragraph of no list.
        """
        facts = paragraph.find(f"{W}pPr")
        key = value_of(facts, "pStyle") if facts is not None else ""
        style = self._styles[key or self._styles.default]
        words = self._inline.words(paragraph, style.look)
        if self._is_joined(facts):
            self._carried += words
            return "", 0, 0, None
        words, self._carried = self._carried + words, ""
        level = outline_level(facts) or style.level
        depth, number = self._number(facts, style.chain)
        return words, level, depth, number

    def attached(self) -> None:
        """Write what the last blocks point to: boxes, charts, notes, comments."""
        inline = self._inline
        boxes, inline.boxes = inline.boxes, []
        charts, inline.charts = inline.charts, []
        diagrams, inline.diagrams = inline.diagrams, []
        notes, inline.notes = inline.notes, []
        remarks, inline.remarks = inline.remarks, []
        for kind, key, mark in notes:
            if (note := self._notes.take(kind, key)) is not None:
                self._note(note, mark)
        for box in boxes:
            self.blocks(box)
        for key in charts:
            write_chart(self.layout, self._part(key))
        for key in diagrams:
            write_diagram(self.layout, self._part(key))
        for key in remarks:
            if (remark := self._notes.take_remark(key)) is not None:
                self.layout.voice(remark.author, remark.published)
                by = f" by {remark.author}" if remark.author else ""
                self.layout.paragraph(f"Comment{by}: {self.plain(remark.element)}")
                self.layout.end_voice()

    def _part(self, key: str) -> etree._Element:
        """Return a part that the document points to, once."""
        return self._archive.xml(self._parts.pop(key, ""))

    def plain(self, parent: etree._Element) -> str:
        """Return the words of all paragraphs below an element, on one line."""
        paragraphs = (one_line(self._inline.words(p, PLAIN)) for p in parent.iter(f"{W}p"))
        return " ".join(filter(None, paragraphs))

    def _note(self, note: etree._Element, mark: str) -> None:
        self.layout.part()
        first = True
        for element in choices(note):
            if element.tag != f"{W}p":
                self.blocks(element)
                continue
            words, _, _, number = self.read(element)
            words = one_line(f"{number or ''} {words}")
            if words:
                self.layout.paragraph(f"{mark} {words}" if first else words)
                first = False
        self.attached()

    def _paragraph(self, paragraph: etree._Element) -> None:
        words, level, depth, number = self.read(paragraph)
        said = one_line(words)
        if level:
            self.layout.heading(level, f"{number or ''} {said}" if said and number != "-" else said)
        elif number and said:
            self.layout.item(said, depth, number)
        elif said and self._is_caption(paragraph):
            self._caption = said  # of the table that may follow
            return
        elif said:
            self.layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))
        self.attached()

    def _is_caption(self, paragraph: etree._Element) -> bool:
        facts = paragraph.find(f"{W}pPr")
        inline = self._inline
        attached = inline.notes or inline.remarks or inline.boxes
        key = value_of(facts, "pStyle") if facts is not None else ""
        return not attached and self._styles[key].is_caption

    def _write_caption(self) -> None:
        """Write what was a caption of no table, or of one above."""
        if self._caption:
            self.layout.paragraph(self._caption)
            self._caption = ""

    def _number(
        self, facts: etree._Element | None, chain: tuple[str, ...]
    ) -> tuple[int, str | None]:
        """Count a paragraph in its list and return its depth and number there."""
        own = facts.find(f"{W}numPr") if facts is not None else None
        key = value_of(own, "numId") if own is not None else ""
        depth = value_of(own, "ilvl") if own is not None else ""
        style = self._styles[chain[0]] if chain else None
        by_style = not key and style is not None
        if by_style and style is not None:
            key = style.number
        if not key or key == "0":
            return 0, None
        if not depth and style is not None and by_style:
            linked = max((self._numbering.depth_of(key, name) for name in chain), default=0)
            depth = style.depth or str(linked)
        at = int(depth) if depth.isdecimal() and len(depth) < 3 else 0
        return at, self._numbering.next(key, at)

    @property
    def _numbering(self) -> Numbering:
        """Return the lists of the file, read when the first is met."""
        if self._known_numbering is None:
            root = self._archive.xml("word/numbering.xml")
            self._known_numbering = Numbering(root, self._styles.number_of)
        return self._known_numbering

    def _is_joined(self, facts: etree._Element | None) -> bool:
        """Tell whether the end of a paragraph was deleted, so that the next one goes on."""
        return facts is not None and facts.find(f"{W}rPr/{W}del") is not None

    def _table(self, table: etree._Element) -> None:
        found = read_table(table, self, self._styles.marks_first_row)
        if found is None or not any(any(row) for part in found for row in part.rows):
            self._write_caption()
        if found is None:  # it only arranges what is in it
            for row in choices(table):
                gone = row.find(f"{W}trPr/{W}del") is not None
                for cell in () if gone else row.iter(f"{W}tc"):
                    if next(cell.iterancestors(f"{W}tbl")) is table:
                        self.layout.part()
                        self.blocks(cell)
        else:
            for part in found:
                caption, self._caption = self._caption, ""
                self.layout.table(part.rows, heads=part.heads, labels=part.labels, caption=caption)
        self.attached()
        self.layout.part()
