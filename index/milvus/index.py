"""A collection whose passages are in Milvus, beside a catalogue of its documents."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from index.embedding.embedder import Embedder, LazyEmbedder
from index.errors import (
    IndexAway,
    IndexFault,
    IndexMismatch,
    IndexRefused,
    LedgerBusy,
    PassagesLost,
)
from index.ledger.backup import bring_up_to_date
from index.ledger.backup_archive import LEDGER
from index.ledger.corrections import Correction
from index.ledger.disk_reserve import DiskReserve
from index.ledger.embedder_check import require_embedder
from index.ledger.epoch_rows import has_garbage
from index.ledger.lock import Hold
from index.ledger.rebuild_rows import lease_of_rebuild
from index.ledger.store import Held, Store
from index.milvus.adding import MilvusAdding
from index.milvus.address import Address
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.checking import milvus_findings
from index.milvus.client import Connection
from index.milvus.engine import IDENTITY, Engine, Place
from index.milvus.rebuilding import rebuild
from index.milvus.removal import MilvusRemover
from index.milvus.sweep import give_up, sweep
from index.search.frequencies import Frequencies
from index.search.moment_reader import MomentReader
from index.search.searcher import Searcher
from index.types import DocumentInfo
from index.writing.collection_index import CollectionIndex

log = logging.getLogger(__name__)

_WRITERS = 64
"""How many may add documents to a collection at a time; a guess: each has a lock of its own."""


class MilvusIndex(CollectionIndex):
    """A collection in a catalogue and in Milvus; safe to share between threads.

    Any number of processes, on any machines that share the catalogue, may read and write it.
    """

    _ledger: MilvusCatalogue
    _remover: MilvusRemover

    def __init__(
        self,
        directory: Path,
        address: Address,
        make_embedder: Callable[[], Embedder],
        store: Store | None = None,
        *,
        read_only: bool = False,
        keep_originals: bool = True,
        language: str = "",
    ) -> None:
        """Open the collection; an empty one is made where none is.

        Nothing is asked of Milvus before passages are needed.

        Args:
            directory: The collection's own, which has the catalogue if no store does.
            address: Where Milvus is.
            make_embedder: Makes the embedder; it may take seconds.
            store: What has the catalogue, if the directory does not.
            read_only: Make and change nothing: where there is none, an empty one is seen.
            keep_originals: Keep the bytes of uploads and of PDFs.
            language: The code of the collection's language; "" for that of most documents.

        Raises:
            IndexFault: If what is there cannot be used, with the reason.
        """
        self.directory = directory
        self._who = ""
        self._embedder = LazyEmbedder(make_embedder)
        self._keep_originals = keep_originals
        self._engine = Engine(Connection(address))
        hold = Hold.taken(directory) if store is None else store.hold()
        try:
            if store is not None and not read_only:
                store.bring_up_to_date()
            elif not read_only:
                bring_up_to_date(directory)
            self._ledger = MilvusCatalogue(
                store or directory / LEDGER, self._engine, read_only=read_only, language=language
            )
        except BaseException:
            if store is not None:
                store.close()  # its lock would show the collection as open
            raise
        self._hold: Held | None = hold
        if store is None:
            self._hold = hold or Hold.taken(directory)
            self._require_no_passages_here()
        reserve = DiskReserve(directory / "reserve") if store is None else None
        self._remover = MilvusRemover(self._ledger, reserve, self._swept)
        self._frequencies = Frequencies()
        self._searcher = Searcher(self._frequencies)
        self._readers = _Count()

    def _require_no_passages_here(self) -> None:
        with self._ledger.reading() as moment:
            row = moment.connection.execute("SELECT 1 FROM passages LIMIT 1").fetchone()
        if row is not None:
            raise IndexMismatch(
                f"the passages of {self.directory} are on this machine, and PINCITE_INDEX names a "
                "Milvus: remove the setting, or move them with `pincite migrate`"
            )

    @contextmanager
    def reader(self) -> Iterator[MomentReader]:
        with self._readers.one(), self._ledger.reading() as moment:
            yield MomentReader(moment, self._searcher, lambda: self.embedder)

    def warm(self) -> None:
        """Connect to Milvus, and have it load the passages.

        One that is away does not hold up the start: passages are loaded when it is back. Nor does
        one that has lost them: somebody may restore them there.
        """
        with self._ledger.reading() as moment:
            require_embedder(moment, self.embedder)
            place = Place.of(moment)
        try:
            if place is not None:
                self._engine.passages(place)
        except (IndexAway, PassagesLost) as fault:
            log.warning("questions are not answered yet: %s", fault)

    def close(self) -> None:
        """End what goes on in the background: nothing does."""

    def forget_vectors(self) -> None:
        self._engine.close()
        self._ledger.close()

    def checkpoint(self, *, always: bool = False) -> None:
        """Save nothing: Milvus has the vectors."""

    # Changing --------------------------------------------------------------------

    @contextmanager
    def _adding(self) -> Iterator[MilvusAdding]:
        with ExitStack() as stack:
            adding = self._adder(cache(lambda: stack.enter_context(self._lease())))
            try:
                yield adding
            finally:
                with suppress(IndexFault):  # whoever has the lease next gives up what is left
                    adding.end()

    def _adder(self, lease: Callable[[], str]) -> MilvusAdding:
        return MilvusAdding(
            self._ledger,
            self._engine,
            lambda: self.embedder,
            lease,
            self._who,
            keep_originals=self._keep_originals,
        )

    @contextmanager
    def _lease(self) -> Iterator[str]:
        """Hold the first lock of a writer that nobody holds; what its last holder left is given up.

        Raises:
            LedgerBusy: If as many write as may.
        """
        with ExitStack() as stack:
            for number in range(_WRITERS):
                lease = f"writing-{number}"
                if stack.enter_context(self.alone(lease)):
                    give_up(self._ledger, lease)
                    yield lease
                    return
        raise LedgerBusy(f"{_WRITERS} processes are adding documents: try again in a minute")

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        with self._adding() as adding:
            return adding.correct(document_id, correction)

    def tidy(self) -> bool:
        """Do what can wait: remove what nobody sees, and empty the log; return if all was done."""
        self.purge()
        emptied = self._remover.shrink_log()
        self._remover.hold_reserve()
        with self._ledger.reading() as moment:
            left = has_garbage(moment.connection)
            return emptied and not left and moment.value("traces") is None

    def _swept(self) -> bool:
        alone = self._readers.none() and self.is_alone()
        return sweep(self._ledger, self._engine, self.alone, alone=alone)

    def _rebuild(self) -> Iterator[DocumentInfo]:
        # What it wrote is not given up when it is interrupted; its lock is that of every rebuild.
        adding = self._adder(lambda: lease_of_rebuild(adding.place.name))
        yield from rebuild(self._ledger, adding, lambda: self.embedder)

    def drop_passages(self) -> None:
        """Remove all passages, with what has them: the catalogue goes next.

        Raises:
            IndexAway: If Milvus cannot be reached.
        """
        with self._ledger.reading() as moment:
            identity = moment.value(IDENTITY)
        if identity is not None:
            self._engine.drop_all(identity)

    # Checking --------------------------------------------------------------------

    def repair(self) -> bool:
        """Make nothing again: Milvus keeps what it has."""
        return False

    def trouble(self) -> IndexFault | None:
        try:
            self._engine.connection.knock()
        except (IndexAway, IndexRefused) as fault:
            return fault
        return None

    def lacks(self) -> list[str]:
        with self._ledger.reading() as moment:
            if moment.has_words:
                return []
        return [
            "this Milvus is older than 2.5 and has no search by words: passages are found by their "
            "meaning alone"
        ]

    def findings(self) -> Iterator[str]:
        """Check the whole collection.

        Yields a sentence for each thing that is wrong, which ends in what to do about it.
        """
        with self._readers.one():
            try:
                self._engine.connection.names()  # also where there are no passages yet
                yield from milvus_findings(self._ledger)
            except (IndexAway, IndexRefused) as fault:
                yield str(fault)


class _Count:
    """Counts how many do something now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._many = 0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one more, as long as the block lasts."""
        with self._lock:
            self._many += 1
        try:
            yield
        finally:
            with self._lock:
                self._many -= 1

    def none(self) -> bool:
        return not self._many
