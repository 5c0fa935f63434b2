"""Everything about a topic: each passage of the collection is looked at, none is cut off."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from index import (
    ALL_DOCUMENTS,
    DocumentInfo,
    Filter,
    FilterReport,
    Hit,
    IndexReader,
    TopicQuery,
    Vector,
    every_document,
)
from index.analysis import stem_all, tokenize, without_stop_words
from qa.answering.citing import closest_passage

By = Literal["words", "meaning"]

ENOUGH = 0.6
"""A passage is about a topic by its words that holds this share of their weight; a guess:
more than half, and one of two words is not enough where both are as rare."""

# The share of the passages with all words that may lie below the threshold; a guess.
QUARTILE = 0.25
LOWEST, HIGHEST = 0.35, 0.4
"""The least and the most that is asked of a cosine. Below the one there was noise, above the
other passages were lost (topics of 18 encyclopedia articles, their paragraphs together)."""


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

    def record(self, topic: str) -> dict[str, Any]:
        """Return the passage, and where the words of the topic are in it."""
        closest = closest_passage(self.hit, topic)
        return {**asdict(closest), "by": self.by}


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one document in its order: all `matched`, or the best if so asked."""

    document: DocumentInfo
    matched: int
    passages: tuple[Match, ...]

    def record(self, topic: str) -> dict[str, Any]:
        passages = [match.record(topic) for match in self.passages]
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
    within: FilterReport | None = None

    def record(self) -> dict[str, Any]:
        """Return the findings as JSON takes them, each passage with its words of the topic."""
        return {
            "topic": self.topic,
            "passages_searched": self.passages_searched,
            "documents_searched": self.documents_searched,
            "matched": {"words": self.words, "meaning": self.meaning, "both": self.both},
            "meaning_floor": self.meaning_floor,
            "documents": [group.record(self.topic) for group in self.documents],
            "documents_without": [_named(info) for info in self.documents_without],
            "within": None if self.within is None else self.within.record(),
        }


def find(
    reader: IndexReader,
    topic: str,
    vector: Vector,
    per_document: int | None = None,
    wanted: Filter = ALL_DOCUMENTS,
) -> Findings:
    """Look at every passage, and return those about a topic, grouped by document.

    Args:
        reader: What is searched.
        topic: What the passages are to be about.
        vector: Its embedding.
        per_document: The most passages to return of each document, the best; None for all.
        wanted: Which documents to look at.
    """
    by_stem = {stem_all([word])[0]: word for word in without_stop_words(tokenize(topic))}
    query = TopicQuery(
        tuple(by_stem.values()), vector, per_document, ENOUGH, QUARTILE, (LOWEST, HIGHEST)
    )
    found = reader.find(query, wanted)
    passages: dict[str, list[Match]] = {}
    for hit in found.hits:
        passages.setdefault(hit.document.id, []).append(Match(hit))
    looked_at = list(every_document(reader, wanted))
    groups = [
        Group(info, found.matched[info.id], tuple(passages[info.id]))
        for info in looked_at
        if info.id in found.matched
    ]
    return Findings(
        topic=topic,
        passages_searched=found.searched,
        documents_searched=len(looked_at),
        words=found.words,
        meaning=found.meaning,
        both=found.both,
        meaning_floor=found.meaning_floor,
        documents=tuple(sorted(groups, key=lambda group: -group.matched)),
        documents_without=tuple(info for info in looked_at if info.id not in found.matched),
    )


def _named(info: DocumentInfo) -> dict[str, str]:
    return {"id": info.id, "title": info.title}
