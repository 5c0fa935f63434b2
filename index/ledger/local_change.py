"""A change of a ledger that has the passages too, with their words and vectors."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence

from corpus import Passage
from index.analysis.stemming import ANALYSIS
from index.embedding.embedder import PassageVectors
from index.errors import LedgerDamaged
from index.ledger import full_text_repair as fulltext
from index.ledger.database import Database
from index.ledger.rows import is_whole, packed, passage_row, to_passage
from index.ledger.schema import GONE, LEFT_WORDS, LISTED, PASSAGE, STEMMED, UNUSED
from index.ledger.snapshot import Snapshot
from index.ledger.transaction import Change
from index.types import DocumentInfo, State


class LocalChange(Change, Snapshot):
    """A change of documents and of their passages, in one transaction."""

    def __init__(self, connection: Database, who: str = "", language: str = "") -> None:
        super().__init__(connection, who, language)
        self._left: set[bytes] = set()
        self._damaged_left = False

    def finish(self) -> None:
        self.drop_unused()

    def _forget(self, document_id: str) -> None:
        # The rows go with that of their document (ON DELETE CASCADE).
        self._leave("document_id = ?", document_id)
        self._forget_words("document_id = ?", document_id)

    def _put_passages(
        self,
        info: DocumentInfo,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
    ) -> None:
        self._db.executemany(
            f"INSERT INTO main.passages ({PASSAGE}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                passage_row(p, key, words)
                for p, key, words in zip(passages, hashes, context, strict=True)
            ),
        )
        # From the rows, because their ids are given out as they are written; no trigger does it
        # (`_forget_words`).
        self._put_words("document_id = ?", info.id)

    def _stem_again(self, document_id: str, write: Callable[[], object]) -> None:
        if self.is_of_other_stemmers():
            write()
            return
        self._forget_words("document_id = ?", document_id)
        write()
        self._put_words("document_id = ?", document_id)

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

    def put_vectors(self, vectors: Mapping[bytes, PassageVectors]) -> None:
        """Write vectors under their hashes, in place of any that are there."""
        # Not OR REPLACE, which would delete a row that passages refer to, and write it anew.
        self._db.executemany(
            "INSERT INTO vectors VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET "
            "passage = excluded.passage, sentences = excluded.sentences, "
            "checksum = excluded.checksum",
            (packed(key, vectors[key]) for key in vectors),
        )

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
        """Return whether other stemmers made the full text, so that it must be made anew."""
        return self.value("analysis") != ANALYSIS

    def merge_words(self, pages: int) -> bool:
        """Merge segments of the full text, which drops what was removed; return if more are left.

        Args:
            pages: The most pages to write; below 0, what is there is scheduled for merging.
        """
        # FTS5 tells only by the count of changes whether it merged: below 2 it had nothing to do.
        (before,) = self._db.execute("SELECT total_changes()").fetchone()
        self._db.execute("INSERT INTO words (words, rank) VALUES ('merge', ?)", (pages,))
        (after,) = self._db.execute("SELECT total_changes()").fetchone()
        return bool(after - before >= 2)

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
        """Remove all that nothing uses, whoever left it behind."""
        self.drop_strays()
        self._db.execute(f"DELETE FROM vectors WHERE hash IN ({UNUSED})")
        self._left.clear()

    def remake_words(self) -> None:
        """Make the full text anew from the passages, however damaged it is."""
        fulltext.remake(self._db)
        self.set_value("analysis", ANALYSIS)
        self.forget_value(LEFT_WORDS)
        self.touch()  # what was counted of it may be wrong

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
