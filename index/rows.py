"""What a row of the ledger means, packed and checked."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus import Page, Passage, Span
from index import remedies
from index.embedder import PassageVectors
from index.errors import LedgerDamaged

Ids = NDArray[np.int64]
"""Ids of passages, rising."""

_MANY = 500
_LENGTHS = (1, 4, 16, 64, 200, _MANY)  # a guess: few, and none much longer than is needed

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class State:
    """A state of the ledger: a number that grows, and a token that nothing else has.

    The token tells a restored ledger that went another way from the one that the files
    were made of.
    """

    number: int
    token: str


def passage_row(passage: Passage) -> tuple[Any, ...]:
    values = (
        passage.document_id,
        passage.ordinal,
        passage.start,
        passage.end,
        passage.text,
        json.dumps(passage.heading),
        passage.page,
        json.dumps(passage.sentences),
    )
    return *values, checksum_of(json.dumps(values).encode())


def page_values(page: Page) -> tuple[Any, ...]:
    """Return a page as the ledger has it: most have no more than their place."""
    told = (page.label, page.recognized) if page.label or page.recognized else ()
    return page.number, page.start, page.end, *told


def to_passage(row: Sequence[Any], pages: Mapping[int, Page]) -> Passage:
    """Return the passage in a row; `pages` are those that tell more than their place."""
    *values, checksum = row
    document_id, ordinal, start, stop, text, heading, page, sentences = values
    if checksum_of(json.dumps(values).encode()) != checksum:
        raise LedgerDamaged(
            f"passage {ordinal} of the document {document_id} is damaged: "
            f"{remedies.document(document_id)}"
        )
    told = pages.get(page)
    return Passage(
        document_id,
        ordinal,
        start,
        stop,
        text,
        tuple(json.loads(heading)),
        page,
        tuple(Span(*span) for span in json.loads(sentences)),
        "" if told is None else told.label,
        told is not None and told.recognized,
    )


def packed(key: bytes, vectors: PassageVectors) -> tuple[bytes, bytes, bytes, bytes]:
    passage = vectors.passage.astype("<f2").tobytes()
    sentences = vectors.sentences.astype("<f2").tobytes()
    return key, passage, sentences, checksum_of(key, passage, sentences)


def unpacked(key: bytes, passage: bytes, sentences: bytes, checksum: bytes) -> PassageVectors:
    if checksum_of(key, passage, sentences) != checksum:
        raise LedgerDamaged(f"the stored vector {key.hex()[:12]} is damaged: run `pincite rebuild`")
    row = np.frombuffer(passage, dtype="<f2").astype(np.float32)
    rows = np.frombuffer(sentences, dtype="<f2").astype(np.float32)
    return PassageVectors(row, rows.reshape(-1, len(row)))


def checksum_of(*parts: bytes) -> bytes:
    return hashlib.blake2b(b"".join(parts), digest_size=8).digest()


def batches(values: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    """Yield the values in tuples that SQLite takes as parameters of one statement.

    A tuple has one of few lengths: the last value of all is repeated until it has. Each length is
    a statement of its own, and every connection keeps the last 128 of these, 2 MB and more.
    """
    remaining = iter(values)
    while some := tuple(islice(remaining, _MANY)):
        length = next(length for length in _LENGTHS if length >= len(some))
        yield some + some[-1:] * (length - len(some))


def quoted(word: str) -> str:
    """Return a word as FTS5 takes it for nothing but a word."""
    return '"' + word.replace('"', '""') + '"'


def marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
