"""Removes documents, at once for whoever asks and step by step on the disk."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from index.errors import DiskFull, IndexFault
from index.ledger.backup import drop_kept
from index.ledger.disk_reserve import DiskReserve
from index.ledger.erasure import PASSAGES, erase
from index.ledger.ledger import Ledger
from index.ledger.lock import alone_rebuilding
from index.ledger.migration import analyse_again
from index.ledger.removal_rows import AT_ONCE
from index.ledger.transaction import Change
from index.types import LoggedChange
from index.vectors.cache import VectorCache

_MERGE_PAGES = 500  # a guess: 2 MB of log in a step
_FEW = 16  # passages, and pages of the full text, in a step where the disk is full
_FEW_BYTES = 1 << 16  # a guess, as is the line above: what a disk has left that is called full

log = logging.getLogger(__name__)

_T = TypeVar("_T")


class Remover:
    """Removes documents from one collection; safe to share between threads."""

    def __init__(
        self, directory: Path, ledger: Ledger, reserve: DiskReserve, vectors: VectorCache
    ) -> None:
        self._directory = directory
        self._ledger = ledger
        self._reserve = reserve
        self._vectors = vectors
        self._room = threading.Lock()

    def hold_reserve(self, *, again: bool = False) -> None:
        """Hold back room for removing, as much as there should be; `again` if it was used."""
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

    def _begin_overwriting(self) -> None:
        """Overwrite what was just removed as far as that is quick; `purge` does the rest.

        The removal is done and is acknowledged, whatever hinders this.
        """
        try:
            self.shrink_log()
            self._vectors.drop()
        except IndexFault as exc:
            log.warning("removed documents will be overwritten later: %s", exc)

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was.

        Rows go first, then the words, which stay in the segments of the full text until these
        are merged; both in steps, so that others may write meanwhile. Interrupted, on a full
        disk, or while somebody reads what was there before, it goes on at the next call.
        """
        self.hold_reserve()  # what was restored has none
        with self._ledger.reading() as snapshot:
            token = snapshot.value("traces")
        if token is not None:
            drop_kept(self._directory)  # first, since it makes room
        try:
            erased = self._erase()
            if token is None:
                return erased
            self._renew_words()
            self.merge_words()
        except DiskFull as exc:
            log.warning("documents are removed, but not yet overwritten: %s", exc)
            return True
        self._vectors.drop()
        if self.shrink_log():
            self._forget_traces(token)
        return True

    def drop_unused_vectors(self) -> None:
        """Drop what a rebuild left that ended before its end, unless one is under way.

        Nor is it done where the disk is too full for that.
        """
        with self._ledger.reading() as snapshot:
            if not snapshot.has_unused_vectors():
                return
        with alone_rebuilding(self._directory) as mine, suppress(DiskFull):
            if mine:
                self.with_room(self._change(Change.drop_unused_vectors))

    def _forget_traces(self, token: str) -> None:
        """Forget that there are traces, unless others were left since they were told as `token`."""
        with suppress(DiskFull):
            self.with_room(self._change(lambda change: change.forget_traces(token)))

    def _change(self, how: Callable[[Change], None]) -> Callable[[], None]:
        def work() -> None:
            with self._ledger.writing() as change:
                how(change)

        return work

    def _erase(self) -> bool:
        """Erase the rows of removed documents; tell whether there were any."""
        return self.with_room(
            lambda: erase(self._ledger), lambda: erase(self._ledger, _FEW, _FEW_BYTES)
        )

    def _renew_words(self) -> None:
        """Make the full text anew if other stemmers made it: what it has of erased rows goes so."""
        self.with_room(lambda: analyse_again(self._ledger))

    def merge_words(self) -> None:
        """Overwrite the words of removed documents inside of the full text, in steps."""
        self._ledger.flatten_words()
        self.with_room(lambda: self._merge(_MERGE_PAGES), lambda: self._merge(_FEW))

    def _merge(self, most: int) -> None:
        pages = -most
        while True:
            with self._ledger.writing() as change:
                if not change.merge_words(pages):
                    return
            self._ledger.move_log()
            pages = most
