"""The tables of a ledger of format 8, to the letter, and how they become those of format 9."""

from index.ledger.schema_7 import FORMAT_7, FROM_7

FORMAT_8 = FORMAT_7 + FROM_7
"""A ledger that was made of format 8, which added a table and changed none."""

FROM_8 = """
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
"""
"""Makes the tables of format 8 those of format 9."""
