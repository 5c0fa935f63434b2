"""A collection of birds."""

import pytest
from bird_index import BIRDS, MakeDocument, add

from index import LocalIndex


@pytest.fixture
def birds(index: LocalIndex, make_document: MakeDocument) -> LocalIndex:
    """A collection of three documents, its vectors saved."""
    add(index, *(make_document(text, name) for name, text in BIRDS.items()))
    index.checkpoint(always=True)
    return index
