"""Writes documents: their passages to Milvus first, then the change that shows them.

Killed between the two, passages are left that nobody has seen; `sweep` removes them. Whoever writes
holds a lease, so that it is known when he is gone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
)
from index.ledger.listing import listed_as, own_language
from index.ledger.rebuild_rows import Rewritten
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
    """Writes documents as `who`, under a lease that is taken when passages are first written."""

    def __init__(
        self,
        catalogue: MilvusCatalogue,
        engine: Engine,
        embedder: Callable[[], Embedder],
        lease: Callable[[], str],
        who: str,
        *,
        keep_originals: bool,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._embedder = embedder
        self._lease = lease
        self._begun: set[int] = set()
        """Epochs that were begun and are not shown."""
        self._who = who
        self.keep_originals = keep_originals
        self._written: dict[int, Written] = {}
        """What is written and not shown yet, by the identity of what it is of."""
        self._vectors: dict[bytes, PassageVectors] = {}
        """What was embedded for the batch that is being written."""

    @cached_property
    def place(self) -> Place:
        """Return where the passages are that this embedder makes."""
        embedder = self._embedder()
        identity = identity_of(self._catalogue)
        name = collection_name(identity, embedder.id, embedder.dimension)
        return Place(name, embedder.dimension)

    def ahead(self, items: Sequence[Prepared]) -> None:
        self._keep(items, unwatched)
        self._vectors.clear()

    def write_alone(self, items: Sequence[Prepared]) -> list[Written]:
        """Write passages for a change that is the caller's to make."""
        written = self._write_passages(items, unwatched)
        self._vectors.clear()
        return written

    def written_before(self, item: Prepared, done: Rewritten) -> int | None:
        """Return Milvus' time of passages that a rebuild wrote before it was interrupted.

        Of them the first is written again, so that there is a time from which on all are there.
        Returns None where they are not what would be written now.
        """
        with self._catalogue.reading() as moment:
            languages = _languages(moment, item)
        if languages[1] != done.language or len(item.passages) != done.passages:
            return None
        passages = self._engine.passages(self.place, make=True)
        wanted = [*zip(item.passages, item.hashes, item.context, strict=True)]
        with suppress(LedgerDamaged):
            rows = passages.at(0, set).of(done.epoch, 0, done.passages)
            if [(row.passage, row.hash, row.context) for row in rows] == wanted:
                language = language_of_code(done.language)
                return passages.write(
                    done.epoch, [NewPassage.made(row, language) for row in rows[:1]]
                )
        return None

    def write(self, items: Sequence[Prepared | AddResult], watch: Watch) -> list[AddResult]:
        """Write the passages of a batch, and commit it as one."""
        prepared = [item for item in items if isinstance(item, Prepared)]
        if not prepared:
            return [item for item in items if isinstance(item, AddResult)]

        def write_missing() -> list[Written]:
            self._keep([item for item in prepared if id(item) not in self._written], watch)
            return [self._written[id(item)] for item in prepared]

        def show(change: MilvusChange) -> list[AddResult]:
            require_embedder(change, self._embedder())
            self.place.note(change)
            change.set_value("embedder", self._embedder().id)
            own = [self._in_language(item) for item in items]
            return put_all(change, own, self._vectors, keep_originals=self.keep_originals)

        done = self.change(write_missing, show)
        self._vectors.clear()
        for item in prepared:
            del self._written[id(item)]
        return done

    def _keep(self, items: Sequence[Prepared], watch: Watch) -> None:
        written = self._write_passages(items, watch)
        self._written.update(zip(map(id, items), written, strict=True))

    def _in_language(self, item: Prepared | AddResult) -> Prepared | AddResult:
        """Return a document in the language that was found for it before it was written."""
        if isinstance(item, AddResult):
            return item
        language = self._written[id(item)].own_language
        return replace(item, document=replace(item.document, language=language))

    def change(
        self, write: Callable[[], Iterable[Written]], show: Callable[[MilvusChange], _T]
    ) -> _T:
        """Write passages, then show them in one change; anew where another change came between.

        Raises:
            LedgerBusy: If others change the same again and again.
        """
        for _ in range(_TRIES):
            written = write()
            try:
                with self._catalogue.writing(self._who) as change:
                    change.expect(written)
                    done = show(change)
            except EpochLost:
                self._written.clear()
            else:
                self._begun -= change.shown
                return done
        raise LedgerBusy("others keep changing the same documents: try again in a minute")

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        """Change what is listed of a document; where its language changes, stem it again."""
        return self.change(
            lambda: self._stem_again(document_id, correction),
            lambda change: change.correct(document_id, correction),
        )

    def end(self) -> None:
        """Give up what was written and is not shown."""
        if self._begun:
            with self._catalogue.writing() as change:
                give_up_epochs(change.connection, self._begun)

    # Passages ---------------------------------------------------------------------

    def _write_passages(self, items: Sequence[Prepared], watch: Watch) -> list[Written]:
        """Embed what is new of some documents, and write their passages, which nobody sees yet."""
        if not items:
            return []
        known = dict(self._vectors)
        with self._catalogue.reading() as moment:
            languages = [_languages(moment, item) for item in items]
            for item in items:
                known |= _known(moment, item.document)
        texts = texts_of(items)
        sources = tuple(item.document.source for item in items)
        self._vectors |= embed(self._embedder(), texts, set(texts) - known.keys(), sources, watch)
        known |= self._vectors
        epochs = self._begin(item.document.id for item in items)
        return [
            self._write_rows(self.place, item.document.id, epoch, _rows(item, known), codes)
            for item, epoch, codes in zip(items, epochs, languages, strict=True)
        ]

    def _begin(self, document_ids: Iterable[str]) -> list[int]:
        lease = self._lease()
        with self._catalogue.writing() as change:
            begun = begin_epochs(change.connection, document_ids, lease)
        self._begun |= {*begun}
        return begun

    def _stem_again(self, document_id: str, correction: Correction) -> list[Written]:
        """Write the passages of a document again where a correction changes its language."""
        with self._catalogue.reading() as moment:
            before, epoch = moment.info(document_id), epoch_of(moment.connection, document_id)
            place = Place.of(moment)
            if before is None or epoch is None or place is None:
                return []
            after = correction.applied(before)
            if after.language == before.language:
                return []
            rows = list(moment.passage_rows(document_id))
        (begun,) = self._begin([document_id])
        languages = str(after.own("language")), after.language
        written = self._write_rows(place, document_id, begun, rows, languages)
        return [replace(written, copy_of=epoch.number)]

    def _write_rows(
        self,
        place: Place,
        document_id: str,
        epoch: int,
        rows: Sequence[PassageRow],
        languages: tuple[str, str],
    ) -> Written:
        """Write passages stemmed by the second of two languages; the first is the document's."""
        own, stemmed_by = languages
        language = language_of_code(stemmed_by)
        new = [NewPassage.made(row, language) for row in rows]
        stamp = self._engine.passages(place, make=True).write(epoch, new)
        held = Counter(stem for one in new for stem in {*one.stems.both})
        return Written(
            document_id,
            epoch,
            own,
            stemmed_by,
            len(new),
            sum(len(one.stems) for one in new),
            packed(held),
            stamp,
        )


def _rows(item: Prepared, vectors: Mapping[bytes, PassageVectors]) -> list[PassageRow]:
    return [
        PassageRow(passage, key, context, vectors[key])
        for passage, key, context in zip(item.passages, item.hashes, item.context, strict=True)
    ]


def _languages(moment: MilvusMoment, item: Prepared) -> tuple[str, str]:
    """Return the codes of the language that a document is in, and of the one it is stemmed by.

    It is found now, and not when the document is listed: by then its passages are written.
    """
    own = own_language(moment, item.document)
    document = replace(item.document, language=own)
    info = listed_as(moment, document, len(item.passages), item.hidden, said=item.arrival.language)
    return own, info.language


def _known(moment: MilvusMoment, document: Document) -> Mapping[bytes, PassageVectors]:
    """Return what is embedded already of a document: by its former version, or under another id.

    What another document has in common with it is embedded again: Milvus is not asked by hashes.
    """
    with suppress(LedgerDamaged):  # then all of it is embedded again
        own = moment.embedded(document.id)
        same = () if own else moment.by_version([document.version])[:1]
        return own or {key: one for info in same for key, one in moment.embedded(info.id).items()}
    return {}
