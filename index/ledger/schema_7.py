"""The tables of a ledger of format 7, to the letter, and how they become those of format 8."""

from index.ledger.schema_6 import FORMAT_6, by_name

_WIDER = """CREATE TABLE documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT NOT NULL, publisher TEXT NOT NULL,
    origin_sha256 TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    added TEXT NOT NULL, headings TEXT NOT NULL, pages TEXT NOT NULL,
    hidden_characters INTEGER NOT NULL DEFAULT 0, whole_history INTEGER NOT NULL DEFAULT 0,
    checksum BLOB NOT NULL DEFAULT x'', outline_checksum BLOB NOT NULL DEFAULT x'',
    file_author TEXT NOT NULL DEFAULT '', file_created TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '[]', reader INTEGER NOT NULL DEFAULT 1,
    uncorrected TEXT NOT NULL DEFAULT '{}', tags TEXT NOT NULL DEFAULT '[]',
    tables TEXT NOT NULL DEFAULT '[]', voices TEXT NOT NULL DEFAULT '[]',
    layout_checksum BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, page INTEGER,
    heading TEXT NOT NULL, sentences TEXT NOT NULL,
    vector BLOB NOT NULL REFERENCES vectors (hash),
    context TEXT NOT NULL, text TEXT NOT NULL, checksum BLOB NOT NULL,
    table_rows TEXT NOT NULL DEFAULT '', voice TEXT NOT NULL DEFAULT '',
    UNIQUE (document_id, ordinal)
) STRICT;
"""

FORMAT_7 = "".join((by_name(FORMAT_6) | by_name(_WIDER)).values())
"""A ledger that was made of format 7; one that was brought to it has other letters."""

FROM_7 = """
CREATE TABLE marks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL, searched TEXT NOT NULL, document_id TEXT NOT NULL,
    version TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    confidence REAL NOT NULL, verdict TEXT NOT NULL, created TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE INDEX marks_document ON marks (document_id);
"""
"""Makes the tables of format 7 those of format 8."""
