"""Workbooks of every kind: Excel (new, binary, old), OpenDocument."""

from collections.abc import Iterator
from typing import Protocol

from corpus.archive import Archive
from corpus.document import Document, Source
from corpus.errors import CorpusError
from corpus.formats.office import Properties, properties
from corpus.formats.opendoc.common import odf_properties
from corpus.formats.sheets.legacy import BinaryBook, OldBook
from corpus.formats.sheets.ods import OpenDocumentBook
from corpus.formats.sheets.sheet import Left, Sheet, write_sheet
from corpus.formats.sheets.xlsx import Workbook
from corpus.text_builder import TextBuilder

_ZIP = b"PK"


class _Book(Protocol):
    hidden_sheets: int

    def sheets(self) -> Iterator[Sheet]: ...

    def note(self, layout: TextBuilder) -> None: ...


def read_workbook(data: bytes, source: Source) -> Document:
    """Read a workbook as its sheets show it: each under its name, table by table.

    Hidden sheets, rows and columns are left out, and the document's notes say so. A formula is
    what it last gave.

    Raises:
        Damaged: If it is not a complete workbook.
        Encrypted: If it opens with a password only.
    """
    layout, left = TextBuilder(), Left()
    book, known = _open(data)
    for sheet in book.sheets():
        write_sheet(layout, sheet, left)
    left.sheets = book.hidden_sheets
    left.note(layout)
    book.note(layout)
    return layout.document(
        source, title=known.title, file_author=known.author, file_created=known.created
    )


def _open(data: bytes) -> tuple[_Book, Properties]:
    if not data.startswith(_ZIP):
        try:
            return OldBook(data), Properties()
        except CorpusError:
            raise
        except Exception:  # xlrd trusts files to be whole, and fails in many ways
            return BinaryBook(data), Properties()
    archive = Archive(data)
    if "content.xml" in archive.names:
        return OpenDocumentBook(archive), odf_properties(archive)
    if "xl/workbook.xml" in archive.names:
        return Workbook(archive), properties(archive)
    return BinaryBook(data), properties(archive)
