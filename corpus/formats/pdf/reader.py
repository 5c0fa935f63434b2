"""PDF: its text layer as a person reads it, with a page for every word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from corpus.document import Document, Source
from corpus.errors import NeedsOcr
from corpus.formats.pdf.lines import (
    Typography,
    ends_in_hyphen,
    goes_on,
    rejoined,
    vocabulary,
    without_running,
)
from corpus.formats.pdf.pages import HYPHEN, load_page, opened, seen
from corpus.formats.pdf.reading_order import Row, in_order
from corpus.text_builder import TextBuilder, metadata_date, metadata_text, one_line

_OUTLINE = 5_000  # entries; a guess: two for each page of the longest
_DEPTH = 6  # levels, as many as HTML has
_FEW = 3  # entries of an outline; a guess: with fewer, sizes of letters tell more
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
        recognized: list[bool] = []
        pictures = False
        for number in range(1, len(document) + 1):
            page = load_page(document, number)
            words = seen(page)
            rows = in_order(words.pieces)
            recognized.append(words.recognized and bool(rows))
            pictures = pictures or (not rows and _has_picture(page))
            pages.append(rows)
            page.close()
        if pictures and not any(pages):
            raise NeedsOcr(
                "its pages are pictures without text, it needs OCR: install tesseract, or run "
                "OCR on it first"
            )
        outline = _outline(document)
        labels = [_label(document, number) for number in range(1, len(document) + 1)]
        facts = document.get_metadata_dict(skip_empty=True)
    layout = _written(without_running(pages), outline)
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
        letters = _letters(mark.get_title())
        if number is not None and letters:
            found.setdefault((number, letters), mark.level + 1)
    return found


def _letters(words: str) -> str:
    """Return what stays the same where a title has its number in one place and not the other."""
    return "".join(c for c in one_line(words).casefold() if c.isalpha())


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a page (from 0), and its level where it is a heading."""

    page: int
    row: Row
    level: int


def _written(pages: Sequence[Sequence[Row]], outline: Mapping[tuple[int, str], int]) -> TextBuilder:
    known = vocabulary(row for page in pages for row in page)
    layout = TextBuilder()
    begun = 0
    ends = {id(row): end for page in pages for row, end in zip(page, _ends(page), strict=True)}
    for block in _blocks(list(_lines(pages, outline)), ends):
        first = block[0]
        text, turns = _joined(block, known)
        if first.level:
            start = layout.heading(first.level, text)
        elif len(first.row.pieces) > 1:
            start = layout.row([piece.text.replace(HYPHEN, "-") for piece in first.row.pieces])
        else:
            start = layout.lines(text)
        for page, offset in turns:
            while begun <= page:  # pages without words begin where the next one does
                layout.page(start + offset)
                begun += 1
    for _ in range(begun, len(pages)):
        layout.page(layout.length)
    return layout


def _lines(
    pages: Sequence[Sequence[Row]], outline: Mapping[tuple[int, str], int]
) -> Iterator[_Line]:
    """Yield the lines with their levels: the outline tells, or else the size of the letters."""
    listed: dict[int, int] = {}
    for number, page in enumerate(pages):
        letters = [_letters(row.words) for row in page]
        for place, row in enumerate(page):
            two = letters[place] + (letters[place + 1] if place + 1 < len(page) else "")
            if level := outline.get((number, letters[place])):
                listed[id(row)] = level
            elif letters[place] and (level := outline.get((number, two))):
                listed[id(row)] = listed[id(page[place + 1])] = level
    typography = Typography.of(row for page in pages for row in page)
    for number, page in enumerate(pages):
        for row in page:
            if len(listed) >= _FEW:
                yield _Line(number, row, listed.get(id(row), 0))
            else:
                yield _Line(number, row, typography.heading_level(row))


def _blocks(lines: Sequence[_Line], ends: Mapping[int, float]) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph, of each heading, and each row of a table.

    `ends` tells, by the identity of a row, where full lines of its column end.
    """
    block: list[_Line] = []
    for line in lines:
        if block and not _belongs(block[-1], line, ends[id(block[-1].row)]):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _belongs(last: _Line, line: _Line, right: float) -> bool:
    if last.level != line.level:
        return False
    over = last.page != line.page or last.row.box.bottom <= line.row.box.bottom
    if line.level:
        # A guess: headings are set tight.
        near = last.row.box.bottom - line.row.box.bottom < 1.6 * line.row.size
        return not over and near and abs(last.row.size - line.row.size) < 0.5  # one size, rounded
    return goes_on(last.row, line.row, right, turned=over)


def _joined(block: Sequence[_Line], known: Mapping[str, int]) -> tuple[str, list[tuple[int, int]]]:
    """Return the words of a block, and where in them each of its pages begins."""
    text = ""
    turns: list[tuple[int, int]] = []
    for line in block:
        words = line.row.words
        before = len(text)
        if ends_in_hyphen(text):
            text = rejoined(text, words, known)
            begin = len(text) - len(words)
        else:
            text = f"{text} {words}" if text else words
            begin = len(text) - len(words)
        if not turns or turns[-1][0] != line.page:
            turns.append((line.page, begin if before else 0))
    return text.replace(HYPHEN, "-"), turns


def _ends(rows: Sequence[Row]) -> Iterator[float]:
    """Yield for each row of a page where the full lines of its column end."""
    column: list[Row] = []
    for place, row in enumerate(rows):
        if not column or row not in column:
            column = []
            for other in rows[place:]:
                # A guess: more than any indent, less than a column.
                if abs(other.box.left - row.box.left) > 4 * row.size or len(other.pieces) > 1:
                    break
                column.append(other)
            column = column or [row]
        yield max(other.box.right for other in column)
