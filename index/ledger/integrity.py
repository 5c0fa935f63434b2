"""What may be wrong with a ledger, each told in a sentence with its remedy."""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from corpus import Passage
from corpus.language import language_of_code
from index import remedies
from index.analysis import stems_of
from index.counted import counted
from index.errors import IndexAway, IndexFault, IndexRefused, LedgerDamaged
from index.ledger import full_text_repair as fulltext
from index.ledger.alert_rows import to_alert, to_sighting
from index.ledger.document_rows import DocumentRows
from index.ledger.foreign_schema import foreign
from index.ledger.mark_rows import to_mark
from index.ledger.rows import is_whole, unpacked
from index.ledger.schema import ALERT, CHANGE, FILE, FORMAT, MARK, SIGHTING
from index.ledger.snapshot import Snapshot
from index.types import DocumentInfo

_PLAIN_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?!\S)")
"""A word to whoever cuts a text into words."""


def check_integrity(snapshot: Snapshot) -> Iterator[str]:
    """Check everything that the ledger promises.

    Yields a sentence for each breach, which ends in what to do about it.
    """
    ask = snapshot.connection.execute
    for (line,) in ask("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield f"SQLite reports: {line}: {remedies.LEDGER}"
    for table, row, parent, _ in ask("PRAGMA foreign_key_check"):
        remedy = "run `pincite rebuild`" if parent == "vectors" else remedies.LEDGER
        yield f"row {row} of {table} refers to {parent} that do not exist: {remedy}"
    for line in foreign(snapshot.connection, FORMAT):
        yield f"{line}: {remedies.LEDGER}"
    yield from document_findings(snapshot, snapshot.passages, snapshot.ids_in_order())
    for row in ask("SELECT hash, passage, sentences, checksum FROM vectors"):
        try:
            unpacked(*row)
        except LedgerDamaged as fault:
            yield str(fault)
    for what, one, other in (
        ("missing in the full text", "main.passages", "words_docsize"),
        ("left in the full text alone", "words_docsize", "main.passages"),
    ):
        sql = f"SELECT count(*) FROM {one} WHERE id NOT IN (SELECT id FROM {other})"
        (wrong,) = ask(sql).fetchone()
        if wrong:
            yield f"{counted(wrong, 'passage')} {what}: run `pincite rebuild`"
    yield from fulltext_findings(snapshot)
    yield from stray_findings(snapshot)


def document_findings(
    snapshot: DocumentRows,
    passages_of: Callable[[str], Sequence[Passage]],
    document_ids: Iterable[str],
) -> Iterator[str]:
    """Read documents with all that is kept of them, and tell what is wrong with each.

    Raises:
        IndexAway: If their passages cannot be had now.
        IndexRefused: If they cannot be had at all.
    """
    for document_id in document_ids:
        try:
            info, document = snapshot.info(document_id), snapshot.document(document_id)
            passages = passages_of(document_id)
            snapshot.original(document_id)
            snapshot.history(document_id)
        except (IndexAway, IndexRefused):
            raise
        except IndexFault as fault:
            yield str(fault)
            continue
        assert info is not None, "it was listed at this moment"
        assert document is not None
        yield from _passage_findings(info, document.text, passages)


_SAID: tuple[tuple[str, str, Callable[[Sequence[Any]], object]], ...] = (
    (MARK, "marks", to_mark),
    (ALERT, "alerts", to_alert),
    (SIGHTING, "sightings", to_sighting),
)
"""What people said, with what reads a row of it."""


def stray_findings(snapshot: DocumentRows) -> Iterator[str]:
    """Tell of rows that are of no document, and of damaged files, marks and alerts."""
    ask = snapshot.connection.execute
    for row in ask(f"SELECT {FILE} FROM files"):
        if not is_whole(row):
            yield (
                f"the record of the file of the document {row[1]} is damaged: "
                f"{remedies.document(row[1])}; if there is no such document, run `pincite rebuild`"
            )
    for columns, table, read in _SAID:
        for row in ask(f"SELECT {columns} FROM {table}"):
            try:
                read(row)
            except LedgerDamaged as fault:
                yield str(fault)
    for row in ask(f"SELECT {CHANGE} FROM changes"):
        if not is_whole(row):
            yield (
                f"line {row[0]} of the log of changes is damaged, and what it said is lost: "
                "run `pincite rebuild`, which takes it out"
            )
    for table, what in (
        ("originals", "originals"),
        ("earlier", "earlier states"),
        ("files", "files"),
        ("marks", "marks"),
        ("sightings", "places that alerts found"),
    ):
        orphans = (
            f"SELECT 1 FROM main.{table} WHERE document_id NOT IN (SELECT id FROM main.documents)"
        )
        if ask(orphans).fetchone():
            yield f"there are {what} of documents that no longer exist: run `pincite rebuild`"


def fulltext_findings(snapshot: Snapshot) -> Iterator[str]:
    """Compare the full text with the passages, and search it as a question does."""
    try:
        yield from fulltext.faults(snapshot.connection)
        for order in ("ASC", "DESC"):
            sql = (
                "SELECT p.text, d.language FROM passages p JOIN main.documents d "
                f"ON d.id = p.document_id ORDER BY p.id {order} LIMIT 1"
            )
            row = snapshot.connection.execute(sql).fetchone()
            word = _PLAIN_WORD.search(row[0]) if row else None
            if word and not snapshot.search_words(stems_of(word[0], language_of_code(row[1])), 1):
                yield f"{word[0]!r} is not found in the full text: {remedies.FULL_TEXT}"
    except sqlite3.DatabaseError as exc:
        yield f"the full text cannot be searched ({exc}): {remedies.FULL_TEXT}"


def _passage_findings(info: DocumentInfo, text: str, passages: Sequence[Passage]) -> Iterator[str]:
    position, remedy = 0, remedies.document(info.id)
    for passage in passages:
        name = f"passage {passage.ordinal} of {info.id}"
        if passage.start != position or text[passage.start : passage.end] != passage.text:
            yield f"{name} is not where it says: {remedy}"
        if any(not passage.start <= s.start < s.end <= passage.end for s in passage.sentences):
            yield f"a sentence of {name} lies outside of it: {remedy}"
        position = passage.end
    if position != info.characters or len(passages) != info.passages:
        yield f"the passages of {info.id} do not cover its text: {remedy}"
