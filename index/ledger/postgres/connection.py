"""Connections to PostgreSQL that take the ledger's statements; only this module knows psycopg."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from index.errors import (
    CollectionGone,
    DiskFull,
    IndexAway,
    IndexFault,
    LedgerBusy,
    LedgerUnusable,
    ReadOnly,
)
from index.ledger.database import Rows, Values
from index.ledger.postgres.texts import read, written
from index.ledger.postgres.translation import translated

if TYPE_CHECKING:
    import psycopg

_CONNECT_SECONDS = 5  # a guess: a server on the same network answers in milliseconds
_SILENT_MS = 30_000
"""How long the other side may be silent before a connection is given up, and with it the locks of a
machine that vanished; a guess, above a switch-over in a cluster's network."""
_STATEMENT_MS = 120_000  # of one statement; a guess: counting the rows of 100 million takes less
_IDLE_MS = 600_000
"""How long a reading may be open without a word; then the server ends it, because until then no
room of what is removed is used again. A guess: an answer has many statements a second."""
_SETTINGS = (
    "SET client_min_messages = error;"  # a view that is not there to be dropped is no news
    f"SET statement_timeout = {_STATEMENT_MS};"
    f"SET idle_in_transaction_session_timeout = {_IDLE_MS};"
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4"
)

# What PostgreSQL says, by the beginning of its code.
_AWAY = ("08", "57P", "57014", "53300", "25P03")
_BUSY = ("55P03", "40001", "40P01")
_REFUSED = ("28", "3D000")
_GONE = ("3F000", "42P01")
_BEFORE = re.compile(
    r"\A(?:connection failed: )?(?:connection to server at .*? failed: )?(?:FATAL: +)?"
)


class PostgresConnection:
    """A connection that takes the ledger's statements, for one thread at a time.

    Each statement is by itself unless `BEGIN` came before it. What goes wrong is raised as an error
    of this floor.
    """

    def __init__(self, connection: "psycopg.Connection[Any]", url: str) -> None:
        self._connection = connection
        self._url = url

    @classmethod
    def open(cls, url: str, schema: str = "") -> Self:
        """Connect to a server; plain names of tables mean those of the schema.

        Args:
            url: As `postgresql://user:password@host:5432/database`.
            schema: A name of ours, made of letters, digits and underscores.

        Raises:
            IndexAway: If the server is away, or takes no more connections now.
            LedgerUnusable: If it refuses the user, or has no such database.
        """
        psycopg = _library()
        defaults = _defaults(url)
        with faults(url):
            connection = psycopg.connect(
                url,
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                application_name="pincite",
                client_encoding="utf8",
                **defaults,
            )
            try:
                _adapt(connection)
                if schema and not schema.replace("_", "").isalnum():  # it is made by us
                    raise ValueError(f"{schema!r} is not the name of a Pincite schema")
                path = f"SET search_path = {schema};" if schema else ""
                connection.execute(path + _SETTINGS)
            except BaseException:
                connection.close()
                raise
        return cls(connection, url)

    @property
    def in_transaction(self) -> bool:
        from psycopg.pq import TransactionStatus as Status

        status = self._connection.info.transaction_status  # UNKNOWN where it is closed
        return status in (Status.ACTIVE, Status.INTRANS, Status.INERROR)

    @property
    def is_usable(self) -> bool:
        """Return whether the connection was there the last time that anything was said by it."""
        return not self._connection.closed

    def execute(self, sql: str, parameters: Values = (), /) -> Rows:
        statement = translated(sql)
        with faults(self._url):
            return self._connection.execute(statement.sql, statement.bound(parameters) or None)

    def executemany(self, sql: str, parameters: Iterable[Values], /) -> Rows:
        statement = translated(sql)
        cursor = self._connection.cursor()
        with faults(self._url):
            cursor.executemany(statement.sql, [statement.bound(values) for values in parameters])
        return cursor

    def script(self, sql: str) -> list[Any]:
        """Run statements of PostgreSQL's own, without values, in one message.

        Returns the first row of the last one; nothing where it has none.
        """
        with faults(self._url):
            cursor = self._connection.execute(sql)
            while cursor.nextset():
                pass
            row = cursor.fetchone() if cursor.description else None
        return list(row or ())

    def close(self) -> None:
        import psycopg

        with suppress(psycopg.Error):
            self._connection.close()


def _library() -> Any:
    try:
        import psycopg
    except ImportError as exc:
        raise LedgerUnusable(
            f"PostgreSQL cannot be used ({exc}): install it with `pip install 'pincite[scale]'`"
        ) from exc
    return psycopg


def _defaults(url: str) -> dict[str, Any]:
    """Return how to connect, as far as the address does not say it itself.

    Raises:
        LedgerUnusable: If it cannot be read; the message does not repeat any of it.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    wanted = {
        "connect_timeout": _CONNECT_SECONDS,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 4,
        "tcp_user_timeout": _SILENT_MS,
    }
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError:  # which repeats what may be a part of a password
        raise LedgerUnusable(
            "the address in PINCITE_STORE cannot be read: write it as "
            "postgresql://user:password@host:5432/database, and a %, @ or / in the password as "
            "%25, %40 or %2F"
        ) from None
    return {name: value for name, value in wanted.items() if name not in given}


def _adapt(connection: "psycopg.Connection[Any]") -> None:
    """Have values cross as SQLite has them: every text, whole numbers of 64 bits."""
    from psycopg.adapt import Loader
    from psycopg.pq import Format
    from psycopg.types.numeric import Int8Dumper
    from psycopg.types.string import StrDumper

    class Text(StrDumper):
        def dump(self, obj: str) -> Any:
            return super().dump(written(obj))

    class TextLoader(Loader):
        # Damaged bytes become characters that no checksum fits, instead of an error without a name.
        def load(self, data: Any) -> str:
            return read(bytes(data).decode(errors="replace"))

    class Whole(Loader):
        # Sums of whole numbers come as decimals.
        def load(self, data: Any) -> int | float:
            text = bytes(data)
            return int(text) if text.lstrip(b"-").isdigit() else float(text)

    adapters = connection.adapters
    adapters.register_dumper(str, Text)
    adapters.register_dumper(int, Int8Dumper)
    assert TextLoader.format is Format.TEXT
    for name in ("text", "name", "varchar"):
        adapters.register_loader(name, TextLoader)
    adapters.register_loader("numeric", Whole)


@contextmanager
def faults(url: str) -> Iterator[None]:
    """Translate what the server and its client raise into this floor's errors."""
    import psycopg

    try:
        yield
    except psycopg.Error as exc:
        raise fault_of(exc, place_of(url)) from exc


def fault_of(exc: "psycopg.Error", place: str) -> IndexFault:
    """Return what PostgreSQL raised as an error of this floor; `place` is where it runs."""
    import psycopg

    code = exc.sqlstate or _code_of(str(exc))
    if code.startswith(_REFUSED):
        return LedgerUnusable(
            f"{place} refuses the user or the database of PINCITE_STORE ({_first(exc)}): check "
            "them, and the password"
        )
    if code.startswith(_AWAY) or (not code and isinstance(exc, psycopg.OperationalError)):
        return IndexAway(
            f"{place} cannot be reached ({_first(exc)}): check that it runs; Pincite goes on by "
            "itself once it does"
        )
    if code.startswith(_BUSY):
        return LedgerBusy(
            f"another process has been writing to this collection in {place} for long: wait for "
            "it to end and try again"
        )
    if code.startswith("53100"):
        return DiskFull(
            f"the disk of {place} is full: free some space and try again; nothing that was stored "
            "is lost"
        )
    if code.startswith("25006"):
        return ReadOnly(f"{place} is read-only: documents can be asked but not changed")
    if code.startswith(_GONE):
        return CollectionGone(f"the collection was removed from {place} meanwhile")
    return LedgerUnusable(
        f"{place} cannot be used ({_first(exc)}): check the rights of its user and the log of the "
        "server"
    )


def _code_of(message: str) -> str:
    """Return the code of what a server said before it took a connection: libpq has it as text."""
    for words, code in (
        ("password authentication failed", "28P01"),
        ("no password supplied", "28P01"),
        ("no pg_hba.conf entry", "28000"),
        ("does not exist", "3D000"),
    ):
        if words in message:
            return code
    return ""


def _first(exc: Exception) -> str:
    """Return the first line of what is wrong, without the place, which the message has already."""
    lines: Sequence[str] = _BEFORE.sub("", str(exc).strip()).splitlines()
    return lines[0] if lines else type(exc).__name__


def place_of(url: str) -> str:
    """Return where a server runs, as a message may have it: without user and password."""
    from psycopg.conninfo import conninfo_to_dict

    known = conninfo_to_dict(url)
    return f"PostgreSQL at {known.get('host', 'this machine')}:{known.get('port', 5432)}"
