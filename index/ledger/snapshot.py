"""What the ledger holds, from one snapshot."""

import json
from collections.abc import Collection, Iterable, Sequence, Set

import numpy as np

from corpus import Page, Passage
from index.counted import counted
from index.embedding.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.ledger.checksums import checksum_of
from index.ledger.full_text import FullText
from index.ledger.rows import (
    Ids,
    batches,
    checked_outline,
    marks,
    to_passage,
    unpacked,
)
from index.ledger.schema import IDS_WITHIN, OUTLINE, PASSAGE, UNUSED


class Snapshot(FullText):
    """What the ledger holds, from one snapshot."""

    def texts(self, document_id: str) -> Iterable[str]:
        rows = self._db.execute(
            "SELECT text FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        return (text for (text,) in rows)

    def last_passage_id(self) -> int:
        """Return the last id that was given to a passage; 0 if none was."""
        # Not max(id): an id that was given and removed must not be given again.
        row = self._one("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return 0 if row is None else int(row[0])

    def came_after(self, passage: int, after: str, limit: int) -> list[str]:
        """Return ids of documents with passages whose id is larger, by id: those after another."""
        rows = self._db.execute(
            "SELECT DISTINCT document_id FROM passages WHERE id > ? AND document_id > ? "
            "ORDER BY document_id LIMIT ?",
            (passage, after, limit),
        )
        return [document_id for (document_id,) in rows]

    def passages(self, document_id: str, first: int = 0, most: int | None = None) -> list[Passage]:
        """Return the passages of a document from `first` on, in order: `most` of them, or all."""
        rows = self._db.execute(
            f"SELECT {PASSAGE} FROM passages WHERE document_id = ? "
            "ORDER BY ordinal LIMIT ? OFFSET ?",
            (document_id, -1 if most is None else most, first),  # -1 is no limit, to SQLite
        )
        pages = self._telling_pages([document_id]).get(document_id, {})
        return [to_passage(row, pages) for row in rows]

    def ids_in(self, document_id: str, first: int, most: int) -> list[int]:
        """Return the ids of passages of a document from `first` on, in order, `most` of them."""
        rows = self._db.execute(
            "SELECT id FROM passages WHERE document_id = ? ORDER BY ordinal LIMIT ? OFFSET ?",
            (document_id, most, first),
        )
        return [key for (key,) in rows]

    def passage_ids(self, after: int = 0) -> Ids:
        """Return the ids of all passages after an id, rising. An id is never given twice."""
        rows = self._db.execute("SELECT id FROM passages WHERE id > ?", (after,)).fetchall()
        # Without ORDER BY the order is that of whatever index SQLite goes by.
        return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows)))

    def passage_ids_of(self, documents: Set[str]) -> Ids:
        """Return the ids of the passages of some documents, rising."""
        rows = self._db.execute(IDS_WITHIN, {"documents": json.dumps(sorted(documents))})
        return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))

    def passages_by_id(self, ids: Iterable[int]) -> dict[int, tuple[Passage, bytes]]:
        """Return passages and the hashes of their vectors; unknown ids are left out."""
        found: dict[int, tuple[Passage, bytes]] = {}
        for some in batches(ids):
            rows = self._db.execute(
                f"SELECT id, vector, {PASSAGE} FROM passages WHERE id IN ({marks(some)})", some
            ).fetchall()
            pages = self._telling_pages({row[2] for row in rows})
            for row in rows:
                found[row[0]] = (to_passage(row[2:], pages.get(row[2], {})), row[1])
        return found

    def _telling_pages(self, document_ids: Iterable[str]) -> dict[str, dict[int, Page]]:
        """Return by document and number the pages that say more than where they are."""
        found: dict[str, dict[int, Page]] = {}
        for some in batches(document_ids):
            rows = self._db.execute(
                f"SELECT {OUTLINE} FROM documents WHERE id IN ({marks(some)})", some
            )
            for row in rows:
                _, pages = checked_outline(row)
                if '"' in pages:  # only a label is a text, and has quotation marks
                    found[row[0]] = {v[0]: Page(*v) for v in json.loads(pages) if len(v) > 3}
        return found

    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the document id of each passage; unknown ids are left out."""
        found: dict[int, str] = {}
        for some in batches(ids):
            found.update(
                self._db.execute(
                    f"SELECT id, document_id FROM passages WHERE id IN ({marks(some)})", some
                )
            )
        return found

    def places(self, within: Set[str] | None = None) -> list[tuple[int, str]]:
        """Return (passage id, document id) of every passage, by rising id."""
        # The ids are given even where the statement does not use them, which SQLite allows.
        return self._db.execute(
            "SELECT id, document_id FROM passages "
            + (f"WHERE id IN ({IDS_WITHIN}) " if within is not None else "")
            + "ORDER BY id",
            {"documents": json.dumps(sorted(within or ()))},
        ).fetchall()

    def spans(self, ids: Iterable[int]) -> dict[int, tuple[str, int, int]]:
        """Return (document id, start, end) of each passage; unknown ids are left out."""
        found: dict[int, tuple[str, int, int]] = {}
        for some in batches(ids):
            for row in self._db.execute(
                f"SELECT id, document_id, start, stop FROM passages WHERE id IN ({marks(some)})",
                some,
            ):
                found[row[0]] = row[1:]
        return found

    def passage_holding(self, document_id: str, position: int) -> int | None:
        """Return the id of the passage that a character of a document stands in."""
        # Passages tile their document, so at most one row fits; the index on (document_id, ordinal)
        # leaves only those of the document to look at.
        row = self._one(
            "SELECT id FROM passages WHERE document_id = ? AND start <= ? AND stop > ?",
            document_id,
            position,
            position,
        )
        return None if row is None else int(row[0])

    def passages_with_vectors(
        self, ids: Iterable[int]
    ) -> dict[int, tuple[Passage, PassageVectors]]:
        """Return passages and their vectors by id, verified; unknown ids are left out.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        rows = self.passages_by_id(ids)
        vectors = self.vectors({key for _, key in rows.values()})
        return {id: (passage, vectors[key]) for id, (passage, key) in rows.items()}

    def embedded(self, document_id: str) -> dict[bytes, PassageVectors]:
        """Return the vectors of a document's passages by what they were embedded under.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        rows = self._db.execute("SELECT vector FROM passages WHERE document_id = ?", (document_id,))
        return self.vectors({key for (key,) in rows.fetchall()})

    def vectors(self, hashes: Iterable[bytes]) -> dict[bytes, PassageVectors]:
        """Return the vectors under the hashes, verified.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        hashes = set(hashes)
        found: dict[bytes, PassageVectors] = {}
        for some in batches(hashes):
            for row in self._db.execute(
                "SELECT hash, passage, sentences, checksum FROM vectors "
                f"WHERE hash IN ({marks(some)})",
                some,
            ):
                found[row[0]] = unpacked(*row)
        _require_all(hashes, found)
        return found

    def known(self, hashes: Iterable[bytes]) -> set[bytes]:
        """Return those of the hashes under which there is an undamaged vector."""
        found: set[bytes] = set()
        for some in batches(hashes):
            rows = self._db.execute(
                "SELECT hash, passage, sentences, checksum FROM vectors "
                f"WHERE hash IN ({marks(some)})",
                some,
            )
            found.update(row[0] for row in rows if checksum_of(*row[:3]) == row[3])
        return found

    def has_vectors(self, hashes: Iterable[bytes]) -> bool:
        """Return whether there is a vector under each of the hashes, undamaged or not."""
        # Counted in the index of hashes: nothing of the vectors is read, so damage goes unseen.
        wanted = set(hashes)
        return len(wanted) == sum(
            int(self._one(f"SELECT count(*) FROM vectors WHERE hash IN ({marks(some)})", *some)[0])
            for some in batches(wanted)
        )

    def passage_vectors(self, ids: Ids) -> np.ndarray:
        """Return the vectors of passages as rows, in the order of their ids.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        rows: list[np.ndarray] = []
        for some in batches(ids.tolist()):
            # A join instead of two reads: passages may share a vector, and each gets its own row.
            found = {
                row[0]: unpacked(*row[1:]).passage
                for row in self._db.execute(
                    "SELECT p.id, v.hash, v.passage, v.sentences, v.checksum FROM passages p "
                    f"JOIN vectors v ON v.hash = p.vector WHERE p.id IN ({marks(some)})",
                    some,
                )
            }
            _require_all(set(some), found)
            rows += [found[key] for key in some]
        rows = rows[: len(ids)]  # the last batch may repeat its last id
        return np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)

    def has_unused_vectors(self) -> bool:
        """Return whether there are vectors of no passage that nobody is about to use.

        A rebuild makes such vectors until it ends, and so does the reading of an upload.
        """
        reading = "SELECT 1 FROM jobs WHERE state = 'reading'"
        return self._one(f"{UNUSED} AND NOT EXISTS ({reading}) LIMIT 1") is not None

    def counts(self) -> dict[str, int]:
        """Return how many documents and passages there are, and vectors."""
        found = {table: self.count(table) for table in ("documents", "passages", "vectors")}
        if self.hides():  # vectors have no view of their own: those of hidden passages are left out
            sql = "SELECT count(*) FROM vectors WHERE hash IN (SELECT vector FROM passages)"
            found["vectors"] = self._one(sql)[0]
        return found


def _require_all(wanted: Set[object], found: Collection[object]) -> None:
    if len(found) < len(wanted):
        lost = counted(len(wanted) - len(found), "stored vector")
        raise LedgerDamaged(f"{lost} missing: run `pincite rebuild`")
