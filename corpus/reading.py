"""From bytes to a document: who reads which format, and within which limits."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

from corpus.document import Contents, Document, Source
from corpus.errors import EmptyDocument, TooLarge, UnsupportedFormat
from corpus.extent import within_extent
from corpus.media_type import detect

Reader = Callable[[bytes, Source], Document | Contents]

_MB = 1_000_000

READERS = 3
"""The version of the readers; higher when they read the same bytes better than before. What an
older version read can be read again: `pincite rebuild --reread`."""

MEMORY = 1024 * _MB
"""The bytes of addresses that a reader may have; a guess: a small server has room for two."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: by which function, and what that may take.

    `reader` is `module:function`, imported when the first document of the format comes.
    `seconds` and, for each MB of the document, `seconds_per_mb` are those of a processor.
    """

    name: str
    reader: str
    max_bytes: int = 25 * _MB  # a guess: what mail servers let through
    seconds: float = 20  # a guess: somebody waits
    seconds_per_mb: float = 0  # more where time goes by length

    def load(self) -> Reader:
        """Import the function that reads this format."""
        module, _, function = self.reader.partition(":")
        found: Reader = getattr(import_module(module), function)
        return found

    def seconds_for(self, size: int) -> float:
        """Return the seconds that a document of so many bytes may take."""
        return self.seconds + self.seconds_per_mb * size / _MB


# Ten MB of ordinary Markdown, the slowest, take 8 s of one core of a small server.
_TEXT = (5, 1)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SHEETS = "corpus.formats.sheets.reader:read_workbook"

FORMATS: dict[str, Format] = {
    "text/plain": Format(
        "plain text", "corpus.formats.plain_text:read_plain_text", 10 * _MB, *_TEXT
    ),
    "text/markdown": Format("Markdown", "corpus.formats.markdown:read_markdown", 10 * _MB, *_TEXT),
    # docutils takes 2 s for a MB of prose, and up to 20 for one of short items and notes.
    "text/x-rst": Format(
        "reStructuredText", "corpus.formats.restructured:read_restructured", 2 * _MB, 5, 20
    ),
    "text/html": Format("HTML", "corpus.formats.html.reader:read_html", 10 * _MB, 5),
    "multipart/related": Format("MHTML", "corpus.formats.mhtml:read_mhtml", 25 * _MB, *_TEXT),
    "text/csv": Format("CSV", "corpus.formats.csv_rows:read_csv", 10 * _MB, *_TEXT),
    "text/vtt": Format("subtitles", "corpus.formats.cues:read_cues", 10 * _MB, *_TEXT),
    "application/json": Format("JSON", "corpus.formats.json_values:read_json", 10 * _MB, *_TEXT),
    "text/rtf": Format("RTF", "corpus.formats.rtf.reader:read_rtf", 10 * _MB, *_TEXT),
    "message/rfc822": Format("e-mail", "corpus.formats.mail.reader:read_mail", 25 * _MB, *_TEXT),
    "application/vnd.ms-outlook": Format("Outlook", "corpus.formats.mail.outlook:read_msg"),
    "application/mbox": Format("mailbox", "corpus.formats.mail.mbox:read_mbox", 25 * _MB, *_TEXT),
    "application/pdf": Format("PDF", "corpus.formats.pdf.reader:read_pdf"),
    "application/epub+zip": Format("EPUB", "corpus.formats.epub:read_epub", 25 * _MB, *_TEXT),
    f"{_OFFICE}wordprocessingml.document": Format("Word", "corpus.formats.word.reader:read_docx"),
    f"{_OFFICE}presentationml.presentation": Format(
        "PowerPoint", "corpus.formats.slides.reader:read_pptx"
    ),
    f"{_OFFICE}spreadsheetml.sheet": Format("Excel", _SHEETS),
    "application/vnd.ms-excel": Format("old Excel", _SHEETS),
    "application/vnd.oasis.opendocument.text": Format(
        "OpenDocument text", "corpus.formats.opendoc.text:read_odt"
    ),
    "application/vnd.oasis.opendocument.spreadsheet": Format("OpenDocument sheet", _SHEETS),
    "application/zip": Format("ZIP archive", "corpus.formats.zip_archive:read_zip", 25 * _MB, 20),
}
"""What is read, by media type. A new format is one entry here and one case in `detect`."""

MAX_BYTES = max(format.max_bytes for format in FORMATS.values())
"""The most bytes that a document of any format may have."""


def require_size(size: int, most: int = MAX_BYTES) -> None:
    """Refuse a number of bytes that is more than one document may have."""
    if size > most:
        raise TooLarge(
            f"{size:,} bytes is more than the {most:,} that one document of this kind may "
            "have: cut it into several files"
        )


def require_bytes(size: int) -> None:
    """Refuse a file without a byte in it."""
    if not size:
        raise EmptyDocument("the file is empty: there is nothing to quote")


def read(data: bytes, source: Source, name: str = "") -> Document:
    """Read a document from its bytes, in this process: only for files that can be trusted.

    `ReaderPool.read` does the same in a process of its own, with limits.

    Args:
        data: The whole file.
        source: Where it comes from.
        name: The name of the file; without it, the source's label.

    Raises:
        CorpusError: If the bytes are too many, of no known kind, or hold no words.
    """
    return require_document(read_contents(data, source, name))


def read_contents(data: bytes, source: Source, name: str = "") -> Contents:
    """Read a document and the files in it, as `read` does; the files themselves are not read."""
    return read_as(FORMATS[require_format(data, name or source.label)], data, source)


def require_document(contents: Contents) -> Document:
    """Return the document of a file, refusing one that only holds other files."""
    if contents.document is None:
        raise UnsupportedFormat("it has no words of its own: it only holds other files")
    return contents.document


def require_format(data: bytes, name: str) -> str:
    """Return the media type of the bytes, refusing those that are none or too many.

    Raises:
        CorpusError: If they are, or if nothing here reads them.
    """
    require_bytes(len(data))
    require_size(len(data))
    media_type = detect(data, name)
    require_size(len(data), FORMATS[media_type].max_bytes)
    return media_type


def read_as(format: Format, data: bytes, source: Source) -> Contents:
    """Read a file of a known format."""
    read = format.load()(data, source)
    contents = read if isinstance(read, Contents) else Contents(read)
    if contents.document is None:
        return contents
    document = within_extent(contents.document)
    made = replace(document, origin_sha256=hashlib.sha256(data).hexdigest())
    return replace(contents, document=made)
