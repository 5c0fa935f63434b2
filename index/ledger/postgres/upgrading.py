"""Brings a collection of an older format to this one, in place and in one transaction.

The tables change by the same steps as those of a ledger file. Whoever opens a collection to change
it does this first; if several do so at once, one upgrades it and the others wait. Interrupted at
any moment, it leaves the collection in its old format.
"""

import logging
from contextlib import closing

from index.errors import LedgerUnusable
from index.ledger.change_rows import write_change
from index.ledger.postgres.connection import PostgresConnection
from index.ledger.postgres.locks import writer_lock
from index.ledger.postgres.registry import Entry
from index.ledger.postgres.tables import upgrade
from index.ledger.rows import now
from index.ledger.schema import FORMAT
from index.types import LoggedChange

UPGRADED = ("11",)
"""The older formats that collections in PostgreSQL ever had."""

_OTHERS_MS = 600_000
"""How long one who upgrades is waited for, or who is changing something; a guess: to give ten
million documents a column with a checksum of its own would take that."""
_READERS_MS = 30_000  # how long those who read are waited for, and new ones held up; a guess

log = logging.getLogger(__name__)


def bring_up_to_date(url: str, entry: Entry) -> None:
    """Bring a collection to this format; nothing happens where it is of another that we know not.

    Raises:
        IndexAway: If the server cannot be reached.
        LedgerBusy: If others go on changing or reading it for too long; it stays as it is.
        LedgerUnusable: If the user of the server may not change its tables.
    """
    with closing(PostgresConnection.open(url, entry.schema)) as db:
        if _format(db) not in UPGRADED:
            return
        db.script(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0; "
            f"SET LOCAL lock_timeout = {_OTHERS_MS}; "
            f"SELECT pg_advisory_xact_lock({writer_lock(entry.id)})"
        )
        before = _format(db)
        if before not in UPGRADED:
            return  # somebody else was quicker; closing ends the transaction
        db.script(f"SET LOCAL lock_timeout = {_READERS_MS}")
        _upgrade(db, before)
        db.script("COMMIT")
    log.warning("%s was of format %s and is of format %s now", entry.name, before, FORMAT)


def require_format(known: str, label: str) -> None:
    """Refuse a collection of another format.

    Raises:
        LedgerUnusable: If it is of one; the message says what to do.
    """
    if known == FORMAT:
        return
    if known in UPGRADED:
        remedy = (
            "run `pincite doctor --migrate`, or any command that writes; back the database up "
            "before, and stop servers of the earlier Pincite"
        )
    else:
        remedy = "use the version of Pincite that made it, or a newer one"
    raise LedgerUnusable(f"{label} has format {known}, and this Pincite reads {FORMAT}: {remedy}")


def _format(db: PostgresConnection) -> str:
    (known,) = db.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    return str(known)


def _upgrade(db: PostgresConnection, before: str) -> None:
    for statement in upgrade(before):
        db.script(statement)
    db.execute("UPDATE meta SET value = ? WHERE key = 'format'", (FORMAT,))
    details = (("from", before), ("to", FORMAT))
    write_change(db, LoggedChange("collection_upgraded", made=now(), details=details))
