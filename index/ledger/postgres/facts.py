"""Facts about a whole collection in PostgreSQL, for what is not a part of an index."""

from index.errors import CollectionGone
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import Registry


class CollectionFacts:
    """Texts that a collection keeps under keys of their own. Safe to share between threads."""

    def __init__(self, registry: Registry, name: str) -> None:
        """Look at a collection by its name; there may be none yet."""
        self._registry = registry
        self._name = name

    def value(self, key: str) -> str | None:
        """Return a fact; None if it is unknown.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        try:
            row = self._run("SELECT value FROM meta WHERE key = ?", key)
        except CollectionGone:
            return None
        return None if row is None else str(row[0])

    def note(self, key: str, value: str) -> None:
        """Note a fact in place of any that is there.

        Raises:
            CollectionGone: If there is no such collection.
            IndexAway: If the server cannot be reached.
        """
        sql = (
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        )
        self._run(f"{sql} RETURNING key", key, value)

    def forget(self, key: str) -> bool:
        """Forget a fact; return whether it was known.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        try:
            return self._run("DELETE FROM meta WHERE key = ? RETURNING key", key) is not None
        except CollectionGone:
            return False

    def _run(self, sql: str, *values: str) -> tuple[str, ...] | None:
        entry = self._registry.find(self._name)
        if entry is None:
            raise CollectionGone(f"there is no collection {self._name!r} any more")
        db = PostgresConnection.open(self._registry.url, entry.schema)
        try:
            row: tuple[str, ...] | None = db.execute(sql, values).fetchone()
            return row
        finally:
            db.close()
