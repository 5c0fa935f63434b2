"""Puts passages and sentences in order by what speaks for them, with learned weights."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from corpus import Span
from index import ALL_DOCUMENTS, Filter, Hit, IndexReader, Vector
from index.search.fusion import limit_per_document
from qa.answering.definitions import in_other_forms
from qa.answering.features import (
    PASSAGE_FEATURES,
    SENTENCE_FEATURES,
    AnalyzedQuestion,
    Evidence,
    FeatureMatrix,
    adds,
    analysed,
    extract_features,
)
from qa.answering.fragments import is_fragment
from qa.answering.objection import Objection
from qa.answering.rows import names_columns, names_rows
from qa.answering.works import is_of_other_work

CANDIDATES = 50
"""How many passages of the index are looked at for each question; a guess. hit@5 with it is .969 on
SQuAD 2.0 (`docs/quality.md`)."""

READ_PASSAGES = 10
"""How many of the best passages are read for sentences; a guess: the answer is seldom further
down."""


@dataclass(frozen=True, slots=True)
class ReadingWeights:
    """What counts where the reader has read: each figure by its name, each sign by its own.

    `confidence` is fitted to whether the first quote answers, `answerable` to whether the question
    has an answer at all. Made by `python -m qa.reader.training.choice`. Where nobody sets a
    confidence for that, nothing is quoted below the `working_point` of the one, nor below the
    `answerable_point` of the other.
    """

    sentence: Mapping[str, float]
    confidence: Mapping[str, float]
    answerable: Mapping[str, float]
    working_point: float = 0.5
    answerable_point: float = 0.5


@dataclass(frozen=True, slots=True)
class Calibration:
    """How log odds of the confidence are moved to fit a collection.

    `reader` is the id of the reader that had read when it was fitted, "" where none had: it says
    nothing of what another one reads.
    """

    scale: float = 1.0
    shift: float = 0.0
    reader: str = ""

    def applied(self, odds: float) -> float:
        """Return log odds as they are in this collection."""
        return self.scale * odds + self.shift


@dataclass(frozen=True, slots=True)
class Weights:
    """What each figure counts; made by `python -m qa.evaluation.fit`.

    `reading` is what counts where there is a reader; `calibration` is a collection's own. Below the
    `working_point` of the confidence nothing is quoted, unless somebody wants it otherwise.
    """

    passage: FeatureMatrix
    sentence: FeatureMatrix
    confidence: Mapping[str, float]
    reading: ReadingWeights | None = None
    calibration: Calibration = Calibration()
    working_point: float = 0.5

    @classmethod
    def from_json(cls, text: str) -> "Weights":
        values = json.loads(text)
        reading = values.get("reading")
        return cls(
            np.array([values["passage"][name] for name in PASSAGE_FEATURES]),
            np.array([values["sentence"][name] for name in SENTENCE_FEATURES]),
            values["confidence"],
            None
            if reading is None
            else ReadingWeights(
                reading["sentence"],
                reading["confidence"],
                reading["answerable"],
                reading["working_point"],
                reading["answerable_point"],
            ),
            working_point=values["working_point"],
        )


@cache
def shipped_weights() -> Weights:
    """Return the weights that come with Pincite."""
    return Weights.from_json(
        resources.files("qa.answering").joinpath("weights.json").read_text("utf-8")
    )


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a hit, its figures and its score; higher is better.

    `read` are the figures that it got when the reader read it (`READ_FEATURES`); None without.
    `objection` is what speaks against quoting it, which its score has paid for already.
    """

    evidence: Evidence
    row: int
    score: float
    read: FeatureMatrix | None = None
    objection: Objection | None = None

    @property
    def hit(self) -> Hit:
        return self.evidence.hit

    @property
    def span(self) -> Span:
        return self.hit.passage.sentences[self.row]

    @property
    def text(self) -> str:
        return self.hit.passage.quote(self.span)

    def figure(self, name: str) -> float:
        """Return one of the sentence's figures by its name."""
        return float(self.evidence.sentences[self.row, SENTENCE_FEATURES.index(name)])


def bare_sentence(hit: Hit, row: int, score: float = 0.0) -> ScoredSentence:
    """Return a sentence of a hit without any figures."""
    none = np.zeros(0)
    return ScoredSentence(Evidence(hit, none, none), row, score)


def retrieve(
    reader: IndexReader,
    question: str,
    vector: Vector,
    candidates: int = CANDIDATES,
    also: tuple[str, Vector] | None = None,
    wanted: Filter = ALL_DOCUMENTS,
) -> tuple[AnalyzedQuestion, list[Evidence]]:
    """Return the question analysed, and the figures of what the index finds for it.

    Args:
        reader: What is searched.
        question: The question, able to stand alone.
        vector: Its embedding.
        candidates: How many passages to look at.
        also: The question as it was put, where that differs, and its embedding: what only
            it finds is looked at too.
        wanted: Which documents to search.
    """
    asked = analysed(reader, question)
    hits = reader.search(question, vector, candidates, wanted)
    if also is not None and also[0] != question:
        seen = {(hit.document.id, hit.passage.ordinal) for hit in hits}
        more = reader.search(*also, candidates // 2, wanted)
        hits += [hit for hit in more if (hit.document.id, hit.passage.ordinal) not in seen]
    found = extract_features(asked, hits)
    other = in_other_forms(question, (hit.passage.text for hit in hits))
    return asked, found if other == question else _also(reader, other, found, candidates, wanted)


def _also(
    reader: IndexReader, other: str, found: list[Evidence], candidates: int, wanted: Filter
) -> list[Evidence]:
    """Return the evidence with what is found for a question in other words, the better figures.

    Those of meaning stay as they are: that is of both wordings the same.
    """
    asked = analysed(reader, other)
    hits = [item.hit for item in found]
    seen = {(hit.document.id, hit.passage.ordinal) for hit in hits}
    more = reader.search(other, reader.embed_question(other), candidates // 2, wanted)
    fresh = [hit for hit in more if (hit.document.id, hit.passage.ordinal) not in seen]
    again = extract_features(asked, [*hits, *fresh])
    return [
        Evidence(
            two.hit, np.maximum(one.passage, two.passage), np.maximum(one.sentences, two.sentences)
        )
        for one, two in zip(found, again, strict=False)
    ] + again[len(found) :]


def rank_passages(evidence: Sequence[Evidence], weights: Weights) -> list[Evidence]:
    """Return the evidence with the best passage first, each hit with its new score.

    The scores are filled into the figures of the sentences, less the best one.
    """
    if not evidence:
        return []
    scores = np.stack([item.passage for item in evidence]) @ weights.passage
    order = sorted(range(len(evidence)), key=lambda i: (-scores[i], evidence[i].hit.passage.start))
    best = scores[order[0]]
    ranked = []
    for position in order:
        item = evidence[position]
        sentences = item.sentences.copy()
        sentences[:, -1] = scores[position] - best
        hit = replace(item.hit, score=float(scores[position]))
        ranked.append(Evidence(hit, item.passage, sentences))
    return ranked


def diverse(hits: Sequence[Hit], k: int) -> list[Hit]:
    """Return the `k` best hits, each text of a document once, one place kept for another."""
    best: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        best.setdefault((hit.document.id, hit.passage.text.strip()), hit)
    once = list(best.values())
    owners = {place: hit.document.id for place, hit in enumerate(once)}
    # A guess: one document may fill four fifths of the places.
    return [
        once[place] for place in limit_per_document(range(len(once)), owners, max(1, k * 4 // 5), k)
    ]


def rank_sentences(
    asked: AnalyzedQuestion, ranked: Sequence[Evidence], weights: Weights
) -> list[ScoredSentence]:
    """Return the sentences of the ranked passages, best first.

    Headings and questions that only repeat the question's words are left out, and scraps; heads
    of tables, which say what others are.
    """
    found = [
        ScoredSentence(item, row, float(score))
        for item in ranked
        for row, score in enumerate(item.sentences @ weights.sentence)
    ]
    return sorted_sentences(sentence for sentence in found if may_answer(asked, sentence))


def sorted_sentences(sentences: Iterable[ScoredSentence]) -> list[ScoredSentence]:
    """Return sentences with the best first; of equal ones, the one that stands first."""
    return sorted(sentences, key=lambda s: (-s.score, s.hit.passage.document_id, s.span.start))


def may_answer(asked: AnalyzedQuestion, sentence: ScoredSentence) -> bool:
    """Tell whether a sentence may be quoted at all: no heading, scrap, reference, table head."""
    return (
        adds(asked, sentence.text)
        and not is_fragment(asked, sentence.text)
        and not is_of_other_work(asked, sentence.hit.passage, sentence.row)
        and not names_columns(sentence.hit.passage, sentence.span)
        and not names_rows(sentence.hit.passage, sentence.span)
    )
