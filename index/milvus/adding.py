"""Writes documents: their passages to Milvus first, then the change that shows them.

Killed between the two, passages are left that nobody has seen; `sweep` removes them. Whoever writes
holds a lease, so that it is known when he is gone.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from corpus import Document
from corpus.language import language_of_code
from index.embedding.embedder import Embedder, PassageVectors
from index.errors import LedgerBusy, LedgerDamaged
from index.ledger.corrections import Correction
from index.ledger.embedder_check import require_embedder
from index.ledger.epoch_rows import (
    EpochLost,
    begin_epochs,
    epoch_of,
    give_up_epochs,
    packed,
    pending_of,
)
from index.ledger.listing import listed_as, own_language
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.change import MilvusChange, Written
from index.milvus.engine import Engine, Place, identity_of
from index.milvus.moment import MilvusMoment
from index.milvus.rows import NewPassage, PassageRow
from index.milvus.schema import collection_name
from index.types import AddResult, DocumentInfo
from index.writing.embedding import embed, texts_of
from index.writing.prepare import Prepared
from index.writing.progress import Watch, unwatched
from index.writing.putting import put_all

_TRIES = 5
"""How often a change is made anew that another overtook; a guess: few write the same document."""

_T = TypeVar("_T")


class MilvusAdding:
    """Writes documents as `who`, under a lease."""

    def __init__(
        self,
        catalogue: MilvusCatalogue,
        engine: Engine,
        embedder: Callable[[], Embedder],
        lease: str,
        who: str,
        *,
        keep_originals: bool,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._embedder = embedder
        self._lease = lease
        self._who = who
        self.keep_originals = keep_originals
        self._written: dict[str, Written] = {}
        self._vectors: dict[bytes, PassageVectors] = {}
        """What was embedded for the batch that is being written."""

    def __contains__(self, document_id: str) -> bool:
        """Return whether the passages of a document are written, for the change to come."""
        return document_id in self._written

    @cached_property
    def place(self) -> Place:
        """Return where the passages are that this embedder makes."""
        embedder = self._embedder()
        identity = identity_of(self._catalogue)
        name = collection_name(identity, embedder.id, embedder.dimension)
        return Place(name, embedder.dimension)

    def ahead(self, items: Sequence[Prepared]) -> None:
        self._write_passages(items, unwatched)
        self._vectors.clear()

    def write(self, items: Sequence[Prepared | AddResult], watch: Watch) -> list[AddResult]:
        """Write the passages of a batch, and commit it as one."""
        prepared = [item for item in items if isinstance(item, Prepared)]
        if not prepared:
            return [item for item in items if isinstance(item, AddResult)]

        def write_missing() -> None:
            missing = [item for item in prepared if item.document.id not in self._written]
            self._write_passages(missing, watch)

        def show(change: MilvusChange) -> list[AddResult]:
            require_embedder(change, self._embedder())
            self.place.note(change)
            change.set_value("embedder", self._embedder().id)
            own = [self._in_language(item) for item in items]
            return put_all(change, own, self._vectors, keep_originals=self.keep_originals)

        done = self.change(write_missing, show)
        self._vectors.clear()
        for item in prepared:
            self._written.pop(item.document.id, None)
        return done

    def change(self, write: Callable[[], None], show: Callable[[MilvusChange], _T]) -> _T:
        """Write passages, then show them in one change; anew where another change came between.

        Raises:
            LedgerBusy: If others change the same again and again.
        """
        for _ in range(_TRIES):
            write()
            try:
                with self._catalogue.writing(self._who) as change:
                    change.expect(self._written)
                    return show(change)
            except EpochLost:
                self._written.clear()
        raise LedgerBusy("others keep changing the same documents: try again in a minute")

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        """Change what is listed of a document; where its language changes, stem it again."""
        return self.change(
            lambda: self._stem_again(document_id, correction),
            lambda change: change.correct(document_id, correction),
        )

    def end(self) -> None:
        """Give up what was written and is not shown."""
        with self._catalogue.reading() as moment:
            left = pending_of(moment.connection, self._lease)
        if left:
            with self._catalogue.writing() as change:
                give_up_epochs(change.connection, left)

    # Passages ---------------------------------------------------------------------

    def stemmed(self, document: Document) -> Document:
        """Return a document in the language that was found for it before it was written."""
        return replace(document, language=self._written[document.id].own_language)

    def _in_language(self, item: Prepared | AddResult) -> Prepared | AddResult:
        if isinstance(item, AddResult):
            return item
        return replace(item, document=self.stemmed(item.document))

    def _write_passages(self, items: Sequence[Prepared], watch: Watch) -> None:
        """Embed what is new of some documents, and write their passages, which nobody sees yet."""
        if not items:
            return
        known = dict(self._vectors)
        with self._catalogue.reading() as moment:
            languages = [_languages(moment, item) for item in items]
            for item in items:
                known |= _known(moment, item)
        texts = texts_of(items)
        sources = tuple(item.document.source for item in items)
        missing = set(texts) - known.keys()
        self._vectors |= embed(self._embedder(), texts, missing, sources, watch)
        known |= self._vectors
        for item, (own, stemmed_by) in zip(items, languages, strict=True):
            rows = [
                PassageRow(passage, key, context, known[key])
                for passage, key, context in zip(
                    item.passages, item.hashes, item.context, strict=True
                )
            ]
            self._write_rows(self.place, item.document.id, rows, own, stemmed_by)

    def _stem_again(self, document_id: str, correction: Correction) -> None:
        """Write the passages of a document again where a correction changes its language."""
        with self._catalogue.reading() as moment:
            before, epoch = moment.info(document_id), epoch_of(moment.connection, document_id)
            place = Place.of(moment)
            if before is None or epoch is None or place is None:
                return
            after = correction.applied(before)
            if after.language == before.language:
                return
            rows = list(moment.passage_rows(document_id))
        own = str(after.own("language"))
        self._write_rows(place, document_id, rows, own, after.language, epoch.number)

    def _write_rows(
        self,
        place: Place,
        document_id: str,
        rows: Sequence[PassageRow],
        own: str,
        stemmed_by: str,
        copy_of: int | None = None,
    ) -> None:
        with self._catalogue.writing() as change:
            (epoch,) = begin_epochs(change.connection, [document_id], self._lease)
        language = language_of_code(stemmed_by)
        new = [NewPassage.made(row, language) for row in rows]
        stamp = self._engine.passages(place).write(epoch, new)
        held = Counter(stem for one in new for stem in {*one.stems.text, *one.stems.over})
        self._written[document_id] = Written(
            epoch,
            own,
            stemmed_by,
            len(new),
            sum(len(one.stems) for one in new),
            packed(held),
            stamp,
            copy_of,
        )


def _languages(moment: MilvusMoment, item: Prepared) -> tuple[str, str]:
    """Return the codes of the language that a document is in, and of the one it is stemmed by.

    It is found now, and not when the document is listed: by then its passages are written.
    """
    own = own_language(moment, item.document)
    document = replace(item.document, language=own)
    info = listed_as(moment, document, len(item.passages), item.hidden, said=item.arrival.language)
    return own, info.language


def _known(moment: MilvusMoment, item: Prepared) -> dict[bytes, PassageVectors]:
    """Return what is embedded already of a document, by its former version."""
    with suppress(LedgerDamaged):  # then all of it is embedded again
        rows = moment.passage_rows(item.document.id)
        return {row.hash: row.vectors for row in rows if row.hash in item.texts}
    return {}
