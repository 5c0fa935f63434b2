"""The tables of one collection in PostgreSQL, made of those that SQLite has."""

from collections.abc import Iterable, Iterator

from index.ledger.postgres.translation import (
    HIDDEN,
    made_by,
    numbered_tables,
    real_name,
    translated_table,
)
from index.ledger.schema import TABLES, statements
from index.ledger.schema_steps import steps_from

_NOT_HERE = frozenset({"vectors", "passages", "words", "vocabulary", "places"})
"""Passages, their vectors and words are in another engine wherever the catalogue is here."""

# A table that numbers its rows gives no number twice, also after the last row was removed, and
# leaves none out after a change that failed: as SQLite's AUTOINCREMENT does, and no sequence would.
_NUMBERING = """
CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, seq BIGINT NOT NULL);
CREATE OR REPLACE FUNCTION give_number() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $body$
BEGIN
    IF NEW.number IS NULL THEN
        INSERT INTO sequences VALUES (TG_TABLE_NAME, 1)
            ON CONFLICT (name) DO UPDATE SET seq = sequences.seq + 1
            RETURNING seq INTO NEW.number;
    ELSE
        INSERT INTO sequences VALUES (TG_TABLE_NAME, NEW.number)
            ON CONFLICT (name) DO UPDATE SET seq = greatest(sequences.seq, excluded.seq);
    END IF;
    RETURN NEW;
END $body$;
"""
_NUMBERED = (
    "CREATE TRIGGER numbers BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION give_number();\n"
)
_LIVE = (
    "DROP VIEW IF EXISTS {table}; CREATE VIEW {table} AS SELECT * FROM {real} WHERE NOT EXISTS "
    "(SELECT 1 FROM tombstones WHERE document_id = {real}.{key})"
)
_KEYS = {"documents": "id", "originals": "document_id"}
_ROWID = (
    "ALTER TABLE all_originals ADD COLUMN IF NOT EXISTS rowid BIGINT GENERATED ALWAYS AS IDENTITY"
)
"""What SQLite has by itself, and `index.ledger.erasure` goes by."""


def numbering(*made: str) -> str:
    """Return the statements that have tables which are there already number their rows."""
    return _NUMBERING + "".join(_NUMBERED.format(table=table) for table in made)


def tables() -> Iterator[str]:
    """Yield the statements that make the tables in an empty schema, in PostgreSQL's own words."""
    yield from _made(statements(TABLES))


def upgrade(before: str) -> Iterator[str]:
    """Yield the statements that bring the tables of an older format to this one."""
    yield from _made(steps_from(before))


def _made(script: Iterable[str]) -> Iterator[str]:
    """Yield what makes or changes tables, and then what goes with them here, wherever it lacks."""
    ours = [text for text in script if made_by(text) not in _NOT_HERE]
    for statement in ours:
        yield translated_table(statement)
    yield numbering(*map(real_name, numbered_tables(ours)))
    yield _ROWID
    for table in HIDDEN:  # again after each step: a view has the columns that there were
        yield _LIVE.format(table=table, real=real_name(table), key=_KEYS[table])
