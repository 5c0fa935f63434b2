"""Removing from the ledger: documents disappear at once, and are erased in small steps."""

import json
import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from corpus.document import parts_prefix
from index.analysis.stemming import ANALYSIS
from index.errors import LedgerDamaged
from index.ledger import full_text_repair as fulltext
from index.ledger.alert_rows import forget_sightings_of
from index.ledger.change_rows import drop_damaged_changes, write_change
from index.ledger.history import forget_history
from index.ledger.mark_rows import forget_marks_of
from index.ledger.rows import is_whole, now, to_passage
from index.ledger.schema import GONE, LEFT_WORDS, LISTED, PASSAGE, STEMMED, UNUSED
from index.ledger.snapshot import Snapshot
from index.types import LoggedChange

AT_ONCE = 1 << 20
"""Up to so many bytes of one row are removed in one transaction, which takes as much room; a
guess: a sixteenth of the most that `disk_reserve` holds back."""


class RemovalRows(Snapshot):
    """Removes documents and what only they used, within a change of the ledger."""

    def remove(self, document_id: str) -> bool:
        """Remove a document, its passages, the vectors that only it used, and its uploads."""
        done = self._is_there(document_id)
        if done:
            self._drop_file_around(document_id)
            self._leave("document_id = ?", document_id)
            self._forget_words("document_id = ?", document_id)
            # Passages go with it (ON DELETE CASCADE); an original has no foreign key.
            self._db.execute("DELETE FROM main.documents WHERE id = ?", (document_id,))
            self._db.execute("DELETE FROM main.originals WHERE document_id = ?", (document_id,))
        return self._removed(document_id, done, self._cancel_jobs(document_id))

    def bury(self, document_id: str) -> bool:
        """Put a tombstone on a document: from now on nobody sees anything of it.

        That takes a few pages of the disk, whatever the size of the document; `erasure`
        removes its rows later. Its uploads are cancelled, their bytes erased later too.
        """
        done = self._is_there(document_id)
        if done:
            self._drop_file_around(document_id)
            # One row: the views of `schema.hide_removed` leave out all that belongs to it.
            self._db.execute("INSERT INTO tombstones VALUES (?)", (document_id,))
        return self._removed(document_id, done, self._cancel_jobs(document_id))

    def bury_earlier(self, document_ids: Iterable[str]) -> None:
        """Put tombstones on documents of an earlier upload; the one that replaces them stays."""
        for document_id in document_ids:
            if self._is_there(document_id):
                self._drop_file_around(document_id)
                self._db.execute("INSERT INTO tombstones VALUES (?)", (document_id,))
                self._removed(document_id, done=True, uploads=0)
                self.log_change(LoggedChange("document_removed", document_id))

    def _drop_file_around(self, document_id: str) -> None:
        """Drop the bytes of the file that a document was in: they hold its words too."""
        self._db.execute(
            "DELETE FROM main.originals WHERE document_id IN ("
            "SELECT file.document_id FROM files part JOIN files file "
            "ON file.key = substr(part.key, 1, instr(part.key, ?1) - 1) "
            "WHERE part.document_id = ?2 AND instr(part.key, ?1))",
            (parts_prefix(""), document_id),
        )

    def _is_there(self, document_id: str) -> bool:
        """Return whether there is a document, damaged or not."""
        return self._one("SELECT 1 FROM documents WHERE id = ?", document_id) is not None

    def _removed(self, document_id: str, done: bool, uploads: int) -> bool:
        forget_history(self._db, document_id)
        forget_marks_of(self._db, document_id)
        forget_sightings_of(self._db, document_id)
        if done:
            self._db.execute("DELETE FROM files WHERE document_id = ?", (document_id,))
            self._touch()
        if done or uploads:
            # OR IGNORE: an upload may be cancelled of what was removed before.
            self._db.execute("INSERT OR IGNORE INTO removals VALUES (?)", (document_id,))
            self._leave_traces()
        return bool(done or uploads)

    def _dig_up(self, document_id: str) -> None:
        """Take the tombstone off a document that is added again before it was erased."""
        gone = self._db.execute("DELETE FROM tombstones WHERE document_id = ?", (document_id,))
        if gone.rowcount:  # its original may be overwritten in part
            self._db.execute("DELETE FROM main.originals WHERE document_id = ?", (document_id,))

    def erase_passages(self, most: int) -> bool:
        """Remove up to `most` passages under a tombstone; return whether there were any."""
        # Chosen once, because three statements must mean the same rows; as JSON, because a
        # statement takes a limited number of values.
        rows = self._db.execute(f"{GONE} ORDER BY id LIMIT ?", (most,)).fetchall()
        ids = json.dumps([row[0] for row in rows])
        some = "id IN (SELECT value FROM json_each(?))"
        self._leave(some, ids)
        self._forget_words(some, ids)
        self._db.execute(f"DELETE FROM main.passages WHERE {some}", (ids,))
        return bool(rows)

    def erase_document(self) -> bool:
        """Remove a document under a tombstone, with the tombstone; return whether there was one.

        Its passages must be gone. One whose original is still there has to wait.
        """
        row = self._one(
            "SELECT document_id FROM tombstones "
            "WHERE document_id NOT IN (SELECT document_id FROM main.originals) LIMIT 1"
        )
        if row is None:
            return False
        self._db.execute("DELETE FROM main.documents WHERE id = ?", row)
        self._db.execute("DELETE FROM tombstones WHERE document_id = ?", row)
        self._touch()  # BM25 counts all rows of the full text, so scores changed
        return True

    def note_removals(self, document_ids: Iterable[str]) -> None:
        """Record that documents were removed, except those that are there."""
        self._db.executemany(
            "INSERT OR IGNORE INTO removals SELECT ?1 "
            "WHERE NOT EXISTS (SELECT 1 FROM documents WHERE id = ?1)",
            ((document_id,) for document_id in document_ids),
        )

    def _cancel_jobs(self, document_id: str) -> int:
        """Forget the uploads of a document; return how many were still to be read."""
        # Those still to be read stay in the list, to say why they ended; the others are forgotten.
        # Names and keys go at once: they are the user's words as much as the document was.
        open_ = self._db.execute(
            "UPDATE jobs SET state = 'deleted', code = 'removed', name = '', key = '', "
            "reason = 'the document was removed before it was ready' "
            "WHERE document_id = ? AND state IN ('waiting', 'reading')",
            (document_id,),
        ).rowcount
        self._db.execute(
            "UPDATE jobs SET state = 'deleted', code = 'dismissed', name = '', key = '', "
            "reason = '' WHERE document_id = ? AND state <> 'deleted'",
            (document_id,),
        )
        self.drop_bytes()
        return open_

    def drop_bytes(self) -> None:
        """Drop the bytes of jobs that ended without a document, and those that were dismissed.

        Many bytes wait for `erasure`, which needs less room for it.
        """
        # SQLite knows the length of a blob without reading it.
        self._db.execute(
            "DELETE FROM spool WHERE length(data) <= ? "
            "AND job IN (SELECT number FROM jobs WHERE state = 'deleted')",
            (AT_ONCE,),
        )
        # A job whose bytes are left stays: deleting it would delete them in one go (CASCADE).
        self._db.execute(
            "DELETE FROM jobs WHERE state = 'deleted' AND code = 'dismissed' "
            "AND number NOT IN (SELECT job FROM spool)"
        )

    def weight(self, document_id: str) -> tuple[int, int]:
        """Return the number of passages of a document, and of bytes of its original."""
        row = self._one("SELECT passages FROM documents WHERE id = ?", document_id)
        size = self._one("SELECT length(data) FROM originals WHERE document_id = ?", document_id)
        return 0 if row is None else int(row[0]), 0 if size is None else int(size[0])

    def _forget_words(self, which: str, value: str) -> None:
        """Take passages out of the full text, as must be done before their rows are removed.

        No trigger does it: SQLite would have to trust the triggers of every ledger for that.
        What other stemmers put in, ours cannot take out: FTS5 would call itself damaged. Those
        rows are left and hidden until the full text is made anew, which a full disk may delay.
        """
        if self.is_of_other_stemmers():
            self.set_value(LEFT_WORDS, "1")
            return
        # The 'delete' command of FTS5: it keeps no words itself, so it must be told them.
        self._db.execute(
            "INSERT INTO words (words, rowid, context, text) "
            + STEMMED.format(first="'delete', ", which=f"WHERE {which}"),
            (value,),
        )

    def _put_words(self, which: str, value: str) -> None:
        """Put passages into the full text, as their documents' languages have their words."""
        self._db.execute(
            "INSERT INTO words (rowid, context, text) "
            + STEMMED.format(first="", which=f"WHERE {which}"),
            (value,),
        )

    def is_of_other_stemmers(self) -> bool:
        """Tell whether the full text is still to be made anew, as other stemmers made it."""
        return self.value("analysis") != ANALYSIS

    def _leave_traces(self) -> None:
        """Record that words of what was removed are still inside the full text."""
        self.set_value("traces", secrets.token_hex(8))

    def forget_traces(self, token: str) -> None:
        """Forget that there are traces, unless more were left since `token` was read."""
        self._db.execute("DELETE FROM meta WHERE key = 'traces' AND value = ?", (token,))

    def merge_words(self, pages: int) -> bool:
        """Merge segments of the full text, which drops what was removed; return if more are left.

        Args:
            pages: The most pages to write; below 0, what is there is scheduled for merging.
        """
        # FTS5 tells only by the count of changes whether it merged: below 2 it had nothing to do.
        before = self._db.total_changes
        self._db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
        return self._db.total_changes - before >= 2

    def drop_unused(self) -> None:
        """Remove the vectors that passages left behind in this change and none uses now.

        Only at its end, because a text may move from one document to another. Also the words
        that damaged passages left behind.
        """
        if self._damaged_left:
            self.remake_words()
        # `main.`: a passage under a tombstone still refers to its vector (foreign key).
        self._db.executemany(
            "DELETE FROM vectors WHERE hash = ?1 "
            "AND NOT EXISTS (SELECT 1 FROM main.passages WHERE vector = ?1)",
            ((key,) for key in self._left),
        )

    def drop_unused_vectors(self) -> None:
        """Remove all that nothing uses, whoever left it behind, and damaged lines of the log."""
        drop_damaged_changes(self._db)
        for table in ("originals", "earlier", "files", "marks", "sightings"):
            self._db.execute(
                f"DELETE FROM main.{table} WHERE document_id NOT IN (SELECT id FROM main.documents)"
            )
        self._db.execute(f"DELETE FROM vectors WHERE hash IN ({UNUSED})")
        self._left.clear()

    def remake_words(self) -> None:
        """Make the full text anew from the passages, however damaged it is."""
        fulltext.remake(self._db)
        self.set_value("analysis", ANALYSIS)
        self.forget_value(LEFT_WORDS)
        self._touch()  # what was counted of it may be wrong

    def _leave(self, which: str, value: str) -> None:
        """Note the vectors of passages that are about to be removed.

        FTS5 takes a row's words out of the full text as they stand in the row. Where these, or
        the language that they were stemmed by, have changed by damage, some stay behind, and the
        full text is made anew.
        """
        sql = f"SELECT vector, {PASSAGE} FROM main.passages WHERE {which}"
        documents = set()
        for vector, *row in self._db.execute(sql, (value,)):
            self._left.add(vector)
            documents.add(row[0])
            try:
                to_passage(row, {})
            except LedgerDamaged:
                self._damaged_left = True
        for document_id in documents:
            listed = self._one(f"SELECT {LISTED} FROM main.documents WHERE id = ?", document_id)
            self._damaged_left |= listed is None or not is_whole(listed)

    def log_change(self, change: LoggedChange) -> None:
        """Write down what this change does, as of whoever it is of."""
        write_change(self._db, replace(change, who=self.who, made=now()))

    def _touch(self) -> None:
        self._db.execute("INSERT INTO states (token) VALUES (?)", (secrets.token_hex(8),))

    def set_value(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def forget_value(self, key: str) -> None:
        self._db.execute("DELETE FROM meta WHERE key = ?", (key,))

    def __init__(self, connection: sqlite3.Connection, who: str = "", language: str = "") -> None:
        """Begin a change of `who`: the name of a key, of a person, or "" where nobody has one."""
        super().__init__(connection, language)
        self.who = who
        self._left: set[bytes] = set()
        self._damaged_left = False
