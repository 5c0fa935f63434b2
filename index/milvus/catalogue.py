"""The catalogue of a collection whose passages are in Milvus."""

from pathlib import Path

from index.ledger.catalogue import Catalogue
from index.ledger.database import Database
from index.ledger.store import Store
from index.milvus.change import MilvusChange
from index.milvus.engine import Engine
from index.milvus.moment import MilvusMoment


class MilvusCatalogue(Catalogue[MilvusMoment, MilvusChange]):
    """Opens transactions on documents whose passages are in Milvus."""

    def __init__(
        self, place: Path | Store, engine: Engine, *, read_only: bool = False, language: str = ""
    ) -> None:
        self._engine = engine
        super().__init__(place, read_only=read_only, language=language)

    def _moment(self, connection: Database) -> MilvusMoment:
        return MilvusMoment(connection, self._language, self._engine)

    def _change(self, connection: Database, who: str) -> MilvusChange:
        return MilvusChange(connection, who, self._language, self._engine)
