"""The tables of a ledger of format 11, to the letter, and how they become those of format 12."""

FORMAT_11 = """
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
    uncorrected TEXT NOT NULL DEFAULT '{}', tags TEXT NOT NULL DEFAULT '[]',
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
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, document_id TEXT NOT NULL, subject TEXT NOT NULL,
    details TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE TABLE files (
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
CREATE VIRTUAL TABLE words USING fts5 (
    context, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE VIRTUAL TABLE places USING fts5vocab ('words', 'instance');
"""

FROM_11 = """
CREATE TABLE epochs (
    document_id TEXT PRIMARY KEY, epoch INTEGER NOT NULL UNIQUE, passages INTEGER NOT NULL,
    stems INTEGER NOT NULL, came INTEGER NOT NULL, stamp INTEGER NOT NULL
) STRICT;
CREATE TABLE pending (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL, lease TEXT NOT NULL,
    begun TEXT NOT NULL
) STRICT;
CREATE INDEX epochs_stamp ON epochs (stamp);
CREATE TABLE held (epoch INTEGER PRIMARY KEY, stems BLOB NOT NULL) STRICT;
CREATE TABLE garbage (epoch INTEGER PRIMARY KEY, since TEXT NOT NULL) STRICT;
CREATE TABLE terms (term TEXT PRIMARY KEY, passages INTEGER NOT NULL) STRICT;
"""
"""Makes the tables of format 11 those of format 12: all of them new, and empty."""
