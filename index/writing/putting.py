"""Writes a document that was prepared, with all that comes in the same change."""

from collections.abc import Container

from corpus.document import file_key
from index.ledger.carried import take_over_document
from index.ledger.transaction import Change
from index.types import AddResult, FileState, LoggedChange
from index.writing.prepare import Prepared, status_of


def put(
    change: Change, item: Prepared, embedded: Container[bytes], *, keep_originals: bool
) -> AddResult:
    """Write a document; `embedded` has the hashes of the passages that had to be embedded.

    Raises:
        JobLost: If its job was taken away.
    """
    arrival, known = item.arrival, change.info(item.document.id)
    change.bury_earlier(arrival.removes)
    info = change.put(
        item.document,
        item.passages,
        item.hashes,
        item.context,
        item.hidden,
        said=arrival.language,
    )
    status = status_of(known, info)
    if arrival.carried is not None:
        info = take_over_document(change, arrival.carried)
    if keep_originals and arrival.claim is not None:
        change.keep_upload(arrival.claim, info.id)
    elif not keep_originals:
        change.drop_original(info.id)
    if arrival.claim is not None:
        replaced = None if known is None else known.version
        change.settle(arrival.claim, info.id, status, replaced, arrival.remark)
        change.note([FileState(file_key(arrival.key), info.id, arrival.stamp)])
    if arrival.key:
        change.note([FileState(arrival.key, info.id, arrival.stamp)])
    if arrival.carried is None and status != "unchanged":
        what = LoggedChange("document_added" if status == "added" else "document_replaced", info.id)
        change.log_change(what)
    return AddResult(info, status, sum(key in embedded for key in item.texts))
