"""Small real things that stand in for the large ones, through the same seams."""

import hashlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus import Document
from index import LocalIndex
from index.analysis import stem_all, tokenize, without_stop_words
from index.embedding.embedder import PassageText, PassageVectors
from index.errors import PassageTooLong
from index.ledger.rows import Ids
from index.types import Vector, Vectors
from index.vectors.view import VectorView


class WordEmbedder:
    """An `Embedder` whose vectors are counts of stems, each hashed to one of 64 places.

    A token is a word between white space. Texts that share words are near each other, so
    that what a search finds can be worked out by hand. `embedded` counts the passages.
    """

    def __init__(self, name: str = "words", *, window: int = 60, dimension: int = 64) -> None:
        self.id = f"{name}@toy"
        self.dimension = dimension
        self.window = window
        self.embedded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def embed_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        for passage in passages:
            if len(passage.text.split()) > self.window:
                raise PassageTooLong(f"more than {self.window} words: {passage.text[:40]!r}…")
        self.embedded += len(passages)
        return [
            PassageVectors(
                self._vector(passage.text),
                self._vectors([passage.text[start:end] for start, end in passage.sentences]),
            )
            for passage in passages
        ]

    def embed_question(self, text: str) -> Vector:
        return self._vector(text)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dimension), dtype=np.float32)

    def _vector(self, text: str) -> Vector:
        row = np.zeros(self.dimension, dtype=np.float32)
        for stem in stem_all(without_stop_words(tokenize(text))):
            row[_place(stem, self.dimension)] += 1
        if not row.any():
            row[0] = 1
        return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def _place(stem: str, dimension: int) -> int:
    digest = hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % dimension


def open_toy_index(directory: Path) -> LocalIndex:
    """Open a collection with the toy embedder."""
    return LocalIndex(directory, WordEmbedder)


def numbered(name: str) -> Document:
    """Return one of any number of documents, several passages long."""
    text = "\n\n".join(f"Paragraph {part} of {name} tells of birds. " * 6 for part in range(4))
    return Document(id=name, title=name, source="numbered", text=text)


def add_numbered(directory: Path, first: int, count: int) -> None:
    """Add documents and save their vectors: the work of another process in tests."""
    index = open_toy_index(directory)
    for number in range(first, first + count):
        list(index.add([numbered(f"note-{number}")]))
    index.checkpoint(always=True)


def to_ids(values: Sequence[int]) -> Ids:
    """Return ids of passages as vectors are kept under them."""
    return np.asarray(values, dtype=np.int64)


def strip_timings(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer record without the one part that differs from run to run."""
    return {key: value for key, value in record.items() if key != "timings"}


def live_modules() -> dict[str, str]:
    """Return the environment in which another interpreter finds these toys."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def unit_rows(rows: int, dimension: int = 8, seed: int = 0) -> Vectors:
    """Return random vectors of length one, as exact as the ledger keeps them."""
    values = np.random.default_rng(seed).normal(size=(rows, dimension)).astype(np.float32)
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(unit.astype(np.float16).astype(np.float32))


def view_of(ids: Sequence[int], rows: Vectors) -> VectorView:
    places = {key: place for place, key in enumerate(ids)}

    def rows_of(some: Ids) -> Vectors:
        return rows[[places[key] for key in some.tolist()]]

    return VectorView.empty(rows.shape[1]).changed(to_ids([]), to_ids(ids), rows_of)


class reading:
    """A collection as it is now: each call opens a moment of its own."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            with self._index.reader() as reader:
                return getattr(reader, name)(*arguments, **options)

        return call

    def info(self, document_id: str) -> Any:
        return self.infos([document_id]).get(document_id)

    def all_passages(self, document_id: str) -> list[Any]:
        return list(self.passages(document_id, 0, 1_000_000))
