"""What is read: bytes become documents, sentences and passages."""

from corpus.document import Document, Heading, Page, Source, heading_path, version_of
from corpus.errors import (
    CorpusError,
    EmptyDocument,
    TooLarge,
    Undecodable,
    Unreadable,
    UnsupportedFormat,
)
from corpus.files import Found, Stamp, bundled, file_source, read_file
from corpus.finding import find_files
from corpus.passage import Passage, Span
from corpus.reading import MAX_BYTES, READERS, detect, read
from corpus.splitting import TokenCounter, split

__all__ = [
    "MAX_BYTES",
    "READERS",
    "CorpusError",
    "Document",
    "EmptyDocument",
    "Found",
    "Heading",
    "Page",
    "Passage",
    "Source",
    "Span",
    "Stamp",
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
    "read",
    "read_file",
    "split",
    "version_of",
]
