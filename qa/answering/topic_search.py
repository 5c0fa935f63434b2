"""Everything about a topic: each passage of the collection is looked at, none is cut off."""

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from index import DocumentInfo, Hit, Index, Scan, Vector
from index.analysis import content_words, stems, words_of
from index.protocol import Mask, Rows
from qa.answering.features import Figures, analyse
from qa.answering.filters import Searched
from qa.answering.records import hit_record

By = Literal["words", "meaning"]

ENOUGH = 0.6
"""A passage is about a topic by its words that holds this share of their weight."""

QUARTILE = 0.25
LOWEST, HIGHEST = 0.35, 0.4
"""The least and the most that is asked of a cosine. Below the one there was noise, above the
other passages were lost (topics of 18 encyclopedia articles, their paragraphs together)."""

_STEP = 10_000
_NOISE = 1e-5
"""Cosines differ by less from machine to machine, and shares by how they are added up."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage about the topic, and how that was seen."""

    hit: Hit

    @property
    def by(self) -> list[By]:
        """Return how it was found, which its ranks tell."""
        ways: list[tuple[By, int | None]] = [
            ("words", self.hit.lexical_rank),
            ("meaning", self.hit.dense_rank),
        ]
        return [way for way, rank in ways if rank is not None]

    def record(self) -> dict[str, Any]:
        return {**hit_record(self.hit), "by": self.by}


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one document in its order: all `matched`, or the best if so asked."""

    document: DocumentInfo
    matched: int
    passages: tuple[Match, ...]

    def record(self) -> dict[str, Any]:
        passages = [match.record() for match in self.passages]
        return {**_named(self.document), "matched": self.matched, "passages": passages}


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a collection holds about a topic, and where it holds nothing.

    `words` and `meaning` count the passages found each way, `both` those found both ways.
    `within` tells of the filter, where not every document was looked at.
    """

    topic: str
    passages_searched: int
    documents_searched: int
    words: int
    meaning: int
    both: int
    meaning_floor: float
    documents: tuple[Group, ...]
    documents_without: tuple[DocumentInfo, ...]
    within: Searched | None = None

    def record(self) -> dict[str, Any]:
        """Return the findings as JSON takes them."""
        return {
            "topic": self.topic,
            "passages_searched": self.passages_searched,
            "documents_searched": self.documents_searched,
            "matched": {"words": self.words, "meaning": self.meaning, "both": self.both},
            "meaning_floor": self.meaning_floor,
            "documents": [group.record() for group in self.documents],
            "documents_without": [_named(info) for info in self.documents_without],
            "within": None if self.within is None else self.within.record(),
        }


def find(
    index: Index,
    topic: str,
    vector: Vector,
    most: int | None = None,
    within: Set[str] | None = None,
) -> Findings:
    """Look at every passage, and return those about a topic, grouped by document.

    Args:
        index: What is searched.
        topic: What the passages are to be about.
        vector: Its embedding.
        most: The most passages to return of each document, the best; None for all.
        within: The ids of the documents to look at; None for all of them.
    """
    by_stem = {stems([word])[0]: word for word in content_words(words_of(topic))}
    with index.scanning(list(by_stem.values()), vector, within) as scan:
        covers = _covers(topic, list(by_stem), scan)
        by_words = covers >= ENOUGH - _NOISE
        floor = meaning_floor(scan.cosines, covers)
        by_meaning = scan.cosines >= floor - _NOISE
        matched = by_words | by_meaning
        rows = _best(scan, matched, covers, most)
        hits = scan.hits(rows, by_words, by_meaning)
    counts = np.bincount(scan.owners[matched], minlength=len(scan.documents)).tolist()
    passages: dict[str, list[Match]] = {}
    for hit in hits:
        passages.setdefault(hit.document.id, []).append(Match(hit))
    counted = list(zip(scan.documents, counts, strict=True))
    groups = [Group(info, n, tuple(passages[info.id])) for info, n in counted if n]
    return Findings(
        topic=topic,
        passages_searched=len(matched),
        documents_searched=len(counted),
        words=int(by_words.sum()),
        meaning=int(by_meaning.sum()),
        both=int((by_words & by_meaning).sum()),
        meaning_floor=floor,
        documents=tuple(sorted(groups, key=lambda group: -group.matched)),
        documents_without=tuple(info for info, n in counted if not n),
    )


def meaning_floor(cosines: Vector, covers: Figures) -> float:
    """Return the cosine from which on a passage is about the topic by its meaning.

    The collection itself tells: three of four passages that hold all the words are as near
    to the topic as that. It is kept between `LOWEST` and `HIGHEST`, because few passages
    tell little; where none holds all the words, it is `LOWEST`.
    """
    whole = cosines[covers >= 1 - _NOISE]
    if not len(whole):
        return LOWEST
    quartile = float(np.quantile(whole, QUARTILE))
    return min(HIGHEST, max(LOWEST, math.floor((quartile + _NOISE) * _STEP) / _STEP))


def _covers(topic: str, terms: Sequence[str], scan: Scan) -> Figures:
    """Return the share of the topic's weight that each passage holds."""
    frequencies = dict(zip(terms, scan.held.sum(axis=0).tolist(), strict=True))
    asked = analyse(topic, frequencies, len(scan.cosines))
    weights = np.array([asked.weights[term] for term in terms])
    return np.asarray(scan.held @ weights / asked.total, dtype=np.float64)


def _best(scan: Scan, matched: Mask, covers: Figures, most: int | None) -> Rows:
    """Return the rows of the matched passages, document by document, in their order.

    Of more than `most` in a document, those with the most words and the nearest meaning.
    """
    rows = np.flatnonzero(matched)
    if most is not None:
        rows = rows[np.lexsort((-(covers + scan.cosines)[rows], scan.owners[rows]))]
        owners = scan.owners[rows]
        place = np.arange(len(rows)) - np.searchsorted(owners, owners)
        rows = rows[place < most]
    return rows[np.lexsort((scan.starts[rows], scan.owners[rows]))]


def _named(info: DocumentInfo) -> dict[str, str]:
    return {"id": info.id, "title": info.title}
