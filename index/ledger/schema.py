"""The tables of the ledger, and the columns that are read and written together."""

import sqlite3
from collections.abc import Iterator

FORMAT = "11"
"""Changes with the tables; `index.ledger.migration` brings older ledgers to this one."""

WORDS = """CREATE VIRTUAL TABLE words USING fts5 (
    context, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
"""
"""Stems, as `index.analysis.stems_of` makes them of the passages; FTS5 parts them at spaces."""
CHANGES = """CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, document_id TEXT NOT NULL, subject TEXT NOT NULL,
    details TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
"""
"""A log of changes; `qa.service` has one of its own beside those of collections."""
TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE states (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT NOT NULL, publisher TEXT NOT NULL,
    origin_sha256 TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    added TEXT NOT NULL, headings TEXT NOT NULL, pages TEXT NOT NULL,
    hidden_characters INTEGER NOT NULL DEFAULT 0, whole_history INTEGER NOT NULL DEFAULT 0,
    checksum BLOB NOT NULL DEFAULT x'', outline_checksum BLOB NOT NULL DEFAULT x'',
    file_author TEXT NOT NULL DEFAULT '', file_created TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '[]', reader INTEGER NOT NULL DEFAULT 1,
    uncorrected TEXT NOT NULL DEFAULT '{{}}', tags TEXT NOT NULL DEFAULT '[]',
    tables TEXT NOT NULL DEFAULT '[]', voices TEXT NOT NULL DEFAULT '[]',
    layout_checksum BLOB NOT NULL DEFAULT x'', language TEXT NOT NULL DEFAULT 'en'
) STRICT;
CREATE INDEX documents_language ON documents (language);
CREATE INDEX documents_origin ON documents (origin_sha256);
CREATE INDEX documents_title ON documents (title, id);
CREATE TABLE earlier (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL,
    facts TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE INDEX earlier_document ON earlier (document_id);
CREATE TABLE marks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    question TEXT NOT NULL, searched TEXT NOT NULL, document_id TEXT NOT NULL,
    version TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL,
    confidence REAL NOT NULL, verdict TEXT NOT NULL, created TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE INDEX marks_document ON marks (document_id);
CREATE TABLE alerts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL, words TEXT NOT NULL, feed_key TEXT NOT NULL, created TEXT NOT NULL,
    looked TEXT NOT NULL, reached INTEGER NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE TABLE sightings (
    number INTEGER PRIMARY KEY AUTOINCREMENT, alert TEXT NOT NULL,
    document_id TEXT NOT NULL, version TEXT NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, found TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE INDEX sightings_alert ON sightings (alert, version);
CREATE INDEX sightings_document ON sightings (document_id);
{CHANGES}CREATE TABLE files (
    key TEXT PRIMARY KEY, document_id TEXT NOT NULL,
    size INTEGER, modified INTEGER, changed INTEGER,
    checksum BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE INDEX files_document ON files (document_id);
CREATE TABLE removals (document_id TEXT PRIMARY KEY) STRICT;
CREATE TABLE tombstones (document_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL, key TEXT NOT NULL, document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, lease TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
    created TEXT NOT NULL, changed TEXT NOT NULL,
    slow INTEGER NOT NULL DEFAULT 0, replaced TEXT, who TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX jobs_document ON jobs (document_id);
CREATE INDEX jobs_state ON jobs (state, tries, number);
CREATE TABLE spool (
    job INTEGER PRIMARY KEY REFERENCES jobs (number) ON DELETE CASCADE, data BLOB NOT NULL
) STRICT;
CREATE TABLE originals (
    document_id TEXT PRIMARY KEY, origin_sha256 TEXT NOT NULL, media_type TEXT NOT NULL,
    data BLOB NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE TABLE vectors (
    hash BLOB PRIMARY KEY, passage BLOB NOT NULL, sentences BLOB NOT NULL, checksum BLOB NOT NULL
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
CREATE INDEX passages_vector ON passages (vector);
{WORDS}CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE VIRTUAL TABLE places USING fts5vocab ('words', 'instance');
"""
STEMMED = (
    "SELECT {first}p.id, stems(d.language, CAST(p.context AS BLOB)), "
    "stems(d.language, CAST(p.text AS BLOB)) FROM (SELECT * FROM main.passages {which}) p "
    "LEFT JOIN main.documents d ON d.id = p.document_id ORDER BY p.id"
)
"""The rows of `words` as they are made of passages; as bytes, because damage may be no text."""
MIGRATED = ("5", "6", "7", "8", "9", "10")
"""The older formats that `migration` knows; anything older must be added again."""

_LIVE = {"documents": "id", "passages": "document_id", "originals": "document_id"}

LEFT_WORDS = "left_words"
"""Set in `meta` while the full text has rows of passages that were erased: see `_forget_words`."""
GONE = "SELECT id FROM main.passages WHERE document_id IN (SELECT document_id FROM main.tombstones)"
"""The ids of passages that are removed and not erased yet."""

UNUSED = "SELECT hash FROM vectors WHERE hash NOT IN (SELECT vector FROM main.passages)"

INFO = (
    "id, version, title, source, author, published, publisher, origin_sha256, "
    "characters, passages, added, hidden_characters, file_author, file_created, notes, reader, "
    "uncorrected, tags, language"
)
LISTED = f"{INFO}, whole_history, checksum"
"""A document as it is listed, with what shows that it is what was written."""

OUTLINE = "id, headings, pages, outline_checksum"
LAYOUT = "id, tables, voices, layout_checksum"
"""Apart from the outline, which every answer reads: a document may have very large tables."""

MARK = (
    "id, question, searched, document_id, version, start, stop, confidence, verdict, created, "
    "checksum"
)
ALERT = "id, kind, words, feed_key, created, looked, reached, checksum"
CHANGE = "number, made, who, what, document_id, subject, details, checksum"
SIGHTING = "number, alert, document_id, version, start, stop, found, checksum"
FILE = "key, document_id, size, modified, changed, checksum"
PASSAGE = (
    "document_id, ordinal, start, stop, text, heading, page, sentences, table_rows, voice, "
    "vector, context, checksum"
)
IDS_WITHIN = (
    "SELECT id FROM passages WHERE document_id IN (SELECT value FROM json_each(:documents))"
)


def statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def hide_removed(db: sqlite3.Connection) -> None:
    """Let a connection see nothing of documents under a tombstone.

    Wherever a statement says `documents`, it means a view of this connection's own, which
    nobody can write to; what writes, or wants to see all, says `main.documents`.
    """
    for table, key in _LIVE.items():
        db.execute(
            f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
            f"WHERE {key} NOT IN (SELECT document_id FROM main.tombstones)"
        )


def show_all(db: sqlite3.Connection) -> None:
    """Undo that, as is needed to make tables, indexes and triggers."""
    for table in _LIVE:
        db.execute(f"DROP VIEW IF EXISTS temp.{table}")
