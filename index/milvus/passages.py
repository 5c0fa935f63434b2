"""The passages of a collection in Milvus: written under epochs, read as a catalogue shows them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import TypeVar

import numpy as np

from index.milvus.client import Connection, Found
from index.milvus.expressions import all_of, holding, none_of, one_of, within
from index.milvus.lookup import rows_of
from index.milvus.rows import Fields, NewPassage, PassageRow, Stems, to_fields, to_row, to_stems
from index.milvus.schema import (
    LIMIT,
    PACKED,
    PLACE,
    WORDS,
    epoch_of,
    is_piece,
    passage_id,
    piece_id,
)
from index.milvus.words import WordQuery
from index.types import Vector

Visible = Callable[[Set[int]], Set[int]]
"""Returns those of some epochs that a reader may see."""

_AT_ONCE = 500  # rows written or read at once; a guess: 3 MB
_MOST_BYTES = 16_000_000  # written at once; a guess, a quarter of what gRPC takes at Milvus
_EPOCHS = 5_000  # named in an expression: 9 ms in milvus-lite; 20,000 took 300
_RESCORED = 300  # found by words and scored again; a guess: three times what is fused
_END = 2**63 - 1

_T = TypeVar("_T")


class MilvusPassages:
    """Writes passages, and opens readers of them; safe to share between threads.

    A document is written under an epoch of its own, a number that is never used twice. What is
    written is seen by readers to whom its epoch is visible, and by nobody before.
    """

    def __init__(
        self, connection: Connection, name: str, dimension: int, *, make: bool = True
    ) -> None:
        """Open a collection of Milvus, which is made first if need be.

        Raises:
            IndexAway: If Milvus cannot be reached.
            PassagesLost: If there is none, and none is to be made.
        """
        self._connection = connection
        self._name, self._dimension = name, dimension
        self.has_words = connection.open(name, dimension, make=make)

    def write(self, epoch: int, passages: Iterable[NewPassage]) -> int:
        """Write passages of an epoch; return Milvus' time of it, from which on readers have them.

        Written again, they stand there once. The time is 0 where Milvus has none (milvus-lite).

        Raises:
            IndexAway: If they are not all there, perhaps; then the epoch must be given up.
        """
        stamp = 0
        rows = (fields for new in passages for fields in to_fields(epoch, new))
        for some in _of_bytes(rows):
            stamp = max(stamp, self._connection.upsert(self._name, some))
        return stamp

    def delete(self, epochs: Collection[int]) -> None:
        """Delete all that was written under some epochs, whether or not it is there."""
        for some in _batches(epochs, _EPOCHS):
            self._connection.delete(self._name, one_of("epoch", some))

    def at(self, stamp: int, visible: Visible) -> "PassageReader":
        """Return a reader of the visible epochs, all written up to a time of Milvus.

        Args:
            stamp: The largest that `write` returned for them.
            visible: Returns those of some epochs that may be seen; asked often, for few.
        """
        return PassageReader(
            self._connection, self._name, self._dimension, self.has_words, stamp, visible
        )


class PassageReader:
    """Reads what is visible.

    Wherever some `epochs` are named, only those are searched. What has them is exact, whatever
    else lies in Milvus; without them, what is not visible is left out of what was found, and more
    is fetched.
    """

    def __init__(
        self,
        connection: Connection,
        name: str,
        dimension: int,
        has_words: bool,
        stamp: int,
        visible: Visible,
    ) -> None:
        self._connection = connection
        self._name, self._dimension = name, dimension
        self.has_words = has_words
        self._stamp = stamp
        self._visible = visible

    # Searching --------------------------------------------------------------------

    def nearest(
        self, vector: Vector, k: int, epochs: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, cosine) pairs, nearest first."""
        found = self._found("vector", vector, k, epochs, ())
        return _best(((hit.id, hit.score) for hit in found), k)

    def best(
        self, query: WordQuery, k: int, epochs: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `k` (passage id, BM25) pairs, best first; none where it has no words."""
        if not self.has_words or not query.asked:
            return []
        found = self._found("words", query.asked, max(_RESCORED, 2 * k), epochs, WORDS)
        score = query.scorer()
        scored = ((hit.id, score(to_stems(hit.fields))) for hit in found)
        return _best(((key, score) for key, score in scored if score > 0), k)

    def matching(
        self,
        rows: Sequence[str],
        epochs: Collection[int] | None = None,
        rarest: Mapping[str, str] | None = None,
    ) -> Iterator[tuple[int, Stems]]:
        """Yield every passage that has any of some rows of stems, with its stems; none has a rank.

        A row is a stem, or several with spaces between them that must follow one another. Milvus
        looks for the `rarest` stem of it, where that is given, and for each of them otherwise.
        """
        if not self.has_words:
            return
        wanted = list(dict.fromkeys(rows))
        for place, row in enumerate(wanted):
            stem = (rarest or {}).get(row, row)
            for some in [None] if epochs is None else _batches(epochs, _EPOCHS):
                for key, stems in self._all_with(row, stem, some, 0, _END):
                    if not any(stems.count(other) for other in wanted[:place]):
                        yield key, stems

    def _all_with(
        self, row: str, asked: str, epochs: Collection[int] | None, first: int, end: int
    ) -> Iterator[tuple[int, Stems]]:
        """Yield the passages of ids in a range that have a row of stems, of those with `asked`.

        Milvus returns no more than `LIMIT`, so where there are as many, halves are asked for.
        """
        only = all_of(
            "" if (first, end) == (0, _END) else within("id", first, end),
            "" if epochs is None else one_of("epoch", epochs),
        )
        found = self._searched("words", asked, LIMIT, only, WORDS)
        if len(found) == LIMIT:
            middle = sorted(hit.id for hit in found)[LIMIT // 2]
            yield from self._all_with(row, asked, epochs, first, middle)
            yield from self._all_with(row, asked, epochs, middle, end)
            return
        for hit in self._shown(found):
            stems = to_stems(hit.fields)
            if stems.count(row):
                yield hit.id, stems

    def _found(
        self,
        field: str,
        query: Vector | str,
        k: int,
        epochs: Collection[int] | None,
        output: Sequence[str],
    ) -> list[Found]:
        """Return `k` visible rows or more, best first, or all that are found."""
        if epochs is None:
            return self._enough(field, query, k, "", output)
        return [
            hit
            for some in _batches(epochs, _EPOCHS)
            for hit in self._enough(field, query, k, one_of("epoch", some), output)
        ]

    def _enough(
        self, field: str, query: Vector | str, k: int, only: str, output: Sequence[str]
    ) -> list[Found]:
        asked = k = min(k, LIMIT)
        while True:
            found = self._searched(field, query, asked, only, output)
            shown = self._shown(found)
            if len(shown) >= k or len(found) < asked:
                return shown
            if asked == LIMIT:
                unseen = {epoch_of(hit.id) for hit in found if not is_piece(hit.id)}
                unseen -= self._visible(unseen)
                return self._further(field, query, k, only, output, unseen)
            asked = min(2 * asked, LIMIT)

    def _further(
        self,
        field: str,
        query: Vector | str,
        k: int,
        only: str,
        output: Sequence[str],
        unseen: set[int],
        first: int = 0,
        end: int = _END,
    ) -> list[Found]:
        """Return `k` visible rows or more of the epochs in a range, best first, or all.

        Milvus is told to leave out the epochs that turned out to be unseen, which were all that it
        found. Where they are more than it is told at once, each half of the range has its own.
        """
        passages = within("id", 0, _END)  # no pieces
        while len(unseen) <= _EPOCHS:
            here = "" if (first, end) == (0, _END) else within("epoch", first, end)
            asked = all_of(only, passages, here, none_of("epoch", unseen))
            found = self._searched(field, query, LIMIT, asked, output)
            shown = self._shown(found)
            if len(shown) >= k or len(found) < LIMIT:
                return shown
            epochs = {epoch_of(hit.id) for hit in found}
            unseen = unseen | (epochs - self._visible(epochs))
        middle = sorted(unseen)[len(unseen) // 2]
        lower = {epoch for epoch in unseen if epoch < middle}
        halves = [
            *self._further(field, query, k, only, output, lower, first, middle),
            *self._further(field, query, k, only, output, unseen - lower, middle, end),
        ]
        return sorted(halves, key=lambda hit: -hit.score)

    def _searched(
        self, field: str, query: Vector | str, k: int, only: str, output: Sequence[str]
    ) -> list[Found]:
        return self._connection.search(self._name, field, query, k, only, output, self._stamp)

    def _shown(self, found: Sequence[Found]) -> list[Found]:
        passages = [(epoch_of(hit.id), hit) for hit in found if not is_piece(hit.id)]
        visible = self._visible({epoch for epoch, _ in passages})
        return [hit for epoch, hit in passages if epoch in visible]

    # Reading ----------------------------------------------------------------------

    def rows(self, ids: Iterable[int]) -> dict[int, PassageRow]:
        """Return passages by their ids, verified; what is not there is left out.

        Raises:
            LedgerDamaged: If one is not what was written.
        """
        fields = self._fields(ids, PACKED)
        further = [
            piece_id(row["id"], piece) for row in fields for piece in range(1, row["pieces"])
        ]
        pieces = {piece["id"]: piece["row"] for piece in self._fields(further, ("id", "row"))}
        return {int(row["id"]): to_row(row, pieces) for row in fields}

    def of(self, epoch: int, first: int, limit: int) -> list[PassageRow]:
        """Return the passages of an epoch from the ordinal `first` on, in order."""
        ids = range(passage_id(epoch, first), passage_id(epoch, first) + limit)
        return [row for _, row in sorted(self.rows(ids).items())]

    def holding(self, epoch: int, position: int) -> int | None:
        """Return the id of the passage that a character of a document stands in."""
        only = all_of(one_of("epoch", [epoch]), holding(position))
        found = self._connection.query(self._name, only, PLACE, 1, self._stamp)
        return int(found[0]["id"]) if found else None

    def places(self, ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Return where each passage begins and ends; what is not there is left out."""
        found = self._fields(ids, PLACE)
        return {int(row["id"]): (int(row["start"]), int(row["stop"])) for row in found}

    def vectors(self, ids: Iterable[int]) -> dict[int, Vector]:
        """Return the vectors of passages; what is not there is left out."""
        found = self._fields(ids, ("id", "vector"))
        return {int(row["id"]): np.asarray(row["vector"], dtype=np.float32) for row in found}

    def _fields(self, ids: Iterable[int], output: Sequence[str]) -> list[Fields]:
        return [
            row
            for some in _batches(ids, _AT_ONCE)
            for row in rows_of(
                self._connection, self._name, some, output, self._dimension, self._stamp
            )
        ]


def _best(found: Iterable[tuple[int, float]], k: int) -> list[tuple[int, float]]:
    """Return the best, by id where they are equal, so that an answer is always the same."""
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:k]


def _of_bytes(rows: Iterable[Fields]) -> Iterator[list[Fields]]:
    """Yield rows in lists that Milvus takes at once."""
    some: list[Fields] = []
    size = 0
    for fields in rows:
        added = len(fields["row"]) + len(fields["stems"]) + 8 * len(fields["vector"])
        if some and (len(some) == _AT_ONCE or size + added > _MOST_BYTES):
            yield some
            some, size = [], 0
        some.append(fields)
        size += added
    if some:
        yield some


def _batches(values: Iterable[_T], size: int) -> Iterator[list[_T]]:
    remaining = iter(values)
    while some := list(islice(remaining, size)):
        yield some
