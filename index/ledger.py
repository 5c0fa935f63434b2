"""The SQLite ledger: documents, passages, vectors and the full-text index, as one truth.

A document's text is kept once, as its passages, which tile it; joined, they must give
the document's version (sha256), which is checked at every reading. Nothing here knows
what a vector means or how a search is ranked.
"""

import hashlib
import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from corpus import Document, Heading, Page, Passage, Span
from index.embedder import PassageVectors
from index.errors import (
    DiskFull,
    IndexFault,
    LedgerBusy,
    LedgerDamaged,
    LedgerUnusable,
    ReadOnly,
)
from index.hits import DocumentInfo
from index.vectors import Ids, State

FORMAT = "2"
BUSY_SECONDS = 30
_SHRINK_MS = 500

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE states (number INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL) STRICT;
CREATE TABLE documents (
    id TEXT PRIMARY KEY, version TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL,
    author TEXT NOT NULL, published TEXT NOT NULL, publisher TEXT NOT NULL,
    origin_sha256 TEXT NOT NULL, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
    added TEXT NOT NULL, headings TEXT NOT NULL, pages TEXT NOT NULL
) STRICT;
CREATE TABLE vectors (
    hash BLOB PRIMARY KEY, passage BLOB NOT NULL, sentences BLOB NOT NULL, checksum BLOB NOT NULL
) STRICT;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL, page INTEGER,
    heading TEXT NOT NULL, sentences TEXT NOT NULL,
    vector BLOB NOT NULL REFERENCES vectors (hash),
    context TEXT NOT NULL, text TEXT NOT NULL, checksum BLOB NOT NULL,
    UNIQUE (document_id, ordinal)
) STRICT;
CREATE INDEX passages_vector ON passages (vector);
CREATE VIRTUAL TABLE words USING fts5 (
    context, text, content = 'passages', content_rowid = 'id',
    tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab ('words', 'row');
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words (rowid, context, text) VALUES (new.id, new.context, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words (words, rowid, context, text)
    VALUES ('delete', old.id, old.context, old.text);
END;
"""
_INFO = (
    "id, version, title, source, author, published, publisher, origin_sha256, "
    "characters, passages, added"
)
_PASSAGE = "document_id, ordinal, start, stop, text, heading, page, sentences, checksum"
_IDS_WITHIN = (
    "SELECT id FROM passages WHERE document_id IN (SELECT value FROM json_each(:documents))"
)
_MANY = 500

_T = TypeVar("_T")


class Ledger:
    """Opens transactions on one ledger file; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, or make an empty one where there is none.

        Raises:
            LedgerUnusable: If it cannot be opened or made, with the reason.
            LedgerDamaged: If the file is not a ledger.
        """
        self.path = path
        self._local = threading.local()
        with _translated(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.reading() as snapshot:
                known = snapshot.value("format")
        if known is None:
            with self.writing() as change:
                change.make()
        elif known != FORMAT:
            raise LedgerUnusable(
                f"the collection is of format {known}, this Pincite reads {FORMAT}: "
                "use the version of Pincite that made it, or add the documents again"
            )

    @contextmanager
    def reading(self) -> Iterator["Snapshot"]:
        """Open a snapshot: everything read from it is of one moment."""
        with _translated(self.path):
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield Snapshot(connection)
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator["Change"]:
        """Open a change: all of it is on disk when the block ends, or none of it."""
        with _translated(self.path):
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                change = Change(connection)
                yield change
                change.drop_unused()
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def shrink_log(self) -> None:
        """Move what was written into the main file, so that no removed text lingers.

        Under constant reading the log is not emptied now, but at a later call.
        """
        with _translated(self.path):
            connection = self._connection()
            connection.execute(f"PRAGMA busy_timeout = {_SHRINK_MS}")
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        connection = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = _connect(self.path)
            self._local.connection = connection
        return connection


class Snapshot:
    """What the ledger holds at one moment."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

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
        """Tell whether this ledger was once in that state."""
        row = self._one("SELECT token FROM states WHERE number = ?", state.number)
        return row is not None and row[0] == state.token

    def infos(self) -> list[DocumentInfo]:
        rows = self._db.execute(f"SELECT {_INFO} FROM documents ORDER BY title, id")
        return [DocumentInfo(*row) for row in rows]

    def info(self, document_id: str) -> DocumentInfo | None:
        row = self._one(f"SELECT {_INFO} FROM documents WHERE id = ?", document_id)
        return None if row is None else DocumentInfo(*row)

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
                f"the stored text of {info.title!r} ({info.id}) is damaged: run `pincite "
                f"remove {info.id}`, then add its source {info.source!r} again"
            )
        return document

    def passages(self, document_id: str) -> list[Passage]:
        """Return the passages of a document, in order."""
        rows = self._db.execute(
            f"SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY ordinal",
            (document_id,),
        )
        return [_passage(row) for row in rows]

    def passage_ids(self) -> Ids:
        """Return the ids of all passages, rising. An id is never given twice."""
        rows = self._db.execute("SELECT id FROM passages").fetchall()
        return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows)))

    def passage_ids_of(self, documents: Set[str]) -> Ids:
        """Return the ids of the passages of some documents, rising."""
        rows = self._db.execute(_IDS_WITHIN, {"documents": json.dumps(sorted(documents))})
        return np.sort(np.fromiter((row[0] for row in rows), dtype=np.int64))

    def passages_by_id(self, ids: Iterable[int]) -> dict[int, tuple[Passage, bytes]]:
        """Return passages and the hashes of their vectors; unknown ids are left out."""
        found: dict[int, tuple[Passage, bytes]] = {}
        for some in _batches(ids):
            for row in self._db.execute(
                f"SELECT id, vector, {_PASSAGE} FROM passages WHERE id IN ({_marks(some)})", some
            ):
                found[row[0]] = (_passage(row[2:]), row[1])
        return found

    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        """Return the document id of each passage; unknown ids are left out."""
        found: dict[int, str] = {}
        for some in _batches(ids):
            found.update(
                self._db.execute(
                    f"SELECT id, document_id FROM passages WHERE id IN ({_marks(some)})", some
                )
            )
        return found

    def places(self) -> list[tuple[int, str, int]]:
        """Return (passage id, document id, start) of every passage, by rising id."""
        return self._db.execute(
            "SELECT id, document_id, start FROM passages ORDER BY id"
        ).fetchall()

    def vectors(self, hashes: Iterable[bytes]) -> dict[bytes, PassageVectors]:
        """Return the vectors under the hashes, verified.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        hashes = set(hashes)
        found: dict[bytes, PassageVectors] = {}
        for some in _batches(hashes):
            for row in self._db.execute(
                "SELECT hash, passage, sentences, checksum FROM vectors "
                f"WHERE hash IN ({_marks(some)})",
                some,
            ):
                found[row[0]] = _unpacked(*row)
        _require_all(hashes, found)
        return found

    def known(self, hashes: Iterable[bytes]) -> set[bytes]:
        """Return those of the hashes under which there is an undamaged vector."""
        found: set[bytes] = set()
        for some in _batches(hashes):
            rows = self._db.execute(
                "SELECT hash, passage, sentences, checksum FROM vectors "
                f"WHERE hash IN ({_marks(some)})",
                some,
            )
            found.update(row[0] for row in rows if _checksum(*row[:3]) == row[3])
        return found

    def passage_vectors(self, ids: Ids) -> np.ndarray:
        """Return the vectors of passages as rows, in the order of their ids.

        Raises:
            LedgerDamaged: If one is missing or not what was written.
        """
        rows: list[np.ndarray] = []
        for some in _batches(ids.tolist()):
            found = {
                row[0]: _unpacked(*row[1:]).passage
                for row in self._db.execute(
                    "SELECT p.id, v.hash, v.passage, v.sentences, v.checksum FROM passages p "
                    f"JOIN vectors v ON v.hash = p.vector WHERE p.id IN ({_marks(some)})",
                    some,
                )
            }
            _require_all(set(some), found)
            rows += [found[key] for key in some]
        return np.stack(rows) if rows else np.empty((0, 0), dtype=np.float32)

    def search_words(
        self, terms: Sequence[str], k: int, within: Set[str] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25) pairs for any of the terms, best first.

        Higher is better. Terms are words; what they hold is never taken for syntax.
        """
        if not terms:
            return []
        match = " OR ".join(map(_quoted, terms))
        rows = self._db.execute(
            "SELECT rowid, -bm25(words) FROM words WHERE words MATCH :match "
            + (f"AND rowid IN ({_IDS_WITHIN}) " if within is not None else "")
            + "ORDER BY bm25(words), rowid LIMIT :k",
            {"match": match, "k": k, "documents": json.dumps(sorted(within or ()))},
        )
        return [(row[0], row[1]) for row in rows]

    def holders(self, word: str) -> Ids:
        """Return the ids of the passages that hold a word, stemmed, in their own text."""
        rows = self._db.execute(
            "SELECT rowid FROM words WHERE words MATCH ?", ("text : " + _quoted(word),)
        ).fetchall()
        return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return in how many passages each stemmed term stands; absent ones are left out."""
        found: dict[str, int] = {}
        for some in _batches(terms):
            rows = self._db.execute(
                f"SELECT term, doc FROM vocabulary WHERE term IN ({_marks(some)})", some
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table that holds something to count."""
        tables = ("documents", "passages", "vectors")
        return {t: int(self._one(f"SELECT count(*) FROM {t}")[0]) for t in tables}

    def findings(self) -> Iterator[str]:
        """Check everything that the ledger promises; yield a sentence for each breach."""
        for (line,) in self._db.execute("PRAGMA integrity_check(10)"):
            if line != "ok":
                yield f"SQLite reports: {line}"
        for table, row, parent, _ in self._db.execute("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} points at {parent} that are not there"
        for info in self.infos():
            try:
                text = (self.document(info.id) or _nothing()).text
                passages = self.passages(info.id)
            except IndexFault as fault:
                yield str(fault)
                continue
            yield from _passage_findings(info, text, passages)
        for row in self._db.execute("SELECT hash, passage, sentences, checksum FROM vectors"):
            try:
                _unpacked(*row)
            except LedgerDamaged as fault:
                yield str(fault)
        for what, one, other in (
            ("are missing in the full text", "passages", "words_docsize"),
            ("are only in the full text", "words_docsize", "passages"),
        ):
            wrong = self._one(
                f"SELECT count(*) FROM {one} WHERE id NOT IN (SELECT id FROM {other})"
            )[0]
            if wrong:
                yield f"{wrong} passages {what}: run `pincite rebuild`"
        orphans = self._one(
            "SELECT count(*) FROM vectors WHERE hash NOT IN (SELECT vector FROM passages)"
        )[0]
        if orphans:
            yield f"{orphans} vectors belong to no passage"

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()


class Change(Snapshot):
    """A change of the ledger that is not yet visible to anybody else."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._left: set[bytes] = set()

    def make(self) -> None:
        """Make the tables of an empty ledger, unless somebody else just did."""
        if self.value("format") is None:
            for statement in _statements(_SCHEMA):
                self._db.execute(statement)
            self.set_value("format", FORMAT)

    def set_value(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            (key, value),
        )

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
        self._db.execute("DELETE FROM documents WHERE id = ?", (document.id,))
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
            datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self._db.execute(
            f"INSERT INTO documents ({_INFO}, headings, pages) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                *(getattr(info, name) for name in _INFO.split(", ")),
                json.dumps([(h.level, h.title, h.start, h.end) for h in document.headings]),
                json.dumps([(p.number, p.start, p.end) for p in document.pages]),
            ),
        )
        self._db.executemany(
            f"INSERT INTO passages ({_PASSAGE}, vector, context) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (
                (*_passage_row(p), key, words)
                for p, key, words in zip(passages, hashes, context, strict=True)
            ),
        )
        self._touch()
        return info

    def put_vectors(self, vectors: Mapping[bytes, PassageVectors]) -> None:
        """Write vectors under their hashes, in place of any that are there."""
        self._db.executemany(
            "INSERT INTO vectors VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET "
            "passage = excluded.passage, sentences = excluded.sentences, "
            "checksum = excluded.checksum",
            (_packed(key, vectors[key]) for key in vectors),
        )

    def remove(self, document_id: str) -> bool:
        """Remove a document, its passages, and the vectors that only it used."""
        self._left |= self._hashes_of(document_id)
        done = self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount
        if done:
            self._touch()
        return bool(done)

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
        """Remove all vectors that no passage uses, whoever left them behind."""
        self._db.execute("DELETE FROM vectors WHERE hash NOT IN (SELECT vector FROM passages)")

    def remake_words(self) -> None:
        """Make the full text anew from the passages, whatever has become of it."""
        self._db.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def _hashes_of(self, document_id: str) -> set[bytes]:
        rows = self._db.execute("SELECT vector FROM passages WHERE document_id = ?", (document_id,))
        return {row[0] for row in rows}

    def _touch(self) -> None:
        self._db.execute("INSERT INTO states (token) VALUES (?)", (secrets.token_hex(8),))


def _passage_row(passage: Passage) -> tuple[Any, ...]:
    values = (
        passage.document_id,
        passage.ordinal,
        passage.start,
        passage.end,
        passage.text,
        json.dumps(passage.heading),
        passage.page,
        json.dumps(passage.sentences),
    )
    return *values, _checksum(json.dumps(values).encode())


def _passage(row: Sequence[Any]) -> Passage:
    *values, checksum = row
    document_id, ordinal, start, stop, text, heading, page, sentences = values
    if _checksum(json.dumps(values).encode()) != checksum:
        raise LedgerDamaged(
            f"passage {ordinal} of the document {document_id} is damaged: run `pincite "
            f"remove {document_id}`, then add its source again"
        )
    return Passage(
        document_id,
        ordinal,
        start,
        stop,
        text,
        tuple(json.loads(heading)),
        page,
        tuple(Span(*span) for span in json.loads(sentences)),
    )


def _passage_findings(info: DocumentInfo, text: str, passages: Sequence[Passage]) -> Iterator[str]:
    position = 0
    for passage in passages:
        if passage.start != position or text[passage.start : passage.end] != passage.text:
            yield f"passage {passage.ordinal} of {info.id} does not lie where it says"
        if any(not passage.start <= s.start < s.end <= passage.end for s in passage.sentences):
            yield f"a sentence of passage {passage.ordinal} of {info.id} lies outside of it"
        position = passage.end
    if position != info.characters or len(passages) != info.passages:
        yield f"the passages of {info.id} do not cover its text"


def _require_all(wanted: Set[object], found: Collection[object]) -> None:
    if len(found) < len(wanted):
        lost = len(wanted) - len(found)
        raise LedgerDamaged(f"{lost} stored vectors are missing: run `pincite rebuild`")


def _nothing() -> Document:
    raise LedgerDamaged("a document is listed but not stored")


def _packed(key: bytes, vectors: PassageVectors) -> tuple[bytes, bytes, bytes, bytes]:
    passage = vectors.passage.astype("<f4").tobytes()
    sentences = vectors.sentences.astype("<f2").tobytes()
    return key, passage, sentences, _checksum(key, passage, sentences)


def _unpacked(key: bytes, passage: bytes, sentences: bytes, checksum: bytes) -> PassageVectors:
    if _checksum(key, passage, sentences) != checksum:
        raise LedgerDamaged(f"the stored vector {key.hex()[:12]} is damaged: run `pincite rebuild`")
    row = np.frombuffer(passage, dtype="<f4").astype(np.float32)
    rows = np.frombuffer(sentences, dtype="<f2").astype(np.float32)
    return PassageVectors(row, rows.reshape(-1, len(row)))


def _checksum(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=8).digest()


def _batches(values: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    """Yield the values in tuples that SQLite takes as parameters of one statement."""
    remaining = iter(values)
    while some := tuple(islice(remaining, _MANY)):
        yield some


def _quoted(word: str) -> str:
    """Return a word as FTS5 takes it for nothing but a word."""
    return '"' + word.replace('"', '""') + '"'


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


# Damaged bytes become characters that no checksum fits, instead of an error without a name.
_text = partial(str, encoding="utf-8", errors="replace")


def _connect(path: Path) -> sqlite3.Connection:
    if path.exists() and not os.access(path.parent, os.W_OK):
        return _connect_read_only(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = _text
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a ledger on a read-only disk; with an empty log it cannot change under us."""
    log = path.with_name(path.name + "-wal")
    options = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    connection.text_factory = _text
    return connection


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Translate what SQLite and the system raise into this floor's errors."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _fault(exc, path) from exc
    except OSError as exc:
        raise LedgerUnusable(
            f"the data directory {path.parent} cannot be used ({exc.strerror}): set "
            "PINCITE_DATA to a folder that can be written to"
        ) from exc


def _fault(exc: sqlite3.Error, path: Path) -> IndexFault:
    name = getattr(exc, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return DiskFull(
            f"the disk of {path.parent} is full: free some space and try again; nothing "
            "that was stored is lost"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return ReadOnly(f"{path.parent} is read-only: documents can be asked but not changed")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return LedgerBusy(
            f"another process has been writing to {path.parent} for over {BUSY_SECONDS} s: "
            "wait for it to end and try again"
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return LedgerDamaged(
            f"{path} is damaged ({exc}): restore it from a backup, or move it away and "
            "add the documents again"
        )
    return LedgerUnusable(f"{path} cannot be used: {exc}")
