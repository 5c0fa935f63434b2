"""What to do about damage, as messages end."""

LEDGER = (
    "restore a backup with `pincite restore FILE --replace`; without one, keep what can still be "
    "read with `pincite export -o FILE`, move the collection's folder away and add the documents "
    "again"
)
"""Where it is not known what all is damaged, or none of it can be read."""

FULL_TEXT = "run `pincite doctor --repair`"
"""Where the words of the full text are damaged, which are made again from the passages."""


def document(document_id: str) -> str:
    """Return what to do where a single document is damaged."""
    return f"run `pincite remove {document_id}`, then add its source again"
