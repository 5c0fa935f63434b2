"""Writes a document that was prepared, with all that comes in the same change."""

from collections.abc import Container, Sequence

from corpus.document import file_key
from index.ledger.carried import take_over_document
from index.ledger.quota import require_quota
from index.ledger.transaction import Change
from index.types import AddResult, FileState, LoggedChange
from index.writing.prepare import Prepared, status_of


def put_all(
    change: Change,
    items: Sequence[Prepared | AddResult],
    embedded: Container[bytes],
    *,
    keep_originals: bool,
) -> list[AddResult]:
    """Write documents, but for those of which it is known what became of them.

    Args:
        change: The change that they are written in.
        items: The documents.
        embedded: The hashes of the passages that had to be embedded.
        keep_originals: Whether the bytes that they were read from are kept.

    Raises:
        JobLost: If the job of one was taken away.
        QuotaReached: If there are more documents then than one of them allows.
        DiskFull: If there is too little room for them.
    """
    prepared = [item for item in items if isinstance(item, Prepared)]
    for claim in [item.arrival.claim for item in prepared if item.arrival.claim]:
        change.who = change.sender_of(claim)  # what is read together came so
    done = [
        item
        if isinstance(item, AddResult)
        else _put(change, item, embedded, keep_originals=keep_originals)
        for item in items
    ]
    for item in prepared:
        require_quota(change, item.arrival.most)
    change.require_room()
    return done


def _put(
    change: Change, item: Prepared, embedded: Container[bytes], *, keep_originals: bool
) -> AddResult:
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
