"""The vectors of a collection in memory and on the disk: a cache of the ledger."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedder
from index.errors import LedgerUnusable
from index.ledger.embedder_check import require_embedder
from index.ledger.ledger import Ledger
from index.ledger.lock import alone
from index.ledger.rows import Found, Ids
from index.ledger.snapshot import Snapshot
from index.types import State, Vector
from index.vectors.flat import Flat
from index.vectors.generations import Saved, generations, load, remove, save
from index.vectors.hnsw import Graph
from index.vectors.hnsw_builder import HnswBuilder, Policy
from index.vectors.view import VectorView

# Of the vectors; a guess: so much is read from the ledger again at the next start.
_SAVE_SHARE = 0.1
_SAVE_ROWS = 1000  # changes; a guess: fewer are not worth a new file

log = logging.getLogger(__name__)


class VectorCache:
    """Brings vectors up to date with each snapshot; safe to share between threads."""

    def __init__(
        self, folder: Path, ledger: Ledger, embedder: Callable[[], Embedder], policy: Policy
    ) -> None:
        self._policy = policy
        self._maker = HnswBuilder(policy, self._take)
        self._folder = folder
        self._lock = folder.with_name("vectors.lock")
        self._ledger = ledger
        self._embedder = embedder
        self._refreshing = threading.Lock()
        self._view: tuple[State, VectorView] | None = None
        self._fruitless: Flat | None = None  # a base over which a graph finds too little
        self._based = State(0, "")  # the state that the base of the view shows, or was read at
        self._saved = State(0, "")

    def search(self, snapshot: Snapshot, vector: Vector, k: int, only: Ids | None) -> Found:
        """Return up to `k` of the snapshot's passages, nearest first; of some only, if given."""
        view = self.of(snapshot)
        began = time.perf_counter()
        found = view.search(vector, k, only)
        if only is None and view.graph is None:
            self._maker.took(view.base, time.perf_counter() - began)
        return found

    def start(self) -> None:
        """Make a graph in the background from now on, where searching is slow."""
        self._maker.start()

    def stop(self) -> None:
        """End what goes on in the background."""
        self._maker.stop()

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
                self._based = self._view[0]
            known, view = self._view
            if not snapshot.knows(known) and known.number <= state.number:
                # The ledger was restored and went another way: its ids mean other passages.
                view = VectorView.empty(self._embedder().dimension)
            if known.number < state.number or not snapshot.knows(known):
                caught_up = self._caught_up(snapshot, view)
                if caught_up.base is not view.base:
                    self._based = state
                self._view = (state, caught_up)
            return self._view[1]

    def _load(self, snapshot: Snapshot) -> tuple[State, VectorView]:
        """Load the newest generation that is whole and of this ledger, if there is one."""
        for folder in self._saved_generations():
            try:
                view, state, fruitless = load(
                    folder, self._embedder().id, self._policy.effort, log.warning
                )
            except (OSError, ValueError) as exc:
                log.warning(
                    "%s is unusable (%s): vectors are read from the ledger", folder.name, exc
                )
                continue
            if snapshot.knows(state):
                self._saved = state
                if fruitless >= self._policy.effort:
                    self._fruitless = view.base
                    self._maker.refuse(view.base)
                return state, view
            log.warning(
                "%s belongs to another ledger: vectors are read from the ledger", folder.name
            )
        return State(0, ""), VectorView.empty(self._embedder().dimension)

    def _saved_generations(self) -> list[Path]:
        try:
            return generations(self._folder)
        except LedgerUnusable as exc:
            log.warning("%s: vectors are read from the ledger", exc)
            return []

    def _caught_up(self, snapshot: Snapshot, view: VectorView) -> VectorView:
        added = snapshot.passage_ids(after=view.newest)
        removed: Ids = np.empty(0, dtype=np.int64)
        if len(view) + len(added) != snapshot.size():  # most changes only add
            ids = snapshot.passage_ids()
            removed = np.setdiff1d(view.ids, ids, assume_unique=True)
            added = np.setdiff1d(ids, view.ids, assume_unique=True)
        if not len(removed) and not len(added):
            return view
        return view.changed(removed, added, snapshot.passage_vectors)

    def _take(self, base: Flat, graph: Graph | None) -> None:
        """Search by a graph from now on, and save it, unless it is of former vectors.

        That there is none of use is saved as well.
        """
        with self._refreshing:
            if self._view is None or self._view[1].base is not base:
                return
            if graph is None:
                self._fruitless = base
            else:
                self._view = (self._view[0], self._view[1].with_graph(graph))
            self._saved = State(0, "")
        self.save(always=True)

    def save(self, *, always: bool = False) -> None:
        """Save the vectors as a new generation, so that the next start is quick.

        Without `always` only after many changes. Where another process is saving, or the
        disk is full or read-only, nothing happens: the ledger has everything.
        """
        with self._ledger.reading() as snapshot:
            self.of(snapshot)
        with self._refreshing:
            if self._view is None:  # another thread let go of it: it changed nothing either
                return
            (state, view), based = self._view, self._based
        if view.graph is None or len(view.gone):
            view = view.merged()
        else:
            state = based  # what came since is read from the ledger, beside the graph
        changes = abs(state.number - self._saved.number)
        few = changes < max(_SAVE_ROWS, _SAVE_SHARE * len(view))
        try:
            if (state == self._saved and generations(self._folder)) or (few and not always):
                return
            with alone(self._lock) as mine:
                if mine:
                    fruitless = self._policy.effort if view.base is self._fruitless else 0
                    save(Saved(view, state, fruitless), self._folder, self._embedder().id)
                    self._saved = state
        except OSError as exc:
            log.warning("the vectors were not saved (%s): the next start is slower", exc.strerror)
        except LedgerUnusable as exc:
            log.warning("the vectors were not saved (%s): the next start is slower", exc)

    def drop(self) -> None:
        """Remove the saved vectors, so that nothing of a removed document lingers there.

        The next `save` saves them anew.
        """
        for folder in generations(self._folder):
            remove(folder)
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
        with self._refreshing:
            self._view = None
