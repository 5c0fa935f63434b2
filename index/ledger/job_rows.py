"""Rows of the table of jobs: what a row says, and how a job ends."""

import json
import secrets
from base64 import b32encode
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from corpus import Source
from index.ledger.database import Database
from index.ledger.rows import now
from index.ledger.transaction import Change
from index.types import Claim

State = Literal["waiting", "reading", "ready", "failed", "deleted"]

COLUMNS = (
    "number, id, name, document_id, sha256, size, state, tries, code, reason, created, changed, "
    "slow, replaced, language"
)
KNOWN = "code <> 'dismissed'"  # the others only have bytes still to be erased
# A newer one that failed or was dismissed takes nobody's place; none is read beside this one.
_NEWER = (
    "EXISTS (SELECT 1 FROM jobs newer WHERE newer.document_id = jobs.document_id "
    "AND newer.number > jobs.number AND newer.state IN ('waiting', 'ready'))"
)
# What follows the colon of a lease is of one process, so this finds what was read beside a job when
# that process ended. The lease stays on a job that was taken over, or this would find nothing.
_BESIDE = (
    "EXISTS (SELECT 1 FROM jobs other WHERE other.number <> jobs.number "
    "AND other.state IN ('waiting', 'reading') AND instr(jobs.lease, ':') > 0 "
    "AND substr(other.lease, instr(other.lease, ':')) = substr(jobs.lease, instr(jobs.lease, ':')))"
)
_REPLACED = (
    "state = 'deleted', code = 'replaced', "
    "reason = 'a newer upload of the same name took its place'"
)


@dataclass(frozen=True, slots=True)
class Job:
    """An upload: `code` says how a ready one went (`added`), or why another ended.

    `created` is when its bytes were last sent, which differs for each time. `slow` is 1 where
    it takes long, or was tried before. `replaced` is the version that it takes the place of:
    None where there was no document of its name, empty where there was only another upload.
    `language` is the code of the one that its documents are said to be in.
    """

    number: int
    id: str
    name: str
    document_id: str
    sha256: str
    size: int
    state: State
    tries: int
    code: str
    reason: str
    created: str
    changed: str
    slow: int = 0
    replaced: str | None = None
    language: str = ""

    @property
    def open(self) -> bool:
        """Return whether it waits or is being read."""
        return self.state in ("waiting", "reading")


def open_job(db: Database, column: str, value: str) -> Job | None:
    """Return the newest job with a value that waits or is being read."""
    row = db.execute(
        f"SELECT {COLUMNS} FROM jobs WHERE {column} = ? AND state IN ('waiting', 'reading') "
        "ORDER BY number DESC LIMIT 1",
        (value,),
    ).fetchone()
    return None if row is None else Job(*row)


def failed_of_others(db: Database, source: Source, who: str) -> bool:
    """Return whether a failed upload of this name is another's, which a new one would replace."""
    row = db.execute(
        "SELECT 1 FROM jobs WHERE document_id = ? AND state = 'failed' AND who <> ?",
        (source.document_id, who),
    )
    return row.fetchone() is not None


def sender(db: Database, job_id: str) -> str:
    row = db.execute("SELECT who FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return "" if row is None else str(row[0])


def end(change: Change, claim: Claim, state: State, code: str, reason: str, less: int = 0) -> None:
    """Let a job that is held end, or be replaced where a newer one of its document came."""
    db = change.connection
    held, key = "number = ? AND lease = ? AND state = 'reading'", (claim.number, claim.lease)
    # First what was overtaken; the second statement finds only what is still being read.
    db.execute(f"UPDATE jobs SET {_REPLACED}, changed = ? WHERE {held} AND {_NEWER}", (now(), *key))
    db.execute(
        "UPDATE jobs SET state = ?, code = ?, reason = ?, changed = ?, tries = tries - ?, "
        f"lease = '' WHERE {held}",
        (state, code, reason, now(), less, *key),
    )
    change.drop_bytes()


def replace(change: Change, document_id: str, *, newest: int | None = None) -> None:
    """Cancel the uploads of a document that a newer one is about to replace.

    One that is being read is left to finish first, unless what is newest came before it: then
    `newest` is the number of that job, or 0 where it is already stored.
    """
    states = "('waiting', 'failed')" if newest is None else "('waiting', 'failed', 'reading')"
    change.connection.execute(
        f"UPDATE jobs SET {_REPLACED}, changed = ? WHERE document_id = ? AND number <> ? "
        f"AND state IN {states}",
        (now(), document_id, newest or 0),  # no job has the number 0
    )
    change.drop_bytes()


def take_over(change: Change, lease: str, gone: Collection[str] | None, tries: int) -> None:
    """Let what was being read under leases that ended wait again, or fail after the last try.

    Where a newer upload of the same document came meanwhile, the older one is cancelled. One
    that was read beside another when their process ended may not be to blame: it fails only
    after twice as many tries.
    """
    db = change.connection
    # Named, because three statements share it with values of their own; as JSON, because a
    # statement takes a limited number of values.
    left = "state = 'reading' AND lease <> :lease"
    if gone is not None:
        left += " AND lease IN (SELECT value FROM json_each(:gone))"
    values = {"lease": lease, "gone": json.dumps(sorted(gone or ())), "now": now(), "tries": tries}
    # Each statement takes its jobs out of `reading`, so the next finds only the rest.
    db.execute(f"UPDATE jobs SET {_REPLACED}, changed = :now WHERE {left} AND {_NEWER}", values)
    db.execute(
        "UPDATE jobs SET state = 'failed', code = 'crashed', changed = :now, reason = "
        f"'the service ended each time while reading it' WHERE {left} "
        f"AND tries >= CASE WHEN {_BESIDE} THEN 2 * :tries ELSE :tries END",
        values,
    )
    db.execute(f"UPDATE jobs SET state = 'waiting' WHERE {left}", values)
    change.drop_bytes()


def one(db: Database, job_id: str) -> Job | None:
    row = db.execute(f"SELECT {COLUMNS} FROM jobs WHERE id = ? AND {KNOWN}", (job_id,)).fetchone()
    return None if row is None else Job(*row)


def require(db: Database, job_id: str) -> Job:
    job = one(db, job_id)
    assert job is not None, "it was written in this transaction"
    return job


def moment() -> str:
    """Return the current time as the table of jobs has it, which tells two that are sent apart."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def count_by_state(db: Database) -> dict[State, int]:
    """Return how many jobs wait, are read and failed; a state that none is in is left out."""
    rows = db.execute(
        "SELECT state, count(*) FROM jobs WHERE state IN ('waiting', 'reading', 'failed') "
        "GROUP BY state"
    )
    return dict(rows.fetchall())


def new_id() -> str:
    """Return an id that nobody can guess."""
    return b32encode(secrets.token_bytes(16)).decode("ascii").lower()[:26]
