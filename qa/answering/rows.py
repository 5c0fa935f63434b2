"""What a quote out of a table needs to be understood: its cells, and the heads over them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Document, Passage, Span, TableCell, TableRow
from corpus.table import TableIndex

_LETTERS = re.compile(r"[^\W\d_]{3}")  # more than a currency or the number of a note
_FEWEST = 2  # rows of figures; a guess


@dataclass(frozen=True, slots=True)
class CellSpan:
    """A cell of a quoted row, as far as it is quoted."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellHead:
    """Words of the table that say what a cell is: `document.text[start:end] == text`.

    `cell` is the place of that cell among the `cells` of the citation, from 0; it is None where
    the words say what the whole table is.
    """

    start: int
    end: int
    text: str
    cell: int | None


@dataclass(frozen=True, slots=True)
class QuotedRow:
    """The cells of a row that are quoted, in order, and what stands over them."""

    cells: tuple[CellSpan, ...] = ()
    heads: tuple[CellHead, ...] = ()


def quoted_row(passage: Passage, span: Span) -> QuotedRow:
    """Return the row of a table that a span of a passage lies in.

    There is nothing in it where the span lies in none, or in a row of heads.
    """
    return _quoted(passage.rows, passage.text, passage.start, span)


def names_columns(passage: Passage, span: Span) -> bool:
    """Tell whether a span of a passage lies in a row of heads, or is the caption of a table."""
    return any(
        (row.names_columns and _has(row, span))
        or (row.caption is not None and (row.caption.start, row.caption.end) == span)
        for row in passage.rows
    )


def names_rows(passage: Passage, span: Span) -> bool:
    """Tell whether a span lies in a row without values, which only names those below it.

    `Grant income | |` over rows of figures. Where the others hold words, it may just not be filled,
    and a row below them all may be a note.
    """
    found = row_at(passage, span)
    if found is None or any(cell.start < cell.end for cell in found.cells[1:]):
        return False
    said = ["" if row.names_columns else _words(row.cells[1:], passage) for row in passage.rows]
    filled = [words for words in said if words]
    figures = len(filled) >= _FEWEST and not any(map(_LETTERS.search, filled))
    return figures and any(said[passage.rows.index(found) + 1 :])


def row_at(passage: Passage, span: Span) -> TableRow | None:
    """Return the first row of a passage's tables that a span lies in; None outside of them."""
    return next((row for row in passage.rows if _has(row, span)), None)


def _words(cells: Sequence[TableCell], passage: Passage) -> str:
    return " ".join(
        passage.quote(Span(cell.start, cell.end))
        for cell in cells
        if passage.start <= cell.start < cell.end <= passage.end
    )


def _has(row: TableRow, span: Span) -> bool:
    return row.cells[0].start < span.end and span.start < row.cells[-1].end


def row_in(document: Document, span: Span) -> QuotedRow:
    """Return the row of a table that a span of a document lies in, as `quoted_row` does."""
    rows = TableIndex(document.text, document.tables).rows(*span)
    return _quoted(rows, document.text, 0, span)


def _quoted(rows: Sequence[TableRow], text: str, offset: int, span: Span) -> QuotedRow:
    """Return the row of a span, of those that a text has which begins at `offset`."""
    for row in rows:
        if not _has(row, span):
            continue
        if row.names_columns:
            break
        whole = span.start <= row.cells[0].start and span.end >= row.cells[-1].end
        quoted = [cell for cell in row.cells if whole or _overlap(cell, span)]
        cells = [CellSpan(max(c.start, span.start), min(c.end, span.end)) for c in quoted]
        return QuotedRow(tuple(cells), tuple(_heads(row, quoted, text, offset)))
    return QuotedRow()


def _heads(
    row: TableRow, quoted: Sequence[TableCell], text: str, offset: int
) -> Iterator[CellHead]:
    """Yield the caption, the names of the row that are not quoted, and the names of its columns."""
    if row.caption is not None:
        yield CellHead(*row.caption, cell=None)
    for label in row.cells[: row.labels]:
        if label not in quoted and offset <= label.start < label.end:
            words = text[label.start - offset : label.end - offset]
            yield CellHead(label.start, label.end, words, cell=0)
    for number, cell in enumerate(quoted):
        for head in cell.heads:
            yield CellHead(*head, cell=number)


def _overlap(cell: TableCell, span: Span) -> bool:
    return cell.start < span.end and span.start < cell.end


def named_cells(text: str, start: int, row: QuotedRow) -> str:
    """Return a quoted row as people read it: `Port: Selby; 2023 Fee: 98`.

    `text` is the quote and `start` its place. An empty cell is left out where its column has a
    name, and a dash where it has none: what follows would seem to stand in its place.
    """
    shown: list[str] = []
    for number, cell in enumerate(row.cells):
        words = text[cell.start - start : cell.end - start]
        name = " ".join(head.text for head in row.heads if head.cell == number)
        if words or not name:
            shown.append(f"{name}: {words}" if name else words or "–")
    return "; ".join(shown)
