"""Which passages are seen, where another engine has them: a document's are those of one epoch.

They are written to the engine under an epoch that nobody sees yet, and the change of the catalogue
that says so makes them seen, in place of those of the epoch before.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from index.errors import IndexFault
from index.ledger.database import Database
from index.ledger.rows import batches, marks, now

REBUILDS = "rebuild "
"""How the leases of rebuilds begin, which keep what they began over an interruption."""

OF_REBUILDS = f"{REBUILDS}%"
"""The same for LIKE."""


class EpochLost(IndexFault):
    """What was written for a change is not what it needs any more; it is to be written again."""

    code = "busy"
    public = "The document was changed by somebody else meanwhile. Try again."


@dataclass(frozen=True, slots=True)
class Epoch:
    """The passages of a document that are seen: how many, and how many stems they have in all.

    `came` is the number of the state that they came with, `stamp` the engine's time of them.
    """

    number: int
    passages: int
    stems: int
    came: int
    stamp: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all passages that are seen: how many there are, and how many stems they have."""

    passages: int
    stems: int


# Writing --------------------------------------------------------------------------


def begin_epochs(db: Database, document_ids: Iterable[str], lease: str) -> list[int]:
    """Return an epoch for each of some documents; whoever writes them holds the lease."""
    sql = "INSERT INTO pending (document_id, lease, begun) VALUES (?,?,?) RETURNING number"
    return [int(db.execute(sql, (one, lease, now())).fetchone()[0]) for one in document_ids]


def show_epoch(db: Database, document_id: str, epoch: Epoch, held: bytes) -> None:
    """Let the passages of an epoch be seen as those of a document that has none.

    `held` says in how many of them each stem stands, as `packed` returns it.

    Raises:
        EpochLost: If it was given up meanwhile.
    """
    if not db.execute("DELETE FROM pending WHERE number = ?", (epoch.number,)).rowcount:
        raise EpochLost("what was being written was given up: add the document again")
    db.execute(
        "INSERT INTO epochs (document_id, epoch, passages, stems, came, stamp) "
        "VALUES (?,?,?,?,?,?)",
        (document_id, epoch.number, epoch.passages, epoch.stems, epoch.came, epoch.stamp),
    )
    # What a rebuild wrote has it already.
    db.execute(
        "INSERT INTO held VALUES (?, ?) ON CONFLICT (epoch) DO NOTHING", (epoch.number, held)
    )
    _count_stems(db, unpacked(held))


def hide_epoch(db: Database, document_id: str) -> None:
    """Let nobody see the passages of a document any more; the engine has them for a while yet."""
    row = db.execute("SELECT epoch FROM epochs WHERE document_id = ?", (document_id,)).fetchone()
    if row is None:
        return
    (held,) = db.execute("SELECT stems FROM held WHERE epoch = ?", (row[0],)).fetchone()
    _count_stems(db, {stem: -count for stem, count in unpacked(held).items()})
    db.execute("DELETE FROM held WHERE epoch = ?", (row[0],))
    db.execute("DELETE FROM epochs WHERE document_id = ?", (document_id,))
    db.execute("INSERT INTO garbage VALUES (?, ?)", (row[0], now()))


def give_up_epochs(db: Database, epochs: Iterable[int]) -> None:
    """Give up what is being written under some epochs, which nobody has seen.

    Somebody else may have given them up before, and the engine may have got more since.
    """
    for epoch in epochs:
        db.execute("DELETE FROM pending WHERE number = ?", (epoch,))
        if db.execute("SELECT 1 FROM epochs WHERE epoch = ?", (epoch,)).fetchone():
            continue
        db.execute("DELETE FROM held WHERE epoch = ?", (epoch,))
        db.execute("INSERT INTO garbage VALUES (?, '') ON CONFLICT (epoch) DO NOTHING", (epoch,))


def pending_of(db: Database, lease: str) -> list[int]:
    """Return the epochs that are written under a lease."""
    rows = db.execute("SELECT number FROM pending WHERE lease = ?", (lease,))
    return [int(number) for (number,) in rows]


def leases(db: Database) -> list[str]:
    """Return the leases under which something is being written, or was when a process ended."""
    rows = db.execute("SELECT DISTINCT lease FROM pending ORDER BY lease")
    return [str(lease) for (lease,) in rows]


def garbage(db: Database, until: str, most: int) -> list[int]:
    """Return epochs that nobody sees since that time, or ever."""
    rows = db.execute(
        "SELECT epoch FROM garbage WHERE since <= ? ORDER BY epoch LIMIT ?", (until, most)
    )
    return [int(epoch) for (epoch,) in rows]


def forget_garbage(db: Database, epochs: Iterable[int], again: str) -> None:
    """Forget epochs that were deleted from the engine.

    Those that were given up are deleted once more, from the time `again` on: whoever wrote them may
    be slow and not gone, so the engine may get more of them.
    """
    for some in batches(epochs):
        chosen = f"epoch IN ({marks(some)})"
        db.execute(f"DELETE FROM garbage WHERE since <> '' AND {chosen}", some)
        db.execute(f"UPDATE garbage SET since = ? WHERE since = '' AND {chosen}", (again, *some))


def has_garbage(db: Database) -> bool:
    """Tell whether passages that nobody sees wait to be deleted, or are still being written.

    What is deleted once more later does not count, nor what a rebuild will go on from.
    """
    sql = (
        "SELECT 1 FROM pending WHERE lease NOT LIKE ? "
        "UNION ALL SELECT 1 FROM garbage WHERE since <= ? LIMIT 1"
    )
    return db.execute(sql, (OF_REBUILDS, now())).fetchone() is not None


# Stems ----------------------------------------------------------------------------


def packed(held: Mapping[str, int]) -> bytes:
    """Return in how many passages stems stand, in a few bytes each; a stem has no spaces."""
    return zlib.compress(" ".join(f"{stem} {held[stem]}" for stem in sorted(held)).encode())


def unpacked(held: bytes) -> dict[str, int]:
    """Return what `packed` was given."""
    words = zlib.decompress(held).decode().split()
    return {stem: int(count) for stem, count in zip(words[::2], words[1::2], strict=True)}


def _count_stems(db: Database, counts: Mapping[str, int]) -> None:
    """Add in how many passages stems stand; what is below zero is taken away."""
    # One statement, because the hundreds that a document has would each be a message to a server,
    # while all others wait. Without any WHERE, SQLite would take ON for that of a join.
    db.execute(
        "INSERT INTO terms SELECT substr(value, 1, instr(value, ' ') - 1), "
        "CAST(substr(value, instr(value, ' ') + 1) AS INTEGER) FROM json_each(?) WHERE true "
        "ON CONFLICT (term) DO UPDATE SET passages = terms.passages + excluded.passages",
        (json.dumps([f"{stem} {count}" for stem, count in sorted(counts.items())]),),
    )
    for some in batches(stem for stem, count in counts.items() if count < 0):
        db.execute(f"DELETE FROM terms WHERE passages <= 0 AND term IN ({marks(some)})", some)


def stem_counts(db: Database, stems: Iterable[str]) -> dict[str, int]:
    """Return in how many passages stems stand; absent ones are left out."""
    found: dict[str, int] = {}
    for some in batches(stems):
        rows = db.execute(f"SELECT term, passages FROM terms WHERE term IN ({marks(some)})", some)
        found.update((term, int(count)) for term, count in rows)
    return found


def stems_between(db: Database, first: str, end: str) -> list[str]:
    """Return the stems from `first` on, and before `end`."""
    rows = db.execute("SELECT term FROM terms WHERE term >= ? AND term < ?", (first, end))
    return [str(term) for (term,) in rows]


# Reading --------------------------------------------------------------------------


def epoch_of(db: Database, document_id: str) -> Epoch | None:
    """Return the epoch of a document that is seen; None where none is."""
    row = db.execute(
        "SELECT epoch, passages, stems, came, stamp FROM epochs WHERE document_id = ?",
        (document_id,),
    ).fetchone()
    return None if row is None else Epoch(*map(int, row))


def documents_of_epochs(db: Database, epochs: Iterable[int]) -> dict[int, str]:
    """Return by epoch the documents whose passages are seen; others are left out."""
    found: dict[int, str] = {}
    for some in batches(epochs):
        sql = f"SELECT epoch, document_id FROM epochs WHERE epoch IN ({marks(some)})"
        found.update((int(epoch), document_id) for epoch, document_id in db.execute(sql, some))
    return found


def sizes(db: Database, within: Collection[str] | None = None) -> list[tuple[int, str, int]]:
    """Return (epoch, document id, passages) by rising epoch; of some documents only, if given."""
    sql = "SELECT epoch, document_id, passages FROM epochs"
    if within is None:
        rows = db.execute(f"{sql} ORDER BY epoch").fetchall()
    else:
        rows = db.execute(
            f"{sql} WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY epoch",
            (json.dumps(sorted(within)),),
        ).fetchall()
    return [(int(epoch), document_id, int(passages)) for epoch, document_id, passages in rows]


def figures(db: Database) -> Figures:
    """Return figures of all passages that are seen."""
    row = db.execute(
        "SELECT coalesce(sum(passages), 0), coalesce(sum(stems), 0) FROM epochs"
    ).fetchone()
    return Figures(*map(int, row))


def newest_stamp(db: Database) -> int:
    """Return the engine's time from which on it has all passages that are seen."""
    return int(db.execute("SELECT coalesce(max(stamp), 0) FROM epochs").fetchone()[0])


def came_after(db: Database, state: int, after: str, limit: int) -> list[str]:
    """Return ids of documents whose passages came later than a state, by id: those after one."""
    rows = db.execute(
        "SELECT document_id FROM epochs WHERE came > ? AND document_id > ? "
        "ORDER BY document_id LIMIT ?",
        (state, after, limit),
    )
    return [document_id for (document_id,) in rows]
