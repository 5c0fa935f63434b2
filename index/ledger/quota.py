"""How many documents a collection may have."""

from index.errors import QuotaReached
from index.ledger.document_rows import DocumentRows

NO_ROOM = "the collection has as many documents as PINCITE_DOCUMENTS allows: remove some first"


def require_quota(snapshot: DocumentRows, most: int | None) -> None:
    """Refuse a change, or an upload, where the collection has more than `most` documents.

    Raises:
        QuotaReached: If it has.
    """
    if most is not None and snapshot.count("documents") > most:
        raise QuotaReached(NO_ROOM)
