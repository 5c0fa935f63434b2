"""A collection whose passages are in Milvus, at one moment of its catalogue.

What is seen is what the catalogue shows: what Milvus finds of other epochs is left out. So a
document that was removed is gone, and a new version is there, on every server at once, whenever
Milvus itself hears of it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from itertools import pairwise

import numpy as np

from corpus import Passage
from corpus.language import Language, language_of_code
from index.embedding.embedder import PassageVectors
from index.ledger.database import Database
from index.ledger.epoch_rows import (
    came_after,
    documents_of_epochs,
    epoch_of,
    sizes,
    stem_counts,
    stems_between,
)
from index.ledger.rows import Found, Ids
from index.milvus.documents import MilvusDocuments
from index.milvus.engine import Engine
from index.milvus.passages import PassageReader
from index.milvus.rows import Stems
from index.milvus.schema import LIMIT, passage_id
from index.milvus.schema import epoch_of as epoch_in
from index.milvus.words import WordQuery
from index.search.moment import Counts, Moment
from index.types import Vector

_MOST = 2  # what is more than half of all documents is not named to Milvus; a guess

_MOST_LARGE = 1000
"""Passages that are looked into for how a word is written; a guess: 6 MB from Milvus. Of more, the
share among these is taken for that among all."""


class MilvusMoment(MilvusDocuments, Moment):
    """A moment of the catalogue, with the passages that it shows."""

    def __init__(self, connection: Database, language: str, engine: Engine) -> None:
        super().__init__(connection, language)
        self._begin(engine)
        self._owners: dict[int, str | None] = {}

    @property
    def has_words(self) -> bool:
        """Return whether this Milvus searches by words; before there are passages, it may."""
        return self._is_empty() or self._passages.has_words

    def _is_empty(self) -> bool:
        return not self._engine.figures(self).passages

    def _only(self, within: Set[str] | None) -> tuple[PassageReader, Collection[int] | None]:
        """Return what reads some documents, if given, and the epochs that Milvus is told of.

        Where they are most of all, it is told of none: what is of others is left out afterwards.
        """
        if within is None:
            return self._passages, None
        epochs = {epoch for epoch, _, _ in sizes(self._db, within)}
        if len(epochs) * _MOST < self.count("documents"):
            return self._passages, epochs
        return self._reader(epochs.intersection), None

    # Passages ---------------------------------------------------------------------

    def passages(self, document_id: str, first: int = 0, most: int | None = None) -> list[Passage]:
        return [row.passage for row in self.passage_rows(document_id, first, most)]

    def passages_with_vectors(
        self, ids: Iterable[int]
    ) -> dict[int, tuple[Passage, PassageVectors]]:
        owners = self.documents_of(list(ids))
        if not owners:
            return {}
        rows = self._passages.rows(owners)
        self._require_all(owners, rows.keys())
        for key, row in rows.items():
            self.require_own(row, owners[key])
        return {key: (row.passage, row.vectors) for key, row in rows.items()}

    def embedded(self, document_id: str) -> dict[bytes, PassageVectors]:
        return {row.hash: row.vectors for row in self.passage_rows(document_id)}

    def _require_all(self, owners: dict[int, str], found: Collection[int]) -> None:
        lost = owners.keys() - found
        if lost:
            raise self._lost(owners[min(lost)])

    def passage_holding(self, document_id: str, position: int) -> int | None:
        epoch = epoch_of(self._db, document_id)
        return None if epoch is None else self._passages.holding(epoch.number, position)

    def ids_in(self, document_id: str, first: int, most: int) -> list[int]:
        epoch = epoch_of(self._db, document_id)
        if epoch is None:
            return []
        ordinals = range(first, min(first + most, epoch.passages))
        return [passage_id(epoch.number, ordinal) for ordinal in ordinals]

    def passage_ids(self) -> Ids:
        return _ids_of([(epoch, count) for epoch, _, count in sizes(self._db)])

    def places(self, within: Set[str] | None = None) -> list[tuple[int, str]]:
        return [
            (passage_id(epoch, ordinal), document_id)
            for epoch, document_id, count in sizes(self._db, within)
            for ordinal in range(count)
        ]

    def documents_of(self, ids: Sequence[int]) -> dict[int, str]:
        owners = self._owners_of({epoch_in(key) for key in ids})
        return {key: owners[epoch_in(key)] for key in ids if epoch_in(key) in owners}

    def _visible(self, epochs: Set[int]) -> Set[int]:
        return self._owners_of(epochs).keys()

    def _owners_of(self, epochs: Set[int]) -> dict[int, str]:
        """Return by epoch the documents whose passages are seen, asked for once in a moment."""
        unknown = epochs - self._owners.keys()
        if unknown:
            self._owners |= dict.fromkeys(unknown) | documents_of_epochs(self._db, unknown)
        found = ((epoch, self._owners[epoch]) for epoch in epochs)
        return {epoch: owner for epoch, owner in found if owner is not None}

    def spans(self, ids: Iterable[int]) -> dict[int, tuple[str, int, int]]:
        owners = self.documents_of(list(ids))
        found = self._passages.places(owners) if owners else {}
        self._require_all(owners, found)
        return {key: (owners[key], *place) for key, place in found.items()}

    def counts(self) -> dict[str, int]:
        passages = self._engine.figures(self).passages
        return {"documents": self.count("documents"), "passages": passages, "vectors": passages}

    def came_after(self, passage: int, after: str, limit: int) -> list[str]:
        return came_after(self._db, passage, after, limit)

    # Meaning ----------------------------------------------------------------------

    def nearest(self, vector: Vector, k: int, within: Set[str] | None = None) -> Found:
        if self._is_empty():
            return []
        passages, only = self._only(within)
        return passages.nearest(vector, k, only)

    def cosines(self, ids: Ids, vector: Vector) -> Vector:
        """Return the cosine of each of these passages and a vector, in the order of their ids.

        Milvus compares them, in parts that it returns all of; only what its index passed over is
        fetched and compared here.
        """
        found = np.full(len(ids), np.nan, dtype=np.float32)
        for part in _parts(ids):
            epochs = sorted({epoch_in(key) for key in ids[part].tolist()})
            near = self._passages.nearest(vector, LIMIT, epochs)
            keys = np.array([key for key, _ in near], dtype=np.int64)
            places = np.searchsorted(ids, keys)
            known = (places < len(ids)) & (ids[np.minimum(places, len(ids) - 1)] == keys)
            scores = np.array([score for _, score in near], dtype=np.float32)
            found[places[known]] = scores[known]
        lost = np.flatnonzero(np.isnan(found))
        if len(lost):
            found[lost] = self.passage_vectors(ids[lost]) @ vector
        return found

    def passage_vectors(self, ids: Ids) -> np.ndarray:
        if not len(ids):
            return np.empty((0, 0), dtype=np.float32)
        vectors = self._passages.vectors(ids.tolist())
        self._require_all(self.documents_of(ids.tolist()), vectors.keys())
        return np.stack([vectors[key] for key in ids.tolist()])

    # Words ------------------------------------------------------------------------

    def search_words(
        self,
        terms: Sequence[str],
        k: int,
        within: Set[str] | None = None,
        *,
        held: Counts | None = None,
    ) -> Found:
        if self._is_empty() or not terms:
            return []
        passages, only = self._only(within)
        query = self._query(terms)
        if 2 * k <= LIMIT and k < query.passages:
            return passages.best(query, k, only)
        # More than Milvus ranks, or all that have any of the words, also those in most passages,
        # which Milvus is not asked for.
        score = query.scorer()
        scored = ((key, score(stems)) for key, stems in self._matching(terms, within))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _query(self, rows: Sequence[str]) -> WordQuery:
        # Not what `held` returns: that counts words with all the ways in which they are written.
        counts = self.frequencies(row for row in rows if " " not in row)
        known = {
            row: self.count_with([row]) if " " in row else counts.get(row, 0)
            for row in dict.fromkeys(rows)
        }
        figures = self._engine.figures(self)
        # Passages that are seen no more are counted until they are swept.
        known = {row: min(count, figures.passages) for row, count in known.items()}
        return WordQuery(known, figures.passages, figures.stems / max(1, figures.passages))

    def postings(self, rows_of_stems: Sequence[str]) -> Ids:
        found = (
            key
            for key, stems in self._matching(rows_of_stems)
            if any(stems.in_text(row) for row in rows_of_stems)
        )
        return np.sort(np.fromiter(found, dtype=np.int64))

    def frequencies(self, terms: Iterable[str], within: Set[str] | None = None) -> dict[str, int]:
        if within is None:
            return stem_counts(self._db, terms)
        counts = {term: self.count_with([term], within) for term in self.known_stems(terms)}
        return {term: count for term, count in counts.items() if count}

    def known_stems(self, stems: Iterable[str]) -> set[str]:
        return set(stem_counts(self._db, stems))

    def stems_from(self, letter: str) -> list[str]:
        return stems_between(self._db, letter, chr(ord(letter) + 1))

    def texts_with(self, row: str, most: int) -> list[tuple[str, Language]]:
        if self._is_empty():
            return []
        found = self._passages.best(self._query([row]), most)
        rows = self._passages.rows(key for key, _ in found)
        held = [rows[key] for key, _ in found if key in rows]
        infos = {key: self.info(key) for key in {row.passage.document_id for row in held}}
        languages = {
            key: language_of_code(info.language if info else "") for key, info in infos.items()
        }
        return [
            (f"{row.context} {row.passage.text}", languages[row.passage.document_id])
            for row in held
        ]

    def count_with(self, rows_of_stems: Sequence[str], within: Set[str] | None = None) -> int:
        rows = [*dict.fromkeys(rows_of_stems)]
        if within is not None:
            return sum(1 for _ in self._matching(rows, within))
        # How many have the commonest stem is known, so only what has another row is looked at:
        # a common word is in more passages than Milvus returns in a second.
        counts = stem_counts(self._db, [row for row in rows if " " not in row])
        commonest = max(counts, key=counts.__getitem__, default=None)
        others = self._matching([row for row in rows if row != commonest])
        if commonest is None:
            return sum(1 for _ in others)
        return counts[commonest] + sum(1 for _, stems in others if not stems.count(commonest))

    def count_large(
        self, rows_of_stems: Sequence[str], word: str, within: Set[str] | None = None
    ) -> int:
        ids = sorted(key for key, _ in self._matching(rows_of_stems, within))
        if not ids:
            return 0
        step = -(-len(ids) // _MOST_LARGE)
        rows = self._passages.rows(ids[::step])
        large = _large(word)
        count = sum(bool(large(f"{row.context} {row.passage.text}")) for row in rows.values())
        return round(count * len(ids) / len(rows)) if rows else 0

    def _matching(
        self, rows_of_stems: Sequence[str], within: Set[str] | None = None
    ) -> Iterator[tuple[int, Stems]]:
        if self._is_empty() or not rows_of_stems:
            return iter(())
        rarest = self._rarest(rows_of_stems)
        passages, only = self._only(within)
        # A row of which a stem stands nowhere stands nowhere.
        return passages.matching([row for row in rows_of_stems if row in rarest], only, rarest)

    def _rarest(self, rows_of_stems: Sequence[str]) -> dict[str, str]:
        """Return by row its rarest stem, where all of them stand somewhere."""
        counts = stem_counts(self._db, {stem for row in rows_of_stems for stem in row.split(" ")})
        return {
            row: min(row.split(" "), key=counts.__getitem__)
            for row in rows_of_stems
            if counts.keys() >= {*row.split(" ")}
        }


def _large(word: str) -> Callable[[str], object]:
    """Return what finds a word in large letters, `US` or `U.S`, with none of its like beside it."""
    ways = "|".join(re.escape(way) for way in (word, ".".join(word)))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{ways})(?![A-Za-z0-9])").search


def _ids_of(counts: Sequence[tuple[int, int]]) -> Ids:
    """Return the ids of the passages of epochs, of which each has so many."""
    if not counts:
        return np.empty(0, dtype=np.int64)
    first = [np.arange(count) + passage_id(epoch, 0) for epoch, count in counts]
    return np.concatenate(first).astype(np.int64)


def _parts(ids: Ids) -> Iterator[slice]:
    """Yield slices of rising ids, each of whole epochs and of as many as Milvus returns at once.

    A document of more has a slice of its own.
    """
    epochs = ids // passage_id(1, 0)
    bounds: list[int] = [*np.flatnonzero(np.diff(epochs, prepend=-1)).tolist(), len(ids)]
    begin = 0
    for start, end in pairwise(bounds):
        if end - begin > LIMIT and start > begin:
            yield slice(begin, start)
            begin = start
    if len(ids):
        yield slice(begin, len(ids))
