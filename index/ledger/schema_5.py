"""The tables of a ledger of format 5, to the letter, as `foreign` compares them."""

FORMAT_5 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE states (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT NOT NULL, publisher TEXT NOT NULL,
    origin_sha256 TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    added TEXT NOT NULL, headings TEXT NOT NULL, pages TEXT NOT NULL
) STRICT;
CREATE INDEX documents_origin ON documents (origin_sha256);
CREATE TABLE files (
    key TEXT PRIMARY KEY, document_id TEXT NOT NULL,
    size INTEGER, modified INTEGER, changed INTEGER
) STRICT;
CREATE INDEX files_document ON files (document_id);
CREATE TABLE removals (document_id TEXT PRIMARY KEY) STRICT;
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL, key TEXT NOT NULL, document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, lease TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
    created TEXT NOT NULL, changed TEXT NOT NULL
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
    UNIQUE (document_id, ordinal)
) STRICT;
CREATE INDEX passages_vector ON passages (vector);
CREATE VIRTUAL TABLE words USING fts5 (
    context, text, content = 'passages', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE VIRTUAL TABLE places USING fts5vocab ('words', 'instance');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, context, text) VALUES (new.id, new.context, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, context, text)
    VALUES ('delete', old.id, old.context, old.text);
END;
"""
