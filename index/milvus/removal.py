"""Removes documents whose passages are in Milvus: unseen at once, and gone a little later."""

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index.errors import DiskFull, IndexFault
from index.ledger.catalogue import AnyCatalogue
from index.ledger.disk_reserve import DiskReserve
from index.ledger.epoch_rows import has_garbage
from index.ledger.sqlite_connecting import connect_to_read
from index.ledger.sqlite_faults import translated
from index.milvus.address import Address
from index.milvus.client import Connection
from index.milvus.engine import IDENTITY, NAME, Engine
from index.writing.removal import Remover

log = logging.getLogger(__name__)


def drop_all_of(ledger: Path, address: Address) -> None:
    """Remove from Milvus all that was ever written of a collection that nobody has open.

    Raises:
        IndexAway: If Milvus cannot be reached.
        LedgerUnusable: If it cannot be read what the collection is called there.
    """
    identity = _fact(ledger, IDENTITY)
    if identity:
        engine = Engine(Connection(address))
        engine.drop_all(identity)
        engine.close()


def name_in_milvus(ledger: Path) -> str:
    """Return what Milvus calls the passages of a collection; "" where it has none."""
    return _fact(ledger, NAME)


def _fact(ledger: Path, key: str) -> str:
    with translated(ledger), closing(connect_to_read(ledger)) as db:
        row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])


class MilvusRemover(Remover):
    """Removes documents; `sweep` removes from Milvus what nobody sees, and may raise."""

    def __init__(
        self, ledger: AnyCatalogue, reserve: DiskReserve | None, sweep: Callable[[], bool]
    ) -> None:
        super().__init__(ledger, reserve)
        self._sweep = sweep

    def _begin_overwriting(self) -> None:
        # `purge` does the rest.
        try:
            self.shrink_log()
            self._sweep()
        except IndexFault as exc:
            log.warning("removed passages will be deleted from Milvus later: %s", exc)

    def purge(self) -> bool:
        """Remove what is left of removed documents; tell if anything was.

        Whoever began to read before may read on for a while, so passages are removed from Milvus
        a few minutes later, unless nobody reads.
        """
        self.hold_reserve()
        with self._ledger.reading() as snapshot:
            token = snapshot.value("traces")
        try:
            erased = self._erase()
        except DiskFull as exc:
            log.warning("documents are removed, but not yet overwritten: %s", exc)
            return True
        swept = self._swept()
        if token is None:
            return erased or swept
        if self.shrink_log() and self._all_is_swept():
            self._forget_traces(token)
        return True

    def _swept(self) -> bool:
        try:
            return self._sweep()
        except IndexFault as exc:
            log.warning("removed passages are still in Milvus: %s", exc)
            return False

    def _all_is_swept(self) -> bool:
        with self._ledger.reading() as snapshot:
            return not has_garbage(snapshot.connection)
