"""What is read: bytes become documents, sentences and passages."""

from corpus.discovery import find_files
from corpus.document import (
    Document,
    Heading,
    Original,
    Page,
    Source,
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
from corpus.passage import Passage, Span
from corpus.reading import FORMATS, MAX_BYTES, read
from corpus.splitting import TokenCounter, passages_at, split

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "CorpusError",
    "Damaged",
    "Document",
    "EmptyDocument",
    "Encrypted",
    "FileStat",
    "Found",
    "Heading",
    "NeedsOcr",
    "Original",
    "Page",
    "Passage",
    "ReaderStopped",
    "ReadersBusy",
    "Source",
    "Span",
    "TokenCounter",
    "TooLarge",
    "Undecodable",
    "Unreadable",
    "UnsupportedFormat",
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
