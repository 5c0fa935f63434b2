"""Fits the weights of `qa/answering/weights.json` that hold without the reader.

    PINCITE_EVAL_DATA=… python -m qa.evaluation.fit

Passages and sentences: weights that make a softmax over the candidates of each question
put most on those that answer (listwise, Cao et al. 2007), on the answerable questions of
SQuAD 2.0. Confidence: the share of the signs in it is fixed (`BALANCE`), because weights
fitted freely to adversarial questions of some articles did worse on those of others; what is
fitted is how it becomes a probability (Platt 1999). `docs/quality.md` tells how these were
chosen.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from index import Index
from qa.answering.confidence import CONFIDENCE_FEATURES, confidence_features
from qa.answering.features import (
    PASSAGE_FEATURES,
    SENTENCE_FEATURES,
    AnalyzedQuestion,
    Evidence,
    FeatureMatrix,
)
from qa.answering.quoting import choose
from qa.answering.ranking import (
    READ_PASSAGES,
    Weights,
    rank_passages,
    rank_sentences,
)
from qa.config import Config
from qa.evaluation.calibrating import is_right
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.measures import holds_answer
from qa.evaluation.run import gathered
from qa.evaluation.sets import load
from qa.wiring import open_index

PENALTY = 1e-3
"""Of the square of the weights, per question; 1e-2 and 2e-4 gave the same within noise."""

BALANCE = {"meaning": 1.0, "score": 0.7, "window": 0.3, "missing": -0.6}
"""What a standard deviation of each sign counts; `docs/quality.md` has what they give."""

MIX = {"answerable": 1.0, "removed": 0.5, "off-topic": 0.1, "adversarial": 0.05}
"""How many questions of each kind to expect, against the answerable ones; guesses. The confidence
is calibrated where people ask in good faith; `docs/quality.md` says what others cost."""

TOPIC = 20.0
"""What the figure of topics counts. It is not fitted: where one passage answers, as in SQuAD, it
does not help. On Cranfield 10 to 30 give .447 to .454."""

Gathered = tuple[Case, AnalyzedQuestion, list[Evidence]]


def fit(cases: EvalSet, index: Index) -> Weights:
    """Return weights fitted to a set whose documents are in the index."""
    with index.reader() as reader:
        found = [
            (case, *gathered(case, reader))
            for case in tqdm(cases.cases, desc="asking", disable=None)
        ]
    answerable = [item for item in found if item[0].regime == "answerable"]
    passage = softmax_weights(
        [
            (np.stack([e.passage[:-1] for e in evidence]), _relevant(case, evidence))
            for case, _, evidence in answerable
            if evidence
        ]
    )
    passage = np.append(passage, TOPIC)
    ones = Weights(passage, np.ones(len(SENTENCE_FEATURES)), {})
    sentence = softmax_weights(
        [
            _sentences(case, rank_passages(evidence, ones)[:READ_PASSAGES])
            for case, _, evidence in answerable
        ]
    )
    weights = Weights(passage, sentence, {})
    return Weights(passage, sentence, _confidence(found, weights))


def _relevant(case: Case, evidence: Sequence[Evidence]) -> np.ndarray:
    return np.array([item.hit.document.id in case.relevant for item in evidence])


def _sentences(case: Case, ranked: Sequence[Evidence]) -> tuple[FeatureMatrix, np.ndarray]:
    rows = [item.sentences for item in ranked]
    right = [
        item.hit.document.id in case.relevant
        and holds_answer(item.hit.passage.quote(span), case.answers)
        for item in ranked
        for span in item.hit.passage.sentences
    ]
    return np.concatenate(rows), np.array(right)


def softmax_weights(questions: Sequence[tuple[FeatureMatrix, np.ndarray]]) -> FeatureMatrix:
    """Return the weights that make the right candidates most likely, and stay small."""
    usable = [(figures, right) for figures, right in questions if right.any()]

    def loss(weights: FeatureMatrix) -> tuple[float, FeatureMatrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for figures, right in usable:
            scores = figures @ weights
            odds = np.exp(scores - scores.max())
            share = odds / odds.sum()
            mass = share[right].sum()
            total -= np.log(mass + 1e-12)
            slope -= (np.where(right, share / (mass + 1e-12), 0.0) - share) @ figures
        count = len(usable)
        penalty = PENALTY * float(weights @ weights)
        return total / count + penalty, slope / count + 2 * PENALTY * weights

    start = np.ones(usable[0][0].shape[1])
    found: FeatureMatrix = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found


def _confidence(found: Sequence[Gathered], weights: Weights) -> dict[str, float]:
    rows, right, regimes = [], [], []
    for case, asked, evidence in found:
        sentences = rank_sentences(asked, rank_passages(evidence, weights)[:READ_PASSAGES], weights)
        if sentences and case.regime in MIX:
            rows.append(
                [confidence_features(asked, sentences)[name] for name in CONFIDENCE_FEATURES]
            )
            right.append(is_right(case, choose(sentences)))
            regimes.append(case.regime)
    table = np.array(rows)
    raw = np.array([BALANCE[name] for name in CONFIDENCE_FEATURES]) / table.std(axis=0)
    share = {regime: MIX[regime] / regimes.count(regime) for regime in set(regimes)}
    model = LogisticRegression(C=100.0)  # a guess, as above
    model.fit((table @ raw)[:, None], right, sample_weight=[share[r] * len(rows) for r in regimes])
    scale = float(model.coef_[0][0])
    fitted = {
        name: float(value * scale) for name, value in zip(CONFIDENCE_FEATURES, raw, strict=True)
    }
    return {"intercept": float(model.intercept_[0]), **fitted}


def main() -> None:
    """Fit the weights and write them into the package."""
    config = Config.from_env()
    cases = load("squad2", config.eval_data)
    index = open_index(config, collection="eval-squad2")
    documents = cases.documents or ()
    for _ in tqdm(index.add(documents), total=len(documents), desc="reading", disable=None):
        pass
    weights = fit(cases, index)
    record = {
        "passage": dict(zip(PASSAGE_FEATURES, map(_short, weights.passage), strict=True)),
        "sentence": dict(zip(SENTENCE_FEATURES, map(_short, weights.sentence), strict=True)),
        "confidence": {name: _short(value) for name, value in weights.confidence.items()},
        "fitted_to": {"set": cases.name, "digest": cases.digest, "model": index.embedder.id},
    }
    keep(record)


def keep(parts: Mapping[str, Any]) -> None:
    """Write parts of the weights into the package; the others stay as they are."""
    path = Path(str(resources.files("qa.answering").joinpath("weights.json")))
    values = json.loads(path.read_text("utf-8")) | parts
    path.write_text(json.dumps(values, indent=1) + "\n", "utf-8")


def _short(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    main()
