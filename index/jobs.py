"""Uploads that wait to be read: rows of the ledger, with their bytes until they are done.

A job is held under the lease of one worker, which is a lock between processes: it ends
with the process that holds it, whatever the clock says. Whoever has the lock may take
over every job that somebody else was reading.
"""

import secrets
import sqlite3
from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from corpus import Source
from index.change import Change, now
from index.contract import Claim
from index.counted import counted
from index.errors import QueueFull, QuotaReached
from index.hits import DocumentInfo
from index.ledger import Ledger
from index.snapshot import Snapshot

State = Literal["waiting", "reading", "ready", "failed", "deleted"]

TRIES = 3
"""How often a job is tried before it is given up."""

_KEPT = 1000
_COLUMNS = (
    "number, id, name, document_id, sha256, size, state, tries, code, reason, created, changed"
)

_NEWER = (
    "EXISTS (SELECT 1 FROM jobs newer WHERE newer.document_id = jobs.document_id "
    "AND newer.number > jobs.number AND newer.state IN ('waiting', 'ready'))"
)
_KNOWN = "code <> 'dismissed'"  # of the others there are bytes still to be erased
_REPLACED = (
    "state = 'deleted', code = 'replaced', "
    "reason = 'a newer upload of the same name took its place'"
)


@dataclass(frozen=True, slots=True)
class Job:
    """An upload: `code` says how a ready one went (`added`), or why another ended.

    `created` is when its bytes were last sent, which differs for each time.
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

    @property
    def open(self) -> bool:
        """Tell whether something is still to come of it."""
        return self.state in ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class Work:
    """A job to be done now: what it is, its bytes, and the right to finish it."""

    job: Job
    source: Source
    data: bytes
    claim: Claim


@dataclass(frozen=True, slots=True)
class Limits:
    """How many uploads may wait, their bytes together, and the documents of a collection."""

    waiting: int = 100
    spooled: int = 1_000_000_000
    documents: int = 100_000


class Jobs:
    """The uploads of one collection; safe to share between threads and processes."""

    def __init__(
        self, ledger: Ledger, with_room: Callable[[Callable[[], bool]], bool] = lambda work: work()
    ) -> None:
        """Keep the jobs in a ledger; `with_room` does some work even if the disk is full."""
        self._ledger = ledger
        self._with_room = with_room

    def submit(
        self, source: Source, data: bytes, sha256: str, limits: Limits
    ) -> Job | DocumentInfo:
        """Take in an upload: on disk when this returns.

        Bytes that are a document already, or wait to become one, are not taken twice: that
        document, or that job as it was before they were sent again, is returned. A waiting
        upload of the same source is replaced.

        Raises:
            QueueFull: If too many wait.
            QuotaReached: If the collection holds as much as it may.
        """
        with self._ledger.writing() as change:
            known = change.known_content(sha256)
            db = change.connection
            if known is not None:
                if known.id == source.document_id:
                    _replace(change, known.id, newest=0)
                return known
            row = db.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE sha256 = ? AND state IN ('waiting', 'reading')",
                (sha256,),
            ).fetchone()
            if row is not None:
                job = Job(*row)
                if job.document_id == source.document_id:
                    _replace(change, job.document_id, newest=job.number)
                db.execute("UPDATE jobs SET created = ? WHERE number = ?", (_moment(), job.number))
                return job
            _require_room(db, change, source.document_id, len(data), limits)
            _replace(change, source.document_id)
            job_id = _new_id()
            number = db.execute(
                "INSERT INTO jobs (id, name, key, document_id, sha256, size, state, tries, lease, "
                "code, reason, created, changed) VALUES (?,?,?,?,?,?,'waiting',0,'','','',?,?)",
                (
                    job_id,
                    source.label,
                    source.key,
                    source.document_id,
                    sha256,
                    len(data),
                    _moment(),
                    now(),
                ),
            ).lastrowid
            db.execute("INSERT INTO spool VALUES (?, ?)", (number, data))
            change.require_room()
            db.execute(
                "DELETE FROM jobs WHERE state IN ('ready', 'deleted') AND number <= ?",
                ((number or 0) - _KEPT,),
            )
            db.execute(
                "DELETE FROM jobs WHERE state = 'failed' AND number NOT IN (SELECT number "
                "FROM jobs WHERE state = 'failed' ORDER BY number DESC LIMIT ?)",
                (_KEPT,),
            )
            return _require(db, job_id)

    def get(self, job_id: str) -> Job | None:
        """Return a job; None where there is none of the id."""
        with self._ledger.reading() as snapshot:
            return _one(snapshot.connection, job_id)

    def all(self) -> list[Job]:
        """Return the jobs that are known, the newest first, up to 1,000."""
        with self._ledger.reading() as snapshot:
            rows = snapshot.connection.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE {_KNOWN} ORDER BY number DESC LIMIT ?",
                (_KEPT,),
            )
            return [Job(*row) for row in rows]

    def claim(self, lease: str) -> Work | None:
        """Take the next job under a lease; None where none waits.

        Those that were tried before come after all others, so that none that always fails
        keeps the others waiting. What another lease holds is taken over: call this only
        while holding that lock.
        """
        with self._ledger.writing() as change:
            db = change.connection
            _take_over(change, lease)
            row = db.execute(
                f"SELECT {_COLUMNS}, key, data FROM jobs JOIN spool ON job = number "
                "WHERE state = 'waiting' ORDER BY tries, number LIMIT 1"
            ).fetchone()
            if row is None:
                return None
            number = row[0]
            db.execute(
                "UPDATE jobs SET state = 'reading', tries = tries + 1, lease = ?, changed = ? "
                "WHERE number = ?",
                (lease, now(), number),
            )
            job = _require(db, row[1])
        return Work(job, Source(row[-2], job.name), row[-1], Claim(number, lease))

    def known(self, claim: Claim, info: DocumentInfo) -> None:
        """Finish a job whose bytes turned out to be a document already.

        Raises:
            JobLost: If it is not held under this claim any more.
        """
        with self._ledger.writing() as change:
            change.settle(claim, info.id, "unchanged")

    def fail(self, claim: Claim, code: str, reason: str) -> None:
        """Give a job up; its bytes stay, so that it can be tried again."""
        self._end(claim, "failed", code, reason)

    def again(self, claim: Claim, code: str, reason: str, *, blameless: bool = False) -> None:
        """Put a job back to wait, or give it up after the last try.

        A job that is `blameless` was hindered by what is not its own fault, such as a full
        disk; that is no try.
        """
        with self._ledger.reading() as snapshot:
            row = snapshot.connection.execute(
                "SELECT tries FROM jobs WHERE number = ?", (claim.number,)
            ).fetchone()
        if row is not None and row[0] >= TRIES and not blameless:
            self._end(claim, "failed", code, reason)
        else:
            self._end(claim, "waiting", code, reason, less=int(blameless))

    def retry(self, job_id: str) -> Job | None:
        """Let a failed job wait again; one that did not fail is left as it is."""
        with self._ledger.writing() as change:
            change.connection.execute(
                "UPDATE jobs SET state = 'waiting', tries = 0, lease = '', code = '', "
                "reason = '', changed = ? WHERE id = ? AND state = 'failed'",
                (now(), job_id),
            )
            return _one(change.connection, job_id)

    def dismiss(self, job_id: str) -> bool:
        """Forget a job with its bytes; one that still waits is cancelled by that."""
        return self._with_room(lambda: self._dismiss(job_id))

    def _dismiss(self, job_id: str) -> bool:
        with self._ledger.writing() as change:
            done = change.connection.execute(
                "UPDATE jobs SET state = 'deleted', code = 'dismissed', name = '', key = '', "
                "reason = '' WHERE id = ? AND code <> 'dismissed'",
                (job_id,),
            ).rowcount
            change.drop_bytes()
            return bool(done)

    def _end(self, claim: Claim, state: State, code: str, reason: str, less: int = 0) -> None:
        """Let a job that is held end, or be replaced where a newer one of its document came."""
        held, key = "number = ? AND lease = ? AND state = 'reading'", (claim.number, claim.lease)
        with self._ledger.writing() as change:
            db = change.connection
            db.execute(
                f"UPDATE jobs SET {_REPLACED}, changed = ? WHERE {held} AND {_NEWER}", (now(), *key)
            )
            db.execute(
                "UPDATE jobs SET state = ?, code = ?, reason = ?, changed = ?, tries = tries - ? "
                f"WHERE {held}",
                (state, code, reason, now(), less, *key),
            )
            change.drop_bytes()


def _require_room(
    db: sqlite3.Connection, snapshot: Snapshot, document_id: str, size: int, limits: Limits
) -> None:
    waiting, spooled = db.execute(
        "SELECT count(*) FILTER (WHERE state IN ('waiting', 'reading')), "
        "coalesce(sum(size) FILTER (WHERE state IN ('waiting', 'reading', 'failed')), 0) FROM jobs"
    ).fetchone()
    if waiting >= limits.waiting:
        raise QueueFull(
            f"{counted(waiting, 'upload')} to be read, as many as may wait (PINCITE_QUEUE): send "
            "this one again in a while"
        )
    if spooled + size > limits.spooled:
        raise QuotaReached(
            f"the uploads that wait or have failed hold {counted(spooled, 'byte')} of the "
            f"{limits.spooled:,} that they may: dismiss those that have failed"
        )
    documents = snapshot.count("documents") + waiting
    if documents >= limits.documents and snapshot.info(document_id) is None:
        raise QuotaReached(
            f"the collection has {counted(documents, 'document')}, as many as it may "
            "(PINCITE_DOCUMENTS): remove some first"
        )


def _replace(change: Change, document_id: str, *, newest: int | None = None) -> None:
    """Cancel the uploads of a document that a newer one is about to replace.

    One that is being read is left to be done first, unless `newest` tells that what is the
    newest came before it: the number of that job, or 0 where it is stored already.
    """
    states = "('waiting', 'failed')" if newest is None else "('waiting', 'failed', 'reading')"
    change.connection.execute(
        f"UPDATE jobs SET {_REPLACED}, changed = ? WHERE document_id = ? AND number IS NOT ? "
        f"AND state IN {states}",
        (now(), document_id, newest),
    )
    change.drop_bytes()


def _take_over(change: Change, lease: str) -> None:
    """Let what a process was reading that is gone wait again, or fail after the last try.

    Where a newer upload of the same document came meanwhile, the older one is cancelled.
    """
    left = "state = 'reading' AND lease <> ?"
    change.connection.execute(
        f"UPDATE jobs SET {_REPLACED}, changed = ? WHERE {left} AND {_NEWER}", (now(), lease)
    )
    change.connection.execute(
        "UPDATE jobs SET state = 'failed', code = 'crashed', changed = ?, reason = "
        f"'the service ended each time while reading it' WHERE {left} AND tries >= ?",
        (now(), lease, TRIES),
    )
    change.connection.execute(f"UPDATE jobs SET state = 'waiting' WHERE {left}", (lease,))
    change.drop_bytes()


def _one(db: sqlite3.Connection, job_id: str) -> Job | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id = ? AND {_KNOWN}", (job_id,)).fetchone()
    return None if row is None else Job(*row)


def _require(db: sqlite3.Connection, job_id: str) -> Job:
    job = _one(db, job_id)
    assert job is not None, "it was written in this transaction"
    return job


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _new_id() -> str:
    return b32encode(secrets.token_bytes(16)).decode("ascii").lower()[:26]
