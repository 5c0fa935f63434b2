"""What the ledger holds at one moment."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence, Set
from typing import Any

import numpy as np

from corpus import Document, Heading, Original, Page, Passage, Stamp
from index import remedies
from index.contract import FileRow
from index.counted import counted
from index.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.hits import DocumentInfo
from index.lexical import Lexical
from index.rows import Ids, State, batches, checksum_of, marks, to_passage, unpacked
from index.schema import IDS_WITHIN, INFO, PASSAGE


class Snapshot(Lexical):
    """What the ledger holds at one moment."""

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection that this moment is seen through."""
        return self._db

    def value(self, key: str) -> str | None:
        """Return a fact about the whole ledger (`format`, `embedder`); None if unset."""
        if not self._one("SELECT 1 FROM sqlite_master WHERE name = 'meta'"):
            return None
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row[0])

    def state(self) -> State:
        """Return the state of the passages: it differs after every change of them."""
        row = self._one("SELECT number, token FROM states ORDER BY number DESC LIMIT 1")
        return State(0, "") if row is None else State(*row)

    def knows(self, state: State) -> bool:
        """Tell whether this ledger was once in that state; every ledger was once empty."""
        if state == State(0, ""):
            return True
        row = self._one("SELECT token FROM states WHERE number = ?", state.number)
        return row is not None and row[0] == state.token

    def infos(self) -> list[DocumentInfo]:
        rows = self._db.execute(f"SELECT {INFO} FROM documents ORDER BY title, id")
        return [DocumentInfo(*row) for row in rows]

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return frozenset(row[0] for row in self._db.execute("SELECT id FROM documents"))

    def info(self, document_id: str) -> DocumentInfo | None:
        row = self._one(f"SELECT {INFO} FROM documents WHERE id = ?", document_id)
        return None if row is None else DocumentInfo(*row)

    def holding(self, versions: Iterable[str]) -> list[DocumentInfo]:
        """Return the documents whose text is of one of these versions, by title, then by id."""
        rows = self._db.execute(
            f"SELECT {INFO} FROM documents WHERE version IN (SELECT value FROM json_each(?)) "
            "ORDER BY title, id",
            (json.dumps(sorted(set(versions))),),
        )
        return [DocumentInfo(*row) for row in rows]

    def known_content(self, sha256: str) -> DocumentInfo | None:
        """Return a document that was read from bytes of this sha256; None if there is none."""
        row = self._one(
            f"SELECT {INFO} FROM documents WHERE origin_sha256 = ? ORDER BY id LIMIT 1", sha256
        )
        return None if row is None else DocumentInfo(*row)

    def files(self) -> list[FileRow]:
        """Return the files that documents were read from."""
        rows = self._db.execute("SELECT key, document_id, size, modified, changed FROM files")
        return [FileRow(r[0], r[1], None if r[2] is None else Stamp(*r[2:])) for r in rows]

    def last_passage_id(self) -> int:
        """Return the last id that was given to a passage; 0 if none was."""
        row = self._one("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return 0 if row is None else int(row[0])

    def removals(self) -> list[str]:
        """Return the ids of the documents that were removed and not added again."""
        return [row[0] for row in self._db.execute("SELECT document_id FROM removals")]

    def document(self, document_id: str) -> Document | None:
        """Return a document put together from its passages.

        Raises:
            LedgerDamaged: If the text is not the one that was written.
        """
        info = self.info(document_id)
        if info is None:
            return None
        row = self._one("SELECT headings, pages FROM documents WHERE id = ?", document_id)
        texts = self._db.execute(
            "SELECT text FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        document = Document(
            id=info.id,
            title=info.title,
            source=info.source,
            text="".join(text for (text,) in texts),
            headings=tuple(Heading(*values) for values in json.loads(row[0])),
            pages=tuple(Page(*values) for values in json.loads(row[1])),
            author=info.author,
            published=info.published,
            publisher=info.publisher,
            origin_sha256=info.origin_sha256,
        )
        if document.version != info.version:
            raise LedgerDamaged(
                f"the stored text of {info.title!r} ({info.id}), which came from "
                f"{info.source!r}, is damaged: {remedies.document(info.id)}"
            )
        return document

    def original(self, document_id: str) -> Original | None:
        """Return the original of a document, where its pages can be shown.

        Raises:
            LedgerDamaged: If it is not the one that was written.
        """
        row = self._one(
            "SELECT media_type, data, checksum FROM originals WHERE document_id = ?", document_id
        )
        if row is None:
            return None
        media_type, data, checksum = row
        if checksum_of(media_type.encode(), data) != checksum:
            raise LedgerDamaged(
                f"the stored original of the document {document_id} is damaged: "
                f"{remedies.document(document_id)}"
            )
        return Original(media_type, data)

    def has_original(self, document_id: str) -> bool:
        """Tell whether there is an original of a document."""
        return self._one("SELECT 1 FROM originals WHERE document_id = ?", document_id) is not None

    def passages(self, document_id: str, first: int = 0, most: int | None = None) -> list[Passage]:
        """Return the passages of a document from the `first` on, in order; all if not told."""
        rows = self._db.execute(
            f"SELECT {PASSAGE} FROM passages WHERE document_id = ? "
            "ORDER BY ordinal LIMIT ? OFFSET ?",
            (document_id, -1 if most is None else most, first),
        )
        pages = self._telling_pages([document_id]).get(document_id, {})
        return [to_passage(row, pages) for row in rows]

    def passage_ids(self, after: int = 0) -> Ids:
        """Return the ids of all passages after an id, rising. An id is never given twice."""
        rows = self._db.execute("SELECT id FROM passages WHERE id > ?", (after,)).fetchall()
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
        """Return by document and number the pages that tell more than their place."""
        found: dict[str, dict[int, Page]] = {}
        for some in batches(document_ids):
            rows = self._db.execute(  # only a label is a text, and has quotation marks
                f"SELECT id, pages FROM documents WHERE id IN ({marks(some)}) "
                "AND instr(pages, '\"')",
                some,
            )
            for document_id, pages in rows:
                found[document_id] = {v[0]: Page(*v) for v in json.loads(pages) if len(v) > 3}
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

    def places(self, within: Set[str] | None = None) -> list[tuple[int, str, int]]:
        """Return (passage id, document id, start) of every passage, by rising id."""
        return self._db.execute(
            "SELECT id, document_id, start FROM passages "
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
        row = self._one(
            "SELECT id FROM passages WHERE document_id = ? AND start <= ? AND stop > ?",
            document_id,
            position,
            position,
        )
        return None if row is None else int(row[0])

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
        """Tell whether there is a vector under each of the hashes, undamaged or not."""
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
        """Tell whether there are vectors of no passage, as a rebuild makes until it ends."""
        sql = "SELECT 1 FROM vectors WHERE hash NOT IN (SELECT vector FROM passages) LIMIT 1"
        return self._one(sql) is not None

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table that holds something to count."""
        return {table: self.count(table) for table in ("documents", "passages", "vectors")}

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(self._one(f"SELECT count(*) FROM {table}")[0])

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()


def _require_all(wanted: Set[object], found: Collection[object]) -> None:
    if len(found) < len(wanted):
        lost = counted(len(wanted) - len(found), "stored vector")
        raise LedgerDamaged(f"{lost} missing: run `pincite rebuild`")
