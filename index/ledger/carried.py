"""What a collection has of documents, for another to have just the same."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from corpus import Document, Original
from index.embedding.embedder import PassageVectors
from index.ledger.alert_rows import (
    read_alerts,
    read_all_sightings,
    take_over_alerts,
    take_over_sightings,
)
from index.ledger.change_rows import read_changes, write_change
from index.ledger.corrections import as_read
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.history import History, replace_history
from index.ledger.mark_rows import read_marks, take_over_marks
from index.ledger.transaction import Change
from index.types import ALL_CHANGES, Alert, DocumentInfo, FileState, LoggedChange, Mark, Sighting


@dataclass(frozen=True, slots=True)
class CarriedDocument:
    """All that a collection has of a document.

    `document` is as it was read, `info` with what somebody corrected. `embedded` has the vectors
    of its passages under the hashes that they were embedded under.
    """

    info: DocumentInfo
    document: Document
    embedded: Mapping[bytes, PassageVectors]
    history: History
    original: Original | None
    files: tuple[FileState, ...]


@dataclass(frozen=True, slots=True)
class CarriedSayings:
    """What people said of documents, and who changed what; the oldest first.

    `awaiting` has the ids of the alerts that have not looked at all documents yet. `removed` are
    the ids of the documents that were there once.
    """

    marks: tuple[Mark, ...]
    alerts: tuple[Alert, ...]
    awaiting: frozenset[str]
    sightings: tuple[Sighting, ...]
    changes: tuple[LoggedChange, ...]
    removed: tuple[str, ...]


def carried_document(
    moment: DocumentRows, document_id: str, embedded: Mapping[bytes, PassageVectors]
) -> CarriedDocument | None:
    """Return a document with these vectors; None where there is none.

    Raises:
        LedgerDamaged: If some of it is not what was written.
    """
    info, document = moment.info(document_id), moment.document(document_id)
    if info is None or document is None:
        return None
    return CarriedDocument(
        info,
        as_read(info, document),
        embedded,
        moment.history(document_id),
        moment.original(document_id),
        tuple(moment.files_of(document_id)),
    )


def carried_sayings(moment: DocumentRows) -> CarriedSayings:
    """Return what people said of the documents of a collection.

    Raises:
        LedgerDamaged: If some of it is not what was written.
    """
    db, last = moment.connection, moment.last_passage_id()
    alerts = read_alerts(db)
    return CarriedSayings(
        tuple(read_marks(db)),
        tuple(alerts),
        frozenset(alert.id for alert in alerts if alert.reached < last),
        tuple(read_all_sightings(db)),
        tuple(reversed(read_changes(db, ALL_CHANGES, None, -1))),
        tuple(moment.removals()),
    )


def take_over_document(change: Change, carried: CarriedDocument) -> DocumentInfo:
    """Have a document, which was just written, listed as where it comes from; return it so."""
    document_id = carried.info.id
    here = change.info(document_id)
    assert here is not None, "it was written in this transaction"
    info = as_carried(carried.info, here)
    change.list_again(here, info, whole_history=carried.history.whole)
    replace_history(change.connection, document_id, carried.history)
    change.note(carried.files)
    if carried.original is not None:
        change.keep_original(document_id, carried.original)
    return info


def as_carried(info: DocumentInfo, here: DocumentInfo) -> DocumentInfo:
    """Return what is listed of a document elsewhere as it is to be listed here.

    How it was cut, and what was counted in it, is of the version of Pincite that wrote it.
    """
    return replace(info, passages=here.passages, hidden_characters=here.hidden_characters)


def take_over_sayings(change: Change, carried: CarriedSayings) -> None:
    """Write what people said in another collection; what is there already stays once."""
    db = change.connection
    take_over_marks(db, carried.marks)
    last = change.last_passage_id()
    take_over_alerts(
        db,
        (
            # Numbers of passages mean nothing elsewhere. What an alert saw is not news again.
            replace(alert, reached=0 if alert.id in carried.awaiting else last)
            for alert in carried.alerts
        ),
    )
    take_over_sightings(db, carried.sightings)
    _take_over_changes(db, carried.changes)
    change.note_removals(carried.removed)


def _take_over_changes(db: Database, changes: Iterable[LoggedChange]) -> None:
    """Write lines after all others, unless as many of the same are there; numbers differ."""
    here = Counter(replace(one, number=0) for one in read_changes(db, ALL_CHANGES, None, -1))
    for one in changes:
        line = replace(one, number=0)
        if here[line]:
            here[line] -= 1
        elif one.what != "unreadable":
            write_change(db, one)
