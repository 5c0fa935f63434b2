"""Lays the rows of the pages of a PDF out as headings, paragraphs and tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.formats.pdf.lines import (
    Typography,
    ends_in_hyphen,
    goes_on,
    rejoined,
    vocabulary,
)
from corpus.formats.pdf.pages import HYPHEN
from corpus.formats.pdf.rows import Row
from corpus.text_builder import TextBuilder, one_line

_FEW = 3  # entries of an outline; a guess: with fewer, sizes of letters tell more


def letters(words: str) -> str:
    """Return what stays the same where a title has its number in one place and not the other."""
    return "".join(c for c in one_line(words).casefold() if c.isalpha())


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a page (from 0), and its level where it is a heading."""

    page: int
    row: Row
    level: int


def written(pages: Sequence[Sequence[Row]], outline: Mapping[tuple[int, str], int]) -> TextBuilder:
    known = vocabulary(row for page in pages for row in page)
    layout = TextBuilder()
    begun = 0
    ends = {id(row): end for page in pages for row, end in zip(page, _ends(page), strict=True)}
    for block in _blocks(list(_lines(pages, outline)), ends):
        first = block[0]
        text, turns = _joined(block, known)
        if first.row.table:
            start = _table(layout, block, known)
            turns = [(first.page, 0)]
        elif first.level:
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


def _table(layout: TextBuilder, block: Sequence[_Line], known: Mapping[str, int]) -> int:
    shape = block[0].row.table
    assert shape is not None
    rows = [[_cell(cell, known) for cell in line.row.cells] for line in block]
    return layout.table(rows, heads=shape.heads, labels=shape.labels)


def _cell(lines: Sequence[str], known: Mapping[str, int]) -> str:
    text = ""
    for words in lines:
        if ends_in_hyphen(text):
            text = rejoined(text, words, known)
        else:
            text = f"{text} {words}" if text else words
    return text.replace(HYPHEN, "-")


def _lines(
    pages: Sequence[Sequence[Row]], outline: Mapping[tuple[int, str], int]
) -> Iterator[_Line]:
    """Yield the lines with their levels: the outline tells, or else the size of the letters."""
    listed: dict[int, int] = {}
    for number, page in enumerate(pages):
        found = [letters(row.words) for row in page]
        for place, row in enumerate(page):
            two = found[place] + (found[place + 1] if place + 1 < len(page) else "")
            if level := outline.get((number, found[place])):
                listed[id(row)] = level
            elif found[place] and (level := outline.get((number, two))):
                listed[id(row)] = listed[id(page[place + 1])] = level
    typography = Typography.of(row for page in pages for row in page)
    for number, page in enumerate(pages):
        for row in page:
            if row.table:
                yield _Line(number, row, 0)
            elif len(listed) >= _FEW:
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
    if last.row.table or line.row.table:
        return last.row.table is line.row.table
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
