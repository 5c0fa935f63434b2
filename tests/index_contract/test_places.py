"""A collection is opened where its passages are, and refused elsewhere."""

from pathlib import Path

import pytest
from toys import WordEmbedder, numbered

from index import CollectionIndex, LocalIndex, MilvusIndex
from index.errors import IndexMismatch
from index.ledger.postgres.registry import Registry
from index.milvus.address import Address


def test_a_collection_whose_passages_are_elsewhere_is_refused(
    birds: CollectionIndex, address: Address | None, registry: Registry | None, tmp_path: Path
) -> None:
    if registry is not None:
        pytest.skip("nothing of the collection is on this machine")
    list(birds.add([numbered("a")]))

    def open_elsewhere() -> CollectionIndex:
        if address is not None:
            return LocalIndex(tmp_path / "birds", WordEmbedder)
        nowhere = Address.parse("milvus+http://127.0.0.1:1")
        return MilvusIndex(tmp_path / "birds", nowhere, WordEmbedder)

    with pytest.raises(IndexMismatch, match="pincite migrate"):
        open_elsewhere()
