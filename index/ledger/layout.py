"""The tables and voices of a document, and what a passage needs of them to be cited alone."""

import json
from collections.abc import Sequence
from typing import Any

from corpus import Attribution, Document, Head, Table, TableCell, TableRow, Voice
from corpus.table import pack_tables, unpack_tables
from index import remedies
from index.errors import LedgerDamaged
from index.ledger.checksums import row_checksum


def layout_row(document: Document) -> tuple[Any, ...]:
    """Return the tables and voices of a document; see `schema.LAYOUT`."""
    values = (
        document.id,
        json.dumps(pack_tables(document.tables), separators=(",", ":")),
        json.dumps([(v.start, v.end, v.author, v.published) for v in document.voices]),
    )
    return *values, row_checksum(values)


def to_layout(row: Sequence[Any], length: int) -> tuple[tuple[Table, ...], tuple[Voice, ...]]:
    """Return the tables and voices of a document whose text has so many characters.

    Raises:
        LedgerDamaged: If they are not what was written.
    """
    *values, checksum = row
    if row_checksum(values) != checksum:
        raise LedgerDamaged(
            f"the tables of the document {values[0]} are damaged: {remedies.document(values[0])}"
        )
    _, tables, voices = values
    return (
        unpack_tables(json.loads(tables), length),
        tuple(Voice(*voice) for voice in json.loads(voices)),
    )


def pack_rows(rows: Sequence[TableRow]) -> str:
    """Return the rows of tables in a passage as text; empty where there are none.

    Heads are written once, and cells name them by number.
    """
    if not rows:
        return ""
    heads: dict[Head, int] = {}

    def number(head: Head) -> int:
        return heads.setdefault(head, len(heads))

    packed = [
        (
            row.names_columns,
            row.labels,
            None if row.caption is None else number(row.caption),
            [(cell.start, cell.end, *map(number, cell.heads)) for cell in row.cells],
        )
        for row in rows
    ]
    return json.dumps([list(heads), packed], separators=(",", ":"))


def unpack_rows(text: str) -> tuple[TableRow, ...]:
    """Return the rows of tables that `pack_rows` was given."""
    if not text:
        return ()
    packed_heads, packed = json.loads(text)
    heads = [Head(*head) for head in packed_heads]
    return tuple(
        TableRow(
            tuple(
                TableCell(start, end, tuple(heads[number] for number in over))
                for start, end, *over in cells
            ),
            names_columns,
            labels,
            None if caption is None else heads[caption],
        )
        for names_columns, labels, caption, cells in packed
    )


def pack_voice(voice: Attribution | None) -> str:
    """Return who wrote a passage as text; empty where that is the document's author."""
    return "" if voice is None else json.dumps(voice)


def unpack_voice(text: str) -> Attribution | None:
    """Return what `pack_voice` was given."""
    return Attribution(*json.loads(text)) if text else None
