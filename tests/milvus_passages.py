"""Passages as Milvus has them, made by hand, and a catalogue that is a set of numbers."""

import hashlib
from collections.abc import Sequence, Set

import numpy as np
from toys import WordEmbedder

from corpus import Passage, Span
from corpus.language import ENGLISH
from index.embedding.embedder import PassageText
from index.milvus.client import Connection
from index.milvus.passages import MilvusPassages, PassageReader
from index.milvus.rows import NewPassage, PassageRow
from index.milvus.schema import passage_id
from index.milvus.words import WordQuery
from index.types import Vector

DIMENSION = 64
_EMBEDDER = WordEmbedder(window=10**6)


def new_passages(texts: Sequence[str], over: str = "", document: str = "doc") -> list[NewPassage]:
    """Return the passages of a document that these are the texts of, each one sentence."""
    found, start = [], 0
    for ordinal, text in enumerate(texts):
        sentence = Span(start, start + len(text))
        passage = Passage(document, ordinal, *sentence, text, (over,), None, (sentence,))
        (vectors,) = _EMBEDDER.embed_passages([PassageText(text, (Span(0, len(text)),))])
        row = PassageRow(passage, hashlib.sha256(repr(text).encode()).digest(), over, vectors)
        found.append(NewPassage.made(row, ENGLISH))
        start += len(text)
    return found


def vector_of(text: str) -> Vector:
    return _EMBEDDER.embed_question(text)


class Layer:
    """A collection in Milvus, and which of its epochs are visible."""

    def __init__(self, connection: Connection, name: str, dimension: int) -> None:
        self.name = name
        self.passages = MilvusPassages(connection, name, dimension)
        self.visible: set[int] = set()
        self.stamp = 0

    def write(self, epoch: int, passages: Sequence[NewPassage]) -> None:
        """Write an epoch, and make it visible."""
        self.stamp = max(self.stamp, self.passages.write(epoch, passages))
        self.visible.add(epoch)

    def reader(self) -> PassageReader:
        return self.passages.at(self.stamp, self._shown)

    def _shown(self, epochs: Set[int]) -> Set[int]:
        return epochs & self.visible

    def nearest(self, text: str, k: int, *epochs: int) -> list[int]:
        found = self.reader().nearest(vector_of(text), k, epochs or None)
        return [key for key, _ in found]


def ids(epoch: int, *ordinals: int) -> list[int]:
    return [passage_id(epoch, ordinal) for ordinal in ordinals]


def query(passages: Sequence[NewPassage], *rows: str) -> WordQuery:
    """Return a query for rows of stems, among these passages."""
    held = {row: sum(1 for new in passages if new.stems.count(row)) for row in rows}
    return WordQuery(held, len(passages), float(np.mean([len(new.stems) for new in passages])))
