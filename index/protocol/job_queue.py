"""The seam between uploads and whatever keeps them until they are read."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from corpus import Source
from index.types import Claim, DocumentInfo

if TYPE_CHECKING:
    from index.ledger.job_rows import Job, State
    from index.ledger.jobs import Limits, OnConflict, Work


class JobQueue(Protocol):
    """The uploads of a collection; safe to share between threads and processes.

    A job is read under the lease of one worker. What was read under a lease that has ended
    is taken over by any other worker.
    """

    def submit(
        self,
        source: Source,
        data: bytes,
        sha256: str,
        limits: "Limits",
        on_conflict: "OnConflict" = "replace",
        language: str = "",
    ) -> "Job | DocumentInfo":
        """Take in an upload, which is stored when this returns.

        Bytes that are a document already, or wait to become one, are not taken twice: that
        document or job is returned, unless they are a new version of another document.
        `language` is the code of the one that it is said to be in; "" to find it out.

        Raises:
            NameTaken: If `on_conflict` is "refuse" and another document has the name.
            QueueFull: If too many uploads are waiting.
            QuotaReached: If the collection holds as much as it may.
        """

    def get(self, job_id: str) -> "Job | None":
        """Return a job; None where there is none of this id."""

    def sender(self, job_id: str) -> str:
        """Return the name of who sent an upload; "" where nobody had one, or there is no job."""

    def all(self) -> "list[Job]":
        """Return the known jobs, newest first, up to 1,000."""

    def counts(self) -> "dict[State, int]":
        """Return how many jobs wait, are read and failed; a state that none is in is left out."""

    def retry(self, job_id: str) -> "Job | None":
        """Let a failed job wait again; any other is left as it is."""

    def dismiss(self, job_id: str) -> bool:
        """Forget a job with its bytes; return whether there was one."""

    def leases(self) -> set[str]:
        """Return the leases under which jobs are being read, or were by a process that ended."""

    def claim(
        self, lease: str, *, gone: Collection[str] | None = None, workers: int = 1
    ) -> "Work | None":
        """Take the next job under a lease; None where no job may be taken.

        Args:
            lease: The worker's own.
            gone: The leases that have ended; by default all others.
            workers: How many workers the collection has; one is left for quick jobs.
        """

    def turns_slow(self, claim: Claim, workers: int) -> bool:
        """Mark a job as slow; return False, and let it wait again, if quick ones need the worker.

        That does not count as a try.
        """

    def require(self, claim: Claim) -> None:
        """Return if a job is still held under a claim.

        Raises:
            JobLost: If it was cancelled, or is read by another worker.
        """

    def known(self, claim: Claim, info: DocumentInfo) -> None:
        """Finish a job whose bytes are a document already.

        Raises:
            JobLost: If it is not held under this claim any more.
        """

    def fail(self, claim: Claim, code: str, reason: str) -> None:
        """Give a job up; its bytes stay, so that it can be tried again."""

    def again(self, claim: Claim, code: str, reason: str, *, blameless: bool = False) -> None:
        """Let a job wait again, or give it up after its last try.

        Failing through no fault of its own (`blameless`) does not count as a try.
        """
