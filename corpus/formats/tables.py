"""Tables in text: each row a paragraph that names its columns, so that it says something alone."""

import csv
import io
from collections.abc import Sequence

from corpus.document import Document, Source
from corpus.errors import Damaged
from corpus.media_type import delimiter_of
from corpus.text import decode
from corpus.text_builder import TextBuilder, one_line

_LONGEST_NAME = 80  # characters; a guess: names of columns are short, sentences are not

Cells = list[str]


def read_csv(data: bytes, source: Source) -> Document:
    """Read comma-, semicolon- or tab-separated values, each row as `Column: value; …`."""
    text = decode(data)
    layout = TextBuilder()
    csv.field_size_limit(1_000_000)  # a guess: a novel in one cell is not a table
    try:
        rows = [
            [one_line(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
        ]
    except csv.Error as exc:
        raise Damaged(f"it is no table throughout ({exc}): save it again") from exc
    _write(layout, rows)
    return layout.document(source)


def _write(layout: TextBuilder, rows: Sequence[Cells]) -> None:
    filled = [row for row in rows if any(row)]
    if filled and len(filled) > 1 and _is_head(filled[0]):
        names = filled[0]
        for row in filled[1:]:
            named = [
                f"{names[at]}: {cell}" if at < len(names) and names[at] else cell
                for at, cell in enumerate(row)
                if cell
            ]
            layout.paragraph("; ".join(named))
        return
    for row in filled:
        layout.row(row)
    layout.part()


def _is_head(row: Cells) -> bool:
    """Tell whether a row names the columns: in words, each another."""
    names = [name for name in row if name]
    wordy = all(any(c.isalpha() for c in name) and len(name) <= _LONGEST_NAME for name in names)
    return len(names) >= 2 and wordy and len(set(names)) == len(names)
