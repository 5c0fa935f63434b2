"""A change of the ledger that is not yet visible to anybody else."""

import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from corpus import Document, Original, Passage
from corpus.hidden import hidden_in
from corpus.language.detection import likeliest
from corpus.reading import READERS
from index.analysis.stemming import ANALYSIS
from index.embedding.embedder import PassageVectors
from index.errors import DiskFull, JobLost, LedgerDamaged
from index.ledger.alert_rows import carry_sightings
from index.ledger.corrections import Correction, carried_over
from index.ledger.history import facts_of, keep_history
from index.ledger.layout import layout_row
from index.ledger.mark_rows import carry_over
from index.ledger.removal_rows import RemovalRows
from index.ledger.rows import (
    file_row,
    info_row,
    marks,
    now,
    original_checksum,
    outline_row,
    packed,
    passage_row,
)
from index.ledger.schema import (
    FILE,
    FORMAT,
    LAYOUT,
    LISTED,
    OUTLINE,
    PASSAGE,
    TABLES,
    hide_removed,
    show_all,
    statements,
)
from index.types import CORRECTABLE, Claim, DocumentInfo, FileState, LoggedChange, State

_LOGGED = (*CORRECTABLE, "tags")  # names of what may be corrected; never what it says
LOST = "the upload was cancelled, or is being read by another process"
_UPLOAD = "application/octet-stream"
"""The media type of an upload that is kept to be read again; its name says more."""
_UNWRITTEN = 1_100_000  # of a change, the bytes that SQLite may keep in memory until its end


class Change(RemovalRows):
    """A change of the ledger that is not yet visible to anybody else."""

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
        """Refuse a change that would fill the disk, before it is there.

        What is written to the log must fit beside it into the main file as well, or the log
        can never be emptied, and nothing can be removed any more.

        Raises:
            DiskFull: If there is not enough room for both.
        """
        # Within a transaction this counts the pages of the change too, which are in the log or in
        # memory until they are moved into the file.
        (pages,), (size,) = self._one("PRAGMA main.page_count"), self._one("PRAGMA page_size")
        path = Path(next(row[2] for row in self._db.execute("PRAGMA database_list")))
        grows = pages * size - path.stat().st_size
        free = shutil.disk_usage(path.parent).free
        if grows > 0 and free < grows + min(grows, _UNWRITTEN):
            raise DiskFull(
                f"the disk of {path.parent} has {free:,} bytes left, too few for this: free some "
                "space and try again; nothing that was stored is lost"
            )

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
        # The order matters: corrections, history, marks, what alerts saw, vectors and words come
        # from the rows that go.
        before = self._before(document.id)
        language = document.language or self._usual_language(document, before)
        info = _info_of(document, len(passages), hidden, reader, language)
        info = carried_over(before, info)
        info = Correction(language=said).applied(info) if said else info
        self._leave("document_id = ?", document.id)
        new = facts_of(info, document.headings, document.pages, document.voices)
        whole_history = keep_history(self, document.id, new)
        carry_over(self, document)
        carry_sightings(self, document)
        self._dig_up(document.id)
        self._forget_words("document_id = ?", document.id)
        # Its passages go with it (ON DELETE CASCADE). `main.`, because the plain name is a view
        # without what is removed (`schema.hide_removed`), and views cannot be written to.
        if self._db.execute("DELETE FROM main.documents WHERE id = ?", (document.id,)).rowcount:
            self._leave_traces()
        # It is there again, so a restored backup may bring it too.
        self._db.execute("DELETE FROM removals WHERE document_id = ?", (document.id,))
        self._insert_document(
            (*info_row(info, whole_history), *outline_row(document)[1:], *layout_row(document)[1:])
        )
        self._db.executemany(
            f"INSERT INTO main.passages ({PASSAGE}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                passage_row(p, key, words)
                for p, key, words in zip(passages, hashes, context, strict=True)
            ),
        )
        # From the rows, because their ids are given out as they are written; no trigger does it
        # (`_forget_words`).
        self._put_words("document_id = ?", document.id)
        self._put_original(document, before)
        self._touch()
        return info

    def _usual_language(self, document: Document, before: DocumentInfo | None) -> str:
        """Return what a document is in that does not say it: as before, or as others are.

        Of several languages that others are in, it is the one that most of its few words speak for.
        """
        if before is not None:
            return str(before.own("language"))
        languages = self.languages()
        hinted = likeliest(document.text, languages) if len(languages) > 1 else None
        return (hinted or self.main_language()).code

    def _before(self, document_id: str) -> DocumentInfo | None:
        """Return a document that is about to be replaced, if what is listed of it is whole."""
        with suppress(LedgerDamaged):
            return self.info(document_id)
        return None

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
        row = info_row(info, keep_history(self, document_id, new))
        names = [f"{name} = ?" for name in LISTED.split(", ")]
        restemmed = info.language != before.language and not self.is_of_other_stemmers()
        if restemmed:
            self._forget_words("document_id = ?", document_id)
        self._db.execute(
            f"UPDATE main.documents SET {', '.join(names)} WHERE id = ?", (*row, document_id)
        )
        if restemmed:
            self._put_words("document_id = ?", document_id)
        changed = ", ".join(n for n in _LOGGED if getattr(info, n) != getattr(before, n))
        self.log_change(
            LoggedChange("document_corrected", document_id, details=(("fields", changed),))
        )
        self._touch()  # answers that were given name what is wrong
        return info

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

    def _insert_original(self, document_id: str, origin: str, original: Original) -> None:
        # Replaced though the bytes are the same: those that are stored may be damaged.
        checksum = original_checksum(document_id, origin, original.media_type, original.data)
        self._db.execute(
            "INSERT OR REPLACE INTO main.originals VALUES (?,?,?,?,?)",
            (document_id, origin, original.media_type, original.data, checksum),
        )

    def put_vectors(self, vectors: Mapping[bytes, PassageVectors]) -> None:
        """Write vectors under their hashes, in place of any that are there."""
        # Not OR REPLACE, which would delete a row that passages refer to, and write it anew.
        self._db.executemany(
            "INSERT INTO vectors VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET "
            "passage = excluded.passage, sentences = excluded.sentences, "
            "checksum = excluded.checksum",
            (packed(key, vectors[key]) for key in vectors),
        )

    def note(self, files: Iterable[FileState]) -> None:
        """Keep the state of files, where their documents are there."""
        # A document may have been removed since its file was read. Without any WHERE, SQLite would
        # take the ON of ON CONFLICT for that of a join.
        self._db.executemany(
            f"INSERT INTO files ({FILE}) SELECT ?1, ?2, ?3, ?4, ?5, ?6 "
            "WHERE EXISTS (SELECT 1 FROM documents WHERE id = ?2) "
            "ON CONFLICT DO UPDATE SET document_id = excluded.document_id, "
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

    def go_past(self, state: State, last_id: int) -> None:
        """Begin a state after another ledger's, with ids after its last, and no job begun."""
        last_id = max(last_id, self.last_passage_id())
        # DELETE and INSERT: the table is SQLite's own, and has no key that could conflict.
        self._db.execute("DELETE FROM sqlite_sequence WHERE name = 'passages'")
        self._db.execute("INSERT INTO sqlite_sequence VALUES ('passages', ?)", (last_id,))
        # Above the numbers of both ledgers, so that no index takes this state for one it knows.
        self._db.execute(
            "INSERT INTO states VALUES (?, ?)",
            (max(state.number, self.state().number) + 1, secrets.token_hex(8)),
        )
        # Nobody works on this ledger yet: its leases are from before it was copied.
        self._db.execute("UPDATE jobs SET state = 'waiting', lease = '' WHERE state = 'reading'")

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


def _info_of(
    document: Document, passages: int, hidden: int | None, reader: int, language: str
) -> DocumentInfo:
    """Return what is listed of a document that was just read."""
    return DocumentInfo(
        document.id,
        document.version,
        document.title,
        document.source,
        document.author,
        document.published,
        document.publisher,
        document.origin_sha256,
        len(document.text),
        passages,
        now(),
        hidden_in(document) if hidden is None else hidden,
        document.file_author,
        document.file_created,
        document.notes,
        reader,
        language=language,
    )
