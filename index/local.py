"""A collection on one machine: SQLite for truth and words, FAISS for meaning."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import Self

from corpus import Document
from index.embedding.embedder import Embedder, LazyEmbedder, PassageText, PassageVectors
from index.errors import LedgerBusy, LedgerDamaged
from index.ledger.corrections import Correction, as_read
from index.ledger.disk_reserve import DiskReserve
from index.ledger.embedder_check import require_embedder
from index.ledger.integrity import check_integrity
from index.ledger.jobs import Jobs
from index.ledger.ledger import Ledger
from index.ledger.local_change import LocalChange
from index.ledger.lock import Hold, alone, alone_rebuilding
from index.ledger.quota import require_quota
from index.search.frequencies import Frequencies
from index.search.local_moment import LocalMoment
from index.search.moment_reader import MomentReader
from index.search.searcher import Searcher
from index.types import AddResult, DocumentInfo, FileState, LoggedChange, NewDocument
from index.vectors.cache import VectorCache
from index.vectors.generations import vector_findings
from index.vectors.hnsw_builder import NEVER, Policy
from index.writing.boundaries import PassageBoundaries
from index.writing.opening import VECTORS, open_ledger
from index.writing.prepare import Prepared, again, is_same, prepare
from index.writing.progress import Embedding, Watch, unwatched
from index.writing.putting import put
from index.writing.removal import Remover
from index.writing.repair import repair_words
from index.writing.sayings import Sayings

_BATCH = 256  # passages: enough to be sorted by length, few enough to be lost; a guess
_PIECE = 64  # passages of a large document, embedded between two words on how far it is; a guess


class LocalIndex(Sayings):
    """A collection in a directory; safe to share between threads.

    Other processes may write to the same directory: each search sees what is committed
    when it begins. The embedder is made when it is first needed.
    """

    _ledger: Ledger

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
        self._vectors = VectorCache(
            directory / VECTORS, self._ledger, lambda: self.embedder, policy
        )
        self._remover = Remover(directory, self._ledger, reserve, self._vectors)
        self._frequencies = Frequencies()
        self._searcher = Searcher(self._frequencies)

    @property
    def embedder(self) -> Embedder:
        """Return the embedder; the first use may take seconds, and who comes meanwhile waits."""
        return self._embedder()

    def by(self, who: str) -> Self:
        same = copy(self)  # all but the name is shared
        same._who = who
        return same

    @property
    def jobs(self) -> Jobs:
        """Return the uploads that wait to be read, or were."""
        return Jobs(self._ledger, self._remover.with_room, self._who)

    def on_disk_failure(self, callback: Callable[[], None]) -> None:
        """Have something called once if the disk fails to write, after which nothing is written."""
        self._ledger.failure.then(callback)

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

    def is_alone(self) -> bool:
        return self._hold is None or self._hold.is_alone()

    def end(self, seconds: float = 10) -> bool:  # a guess: an answer takes less
        self.close()
        ended = self._ledger.end(seconds)
        self._vectors.forget()
        if self._hold is not None:
            self._hold.release()
        return ended

    def checkpoint(self, *, always: bool = False) -> None:
        """Save the vectors as a new generation, so that the next start is quick.

        Without `always` only after many changes. Where another process is saving, or the
        disk is full or read-only, nothing happens: the ledger has everything.
        """
        self._vectors.save(always=always)

    # Changing --------------------------------------------------------------------

    def add(
        self, documents: Iterable[Document | NewDocument], watch: Watch = unwatched
    ) -> Iterator[AddResult]:
        self._remover.hold_reserve()
        waiting: list[Prepared | AddResult] = []
        pending: list[Prepared] = []
        for item in documents:
            arrival = item if isinstance(item, NewDocument) else NewDocument(item)
            info = self._info(arrival.document.id)
            same = info is not None and is_same(info, arrival)
            if info is not None and same and arrival.claim is None:
                self.note([FileState(arrival.key, info.id, arrival.stamp)] if arrival.key else [])
                waiting.append(AddResult(info, "unchanged", 0))
            else:
                pending.append(prepare(self.embedder, arrival))
                waiting.append(pending[-1])
            many = sum(len(item.hashes) for item in pending) >= _BATCH
            if arrival.together:
                # Embedded, so that the change that writes all of them at once takes no longer than
                # it must.
                if many:
                    self._embed_missing(pending)
                    pending = []
            elif many or not any(isinstance(item, Prepared) for item in waiting):
                yield from self._write(waiting, watch)
                waiting, pending = [], []
        yield from self._write(waiting, watch)
        self._remover.hold_reserve()

    def _info(self, document_id: str) -> DocumentInfo | None:
        with self._ledger.reading() as snapshot:
            return snapshot.info(document_id)

    def note(self, files: Iterable[FileState]) -> None:
        rows = list(files)
        if rows:
            with self._ledger.writing() as change:
                change.note(rows)

    def delete(self, document_id: str) -> bool:
        parts: list[str] = []
        with self._ledger.reading() as snapshot, suppress(LedgerDamaged):
            parts = snapshot.parts_of(document_id)  # not known where it is damaged
        return document_id in self.delete_all([document_id, *parts])

    def delete_all(self, document_ids: Iterable[str]) -> set[str]:
        """Remove documents in one change; return the ids of those that there were."""
        return self._remover.remove(list(document_ids), self._who)

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        with self._ledger.writing(self._who) as change:
            return change.correct(document_id, correction)

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was."""
        return self._remover.purge()

    def alone(self, name: str) -> AbstractContextManager[bool]:
        return alone(self.directory / f"{name}.lock")

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

    def rebuild(self) -> Iterator[DocumentInfo]:
        """Cut and embed every document again, with the model that is configured now.

        Yields each document as its embedding is done; all of them change over at once
        when the last is. Interrupted, it changes nothing and goes on where it was, unless
        a service has tidied up meanwhile.

        Raises:
            LedgerBusy: If another process is rebuilding.
        """
        with alone_rebuilding(self.directory) as mine:
            if not mine:
                raise LedgerBusy(
                    f"another process is rebuilding {self.directory}: wait for it to end"
                )
            yield from self._rebuild()

    def _rebuild(self) -> Iterator[DocumentInfo]:
        cuts: dict[str, PassageBoundaries] = {}
        with self._ledger.reading() as snapshot:
            ids = [info.id for info in snapshot.infos()]
        for document_id in ids:
            with self._ledger.reading() as snapshot:
                info, document = snapshot.info(document_id), snapshot.document(document_id)
            if info is not None and document is not None:
                item = prepare(self.embedder, again(info, document))
                self._embed_missing([item])
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
        change.put_vectors(self._embed(item.texts, set(item.texts) - known))
        change.put(
            item.document, item.passages, item.hashes, item.context, item.hidden, info.reader
        )

    def _write(self, items: Sequence[Prepared | AddResult], watch: Watch) -> list[AddResult]:
        """Embed what is new of a batch and commit it as one."""
        prepared = [item for item in items if isinstance(item, Prepared)]
        if not prepared:
            return [item for item in items if isinstance(item, AddResult)]
        texts = {key: text for item in prepared for key, text in item.texts.items()}
        sources = tuple(item.document.source for item in prepared)
        vectors: dict[bytes, PassageVectors] = {}
        with self._ledger.reading() as snapshot:
            require_embedder(snapshot, self.embedder)
            missing = set(texts) - snapshot.known(texts)
        while True:
            vectors |= self._embed(texts, missing, sources, watch)
            with self._ledger.writing(self._who) as change:
                require_embedder(change, self.embedder)
                change.put_vectors(vectors)
                missing = set(texts) - change.known(texts)
                if not missing:
                    change.set_value("embedder", self.embedder.id)
                    for claim in [item.arrival.claim for item in prepared if item.arrival.claim]:
                        change.who = change.sender_of(claim)  # what is read together came so
                    done = [
                        item
                        if isinstance(item, AddResult)
                        else put(change, item, vectors, keep_originals=self._keep_originals)
                        for item in items
                    ]
                    for item in prepared:
                        require_quota(change, item.arrival.most)
                    change.require_room()
                    return done
            # Somebody removed the last document that used a vector we counted on.

    def _embed_missing(self, prepared: Sequence[Prepared]) -> None:
        texts = {key: text for item in prepared for key, text in item.texts.items()}
        with self._ledger.reading() as snapshot:
            missing = set(texts) - snapshot.known(texts)
        vectors = self._embed(texts, missing)
        with self._ledger.writing() as change:
            change.put_vectors(vectors)

    def _embed(
        self,
        texts: Mapping[bytes, PassageText],
        wanted: set[bytes],
        sources: tuple[str, ...] = (),
        watch: Watch = unwatched,
    ) -> dict[bytes, PassageVectors]:
        """Embed what is wanted of some texts, telling how far that is."""
        keys = [key for key in texts if key in wanted]
        many = len(keys)
        if many > _BATCH:  # by length, because the embedder takes texts of like length together
            keys.sort(key=lambda key: len(texts[key].text))
        piece = _PIECE if many > _BATCH else _BATCH
        vectors: dict[bytes, PassageVectors] = {}
        for first in range(0, many, piece):
            some = keys[first : first + piece]
            watch(Embedding(sources, first, many))
            embedded = self.embedder.embed_passages([texts[key] for key in some])
            vectors.update(zip(some, embedded, strict=True))
        if many:
            watch(Embedding(sources, many, many))
        return vectors

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
