"""Reads uploads in the background, one after the other, and tidies up when none waits."""

import hashlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator

from corpus import CorpusError, Damaged, ReaderStopped
from corpus.apart import ReadingRoom
from index import Arrival, IndexFault, Job, LocalIndex, Work
from index.errors import (
    DiskFull,
    IndexMismatch,
    JobLost,
    LedgerUnusable,
    LightFormRefused,
    ModelRefused,
    PassageTooLong,
)
from index.lock import alone
from qa.errors import ShuttingDown

log = logging.getLogger("pincite.web")

_IDLE = 1.0
_HINDERED = 3.0
_LOCKED = 2.0
_BEAT = 4.0
_HINDERS_ALL = (LedgerUnusable, IndexMismatch, ModelRefused, LightFormRefused)
"""The disk and the model: no document is to blame for them, and none can be read."""
_INTERNAL = "Something went wrong while it was read; the log of the service tells more."


class Worker:
    """Does the jobs of one collection in a thread of its own.

    Of all processes that serve a collection one at a time does its jobs: the one that
    holds a lock. When it ends, however it ends, another takes over what it was reading.
    """

    def __init__(self, index: LocalIndex, room: ReadingRoom) -> None:
        self._index = index
        self._room = room
        self._jobs = index.jobs
        self._lease = secrets.token_hex(8)
        self._ending = threading.Event()
        self._waking = threading.Event()
        self._changed = threading.Condition()
        self._untidy = True
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 10) -> None:
        """End after the job that is being read, or leave that to the next start."""
        self._ending.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def wake(self) -> None:
        """Look now whether there is something to do."""
        self._waking.set()
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
            ShuttingDown: If the service ends before.
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
        raise ShuttingDown("the service is shutting down: ask again in a moment")

    def _await_change(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait(seconds)

    def _tell_change(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                with alone(self._index.directory / "worker.lock") as mine:
                    while mine and not self._ending.is_set():
                        self._step()
            except (OSError, IndexFault) as exc:
                log.error("uploads are not being read: %s", exc)
                self._ending.wait(_HINDERED)
            except Exception:
                log.exception("uploads are not being read")
                self._ending.wait(_HINDERED)
            else:
                self._ending.wait(_LOCKED)

    def _step(self) -> None:
        """Do a job, or tidy up and wait for one."""
        try:
            work = self._jobs.claim(self._lease)
        except DiskFull:
            self._index.tidy()  # erasing what was removed makes room
            raise
        if work is not None:
            self._tell_change()
            self._do(work)
            self._tell_change()
            self._untidy = True
            return
        if self._untidy:
            self._untidy = not self._index.tidy()
        if self._waking.wait(_HINDERED if self._untidy else _IDLE):
            self._untidy = True
        self._waking.clear()

    def _do(self, work: Work) -> None:
        claim = work.claim
        try:
            known = self._index.known_content(work.job.sha256)
            if known is not None:
                self._jobs.known(claim, known)
                return
            if hashlib.sha256(work.data).hexdigest() != work.job.sha256:
                raise Damaged("its bytes are damaged on the server's disk: upload it again")
            document = self._room.read(work.data, work.source, work.job.name)
            for _ in self._index.add([Arrival(document, work.source.key, claim=claim)]):
                pass
        except JobLost as exc:
            log.info("job %s: %s", work.job.id, exc)
        except CorpusError as exc:
            if isinstance(exc, ReaderStopped) and self._ending.is_set():
                return  # the next start reads it
            code, reason = exc.code, exc.message
            self._write(lambda: self._jobs.fail(claim, code, reason))
        except PassageTooLong as exc:
            code, reason = exc.code, exc.message
            self._write(lambda: self._jobs.fail(claim, code, reason))
        except IndexFault as exc:
            log.error("job %s waits: %s", work.job.id, exc)
            code, reason = exc.code, exc.message
            blameless = isinstance(exc, _HINDERS_ALL)
            self._write(lambda: self._jobs.again(claim, code, reason, blameless=blameless))
            self._ending.wait(_HINDERED)
        except Exception:
            log.exception("job %s failed", work.job.id)
            self._write(lambda: self._jobs.again(claim, "internal", _INTERNAL))

    def _write(self, how: Callable[[], None]) -> None:
        """Write what became of a job, as soon as it can be written."""
        while not self._ending.is_set():
            try:
                how()
            except IndexFault as exc:
                log.error("what became of a job cannot be written yet: %s", exc)
                self._ending.wait(_HINDERED)
            else:
                return
