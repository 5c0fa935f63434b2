"""Removes documents and their passages from the ledger of one machine."""

import logging
from contextlib import suppress
from pathlib import Path

from index.errors import DiskFull, IndexFault
from index.ledger.backup import drop_kept
from index.ledger.disk_reserve import DiskReserve
from index.ledger.ledger import Ledger
from index.ledger.migration import analyse_again
from index.vectors.cache import VectorCache
from index.writing.removal import FEW, Remover

_MERGE_PAGES = 500  # a guess: 2 MB of log in a step

log = logging.getLogger(__name__)


class LocalRemover(Remover):
    """Removes documents with their passages, words and vectors; safe to share between threads."""

    _ledger: Ledger

    def __init__(
        self, directory: Path, ledger: Ledger, reserve: DiskReserve, vectors: VectorCache
    ) -> None:
        super().__init__(ledger, reserve)
        self._directory = directory
        self._vectors = vectors

    def _begin_overwriting(self) -> None:
        # `purge` does the rest.
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
        with self._ledger.alone("rebuild") as mine, suppress(DiskFull):
            if mine:
                self.with_room(self._drop_unused_vectors)

    def _drop_unused_vectors(self) -> None:
        with self._ledger.writing() as change:
            change.drop_unused_vectors()

    def _renew_words(self) -> None:
        """Make the full text anew if other stemmers made it: what it has of erased rows goes so."""
        self.with_room(lambda: analyse_again(self._ledger))

    def merge_words(self) -> None:
        """Overwrite the words of removed documents inside of the full text, in steps."""
        self._ledger.flatten_words()
        self.with_room(lambda: self._merge(_MERGE_PAGES), lambda: self._merge(FEW))

    def _merge(self, most: int) -> None:
        pages = -most
        while True:
            with self._ledger.writing() as change:
                if not change.merge_words(pages):
                    return
            self._ledger.move_log()
            pages = most
