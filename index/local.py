"""A collection on one machine: SQLite for truth and words, FAISS for meaning."""

import hashlib
import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from corpus import Document, Original, Passage, Span, split
from index.change import Change
from index.contract import Addition, Arrival, FileRow, Scan
from index.embedder import Embedder, PassageText, PassageVectors, Vector
from index.errors import DiskFull, IndexMismatch, LedgerDamaged
from index.fusion import capped, fuse
from index.hits import DocumentInfo, Hit
from index.jobs import Jobs
from index.ledger import Ledger
from index.lock import alone
from index.reserve import Reserve
from index.rows import State
from index.scan import LocalScan
from index.snapshot import Snapshot
from index.vectors import VectorView, generations
from index.words import content_words, words_of

LEDGER = "ledger.db"
VECTORS = "vectors"

_POOL = 100
_BATCH = 64
_CONTEXT_TOKENS = 32
_SAVE_SHARE = 0.1
_SAVE_ROWS = 1000
_MERGE_PAGES = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A document cut into passages, with what is to be embedded of each."""

    arrival: Arrival
    document: Document
    passages: Sequence[Passage]
    texts: Mapping[bytes, PassageText]
    hashes: Sequence[bytes]
    context: Sequence[str]


class LocalIndex:
    """A collection in a directory; safe to share between threads.

    Other processes may write to the same directory: each search sees what is committed
    when it begins. The embedder is made when it is first needed.
    """

    def __init__(self, directory: Path, make_embedder: Callable[[], Embedder]) -> None:
        """Open the collection in the directory; an empty one is made where none is.

        Raises:
            IndexFault: If what is there cannot be used, with the reason.
        """
        self.directory = directory
        self._make_embedder = make_embedder
        if not (directory / LEDGER).exists() and generations(directory / VECTORS):
            raise LedgerDamaged(
                f"{directory / LEDGER} is missing, but vectors of it are there: restore it from "
                "a backup, or remove the folder and add the documents again"
            )
        self._ledger = Ledger(directory / LEDGER)
        self._reserve = Reserve(directory / "reserve")
        self._reserve.hold()
        self._refreshing = threading.Lock()
        self._view: tuple[State, VectorView] | None = None
        self._saved = State(0, "")

    @cached_property
    def embedder(self) -> Embedder:
        """Return the embedder; the first use may take seconds."""
        return self._make_embedder()

    @property
    def jobs(self) -> Jobs:
        """Return the uploads that wait to be read, or were."""
        return Jobs(self._ledger)

    # Reading ---------------------------------------------------------------------

    def document(self, document_id: str) -> Document | None:
        with self._ledger.reading() as snapshot:
            return snapshot.document(document_id)

    def original(self, document_id: str) -> Original | None:
        """Return the bytes of a document whose pages can be shown; None for any other."""
        with self._ledger.reading() as snapshot:
            return snapshot.original(document_id)

    def shows_pages(self, document_id: str) -> bool:
        """Tell whether there is an original whose pages can be shown."""
        with self._ledger.reading() as snapshot:
            return snapshot.has_original(document_id)

    def documents(self) -> list[DocumentInfo]:
        with self._ledger.reading() as snapshot:
            return snapshot.infos()

    def info(self, document_id: str) -> DocumentInfo | None:
        with self._ledger.reading() as snapshot:
            return snapshot.info(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """Return the passages of a document, in order; none for an unknown one."""
        with self._ledger.reading() as snapshot:
            return snapshot.passages(document_id)

    def files(self) -> list[FileRow]:
        with self._ledger.reading() as snapshot:
            return snapshot.files()

    def known_content(self, sha256: str) -> DocumentInfo | None:
        """Return a document that was read from bytes of this sha256; None if there is none."""
        with self._ledger.reading() as snapshot:
            return snapshot.known_content(sha256)

    def counts(self) -> dict[str, int]:
        """Return how many documents, passages and vectors there are."""
        with self._ledger.reading() as snapshot:
            return snapshot.counts()

    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        with self._ledger.reading() as snapshot:
            return snapshot.frequencies(terms, within)

    def size(self) -> int:
        with self._ledger.reading() as snapshot:
            return snapshot.count("passages")

    def made_with(self) -> str | None:
        """Return the id of the embedder that the vectors are of; None before there are any."""
        with self._ledger.reading() as snapshot:
            return snapshot.value("embedder")

    def is_new(self) -> bool:
        """Tell whether the collection has never held a document."""
        with self._ledger.reading() as snapshot:
            return snapshot.state().number == 0

    # Searching -------------------------------------------------------------------

    def search(
        self, question: str, vector: Vector, k: int, within: Set[str] | None = None
    ) -> list[Hit]:
        if k < 1:
            raise ValueError(f"k is {k}, must be at least 1")
        terms, pool = content_words(words_of(question)), max(_POOL, k)
        with self._ledger.reading() as snapshot:
            only = None if within is None else snapshot.passage_ids_of(within)
            dense = self._vectors(snapshot).search(vector, pool, only)
            lexical = snapshot.search_words(terms, pool, within)
            scores = fuse([(1.0, [key for key, _ in dense]), (1.0, [key for key, _ in lexical])])
            owners = snapshot.documents_of(list(scores))
            ranked = [key for key in scores if key in owners]
            chosen = capped(ranked, owners, max(3, k // 2), k)
            return self._hits(snapshot, chosen, scores, dense, lexical, vector)

    @contextmanager
    def scanning(
        self, words: Sequence[str], vector: Vector, within: Set[str] | None = None
    ) -> Iterator[Scan]:
        with self._ledger.reading() as snapshot:

            def load(
                ids: Sequence[int],
                scores: Mapping[int, float],
                dense: Sequence[tuple[int, float]],
                lexical: Sequence[tuple[int, float]],
            ) -> list[Hit]:
                return self._hits(snapshot, ids, scores, dense, lexical, vector)

            yield LocalScan(snapshot, self._vectors(snapshot), words, vector, load, within)

    def _hits(
        self,
        snapshot: Snapshot,
        chosen: Sequence[int],
        scores: Mapping[int, float],
        dense: Sequence[tuple[int, float]],
        lexical: Sequence[tuple[int, float]],
        vector: Vector,
    ) -> list[Hit]:
        dense_ranks = {key: rank for rank, (key, _) in enumerate(dense, start=1)}
        lexical_ranks = {key: rank for rank, (key, _) in enumerate(lexical, start=1)}
        lexical_scores = dict(lexical)
        rows = snapshot.passages_by_id(chosen)
        vectors = snapshot.vectors({key for _, key in rows.values()})
        infos = {key: snapshot.info(key) for key in {p.document_id for p, _ in rows.values()}}
        hits: list[Hit] = []
        for key in chosen:
            passage, vector_hash = rows[key]
            info, found = infos[passage.document_id], vectors[vector_hash]
            assert info is not None, "a passage without its document breaks a foreign key"
            hits.append(
                Hit(
                    passage=passage,
                    document=info,
                    score=scores[key],
                    dense_rank=dense_ranks.get(key),
                    dense_score=float(found.passage @ vector),
                    lexical_rank=lexical_ranks.get(key),
                    lexical_score=lexical_scores.get(key, 0.0),
                    sentence_scores=tuple(float(x) for x in found.sentences @ vector),
                )
            )
        return hits

    def _vectors(self, snapshot: Snapshot) -> VectorView:
        """Return the vectors of the snapshot's passages, brought up to date."""
        state = snapshot.state()
        current = self._view  # read once: another thread may bring it further
        if current is not None and current[0] == state:
            return current[1]
        self._require_embedder(snapshot)
        with self._refreshing:
            if self._view is None:
                self._view = self._load(snapshot)
            known, view = self._view
            if not snapshot.knows(known) and known.number <= state.number:
                # The ledger was restored and went another way: its ids mean other passages.
                view = VectorView.empty(self.embedder.dimension)
            if known.number < state.number or not snapshot.knows(known):
                self._view = (state, self._caught_up(snapshot, view))
            return self._view[1]

    def _load(self, snapshot: Snapshot) -> tuple[State, VectorView]:
        """Load the newest generation that is whole and of this ledger, if there is one."""
        for folder in generations(self.directory / VECTORS):
            try:
                view, state = VectorView.load(folder, self.embedder.id)
            except (OSError, ValueError) as exc:
                log.warning(
                    "%s is unusable (%s): its vectors come from the ledger", folder.name, exc
                )
                continue
            if snapshot.knows(state):
                self._saved = state
                return state, view
            log.warning("%s is not of this ledger: its vectors come from the ledger", folder.name)
        return State(0, ""), VectorView.empty(self.embedder.dimension)

    def _caught_up(self, snapshot: Snapshot, view: VectorView) -> VectorView:
        ids = snapshot.passage_ids()
        removed = np.setdiff1d(view.ids, ids, assume_unique=True)
        added = np.setdiff1d(ids, view.ids, assume_unique=True)
        if not len(removed) and not len(added):
            return view
        return view.changed(removed, added, snapshot.passage_vectors)

    def warm(self) -> None:
        """Load vectors now, rather than at the first search."""
        with self._ledger.reading() as snapshot:
            self._vectors(snapshot)

    def checkpoint(self, *, always: bool = False) -> None:
        """Save the vectors as a new generation, so that the next start is quick.

        Without `always` only after many changes. Where another process is saving, or the
        disk is full or read-only, nothing happens: the ledger has everything.
        """
        with self._ledger.reading() as snapshot:
            view, state = self._vectors(snapshot), snapshot.state()
        fresh = bool(generations(self.directory / VECTORS))
        changes = abs(state.number - self._saved.number)
        few = changes < max(_SAVE_ROWS, _SAVE_SHARE * len(view))
        if (state == self._saved and fresh) or (few and not always):
            return
        try:
            with alone(self.directory / "vectors.lock") as mine:
                if mine:
                    view.save(self.directory / VECTORS, self.embedder.id, state)
                    self._saved = state
        except OSError as exc:
            log.warning("the vectors were not saved (%s): the next start is slower", exc.strerror)

    # Changing --------------------------------------------------------------------

    def add(self, documents: Iterable[Document | Arrival]) -> Iterator[Addition]:
        waiting: list[_Prepared | Addition] = []
        for item in documents:
            arrival = item if isinstance(item, Arrival) else Arrival(item)
            info = self.info(arrival.document.id)
            same = info is not None and _same(info, arrival.document)
            if info is not None and same and arrival.claim is None:
                self.note([FileRow(arrival.key, info.id, arrival.stamp)] if arrival.key else [])
                waiting.append(Addition(info, "unchanged", 0))
            else:
                waiting.append(self._prepare(arrival))
            pending = [item for item in waiting if isinstance(item, _Prepared)]
            if not pending or sum(len(item.hashes) for item in pending) >= _BATCH:
                yield from self._write(waiting)
                waiting = []
        yield from self._write(waiting)

    def note(self, files: Iterable[FileRow]) -> None:
        rows = list(files)
        if rows:
            with self._ledger.writing() as change:
                change.note(rows)

    def delete(self, document_id: str) -> bool:
        return self.delete_all([document_id]) == {document_id}

    def delete_all(self, document_ids: Iterable[str]) -> set[str]:
        """Remove documents in one change; return the ids of those that there were."""
        wanted = list(document_ids)
        try:
            done = self._remove(wanted)
        except DiskFull:
            if not self._reserve.release():
                raise
            done = self._remove(wanted)
        if done:
            self._ledger.shrink_log()
            self._drop_saved_vectors()
        return done

    def _remove(self, document_ids: Sequence[str]) -> set[str]:
        with self._ledger.writing() as change:
            return {document_id for document_id in document_ids if change.remove(document_id)}

    def purge(self) -> bool:
        """Overwrite what is left of removed documents inside of files; tell if anything was.

        Their words stay in the segments of the full text until these are merged, which is
        done in steps, so that others may write meanwhile. Interrupted, it is done again.
        """
        with self._ledger.reading() as snapshot:
            token = snapshot.value("traces")
        if token is None:
            return False
        pages = -_MERGE_PAGES
        while True:
            with self._ledger.writing() as change:
                if not change.merge_words(pages):
                    break
            pages = _MERGE_PAGES
        self._drop_saved_vectors()
        with self._ledger.writing() as change:
            change.forget_traces(token)
        self._ledger.shrink_log()
        return True

    def tidy(self) -> None:
        """Do what can wait until nothing else is to be done: overwrite, save, empty the log."""
        purged = self.purge()
        self.checkpoint(always=purged)
        self._ledger.shrink_log()
        self._sweep()
        self._reserve.hold()

    def _sweep(self) -> None:
        """Remove what somebody began to save who ended meanwhile."""
        try:
            with alone(self.directory / "vectors.lock") as mine:
                for path in (self.directory / VECTORS).glob("tmp-*") if mine else ():
                    shutil.rmtree(path, ignore_errors=True)
        except OSError as exc:
            log.warning("leftovers were not removed (%s)", exc.strerror)

    def _drop_saved_vectors(self) -> None:
        """Remove the saved vectors, so that nothing of a removed document lingers there.

        The next `checkpoint` saves them anew.
        """
        for folder in generations(self.directory / VECTORS):
            shutil.rmtree(folder, ignore_errors=True)
        self._saved = State(0, "")

    def rebuild(self) -> Iterator[DocumentInfo]:
        """Cut and embed every document again, with the model that is configured now.

        Yields each document as its embedding is done; all of them change over at once
        when the last is. Interrupted, it changes nothing and goes on where it was.
        """
        prepared: dict[str, _Prepared] = {}
        for info in self.documents():
            document = self.document(info.id)
            if document is not None:
                prepared[info.id] = self._prepare(Arrival(document))
                self._embed_missing([prepared[info.id]])
                yield info
        with self._ledger.writing() as change:
            change.remake_words()
            for info in change.infos():
                item = prepared.get(info.id)
                if item is None or item.document.version != info.version:
                    document = change.document(info.id)
                    assert document is not None, "it was listed in this transaction"
                    item = self._prepare(Arrival(document))
                    known = change.known(item.texts)
                    change.put_vectors(self._embed(item.texts, set(item.texts) - known))
                change.put(item.document, item.passages, item.hashes, item.context)
            change.drop_unused_vectors()
            change.set_value("embedder", self.embedder.id)
        self._view = None
        self.checkpoint(always=True)

    def _prepare(self, arrival: Arrival) -> _Prepared:
        embedder, document = self.embedder, arrival.document
        reserved = min(_CONTEXT_TOKENS, embedder.window // 4)
        passages = split(document, embedder.count_tokens, embedder.window - reserved)
        context = [" › ".join((document.title, *passage.heading)) for passage in passages]
        short = {words: _shortened(embedder, words, reserved) for words in dict.fromkeys(context)}
        texts = [
            _embedded_text(short[words], passage)
            for words, passage in zip(context, passages, strict=True)
        ]
        hashes = [_hash(embedder.id, text) for text in texts]
        return _Prepared(
            arrival, document, passages, dict(zip(hashes, texts, strict=True)), hashes, context
        )

    def _write(self, items: Sequence[_Prepared | Addition]) -> list[Addition]:
        """Embed what is new of a batch and commit it as one."""
        prepared = [item for item in items if isinstance(item, _Prepared)]
        if not prepared:
            return [item for item in items if isinstance(item, Addition)]
        texts = {key: text for item in prepared for key, text in item.texts.items()}
        vectors: dict[bytes, PassageVectors] = {}
        with self._ledger.reading() as snapshot:
            self._require_embedder(snapshot)
            missing = set(texts) - snapshot.known(texts)
        while True:
            vectors |= self._embed(texts, missing)
            with self._ledger.writing() as change:
                self._require_embedder(change)
                change.put_vectors(vectors)
                missing = set(texts) - change.known(texts)
                if not missing:
                    change.set_value("embedder", self.embedder.id)
                    return [
                        item if isinstance(item, Addition) else _put(change, item, vectors)
                        for item in items
                    ]
            # Somebody removed the last document that used a vector we counted on.

    def _embed_missing(self, prepared: Sequence[_Prepared]) -> None:
        texts = {key: text for item in prepared for key, text in item.texts.items()}
        with self._ledger.reading() as snapshot:
            missing = set(texts) - snapshot.known(texts)
        vectors = self._embed(texts, missing)
        with self._ledger.writing() as change:
            change.put_vectors(vectors)

    def _embed(
        self, texts: Mapping[bytes, PassageText], wanted: set[bytes]
    ) -> dict[bytes, PassageVectors]:
        keys = [key for key in texts if key in wanted]
        if not keys:
            return {}
        return dict(zip(keys, self.embedder.embed_passages([texts[k] for k in keys]), strict=True))

    def _require_embedder(self, snapshot: Snapshot) -> None:
        made_with = snapshot.value("embedder")
        if made_with is not None and made_with != self.embedder.id:
            raise IndexMismatch(
                f"the collection was made with the model {made_with}, the configured one is "
                f"{self.embedder.id}: set PINCITE_MODEL back, or run `pincite rebuild`"
            )

    # Checking --------------------------------------------------------------------

    def findings(self) -> Iterator[str]:
        """Check the whole collection; yield a sentence for each thing that is wrong."""
        with self._ledger.reading() as snapshot:
            yield from snapshot.findings()
            made_with = snapshot.value("embedder")
            for folder in generations(self.directory / VECTORS):
                try:
                    _, shown = VectorView.load(folder, made_with or "")
                except (OSError, ValueError) as exc:
                    yield f"{folder.name} is unusable ({exc}): the next `pincite add` replaces it"
                    continue
                if not snapshot.knows(shown):
                    yield f"{folder.name} is not of this ledger: the next `pincite add` replaces it"


def _put(change: Change, item: _Prepared, embedded: Mapping[bytes, object]) -> Addition:
    arrival, known = item.arrival, change.info(item.document.id)
    status: Literal["added", "updated"] = "added" if known is None else "updated"
    if arrival.claim is not None:
        change.settle(arrival.claim, item.document.id, status)
    info = change.put(item.document, item.passages, item.hashes, item.context)
    if arrival.key:
        change.note([FileRow(arrival.key, info.id, arrival.stamp)])
    return Addition(info, status, sum(key in embedded for key in item.texts))


def _same(info: DocumentInfo, document: Document) -> bool:
    """Tell whether nothing that is stored of the document would change."""
    names = ("version", "title", "source", "author", "published", "publisher", "origin_sha256")
    return all(getattr(info, name) == getattr(document, name) for name in names)


def _shortened(embedder: Embedder, context: str, most: int) -> str:
    """Return title and headings, less words at the end so that they take few tokens."""
    words = context.split()
    while words and embedder.count_tokens([" ".join(words) + "\n"])[0] > most:
        words = words[: len(words) * 3 // 4]
    return " ".join(words) + "\n" if words else ""


def _embedded_text(context: str, passage: Passage) -> PassageText:
    """Return a passage under its title and headings, which tell what it is about."""
    before = len(passage.text) - len(passage.text.lstrip())
    shift = passage.start + before - len(context)
    return PassageText(
        context + passage.text.strip(),
        tuple(Span(span.start - shift, span.end - shift) for span in passage.sentences),
    )


def _hash(embedder_id: str, text: PassageText) -> bytes:
    parts = json.dumps([embedder_id, text.text, text.sentences])
    return hashlib.sha256(parts.encode()).digest()
