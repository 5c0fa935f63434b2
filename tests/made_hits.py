"""Hits made by hand, whose figures can be worked out on paper."""

from collections.abc import Sequence

import numpy as np

from corpus import Passage, Span
from index import Hit
from index.types import DocumentInfo
from qa.answering.features import SENTENCE_FEATURES, Evidence
from qa.answering.ranking import ScoredSentence


def make_hit(
    *sentences: str,
    cosines: Sequence[float] | None = None,
    title: str = "Notes",
    heading: tuple[str, ...] = (),
    document: str = "d1",
    ordinal: int = 0,
    dense: float = 0.0,
    lexical: float = 0.0,
    start: int = 0,
    likeness: float = 0.0,
) -> Hit:
    """Return a hit on a passage of some sentences, a space between them."""
    spans, place = [], start
    for sentence in sentences:
        spans.append(Span(place, place + len(sentence)))
        place += len(sentence) + 1
    text = " ".join(sentences)
    passage = Passage(
        document, ordinal, start, start + len(text), text, heading, None, tuple(spans)
    )
    info = DocumentInfo(
        document, "v1", title, "notes.txt", "", "", "", "", start + len(text), 1, "2024-01-01"
    )
    scores = tuple(cosines or [0.0] * len(sentences))
    return Hit(passage, info, 0.0, 1, dense, 1 if lexical else None, lexical, scores, likeness)


def make_ranked(*scored: tuple[str, float], document: str = "d1") -> list[ScoredSentence]:
    """Return sentences with their scores, each alone in a passage of its own."""
    found, start = [], 0
    for ordinal, (text, score) in enumerate(scored):
        hit = make_hit(text, document=document, ordinal=ordinal, start=start)
        found.append(ScoredSentence(evidence_of(hit), 0, score))
        start += len(text) + 1
    return found


def evidence_of(hit: Hit) -> Evidence:
    """Return evidence without figures."""
    return Evidence(
        hit, np.zeros(8), np.zeros((len(hit.passage.sentences), len(SENTENCE_FEATURES)))
    )
