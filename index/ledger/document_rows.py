"""What the ledger holds of documents, from one snapshot."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Set
from typing import Any

from corpus import Document, Heading, Original, Page, Source, Table, Voice
from corpus.document import PAGED, file_key, parts_prefix
from corpus.language import ENGLISH, Language, language_of_code
from corpus.reading import READERS
from index import remedies
from index.errors import LedgerDamaged
from index.ledger.database import Database
from index.ledger.history import Facts, History, facts_of, read_history
from index.ledger.layout import to_layout
from index.ledger.rows import (
    batches,
    checked_outline,
    is_whole,
    marks,
    original_checksum,
    to_file,
    to_info,
)
from index.ledger.schema import FILE, LAYOUT, LISTED, OUTLINE
from index.types import DocumentInfo, FileState, State


class DocumentRows(ABC):
    """Documents, their files and originals, from one snapshot.

    Where their passages are is for others to know.
    """

    def __init__(self, connection: Database, language: str = "") -> None:
        """Read documents; `language` is the code of the collection's, "" for that of most."""
        self._db = connection
        self._language = language
        self._has_tables = False

    @property
    def connection(self) -> Database:
        """Return the connection that this snapshot is read through."""
        return self._db

    @property
    def language(self) -> str:
        """Return the code of the language that the collection was given; "" for that of most."""
        return self._language

    @abstractmethod
    def texts(self, document_id: str) -> Iterable[str]:
        """Return the texts of the passages of a document, in order; joined, they are its text."""

    @abstractmethod
    def last_passage_id(self) -> int:
        """Return a number that every passage added from now on exceeds; 0 before the first."""

    def value(self, key: str) -> str | None:
        """Return a fact about the whole ledger (`format`, `embedder`); None if unset."""
        # An empty ledger has no tables yet. Once they are seen they stay, and are not asked for
        # again: each question to a server is a way there and back.
        if not self._has_tables:
            found = self._one("SELECT 1 FROM sqlite_master WHERE name = 'meta'")
            self._has_tables = found is not None
        if not self._has_tables:
            return None
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return None if row is None else str(row[0])

    def state(self) -> State:
        """Return the state of the passages, which every change of them changes."""
        row = self._one("SELECT number, token FROM states ORDER BY number DESC LIMIT 1")
        return State(0, "") if row is None else State(*row)

    def knows(self, state: State) -> bool:
        """Return whether this ledger was once in that state; every ledger was once empty."""
        # The token too: a restored ledger may have given the number to another state.
        if state == State(0, ""):
            return True
        row = self._one("SELECT token FROM states WHERE number = ?", state.number)
        return row is not None and row[0] == state.token

    def last_added(self) -> str:
        """Return when a document last came or changed; "" if there is none."""
        return str(self._one("SELECT coalesce(max(added), '') FROM documents")[0])

    def infos(self) -> list[DocumentInfo]:
        rows = self._db.execute(f"SELECT {LISTED} FROM documents ORDER BY title, id")
        return [to_info(row) for row in rows]

    def ids_in_order(self, first: int = 0, limit: int = -1) -> list[str]:
        """Return the ids of documents in the order of the list, damaged ones too."""
        rows = self._db.execute(
            "SELECT id FROM documents ORDER BY title, id LIMIT ? OFFSET ?", (limit, first)
        )
        return [row[0] for row in rows]

    def existing(self, document_ids: Iterable[str]) -> set[str]:
        """Return those of the ids that have a document, damaged or not."""
        found: set[str] = set()
        for some in batches(document_ids):
            rows = self._db.execute(f"SELECT id FROM documents WHERE id IN ({marks(some)})", some)
            found.update(row[0] for row in rows)
        return found

    def infos_after(
        self, after: DocumentInfo | None, limit: int, within: Set[str] | None = None
    ) -> list[DocumentInfo]:
        """Return documents by title, then by id: the first ones, or those after another.

        Only those whose ids are in `within`, if given.
        """
        # A condition that is not needed is left out, so that SQLite can go by the index.
        conditions = ["(title, id) > (:title, :id)"] if after else []
        if within is not None:
            conditions.append("id IN (SELECT value FROM json_each(:within))")
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        rows = self._db.execute(
            f"SELECT {LISTED} FROM documents {where}ORDER BY title, id LIMIT :limit",
            {
                "title": after and after.title,
                "id": after and after.id,
                "within": json.dumps(sorted(within or ())),
                "limit": limit,
            },
        )
        return [to_info(row) for row in rows]

    def infos_of(self, document_ids: Iterable[str]) -> dict[str, DocumentInfo]:
        """Return some documents by id; unknown ids are left out."""
        found: dict[str, DocumentInfo] = {}
        for some in batches(document_ids):
            rows = self._db.execute(
                f"SELECT {LISTED} FROM documents WHERE id IN ({marks(some)})", some
            )
            found.update((row[0], to_info(row)) for row in rows)
        return found

    def ids(self) -> frozenset[str]:
        """Return the ids of all documents."""
        return frozenset(row[0] for row in self._db.execute("SELECT id FROM documents"))

    def info(self, document_id: str) -> DocumentInfo | None:
        row = self._one(f"SELECT {LISTED} FROM documents WHERE id = ?", document_id)
        return None if row is None else to_info(row)

    def by_version(self, versions: Iterable[str]) -> list[DocumentInfo]:
        """Return the documents whose text is of one of these versions, by title, then by id."""
        # As JSON, because a statement takes a limited number of values.
        rows = self._db.execute(
            f"SELECT {LISTED} FROM documents WHERE version IN (SELECT value FROM json_each(?)) "
            "ORDER BY title, id",
            (json.dumps(sorted(set(versions))),),
        )
        return [to_info(row) for row in rows]

    def known_content(self, sha256: str) -> DocumentInfo | None:
        """Return a document that was read from bytes of this sha256; None if there is none."""
        # Several may have been read from the same bytes: the answer must be the same each time.
        row = self._one(
            f"SELECT {LISTED} FROM documents WHERE origin_sha256 = ? ORDER BY id LIMIT 1", sha256
        )
        return None if row is None else to_info(row)

    def files(self, after: str = "", limit: int = -1, under: str = "") -> list[FileState]:
        """Return the files that documents were read from, by key: those after a key.

        Only those whose keys begin with `under`, if given. Damaged rows are left out: their files
        are read again, and the rows written anew.
        """
        # A range instead of LIKE, so that the index on the key is used whatever it holds.
        rows = self._db.execute(
            f"SELECT {FILE} FROM files "
            "WHERE key > ?1 AND key >= ?2 AND (?2 = '' OR key < ?3) ORDER BY key LIMIT ?4",
            (after, under, _after_all(under), limit),
        ).fetchall()
        whole = [to_file(row) for row in rows if is_whole(row)]
        # A page of nothing but damaged rows is not the end.
        return whole if whole or not rows else self.files(rows[-1][0], limit, under)

    def keys_of(self, document_id: str) -> list[str]:
        """Return the keys of the files that a document was read from."""
        return [file.key for file in self.files_of(document_id)]

    def files_of(self, document_id: str) -> list[FileState]:
        """Return the files that a document was read from."""
        rows = self._db.execute(f"SELECT {FILE} FROM files WHERE document_id = ?", (document_id,))
        return [to_file(row) for row in rows]

    def languages(self) -> list[Language]:
        """Return the languages that documents are in, by code; English where there are none."""
        # One step in the index for each, because DISTINCT would go through all documents.
        rows = self._db.execute(
            "WITH RECURSIVE found (code) AS (SELECT min(language) FROM main.documents UNION ALL "
            "SELECT (SELECT min(language) FROM main.documents WHERE language > code) FROM found "
            "WHERE code IS NOT NULL) SELECT code FROM found WHERE code IS NOT NULL"
        ).fetchall()
        return list(dict.fromkeys(language_of_code(code) for (code,) in rows)) or [ENGLISH]

    def main_language(self) -> Language:
        """Return the collection's language: the one that it was given, or that of most documents.

        Where as many are in two, the first by code.
        """
        if self._language:
            return language_of_code(self._language)
        languages = self.languages()
        if len(languages) == 1:
            return languages[0]
        row = self._one(
            "SELECT language FROM main.documents GROUP BY language "
            "ORDER BY count(*) DESC, language LIMIT 1"
        )
        return language_of_code(row[0])

    def is_unfinished(self, document_id: str) -> bool:
        """Return whether the file that a document was read from is to be read again."""
        rows = self._db.execute(f"SELECT {FILE} FROM files WHERE document_id = ?", (document_id,))
        return any(to_file(row).is_unfinished for row in rows)

    def parts_of(self, document_id: str) -> list[str]:
        """Return the ids of the documents in the file that a document was read from."""
        own = [key for key in self.keys_of(document_id) if _is_of(key, document_id)]
        return [row.document_id for key in own for row in self.files(under=parts_prefix(key))]

    def in_file(self, document_id: str) -> list[str]:
        """Return the ids of the documents that came from the file of a document, itself too."""
        keys = {file_key(key) for key in self.keys_of(document_id) if _is_of(key, document_id)}
        return list(dict.fromkeys([document_id, *(id for key in keys for id in self.under(key))]))

    def under(self, key: str) -> list[str]:
        """Return the ids of the documents that came from the file of a key."""
        rows = [*self.files(under=key, limit=1), *self.files(under=parts_prefix(key))]
        return list(dict.fromkeys(row.document_id for row in rows if file_key(row.key) == key))

    def facts(self, document_id: str) -> Facts:
        """Return what an existing document says now, as its history would keep it.

        Raises:
            LedgerDamaged: If it is not what was written.
        """
        info = self.info(document_id)
        assert info is not None, "it was there in this transaction"
        return facts_of(info, *self._outline(document_id), self._layout(info)[1])

    def _outline(self, document_id: str) -> tuple[tuple[Heading, ...], tuple[Page, ...]]:
        row = self._one(f"SELECT {OUTLINE} FROM documents WHERE id = ?", document_id)
        headings, pages = checked_outline(row)
        return (
            tuple(Heading(*values) for values in json.loads(headings)),
            tuple(Page(*values) for values in json.loads(pages)),
        )

    def _layout(self, info: DocumentInfo) -> tuple[tuple[Table, ...], tuple[Voice, ...]]:
        row = self._one(f"SELECT {LAYOUT} FROM documents WHERE id = ?", info.id)
        return to_layout(row, info.characters)

    def history(self, document_id: str) -> History:
        """Return what a document said in its earlier versions.

        Raises:
            LedgerDamaged: If it is not what was written.
        """
        row = self._one("SELECT whole_history FROM documents WHERE id = ?", document_id)
        return read_history(self._db, document_id, whole=row is not None and bool(row[0]))

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
        headings, pages = self._outline(document_id)
        tables, voices = self._layout(info)
        document = Document(
            id=info.id,
            title=info.title,
            source=info.source,
            text="".join(self.texts(document_id)),
            headings=headings,
            pages=pages,
            author=info.author,
            published=info.published,
            publisher=info.publisher,
            file_author=info.file_author,
            file_created=info.file_created,
            tables=tables,
            voices=voices,
            notes=info.notes,
            origin_sha256=info.origin_sha256,
            language=info.language,
        )
        if document.version != info.version:
            raise LedgerDamaged(
                f"the stored text of {info.title!r} ({info.id}), which came from "
                f"{info.source!r}, is damaged: {remedies.document(info.id)}"
            )
        return document

    def original(self, document_id: str) -> Original | None:
        """Return the bytes that a document was read from, where they are kept.

        Raises:
            LedgerDamaged: If it is not the one that was written.
        """
        row = self._one(
            "SELECT origin_sha256, media_type, data, checksum FROM originals WHERE document_id = ?",
            document_id,
        )
        if row is None:
            return None
        origin, media_type, data, checksum = row
        if original_checksum(document_id, origin, media_type, data) != checksum:
            raise LedgerDamaged(
                f"the stored original of the document {document_id} is damaged: "
                f"{remedies.document(document_id)}"
            )
        return Original(media_type, data)

    def shows_pages(self, document_id: str) -> bool:
        """Return whether there is an original of a document whose pages can be shown."""
        row = self._one("SELECT media_type FROM originals WHERE document_id = ?", document_id)
        return row is not None and row[0] in PAGED

    def originals(self) -> tuple[int, int]:
        """Return how many originals are kept, and their bytes."""
        # SQLite knows the length of a blob without reading it.
        count, size = self._one("SELECT count(*), coalesce(sum(length(data)), 0) FROM originals")
        return int(count), int(size)

    def outdated(self) -> int:
        """Return how many documents were read by an older version of the readers."""
        return int(self._one("SELECT count(*) FROM documents WHERE reader < ?", READERS)[0])

    def hides(self) -> bool:
        """Return whether there are documents under a tombstone, which nobody may see."""
        return bool(self._one("SELECT EXISTS (SELECT 1 FROM tombstones)")[0])

    def size(self) -> int:
        """Return the number of passages, as documents state it: counting a million rows is slow."""
        return int(self._one("SELECT coalesce(sum(passages), 0) FROM documents")[0])

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        # The name cannot be a value of the statement; callers give one of ours.
        return int(self._one(f"SELECT count(*) FROM {table}")[0])

    def _one(self, sql: str, *values: Any) -> Any:
        return self._db.execute(sql, values).fetchone()


def _is_of(key: str, document_id: str) -> bool:
    """Tell whether a key is that of a document, and not of the file that it is a part of."""
    return Source(key, "").document_id == document_id


def _after_all(prefix: str) -> str:
    """Return a text that sorts after all that begin with a prefix."""
    return prefix + chr(0x10FFFF)
