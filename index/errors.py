"""What can go wrong in the index; every message is fit to show to a user.

IndexFault
 ├─ ModelRefused      the model's files are missing, changed, or could run code
 ├─ LightFormRefused  the model can be run by its own library alone
 ├─ PassageTooLong    a passage is longer than the model reads
 ├─ IndexMismatch     the collection was made with another model or format
 ├─ LedgerDamaged     what the ledger holds is not what was written
 ├─ LedgerUnusable    the ledger cannot be opened, read or written
 │   ├─ DiskFull      no space is left for writing
 │   ├─ ReadOnly      the data directory cannot be written to
 │   └─ LedgerBusy    another process holds the ledger for too long
 ├─ QueueFull         as many uploads wait as may
 ├─ QuotaReached      the collection holds as much as it may
 ├─ NameTaken         another document has the name of an upload that may replace none
 ├─ JobLost           the job that a change belongs to was taken away meanwhile
 └─ BackupRefused     a file is no backup that can be restored
"""


class IndexFault(Exception):
    """Base of all errors of `index`; the message names the value and the remedy."""


class ModelRefused(IndexFault):
    """The model's files are missing, changed, or of a kind that could run code."""


class LightFormRefused(IndexFault):
    """A model has no light form that gives the same vectors: its own library must run it."""


class PassageTooLong(IndexFault):
    """A passage is longer than the model reads; it would be cut silently."""


class IndexMismatch(IndexFault):
    """The collection was made with another model, dimension or format."""


class LedgerDamaged(IndexFault):
    """What the ledger holds is not what was written to it."""


class LedgerUnusable(IndexFault):
    """The ledger cannot be opened, read or written."""


class DiskFull(LedgerUnusable):
    """No space is left for writing; what was there before is intact."""


class ReadOnly(LedgerUnusable):
    """The data directory cannot be written to; reading goes on."""


class LedgerBusy(LedgerUnusable):
    """Another process holds the ledger for longer than we wait."""


class QueueFull(IndexFault):
    """As many uploads wait as may; some will be done in a while."""


class QuotaReached(IndexFault):
    """The collection holds as much as it may; the message names the quota."""


class NameTaken(IndexFault):
    """Another document, or an upload that waits, has the name; nothing was stored.

    `version` is None where it is an upload that is still to be read.
    """

    def __init__(self, name: str, document_id: str, version: str | None) -> None:
        what = "document" if version else "upload that is still to be read"
        super().__init__(
            f"there is already a {what} called {name!r} ({document_id}): upload it with "
            "on_conflict=replace or on_conflict=keep, or under another name"
        )
        self.name, self.document_id, self.version = name, document_id, version


class JobLost(IndexFault):
    """The job that a change belongs to was cancelled, or taken over, meanwhile."""


class BackupRefused(IndexFault):
    """A file is no backup that can be restored; nothing was changed."""
