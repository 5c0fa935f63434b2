"""Keys, sessions and what is spent of limits in the store that many servers share."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import IndexAway
from index.ledger.database import Database
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.registry import REGISTRY, Registry
from index.ledger.postgres.tables import numbering
from index.ledger.postgres.translation import translated_table
from index.ledger.schema import CHANGES
from qa.errors import KeysUnusable
from qa.service.key_file import FORMAT, TABLES
from qa.service.revoked_links import TABLE as LINKS

_SCHEMA = f"{REGISTRY}_keys"
_FACT = "keys"  # of the registry: the format of the tables; stores of before it was noted have 1
# In the order in which rows came, as SQLite numbers them; and a number that each change raises.
_MORE = """
ALTER TABLE keys ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY;
ALTER TABLE sessions ADD COLUMN rowid BIGINT GENERATED ALWAYS AS IDENTITY;
CREATE TABLE version (number BIGINT NOT NULL);
INSERT INTO version VALUES (1);
CREATE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $body$
BEGIN
    UPDATE version SET number = number + 1;
    RETURN NULL;
END $body$;
CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE ON keys
    FOR EACH STATEMENT EXECUTE FUNCTION count_change();
CREATE TRIGGER counted AFTER INSERT OR UPDATE OR DELETE ON sessions
    FOR EACH STATEMENT EXECUTE FUNCTION count_change();
"""


class StoredKeys:
    """The keys of a database. Safe to share between threads, processes and machines."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._made = False

    @property
    def label(self) -> str:
        return "what the store has of keys"

    def exists(self) -> bool:
        with self._connected() as db:
            return self.is_made(db)

    @contextmanager
    def reading(self) -> Iterator[Database]:
        with self._connected() as db:
            yield db

    @contextmanager
    def changing(self) -> Iterator[Database]:
        with self._registry.changing() as db:
            if not self.is_made(db):
                db.script(f"CREATE SCHEMA {_SCHEMA}; SET LOCAL search_path = {_SCHEMA}")
                for statement in (*filter(str.strip, TABLES.split(";")), CHANGES, LINKS):
                    db.script(translated_table(statement))
                db.script(numbering("changes") + _MORE)
                db.execute(f"INSERT INTO {REGISTRY}.facts VALUES (?, ?)", (_FACT, str(FORMAT)))
            db.script(f"SET LOCAL search_path = {_SCHEMA}")
            yield db

    def watch(self) -> "WatchedKeys":
        return WatchedKeys(self)

    def connect(self) -> PostgresConnection:
        """Open a connection to the tables, whether or not they are there.

        Raises:
            IndexAway: If the server cannot be reached.
        """
        return PostgresConnection.open(self._registry.url, _SCHEMA)

    @contextmanager
    def _connected(self) -> Iterator[PostgresConnection]:
        db = self.connect()
        try:
            yield db
        finally:
            db.close()

    def is_made(self, db: PostgresConnection) -> bool:
        """Return whether there are tables; once they are there, nobody takes them away.

        Raises:
            KeysUnusable: If they are of another format.
        """
        if not self._made and db.script(f"SELECT to_regclass('{_SCHEMA}.keys')") != [None]:
            sql = f"SELECT value FROM {REGISTRY}.facts WHERE key = ?"
            row = db.execute(sql, (_FACT,)).fetchone()
            if row is not None and row[0] != str(FORMAT):
                raise KeysUnusable(
                    f"the keys of PINCITE_STORE have format {row[0]}, and this Pincite reads "
                    f"{FORMAT}: use the version of Pincite that made them, or a newer one"
                )
            self._made = True
        return self._made


class WatchedKeys:
    """The keys by one connection that stays open; for one thread at a time."""

    def __init__(self, keys: StoredKeys) -> None:
        self._keys = keys
        self._connection: PostgresConnection | None = None

    @contextmanager
    def look(self) -> Iterator[tuple[Database, object] | None]:
        try:
            found = self._found()
        except IndexAway:  # the server was started again since the last look
            self.close()
            found = self._found()
        yield found

    def _found(self) -> tuple[Database, object] | None:
        if self._connection is None:
            self._connection = self._keys.connect()
        db = self._connection
        if not self._keys.is_made(db):
            return None
        (number,) = db.execute("SELECT number FROM version").fetchone()
        return db, number

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
