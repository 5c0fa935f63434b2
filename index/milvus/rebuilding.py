"""Cuts and embeds every document again beside what is seen, then changes all over at once."""

from collections.abc import Callable, Iterator

from index.embedding.embedder import Embedder
from index.ledger.corrections import as_read
from index.ledger.epoch_rows import EpochLost
from index.milvus.adding import MilvusAdding
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.change import MilvusChange
from index.milvus.engine import Engine, Place
from index.types import DocumentInfo, LoggedChange
from index.writing.boundaries import PassageBoundaries
from index.writing.prepare import again, prepare

Cuts = dict[str, PassageBoundaries]


def rebuild(
    catalogue: MilvusCatalogue,
    engine: Engine,
    adding: MilvusAdding,
    embedder: Callable[[], Embedder],
) -> Iterator[DocumentInfo]:
    """Yield each document as it is written anew; all are seen so when the last is.

    Interrupted, it changes nothing, and begins anew the next time.
    """
    cuts: Cuts = {}
    with catalogue.reading() as moment:
        ids, before = moment.ids_in_order(), Place.of(moment)
    for document_id in ids:
        info = _write_again(catalogue, adding, embedder(), cuts, document_id)
        if info is not None:
            yield info

    def write_what_changed() -> None:
        with catalogue.reading() as moment:
            changed = [info.id for info in moment.infos() if not _fits(info, adding, cuts)]
        for document_id in changed:
            _write_again(catalogue, adding, embedder(), cuts, document_id)

    def show(change: MilvusChange) -> None:
        for document_id in change.ids_in_order():
            _change_over(change, adding, cuts, document_id)
        adding.place.note(change)
        change.set_value("embedder", embedder().id)
        change.log_change(LoggedChange("collection_rebuilt"))
        change.require_room()

    adding.change(write_what_changed, show)
    if before is not None and before != adding.place:
        engine.drop(before)


def _write_again(
    catalogue: MilvusCatalogue,
    adding: MilvusAdding,
    embedder: Embedder,
    cuts: Cuts,
    document_id: str,
) -> DocumentInfo | None:
    """Cut a document and write its passages; None where there is none any more."""
    with catalogue.reading() as moment:
        info, document = moment.info(document_id), moment.document(document_id)
    if info is None or document is None:
        return None
    item = prepare(embedder, again(info, document))
    adding.ahead([item])
    cuts[document_id] = PassageBoundaries.made(info, item)
    return info


def _fits(info: DocumentInfo, adding: MilvusAdding, cuts: Cuts) -> bool:
    """Tell whether a document was written as it is now."""
    cut = cuts.get(info.id)
    return cut is not None and cut.fits(info) and info.id in adding


def _change_over(change: MilvusChange, adding: MilvusAdding, cuts: Cuts, document_id: str) -> None:
    info, document = change.info(document_id), change.document(document_id)
    assert info is not None, "it was listed in this transaction"
    assert document is not None
    if not _fits(info, adding, cuts):
        raise EpochLost(f"{document_id} was changed meanwhile")
    if not adding.keep_originals:
        change.drop_original(document_id)
    own = as_read(info, document)  # corrections are carried over as it is written
    cut = cuts[document_id]
    passages, context = cut.applied(own)
    stemmed = adding.stemmed(own)
    change.put(stemmed, passages, cut.vectors(), context, cut.hidden, info.reader)
