"""The tables of a ledger of format 9, to the letter, and how they become those of format 10."""

from index.ledger.schema_8 import FORMAT_8, FROM_8

FORMAT_9 = FORMAT_8 + FROM_8
"""A ledger that was made of format 9, which added tables and changed none."""

FROM_9 = """
ALTER TABLE jobs ADD COLUMN who TEXT NOT NULL DEFAULT '';
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, made TEXT NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, document_id TEXT NOT NULL, subject TEXT NOT NULL,
    details TEXT NOT NULL, checksum BLOB NOT NULL
) STRICT;
"""
"""Makes the tables of format 9 those of format 10."""
