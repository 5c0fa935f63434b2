"""All entries of a list, page by page."""

from collections.abc import Iterator

from index.filter import ALL_DOCUMENTS, Filter
from index.protocol.reader import IndexReader
from index.types import DocumentInfo, FileState, Mark


def every_document(reader: IndexReader, wanted: Filter = ALL_DOCUMENTS) -> Iterator[DocumentInfo]:
    """Yield every document by title, then by id, page by page."""
    last: DocumentInfo | None = None
    while page := reader.documents(last, wanted=wanted):
        yield from page
        last = page[-1]


def every_id(reader: IndexReader) -> Iterator[str]:
    """Yield the id of every document as they are listed, damaged ones too, page by page."""
    first = 0
    while page := reader.ids(first):
        yield from page
        first += len(page)


def every_file(reader: IndexReader, under: str = "") -> Iterator[FileState]:
    """Yield every file that documents were read from by its key, page by page."""
    last = ""
    while page := reader.files(last, under=under):
        yield from page
        last = page[-1].key


def every_mark(reader: IndexReader) -> Iterator[Mark]:
    """Yield every mark, the oldest first, page by page."""
    first = 0
    while page := reader.marks(first):
        yield from page
        first += len(page)
