"""The tables of a ledger of format 10, to the letter, and how they become those of format 11."""

from index.ledger.schema_6 import by_name
from index.ledger.schema_9 import FORMAT_9, FROM_9

_WIDER = """CREATE TABLE jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL, key TEXT NOT NULL, document_id TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    tries INTEGER NOT NULL, lease TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,
    created TEXT NOT NULL, changed TEXT NOT NULL,
    slow INTEGER NOT NULL DEFAULT 0, replaced TEXT, who TEXT NOT NULL DEFAULT ''
) STRICT;
"""

FORMAT_10 = "".join((by_name(FORMAT_9) | by_name(FROM_9) | by_name(_WIDER)).values())
"""A ledger that was made of format 10; one that was brought to it has other letters."""

INFO_10 = (
    "id, version, title, source, author, published, publisher, origin_sha256, "
    "characters, passages, added, hidden_characters, file_author, file_created, notes, reader, "
    "uncorrected, tags"
)
"""What was listed of a document, in the order that its checksum is of."""

FROM_10 = """
ALTER TABLE documents ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
CREATE INDEX documents_language ON documents (language);
ALTER TABLE jobs ADD COLUMN language TEXT NOT NULL DEFAULT '';
DROP TABLE places;
DROP TABLE vocabulary;
DROP TABLE words;
CREATE VIRTUAL TABLE words USING fts5 (
    context, text, content = '', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE VIRTUAL TABLE places USING fts5vocab ('words', 'instance');
"""
"""Makes the tables of format 10 those of format 11; `migration` fills the full text."""
