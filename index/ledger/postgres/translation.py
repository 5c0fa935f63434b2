"""Makes of a statement as SQLite takes it one that PostgreSQL takes.

Only what the ledger's own statements say is known here. No value is ever put into a statement: each
becomes a numbered parameter.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.ledger.database import Values

HIDDEN = ("documents", "originals")
"""Tables whose plain names are views that leave out what is removed (`schema.hide_removed`)."""

_STATEMENTS = 2048  # kept as translated; a guess: several times as many as the ledger has

_TOKEN = re.compile(
    r"(?P<text>'(?:[^']|'')*')"
    r"|\bjson_each\s*\(\s*(?P<list>\?\d*|:\w+)\s*\)"
    r"|\bLIMIT\s+(?P<limit>\?\d*|:\w+)"
    r"|(?P<value>\?\d*|:\w+)"
    r"|\bmain\.(?P<table>\w+)"
    r"|\b(?P<word>instr|sqlite_sequence|sqlite_master)\b"
)
_WORDS = {
    "instr": "strpos",
    "sqlite_sequence": "sequences",
    "sqlite_master": (
        "(SELECT tablename AS name FROM pg_catalog.pg_tables WHERE schemaname = current_schema()) "
        "AS tables"
    ),
}

_Key = int | str
"""A value's place among the values, from 0, or its name."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A statement with `$1`, `$2`, …; `keys` says which value each is, `lists` which are lists."""

    sql: str
    keys: tuple[_Key, ...]
    lists: frozenset[int]

    def bound(self, values: Values) -> list[Any]:
        """Return the parameters of the statement, of the values that it is run with."""
        found = [_value(values, key) for key in self.keys]
        for place in self.lists:
            found[place] = [str(item) for item in json.loads(found[place])]
        return found


def _value(values: Values, key: _Key) -> Any:
    if isinstance(values, Mapping):
        return values[str(key)]
    return values[int(key)]


@lru_cache(_STATEMENTS)
def translated(sql: str) -> Translated:
    """Return a statement as PostgreSQL takes it."""
    found = _Parameters()
    text = _TOKEN.sub(lambda match: _replaced(match, found), sql)
    return Translated(text, tuple(found.keys), frozenset(found.lists))


class _Parameters:
    """The parameters of a statement, in the order in which they are met."""

    def __init__(self) -> None:
        self.keys: list[_Key] = []
        self.lists: set[int] = set()
        self._last = 0  # the highest number that was given, after which SQLite goes on

    def number(self, mark: str, kind: str = "") -> int:
        """Return the number of the parameter that stands for a placeholder.

        A value that is a list in one place and none in another is two parameters.
        """
        key = self._key(mark)
        same = (n for n, known in enumerate(self.keys) if known == key)
        place = next((n for n in same if (n in self.lists) == (kind == "list")), len(self.keys))
        if place == len(self.keys):
            self.keys.append(key)
            if kind == "list":
                self.lists.add(place)
        return place + 1

    def _key(self, mark: str) -> _Key:
        if mark.startswith(":"):
            return mark[1:]
        number = int(mark[1:]) if len(mark) > 1 else self._last + 1
        self._last = max(self._last, number)
        return number - 1


def _replaced(match: re.Match[str], parameters: _Parameters) -> str:
    kind = match.lastgroup
    assert kind is not None, "each way of the pattern has a name"
    return _REPLACE[kind](match[kind], parameters)


def _listed(mark: str, parameters: _Parameters) -> str:
    return f"unnest(CAST(${parameters.number(mark, 'list')} AS text[])) AS listed (value)"


def _limit(mark: str, parameters: _Parameters) -> str:
    return f"LIMIT nullif(${parameters.number(mark)}, -1)"  # -1 is no limit, to SQLite


def _table(name: str, _: _Parameters) -> str:
    return real_name(name)


def real_name(table: str) -> str:
    """Return the name of a table itself, where another name is that of a view."""
    return f"all_{table}" if table in HIDDEN else table


_REPLACE: Mapping[str, Callable[[str, _Parameters], str]] = {
    "text": lambda text, _: text,
    "list": _listed,
    "limit": _limit,
    "value": lambda mark, parameters: f"${parameters.number(mark)}",
    "table": _table,
    "word": lambda word, _: _WORDS[word],
}


# Tables --------------------------------------------------------------------------------------

_TYPES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT PRIMARY KEY"),
        (r"\bINTEGER\b", "BIGINT"),
        (r"\bBLOB\b", "BYTEA"),
        (r"\bREAL\b", "DOUBLE PRECISION"),
        (r"\bTEXT\b", 'TEXT COLLATE "C"'),  # SQLite compares texts byte by byte
        (r"x''", "''"),
        (r"\) STRICT\b(?:, WITHOUT ROWID)?", ")"),
    )
)
_MADE = re.compile(
    r"(?P<how>CREATE (?:VIRTUAL )?TABLE|CREATE (?:UNIQUE )?INDEX \w+ ON|ALTER TABLE|DROP TABLE) "
    r"(?:main\.)?(?P<table>\w+)"
)


def translated_table(statement: str) -> str:
    """Return a statement that makes or changes a table or an index, as PostgreSQL takes it."""
    for pattern, instead in _TYPES:
        statement = pattern.sub(instead, statement)
    return _MADE.sub(
        lambda found: f"{found['how']} {real_name(found['table'])}", statement, count=1
    )


def made_by(statement: str) -> str:
    """Return the name of the table that a statement makes or changes, or makes an index of."""
    found = _MADE.search(statement)
    assert found is not None, "schemas have nothing else"
    return found["table"]


def numbered_tables(statements: Iterable[str]) -> list[str]:
    """Return the names of the tables that number their rows, as they are made for SQLite."""
    return [made_by(text) for text in statements if "AUTOINCREMENT" in text]
