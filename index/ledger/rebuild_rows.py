"""What a rebuild has done so far, where another engine has the passages.

Each document is written there anew under an epoch that nobody sees; all are seen at once when the
last is written. What was written stays over an interruption: the next rebuild goes on from it.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b

from index.analysis.stemming import ANALYSIS
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.epoch_rows import OF_REBUILDS, REBUILDS, give_up_epochs, pending_of
from index.ledger.removal_rows import RemovalRows
from index.types import DocumentInfo

_KEY = "rebuilt "
_PLACES = "places"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A document as it was written anew.

    `of` says what it was then; `hidden`, `language` and `uncorrected` are as they are to be listed.
    """

    of: str
    epoch: int
    passages: int
    stems: int
    stamp: int
    hidden: int
    language: str
    uncorrected: Sequence[Sequence[str]]
    analysis: str = ANALYSIS

    def fits(self, info: DocumentInfo) -> bool:
        """Tell whether the document is unchanged since it was written anew."""
        return self.of == digest(info) and self.analysis == ANALYSIS

    def listed(self, before: DocumentInfo) -> DocumentInfo:
        """Return the document as it is to be listed."""
        return replace(
            before,
            passages=self.passages,
            hidden_characters=self.hidden,
            language=self.language,
            uncorrected=tuple((name, said) for name, said in self.uncorrected),
        )


def digest(info: DocumentInfo) -> str:
    """Return what changes with whatever is listed of a document."""
    return blake2b(repr(info).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def lease_of_rebuild(place: str) -> str:
    """Return the lease under which a rebuild writes to a place."""
    return f"{REBUILDS}{place}"


def is_of_rebuild(lease: str) -> bool:
    """Tell whether a lease belongs to a rebuild; such a lease outlives an interruption."""
    return lease.startswith(REBUILDS)


def begin_rebuild(change: RemovalRows, lease: str) -> None:
    """Give up what was written for another rebuild, or not to its end."""
    db = change.connection
    (*others,) = db.execute("SELECT number FROM pending WHERE lease LIKE ?", (OF_REBUILDS,))
    ours = {*pending_of(db, lease)}
    whole = {one.epoch for one in _all_rewritten(db) if one.epoch in ours}
    give_up_epochs(db, [number for (number,) in others if number not in whole])


def _all_rewritten(db: Database) -> Iterator[Rewritten]:
    for (value,) in db.execute("SELECT value FROM meta WHERE key LIKE ?", (f"{_KEY}%",)):
        yield _read(value)


def _read(value: str) -> Rewritten:
    return Rewritten(**json.loads(value))


def note_rewritten(
    change: RemovalRows, document_id: str, new: Rewritten, held: bytes | None = None
) -> None:
    """Keep that a document was written anew, in place of what was written of it before.

    `held` is what `epoch_rows.packed` made of its stems; None where that is kept already.
    """
    before = change.value(_KEY + document_id)
    if before is not None:
        epoch = _read(before).epoch
        give_up_epochs(change.connection, [epoch] if epoch != new.epoch else [])
    change.set_value(_KEY + document_id, json.dumps(asdict(new)))
    if held is not None:
        change.connection.execute("INSERT INTO held VALUES (?, ?)", (new.epoch, held))


def rewritten_of(rows: DocumentRows, document_id: str) -> Rewritten | None:
    """Return how a document was written anew; None where that is not so, or was given up."""
    value = rows.value(_KEY + document_id)
    if value is None:
        return None
    found = _read(value)
    pending = "SELECT 1 FROM pending WHERE number = ?"
    return found if rows.connection.execute(pending, (found.epoch,)).fetchone() else None


def held_of(db: Database, epoch: int) -> bytes:
    """Return what was kept of the stems of an epoch."""
    return bytes(db.execute("SELECT stems FROM held WHERE epoch = ?", (epoch,)).fetchone()[0])


def end_rebuild(change: RemovalRows, lease: str) -> None:
    """Forget what was done: all of it is seen now, but for documents that were removed."""
    change.connection.execute("DELETE FROM meta WHERE key LIKE ?", (f"{_KEY}%",))
    give_up_epochs(change.connection, pending_of(change.connection, lease))


def abandoned(db: Database, before: str) -> list[str]:
    """Return the leases of rebuilds that nobody went on with since some time."""
    rows = db.execute(
        "SELECT lease FROM pending WHERE lease LIKE ? GROUP BY lease HAVING max(begun) < ?",
        (OF_REBUILDS, before),
    )
    return [str(lease) for (lease,) in rows]


def places_of_rebuilds(db: Database) -> list[str]:
    """Return the places that rebuilds will go on to write to."""
    rows = db.execute("SELECT DISTINCT lease FROM pending WHERE lease LIKE ?", (OF_REBUILDS,))
    return [str(lease).removeprefix(REBUILDS) for (lease,) in rows]


def places(rows: DocumentRows) -> list[str]:
    """Return where passages are, or were before a rebuild, or would have been after one."""
    return list(map(str, json.loads(rows.value(_PLACES) or "[]")))


def note_places(change: RemovalRows, names: Collection[str]) -> None:
    """Keep where passages are, or may be."""
    change.set_value(_PLACES, json.dumps(sorted({*names})))
