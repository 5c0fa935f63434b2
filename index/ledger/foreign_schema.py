"""Tables, views, triggers and indexes of a ledger that are not those that Pincite makes.

A trigger runs whenever somebody writes, a view stands where a table is looked for: a ledger that
comes from elsewhere must hold none but ours, to the letter.
"""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from index.ledger.database import Database
from index.ledger.schema import FORMAT, TABLES, statements
from index.ledger.schema_5 import FORMAT_5
from index.ledger.schema_6 import FORMAT_6, FROM_5, FROM_6
from index.ledger.schema_7 import FORMAT_7, FROM_7
from index.ledger.schema_8 import FORMAT_8, FROM_8
from index.ledger.schema_9 import FORMAT_9, FROM_9
from index.ledger.schema_10 import FORMAT_10, FROM_10
from index.ledger.schema_11 import FORMAT_11, FROM_11

Parts = frozenset[tuple[str, str, str, str | None]]

_MADE_10 = (
    FORMAT_10,
    FORMAT_9 + FROM_9,
    FORMAT_6 + FROM_6 + FROM_7 + FROM_8 + FROM_9,
    FORMAT_5 + FROM_5 + FROM_6 + FROM_7 + FROM_8 + FROM_9,
)
_MADE_11 = (FORMAT_11, *(way + FROM_10 for way in _MADE_10))
_MADE = {
    "5": (FORMAT_5,),
    "6": (FORMAT_6, FORMAT_5 + FROM_5),
    "7": (FORMAT_7, FORMAT_6 + FROM_6, FORMAT_5 + FROM_5 + FROM_6),
    "8": (FORMAT_8, FORMAT_6 + FROM_6 + FROM_7, FORMAT_5 + FROM_5 + FROM_6 + FROM_7),
    "9": (
        FORMAT_9,
        FORMAT_6 + FROM_6 + FROM_7 + FROM_8,
        FORMAT_5 + FROM_5 + FROM_6 + FROM_7 + FROM_8,
    ),
    "10": _MADE_10,
    "11": _MADE_11,
    FORMAT: (TABLES, *(way + FROM_11 for way in _MADE_11)),
}
"""By format the ways in which its tables come about: made at once, or brought up to date."""

_PARTS = "SELECT type, name, tbl_name, sql FROM sqlite_schema"


def foreign(db: Database, ledger_format: str) -> list[str]:
    """Return in words how the tables of a ledger differ from those of a format."""
    found: Parts = frozenset(db.execute(_PARTS))
    ways = _ways(ledger_format)
    if found in ways:
        return []
    # It differs least from the way in which it came about.
    ours = min(ways, key=lambda way: len(way ^ found), default=frozenset())
    known = {(kind, name) for kind, name, _, _ in ours}
    there = {(kind, name) for kind, name, _, _ in found}
    strange = [f"it holds a {kind} {name!r} that is not Pincite's" for kind, name in there - known]
    lost = [f"its {kind} {name!r} is missing" for kind, name in known - there]
    changed = [
        f"its {kind} {name!r} is not as Pincite makes it"
        for kind, name, _, _ in found - ours
        if (kind, name) in known
    ]
    return sorted(strange + lost + changed)


def foreign_in(path: Path, ledger_format: str) -> list[str]:
    """Return the same of a file that nobody else uses, without trusting anything in it."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.execute("PRAGMA trusted_schema = OFF")
        return foreign(db, ledger_format)


@cache
def _ways(ledger_format: str) -> tuple[Parts, ...]:
    return tuple(_made_by(script) for script in _MADE.get(ledger_format, ()))


def _made_by(script: str) -> Parts:
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in statements(script):
            db.execute(statement)
        return frozenset(db.execute(_PARTS))
