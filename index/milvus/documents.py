"""Documents whose passages are in Milvus, as a catalogue shows them at one moment."""

import time
from collections.abc import Iterator, Set
from functools import cached_property

from index import remedies
from index.errors import IndexAway, IndexFault, LedgerDamaged
from index.ledger.document_rows import DocumentRows
from index.ledger.epoch_rows import documents_of_epochs, epoch_of, newest_stamp
from index.milvus.engine import Engine, Place
from index.milvus.passages import PassageReader, Visible
from index.milvus.rows import PassageRow

SEEN_SECONDS = 60.0
"""How long at least passages are still there that nobody sees any more, for whoever began to read
before; a guess: an answer takes a second or two."""

_AT_ONCE = 500  # passages of a document that are read at once; a guess: 3 MB


class MilvusDocuments(DocumentRows):
    """Documents, and the passages that their texts are put together from."""

    _engine: Engine
    _began: float

    def _begin(self, engine: Engine) -> None:
        self._engine = engine
        self._began = time.monotonic()

    @cached_property
    def _passages(self) -> PassageReader:
        """Return what reads the passages that are seen now; there must be some."""
        return self._reader(self._visible)

    def _reader(self, visible: Visible) -> PassageReader:
        place = Place.of(self)
        if place is None:
            raise LedgerDamaged(f"there are passages, and nobody knows where: {remedies.LEDGER}")
        return self._engine.passages(place).at(newest_stamp(self._db), visible)

    def _visible(self, epochs: Set[int]) -> Set[int]:
        return documents_of_epochs(self._db, epochs).keys()

    def texts(self, document_id: str) -> Iterator[str]:
        return (row.passage.text for row in self.passage_rows(document_id))

    def last_passage_id(self) -> int:
        # Every change of passages makes a state of its own, so its number counts them.
        return self.state().number

    def passage_rows(
        self, document_id: str, first: int = 0, most: int | None = None
    ) -> Iterator[PassageRow]:
        """Yield the passages of a document from `first` on, in order: `most` of them, or all."""
        epoch = epoch_of(self._db, document_id)
        if epoch is None:
            return
        end = epoch.passages if most is None else min(epoch.passages, first + most)
        for begin in range(first, end, _AT_ONCE):
            some = min(_AT_ONCE, end - begin)
            rows = self._passages.of(epoch.number, begin, some)
            if len(rows) < some:
                raise self._lost(document_id)
            for row in rows:
                self.require_own(row, document_id)
            yield from rows

    def require_own(self, row: PassageRow, document_id: str) -> None:
        """Refuse a passage of another document, as two catalogues that share a place would write.

        Raises:
            LedgerDamaged: If it is one.
        """
        if row.passage.document_id != document_id:
            raise LedgerDamaged(
                f"a passage of the document {document_id} is one of another in Milvus: is a copy "
                f"of this collection in use? {remedies.document(document_id)}"
            )

    def _lost(self, document_id: str) -> IndexFault:
        """Return what it means that passages are not there which the catalogue shows."""
        if time.monotonic() - self._began > SEEN_SECONDS:
            return IndexAway(
                f"the document {document_id} was changed or removed while it was being read: "
                "ask again"
            )
        return LedgerDamaged(
            f"passages of the document {document_id} are missing in Milvus: "
            f"{remedies.document(document_id)}"
        )
