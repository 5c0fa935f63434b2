"""PDF: its text layer as a person reads it, with a page for every word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Contents, Document, Page, Part, Source
from corpus.errors import NeedsOcr, UnsupportedFormat
from corpus.formats.pdf.annotations import Note
from corpus.formats.pdf.attachments import attachments
from corpus.formats.pdf.layout import letters, written
from corpus.formats.pdf.metadata import metadata
from corpus.formats.pdf.pages import load_page, opened, seen
from corpus.formats.pdf.placeholder import is_placeholder
from corpus.formats.pdf.reading_order import in_order
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Ruling, ruling
from corpus.formats.pdf.running import without_running
from corpus.formats.pdf.structure import LAYERS, uses
from corpus.formats.pdf.tables import with_tables
from corpus.formats.pdf.visibility import BOX, COLOR, LAYER, MAX_PAGES
from corpus.text_builder import TextBuilder, one_line

_OUTLINE = 5_000  # entries; a guess: two for each page of the longest
_DEPTH = 6  # levels, as many as HTML has
_LONGEST_LABEL = 40  # characters; a guess: labels are numbers with a word before them
_NAMED = 5  # pages or ranges of pages in a note; a guess: more say no more
_RUNNING = 3  # notes of running heads; a guess: more say no more
_SHAPES = 200  # paths; a guess: two lines of letters, far above rules and frames
_HIDDEN = {
    BOX: "Words under boxes or pictures on {} were left out.",
    LAYER: "Words on a hidden layer on {} were left out.",
    COLOR: "Words in the color of what they stand on were left out on {}.",
}


@dataclass(frozen=True, slots=True)
class _ReadPage:
    """A page as it was read; see `pages.Seen`."""

    rows: list[Row]
    ruling: Ruling
    notes: tuple[Note, ...]
    files: tuple[Part, ...]
    label: str
    recognized: bool
    scan: bool
    picture: bool
    gibberish: bool
    hidden: frozenset[str]
    unchecked: bool

    @property
    def unread(self) -> bool:
        return self.scan or self.gibberish


def read_pdf(data: bytes, source: Source) -> Document | Contents:
    """Read the text layer of a PDF, with a `Page` for each of its pages, and its attachments.

    Lines that are one paragraph are joined, words that were parted at a line's end too;
    running headers and footers and what cannot be seen are left out. A table row is a
    line, its cells parted by ` | `.

    Raises:
        NeedsOcr: If its pages are pictures, or none of them has a text that can be read.
        Encrypted, Damaged, TooLarge, UnsupportedFormat: If it cannot be read.
    """
    with opened(data) as document:
        pages = list(_pages(document, layers=uses(data, LAYERS)))
        parts, notes = attachments(document)
        parts += tuple(file for page in pages for file in page.files)
        rows = [page.rows for page in pages]
        placeholder = is_placeholder(rows, parts)
        if placeholder and not parts:
            raise UnsupportedFormat(placeholder)
        if not placeholder and not any(rows):
            _require_no_ocr(pages)
        outline = _outline(document)
        about = metadata(document.get_metadata_dict(skip_empty=True), rows)
    if placeholder:
        return Contents(None, parts, notes)
    layout = _layout(pages, outline)
    for note in _notes(pages):
        layout.note(note)
    read = about.document(layout, source)
    told_of = zip(read.pages, pages, strict=True)
    read = replace(read, pages=tuple(_marked(page, as_read) for page, as_read in told_of))
    return Contents(read, parts, notes) if parts or notes else read


def _pages(document: pdfium.PdfDocument, *, layers: bool) -> Iterator[_ReadPage]:
    drawn = 0
    for number in range(1, len(document) + 1):
        page, notes, files = load_page(document, number)
        words = seen(page, layers=layers, draw=drawn < MAX_PAGES)
        drawn += words.drawn
        rows = in_order(words.pieces)
        yield _ReadPage(
            rows,
            ruling(page, words.boxes),
            _not_in_text(notes, rows),
            files,
            _label(document, number),
            words.recognized and bool(rows),
            words.scan or (not rows and not words.gibberish and _shows_letters(page)),
            not rows and _has_picture(page),
            words.gibberish,
            words.hidden,
            layers and bool(rows) and not words.drawn,
        )
        page.close()


def _not_in_text(notes: Sequence[Note], rows: Sequence[Row]) -> tuple[Note, ...]:
    """Return the notes of a page that are not read in its text already."""
    if not notes:
        return ()
    said = "".join(filter(str.isalnum, "".join(row.words for row in rows).casefold()))
    return tuple(note for note in notes if not note.is_in(said))


def _layout(pages: Sequence[_ReadPage], outline: dict[tuple[int, str], int]) -> TextBuilder:
    rows = [page.rows for page in pages]
    rulings = [page.ruling for page in pages]
    without, running = without_running(rows)
    if not any(without):  # each page says the same, and no more
        without, running = rows, []
    kept = [with_tables(page, lines) for page, lines in zip(without, rulings, strict=True)]
    layout = written(kept, rulings, outline, [page.notes for page in pages])
    for words in running[:_RUNNING]:
        layout.note(f"A running header or footer was left out: “{words}”")
    return layout


def _require_no_ocr(pages: Sequence[_ReadPage]) -> None:
    if any(page.gibberish for page in pages):
        raise NeedsOcr(
            "its text is not what its pages show, because its fonts name other letters: install "
            "tesseract to read it by OCR, or save it as a PDF again with other fonts"
        )
    if any(page.picture for page in pages):
        raise NeedsOcr(
            "its pages are pictures without text, it needs OCR: install tesseract, or run "
            "OCR on it first"
        )


def _marked(page: Page, as_read: _ReadPage) -> Page:
    return replace(page, label=as_read.label, recognized=as_read.recognized, unread=as_read.unread)


def _notes(pages: Sequence[_ReadPage]) -> Iterator[str]:
    """Yield what people should know of how the pages were read."""
    for kind, words in _HIDDEN.items():
        if numbers := [n for n, page in enumerate(pages, 1) if kind in page.hidden]:
            yield words.format(_named(numbers))
    if numbers := [n for n, page in enumerate(pages, 1) if page.unchecked]:
        yield f"{_named(numbers).capitalize()} may have words on layers that are not shown."
    if numbers := [n for n, page in enumerate(pages, 1) if page.recognized]:
        verb = "was" if len(numbers) == 1 else "were"
        yield f"{_named(numbers).capitalize()} {verb} read by OCR and may have errors."
    if numbers := [n for n, page in enumerate(pages, 1) if page.scan]:
        one = len(numbers) == 1
        what = "is a picture whose words were" if one else "are pictures whose words were"
        yield f"{_named(numbers).capitalize()} {what} not read."
    if numbers := [n for n, page in enumerate(pages, 1) if page.gibberish]:
        yield (
            f"The text of {_named(numbers)} was left out: it is not what is shown there, because "
            "fonts name other letters."
        )


def _named(numbers: Sequence[int]) -> str:
    """Return `page 2`, or `pages 2-4 and 7`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    named = [f"{a}" if a == b else f"{a}\N{EN DASH}{b}" for a, b in ranges]
    if len(named) > _NAMED:
        named = [*named[: _NAMED - 1], "others"]
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"page{'s' if len(numbers) > 1 else ''} {listed}"


def _label(document: pdfium.PdfDocument, number: int) -> str:
    """Return what the file calls a page, if that is not its number."""
    try:
        label = one_line(document.get_page_label(number - 1))[:_LONGEST_LABEL].strip()
    except UnicodeDecodeError:
        return ""
    return "" if label == str(number) else label


def _shows_letters(page: pdfium.PdfPage) -> bool:
    """Tell whether a page without words seems to have letters that are drawn as shapes."""
    paths = islice(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2), _SHAPES)
    return sum(1 for _ in paths) == _SHAPES


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
