"""What may be wrong with a collection in Milvus, each told in a sentence with its remedy."""

from collections.abc import Iterator

from index import remedies
from index.ledger.integrity import document_findings, stray_findings
from index.milvus.catalogue import MilvusCatalogue
from index.milvus.moment import MilvusMoment

_AT_ONCE = 100  # documents that are checked in one moment; a guess: a second


def milvus_findings(catalogue: MilvusCatalogue) -> Iterator[str]:
    """Check what the catalogue and Milvus promise of all that is seen.

    Not in one moment: passages that are seen no more are not kept until all is checked.

    Raises:
        IndexAway: If Milvus cannot be reached.
    """
    with catalogue.reading() as moment:
        yield from catalogue.store.findings(moment.connection)
        yield from _epoch_findings(moment)
        yield from stray_findings(moment)
        ids = moment.ids_in_order()
    for first in range(0, len(ids), _AT_ONCE):
        with catalogue.reading() as moment:
            there = moment.existing(ids[first : first + _AT_ONCE])
            yield from document_findings(moment, moment.passages, sorted(there))


def _epoch_findings(moment: MilvusMoment) -> Iterator[str]:
    for (document_id,) in moment.connection.execute(
        "SELECT id FROM documents WHERE id NOT IN (SELECT document_id FROM epochs) ORDER BY id"
    ):
        yield f"nobody knows the passages of {document_id}: {remedies.document(document_id)}"
    for (document_id,) in moment.connection.execute(
        "SELECT document_id FROM epochs WHERE document_id NOT IN (SELECT id FROM documents) "
        "ORDER BY document_id"
    ):
        yield f"there are passages of a document {document_id!r}: {remedies.LEDGER}"
