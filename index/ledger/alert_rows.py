"""What people want to hear about: questions and topics, and the places that alerts saw.

Of a document only places are kept, never words, so that nothing of it outlives it.
"""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from corpus import Document
from index.errors import LedgerDamaged, QuotaReached
from index.ledger.checksums import row_checksum
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.rows import batches, is_whole, now
from index.ledger.rows import marks as placeholders
from index.ledger.schema import ALERT, SIGHTING
from index.types import Alert, Sighting

MOST = 50
"""Alerts of a collection; a guess: each asks its question once more whenever documents come,
which takes a tenth of a second or a few."""

HELD = 1000
"""Sightings of an alert, of which the oldest go first; a guess: 200 kB in the ledger, and more
than anybody reads."""


def read_alerts(db: Database) -> list[Alert]:
    """Return all alerts, the oldest first.

    Raises:
        LedgerDamaged: If one is not what was written.
    """
    return [to_alert(row) for row in db.execute(f"SELECT {ALERT} FROM alerts ORDER BY number")]


def read_alert(db: Database, alert_id: str) -> Alert | None:
    """Return an alert; None where there is none.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    row = db.execute(f"SELECT {ALERT} FROM alerts WHERE id = ?", (alert_id,)).fetchone()
    return None if row is None else to_alert(row)


def read_sightings(db: Database, alert_id: str, limit: int = -1) -> list[Sighting]:
    """Return what was new to an alert, the newest first.

    Raises:
        LedgerDamaged: If one is not what was written.
    """
    rows = db.execute(
        f"SELECT {SIGHTING} FROM sightings WHERE alert = ? AND found <> '' "
        "ORDER BY number DESC LIMIT ?",
        (alert_id, limit),
    )
    return [to_sighting(row) for row in rows]


def keep_alert(change: DocumentRows, alert: Alert) -> Alert:
    """Write an alert; if there is one of the same words already, return that.

    Raises:
        QuotaReached: If there are as many alerts as there may be.
    """
    db = change.connection
    known = db.execute(
        f"SELECT {ALERT} FROM alerts WHERE kind = ? AND words = ?", (alert.kind, alert.words)
    ).fetchone()
    if known is not None:
        return to_alert(known)
    if db.execute("SELECT count(*) FROM alerts").fetchone()[0] >= MOST:
        raise QuotaReached(
            f"there are {MOST} alerts already: remove one on the page, or with "
            "`pincite alert remove`"
        )
    kept = replace(
        alert,
        id=secrets.token_hex(8),
        feed_key=secrets.token_urlsafe(24),
        created=now(),
        reached=change.last_passage_id(),
    )
    db.execute(f"INSERT INTO alerts ({ALERT}) VALUES (?,?,?,?,?,?,?,?)", alert_row(kept))
    return kept


def keep_look(
    change: DocumentRows, alert_id: str, reached: int, seen: Iterable[Sighting]
) -> list[Sighting] | None:
    """Write what a look of an alert came upon; return what is new to it, None if it is gone.

    What the first look comes upon is not new. Words half of which were seen before are left out,
    and so are those of a document that was removed or replaced meanwhile.
    """
    db = change.connection
    alert = read_alert(db, alert_id)
    if alert is None:
        return None
    found = now()
    new: list[Sighting] = []
    for sighting in seen:
        info = change.info(sighting.document_id)
        if info is None or info.version != sighting.version or _is_seen(db, sighting):
            continue
        kept = _insert(db, replace(sighting, found=found if alert.looked else ""))
        if alert.looked:
            new.append(kept)
    _drop_oldest(db, alert_id)
    looked = replace(alert, looked=found, reached=max(reached, alert.reached))
    db.execute(
        "UPDATE alerts SET looked = ?, reached = ?, checksum = ? WHERE id = ?",
        (looked.looked, looked.reached, alert_row(looked)[-1], alert_id),
    )
    return new


def _is_seen(db: Database, sighting: Sighting) -> bool:
    """Return whether half of the words were seen, in this document or one of the same text."""
    start, end = sighting.start, sighting.end
    (common,) = db.execute(
        "SELECT coalesce(sum(CASE WHEN stop < ?1 THEN stop ELSE ?1 END "
        "- CASE WHEN start > ?2 THEN start ELSE ?2 END), 0) FROM sightings "
        "WHERE alert = ?3 AND version = ?4 AND start < ?1 AND stop > ?2",
        (end, start, sighting.alert_id, sighting.version),
    ).fetchone()
    return bool(2 * common >= end - start)


def _insert(db: Database, sighting: Sighting) -> Sighting:
    """Write a sighting under a number of its own, which its checksum covers."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'sightings'").fetchone()
    kept = replace(sighting, number=1 if row is None else int(row[0]) + 1)
    db.execute(f"INSERT INTO sightings ({SIGHTING}) VALUES (?,?,?,?,?,?,?,?)", sighting_row(kept))
    return kept


def _drop_oldest(db: Database, alert_id: str) -> None:
    db.execute(
        "DELETE FROM sightings WHERE alert = ?1 AND number NOT IN "
        "(SELECT number FROM sightings WHERE alert = ?1 ORDER BY number DESC LIMIT ?2)",
        (alert_id, HELD),
    )


def carry_sightings(change: DocumentRows, document: Document) -> None:
    """Move what alerts saw of a document to its new version, before that is written.

    Words that do not stand in it any more are forgotten.
    """
    db = change.connection
    rows = db.execute(
        f"SELECT {SIGHTING} FROM sightings WHERE document_id = ? AND version <> ?",
        (document.id, document.version),
    ).fetchall()
    if not rows:
        return
    before = _before(change, document)
    if before is None:
        return
    moved: dict[tuple[int, int], int] = {}  # several alerts saw the same words
    for row in rows:
        with suppress(LedgerDamaged):  # what is damaged stays as it is
            sighting = to_sighting(row)
            span = (sighting.start, sighting.end)
            if sighting.version != before.version:
                continue
            if span not in moved:
                moved[span] = _place_of(before.text, span, document.text)
            _move(db, sighting, document, moved[span])


def _before(change: DocumentRows, document: Document) -> Document | None:
    """Return a document as it is before a change; None where it is new, or damaged."""
    with suppress(LedgerDamaged):
        return change.document(document.id)
    return None


def _place_of(before: str, span: tuple[int, int], text: str) -> int:
    """Return where words of a text begin in another; -1 if they are not there.

    Where they stand there several times, the same one of them as before.
    """
    start, end = span
    words = before[start:end]
    place = text.find(words)
    for _ in range(before.count(words, 0, start)):
        following = text.find(words, place + 1)
        if following < 0:
            break
        place = following
    return place


def _move(db: Database, sighting: Sighting, document: Document, place: int) -> None:
    if place < 0:
        db.execute("DELETE FROM sightings WHERE number = ?", (sighting.number,))
        return
    end = place + sighting.end - sighting.start
    _update(db, replace(sighting, version=document.version, start=place, end=end))


def _update(db: Database, sighting: Sighting) -> None:
    """Write where a sighting is now in place of where it was."""
    number, _, *place, _, checksum = sighting_row(sighting)
    db.execute(
        "UPDATE sightings SET document_id = ?, version = ?, start = ?, stop = ?, checksum = ? "
        "WHERE number = ?",
        (*place, checksum, number),
    )


def forget_alerts(db: Database, alert_ids: Iterable[str]) -> set[str]:
    """Erase alerts with all that they saw, damaged ones too; return the ids of those there were."""
    found: set[str] = set()
    for some in batches(alert_ids):
        listed = placeholders(some)
        found.update(
            row[0] for row in db.execute(f"SELECT id FROM alerts WHERE id IN ({listed})", some)
        )
        db.execute(f"DELETE FROM alerts WHERE id IN ({listed})", some)
        db.execute(f"DELETE FROM sightings WHERE alert IN ({listed})", some)
    return found


def forget_all_alerts(db: Database) -> int:
    """Erase every alert with all that it saw; return how many there were."""
    db.execute("DELETE FROM sightings WHERE true")
    return db.execute("DELETE FROM alerts WHERE true").rowcount


def forget_sightings_of(db: Database, document_id: str) -> None:
    """Erase what alerts saw of a document, as its removal does."""
    db.execute("DELETE FROM sightings WHERE document_id = ?", (document_id,))


def take_sightings_along(db: Database, moves: Iterable[tuple[str, str]]) -> None:
    """Give what alerts saw of documents, by id, to those that have the same text now."""
    for before, after in moves:
        rows = db.execute(f"SELECT {SIGHTING} FROM sightings WHERE document_id = ?", (before,))
        for row in rows.fetchall():
            with suppress(LedgerDamaged):
                _update(db, replace(to_sighting(row), document_id=after))


def read_all_sightings(db: Database) -> list[Sighting]:
    """Return all that alerts saw, also at their first look, the oldest first.

    Raises:
        LedgerDamaged: If one is not what was written.
    """
    rows = db.execute(f"SELECT {SIGHTING} FROM sightings ORDER BY number")
    return [to_sighting(row) for row in rows]


def take_over_alerts(db: Database, alerts: Iterable[Alert]) -> None:
    """Write alerts of another ledger in place of those of the same ids."""
    for alert in alerts:
        db.execute("DELETE FROM alerts WHERE id = ?", (alert.id,))
        db.execute(f"INSERT INTO alerts ({ALERT}) VALUES (?,?,?,?,?,?,?,?)", alert_row(alert))


def take_over_sightings(db: Database, sightings: Iterable[Sighting]) -> None:
    """Write what alerts saw in another ledger, unless it is here; numbers differ."""
    here = {replace(one, number=0) for one in read_all_sightings(db)}
    for sighting in sightings:
        if replace(sighting, number=0) not in here:
            _insert(db, sighting)


def alert_row(alert: Alert) -> tuple[Any, ...]:
    said = (alert.id, alert.kind, alert.words, alert.feed_key, alert.created)
    values = (*said, alert.looked, alert.reached)
    return *values, row_checksum(values)


def to_alert(row: Sequence[Any]) -> Alert:
    """Return an alert.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    alert_id, kind, words, feed_key, created, looked, reached, _ = row
    if not is_whole(row):
        raise LedgerDamaged(
            f"the alert {alert_id} is damaged: run `pincite alert remove {alert_id}`, or "
            "`pincite alert remove --all`"
        )
    return Alert(kind, words, alert_id, feed_key, created, looked, reached)


def sighting_row(sighting: Sighting) -> tuple[Any, ...]:
    place = (sighting.document_id, sighting.version, sighting.start, sighting.end)
    values = (sighting.number, sighting.alert_id, *place, sighting.found)
    return *values, row_checksum(values)


def to_sighting(row: Sequence[Any]) -> Sighting:
    """Return a sighting.

    Raises:
        LedgerDamaged: If it is not what was written.
    """
    number, alert_id, document_id, version, start, stop, found, _ = row
    if not is_whole(row):
        raise LedgerDamaged(
            f"what the alert {alert_id} found is damaged: run `pincite alert remove {alert_id}`, "
            "or `pincite alert remove --all`"
        )
    return Sighting(alert_id, document_id, version, start, stop, found, number)
