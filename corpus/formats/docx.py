"""Word (.docx): what a reader sees of it, with every tracked change accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.formats.office import WORD as W
from corpus.formats.office import is_on, properties
from corpus.text_builder import TextBuilder, one_line

_PART = "word/document.xml"
_HEADING = re.compile(r"(?i)heading ?([1-9])|(title)$")
_GONE = frozenset(
    f"{W}{name}"
    for name in (
        "del moveFrom instrText delText commentReference pPr rPr sectPr tblPr tblGrid".split()
    )
)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOX = f"{W}txbxContent"
_SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_COUNTED = ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero")


def read_docx(data: bytes, source: Source) -> Document:
    """Read a Word file: headings, paragraphs, lists, tables row by row, footnotes.

    Comments, deleted and hidden text are left out; nothing that it points to is opened.
    """
    archive = Archive(data)
    reader = _Reader(archive)
    body = archive.xml(_PART).find(f"{W}body")
    if body is not None:
        reader.blocks(body)
    told = properties(archive)
    return reader.layout.document(
        source, title=told.title, author=told.author, published=told.published
    )


@dataclass(frozen=True, slots=True)
class _Style:
    level: int
    hidden: bool


class _Reader:
    """Goes through the body block by block."""

    def __init__(self, archive: Archive) -> None:
        self.layout = TextBuilder()
        self._styles = _styles(archive)
        self._notes = {kind: _notes(archive, kind) for kind in ("footnote", "endnote")}
        self._numbering = _numbering(archive)
        self._counts: dict[tuple[str, int], int] = {}
        self._cited: list[tuple[str, str]] = []

    def blocks(self, parent: etree._Element) -> None:
        for element in parent:
            match element.tag:
                case t if t == f"{W}p":
                    self._paragraph(element)
                case t if t == f"{W}tbl":
                    self._table(element)
                case t if t in _GONE or t == _FALLBACK:
                    continue
                case _:
                    self.blocks(element)  # content controls, insertions, custom XML

    def _paragraph(self, paragraph: etree._Element) -> None:
        words = "".join(self._words(paragraph))
        facts = paragraph.find(f"{W}pPr")
        level = self._level(facts)
        listed = facts.find(f"{W}numPr") if facts is not None else None
        if level:
            self.layout.heading(level, words)
        elif listed is not None and words.strip():
            depth = int(_value(listed, "ilvl") or 0)
            self.layout.item(words, depth, self._marker(_value(listed, "numId"), depth))
        elif words.strip():
            self.layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))
        self._write_notes()
        for box in paragraph.iter(_BOX):
            if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                self.blocks(box)

    def _write_notes(self) -> None:
        for kind, key in self._cited:
            note = self._notes[kind].pop(key, None)  # once: a small file could cite it for ever
            if note is not None:
                self.layout.part()
                self.layout.paragraph("".join(self._words(note)))
        self._cited = []

    def _table(self, table: etree._Element) -> None:
        self.layout.part()
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table in a cell, which the cell's words hold
            if row.find(f"{W}trPr/{W}del") is None:
                self.layout.row(
                    [self._cell(cell) for cell in row.iter(f"{W}tc") if _own(cell, row)]
                )
        self._write_notes()
        self.layout.part()

    def _cell(self, cell: etree._Element) -> str:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val") != "restart":
            return ""
        return " ".join("".join(self._words(p)) for p in cell.iter(f"{W}p"))

    def _words(self, element: etree._Element) -> Iterator[str]:
        """Yield what can be seen of the runs in an element."""
        for child in element:
            tag = child.tag
            if tag in _GONE or tag in (_FALLBACK, _BOX):
                continue
            if tag == f"{W}r" and self._hidden(child):
                continue
            if tag in (f"{W}t", _FORMULA):
                yield child.text or ""
            elif tag in _SPACES:
                yield _SPACES[tag]
            elif tag in _NOTES:
                self._cited.append((_NOTES[tag], child.get(f"{W}id", "")))
            else:
                yield from self._words(child)

    def _hidden(self, run: etree._Element) -> bool:
        facts = run.find(f"{W}rPr")
        if facts is None:
            return False
        style = self._styles.get(_value(facts, "rStyle"))
        vanish = facts.find(f"{W}vanish")
        if is_on(vanish) or (vanish is None and style is not None and style.hidden):
            return True
        shaded = facts.find(f"{W}shd") is not None or facts.find(f"{W}highlight") is not None
        white = _value(facts, "color").upper() == "FFFFFF" and not shaded
        size = _value(facts, "sz")
        in_shaded = any(cell.find(f"{W}tcPr/{W}shd") is not None for cell in _cells(run))
        # Half points: 2 pt, a guess.
        return (white and not in_shaded) or (size.isdecimal() and int(size) <= 4)

    def _level(self, facts: etree._Element | None) -> int:
        if facts is None:
            return 0
        own = _value(facts, "outlineLvl")
        if own.isdecimal() and int(own) < 9:  # 9 is body text
            return int(own) + 1
        style = self._styles.get(_value(facts, "pStyle"))
        return style.level if style is not None else 0

    def _marker(self, number: str, depth: int) -> str:
        if (number, depth) not in self._numbering:
            return "-"
        self._counts[number, depth] = self._counts.get((number, depth), 0) + 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        return f"{self._counts[number, depth]}."


def _styles(archive: Archive) -> dict[str, _Style]:
    """Return the level of each style (0 for no heading), also by what it is based on."""
    found = {s.get(f"{W}styleId", ""): s for s in archive.xml("word/styles.xml").iter(f"{W}style")}

    def facts(key: str, depth: int = 0) -> _Style:
        style = found.get(key)
        if style is None or depth > 10:  # a guess: ends circles
            return _Style(0, False)
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        named = _HEADING.match(_value(style, "name"))
        based = facts(_value(style, "basedOn"), depth + 1)
        level = based.level
        if named is not None:
            level = int(named[1] or 1)
        elif outline is not None and outline.get(f"{W}val", "9") in "012345678":
            level = int(outline.get(f"{W}val", "0")) + 1
        return _Style(level, based.hidden or is_on(style.find(f"{W}rPr/{W}vanish")))

    return {key: facts(key) for key in found}


def _notes(archive: Archive, kind: str) -> dict[str, etree._Element]:
    notes = archive.xml(f"word/{kind}s.xml").iter(f"{W}{kind}")
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") is None}


def _numbering(archive: Archive) -> set[tuple[str, int]]:
    """Return the lists and depths whose items are counted; the others have bullets."""
    root = archive.xml("word/numbering.xml")
    counted: dict[str, list[int]] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        counted[abstract.get(f"{W}abstractNumId", "")] = [
            int(level.get(f"{W}ilvl", "0"))
            for level in abstract.iter(f"{W}lvl")
            if _value(level, "numFmt") in _COUNTED
        ]
    return {
        (number.get(f"{W}numId", ""), depth)
        for number in root.iter(f"{W}num")
        for depth in counted.get(_value(number, "abstractNumId"), [])
    }


def _value(parent: etree._Element, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return found.get(f"{W}val", "") if found is not None else ""


def _own(cell: etree._Element, row: etree._Element) -> bool:
    return next(cell.iterancestors(f"{W}tr")) is row


def _cells(run: etree._Element) -> Iterator[etree._Element]:
    yield from run.iterancestors(f"{W}tc")
