"""What is read: bytes become documents, sentences and passages."""

from corpus.discovery import find_files
from corpus.document import (
    Contents,
    Document,
    Heading,
    Original,
    Page,
    Part,
    Source,
    Voice,
    heading_path,
    version_of,
)
from corpus.errors import (
    CorpusError,
    Damaged,
    EmptyDocument,
    Encrypted,
    NeedsOcr,
    ReadersBusy,
    ReaderStopped,
    TooLarge,
    Undecodable,
    Unreadable,
    UnsupportedFormat,
)
from corpus.files import FileStat, Found, bundled, file_source, read_file
from corpus.media_type import detect
from corpus.passage import Attribution, Head, Passage, Span, TableCell, TableRow
from corpus.reading import FORMATS, MAX_BYTES, read
from corpus.splitting import TokenCounter, passages_at, split
from corpus.table import Table

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "Attribution",
    "Contents",
    "CorpusError",
    "Damaged",
    "Document",
    "EmptyDocument",
    "Encrypted",
    "FileStat",
    "Found",
    "Head",
    "Heading",
    "NeedsOcr",
    "Original",
    "Page",
    "Part",
    "Passage",
    "ReaderStopped",
    "ReadersBusy",
    "Source",
    "Span",
    "Table",
    "TableCell",
    "TableRow",
    "TokenCounter",
    "TooLarge",
    "Undecodable",
    "Unreadable",
    "UnsupportedFormat",
    "Voice",
    "bundled",
    "detect",
    "file_source",
    "find_files",
    "heading_path",
    "passages_at",
    "read",
    "read_file",
    "split",
    "version_of",
]
