"""Lays the rows of the pages of a PDF out as headings, paragraphs and tables."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.formats.pdf.annotations import Note
from corpus.formats.pdf.footnotes import begins_note, note_rows
from corpus.formats.pdf.hyphens import ends_in_hyphen, rejoined
from corpus.formats.pdf.lines import Typography, vocabulary
from corpus.formats.pdf.pages import HYPHEN
from corpus.formats.pdf.paragraphs import (
    Column,
    columns,
    goes_on,
    goes_over,
    units,
    without_spaces,
)
from corpus.formats.pdf.rows import Row
from corpus.formats.pdf.ruling import Ruling
from corpus.text_builder import TextBuilder, one_line

_FEW = 3  # entries of an outline; a guess: with fewer, sizes of letters tell more
_LONGEST_CAPTION = 300  # characters; a guess: three lines
_CAPTION = re.compile(
    r"(?i)(?:table|tab\.|tabelle|tableau|tabla|tabella|tabel|tabela|tabell|exhibit|schedule|表)"
    r"\s?(?:\d|[ivx]+\b|[a-z]\b)"
)


def letters(words: str) -> str:
    """Return what stays the same where a title has its number in one place and not the other."""
    return "".join(c for c in one_line(words).casefold() if c.isalpha())


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a page (from 0), its level where it is a heading, and whether it is of a note.

    Lines of one `unit` stay lines: a signature, an address.
    """

    page: int
    row: Row
    level: int
    column: Column
    note: bool
    unit: int


def written(
    pages: Sequence[Sequence[Row]],
    rulings: Sequence[Ruling],
    outline: Mapping[tuple[int, str], int],
    notes: Sequence[Sequence[Note]] = (),
) -> TextBuilder:
    """Write the rows of pages.

    Args:
        pages: The rows of each page as they are read.
        rulings: The lines that are drawn on each.
        outline: The level of each title of the outline, by page (from 0) and its letters.
        notes: What people wrote on each page beside its text; it stands behind that.
    """
    known = vocabulary(row for page in pages for row in page)
    layout = TextBuilder()
    begun = annotated = 0
    caption = ""
    blocks = list(_blocks(_with_notes_first(list(_lines(pages, rulings, outline)))))
    for place, block in enumerate(blocks):
        first = block[0]
        text, turns = _joined(block, known)
        while annotated < block[-1].page:
            begun = _annotate(layout, notes, annotated, begun)
            annotated += 1
        if place + 1 < len(blocks) and _is_caption(text, block, blocks[place + 1]):
            caption = text
            continue
        if first.row.table:
            start, turns = _table(layout, block, known, caption)
            caption = ""
        elif first.level:
            start = layout.heading(first.level, text)
        elif len(first.row.pieces) > 1:
            cells = first.row.cells or [(piece.text,) for piece in first.row.pieces]
            start = layout.row([_cell(cell, known) for cell in cells])
        else:
            start = layout.lines(text)
        for page, offset in turns:
            while begun <= page:  # pages without words begin where the next one does
                layout.page(start + offset)
                begun += 1
    for page in range(annotated, len(notes)):
        begun = _annotate(layout, notes, page, begun)
    for _ in range(begun, len(pages)):
        layout.page(layout.length)
    return layout


def _annotate(layout: TextBuilder, notes: Sequence[Sequence[Note]], page: int, begun: int) -> int:
    """Write the notes of a page; return how many pages have begun."""
    for note in notes[page] if page < len(notes) else ():
        layout.voice(note.author, note.date)
        start = layout.lines(f"Note: {note.text}")
        layout.end_voice()
        while begun <= page:
            layout.page(start)
            begun += 1
    return begun


def _is_caption(text: str, block: Sequence[_Line], following: Sequence[_Line]) -> bool:
    """Tell whether a paragraph says what the table under it shows."""
    first, last = block[0], block[-1]
    return (
        following[0].row.table is not None
        and last.page == following[0].page == first.page
        and not first.level
        and len(text) <= _LONGEST_CAPTION
        and bool(_CAPTION.match(text))
    )


def _with_notes_first(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines, notes that part a paragraph from its rest before that paragraph.

    They stay on their page, which they would not behind the rest of it.
    """
    found: list[_Line] = []
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and lines[end].note:
            end += 1
        if place < end < len(lines) and found and _belongs(found[-1], lines[end]):
            begin = _beginning(found)
            same = begin == 0 or not _belongs(found[begin - 1], found[begin])
            begin = begin if same else len(found)
            found[begin:begin] = lines[place:end]
        else:
            found += lines[place:end]
        found += lines[end : end + 1]
        place = end + 1
    return found


def _beginning(lines: Sequence[_Line]) -> int:
    """Return where the last paragraph begins, on its last page."""
    place = len(lines) - 1
    while (
        place
        and lines[place - 1].page == lines[place].page
        and _belongs(lines[place - 1], lines[place])
    ):
        place -= 1
    return place


def _table(
    layout: TextBuilder, block: Sequence[_Line], known: Mapping[str, int], caption: str
) -> tuple[int, list[tuple[int, int]]]:
    """Write a table; return where it starts, and where in it each of its pages begins."""
    shape = block[0].row.table
    assert shape is not None
    rows = [[_cell(cell, known) for cell in line.row.cells] for line in block]
    start = layout.table(rows, heads=shape.heads, labels=shape.labels, caption=caption)
    offset = len(one_line(caption)) + 2 if caption else 0  # the caption stands over an empty line
    start -= offset
    turns: dict[int, int] = {block[0].page: 0}
    for line, cells in zip(block, rows, strict=True):
        turns.setdefault(line.page, offset)
        offset += len(" | ".join(map(one_line, cells)).strip()) + 1
    return start, list(turns.items())


def _cell(lines: Sequence[str], known: Mapping[str, int]) -> str:
    text = ""
    for words in lines:
        if ends_in_hyphen(text):
            text = rejoined(text, words, known)
        else:
            close = not (text and words) or (without_spaces(text[-1]) and without_spaces(words[0]))
            text = f"{text}{words}" if close else f"{text} {words}"
    return text.replace(HYPHEN, "-")


def _lines(
    pages: Sequence[Sequence[Row]],
    rulings: Sequence[Ruling],
    outline: Mapping[tuple[int, str], int],
) -> Iterator[_Line]:
    """Yield the lines with their levels: the outline tells, or else the size of the letters."""
    listed = _listed(pages, outline)
    typography = Typography.of(row for page in pages for row in page)
    unit = 0
    for number, (page, ruling) in enumerate(zip(pages, rulings, strict=True)):
        notes = note_rows(page, ruling, typography.body)
        members: dict[int, int] = {}
        for group in units(page):
            unit += 1
            members |= {id(row): unit for row in group}
        for row, column in zip(page, columns(page), strict=True):
            level = 0
            if not row.table and id(row) not in notes:
                level = typography.heading_level(row) if listed is None else listed.get(id(row), 0)
            member = 0 if level else members.get(id(row), 0)
            yield _Line(number, row, level, column, id(row) in notes, member)


def _listed(
    pages: Sequence[Sequence[Row]], outline: Mapping[tuple[int, str], int]
) -> dict[int, int] | None:
    """Return the levels of the rows that the outline has; None where it has too few."""
    listed: dict[int, int] = {}
    for number, page in enumerate(pages):
        found = [letters(row.words) for row in page]
        for place, row in enumerate(page):
            two = found[place] + (found[place + 1] if place + 1 < len(page) else "")
            if level := outline.get((number, found[place])):
                listed[id(row)] = level
            elif found[place] and (level := outline.get((number, two))):
                listed[id(row)] = listed[id(page[place + 1])] = level
    return listed if len(listed) >= _FEW else None


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each paragraph, of each heading, and the rows of each table."""
    block: list[_Line] = []
    for line in lines:
        if block and not _belongs(block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _belongs(last: _Line, line: _Line) -> bool:
    if last.row.table and line.row.table:
        over = line.page == last.page + 1 and last.row.table.goes_on(line.row.table)
        return over or last.row.table is line.row.table
    if (
        last.row.table
        or line.row.table
        or last.level != line.level
        or last.note != line.note
        or last.unit != line.unit
    ):
        return False
    if line.unit:
        return True
    over = last.page != line.page or last.row.box.bottom <= line.row.box.bottom
    if line.level:
        # A guess: headings are set tight.
        near = last.row.box.bottom - line.row.box.bottom < 1.6 * line.row.size
        return not over and near and abs(last.row.size - line.row.size) < 0.5  # one size, rounded
    if line.note:
        return line.page == last.page and not begins_note(line.row)
    follows = goes_over if over else goes_on
    return follows(last.row, line.row, last.column, line.column)


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
            text = f"{text}{_between(text, words, line)}{words}"
            begin = len(text) - len(words)
        if not turns or turns[-1][0] != line.page:
            turns.append((line.page, begin if before else 0))
    return text.replace(HYPHEN, "-"), turns


def _between(text: str, words: str, line: _Line) -> str:
    """Return what stands between two lines: nothing where a script has no spaces."""
    if not text or (without_spaces(text[-1]) and words and without_spaces(words[0])):
        return ""
    return "\n" if line.unit else " "
