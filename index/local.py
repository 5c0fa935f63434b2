"""A collection on one machine: SQLite for truth and words, FAISS for meaning."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.embedding.embedder import Embedder, LazyEmbedder
from index.errors import IndexMismatch
from index.ledger.corrections import as_read
from index.ledger.disk_reserve import DiskReserve
from index.ledger.integrity import check_integrity
from index.ledger.ledger import Ledger
from index.ledger.local_change import LocalChange
from index.ledger.lock import Hold
from index.search.frequencies import Frequencies
from index.search.local_moment import LocalMoment
from index.search.moment_reader import MomentReader
from index.search.searcher import Searcher
from index.types import DocumentInfo, LoggedChange
from index.vectors.cache import VectorCache
from index.vectors.generations import vector_findings
from index.vectors.hnsw_builder import NEVER, Policy
from index.writing.boundaries import PassageBoundaries
from index.writing.collection_index import CollectionIndex
from index.writing.embedding import embed
from index.writing.local_adding import LocalAdding
from index.writing.local_removal import LocalRemover
from index.writing.opening import VECTORS, open_ledger
from index.writing.prepare import again, prepare
from index.writing.repair import repair_words


class LocalIndex(CollectionIndex):
    """A collection in a directory; safe to share between threads.

    Other processes may write to the same directory: each search sees what is committed
    when it begins. The embedder is made when it is first needed.
    """

    _ledger: Ledger
    _remover: LocalRemover

    def __init__(
        self,
        directory: Path,
        make_embedder: Callable[[], Embedder],
        policy: Policy = NEVER,
        *,
        read_only: bool = False,
        keep_originals: bool = True,
        language: str = "",
    ) -> None:
        """Open the collection in the directory; an empty one is made where none is.

        Args:
            directory: The collection's own.
            make_embedder: Makes the embedder; it may take seconds.
            policy: When search by meaning goes by a graph.
            read_only: Make and change nothing: where there is none, an empty one is seen.
            keep_originals: Keep the bytes of uploads and of PDFs. Without, those that were kept
                before go with a rebuild.
            language: The code of the collection's language; "" for that of most documents.

        Raises:
            IndexFault: If what is there cannot be used, with the reason.
        """
        self.directory = directory
        self._who = ""
        self._embedder = LazyEmbedder(make_embedder)
        self._policy = policy
        self._keep_originals = keep_originals
        reserve = DiskReserve(directory / "reserve")
        hold = Hold.taken(directory)  # before the ledger: nobody may move it while it is opened
        self._ledger = open_ledger(directory, reserve, read_only=read_only, language=language)
        self._hold = hold or Hold.taken(directory)
        self._require_passages_here()
        self._vectors = VectorCache(
            directory / VECTORS, self._ledger, lambda: self.embedder, policy
        )
        self._remover = LocalRemover(directory, self._ledger, reserve, self._vectors)
        self._frequencies = Frequencies()
        self._searcher = Searcher(self._frequencies)

    def _require_passages_here(self) -> None:
        with self._ledger.reading() as snapshot:
            if snapshot.count("epochs"):
                raise IndexMismatch(
                    f"the passages of {self.directory} are in a Milvus: set PINCITE_INDEX to its "
                    "address, or move them with `pincite migrate`"
                )

    @contextmanager
    def reader(self) -> Iterator[MomentReader]:
        with self._ledger.reading() as snapshot:
            moment = LocalMoment(snapshot, self._vectors)
            yield MomentReader(moment, self._searcher, lambda: self.embedder)

    def warm(self) -> None:
        """Load vectors now, rather than at the first search, and keep search quick from now on.

        A graph is made in the background where it is needed, until `close`.
        """
        with self._ledger.reading() as snapshot:
            self._vectors.of(snapshot)
        self._vectors.start()

    def close(self) -> None:
        """End what goes on in the background."""
        self._vectors.stop()

    def forget_vectors(self) -> None:
        self._vectors.forget()
        self._ledger.close()

    def checkpoint(self, *, always: bool = False) -> None:
        """Save the vectors as a new generation, so that the next start is quick.

        Without `always` only after many changes. Where another process is saving, or the
        disk is full or read-only, nothing happens: the ledger has everything.
        """
        self._vectors.save(always=always)

    # Changing --------------------------------------------------------------------

    @contextmanager
    def _adding(self) -> Iterator[LocalAdding]:
        yield self._adder()

    def _adder(self) -> LocalAdding:
        return LocalAdding(
            self._ledger,
            lambda: self.embedder,
            self._who,
            keep_originals=self._keep_originals,
        )

    def tidy(self) -> bool:
        """Do what can wait until nothing else is to be done: overwrite, save, empty the log.

        Returns whether all of it could be done.
        """
        purged = self.purge()  # first: on a full disk it makes room for the others
        self._remover.drop_unused_vectors()
        self.checkpoint(always=purged)
        emptied = self._remover.shrink_log()
        self._vectors.sweep()
        self._remover.hold_reserve()
        with self._ledger.reading() as snapshot:
            return emptied and snapshot.value("traces") is None

    def _rebuild(self) -> Iterator[DocumentInfo]:
        # Interrupted, it changes nothing and goes on where it was, unless a service has tidied up
        # meanwhile: what was embedded is kept.
        cuts: dict[str, PassageBoundaries] = {}
        adding = self._adder()
        with self._ledger.reading() as snapshot:
            ids = [info.id for info in snapshot.infos()]
        for document_id in ids:
            with self._ledger.reading() as snapshot:
                info, document = snapshot.info(document_id), snapshot.document(document_id)
            if info is not None and document is not None:
                item = prepare(self.embedder, again(info, document))
                adding.ahead([item])
                cuts[info.id] = PassageBoundaries.made(info, item)
                del document, item  # neither is held while somebody waits for the next
                yield info
        with self._ledger.writing(self._who) as change:
            change.remake_words()
            for document_id in [info.id for info in change.infos()]:
                self._change_over(change, document_id, cuts.pop(document_id, None))
            change.drop_unused_vectors()
            change.log_change(LoggedChange("collection_rebuilt"))
            change.set_value("embedder", self.embedder.id)
            change.require_room()
        self._vectors.forget()
        self.checkpoint(always=True)

    def _change_over(
        self, change: LocalChange, document_id: str, cuts: PassageBoundaries | None
    ) -> None:
        """Write a document as it was cut, or cut it now if it is not the same any more."""
        info, document = change.info(document_id), change.document(document_id)
        if not self._keep_originals:
            change.drop_original(document_id)
        assert info is not None, "it was listed in this transaction"
        assert document is not None
        own = as_read(info, document)  # corrections are carried over as it is written
        if cuts is not None and cuts.fits(info) and change.has_vectors(cuts.vectors()):
            passages, context = cuts.applied(own)
            change.put(own, passages, cuts.vectors(), context, cuts.hidden, info.reader)
            return
        item = prepare(self.embedder, again(info, document))
        known = change.known(item.texts)
        change.put_vectors(embed(self.embedder, item.texts, set(item.texts) - known))
        change.put(
            item.document, item.passages, item.hashes, item.context, item.hidden, info.reader
        )

    # Checking --------------------------------------------------------------------

    def repair(self) -> bool:
        """Make the full text anew from the passages, if it is damaged; tell whether it was.

        Others wait to write meanwhile: six seconds for 100,000 passages.
        """
        return repair_words(self._ledger)

    def findings(self) -> Iterator[str]:
        """Check the whole collection.

        Yields a sentence for each thing that is wrong, which ends in what to do about it.
        """
        if self._ledger.is_unclean():
            yield (
                "the disk failed to write: check it, then start `pincite serve` or run "
                "`pincite doctor --migrate`, which verify the collection before they write"
            )
        with self._ledger.reading() as snapshot:
            yield from check_integrity(snapshot)
            yield from vector_findings(snapshot, self.directory / VECTORS, self._policy.effort)
