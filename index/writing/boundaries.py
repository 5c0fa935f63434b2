"""How a document is cut and under which hashes it is embedded, without its words."""

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Self

from corpus import Document, Passage, Span, passages_at
from index.types import DocumentInfo
from index.writing.prepare import Prepared, context_of

_HASH = 32  # bytes of a sha256


@dataclass(frozen=True, slots=True)
class PassageBoundaries:
    """Enough to make the passages of a document again: some hundred bytes for each.

    A rebuild has one for every document until all of them change over.
    """

    of: bytes
    hashes: bytes
    starts: "array[int]"
    sentences: "array[int]" = field(repr=False)
    bounds: "array[int]" = field(repr=False)
    hidden: int = 0

    @classmethod
    def made(cls, info: DocumentInfo, prepared: Prepared) -> Self:
        """Return the cuts of a document that was listed as `info` when it was prepared."""
        spans = [passage.sentences for passage in prepared.passages]
        ends = [0]
        for group in spans:
            ends.append(ends[-1] + 2 * len(group))
        return cls(
            _digest(info),
            b"".join(prepared.hashes),
            array("I", (passage.start for passage in prepared.passages)),
            array("I", (place for group in spans for span in group for place in span)),
            array("I", ends),
            prepared.hidden,
        )

    def fits(self, info: DocumentInfo) -> bool:
        """Tell whether a document is still the one that was cut."""
        return self.of == _digest(info)

    def vectors(self) -> list[bytes]:
        """Return the hash that each passage is embedded under."""
        return [self.hashes[at : at + _HASH] for at in range(0, len(self.hashes), _HASH)]

    def applied(self, document: Document) -> tuple[list[Passage], list[str]]:
        """Return the passages of the document, and title and headings over each."""
        passages = passages_at(document, self.starts, [*self._groups()])
        return passages, context_of(document, passages)

    def _groups(self) -> Iterator[list[Span]]:
        for first, last in pairwise(self.bounds):
            places = iter(self.sentences[first:last])
            yield [Span(start, end) for start, end in zip(places, places, strict=True)]


def _digest(info: DocumentInfo) -> bytes:
    return hashlib.blake2b(repr(info).encode("utf-8", "surrogatepass"), digest_size=16).digest()
