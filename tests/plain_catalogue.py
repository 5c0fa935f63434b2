"""A catalogue whose passages are nothing but their texts, in memory: for tests of what is SQL."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ledger_calls import passages_of

from corpus import Document, Passage
from index.ledger.catalogue import Catalogue
from index.ledger.database import Database
from index.ledger.document_rows import DocumentRows
from index.ledger.store import Store
from index.ledger.transaction import Change
from index.types import DocumentInfo

Texts = dict[str, list[str]]
"""The texts of the passages of a document, by its version; they outlive what is rolled back."""


class PlainMoment(DocumentRows):
    def __init__(self, connection: Database, texts: Texts) -> None:
        super().__init__(connection)
        self._texts = texts

    def texts(self, document_id: str) -> Iterable[str]:
        info = self.info(document_id)
        return [] if info is None else self._texts[info.version]

    def last_passage_id(self) -> int:
        return 0


class PlainChange(Change):
    def __init__(self, connection: Database, who: str, texts: Texts) -> None:
        super().__init__(connection, who)
        self._texts = texts

    def texts(self, document_id: str) -> Iterable[str]:
        info = self.info(document_id)
        return [] if info is None else self._texts[info.version]

    def last_passage_id(self) -> int:
        return 0

    def _forget(self, document_id: str) -> None:
        """Nothing has to go."""

    def _put_passages(
        self,
        info: DocumentInfo,
        passages: Sequence[Passage],
        hashes: Sequence[bytes],
        context: Sequence[str],
    ) -> None:
        self._texts[info.version] = [passage.text for passage in passages]

    def _stem_again(self, document_id: str, write: Callable[[], object]) -> None:
        write()

    def erase_passages(self, most: int) -> bool:
        return False


class PlainCatalogue(Catalogue[PlainMoment, PlainChange]):
    def __init__(self, place: Path | Store, *, read_only: bool = False) -> None:
        self.texts: Texts = {}
        super().__init__(place, read_only=read_only)

    def _moment(self, connection: Database) -> PlainMoment:
        return PlainMoment(connection, self.texts)

    def _change(self, connection: Database, who: str) -> PlainChange:
        return PlainChange(connection, who, self.texts)

    def put(self, document: Document, who: str = "") -> DocumentInfo:
        passages = passages_of(document)
        hashes = [hashlib.sha256(passage.text.encode()).digest() for passage in passages]
        with self.writing(who) as change:
            return change.put(document, passages, hashes, [document.title] * len(passages))
