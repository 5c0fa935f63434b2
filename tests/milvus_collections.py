"""Collections in a Milvus, opened as another process would, and what Milvus has of them."""

from pathlib import Path

from milvus_servers import MilvusServer
from toys import WordEmbedder

from index import MilvusIndex
from index.embedding.embedder import Embedder
from index.milvus.address import Address
from index.milvus.engine import Place
from index.milvus.expressions import within
from index.milvus.schema import LIMIT, names_begin


def opened(
    server: MilvusServer, folder: Path, embedder: Embedder | None = None, name: str = "birds"
) -> MilvusIndex:
    made = WordEmbedder() if embedder is None else embedder
    return MilvusIndex(folder / name, Address.parse(server.url), lambda: made)


def rows(index: MilvusIndex) -> int:
    """Return how many rows Milvus has of a collection, seen or not."""
    with index._ledger.reading() as moment:
        place = Place.of(moment)
    assert place is not None
    return len(index._engine.connection.query(place.name, within("id", 0, 2**62), ("id",), LIMIT))


def places(index: MilvusIndex) -> list[str]:
    """Return what there is of a collection in Milvus, of any model."""
    with index._ledger.reading() as moment:
        begin = names_begin(str(moment.value("identity")))
    return [name for name in index._engine.connection.names() if name.startswith(begin)]
