"""The full text of the ledger as FTS5 keeps it: its levels, whether it is whole, and its repair.

FTS5 keeps a list of its segments by levels, from the newest to the oldest, in one row: its
*structure record*. Up to SQLite 3.43 each merge of everything (`LocalIndex.purge`) adds a level
and leaves the emptied ones behind, and above 2,000 levels FTS5 takes its own record for damage.
Here the empty levels are taken out of the record. Segments and their order stay what they were,
so this takes no longer for a million passages than for one.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import zip_longest

from index import remedies
from index.errors import DiskFull
from index.ledger.database import Database
from index.ledger.rows import marks
from index.ledger.schema import STEMMED, WORDS

MOST_LEVELS = 16
"""Where there are more, the empty ones are taken out. 100,000 documents one by one make 8."""

_LEVELS_LEFT = 8  # empty ones kept between the old segment and the new; a guess
# A big old segment must stay some levels away from the new small ones, or FTS5 takes them for
# of one size and merges all of them at once; and each automatic merge does work in proportion
# to the levels.
_RECORD = "SELECT block FROM main.words_data WHERE id = 10"
_EMPTY = bytes(7)  # a structure record of no level: its cookie, and three times 0
_COUNTED_BY_FTS5 = b"\xff\x00\x00\x01"  # begins records of another form; who writes it bounds them
_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")
_PAGES = "SELECT segid, pgno FROM words_idx"
_BLOCKS = "SELECT id, substr(block, 3, 2), length(block) FROM words_data WHERE id > 10"
_SUMS = (
    "SELECT count(*), "
    "sum((doc * 8191 + offset * 2 + (col = 'text')) * (doc * 8191 + offset * 2 + (col = 'text')) "
    "% 1000000007 * (unicode(term) + length(term))) FROM {0}_places"
)
_COPIED = {
    "words_data": ("id", "block"),
    "words_idx": ("segid", "term", "pgno"),
    "words_docsize": ("id", "sz"),
    "words_config": ("k", "v"),
}


def levels(db: Database) -> int:
    """Return how many levels the full text has, empty ones among them; 0 if that is unknown."""
    row = db.execute(_RECORD).fetchone()
    try:
        known = row is not None and row[0][4:8] != _COUNTED_BY_FTS5
        return _number(row[0], 4)[0] if known else 0
    except (IndexError, TypeError):
        return 0


def flatten(db: Database) -> None:
    """Take empty levels out of the structure record, however many there are.

    To be done in a transaction of its own, by a connection that is closed after it: FTS5
    keeps the record in mind, and notices only what other connections write.
    """
    (record,) = db.execute(_RECORD).fetchone()
    try:
        db.execute("UPDATE main.words_data SET block = ? WHERE id = 10", (flattened(record),))
    except ValueError:
        remake(db)


def flattened(record: bytes) -> bytes:
    """Return a structure record without most of its empty levels.

    Raises:
        ValueError: If it is not as FTS5 has written them since it exists.
    """
    try:
        level_count, at = _number(record, 4)
        segment_count, at = _number(record, at)
        _, after = _number(record, at)
        counter, at = record[at:after], after
        kept: list[bytes] = []
        segments = 0
        for _ in range(level_count):
            start = at
            _, at = _number(record, at)  # how many of its segments are being merged
            size, at = _number(record, at)
            segments += size
            for _ in range(3 * size):  # each its id, its first page and its last
                _, at = _number(record, at)
            kept.append(record[start:at])
    except IndexError as exc:
        raise ValueError("the structure record of the full text ends too early") from exc
    if segments != segment_count or at != len(record):
        raise ValueError("the structure record of the full text is not of a known form")
    spare = len(kept) - _LEVELS_LEFT
    for place in range(len(kept) - 2, -1, -1):  # the last is the oldest; FTS5 has none after it
        if spare > 0 and not any(kept[place]):
            del kept[place]
            spare -= 1
    return record[:4] + _varint(len(kept)) + _varint(segment_count) + counter + b"".join(kept)


def remake(db: Database) -> None:
    """Make the full text anew from the passages, whatever has become of it."""
    db.execute("INSERT OR REPLACE INTO main.words_data VALUES (10, ?)", (_EMPTY,))
    db.execute("INSERT OR REPLACE INTO main.words_config VALUES ('version', 4)")
    db.execute("INSERT INTO words (words) VALUES ('delete-all')")
    db.execute(f"INSERT INTO words (rowid, context, text) {STEMMED.format(first='', which='')}")


def faults(db: Database) -> Iterator[str]:
    """Compare the full text with the passages, word for word.

    Yields what is wrong. FTS5 locks what it checks against writing; so it is given a copy,
    in memory or, where that is much, in the folder for temporary files.

    Raises:
        DiskFull: If there is no room for the copy.
    """
    with closing(sqlite3.connect("", isolation_level=None)) as copy:
        try:
            copy.execute("BEGIN")
            copy.execute(WORDS)
            for table, columns in _COPIED.items():
                copy.execute(f"DELETE FROM {table}")
                copy.executemany(
                    f"INSERT INTO {table} VALUES ({marks(columns)})",
                    db.execute(f"SELECT {', '.join(columns)} FROM main.{table}"),
                )
            copy.execute("INSERT INTO words (words) VALUES ('integrity-check')")
            if not _is_as_made_now(copy, db):
                yield f"the full text does not match the passages: {remedies.FULL_TEXT}"
        except sqlite3.DatabaseError as exc:
            if (getattr(exc, "sqlite_errorname", "") or "").startswith(_NO_ROOM):
                raise DiskFull(
                    "the full text cannot be checked, because the folder for temporary files is "
                    "full: free some space, or name another folder in TMPDIR"
                ) from exc
            yield f"the full text is damaged ({exc}): {remedies.FULL_TEXT}"


def _is_as_made_now(db: Database, ledger: Database) -> bool:
    """Compare the full text with one that is made now of the passages of the ledger.

    FTS5's own check knows no passages, and adds up every place of every word in a way that a
    single damaged byte passes now and then, because it moves many places by the same distance.
    """
    db.execute(WORDS.replace("words", "fresh", 1))
    db.executemany(
        "INSERT INTO fresh (rowid, context, text) VALUES (?, ?, ?)",
        ledger.execute(STEMMED.format(first="", which="")),
    )
    for name in ("words", "fresh"):
        db.execute(f"CREATE VIRTUAL TABLE {name}_terms USING fts5vocab ('{name}', 'row')")
        db.execute(f"CREATE VIRTUAL TABLE {name}_places USING fts5vocab ('{name}', 'instance')")
    terms = zip_longest(
        db.execute("SELECT * FROM words_terms"), db.execute("SELECT * FROM fresh_terms")
    )
    if any(one != other for one, other in terms):
        return False
    sums = [db.execute(_SUMS.format(name)).fetchone() for name in ("words", "fresh")]
    return sums[0] == sums[1] and _all_found(db)


def _all_found(db: Database) -> bool:
    """Tell whether each page where a word begins is among those that a search looks up."""
    known = {(segment, page >> 1) for segment, page in db.execute(_PAGES)}
    return all(
        (key >> 37, key & 0x7FFFFFFF) in known  # how FTS5 numbers its blocks
        for key, words_at, size in db.execute(_BLOCKS)
        if not key >> 31 & 0x3F and size > int.from_bytes(words_at, "big")
    )


def _number(record: bytes, at: int) -> tuple[int, int]:
    """Return the number that is written at a place, as SQLite writes numbers, and what follows."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | record[place] & 0x7F
        if record[place] < 0x80:
            return value, place + 1
    return value << 8 | record[at + 8], at + 9


def _varint(value: int) -> bytes:
    """Return how SQLite writes a small number."""
    written = [value & 0x7F]
    while value := value >> 7:
        written.append(value & 0x7F | 0x80)
    return bytes(reversed(written))
