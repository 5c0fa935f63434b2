"""A rebuild keeps in mind how documents are cut, not what they say."""

import gc
from collections import Counter
from dataclasses import replace

from hypothesis import given
from test_splitting import documents
from toys import WordEmbedder, numbered, reading

from corpus import Document, Passage
from index import DocumentInfo, LocalIndex, NewDocument
from index.writing.boundaries import PassageBoundaries
from index.writing.prepare import Prepared, prepare

EMBEDDER = WordEmbedder("another")


def info_of(document: Document) -> DocumentInfo:
    return DocumentInfo(
        document.id, document.version, document.title, document.source, "", "", "", "", 0, 0, ""
    )


def held() -> Counter[type]:
    gc.collect()
    return Counter(type(one) for one in gc.get_objects())


@given(documents())
def test_cuts_make_the_same_passages_again(document: Document) -> None:
    item = prepare(EMBEDDER, NewDocument(document))
    cuts = PassageBoundaries.made(info_of(document), item)

    assert cuts.applied(document) == (list(item.passages), item.context)
    assert cuts.vectors() == item.hashes
    assert cuts.fits(info_of(document))
    assert not cuts.fits(replace(info_of(document), title="Other"))


def test_a_rebuild_holds_no_document_but_the_one_it_reads(index: LocalIndex) -> None:
    """29,000 of them would not fit."""
    list(index.add(numbered(str(number)) for number in range(20)))
    most, before = len(reading(index).all_passages("1")), held()
    rebuilding = LocalIndex(index.directory, lambda: EMBEDDER).rebuild()
    for _ in range(20):
        next(rebuilding)
    more = held() - before

    assert more[Prepared] <= 1
    assert more[Document] <= 1
    assert more[Passage] <= most
    list(rebuilding)
    assert list(index.findings()) == []


def test_what_changed_during_a_rebuild_is_cut_anew(index: LocalIndex) -> None:
    """Also where its text did not: under another title it is embedded in other words."""
    list(index.add([numbered("a"), numbered("b")]))
    other = LocalIndex(index.directory, lambda: EMBEDDER)
    rebuilding = other.rebuild()
    assert len([next(rebuilding) for _ in "ab"]) == 2
    list(index.add([replace(numbered("a"), title="Herons")]))
    list(rebuilding)

    assert [info.title for info in reading(other).documents()] == ["Herons", "b"]
    assert list(other.findings()) == []
    (hit, *_) = reading(other).search("herons", EMBEDDER.embed_question("herons"), 1)
    assert hit.document.id == "a"


def test_vectors_that_were_lost_during_a_rebuild_are_made_again(index: LocalIndex) -> None:
    """As when the last document that shared them is removed meanwhile."""
    list(index.add([numbered("a"), numbered("b")]))
    other = LocalIndex(index.directory, lambda: EMBEDDER)
    rebuilding = other.rebuild()
    assert len([next(rebuilding) for _ in "ab"]) == 2
    with index._ledger.writing() as change:
        change.drop_unused_vectors()
    list(rebuilding)

    assert list(other.findings()) == []
    assert reading(other).embedder_id() == EMBEDDER.id
