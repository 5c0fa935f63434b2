"""Uploads that wait to be read: rows of the ledger, with their bytes until they are done.

A job is held under the lease of one worker, which is a lock between processes: it ends
with the process that holds it, whatever the clock says. What was being read under a lease
that has ended is taken over by any other worker.

Jobs that take long never hold all workers: one is always left for the others.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal

from corpus import Source
from corpus.reading import READERS
from index.counted import counted
from index.errors import JobLost, NameTaken, QueueFull, QuotaReached
from index.ledger.catalogue import AnyCatalogue
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.job_names import distinct, free
from index.ledger.job_rows import (
    COLUMNS,
    KNOWN,
    Job,
    State,
    count_by_state,
    end,
    failed_of_others,
    moment,
    new_id,
    one,
    open_job,
    replace,
    require,
    sender,
    take_over,
)
from index.ledger.quota import require_quota
from index.ledger.rows import now
from index.ledger.transaction import LOST, Change
from index.types import Claim, DocumentInfo, LoggedChange

OnConflict = Literal["replace", "keep", "refuse"]
"""What becomes of an upload whose name another document, or waiting upload, has.

The failed upload of somebody else has its name too, except for "replace"."""

TRIES = 3
"""How often a job is tried before it is given up; a guess: once more than bad luck takes."""

SLOW_BYTES = 2_000_000
"""From so many bytes on a job is taken for slow; a guess. Others turn out to be slow later."""

_BEHIND = 100
"""How many uploads that came later may go before a slow one, which would wait for ever without a
bound where quick ones keep coming; a guess: as many as may wait by default."""

_KEPT = 1000  # jobs that ended and are still listed, of each kind; a guess: a day of a busy service
# The document of a job that is read is left alone: the later job could end before the earlier.
_NEXT = (
    "state = 'waiting' AND document_id NOT IN "
    "(SELECT document_id FROM jobs WHERE state = 'reading')"
)
_NONE_READING = "NOT EXISTS (SELECT 1 FROM jobs WHERE state = 'reading')"
_SLOW_READING = "SELECT count(*) FROM jobs WHERE state = 'reading' AND slow = 1 AND number <> ?"


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

    waiting: int = 100  # a guess: minutes of reading
    spooled: int = 1_000_000_000  # bytes; a guess: forty of the largest uploads
    documents: int = 100_000  # a guess, of the order that `docs/performance.md` measures


class Jobs:
    """The uploads of one collection; safe to share between threads and processes."""

    def __init__(
        self,
        ledger: AnyCatalogue,
        with_room: Callable[[Callable[[], bool]], bool] = lambda work: work(),
        who: str = "",
    ) -> None:
        """Keep the jobs of `who` in a ledger; `with_room` works even if the disk is full."""
        self._ledger = ledger
        self._with_room = with_room
        self._who = who

    def submit(
        self,
        source: Source,
        data: bytes,
        sha256: str,
        limits: Limits,
        on_conflict: OnConflict = "replace",
        language: str = "",
    ) -> Job | DocumentInfo:
        """Take in an upload: on disk when this returns.

        Bytes that are a document already, or wait to become one, are not taken twice: that
        document, or that job as it was before they were sent again, is returned, unless they
        are a new version of another document. A waiting upload of the same source is replaced.
        `language` is the code of the one that it is said to be in; "" to find it out.

        Raises:
            NameTaken: If there is another document of the name, and it is to be refused then.
            QueueFull: If too many wait.
            QuotaReached: If the collection holds as much as it may.
        """
        with self._ledger.writing(self._who) as change:
            db = change.connection
            own = _of_name(change, source)
            waiting = open_job(db, "document_id", source.document_id)
            replaces = on_conflict == "replace" and (own is not None or waiting is not None)
            known = _known(change, own, sha256, replaces=replaces)
            if known is not None:
                if replaces and known.id == source.document_id:
                    replace(change, known.id, newest=0)
                return known
            same = open_job(db, "sha256", sha256)
            if same is not None and (same.document_id == source.document_id or not replaces):
                if replaces:
                    replace(change, same.document_id, newest=same.number)
                db.execute("UPDATE jobs SET created = ? WHERE number = ?", (moment(), same.number))
                return same
            failed = on_conflict != "replace" and failed_of_others(db, source, self._who)
            if own is not None or waiting is not None or failed:
                if on_conflict == "refuse":
                    version = None if own is None else own.version
                    raise NameTaken(source.label, source.document_id, version)
                if on_conflict == "keep":
                    source, own, waiting = free(db, source), None, None
            source = distinct(db, source)
            _require_room(db, change, len(data), limits, is_new=own is None)
            replace(change, source.document_id)
            replaced = own.version if own is not None else None if waiting is None else ""
            return _insert(change, source, data, sha256, replaced, language)

    def get(self, job_id: str) -> Job | None:
        """Return a job; None where there is none of the id."""
        with self._ledger.reading() as snapshot:
            return one(snapshot.connection, job_id)

    def sender(self, job_id: str) -> str:
        """Return the name of who sent an upload; "" where nobody had one, or there is no job."""
        with self._ledger.reading() as snapshot:
            return sender(snapshot.connection, job_id)

    def all(self) -> list[Job]:
        """Return the known jobs, newest first, up to 1,000."""
        with self._ledger.reading() as snapshot:
            rows = snapshot.connection.execute(
                f"SELECT {COLUMNS} FROM jobs WHERE {KNOWN} ORDER BY number DESC LIMIT ?", (_KEPT,)
            )
            return [Job(*row) for row in rows]

    def counts(self) -> dict[State, int]:
        with self._ledger.reading() as snapshot:
            return count_by_state(snapshot.connection)

    def leases(self) -> set[str]:
        """Return the leases under which jobs are being read, or were by a process that ended."""
        with self._ledger.reading() as snapshot:
            return {
                row[0]
                for row in snapshot.connection.execute(
                    "SELECT DISTINCT lease FROM jobs WHERE state = 'reading'"
                )
            }

    def claim(
        self, lease: str, *, gone: Collection[str] | None = None, workers: int = 1
    ) -> Work | None:
        """Take the next job under a lease; None where none may be taken.

        Those that were tried before come after all others, and begin when nothing else is read,
        so that one that ends its process is known by that. Slow ones come after those that came
        soon after them. Of `workers`, one is left for jobs that are neither. Two jobs of one
        document are never read at once: the later would be overtaken by the earlier.

        Args:
            lease: The worker's own; call this only while holding its lock.
            gone: The leases that have ended, of which jobs are taken over; all others if not told.
            workers: How many work on the collection.
        """
        with self._ledger.writing() as change:
            db = change.connection
            # First, so that what is taken over can be chosen below.
            take_over(change, lease, gone, TRIES)
            slow_too = db.execute(_SLOW_READING, (0,)).fetchone()[0] < max(1, workers - 1)
            # By tries: one that was tried may have ended its process, so it comes last and alone.
            # A slow one queues as if it had come `_BEHIND` uploads later.
            row = db.execute(
                f"SELECT {COLUMNS}, key, data FROM jobs JOIN spool ON job = number WHERE {_NEXT} "
                f"AND (tries = 0 OR {_NONE_READING}) AND slow <= ? "
                "ORDER BY tries, number + slow * ? LIMIT 1",
                (int(slow_too), _BEHIND),
            ).fetchone()
            if row is None:
                return None
            number = row[0]
            # `tries > 0` is that of before: SQL computes all values from the old row.
            db.execute(
                "UPDATE jobs SET state = 'reading', tries = tries + 1, lease = ?, changed = ?, "
                "slow = CASE WHEN tries > 0 THEN 1 ELSE slow END WHERE number = ?",
                (lease, now(), number),
            )
            job = require(db, row[1])
        return Work(job, Source(row[-2], job.name), row[-1], Claim(number, lease))

    def turns_slow(self, claim: Claim, workers: int) -> bool:
        """Mark a job that turns out to take long; return whether it may go on.

        It may not where that would leave no worker for quick ones: then it waits again, behind
        them, and this does not count as a try.
        """
        with self._ledger.writing() as change:
            db = change.connection
            key = (claim.number, claim.lease)
            db.execute("UPDATE jobs SET slow = 1 WHERE number = ? AND lease = ?", key)
            others = db.execute(_SLOW_READING, (claim.number,)).fetchone()[0]
            if others < max(1, workers - 1):
                # A single worker has no place to keep free: it goes on only if no quick job waits.
                quick = f"SELECT 1 FROM jobs WHERE {_NEXT} AND slow = 0 AND tries = 0"
                if workers > 1 or db.execute(quick).fetchone() is None:
                    return True
            end(change, claim, "waiting", "", "", less=1)
            return False

    def require(self, claim: Claim) -> None:
        """Return if a job is still held under a claim.

        Raises:
            JobLost: If it was cancelled, or is read by another worker.
        """
        with self._ledger.reading() as snapshot:
            held = "SELECT 1 FROM jobs WHERE number = ? AND lease = ? AND state = 'reading'"
            if not snapshot.connection.execute(held, (claim.number, claim.lease)).fetchone():
                raise JobLost(LOST)

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

        A `blameless` job failed through no fault of its own, such as on a full disk: that does
        not count as a try.
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
        with self._ledger.writing(self._who) as change:
            # Only from `failed`: what two people retry at once must not begin twice.
            again = change.connection.execute(
                "UPDATE jobs SET state = 'waiting', tries = 0, lease = '', code = '', "
                "reason = '', changed = ? WHERE id = ? AND state = 'failed'",
                (now(), job_id),
            )
            if again.rowcount:
                change.log_change(LoggedChange("upload_retried", subject=job_id))
            return one(change.connection, job_id)

    def dismiss(self, job_id: str) -> bool:
        """Forget a job with its bytes; one that still waits is cancelled by that."""
        return self._with_room(lambda: self._dismiss(job_id))

    def _dismiss(self, job_id: str) -> bool:
        with self._ledger.writing(self._who) as change:
            job = one(change.connection, job_id)
            # A tombstone, as of documents: `drop_bytes` takes the row once its bytes are gone.
            done = change.connection.execute(
                "UPDATE jobs SET state = 'deleted', code = 'dismissed', name = '', key = '', "
                "reason = '' WHERE id = ? AND code <> 'dismissed'",
                (job_id,),
            ).rowcount
            if job is not None and job.state != "ready":  # of those nothing but the row goes
                change.log_change(LoggedChange("upload_dismissed", subject=job_id))
            change.drop_bytes()
            return bool(done)

    def _end(self, claim: Claim, state: State, code: str, reason: str, less: int = 0) -> None:
        with self._ledger.writing() as change:
            end(change, claim, state, code, reason, less)


def _of_name(snapshot: DocumentRows, source: Source) -> DocumentInfo | None:
    """Return the document of an upload's name, of a file that only holds others the first."""
    return next(
        filter(None, map(snapshot.info, (source.document_id, *snapshot.under(source.key)))), None
    )


def _known(
    snapshot: DocumentRows, own: DocumentInfo | None, sha256: str, *, replaces: bool
) -> DocumentInfo | None:
    """Return the document that was read from bytes of a sha256, first the one of the name.

    One that would be replaced is not known if older readers read it, or not to its end: it is read
    again.
    """
    if own is not None and own.origin_sha256 == sha256:
        again = own.reader < READERS or snapshot.is_unfinished(own.id)
        return None if replaces and again else own
    return None if replaces else snapshot.known_content(sha256)


def _insert(
    change: Change, source: Source, data: bytes, sha256: str, replaced: str | None, language: str
) -> Job:
    """Write a new job with its bytes, and forget the oldest."""
    db, job_id = change.connection, new_id()
    (number,) = db.execute(
        "INSERT INTO jobs (id, name, key, document_id, sha256, size, state, tries, lease, code, "
        "reason, created, changed, slow, replaced, who, language) "
        "VALUES (?,?,?,?,?,?,'waiting',0,'','','',?,?,?,?,?,?) RETURNING number",
        (
            job_id,
            source.label,
            source.key,
            source.document_id,
            sha256,
            len(data),
            moment(),
            now(),
            int(len(data) >= SLOW_BYTES),
            replaced,
            change.who,
            language,
        ),
    ).fetchone()
    db.execute("INSERT INTO spool VALUES (?, ?)", (number, data))
    size = (("bytes", len(data)),)
    change.log_change(LoggedChange("upload_accepted", source.document_id, job_id, size))
    change.require_room()
    # By number instead of a count: the primary key finds them, and is never given twice.
    db.execute(
        "DELETE FROM jobs WHERE state IN ('ready', 'deleted') AND number <= ?",
        (number - _KEPT,),
    )
    # By a count: a failed one still has its bytes, and stays until it would be one too many.
    db.execute(
        "DELETE FROM jobs WHERE state = 'failed' AND number NOT IN (SELECT number "
        "FROM jobs WHERE state = 'failed' ORDER BY number DESC LIMIT ?)",
        (_KEPT,),
    )
    return require(db, job_id)


def _require_room(
    db: Database, snapshot: DocumentRows, size: int, limits: Limits, *, is_new: bool
) -> None:
    # What has failed waits for nobody, but its bytes are on the disk. Both in one pass.
    waiting, spooled = db.execute(
        "SELECT count(*) FILTER (WHERE state IN ('waiting', 'reading')), "
        "coalesce(sum(size) FILTER (WHERE state IN ('waiting', 'reading', 'failed')), 0) FROM jobs"
    ).fetchone()
    if waiting >= limits.waiting:
        raise QueueFull(
            f"{counted(waiting, 'upload')} are waiting, as many as PINCITE_QUEUE allows: send "
            "this one again later"
        )
    if spooled + size > limits.spooled:
        raise QuotaReached(
            f"waiting and failed uploads take {counted(spooled, 'byte')} of the "
            f"{limits.spooled:,} they may take: dismiss the failed ones"
        )
    if is_new:
        require_quota(snapshot, limits.documents - 1 - waiting)
