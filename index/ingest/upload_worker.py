"""Reads uploads in the background, some at a time, and tidies up when none waits."""

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal

from corpus import CorpusError, Damaged, ReaderStopped
from corpus.sandbox.pool import ReaderPool
from index import Index, IndexFault, Job, Limits, Work
from index.errors import (
    CollectionGone,
    DiskFull,
    IndexAway,
    IndexMismatch,
    IndexRefused,
    JobLost,
    LedgerUnusable,
    ModelRefused,
    OnnxExportRefused,
    PassageTooLong,
    ShuttingDown,
)
from index.ingest.upload_reading import UploadReader

Outcome = Literal["read", "unchanged", "refused", "cancelled", "again"]
"""How a job ended: its document is there, or was before; it cannot be read; it was taken away; it
is tried again, or was given up after the last try."""

log = logging.getLogger("pincite.web")

_IDLE = 1.0  # seconds between two looks if nothing wakes a worker; a guess: nobody minds one
_HINDERED = 3.0  # seconds until the disk or the model is tried again; a guess: neither mends in one
_GONE = (
    60.0  # seconds until a collection is looked for that is gone; a guess: it is let go of sooner
)
_LOCKED = 2.0  # seconds until a place is tried again; a guess: services start seldom
_TIDYING = 300.0
"""Seconds until an idle worker tidies though it changed nothing; a guess: another service may have
ended before it did, and what had to wait may have waited."""
_BEAT = 4.0  # seconds between signs of life; a guess: proxies drop what is silent for longer
_HINDERS_ALL = (
    *(IndexAway, IndexRefused, LedgerUnusable, IndexMismatch),
    *(ModelRefused, OnnxExportRefused),
)
"""The disk, the servers and the model: no document is to blame, and none can be read."""
_INTERNAL = "Something went wrong while it was read; the log of the service tells more."


class Worker:
    """Does the jobs of one collection in threads of its own.

    Each has a place that is a lock, and of all processes that serve a collection one has each
    place. When it ends, however it ends, another takes over what it was reading. One place is
    always left for jobs that are quick.
    """

    def __init__(
        self,
        index: Index,
        room: ReaderPool,
        workers: int = 2,
        most: int = Limits().documents,
        count: Callable[[Outcome], object] = lambda outcome: None,
    ) -> None:
        """Work on a collection with so many workers, until it has so many documents at most.

        `count` hears how each job ended, from several threads.
        """
        self._count = count
        self._index = index
        self._room = room
        self._jobs = index.jobs
        self._workers = workers
        self._uploads = UploadReader(
            index, room, self._goes_on, lambda: self._ending.is_set(), most
        )
        self._token = secrets.token_hex(8)
        self._ending = threading.Event()
        self._why: IndexFault = ShuttingDown("the service is shutting down: ask again in a moment")
        self._wakings = [threading.Event() for _ in range(workers)]
        self._changed = threading.Condition()
        self._untidy = True
        self._tidied = 0.0  # when it was tidied last
        self._threads = [
            threading.Thread(target=self._run, args=(place,), name=f"worker-{place}", daemon=True)
            for place in range(workers)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 10, why: IndexFault | None = None) -> None:
        """End after the jobs that are being read, or leave them to the next start.

        Args:
            seconds: How long it waits for them; a guess: most end by then.
            why: What whoever watches jobs gets; as a rule that the service is shutting down.
        """
        self._why = why or self._why
        self._ending.set()
        self.wake()
        until = time.monotonic() + seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))

    def wake(self) -> None:
        """Look now whether there is something to do."""
        for waking in self._wakings:
            waking.set()
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, job_id: str, seconds: float) -> Job | None:
        """Return a job once it is done, or as it is after some seconds; None if it is gone."""
        until = time.monotonic() + seconds
        job = self._jobs.get(job_id)
        while job is not None and job.open and not self._ending.is_set():
            left = until - time.monotonic()
            if left <= 0:
                break
            self._await_change(min(left, _IDLE))
            job = self._jobs.get(job_id)
        return job

    def watch(self, look: Callable[[], list[Job]], *, for_ever: bool) -> Iterator[Job | None]:
        """Yield jobs as they are, then each that changes; None every few seconds.

        Unless it is for ever, it ends once none of them is open.

        Raises:
            ShuttingDown: If the service ends before; or for what it was stopped.
        """
        seen: dict[str, Job] = {}
        beat = time.monotonic()
        while not self._ending.is_set():
            jobs = look()
            for job in reversed(jobs):
                if seen.get(job.id) != job:
                    seen[job.id] = job
                    yield job
            if not for_ever and not any(job.open for job in jobs):
                return
            self._await_change(_IDLE)
            if time.monotonic() - beat >= _BEAT:
                beat = time.monotonic()
                yield None
        raise self._why

    def _tell_change(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _await_change(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait(seconds)

    def _run(self, place: int) -> None:
        while not self._ending.is_set():
            try:
                with self._index.alone(f"worker-{place}") as mine:
                    # By its own part it is told from what it held before, by the other from
                    # what another process holds.
                    lease = f"{place}.{secrets.token_hex(4)}:{self._token}"
                    while mine and not self._ending.is_set():
                        self._step(place, lease)
            except CollectionGone as exc:
                log.info("no more uploads are read: %s", exc)
                self._ending.wait(_GONE)
            except (OSError, IndexFault) as exc:
                log.error("uploads cannot be read now: %s", exc)
                self._ending.wait(_HINDERED)
            except Exception:
                log.exception("uploads are not being read")
                self._ending.wait(_HINDERED)
            else:
                self._ending.wait(_LOCKED)

    def _step(self, place: int, lease: str) -> None:
        """Do a job, or tidy up and wait for one."""
        waking = self._wakings[place]
        waking.clear()
        try:
            work = self._jobs.claim(lease, gone=self._gone(place, lease), workers=self._workers)
        except DiskFull:
            self._tidy()  # erasing what was removed makes room
            raise
        if work is not None:
            self._tell_change()
            self._count(self._do(work))
            self._untidy = True
            self.wake()  # also those that waited for a job of this document to end
            return
        if self._untidy or time.monotonic() - self._tidied > _TIDYING:
            self._tidy()
        if waking.wait(_HINDERED if self._untidy else _IDLE):
            self._untidy = True

    def _gone(self, place: int, lease: str) -> set[str]:
        """Return the leases that have ended: nobody has their place, or somebody else has it."""
        others = self._jobs.leases() - {lease}
        return {other for other in others if self._has_ended(other, place)}

    def _has_ended(self, lease: str, mine: int) -> bool:
        place = lease.partition(".")[0]
        if not place.isdecimal() or int(place) == mine:
            return True
        with self._index.alone(f"worker-{int(place)}") as free:
            return free

    def _tidy(self) -> None:
        """Tidy up, unless another worker, or process, does."""
        with self._index.alone("tidy") as mine:
            if mine:
                self._untidy = not self._index.tidy()
            self._tidied = time.monotonic()

    def _do(self, work: Work) -> Outcome:
        """Do a job, and write what became of it."""
        claim = work.claim
        try:
            with self._index.reader() as reader:
                known = reader.by_upload(work.job.document_id, work.job.sha256)
            if known is not None:
                self._jobs.known(claim, known)
                return "unchanged"
            if hashlib.sha256(work.data).hexdigest() != work.job.sha256:
                raise Damaged("its bytes are damaged on the server's disk: upload it again")
            self._uploads.take_in(work)
        except JobLost as exc:
            log.info("job %s: %s", work.job.id, exc)
            return "cancelled"
        except CorpusError as exc:
            if isinstance(exc, ReaderStopped) and self._ending.is_set():
                return "again"  # the next start reads it
            code, reason = exc.code, exc.message
            self._write(lambda: self._jobs.fail(claim, code, reason))
            return "refused"
        except PassageTooLong as exc:
            code, reason = exc.code, exc.message
            self._write(lambda: self._jobs.fail(claim, code, reason))
            return "refused"
        except IndexFault as exc:
            log.error("job %s waits: %s", work.job.id, exc)
            code, reason = exc.code, exc.message
            blameless = isinstance(exc, _HINDERS_ALL)
            self._write(lambda: self._jobs.again(claim, code, reason, blameless=blameless))
            self._ending.wait(_HINDERED)
            return "again"
        except Exception:
            log.exception("job %s failed", work.job.id)
            self._write(lambda: self._jobs.again(claim, "internal", _INTERNAL))
            return "again"
        return "read"

    def _goes_on(self, work: Work) -> bool:
        """Tell whether a job found to be slow may go on now."""
        return self._jobs.turns_slow(work.claim, self._workers)

    def _write(self, how: Callable[[], None]) -> None:
        """Write what became of a job, as soon as it can be written."""
        while not self._ending.is_set():
            try:
                how()
            except IndexFault as exc:
                log.error("the result of a job cannot be written yet: %s", exc)
                self._ending.wait(_HINDERED)
            else:
                return
