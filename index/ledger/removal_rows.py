"""Removing from the ledger: documents disappear at once, and are erased in small steps."""

import secrets
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import replace

from corpus.document import parts_prefix
from index.ledger.alert_rows import forget_sightings_of
from index.ledger.change_rows import drop_damaged_changes, write_change
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.history import forget_history
from index.ledger.mark_rows import forget_marks_of
from index.ledger.rows import now
from index.types import LoggedChange

AT_ONCE = 1 << 20
"""Up to so many bytes of one row are removed in one transaction, which takes as much room; a
guess: a sixteenth of the most that `disk_reserve` holds back."""


class RemovalRows(DocumentRows):
    """Removes documents and what only they used, within a change of the ledger.

    Passages, their words and vectors are with the engine, which does its part in `_forget`,
    `_hide` and `finish`.
    """

    def __init__(self, connection: Database, who: str = "", language: str = "") -> None:
        """Begin a change of `who`: the name of a key, of a person, or "" where nobody has one."""
        super().__init__(connection, language)
        self.who = who

    @abstractmethod
    def _forget(self, document_id: str) -> None:
        """Remove the passages of a document, of which nothing else is removed yet."""

    def _hide(self, document_id: str) -> None:
        """See to it that nobody finds passages of a document that gets a tombstone."""

    @abstractmethod
    def erase_passages(self, most: int) -> bool:
        """Remove up to `most` passages under a tombstone; return whether there were any."""

    def finish(self) -> None:
        """Do what can only be done when all else of the change is."""

    def remove(self, document_id: str) -> bool:
        """Remove a document, its passages, the vectors that only it used, and its uploads."""
        done = self._is_there(document_id)
        if done:
            self._drop_file_around(document_id)
            self._forget(document_id)
            # An original has no foreign key.
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
            self._hide(document_id)
            # One row: the views of `schema.hide_removed` leave out all that belongs to it.
            self._db.execute("INSERT INTO tombstones VALUES (?)", (document_id,))
        return self._removed(document_id, done, self._cancel_jobs(document_id))

    def bury_earlier(self, document_ids: Iterable[str]) -> None:
        """Put tombstones on documents of an earlier upload; the one that replaces them stays."""
        for document_id in document_ids:
            if self._is_there(document_id):
                self._drop_file_around(document_id)
                self._hide(document_id)
                self._db.execute("INSERT INTO tombstones VALUES (?)", (document_id,))
                self._removed(document_id, done=True, uploads=0)
                self.log_change(LoggedChange("document_removed", document_id))

    def _drop_file_around(self, document_id: str) -> None:
        """Drop the bytes of the file that a document was in: they hold its words too."""
        self._db.execute(
            "DELETE FROM main.originals WHERE document_id IN ("
            "SELECT file.document_id FROM files part JOIN files file "
            # Nothing says which condition is looked at first, and a text has no length of -1.
            "ON file.key = CASE WHEN instr(part.key, ?1) > 0 "
            "THEN substr(part.key, 1, instr(part.key, ?1) - 1) END WHERE part.document_id = ?2)",
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
            self.touch()
        if done or uploads:
            # It may be there: an upload may be cancelled of what was removed before.
            self._db.execute(
                "INSERT INTO removals VALUES (?) ON CONFLICT (document_id) DO NOTHING",
                (document_id,),
            )
            self._leave_traces()
        return bool(done or uploads)

    def _dig_up(self, document_id: str) -> None:
        """Take the tombstone off a document that is added again before it was erased."""
        gone = self._db.execute("DELETE FROM tombstones WHERE document_id = ?", (document_id,))
        if gone.rowcount:  # its original may be overwritten in part
            self._db.execute("DELETE FROM main.originals WHERE document_id = ?", (document_id,))

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
        self.touch()  # BM25 counts all rows of the full text, so scores changed
        return True

    def drop_strays(self) -> None:
        """Remove rows of documents that do not exist, and damaged lines of the log."""
        drop_damaged_changes(self._db)
        for table in ("originals", "earlier", "files", "marks", "sightings"):
            self._db.execute(
                f"DELETE FROM main.{table} WHERE document_id NOT IN (SELECT id FROM main.documents)"
            )

    def note_removals(self, document_ids: Iterable[str]) -> None:
        """Record that documents were removed, except those that are there."""
        self._db.executemany(
            "INSERT INTO removals SELECT ?1 "
            "WHERE NOT EXISTS (SELECT 1 FROM documents WHERE id = ?1) "
            "ON CONFLICT (document_id) DO NOTHING",
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

    def _leave_traces(self) -> None:
        """Record that words of what was removed are still inside the full text."""
        self.set_value("traces", secrets.token_hex(8))

    def forget_traces(self, token: str) -> None:
        """Forget that there are traces, unless more were left since `token` was read."""
        self._db.execute("DELETE FROM meta WHERE key = 'traces' AND value = ?", (token,))

    def log_change(self, change: LoggedChange) -> None:
        """Write down what this change does, as of whoever it is of."""
        write_change(self._db, replace(change, who=self.who, made=now()))

    def touch(self) -> None:
        """Begin a new state: what was found before may be found no more, or with other scores."""
        self._db.execute("INSERT INTO states (token) VALUES (?)", (secrets.token_hex(8),))

    def set_value(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def forget_value(self, key: str) -> None:
        self._db.execute("DELETE FROM meta WHERE key = ?", (key,))
