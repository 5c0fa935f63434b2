"""The SQLite ledger: documents, passages, vectors and the full-text index, as one truth.

A document's text is kept once, as its passages, which tile it; joined, they must give
the document's version (sha256), which is checked at every reading. Nothing here knows
what a vector means or how a search is ranked.
"""

from index.ledger.catalogue import Catalogue
from index.ledger.database import Database
from index.ledger.local_change import LocalChange
from index.ledger.snapshot import Snapshot


class Ledger(Catalogue[Snapshot, LocalChange]):
    """Opens transactions on one ledger file; safe to share between threads."""

    def _moment(self, connection: Database) -> Snapshot:
        return Snapshot(connection, self._language)

    def _change(self, connection: Database, who: str) -> LocalChange:
        return LocalChange(connection, who, self._language)
