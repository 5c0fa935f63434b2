"""What may be wrong with a ledger, each told in a sentence with its remedy."""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from corpus import Passage
from index import fulltext, remedies
from index.counted import counted
from index.errors import IndexFault, LedgerDamaged
from index.hits import DocumentInfo
from index.rows import unpacked
from index.snapshot import Snapshot

_PLAIN_WORD = re.compile(r"(?<!\S)[A-Za-z]{2,}(?!\S)")
"""A word to whoever cuts a text into words."""


def breaches(snapshot: Snapshot) -> Iterator[str]:
    """Check everything that the ledger promises.

    Yields a sentence for each breach, which ends in what to do about it.
    """
    ask = snapshot.connection.execute
    for (line,) in ask("PRAGMA integrity_check(10)"):
        if line != "ok":
            yield f"SQLite reports: {line}: {remedies.LEDGER}"
    for table, row, parent, _ in ask("PRAGMA foreign_key_check"):
        remedy = "run `pincite rebuild`" if parent == "vectors" else remedies.LEDGER
        yield f"row {row} of {table} points at {parent} that are not there: {remedy}"
    for info in snapshot.infos():
        try:
            document = snapshot.document(info.id)
            passages = snapshot.passages(info.id)
            snapshot.original(info.id)
        except IndexFault as fault:
            yield str(fault)
            continue
        assert document is not None, "it was listed at this moment"
        yield from _passage_findings(info, document.text, passages)
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
    orphans = (
        "SELECT 1 FROM main.originals WHERE document_id NOT IN (SELECT id FROM main.documents)"
    )
    if ask(orphans).fetchone():
        yield "there are originals of documents that are gone: run `pincite rebuild`"


def fulltext_findings(snapshot: Snapshot) -> Iterator[str]:
    """Compare the full text with the passages, and search it as a question does."""
    try:
        yield from fulltext.faults(snapshot.connection)
        for order in ("ASC", "DESC"):
            sql = f"SELECT text FROM passages ORDER BY id {order} LIMIT 1"
            row = snapshot.connection.execute(sql).fetchone()
            word = _PLAIN_WORD.search(row[0]) if row else None
            if word and not snapshot.search_words([word[0].lower()], 1):
                yield f"{word[0]!r} is not found in the full text: {remedies.FULL_TEXT}"
    except sqlite3.DatabaseError as exc:
        yield f"the full text cannot be searched ({exc}): {remedies.FULL_TEXT}"


def _passage_findings(info: DocumentInfo, text: str, passages: Sequence[Passage]) -> Iterator[str]:
    position, remedy = 0, remedies.document(info.id)
    for passage in passages:
        name = f"passage {passage.ordinal} of {info.id}"
        if passage.start != position or text[passage.start : passage.end] != passage.text:
            yield f"{name} does not lie where it says: {remedy}"
        if any(not passage.start <= s.start < s.end <= passage.end for s in passage.sentences):
            yield f"a sentence of {name} lies outside of it: {remedy}"
        position = passage.end
    if position != info.characters or len(passages) != info.passages:
        yield f"the passages of {info.id} do not cover its text: {remedy}"
