"""The tables of a ledger of format 6, to the letter, and how those of format 5 become them."""

import re

from index.ledger.schema import statements
from index.ledger.schema_5 import FORMAT_5

_NEW = """CREATE INDEX documents_title ON documents (title, id);
CREATE TABLE earlier (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document_id TEXT NOT NULL,
    facts TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE INDEX earlier_document ON earlier (document_id);
CREATE TABLE tombstones (document_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
_WIDER = """CREATE TABLE documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT NOT NULL, publisher TEXT NOT NULL,
    origin_sha256 TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    added TEXT NOT NULL, headings TEXT NOT NULL, pages TEXT NOT NULL,
    hidden_characters INTEGER NOT NULL DEFAULT 0, whole_history INTEGER NOT NULL DEFAULT 0,
    checksum BLOB NOT NULL DEFAULT x'', outline_checksum BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE TABLE files (
    key TEXT PRIMARY KEY, document_id TEXT NOT NULL,
    size INTEGER, modified INTEGER, changed INTEGER,
    checksum BLOB NOT NULL DEFAULT x''
) STRICT;
CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL, key TEXT NOT NULL, document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, lease TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
    created TEXT NOT NULL, changed TEXT NOT NULL,
    slow INTEGER NOT NULL DEFAULT 0, replaced TEXT
) STRICT;
"""
FROM_5 = f"""
DROP TRIGGER passage_added;
DROP TRIGGER passage_removed;
ALTER TABLE main.documents ADD COLUMN hidden_characters INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.documents ADD COLUMN whole_history INTEGER NOT NULL DEFAULT 0;
ALTER TABLE main.documents ADD COLUMN checksum BLOB NOT NULL DEFAULT x'';
ALTER TABLE main.documents ADD COLUMN outline_checksum BLOB NOT NULL DEFAULT x'';
{_NEW}ALTER TABLE files ADD COLUMN checksum BLOB NOT NULL DEFAULT x'';
ALTER TABLE jobs ADD COLUMN slow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN replaced TEXT;
"""
"""Makes the tables of format 5 those of format 6."""


def by_name(script: str) -> dict[str, str]:
    """Return the statements that make tables and indexes, by what they make."""
    named = re.compile(r"CREATE (?:VIRTUAL )?(?:TABLE|INDEX) (\w+)")
    found = ((named.match(statement.strip()), statement) for statement in statements(script))
    return {match[1]: statement for match, statement in found if match}


FORMAT_6 = "".join((by_name(FORMAT_5) | by_name(_WIDER) | by_name(_NEW)).values())
"""A ledger that was made of format 6; one that was brought to it has other letters."""

INFO_6 = (
    "id, version, title, source, author, published, publisher, origin_sha256, "
    "characters, passages, added, hidden_characters"
)
FROM_6 = """
ALTER TABLE main.documents ADD COLUMN file_author TEXT NOT NULL DEFAULT '';
ALTER TABLE main.documents ADD COLUMN file_created TEXT NOT NULL DEFAULT '';
ALTER TABLE main.documents ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE main.documents ADD COLUMN reader INTEGER NOT NULL DEFAULT 1;
ALTER TABLE main.documents ADD COLUMN uncorrected TEXT NOT NULL DEFAULT '{}';
ALTER TABLE main.documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';
ALTER TABLE main.documents ADD COLUMN tables TEXT NOT NULL DEFAULT '[]';
ALTER TABLE main.documents ADD COLUMN voices TEXT NOT NULL DEFAULT '[]';
ALTER TABLE main.documents ADD COLUMN layout_checksum BLOB NOT NULL DEFAULT x'';
ALTER TABLE main.passages ADD COLUMN table_rows TEXT NOT NULL DEFAULT '';
ALTER TABLE main.passages ADD COLUMN voice TEXT NOT NULL DEFAULT '';
"""
"""Makes the tables of format 6 those of format 7."""
