"""Removes documents, at once for whoever asks and step by step on the disk."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from index.errors import DiskFull
from index.ledger.catalogue import AnyCatalogue
from index.ledger.disk_reserve import DiskReserve
from index.ledger.erasure import PASSAGES, erase
from index.ledger.removal_rows import AT_ONCE
from index.ledger.transaction import Change
from index.types import LoggedChange

FEW = 16  # passages, and pages of the full text, in a step where the disk is full
_FEW_BYTES = 1 << 16  # a guess, as is the line above: what a disk has left that is called full

_T = TypeVar("_T")


class Remover(ABC):
    """Removes documents from one collection; safe to share between threads.

    Passages that the engine has it removes in `_begin_overwriting`, as far as that is quick.
    """

    def __init__(self, ledger: AnyCatalogue, reserve: DiskReserve | None) -> None:
        self._ledger = ledger
        self._reserve = reserve
        self._room = threading.Lock()

    @abstractmethod
    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was."""

    @abstractmethod
    def _begin_overwriting(self) -> None:
        """Overwrite what was just removed as far as that is quick.

        The removal is done and is acknowledged, whatever hinders this.
        """

    def hold_reserve(self, *, again: bool = False) -> None:
        """Hold back room for removing, as much as there should be; `again` if it was used."""
        if self._reserve is not None:
            self._reserve.hold(self._ledger.path.stat().st_size, again=again)

    def with_room(self, work: Callable[[], _T], otherwise: Callable[[], _T] | None = None) -> _T:
        """Do some work; if the disk is full, do it in the room that was held back for it.

        That room is held again afterwards, whatever became of the work. One piece of work has it
        at a time: it is not enough for two.

        Args:
            work: What to do.
            otherwise: What to do the second time, where that can do with less room.
        """
        try:
            return work()
        except DiskFull:
            if self._reserve is None:
                raise
            with self._room:
                self._shrink_log()  # what failed has left its part of the log
                self._reserve.release()
                try:
                    return (otherwise or work)()
                finally:
                    self._shrink_log()
                    self.hold_reserve(again=True)

    def _shrink_log(self) -> None:
        with suppress(DiskFull):
            self._ledger.shrink_log()

    def shrink_log(self) -> bool:
        """Move what was written out of the log; tell whether that is empty now."""
        try:
            return self.with_room(self._ledger.shrink_log)
        except DiskFull:
            return False

    def remove(self, document_ids: Sequence[str], who: str = "") -> set[str]:
        """Remove documents in one change of `who`; return the ids of those that there were."""
        done = self.with_room(
            lambda: self._remove(document_ids, PASSAGES, who),
            lambda: self._remove(document_ids, 0, who),
        )
        if done:
            self._begin_overwriting()
        return done

    def _remove(self, document_ids: Sequence[str], at_once: int, who: str) -> set[str]:
        """Remove documents with their rows while these are few, and put tombstones on others."""
        done = set[str]()
        with self._ledger.writing(who) as change:
            for document_id in document_ids:
                rows, size = change.weight(document_id)
                at_once -= rows
                small = at_once >= 0 and size <= AT_ONCE
                if change.remove(document_id) if small else change.bury(document_id):
                    done.add(document_id)
                    change.log_change(LoggedChange("document_removed", document_id))
        return done

    def forget(self, how: Callable[[Change], _T], who: str = "") -> _T:
        """Remove marks or alerts, in the room held back if need be; return what `how` does."""

        def work() -> _T:
            with self._ledger.writing(who) as change:
                return how(change)

        done = self.with_room(work)
        self._shrink_log()  # their questions are somebody's words
        return done

    def _erase(self) -> bool:
        """Erase the rows of removed documents; tell whether there were any."""
        return self.with_room(
            lambda: erase(self._ledger), lambda: erase(self._ledger, FEW, _FEW_BYTES)
        )

    def _forget_traces(self, token: str) -> None:
        """Forget that there are traces, unless others were left since they were told as `token`."""

        def work() -> None:
            with self._ledger.writing() as change:
                change.forget_traces(token)

        with suppress(DiskFull):
            self.with_room(work)
