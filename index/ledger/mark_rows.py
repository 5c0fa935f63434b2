"""What people say of quotes: that these words answer a question, or do not."""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from corpus import Document
from index.errors import LedgerDamaged, MarkRejected, QuotaReached
from index.ledger.checksums import row_checksum
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import batches, is_whole, now
from index.ledger.rows import marks as placeholders
from index.ledger.schema import MARK
from index.types import Mark

MOST = 10_000
"""Marks of a collection; a guess: more than people click. Of the longest questions it is 80 MB."""


def read_marks(db: Database, first: int = 0, limit: int = -1) -> list[Mark]:
    """Return marks from the `first` on, the oldest first.

    Raises:
        LedgerDamaged: If one is not what was written.
    """
    rows = db.execute(f"SELECT {MARK} FROM marks ORDER BY number LIMIT ? OFFSET ?", (limit, first))
    return [to_mark(row) for row in rows]


def keep_mark(change: DocumentRows, mark: Mark) -> Mark | None:
    """Write a mark in place of one of the same question and words; None if they are nowhere.

    Raises:
        MarkRejected: If the document is of another version now, or has no such words.
        QuotaReached: If there are as many marks as there may be.
    """
    info = change.info(mark.document_id)
    if info is None:
        return None
    if info.version != mark.version:
        raise MarkRejected("the document has changed since this answer: ask again, then mark that")
    if not 0 <= mark.start < mark.end <= info.characters:
        raise MarkRejected(f"the document has {info.characters:,} characters: mark some of these")
    same = (mark.question, mark.searched, mark.document_id, mark.version, mark.start, mark.end)
    db = change.connection
    known = db.execute(
        "SELECT id FROM marks WHERE question = ? AND searched = ? AND document_id = ? "
        "AND version = ? AND start = ? AND stop = ?",
        same,
    ).fetchone()
    if known is None and db.execute("SELECT count(*) FROM marks").fetchone()[0] >= MOST:
        raise QuotaReached(f"there are {MOST:,} marks already: remove some with `pincite marks`")
    kept = replace(mark, id=known[0] if known else secrets.token_hex(8), created=now())
    _write(db, kept)
    return kept


def carry_over(change: DocumentRows, document: Document) -> None:
    """Move the marks of a document to its new version, before that is written.

    Those whose words do not stand in it exactly once stay with the version they are of.
    """
    db = change.connection
    rows = db.execute(
        f"SELECT {MARK} FROM marks WHERE document_id = ? AND version <> ?",
        (document.id, document.version),
    ).fetchall()
    if not rows:
        return
    with suppress(LedgerDamaged):  # what is damaged stays as it is
        before = change.document(document.id)
        for mark in map(to_mark, rows):
            if before is None or mark.version != before.version:
                continue
            words = before.text[mark.start : mark.end]
            if document.text.count(words) == 1:
                start = document.text.index(words)
                end = start + len(words)
                _write(db, replace(mark, version=document.version, start=start, end=end))


def forget_marks(db: Database, mark_ids: Iterable[str]) -> set[str]:
    """Erase marks, damaged ones too; return the ids of those that there were."""
    found: set[str] = set()
    for some in batches(mark_ids):
        which = f"WHERE id IN ({placeholders(some)})"
        found.update(row[0] for row in db.execute(f"SELECT id FROM marks {which}", some))
        db.execute(f"DELETE FROM marks {which}", some)
    return found


def forget_all_marks(db: Database) -> int:
    """Erase every mark; return how many there were."""
    return db.execute("DELETE FROM marks WHERE true").rowcount


def forget_marks_of(db: Database, document_id: str) -> None:
    """Erase the marks of a document, as its removal does."""
    db.execute("DELETE FROM marks WHERE document_id = ?", (document_id,))


def take_over_marks(db: Database, marks: Iterable[Mark]) -> None:
    """Write marks of another ledger in place of those of the same ids."""
    for mark in marks:
        _write(db, mark)


def mark_row(mark: Mark) -> tuple[Any, ...]:
    values = (
        mark.id,
        mark.question,
        mark.searched,
        mark.document_id,
        mark.version,
        mark.start,
        mark.end,
        float(mark.confidence) + 0.0,  # SQLite keeps no -0.0
        mark.verdict,
        mark.created,
    )
    return *values, row_checksum(values)


def to_mark(row: Sequence[Any]) -> Mark:
    """Return a mark.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    mark_id, question, searched, document_id, version, start, stop, *said, created, _ = row
    if not is_whole(row):
        raise LedgerDamaged(
            f"the mark {mark_id} is damaged: run `pincite marks remove {mark_id}`, or "
            "`pincite marks remove --all`"
        )
    confidence, verdict = said
    place = (document_id, version, start, stop)
    return Mark(question, searched, *place, confidence, verdict, mark_id, created)


def _write(db: Database, mark: Mark) -> None:
    db.execute(
        f"INSERT INTO marks ({MARK}) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET "
        "version = excluded.version, start = excluded.start, stop = excluded.stop, "
        "confidence = excluded.confidence, verdict = excluded.verdict, "
        "created = excluded.created, checksum = excluded.checksum",
        mark_row(mark),
    )
