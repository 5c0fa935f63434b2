"""Cuts and embeds every document again beside what is seen, then changes all over at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from index.embedding.embedder import Embedder
from index.ledger.corrections import as_read
from index.ledger.epoch_rows import EpochLost
from index.milvus.adding import MilvusAdding
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.change import MilvusChange, Written
from index.milvus.engine import Engine, Place
from index.types import DocumentInfo, LoggedChange
from index.writing.boundaries import PassageBoundaries
from index.writing.prepare import again, prepare


class _Rewritten(NamedTuple):
    """A document as it was cut and written anew."""

    cut: PassageBoundaries
    written: Written


def rebuild(
    catalogue: MilvusCatalogue,
    engine: Engine,
    adding: MilvusAdding,
    embedder: Callable[[], Embedder],
) -> Iterator[DocumentInfo]:
    """Yield each document as it is written anew; all are seen so when the last is.

    Interrupted, it changes nothing, and begins anew the next time.
    """
    anew: dict[str, _Rewritten] = {}
    with catalogue.reading() as moment:
        ids, before = moment.ids_in_order(), Place.of(moment)
    for document_id in ids:
        info = _write_again(catalogue, adding, embedder(), anew, document_id)
        if info is not None:
            yield info

    def write_what_changed() -> list[Written]:
        with catalogue.reading() as moment:
            infos = moment.infos()
        for info in infos:
            if not _fits(info, anew):
                _write_again(catalogue, adding, embedder(), anew, info.id)
        return [one.written for one in anew.values()]

    def show(change: MilvusChange) -> None:
        for document_id in change.ids_in_order():
            _change_over(change, adding, anew, document_id)
        change.drop_strays()
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
    anew: dict[str, _Rewritten],
    document_id: str,
) -> DocumentInfo | None:
    """Cut a document and write its passages; None where there is none any more."""
    with catalogue.reading() as moment:
        info, document = moment.info(document_id), moment.document(document_id)
    if info is None or document is None:
        return None
    item = prepare(embedder, again(info, document))
    (written,) = adding.write_alone([item])
    anew[document_id] = _Rewritten(PassageBoundaries.made(info, item), written)
    return info


def _fits(info: DocumentInfo, anew: Mapping[str, _Rewritten]) -> bool:
    """Tell whether a document was written as it is now."""
    return info.id in anew and anew[info.id].cut.fits(info)


def _change_over(
    change: MilvusChange, adding: MilvusAdding, anew: Mapping[str, _Rewritten], document_id: str
) -> None:
    info, document = change.info(document_id), change.document(document_id)
    assert info is not None, "it was listed in this transaction"
    assert document is not None
    if not _fits(info, anew):
        raise EpochLost(f"{document_id} was changed meanwhile: run `pincite rebuild` again")
    if not adding.keep_originals:
        change.drop_original(document_id)
    cut, written = anew[document_id]
    own = as_read(info, document)  # corrections are carried over as it is written
    passages, context = cut.applied(own)
    stemmed = replace(own, language=written.own_language)
    change.put(stemmed, passages, cut.vectors(), context, cut.hidden, info.reader)
