"""PDF: its text layer as a person reads it, with a page for every word."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Document, Source
from corpus.errors import NeedsOcr
from corpus.formats.pdf.layout import letters, written
from corpus.formats.pdf.lines import Typography
from corpus.formats.pdf.pages import HYPHEN, load_page, opened, seen
from corpus.formats.pdf.reading_order import in_order
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Ruling, ruling
from corpus.formats.pdf.running import without_running
from corpus.formats.pdf.tables import with_tables
from corpus.text_builder import metadata_date, metadata_text, one_line

_OUTLINE = 5_000  # entries; a guess: two for each page of the longest
_DEPTH = 6  # levels, as many as HTML has
_LARGE = 1.2  # times the text; a guess: a title is clearly larger
_LONGEST_TITLE = 200  # characters; a guess: three lines of a title page
_LONGEST_LABEL = 40  # characters; a guess: labels are numbers with a word before them
_NO_TITLE = re.compile(
    r"(?i)^(?:\W?anonymous\W?|untitled|no title|title|document\d*|microsoft \w+ - .*|slide \d+|\W*"
    r"|.*\.(?:docx?|tex|dvi|indd|qxd|pdf|rtf|odt|pptx?|xlsx?|ps|html?|p65|fm|wpd|cdr))$"
)
_NO_AUTHOR = re.compile(
    r"(?i)^(?:unknown|\W?anonymous\W?|user|admin(?:istrator)?|owner|author|\W*)$"
)


def read_pdf(data: bytes, source: Source) -> Document:
    """Read the text layer of a PDF, with a `Page` for each of its pages.

    Lines that are one paragraph are joined, words that were parted at a line's end too;
    running headers and footers and what cannot be seen are left out. A table row is a
    line, its cells parted by ` | `.

    Raises:
        NeedsOcr: If its pages are pictures.
        Encrypted, Damaged, TooLarge: If it cannot be read.
    """
    with opened(data) as document:
        pages: list[list[Row]] = []
        rulings: list[Ruling] = []
        recognized: list[bool] = []
        pictures = False
        for number in range(1, len(document) + 1):
            page = load_page(document, number)
            words = seen(page)
            rows = in_order(words.pieces)
            recognized.append(words.recognized and bool(rows))
            pictures = pictures or (not rows and _has_picture(page))
            pages.append(rows)
            rulings.append(ruling(page))
            page.close()
        if pictures and not any(pages):
            raise NeedsOcr(
                "its pages are pictures without text, it needs OCR: install tesseract, or run "
                "OCR on it first"
            )
        outline = _outline(document)
        labels = [_label(document, number) for number in range(1, len(document) + 1)]
        facts = document.get_metadata_dict(skip_empty=True)
    kept = [
        with_tables(rows, lines)
        for rows, lines in zip(without_running(pages), rulings, strict=True)
    ]
    layout = written(kept, outline)
    title, author = metadata_text(facts.get("Title")), metadata_text(facts.get("Author"))
    read = layout.document(
        source,
        title=_largest(pages) if _NO_TITLE.match(title) else title,
        author="" if _NO_AUTHOR.match(author) else author,
        published=metadata_date(facts.get("CreationDate")),
    )
    told_of = zip(read.pages, labels, recognized, strict=True)
    return replace(
        read, pages=tuple(replace(page, label=x, recognized=y) for page, x, y in told_of)
    )


def _label(document: pdfium.PdfDocument, number: int) -> str:
    """Return what the file calls a page, if that is not its number."""
    try:
        label = one_line(document.get_page_label(number - 1))[:_LONGEST_LABEL].strip()
    except UnicodeDecodeError:
        return ""
    return "" if label == str(number) else label


def _largest(pages: Sequence[Sequence[Row]]) -> str:
    """Return the words of the first page in its largest letters, where these are large."""
    typography = Typography.of(row for page in pages for row in page)
    first = [row for row in pages[0] if typography.heading_level(row)] if pages else []
    most = max((row.size for row in first), default=0.0)
    if most < _LARGE * typography.body:
        return ""
    words = " ".join(row.words for row in first if row.size > most - 0.5)  # one size, rounded
    return words.replace(HYPHEN, "-") if len(words) <= _LONGEST_TITLE else ""


def _has_picture(page: pdfium.PdfPage) -> bool:
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM)
    return any(item.type in kinds for item in page.get_objects(max_depth=1))


def _outline(document: pdfium.PdfDocument) -> dict[tuple[int, str], int]:
    """Return the level of each title of the outline, by page (from 0) and its letters."""
    found: dict[tuple[int, str], int] = {}
    for count, mark in enumerate(document.get_toc(max_depth=_DEPTH)):
        if count == _OUTLINE:
            break
        dest = mark.get_dest()
        number = dest.get_index() if dest is not None else None
        found_letters = letters(mark.get_title())
        if number is not None and found_letters:
            found.setdefault((number, found_letters), mark.level + 1)
    return found
