"""Names for uploads that are to stand beside a document of the same name."""

from itertools import count

from corpus import Source
from corpus.naming import numbered, shows_its_key, unnumbered, upload_source
from index.ledger.database import Database


def free(db: Database, source: Source) -> Source:
    """Return a source of a name like `report (2).pdf` that no document or upload has."""
    base, number = unnumbered(source.label)
    candidates = (upload_source(numbered(base, n)) for n in count(number + 1))
    return next(found for found in candidates if not _is_taken(db, found.document_id))


def distinct(db: Database, source: Source) -> Source:
    """Return a source under a label that no other document is listed by.

    Only a name that cannot be shown as it is can be mistaken for another.
    """
    if shows_its_key(source):
        return source
    base, number = unnumbered(source.label)
    label = source.label
    while _is_shown(db, label, source.document_id):
        number += 1
        label = numbered(base, number)
    return Source(source.key, label)


def _is_taken(db: Database, document_id: str) -> bool:
    """Tell whether there is a document of an id, or an upload that is to become it."""
    return _any(
        db,
        "SELECT 1 FROM documents WHERE id = ?1 UNION ALL SELECT 1 FROM jobs "
        "WHERE document_id = ?1 AND state IN ('waiting', 'reading', 'failed')",
        document_id,
    )


def _is_shown(db: Database, label: str, document_id: str) -> bool:
    """Tell whether another document, or an upload that is to become one, has a label."""
    return _any(
        db,
        "SELECT 1 FROM documents WHERE source = ?1 AND id <> ?2 UNION ALL SELECT 1 FROM jobs "
        "WHERE name = ?1 AND document_id <> ?2 AND state IN ('waiting', 'reading', 'failed')",
        label,
        document_id,
    )


def _any(db: Database, sql: str, *values: str) -> bool:
    return db.execute(sql, values).fetchone() is not None
