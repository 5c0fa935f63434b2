"""Makes a dump of a collection in PostgreSQL of the format that Pincite writes now.

Run it before a change of the format is released, after `tests.ledgers.make`, and commit the file:

    python -m tests.ledgers.make_stored

`format-N.sql` has the rows of `format-N.zip` that a catalogue has, in tables as they are made for
PostgreSQL. `tests/postgres/test_upgrading.py` opens each that is here with the Pincite of today.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from postgres_server import program, running  # noqa: E402

from index.ledger.postgres.connection import PostgresConnection  # noqa: E402
from index.ledger.postgres.registry import Registry  # noqa: E402
from index.ledger.schema import FORMAT  # noqa: E402

NAME = "birds"


def fill(url: str, ledger: Path) -> None:
    """Make a collection with the rows of a ledger file, of every table that both have."""
    entry = Registry(url).create(NAME)
    assert entry is not None
    with (
        closing(sqlite3.connect(ledger)) as source,
        closing(PostgresConnection.open(url, entry.schema)) as target,
    ):
        there = {row[0] for row in target.execute("SELECT name FROM sqlite_master").fetchall()}
        names = [row[0] for row in source.execute("SELECT name FROM sqlite_schema").fetchall()]
        target.execute("DELETE FROM meta")
        for name in sorted(there & {*names, "all_documents", "all_originals"}):
            rows = source.execute(f"SELECT * FROM {name.removeprefix('all_')}")
            columns = [column[0] for column in rows.description]
            marks = ", ".join("?" * len(columns))
            sql = f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})"
            target.executemany(sql, rows.fetchall())


def dump(url: str) -> str:
    """Return the database as statements, without what only `psql` understands."""
    parts = urlsplit(url)
    done = subprocess.run(
        [
            *(program("pg_dump"), "--host", str(parts.hostname), "--port", str(parts.port)),
            *("--username", str(parts.username), "--dbname", parts.path[1:]),
            *("--inserts", "--no-owner", "--no-comments"),
        ],
        env={**os.environ, "PGPASSWORD": unquote(str(parts.password))},
        check=True,
        capture_output=True,
        text=True,
    )
    own = ("\\restrict ", "\\unrestrict ")
    lines = done.stdout.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(own))


def main() -> None:
    with running() as server, tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(HERE / f"format-{FORMAT}.zip") as archive:
            ledger = Path(archive.extract("ledger.db", folder))
        url = server.new_database()
        fill(url, ledger)
        (HERE / f"format-{FORMAT}.sql").write_text(dump(url))


if __name__ == "__main__":
    main()
