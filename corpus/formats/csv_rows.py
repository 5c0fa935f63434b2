"""CSV: each row a paragraph that names its columns, so that it says something alone."""

import csv
from collections.abc import Sequence
from itertools import groupby

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.formats.cells import padded
from corpus.formats.heads import names_over, parted
from corpus.structured.delimited import Dialect, Row, find_dialect, read_rows
from corpus.text import decode
from corpus.text_builder import TextBuilder, one_line


def read_csv(data: bytes, source: Source) -> Document:
    """Read rows of separated values, each as `Column: value; …`.

    Lines over the table are its title. A table whose first row is no head but like the rows
    below it has no names of columns: its rows are ` | ` lines.
    """
    text = decode(data)
    dialect = find_dialect(text) or Dialect(",", 1)
    layout = TextBuilder()
    try:
        rows = [[one_line(cell) for cell in row] for row in read_rows(text, dialect)]
    except csv.Error as exc:
        raise Damaged(f"this table cannot be read to its end ({exc}): save it again") from exc
    filled = [row for row in rows if any(row)]
    first = _first_row(filled, dialect.width)
    for number, row in enumerate(filled[:first]):
        words = dialect.delimiter.join(filter(None, row))
        layout.paragraph(words) if number else layout.heading(1, words)
    _write(layout, filled[first:], dialect.width)
    return layout.document(source)


def _first_row(rows: Sequence[Row], width: int) -> int:
    """Return where the table begins under its titles: at the first row with most of its cells."""
    for number, row in enumerate(rows):
        if len(row) >= width and sum(map(bool, row)) > width // 2:
            return number
    return 0


def _write(layout: TextBuilder, rows: Sequence[Row], width: int) -> None:
    written = 0
    for part in parted(padded(rows)):
        table = rows[written : written + len(part.rows)]
        written += len(part.rows)
        if part.heads:
            _write_records(layout, names_over(part.rows[: part.heads]), table[part.heads :], width)
        else:
            layout.table(table)


def _write_records(
    layout: TextBuilder, names: Sequence[Row], rows: Sequence[Row], width: int
) -> None:
    for alone, group in groupby(rows, lambda row: len(row) == 1 < width):
        if alone:  # lines under a table, such as its source
            for row in group:
                layout.paragraph(row[0])
        else:
            layout.records([*names, *group], len(names))
