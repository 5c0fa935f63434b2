"""OpenDocument text (.odt): headings, paragraphs, lists, tables, notes, comments."""

from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import Encrypted
from corpus.formats.cells import cell_words
from corpus.formats.opendoc.common import OFFICE, TABLE, TEXT, Inline, Styles, odf_properties
from corpus.formats.opendoc.lists import BULLET, OUTLINE, ListState, ListStyles
from corpus.formats.opendoc.tables import is_head_style, read_table
from corpus.superscripts import note_mark
from corpus.text_builder import TextBuilder, one_line

_GONE = frozenset(
    [f"{TEXT}tracked-changes", f"{OFFICE}annotation", f"{OFFICE}forms", f"{TEXT}note-citation"]
)


def read_odt(data: bytes, source: Source) -> Document:
    """Read an OpenDocument text as it is shown: deleted and hidden text is left out.

    Raises:
        Encrypted: If it opens with a password only.
    """
    archive = Archive(data)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Encrypted("it opens with a password only: save it without one")
    content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    reader = _Reader(Styles(styles, content), ListStyles(styles, content))
    body = content.find(f".//{OFFICE}text")
    if body is not None:
        reader.blocks(body)
    if reader.hid:
        reader.layout.note("Hidden words were left out.")
    known = odf_properties(archive)
    return reader.layout.document(
        source, title=known.title, file_author=known.author, file_created=known.created
    )


class _Reader:
    """Goes through the body block by block."""

    def __init__(self, styles: Styles, lists: ListStyles) -> None:
        self.layout = TextBuilder()
        self._styles = styles
        self._lists = lists
        self._inline = Inline(styles)
        self._hid = False

    @property
    def hid(self) -> bool:
        """Tell whether text was left out because it is hidden."""
        return self._hid or self._inline.hid

    def blocks(self, parent: etree._Element) -> None:
        """Write what is in the body, a section, a box or a note."""
        for element in parent:
            self._block(element)

    def _block(self, element: etree._Element) -> None:
        match element.tag:
            case t if t in _GONE or str(t).endswith("-source"):
                return
            case t if t == f"{TEXT}h":
                self._heading(element, None)
            case t if t == f"{TEXT}p":
                self._paragraph(element)
            case t if t == f"{TEXT}list":
                self.layout.part()
                for words, depth, number, block in self._items(element, None, 1):
                    self._item(words, depth, number, block)
            case t if t == f"{TABLE}table":
                self._table(element)
            case t if t == f"{TEXT}section" and element.get(f"{TEXT}display") == "none":
                self._hid = True
            case _:
                self.blocks(element)

    def _heading(self, element: etree._Element, number: str | None) -> None:
        given = element.get(f"{TEXT}outline-level", "1")
        level = int(given) if given.isdecimal() and len(given) < 3 else 1
        words = one_line(self._inline.words(element))
        if number is None and element.get(f"{TEXT}is-list-header") != "true" and words:
            number = self._lists.heading(level, element.get(f"{TEXT}start-value", ""))
        self.layout.heading(level, f"{number or ''} {words}" if words else "")
        self._attached()

    def _paragraph(self, paragraph: etree._Element) -> None:
        words = self._inline.words(paragraph)
        self.layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))
        self._attached()

    def _item(
        self, words: str, depth: int, number: str | None, block: etree._Element | None
    ) -> None:
        """Write a paragraph of a list, or another block in it."""
        if block is not None and block.tag == f"{TEXT}h":
            self._heading(block, "" if number == BULLET else number or "")
        elif block is not None:
            self._table(block)
        elif number:
            self.layout.item(words, depth, number)
        else:
            self.layout.paragraph(words)
        self._attached()

    def _items(
        self, element: etree._Element, state: ListState | None, level: int, style: str = ""
    ) -> Iterator[tuple[str, int, str | None, etree._Element | None]]:
        """Yield (words, depth, number, None) or (…, block) for what is in a list.

        The number is that of an item's first paragraph; further ones have none.
        """
        style = element.get(f"{TEXT}style-name", "") or style or self._paragraph_style(element)
        if state is None:
            state = self._lists.open(element, style)
        elif element.get(f"{TEXT}continue-numbering") != "true":
            state.counts.pop(level, None)
        for item in element:
            first = item.tag == f"{TEXT}list-item"
            for block in item:
                if block.tag == f"{TEXT}list":
                    yield from self._items(block, state, level + 1, style)
                elif block.tag in (f"{TEXT}p", f"{TEXT}h", f"{TABLE}table"):
                    number = self._count(item, state, style, level, block) if first else None
                    first = False
                    is_words = block.tag == f"{TEXT}p"
                    words = self._inline.words(block) if is_words else ""
                    yield words, level - 1, number, None if is_words else block

    def _count(
        self,
        item: etree._Element,
        state: ListState,
        style: str,
        level: int,
        block: etree._Element,
    ) -> str:
        known = style if self._lists.knows(style) else ""
        if not known and block.tag == f"{TEXT}h":
            known = OUTLINE
        return self._lists.next(state, known, level, item.get(f"{TEXT}start-value", ""))

    def _paragraph_style(self, element: etree._Element) -> str:
        """Return the list style that the first paragraph of a list brings with it."""
        first = element.find(f"{TEXT}list-item/{TEXT}p")
        key = first.get(f"{TEXT}style-name", "") if first is not None else ""
        return self._styles.list_style(key) or ""

    def _table(self, table: etree._Element) -> None:
        self.layout.part()
        parts = read_table(table, self._cell, lambda name: is_head_style(self._styles.names(name)))
        if parts is None:
            for cell in table.iter(f"{TABLE}table-cell"):
                if next(cell.iterancestors(f"{TABLE}table")) is table:
                    self.layout.part()
                    self.blocks(cell)
        else:
            for part in parts:
                self.layout.table(part.rows, heads=part.heads, labels=part.labels)
        self._attached()
        self.layout.part()

    def _cell(self, cell: etree._Element) -> str:
        return cell_words(self._parts(cell))

    def _parts(self, parent: etree._Element) -> Iterator[str]:
        """Yield the paragraphs of a cell, with their numbers, and those of tables in it."""
        for block in parent:
            if block.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield one_line(self._inline.words(block))
            elif block.tag == f"{TEXT}list":
                for words, _, number, inner in self._items(block, None, 1):
                    said = one_line(words if inner is None else self._inline.words(inner))
                    yield f"{number} {said}" if number and number != BULLET and said else said
            elif block.tag not in _GONE:
                yield from self._parts(block)

    def _attached(self) -> None:
        """Write what the last block points to: boxes, notes, comments."""
        inline = self._inline
        notes, inline.notes = inline.notes, []
        boxes, inline.boxes = inline.boxes, []
        remarks, inline.remarks = inline.remarks, []
        for note in notes:
            self._note(note)
        for box in boxes:
            self.blocks(box)
        for remark in remarks:
            words = " ".join(self._inline.words(p) for p in remark.iter(f"{TEXT}p"))
            author = remark.findtext("{*}creator") or ""
            self.layout.voice(author, remark.findtext("{*}date") or "")
            self.layout.paragraph(f"Comment{f' by {author}' if author else ''}: {one_line(words)}")
            self.layout.end_voice()

    def _note(self, note: etree._Element) -> None:
        mark = note_mark(note.findtext(f"{TEXT}note-citation") or "")
        self.layout.part()
        for body in note.iterchildren(f"{TEXT}note-body"):
            for block in body:
                if block.tag == f"{TEXT}p" and mark:
                    words = one_line(self._inline.words(block))
                    self.layout.paragraph(f"{mark} {words}" if words else "")
                    mark = "" if words else mark
                else:
                    self._block(block)
        self._attached()
