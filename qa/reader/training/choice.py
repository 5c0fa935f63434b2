"""Fits what counts where the reader has read: the order of sentences, and the confidence.

    python -m qa.reader.training.choice --work FOLDER

Of the sets that were written to train on, what the reader did not learn from is used
(`collected.split`). A network over the figures of each sentence makes a softmax
over the sentences of a question that puts its mass on those that answer (listwise, Cao et al.
2007). The confidence is a logistic regression of its signs, fitted to whether the first quote
answers.
"""

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import torch
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
from qa.reader.training.collected import marked, split
from qa.reader.training.written import opened_sets
from qa.wiring import make_chooser

UNITS = 8
"""Of the network: measured on sets that the fit has not seen (`docs/quality.md`)."""
PENALTY = 1e-3
"""Of the square of each weight, per question; chosen like the units."""
_STEPS = 180  # of the optimizer at most; it stops before

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with the sentences that may answer, and which of them do."""

    question: AnalyzedQuestion
    sentences: tuple[ScoredSentence, ...]
    right: tuple[bool, ...]


def asked(case: Case, reader: IndexReader, chooser: Chooser) -> Asked:
    """Return a case with all that may be quoted for it."""
    question = standalone_question(case.question, case.history)
    readings = reader.readings(question)
    question = as_read(question, readings)
    raw = as_read(case.question, readings)
    analysed, evidence = retrieve(
        reader, question, reader.embed_question(question), also=(raw, reader.embed_question(raw))
    )
    sentences = chooser.sentences(analysed, chooser.rank(evidence))
    passages = {id(s.hit): marked(s.hit, case.gold) for s in sentences}
    return Asked(
        analysed, tuple(sentences), tuple(s.row in passages[id(s.hit)].right for s in sentences)
    )


def fit_order(questions: Sequence[Asked], seed: int = 7) -> ReadingWeights:
    """Return the network that puts what answers first; its confidence is still empty."""
    usable = [item for item in questions if any(item.right) and not all(item.right)]
    longest = max(len(item.right) for item in usable)
    figures = torch.zeros(len(usable), longest, len(READ_FEATURES))
    there = torch.zeros(len(usable), longest, dtype=torch.bool)
    right = torch.zeros_like(there)
    for row, item in enumerate(usable):
        count = len(item.right)
        figures[row, :count] = torch.tensor(_figures(item), dtype=torch.float32)
        there[row, :count] = True
        right[row, :count] = torch.tensor(item.right)
    torch.manual_seed(seed)
    linear = torch.zeros(len(READ_FEATURES), requires_grad=True)
    inner = (torch.randn(len(READ_FEATURES), UNITS) * 0.3).requires_grad_()
    bias = torch.zeros(UNITS, requires_grad=True)
    outer = (torch.randn(UNITS) * 0.1).requires_grad_()
    weights = [linear, inner, bias, outer]
    optimizer = torch.optim.LBFGS(
        weights, max_iter=_STEPS, history_size=20, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        scores = figures @ linear + torch.tanh(figures @ inner + bias) @ outer
        everything = torch.logsumexp(scores.masked_fill(~there, -1e9), 1)
        answering = torch.logsumexp(scores.masked_fill(~right, -1e9), 1)
        penalty = torch.stack([(weight**2).sum() for weight in weights]).sum()
        return (everything - answering).mean() + PENALTY * penalty

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        found = loss()
        found.backward()  # type: ignore[no-untyped-call]
        return found

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return ReadingWeights(
        _rounded(linear), _rounded(inner), _rounded(bias), _rounded(outer), confidence={}
    )


def _rounded(weight: torch.Tensor) -> FeatureMatrix:
    return np.asarray(np.round(weight.detach().double().numpy(), 4))


def fit_confidence(questions: Iterable[Asked], order: ReadingWeights) -> dict[str, float]:
    """Return what each sign counts: fitted to whether the first sentence answers."""
    rows, right = [], []
    for item in questions:
        ranked = ordered(item, order)
        if ranked:
            signs = confidence_features(item.question, [sentence for sentence, _ in ranked])
            rows.append([signs[name] for name in READ_SIGNS])
            right.append(ranked[0][1])
    model = LogisticRegression(C=1.0, max_iter=1000)  # a guess: little data, little freedom
    model.fit(np.array(rows), right)
    weights = zip(READ_SIGNS, map(float, model.coef_[0]), strict=True)
    return {
        "intercept": round(float(model.intercept_[0]), 4),
        **{name: round(value, 4) for name, value in weights},
    }


def ordered(item: Asked, order: ReadingWeights) -> list[tuple[ScoredSentence, bool]]:
    """Return the sentences of a question with their new scores, best first, and what is right."""
    if not item.sentences:
        return []
    scores = order.scores(_figures(item))
    again = [replace(s, score=float(v)) for s, v in zip(item.sentences, scores, strict=True)]
    right = {id(s): r for s, r in zip(again, item.right, strict=True)}
    return [(sentence, right[id(sentence)]) for sentence in sorted_sentences(again)]


def _figures(item: Asked) -> FeatureMatrix:
    return np.stack([sentence.read for sentence in item.sentences if sentence.read is not None])


def record(weights: ReadingWeights, reader: str) -> dict[str, Any]:
    """Return weights as the file keeps them, with the reader that they were fitted to."""
    return {
        "reader": reader,
        "features": list(READ_FEATURES),
        "linear": weights.linear.tolist(),
        "inner": weights.inner.tolist(),
        "bias": weights.bias.tolist(),
        "outer": weights.outer.tolist(),
        "confidence": dict(weights.confidence),
    }


def main() -> None:
    """Fit to the written sets, and put the weights into the package."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--work", type=Path, required=True, help="where collections are made")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    config = Config(data=options.work)
    questions: list[Asked] = []
    reader_id = ""
    for cases, index in opened_sets(config):
        chooser = make_chooser(config, index, with_empty_reading(shipped_weights()))
        with index.reader() as moment:
            for case in tqdm(split(cases)[1], desc=cases.name, disable=None):
                questions.append(asked(case, moment, chooser))
        reader = chooser.reader()
        assert reader is not None, "there is no reader to fit to"
        reader_id = reader.id
    order = fit_order(questions)
    weights = replace(order, confidence=fit_confidence(questions, order))
    path = Path(str(resources.files("qa.answering").joinpath("weights.json")))
    values = json.loads(path.read_text("utf-8"))
    values["reading"] = record(weights, reader_id)
    path.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    first = [ordered(item, weights)[:1] for item in questions if any(item.right)]
    log.info("%.3f of %d right first", np.mean([found[0][1] for found in first]), len(first))


def with_empty_reading(weights: Weights) -> Weights:
    """Return weights with which the reader reads, and the order does not matter."""
    nothing = np.zeros(len(READ_FEATURES))
    empty = ReadingWeights(
        nothing, np.zeros((len(READ_FEATURES), 1)), np.zeros(1), np.zeros(1), confidence={}
    )
    return replace(weights, reading=empty)


if __name__ == "__main__":
    main()
