"""Whether a collection is of the embedder that is used."""

from index.embedding.embedder import Embedder
from index.errors import IndexMismatch
from index.ledger.document_rows import DocumentRows


def require_embedder(snapshot: DocumentRows, embedder: Embedder) -> None:
    """Refuse a collection whose vectors are of another embedder.

    Raises:
        IndexMismatch: If they are, with what to do.
    """
    made_with = snapshot.value("embedder")
    if made_with is not None and made_with != embedder.id:
        raise IndexMismatch(
            f"the collection was made with the model {made_with}, the configured one is "
            f"{embedder.id}: set PINCITE_MODEL back, or run `pincite rebuild`"
        )
