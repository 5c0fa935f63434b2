"""Cuts and embeds every document again beside what is seen, then changes all over at once.

What is done is in the catalogue and in Milvus, so a rebuild takes no more memory than a document
does, and goes on where it was interrupted.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from index.embedding.embedder import Embedder
from index.ledger.epoch_rows import EpochLost
from index.ledger.listing import listed_as
from index.ledger.rebuild_rows import (
    Rewritten,
    begin_rebuild,
    digest,
    end_rebuild,
    lease_of_rebuild,
    note_places,
    note_rewritten,
    places,
    rewritten_of,
)
from index.milvus.adding import MilvusAdding
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.change import MilvusChange, Written
from index.milvus.engine import Place
from index.types import DocumentInfo, LoggedChange
from index.writing.prepare import Prepared, again, prepare

_AT_ONCE = 100  # documents that are looked up at once; a guess: their records have 100 kB


def rebuild(
    catalogue: MilvusCatalogue, adding: MilvusAdding, embedder: Callable[[], Embedder]
) -> Iterator[DocumentInfo]:
    """Yield each document as it is written anew; all are seen so when the last is.

    Interrupted, it changes nothing that is seen, and goes on from there the next time. What had
    the passages before, if that is another place, is removed by `sweep`.
    """
    lease = lease_of_rebuild(adding.place.name)
    with catalogue.writing() as change:
        before = Place.of(change)
        known = [*places(change), adding.place.name, *([before.name] if before else [])]
        note_places(change, known)
        begin_rebuild(change, lease)
    for document_id in _ids(catalogue):
        info = _rewrite(catalogue, adding, embedder(), document_id)
        if info is not None:
            yield info

    def write_what_changed() -> list[Written]:
        ids = _ids(catalogue)
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            with catalogue.reading() as moment:
                infos = moment.infos_of(some)
                known = {one: rewritten_of(moment, one) for one in some}
            for document_id, info in infos.items():
                done = known[document_id]
                if done is None or not done.fits(info):
                    _rewrite(catalogue, adding, embedder(), document_id)
        return []

    def show(change: MilvusChange) -> None:
        change.touch()
        for document_id in change.ids_in_order():
            _change_over(change, document_id, keep_original=adding.keep_originals)
        end_rebuild(change, lease)
        change.drop_strays()
        adding.place.note(change)
        change.set_value("embedder", embedder().id)
        change.log_change(LoggedChange("collection_rebuilt"))
        change.require_room()

    adding.change(write_what_changed, show)


def _ids(catalogue: MilvusCatalogue) -> list[str]:
    with catalogue.reading() as moment:
        return moment.ids_in_order()


def _rewrite(
    catalogue: MilvusCatalogue, adding: MilvusAdding, embedder: Embedder, document_id: str
) -> DocumentInfo | None:
    """Cut a document and write its passages, unless they are there; None where it is gone."""
    with catalogue.reading() as moment:
        info, document = moment.info(document_id), moment.document(document_id)
        done = rewritten_of(moment, document_id)
    if info is None or document is None:
        return None
    item = prepare(embedder, again(info, document))
    if done is not None and done.fits(info):
        stamp = adding.written_before(item, done)
        if stamp is not None:
            with catalogue.writing() as change:
                note_rewritten(change, document_id, replace(done, stamp=stamp))
            return info
    (written,) = adding.write_alone([item])
    with catalogue.writing() as change:
        new = _rewritten(change, info, item, written)
        note_rewritten(change, document_id, new, written.held)
    return info


def _rewritten(
    change: MilvusChange, before: DocumentInfo, item: Prepared, written: Written
) -> Rewritten:
    document = replace(item.document, language=written.own_language)
    info = listed_as(change, document, written.passages, item.hidden, before.reader)
    return Rewritten(
        digest(before),
        written.epoch,
        written.passages,
        written.stems,
        written.stamp,
        item.hidden,
        info.language,
        info.uncorrected,
    )


def _change_over(change: MilvusChange, document_id: str, *, keep_original: bool) -> None:
    info, new = change.info(document_id), rewritten_of(change, document_id)
    assert info is not None, "it was listed in this transaction"
    if new is None or not new.fits(info):
        raise EpochLost(f"{document_id} was changed meanwhile: run `pincite rebuild` again")
    if not keep_original:
        change.drop_original(document_id)
    change.change_over(info, new)
