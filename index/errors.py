"""What can go wrong in the index; every message is fit to show to a user.

IndexFault
 ├─ ModelRefused      the model's files are missing, changed, or could run code
 ├─ LightFormRefused  the model can be run by its own library alone
 ├─ PassageTooLong    a passage is longer than the model reads
 ├─ IndexMismatch     the collection was made with another model or format
 ├─ LedgerDamaged     what the ledger holds is not what was written
 ├─ LedgerUnusable    the ledger cannot be opened, read or written
 │   ├─ DiskFull      no space is left for writing
 │   ├─ DiskFailed    the disk reported that it could not write
 │   ├─ ReadOnly      the data directory cannot be written to
 │   └─ LedgerBusy    another process holds the ledger for too long
 ├─ QueueFull         as many uploads wait as may
 ├─ QuotaReached      the collection holds as much as it may
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


class DiskFailed(LedgerUnusable):
    """The disk could not write; this process writes no more, and the next one verifies."""


class ReadOnly(LedgerUnusable):
    """The data directory cannot be written to; reading goes on."""


class LedgerBusy(LedgerUnusable):
    """Another process holds the ledger for longer than we wait."""


class QueueFull(IndexFault):
    """As many uploads wait as may; some will be done in a while."""


class QuotaReached(IndexFault):
    """The collection holds as much as it may; the message names the quota."""


class JobLost(IndexFault):
    """The job that a change belongs to was cancelled, or taken over, meanwhile."""


class BackupRefused(IndexFault):
    """A file is no backup that can be restored; nothing was changed."""
