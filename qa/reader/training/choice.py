"""Fits what counts where the reader has read: the order of sentences, and the confidence.

    python -m qa.reader.training.choice --data FOLDER --examples FILE… --work FOLDER

It is fitted to what the reader was not trained on: of the sets that were written to train on, the
documents that were kept back (`collected.split`); of the labelled sets, questions that are in no
file of examples (`prose`). Weights of the figures of each sentence make a softmax over the
sentences of a question that puts its mass on those that answer (listwise, Cao et al. 2007). The
confidence is a logistic regression of its signs, fitted to whether the first quote answers; a
second one, of the same signs, is fitted to whether the question has an answer at all, and nothing
is quoted where either is too low. A network and boosted trees in their places did no better on
other sets (`docs/quality.md`).
"""

import argparse
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from index import IndexReader
from index.search.spelling import as_read
from qa.answering.choosing import Chooser
from qa.answering.confidence import READ_SIGNS, confidence_features
from qa.answering.features import AnalyzedQuestion, FeatureMatrix
from qa.answering.query_rewriting import standalone_question
from qa.answering.ranking import (
    ReadingWeights,
    ScoredSentence,
    Weights,
    retrieve,
    shipped_weights,
    sorted_sentences,
)
from qa.answering.reading import READ_FEATURES
from qa.config import Config
from qa.evaluation.cases import Case
from qa.evaluation.fit import keep, softmax_weights
from qa.reader.training.collected import marked, split
from qa.reader.training.prose import prose
from qa.reader.training.written import opened_sets
from qa.wiring import make_chooser

POINTS = (0.35, 0.65)
"""The confidence, and the probability of any answer, below which nothing is quoted.

Measured by turns on what the choice was fitted to before, .20 of the answerable questions were
refused at .35 and .6 and .71 of the others, .06 got only wrong quotes. Among what is fitted to now
more have an answer, which lifts the second probability by some .1 of its log odds; so its point
is .65, at which `real` and `everyday` were asked.
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with the sentences that may answer, and which of them do.

    `answerable` tells whether the documents answer it, found or not.
    """

    question: AnalyzedQuestion
    sentences: tuple[ScoredSentence, ...]
    right: tuple[bool, ...]
    answerable: bool


def asked(case: Case, reader: IndexReader, chooser: Chooser) -> Asked:
    """Return a case with all that may be quoted for it."""
    question = standalone_question(case.question, case.history)
    readings = reader.readings(question)
    question = as_read(question, readings)
    raw = as_read(case.question, readings)
    also = (raw, reader.embed_question(raw))
    analysed, evidence = retrieve(
        reader, question, reader.embed_question(question), also=also, wanted=case.wanted
    )
    sentences = chooser.sentences(analysed, chooser.rank(evidence))
    passages = {id(s.hit): marked(s.hit, case.gold) for s in sentences}
    right = tuple(s.row in passages[id(s.hit)].right for s in sentences)
    return Asked(analysed, tuple(sentences), right, bool(case.gold))


def fit_order(questions: Sequence[Asked]) -> dict[str, float]:
    """Return what each figure counts, so that what answers comes first."""
    usable = [item for item in questions if any(item.right) and not all(item.right)]
    found = softmax_weights([(_figures(item), np.array(item.right)) for item in usable])
    return dict(zip(READ_FEATURES, map(float, np.round(found, 4)), strict=True))


def fit_signs(
    questions: Iterable[Asked], order: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return what each sign counts for the first sentence answering, and for anything doing so."""
    rows, right, answerable = [], [], []
    for item in questions:
        ranked = ordered(item, order)
        if ranked:
            signs = confidence_features(item.question, [sentence for sentence, _ in ranked])
            rows.append([signs[name] for name in READ_SIGNS])
            right.append(ranked[0][1])
            answerable.append(item.answerable)
    return _logistic(rows, right), _logistic(rows, answerable)


def _logistic(rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> dict[str, float]:
    """Return the intercept and the weights of the signs that tell what is true."""
    model = LogisticRegression(C=1.0, max_iter=1000)  # a guess: little data, little freedom
    model.fit(np.array(rows), truth)
    weights = zip(READ_SIGNS, map(float, model.coef_[0]), strict=True)
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        **{name: round(value, 4) for name, value in weights},
    }


def ordered(item: Asked, order: Mapping[str, float]) -> list[tuple[ScoredSentence, bool]]:
    """Return the sentences of a question with their new scores, best first, and what is right."""
    if not item.sentences:
        return []
    scores = _figures(item) @ [order[name] for name in READ_FEATURES]
    again = [replace(s, score=float(v)) for s, v in zip(item.sentences, scores, strict=True)]
    right = {id(s): r for s, r in zip(again, item.right, strict=True)}
    return [(sentence, right[id(sentence)]) for sentence in sorted_sentences(again)]


def _figures(item: Asked) -> FeatureMatrix:
    return np.stack([sentence.read for sentence in item.sentences if sentence.read is not None])


def record(weights: ReadingWeights, reader: str) -> dict[str, Any]:
    """Return weights as the file keeps them, with the reader that they were fitted to."""
    return {
        "reader": reader,
        "sentence": dict(weights.sentence),
        "confidence": dict(weights.confidence),
        "answerable": dict(weights.answerable),
        "working_point": weights.working_point,
        "answerable_point": weights.answerable_point,
    }


def main() -> None:
    """Fit to the written sets, and put the weights into the package."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the labelled sets")
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True, help="where collections are made")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = Config(data=options.work)
    sets = [(split(cases)[1], index) for cases, index in opened_sets(config)]
    sets.append(prose(options.data, options.examples, config))
    questions: list[Asked] = []
    for cases, index in sets:
        chooser = make_chooser(config, index, with_empty_reading(shipped_weights()))
        with index.reader() as moment:
            questions += [
                asked(case, moment, chooser) for case in tqdm(cases, desc="asking", disable=None)
            ]
    reader = chooser.reader()
    assert reader is not None, "there is no reader to fit to"
    order = fit_order(questions)
    weights = ReadingWeights(order, *fit_signs(questions, order), *POINTS)
    keep({"reading": record(weights, reader.id)})
    first = [ordered(item, order)[0][1] for item in questions if any(item.right)]
    log.info("%.3f of %d right first", np.mean(first), len(first))


def with_empty_reading(weights: Weights) -> Weights:
    """Return weights with which the reader reads, and the order does not matter."""
    return replace(weights, reading=ReadingWeights(dict.fromkeys(READ_FEATURES, 0.0), {}, {}))


if __name__ == "__main__":
    main()
