"""Removes passages from Milvus that nobody sees.

They are of former versions, of what was removed, of another model, or of writers that ended before
they were done. Of these, more may come after they were removed: a call may be on its way still, or
its writer have been taken for gone that was only slow. So they are removed twice.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

from index.ledger.epoch_rows import (
    forget_garbage,
    garbage,
    give_up_epochs,
    leases,
    pending_of,
)
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.documents import SEEN_SECONDS
from index.milvus.engine import Engine

_MARGIN = 2
"""How many times `SEEN_SECONDS` passages stay: the clocks of servers differ, if only by seconds."""
_LATE = timedelta(minutes=15)
"""After which what was given up is removed for the second time; a guess: calls of writers end after
a minute, and TCP gives up after some more."""
_AT_ONCE = 500  # epochs that are deleted at once; a guess

Locks = Callable[[str], AbstractContextManager[bool]]
"""Holds a lock of a name among all who use the collection; false where another does."""


def sweep(catalogue: MilvusCatalogue, engine: Engine, locks: Locks, *, alone: bool) -> bool:
    """Remove what nobody sees; return whether anything was removed.

    Killed at any moment, it goes on the next time.

    Args:
        catalogue: What is seen.
        engine: Where the passages are.
        locks: Tell which writers are gone.
        alone: Whether nobody reads, so that nothing has to be left for those who began before.

    Raises:
        IndexAway: If Milvus cannot be reached.
    """
    _give_up_gone(catalogue, locks)
    until = datetime.now(UTC) - timedelta(seconds=0 if alone else _MARGIN * SEEN_SECONDS)
    swept = False
    while True:
        with catalogue.reading() as moment:
            found = garbage(moment.connection, until.isoformat(timespec="seconds"), _AT_ONCE)
            if not found:
                return swept
            engine.delete(moment, found)
        with catalogue.writing() as change:
            again = (datetime.now(UTC) + _LATE).isoformat(timespec="seconds")
            forget_garbage(change.connection, found, again)
        swept = True


def _give_up_gone(catalogue: MilvusCatalogue, locks: Locks) -> None:
    """Give up what writers began that are gone."""
    with catalogue.reading() as moment:
        there = leases(moment.connection)
    for lease in there:
        with locks(lease) as gone:
            if gone:
                give_up(catalogue, lease)


def give_up(catalogue: MilvusCatalogue, lease: str) -> None:
    """Give up what was begun under a lease, which the caller holds."""
    with catalogue.reading() as moment:
        begun = pending_of(moment.connection, lease)
    if begun:
        with catalogue.writing() as change:
            give_up_epochs(change.connection, begun)
