"""Whether a PostgreSQL server keeps house, as Pincite relies on it to.

Each change leaves rows behind that nobody sees any more: PostgreSQL's autovacuum gives their room
to later ones, unless it is off, cannot keep up, or somebody's transaction might still see them.
"""

from collections.abc import Iterator

from index.ledger.database import Database

_OLD_HOURS = 1
"""After so long a transaction is worth a word; a guess: ours end after minutes at most."""
_DEAD_ROWS = 100_000
"""So many rows that nobody sees, and more than are seen, are too many; a guess: autovacuum begins
at a fifth of a table's rows, and gives back a million in seconds."""

_OFF = (
    "SELECT name FROM pg_settings WHERE name IN ('autovacuum', 'track_counts') "
    "AND setting = 'off' ORDER BY name"
)
# Of other users' sessions only those may see it who are in the role pg_read_all_stats.
_LONGEST = (
    "SELECT CAST(extract(epoch FROM max(now() - xact_start)) / 3600 AS BIGINT) "
    "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_type = 'client backend'"
)
_DEAD = (
    "SELECT relname, n_dead_tup, n_live_tup FROM pg_stat_user_tables "
    "WHERE schemaname = current_schema() AND n_dead_tup > ? AND n_dead_tup > n_live_tup "
    "ORDER BY relname"
)


def house_findings(db: Database, place: str) -> Iterator[str]:
    """Yield a sentence for each thing that keeps room from being given back."""
    for (name,) in db.execute(_OFF).fetchall():
        yield (
            f"{place} has {name} = off: turn it on, or the room of what is removed and replaced is "
            "never used again"
        )
    (hours,) = db.execute(_LONGEST).fetchone()
    if hours is not None and hours >= _OLD_HOURS:
        yield (
            f"somebody's transaction in the database of PINCITE_STORE has been open for {hours} "
            "hours: end it (pg_stat_activity shows whose it is); until then the room of what is "
            "removed is not used again"
        )
    for table, dead, live in db.execute(_DEAD, (_DEAD_ROWS,)).fetchall():
        yield (
            f"the table {table} has {dead:,} rows that nobody sees any more beside {live:,}: run "
            "VACUUM in the database of PINCITE_STORE, and find out why autovacuum does not keep up"
        )
