"""The vectors of a collection in memory and on the disk: a cache of the ledger."""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embedder import Embedder
from index.errors import IndexMismatch
from index.ledger import Ledger
from index.lock import alone
from index.rows import State
from index.snapshot import Snapshot
from index.vectors import VectorView, generations

_SAVE_SHARE = 0.1
_SAVE_ROWS = 1000

log = logging.getLogger(__name__)


class CachedVectors:
    """Brings vectors up to date with each snapshot; safe to share between threads."""

    def __init__(self, folder: Path, ledger: Ledger, embedder: Callable[[], Embedder]) -> None:
        self._folder = folder
        self._lock = folder.with_name("vectors.lock")
        self._ledger = ledger
        self._embedder = embedder
        self._refreshing = threading.Lock()
        self._view: tuple[State, VectorView] | None = None
        self._saved = State(0, "")

    def of(self, snapshot: Snapshot) -> VectorView:
        """Return the vectors of the snapshot's passages, brought up to date."""
        state = snapshot.state()
        current = self._view  # read once: another thread may bring it further
        if current is not None and current[0] == state:
            return current[1]
        require_embedder(snapshot, self._embedder())
        with self._refreshing:
            if self._view is None:
                self._view = self._load(snapshot)
            known, view = self._view
            if not snapshot.knows(known) and known.number <= state.number:
                # The ledger was restored and went another way: its ids mean other passages.
                view = VectorView.empty(self._embedder().dimension)
            if known.number < state.number or not snapshot.knows(known):
                self._view = (state, self._caught_up(snapshot, view))
            return self._view[1]

    def _load(self, snapshot: Snapshot) -> tuple[State, VectorView]:
        """Load the newest generation that is whole and of this ledger, if there is one."""
        for folder in generations(self._folder):
            try:
                view, state = VectorView.load(folder, self._embedder().id)
            except (OSError, ValueError) as exc:
                log.warning(
                    "%s is unusable (%s): its vectors come from the ledger", folder.name, exc
                )
                continue
            if snapshot.knows(state):
                self._saved = state
                return state, view
            log.warning("%s is not of this ledger: its vectors come from the ledger", folder.name)
        return State(0, ""), VectorView.empty(self._embedder().dimension)

    def _caught_up(self, snapshot: Snapshot, view: VectorView) -> VectorView:
        ids = snapshot.passage_ids()
        removed = np.setdiff1d(view.ids, ids, assume_unique=True)
        added = np.setdiff1d(ids, view.ids, assume_unique=True)
        if not len(removed) and not len(added):
            return view
        return view.changed(removed, added, snapshot.passage_vectors)

    def save(self, *, always: bool = False) -> None:
        """Save the vectors as a new generation, so that the next start is quick.

        Without `always` only after many changes. Where another process is saving, or the
        disk is full or read-only, nothing happens: the ledger has everything.
        """
        with self._ledger.reading() as snapshot:
            view, state = self.of(snapshot), snapshot.state()
        fresh = bool(generations(self._folder))
        changes = abs(state.number - self._saved.number)
        few = changes < max(_SAVE_ROWS, _SAVE_SHARE * len(view))
        if (state == self._saved and fresh) or (few and not always):
            return
        try:
            with alone(self._lock) as mine:
                if mine:
                    view.save(self._folder, self._embedder().id, state)
                    self._saved = state
        except OSError as exc:
            log.warning("the vectors were not saved (%s): the next start is slower", exc.strerror)

    def drop(self) -> None:
        """Remove the saved vectors, so that nothing of a removed document lingers there.

        The next `save` saves them anew.
        """
        for folder in generations(self._folder):
            shutil.rmtree(folder, ignore_errors=True)
        self._saved = State(0, "")

    def sweep(self) -> None:
        """Remove what somebody began to save who ended meanwhile."""
        try:
            with alone(self._lock) as mine:
                for path in self._folder.glob("tmp-*") if mine else ():
                    shutil.rmtree(path, ignore_errors=True)
        except OSError as exc:
            log.warning("leftovers were not removed (%s)", exc.strerror)

    def forget(self) -> None:
        """Forget the vectors in memory; the next use brings them anew."""
        self._view = None


def require_embedder(snapshot: Snapshot, embedder: Embedder) -> None:
    """Refuse a collection whose vectors are of another embedder.

    Raises:
        IndexMismatch: If they are, with what to do.
    """
    made_with = snapshot.value("embedder")
    if made_with is not None and made_with != embedder.id:
        raise IndexMismatch(
            f"the collection was made with the model {made_with}, the configured one is "
            f"{embedder.id}: set PINCITE_MODEL back, or run `pincite rebuild`"
        )
