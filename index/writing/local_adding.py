"""Writes documents that are added to a ledger that has their passages too."""

from collections.abc import Callable, Sequence

from index.embedding.embedder import Embedder, PassageVectors
from index.ledger.embedder_check import require_embedder
from index.ledger.ledger import Ledger
from index.types import AddResult
from index.writing.embedding import embed, texts_of
from index.writing.prepare import Prepared
from index.writing.progress import Watch
from index.writing.putting import put_all


class LocalAdding:
    """Adds documents as `who`; what one text is embedded to is kept, so it is done once."""

    def __init__(
        self, ledger: Ledger, embedder: Callable[[], Embedder], who: str, *, keep_originals: bool
    ) -> None:
        self._ledger = ledger
        self._embedder = embedder
        self._who = who
        self._keep_originals = keep_originals

    def ahead(self, items: Sequence[Prepared]) -> None:
        texts = texts_of(items)
        with self._ledger.reading() as snapshot:
            missing = set(texts) - snapshot.known(texts)
        vectors = embed(self._embedder(), texts, missing)
        with self._ledger.writing() as change:
            change.put_vectors(vectors)

    def write(self, items: Sequence[Prepared | AddResult], watch: Watch) -> list[AddResult]:
        """Embed what is new of a batch and commit it as one."""
        prepared = [item for item in items if isinstance(item, Prepared)]
        if not prepared:
            return [item for item in items if isinstance(item, AddResult)]
        texts, embedder = texts_of(prepared), self._embedder()
        sources = tuple(item.document.source for item in prepared)
        vectors: dict[bytes, PassageVectors] = {}
        with self._ledger.reading() as snapshot:
            require_embedder(snapshot, embedder)
            missing = set(texts) - snapshot.known(texts)
        while True:
            vectors |= embed(embedder, texts, missing, sources, watch)
            with self._ledger.writing(self._who) as change:
                require_embedder(change, embedder)
                change.put_vectors(vectors)
                missing = set(texts) - change.known(texts)
                if not missing:
                    change.set_value("embedder", embedder.id)
                    return put_all(change, items, vectors, keep_originals=self._keep_originals)
            # Somebody removed the last document that used a vector we counted on.
