"""What can go wrong in the index; every message is fit to show to a user.

IndexFault
 ├─ ModelRefused      the model's files are missing, changed, or could run code
 ├─ OnnxExportRefused  the model can be run by its own library alone
 ├─ PassageTooLong    a passage is longer than the model reads
 ├─ IndexMismatch     the collection was made with another model or format
 ├─ LedgerDamaged     what the ledger holds is not what was written
 │   └─ PassagesLost  Milvus has not what the catalogue says it has
 ├─ LedgerUnusable    the ledger cannot be opened, read or written
 │   ├─ DiskFull      no space is left for writing
 │   ├─ DiskFailed    the disk reported that it could not write
 │   ├─ ReadOnly      the data directory cannot be written to
 │   └─ LedgerBusy    another process holds the ledger for too long
 ├─ IndexAway         Milvus, or the store, cannot be reached or does not answer
 ├─ IndexRefused      Milvus lets us not do what is needed, or never does it
 ├─ SpreadLost        the workers of a spread ingest are away, or work elsewhere
 ├─ MigrationRefused  a collection cannot be carried into another as they are
 ├─ CollectionGone    the collection was renamed or removed while somebody used it
 ├─ QueueFull         as many uploads wait as may
 ├─ QuotaReached      the collection holds as much as it may
 ├─ NameTaken         another document has the name of an upload that may replace none
 ├─ FilterRejected    a filter of documents cannot be used, such as a date that is not one
 ├─ CorrectionRejected  a correction of a document is not one, such as a date that is none
 ├─ MarkRejected      words that are marked are not in the document as it is now
 ├─ JobLost           the job that a change belongs to was taken away meanwhile
 ├─ ShuttingDown      the service ends before what is watched is done
 └─ BackupRefused     a file is no backup that can be restored
"""

from typing import ClassVar


class IndexFault(Exception):
    """Base of all errors of `index`; the message names the value and the remedy."""

    code: ClassVar[str] = "index_unusable"
    """A stable name for programs. The HTTP status is chosen in `qa.web`."""

    public: ClassVar[str] = (
        "The collection cannot be read. Ask its administrator to run `pincite doctor`."
    )
    """What whoever has no access to the server may read. The message itself may name paths
    there; only where this is empty does it not, and may be passed on."""

    @property
    def message(self) -> str:
        """Return a whole sentence for somebody who only uses the collection."""
        from corpus.errors import sentence  # not for `pincite --help`: `corpus` takes its time

        return self.public or sentence(str(self))


class ModelRefused(IndexFault):
    """The model's files are missing, changed, or of a kind that could run code."""

    code = "model_refused"
    public = "The embedding model cannot be loaded. Ask its administrator to run `pincite doctor`."


class OnnxExportRefused(IndexFault):
    """A model has no light form that gives the same vectors: its own library must run it."""

    code = "index_unusable"


class PassageTooLong(IndexFault):
    """A passage is longer than the model reads; it would be cut silently."""

    code = "passage_too_long"
    public = (
        "A passage is longer than the model can read and cannot be split. Set PINCITE_MODEL to a "
        "model that reads longer passages."
    )


class IndexMismatch(IndexFault):
    """The collection was made with another model, dimension or format."""

    code = "index_mismatch"
    public = (
        "The collection was made with another model. Ask its administrator to run "
        "`pincite rebuild`."
    )


class LedgerDamaged(IndexFault):
    """What the ledger holds is not what was written to it."""

    code = "index_unusable"


class PassagesLost(LedgerDamaged):
    """Another engine has not the passages of a collection that its catalogue says it has."""

    code = "index_unusable"


class LedgerUnusable(IndexFault):
    """The ledger cannot be opened, read or written."""

    code = "index_unusable"


class DiskFull(LedgerUnusable):
    """No space is left for writing; what was there before is intact."""

    code = "disk_full"
    public = "The server's disk is full. Nothing was stored, and nothing was lost."


class DiskFailed(LedgerUnusable):
    """The disk could not write; this process writes no more, and the next one verifies."""

    code = "disk_failed"
    public = (
        "The server's disk failed. Nothing was stored. Try again when the service is running again."
    )


class ReadOnly(LedgerUnusable):
    """The data directory cannot be written to; reading goes on."""

    code = "read_only"
    public = "The collection is read-only. You can ask questions, but not change it."


class LedgerBusy(LedgerUnusable):
    """Another process holds the ledger for longer than we wait."""

    code = "busy"
    public = "Another process is writing to this collection. Try again in a minute."


class IndexAway(IndexFault):
    """A server that holds part of the collection cannot be reached, or does not answer in time."""

    code = "index_away"
    public = "The collection's servers cannot be reached just now. Try again in a few seconds."


class IndexRefused(IndexFault):
    """A server that holds part of the collection refuses us, and waiting does not help.

    A password, a right, a database or a version is wrong.
    """

    code = "index_refused"
    public = (
        "The collection's server refuses to be used. Ask its administrator to run `pincite doctor`."
    )


class SpreadLost(IndexFault):
    """The workers that take files in are away, or add to another collection."""

    code = "workers_away"


class MigrationRefused(IndexFault):
    """A collection cannot be carried into another, such as one that holds other documents."""

    code = "migration_refused"


class CollectionGone(IndexFault):
    """The collection was renamed or removed while somebody used it; nothing more is read of it."""

    code = "collection_gone"
    public = "The collection was renamed or removed while you were using it."


class QueueFull(IndexFault):
    """As many uploads wait as may; some will be done in a while."""

    code = "queue_full"
    public = ""


class QuotaReached(IndexFault):
    """The collection holds as much as it may; the message names the quota."""

    code = "quota_reached"
    public = ""


class NameTaken(IndexFault):
    """Another document, or an upload that waits, has the name; nothing was stored.

    `version` is None where it is an upload that is still to be read.
    """

    code = "name_taken"
    public = ""

    def __init__(self, name: str, document_id: str, version: str | None) -> None:
        what = "document" if version else "upload that is still to be read"
        super().__init__(
            f"there is already a {what} called {name!r} ({document_id}): upload it with "
            "on_conflict=replace or on_conflict=keep, or under another name"
        )
        self.name, self.document_id, self.version = name, document_id, version


class FilterRejected(IndexFault):
    """A filter of documents cannot be used, such as a date that is not a date."""

    code = "filter_rejected"
    public = ""


class CorrectionRejected(IndexFault):
    """A correction of a document cannot be stored, such as a date that is not one."""

    code = "correction_rejected"
    public = ""


class MarkRejected(IndexFault):
    """Words cannot be marked, because they are not in the document as it is now."""

    code = "mark_rejected"
    public = ""


class JobLost(IndexFault):
    """The job that a change belongs to was cancelled, or taken over, meanwhile."""

    code = "job_lost"


class ShuttingDown(IndexFault):
    """The service ends before what is watched is done; it goes on at the next start."""

    code = "shutting_down"
    public = "The service is shutting down. Ask again in a moment."


class BackupRefused(IndexFault):
    """A file is no backup that can be restored; nothing was changed."""

    code = "backup_refused"
