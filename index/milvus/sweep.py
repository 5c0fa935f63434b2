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
    has_garbage,
    leases,
    pending_of,
)
from index.ledger.rebuild_rows import (
    abandoned,
    is_of_rebuild,
    note_places,
    places,
    places_of_rebuilds,
)
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.documents import SEEN_SECONDS
from index.milvus.engine import Engine, Place
from index.writing.collection_index import REBUILD

_MARGIN = 2
"""How many times `SEEN_SECONDS` passages stay: the clocks of servers differ, if only by seconds."""
_LATE = timedelta(minutes=15)
"""After which what was given up is removed for the second time; a guess: calls of writers end after
a minute, and TCP gives up after some more."""
_ABANDONED = timedelta(days=7)
"""After which nobody goes on with a rebuild that was interrupted; a guess."""
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
    _give_up_abandoned(catalogue, locks)
    until = datetime.now(UTC) - timedelta(seconds=0 if alone else _MARGIN * SEEN_SECONDS)
    swept = False
    while True:
        with catalogue.reading() as moment:
            found = garbage(moment.connection, until.isoformat(timespec="seconds"), _AT_ONCE)
            if found:
                engine.delete(moment, found)
        if not found:
            return _left_places(catalogue, engine, locks) or swept
        with catalogue.writing() as change:
            again = (datetime.now(UTC) + _LATE).isoformat(timespec="seconds")
            forget_garbage(change.connection, found, again)
        swept = True


def _give_up_gone(catalogue: MilvusCatalogue, locks: Locks) -> None:
    """Give up what writers began that are gone."""
    with catalogue.reading() as moment:
        there = leases(moment.connection)
    for lease in there:
        if is_of_rebuild(lease):
            continue
        with locks(lease) as gone:
            if gone:
                give_up(catalogue, lease)


def _give_up_abandoned(catalogue: MilvusCatalogue, locks: Locks) -> None:
    """Give up what a rebuild wrote that nobody went on with for long."""
    before = (datetime.now(UTC) - _ABANDONED).isoformat(timespec="seconds")
    with catalogue.reading() as moment:
        left = abandoned(moment.connection, before)
    for lease in left:
        with locks(REBUILD) as gone:
            if gone:
                give_up(catalogue, lease)


def _left_places(catalogue: MilvusCatalogue, engine: Engine, locks: Locks) -> bool:
    """Remove the places of other models that nothing is read from or written to any more."""
    with catalogue.reading() as moment:
        if len(places(moment)) < 2:
            return False
    with locks(REBUILD) as mine:
        with catalogue.reading() as moment:
            place, known = Place.of(moment), {*places(moment)}
            if not mine or place is None or has_garbage(moment.connection):
                return False
            needed = known & {place.name, *places_of_rebuilds(moment.connection)}
        for name in known - needed:
            engine.drop(name)
        if known != needed:
            with catalogue.writing() as change:
                note_places(change, needed)
    return known != needed


def give_up(catalogue: MilvusCatalogue, lease: str) -> None:
    """Give up what was begun under a lease, which the caller holds."""
    with catalogue.reading() as moment:
        begun = pending_of(moment.connection, lease)
    if begun:
        with catalogue.writing() as change:
            give_up_epochs(change.connection, begun)
