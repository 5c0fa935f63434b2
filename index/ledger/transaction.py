"""A change of the ledger that is not yet visible to anybody else."""

import hashlib
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from corpus import Document, Original, Passage
from corpus.reading import READERS
from index.analysis.stemming import ANALYSIS
from index.errors import JobLost, LedgerDamaged
from index.ledger.alert_rows import carry_sightings
from index.ledger.corrections import Correction
from index.ledger.disk_room import require_room
from index.ledger.history import Facts, add_state, facts_of, forget_history
from index.ledger.layout import layout_row
from index.ledger.listing import listed_as, listed_before
from index.ledger.mark_rows import carry_over
from index.ledger.removal_rows import RemovalRows
from index.ledger.rows import (
    file_row,
    info_row,
    marks,
    now,
    original_checksum,
    outline_row,
)
from index.ledger.schema import (
    FILE,
    FORMAT,
    LAYOUT,
    LISTED,
    OUTLINE,
    TABLES,
    hide_removed,
    show_all,
    statements,
)
from index.types import CORRECTABLE, Claim, DocumentInfo, FileState, LoggedChange

_LOGGED = (*CORRECTABLE, "tags")  # names of what may be corrected; never what it says
LOST = "the upload was cancelled, or is being read by another process"
_UPLOAD = "application/octet-stream"
"""The media type of an upload that is kept to be read again; its name says more."""


class Change(RemovalRows):
    """A change of the ledger that is not yet visible to anybody else.

    Passages, their words and vectors are with the engine, which does its part in `_put_passages`
    and `_stem_again`.
    """

    @abstractmethod
    def _put_passages(
        self,
        info: DocumentInfo,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
    ) -> None:
        """Write the passages of a document that has none, with what stands over each."""

    @abstractmethod
    def _stem_again(self, document_id: str, write: Callable[[], object]) -> None:
        """Have the passages of a document stemmed by another language, which `write` gives it."""

    def make(self) -> None:
        """Make the tables of an empty ledger, unless somebody else just did."""
        # Asked within this transaction: two processes may open a new collection at once.
        if self.value("format") is None:
            show_all(self._db)
            for statement in statements(TABLES):
                self._db.execute(statement)
            hide_removed(self._db)
            self.set_value("format", FORMAT)
            self.set_value("analysis", ANALYSIS)

    def require_room(self) -> None:
        """Refuse this change if it would fill the disk.

        Raises:
            DiskFull: If it would.
        """
        require_room(self._db)

    def put(
        self,
        document: Document,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
        hidden: int | None = None,
        reader: int = READERS,
        said: str = "",
    ) -> DocumentInfo:
        """Write a document in place of its former version, and return what is listed.

        The vectors under the hashes must be there; `hidden` is how many hidden characters the
        document has, counted now if None. `reader` is the version of the readers that read it,
        `said` the code of the language that somebody says it is in.
        """
        # The order matters: corrections, history, marks and what alerts saw come from the rows
        # that go.
        before = listed_before(self, document.id)
        info = listed_as(self, document, len(passages), hidden, reader, said)
        new = facts_of(info, document.headings, document.pages, document.voices)
        whole_history = self._keep_history(document.id, new)
        carry_over(self, document)
        carry_sightings(self, document)
        self._dig_up(document.id)
        self._forget(document.id)
        # `main.`, because the plain name is a view without what is removed
        # (`schema.hide_removed`), and views cannot be written to.
        if self._db.execute("DELETE FROM main.documents WHERE id = ?", (document.id,)).rowcount:
            self._leave_traces()
        # It is there again, so a restored backup may bring it too.
        self._db.execute("DELETE FROM removals WHERE document_id = ?", (document.id,))
        self._insert_document(
            (*info_row(info, whole_history), *outline_row(document)[1:], *layout_row(document)[1:])
        )
        self._put_passages(info, passages, hashes, context)
        self._put_original(document, before)
        self.touch()
        return info

    def correct(self, document_id: str, correction: Correction) -> DocumentInfo | None:
        """Change what is listed of a document, from now on; None if there is none.

        Raises:
            CorrectionRejected: If it would have too many tags.
        """
        before = self.info(document_id)
        if before is None:
            return None
        info = correction.applied(before)
        if info == before:
            return info
        new = facts_of(info, *self._outline(document_id), self._layout(info)[1])
        self.list_again(before, info, whole_history=self._keep_history(document_id, new))
        changed = ", ".join(n for n in _LOGGED if getattr(info, n) != getattr(before, n))
        self.log_change(
            LoggedChange("document_corrected", document_id, details=(("fields", changed),))
        )
        return info

    def list_again(self, before: DocumentInfo, info: DocumentInfo, *, whole_history: bool) -> None:
        """Write what is listed of a document in place of what was listed `before`."""
        write = partial(self._relist, info, whole_history=whole_history)
        if info.language != before.language:
            self._stem_again(info.id, write)
        else:
            write()
        self.touch()  # answers that were given name what was listed before

    def _relist(self, info: DocumentInfo, *, whole_history: bool) -> None:
        names = ", ".join(f"{name} = ?" for name in LISTED.split(", "))
        self._db.execute(
            f"UPDATE main.documents SET {names} WHERE id = ?",
            (*info_row(info, whole_history), info.id),
        )

    def _keep_history(self, document_id: str, new: Facts) -> bool:
        """Keep what a document says, before it says something new; tell if its history is whole.

        It is not where the document was removed once, since that took its history away, where its
        earlier states are too many to keep, and where the row that is replaced is damaged.
        """
        there = self._db.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,))
        if there.fetchone() is None:
            forget_history(self._db, document_id)
            removed = "SELECT 1 FROM removals WHERE document_id = ?"
            return self._db.execute(removed, (document_id,)).fetchone() is None
        try:
            old, history = self.facts(document_id), self.history(document_id)
        except LedgerDamaged:
            forget_history(self._db, document_id)
            return False
        if old in (new, *history.states):
            return history.whole
        return add_state(self._db, document_id, old, history)

    def _insert_document(self, row: Sequence[Any]) -> None:
        columns = ", ".join((LISTED, *(part.removeprefix("id, ") for part in (OUTLINE, LAYOUT))))
        self._db.execute(f"INSERT INTO main.documents ({columns}) VALUES ({marks(row)})", row)

    def _put_original(self, document: Document, before: DocumentInfo | None) -> None:
        """Keep the original, or the one that is there if the document is of the same bytes."""
        # The original of other bytes would show pages that the text is not from.
        if before is None or before.origin_sha256 != document.origin_sha256:
            self.drop_original(document.id)
        if document.original is not None:
            self._insert_original(document.id, document.origin_sha256, document.original)

    def drop_original(self, document_id: str) -> None:
        """Drop the bytes that a document was read from, if they are kept."""
        self._db.execute("DELETE FROM main.originals WHERE document_id = ?", (document_id,))

    def keep_upload(self, claim: Claim, document_id: str) -> None:
        """Keep the bytes of an upload as the original of its first document.

        Not where that has one whose pages can be shown, which are its own bytes.
        """
        row = self._one(
            "SELECT key, sha256, data FROM jobs JOIN spool ON job = number WHERE number = ?",
            claim.number,
        )
        if row is None:
            return
        key, sha256, data = row
        # Those of an earlier version may be there: under this document, or another in the file.
        self._db.executemany(
            "DELETE FROM main.originals WHERE document_id = ? AND media_type = ?",
            ((found, _UPLOAD) for found in (document_id, *self.under(key))),
        )
        if not self._one("SELECT 1 FROM originals WHERE document_id = ?", document_id):
            self._insert_original(document_id, sha256, Original(_UPLOAD, data))

    def keep_original(self, document_id: str, original: Original) -> None:
        """Keep the bytes that a document was read from, in place of any that are kept."""
        self._insert_original(document_id, hashlib.sha256(original.data).hexdigest(), original)

    def _insert_original(self, document_id: str, origin: str, original: Original) -> None:
        # Replaced though the bytes are the same: those that are stored may be damaged.
        checksum = original_checksum(document_id, origin, original.media_type, original.data)
        self._db.execute(
            "INSERT INTO main.originals VALUES (?,?,?,?,?) ON CONFLICT (document_id) DO UPDATE SET "
            "origin_sha256 = excluded.origin_sha256, media_type = excluded.media_type, "
            "data = excluded.data, checksum = excluded.checksum",
            (document_id, origin, original.media_type, original.data, checksum),
        )

    def note(self, files: Iterable[FileState]) -> None:
        """Keep the state of files, where their documents are there."""
        # A document may have been removed since its file was read. Without any WHERE, SQLite would
        # take the ON of ON CONFLICT for that of a join.
        self._db.executemany(
            f"INSERT INTO files ({FILE}) SELECT ?1, ?2, ?3, ?4, ?5, ?6 "
            "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?2) "
            "ON CONFLICT (key) DO UPDATE SET document_id = excluded.document_id, "
            "size = excluded.size, modified = excluded.modified, changed = excluded.changed, "
            "checksum = excluded.checksum",
            map(file_row, files),
        )

    def sender_of(self, claim: Claim) -> str:
        """Return who sent the upload of a job; "" where nobody has a name, or it is gone."""
        row = self._one("SELECT who FROM jobs WHERE number = ?", claim.number)
        return "" if row is None else str(row[0])

    def settle(
        self,
        claim: Claim,
        document_id: str,
        status: str,
        replaced: str | None = None,
        remark: str = "",
    ) -> None:
        """Finish a job with this change; `replaced` is the version that it takes the place of.

        `remark` says what of an upload was not read, though it was read.

        Raises:
            JobLost: If it is not held under this lease any more.
        """
        # The lease says whether the job is still ours: another worker may have taken it over, or
        # its upload been dismissed. Then nothing of this change must stay.
        done = self._db.execute(
            "UPDATE jobs SET state = 'ready', code = ?, reason = ?, document_id = ?, "
            "replaced = ?, changed = ? WHERE number = ? AND lease = ? AND state = 'reading'",
            (status, remark, document_id, replaced, now(), claim.number, claim.lease),
        ).rowcount
        if not done:
            raise JobLost(LOST)
        self._db.execute("DELETE FROM spool WHERE job = ?", (claim.number,))

    def doubt_history(self) -> None:
        """Mark the history of every document as incomplete: it may have said more than is kept."""
        for document_id in self.ids_in_order():
            with suppress(LedgerDamaged):
                info = self.info(document_id)
                assert info is not None, "it was listed in this transaction"
                # The checksum covers this column too.
                *_, checksum = info_row(info, whole_history=False)
                self._db.execute(
                    "UPDATE main.documents SET whole_history = 0, checksum = ? WHERE id = ?",
                    (checksum, document_id),
                )
