"""A change of the ledger that is not yet visible to anybody else."""

import secrets
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from corpus import Document, Passage
from index.contract import Claim, FileRow
from index.embedder import PassageVectors
from index.errors import JobLost, LedgerDamaged
from index.history import forget_history, keep_history
from index.hits import DocumentInfo
from index.rows import (
    State,
    file_row,
    info_row,
    original_checksum,
    outline_row,
    packed,
    passage_row,
)
from index.schema import FILE, FORMAT, LISTED, OUTLINE, PASSAGE, TABLES, statements
from index.snapshot import Snapshot


class Change(Snapshot):
    """A change of the ledger that is not yet visible to anybody else."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._left: set[bytes] = set()

    def make(self) -> None:
        """Make the tables of an empty ledger, unless somebody else just did."""
        if self.value("format") is None:
            for statement in statements(TABLES):
                self._db.execute(statement)
            self.set_value("format", FORMAT)

    def set_value(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def forget_value(self, key: str) -> None:
        self._db.execute("DELETE FROM meta WHERE key = ?", (key,))

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
    ) -> DocumentInfo:
        """Write a document in place of its former version, and return what is listed.

        The vectors under the hashes must be there.
        """
        self._left |= self._hashes_of(document.id)
        whole_history = keep_history(self, document)
        self._forget_words("document_id = ?", document.id)
        if self._db.execute("DELETE FROM documents WHERE id = ?", (document.id,)).rowcount:
            self._leave_traces()
        self._db.execute("DELETE FROM removals WHERE document_id = ?", (document.id,))
        info = DocumentInfo(
            document.id,
            document.version,
            document.title,
            document.source,
            document.author,
            document.published,
            document.publisher,
            document.origin_sha256,
            len(document.text),
            len(passages),
            now(),
        )
        outline = outline_row(document.id, document.headings, document.pages)
        self._db.execute(
            f"INSERT INTO documents ({LISTED}, {OUTLINE.removeprefix('id, ')}) "
            "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*info_row(info, whole_history), *outline[1:]),
        )
        self._db.executemany(
            f"INSERT INTO passages ({PASSAGE}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                passage_row(p, key, words)
                for p, key, words in zip(passages, hashes, context, strict=True)
            ),
        )
        self._db.execute(
            "INSERT INTO words (rowid, context, text) SELECT id, context, text "
            "FROM main.passages WHERE document_id = ? ORDER BY id",
            (document.id,),
        )
        self._put_original(document)
        self._touch()
        return info

    def _put_original(self, document: Document) -> None:
        """Keep the original, or the one that is there if it is of the same bytes."""
        self._db.execute(
            "DELETE FROM originals WHERE document_id = ? AND origin_sha256 <> ?",
            (document.id, document.origin_sha256),
        )
        if (original := document.original) is not None:
            self._db.execute(
                "INSERT OR REPLACE INTO originals VALUES (?,?,?,?,?)",
                (
                    document.id,
                    document.origin_sha256,
                    original.media_type,
                    original.data,
                    original_checksum(
                        document.id, document.origin_sha256, original.media_type, original.data
                    ),
                ),
            )

    def put_vectors(self, vectors: Mapping[bytes, PassageVectors]) -> None:
        """Write vectors under their hashes, in place of any that are there."""
        self._db.executemany(
            "INSERT INTO vectors VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET "
            "passage = excluded.passage, sentences = excluded.sentences, "
            "checksum = excluded.checksum",
            (packed(key, vectors[key]) for key in vectors),
        )

    def remove(self, document_id: str) -> bool:
        """Remove a document, its passages, the vectors that only it used, and its uploads."""
        self._left |= self._hashes_of(document_id)
        self._forget_words("document_id = ?", document_id)
        done = self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount
        self._db.execute("DELETE FROM originals WHERE document_id = ?", (document_id,))
        forget_history(self._db, document_id)
        uploads = self._cancel_jobs(document_id)
        if done:
            self._db.execute("DELETE FROM files WHERE document_id = ?", (document_id,))
            self._touch()
        if done or uploads:
            self._db.execute("INSERT OR IGNORE INTO removals VALUES (?)", (document_id,))
            self._leave_traces()
        return bool(done or uploads)

    def note_removals(self, document_ids: Iterable[str]) -> None:
        """Keep in mind that documents were removed, apart from those that are there."""
        self._db.executemany(
            "INSERT OR IGNORE INTO removals SELECT ?1 "
            "WHERE NOT EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
            ((document_id,) for document_id in document_ids),
        )

    def _cancel_jobs(self, document_id: str) -> int:
        """Forget the uploads of a document; tell how many of them were still to be read."""
        open_ = self._db.execute(
            "UPDATE jobs SET state = 'deleted', code = 'removed', name = '', key = '', "
            "reason = 'the document was removed before it was ready' "
            "WHERE document_id = ? AND state IN ('waiting', 'reading')",
            (document_id,),
        ).rowcount
        self._db.execute(
            "DELETE FROM spool WHERE job IN (SELECT number FROM jobs WHERE document_id = ?)",
            (document_id,),
        )
        self._db.execute(
            "DELETE FROM jobs WHERE document_id = ? AND state <> 'deleted'", (document_id,)
        )
        return open_

    def note(self, files: Iterable[FileRow]) -> None:
        """Keep the state of files, where their documents are there."""
        self._db.executemany(
            f"INSERT INTO files ({FILE}) SELECT ?1, ?2, ?3, ?4, ?5, ?6 "
            "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?2) "
            "ON CONFLICT DO UPDATE SET document_id = excluded.document_id, "
            "size = excluded.size, modified = excluded.modified, changed = excluded.changed, "
            "checksum = excluded.checksum",
            map(file_row, files),
        )

    def settle(self, claim: Claim, document_id: str, status: str) -> None:
        """Finish a job with this change.

        Raises:
            JobLost: If it is not held under this lease any more.
        """
        done = self._db.execute(
            "UPDATE jobs SET state = 'ready', code = ?, reason = '', document_id = ?, changed = ? "
            "WHERE number = ? AND lease = ? AND state = 'reading'",
            (status, document_id, now(), claim.number, claim.lease),
        ).rowcount
        if not done:
            raise JobLost("the upload was cancelled, or is being read by another process")
        self._db.execute("DELETE FROM spool WHERE job = ?", (claim.number,))

    def go_past(self, state: State, last_id: int) -> None:
        """Begin a state after another ledger's, with ids after its last, and no job begun."""
        last_id = max(last_id, self.last_passage_id())
        self._db.execute("DELETE FROM sqlite_sequence WHERE name = 'passages'")
        self._db.execute("INSERT INTO sqlite_sequence VALUES ('passages', ?)", (last_id,))
        self._db.execute(
            "INSERT INTO states VALUES (?, ?)",
            (max(state.number, self.state().number) + 1, secrets.token_hex(8)),
        )
        self._db.execute("UPDATE jobs SET state = 'waiting', lease = '' WHERE state = 'reading'")

    def doubt_history(self) -> None:
        """Remember of every document that it may have told what its history does not know."""
        for (document_id,) in self._db.execute("SELECT id FROM main.documents").fetchall():
            with suppress(LedgerDamaged):
                info = self.info(document_id)
                assert info is not None, "it was listed in this transaction"
                *_, checksum = info_row(info, whole_history=False)
                self._db.execute(
                    "UPDATE main.documents SET whole_history = 0, checksum = ? WHERE id = ?",
                    (checksum, document_id),
                )

    def _forget_words(self, which: str, *values: object) -> None:
        """Take passages out of the full text, as must be done before their rows are removed.

        No trigger does it: SQLite would have to trust the triggers of every ledger for that.
        """
        self._db.execute(
            "INSERT INTO words (words, rowid, context, text) "
            f"SELECT 'delete', id, context, text FROM main.passages WHERE {which}",
            values,
        )

    def _leave_traces(self) -> None:
        """Remember that words of what was removed are still inside of the full text."""
        self.set_value("traces", secrets.token_hex(8))

    def forget_traces(self, token: str) -> None:
        """Forget that there are traces, unless others were left since they were told as `token`."""
        self._db.execute("DELETE FROM meta WHERE key = 'traces' AND value = ?", (token,))

    def merge_words(self, pages: int) -> bool:
        """Merge segments of the full text, which drops what was removed; tell if any are left.

        Args:
            pages: The most pages to write; below 0, what is there is scheduled for merging.
        """
        before = self._db.total_changes
        self._db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
        return self._db.total_changes - before >= 2

    def drop_unused(self) -> None:
        """Remove the vectors that passages left behind in this change and none uses now.

        Only at its end, because a text may move from one document to another.
        """
        self._db.executemany(
            "DELETE FROM vectors WHERE hash = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM passages WHERE vector = ?1)",
            ((key,) for key in self._left),
        )

    def drop_unused_vectors(self) -> None:
        """Remove all vectors and originals that nothing uses, whoever left them behind."""
        for table in ("originals", "earlier", "files"):
            self._db.execute(
                f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)"
            )
        self._db.execute("DELETE FROM vectors WHERE hash NOT IN (SELECT vector FROM passages)")
        self._left.clear()

    def remake_words(self) -> None:
        """Make the full text anew from the passages, whatever has become of it."""
        self._db.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def _hashes_of(self, document_id: str) -> set[bytes]:
        rows = self._db.execute("SELECT vector FROM passages WHERE document_id = ?", (document_id,))
        return {row[0] for row in rows}

    def _touch(self) -> None:
        self._db.execute("INSERT INTO states (token) VALUES (?)", (secrets.token_hex(8),))


def now() -> str:
    """Return the time as it is written to the ledger."""
    return datetime.now(UTC).isoformat(timespec="seconds")
