"""OpenDocument text (.odt): headings, paragraphs, lists, tables row by row, notes."""

from collections.abc import Iterator

from lxml import etree

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import Encrypted
from corpus.text_builder import TextBuilder, metadata_date, one_line

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_GONE = frozenset(
    [
        f"{_TEXT}tracked-changes",
        f"{_OFFICE}annotation",
        f"{_TEXT}note-citation",
        f"{_TEXT}hidden-text",
        f"{_TEXT}hidden-paragraph",
    ]
)
_SPACES = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_MOST_SPACES = 100  # a guess: as wide as a page; the file may claim a billion


def read_odt(data: bytes, source: Source) -> Document:
    """Read an OpenDocument text; comments, deleted and hidden text are left out.

    Raises:
        Encrypted: If it opens with a password only.
    """
    archive = Archive(data)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Encrypted("it opens with a password only: save it without one")
    content = archive.xml("content.xml")
    reader = _Reader(_hidden_styles(content))
    body = content.find(f".//{_OFFICE}text")
    if body is not None:
        reader.blocks(body)
    meta = archive.xml("meta.xml")
    return reader.layout.document(
        source,
        title=_told(meta, "title"),
        author=_told(meta, "initial-creator") or _told(meta, "creator"),
        published=metadata_date(_told(meta, "creation-date") or _told(meta, "date")),
    )


class _Reader:
    """Goes through the body block by block."""

    def __init__(self, hidden: frozenset[str]) -> None:
        self.layout = TextBuilder()
        self._hidden = hidden
        self._notes: list[etree._Element] = []

    def blocks(self, parent: etree._Element, depth: int = -1) -> None:
        for element in parent:
            match element.tag:
                case t if t in _GONE:
                    continue
                case t if t == f"{_TEXT}h":
                    level = element.get(f"{_TEXT}outline-level", "1")
                    self.layout.heading(
                        int(level) if level.isdecimal() else 1, "".join(self._words(element))
                    )
                case t if t == f"{_TEXT}p":
                    self._paragraph(element, depth)
                case t if t == f"{_TEXT}list":
                    if depth < 0:
                        self.layout.part()
                    self.blocks(element, depth + 1)
                case t if t == f"{_TABLE}table":
                    self._table(element)
                case _:
                    self.blocks(element, depth)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        words = "".join(self._words(paragraph))
        if depth >= 0:
            self.layout.item(words, depth)
        else:
            self.layout.lines("\n".join(filter(None, map(one_line, words.split("\n")))))
        notes, self._notes = self._notes, []
        for note in notes:
            self.layout.part()
            self.blocks(note)

    def _table(self, table: etree._Element) -> None:
        self.layout.part()
        for row in table.iter(f"{_TABLE}table-row"):
            self.layout.row(
                [
                    " ".join("".join(self._words(p)) for p in cell.iter(f"{_TEXT}p", f"{_TEXT}h"))
                    for cell in row.iter(f"{_TABLE}table-cell")
                ]
            )
        self._notes = []
        self.layout.part()

    def _words(self, element: etree._Element) -> Iterator[str]:
        """Yield what can be seen in an element, without what is beside it."""
        if element.get(f"{_TEXT}style-name", "") in self._hidden:
            return
        yield element.text or ""
        for child in element:
            if child.tag == f"{_TEXT}note":
                self._notes += child.findall(f"{_TEXT}note-body")
            elif child.tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
            elif child.tag in _SPACES:
                yield _SPACES[child.tag]
            elif child.tag not in _GONE:
                yield from self._words(child)
            yield child.tail or ""


def _hidden_styles(content: etree._Element) -> frozenset[str]:
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in content.iter(f"{_STYLE}style")
        for facts in style.iter(f"{_STYLE}text-properties")
        if facts.get(f"{_TEXT}display") == "none"
    )


def _told(meta: etree._Element, name: str) -> str:
    found = meta.find(f".//{{*}}{name}")
    return (found.text or "").strip() if found is not None else ""
