"""A connection that the ledger's statements run on: SQLite's, or one that behaves like it.

Statements are written in the SQL that SQLite and PostgreSQL share. Where they differ, a statement
is SQLite's, and `index.ledger.postgres.translation` knows it: placeholders (`?`, `?1`, `:name`),
`json_each`, `main.`, `instr`, a limit of -1. What both run does without `INSERT OR …` (it is
`ON CONFLICT (column) DO …`), an integer as a condition (`slow = 1`), `lastrowid` (`RETURNING`), and
a value that is only compared with NULL (`? IS NULL OR …`), whose type PostgreSQL cannot tell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

Values = Sequence[Any] | Mapping[str, Any]
"""The values of a statement, by position or by name."""


class Rows(Protocol):
    """What a statement found or did."""

    @property
    def rowcount(self) -> int:
        """Return how many rows it changed."""

    def fetchone(self) -> Any:
        """Return the next row; None if there are no more."""

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """A connection to the tables of one ledger, for one thread at a time."""

    @property
    def in_transaction(self) -> bool: ...

    def execute(self, sql: str, parameters: Values = ..., /) -> Rows:
        """Run a statement, once."""

    def executemany(self, sql: str, parameters: Iterable[Values], /) -> Rows:
        """Run a statement once for each of the values."""

    def close(self) -> None: ...
