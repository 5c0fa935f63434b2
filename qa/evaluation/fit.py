"""Fits the weights of `qa/answering/weights.json`, and a collection's own confidence.

    PINCITE_EVAL_DATA=… python -m qa.evaluation.fit

Passages and sentences: weights that make a softmax over the candidates of each question
put most on those that answer (listwise, Cao et al. 2007), on the answerable questions of
SQuAD 2.0. Confidence: the share of the signs in it is fixed (`BALANCE`), because weights
fitted freely to adversarial questions of some articles did worse on those of others; what is
fitted is how it becomes a probability (Platt 1999). `docs/quality.md` tells how these were
chosen.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from tqdm import tqdm

from index import ALL_DOCUMENTS, Filter, Index, IndexReader
from index.counted import counted
from qa.answering.confidence import CONFIDENCE_FEATURES, confidence_features, log_odds, probability
from qa.answering.features import (
    PASSAGE_FEATURES,
    SENTENCE_FEATURES,
    AnalyzedQuestion,
    Evidence,
    FeatureMatrix,
)
from qa.answering.query_rewriting import standalone_question
from qa.answering.quoting import choose
from qa.answering.ranking import (
    READ_PASSAGES,
    ScoredSentence,
    Weights,
    rank_passages,
    rank_sentences,
    retrieve,
)
from qa.config import Config
from qa.errors import AnswerError
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.measures import calibration_error, holds_answer
from qa.evaluation.sets import load
from qa.wiring import open_index

PENALTY = 1e-3
"""Of the square of the weights, per question; 1e-2 and 2e-4 gave the same within noise."""

BALANCE = {"meaning": 1.0, "score": 0.7, "window": 0.3, "missing": -0.6}
"""What a standard deviation of each sign counts; `docs/quality.md` has what they give."""

MIX = {"answerable": 1.0, "removed": 0.5, "off-topic": 0.1, "adversarial": 0.05}
"""How many questions of each kind to expect, against the answerable ones; guesses. The confidence
is calibrated where people ask in good faith; `docs/quality.md` says what others cost."""

FEWEST = 30  # questions of each kind; a guess: fewer are noise
FOLDS = 5  # of the cross-validation; a guess, scikit-learn's default

Gathered = tuple[Case, AnalyzedQuestion, list[Evidence]]


class TooFewQuestions(AnswerError):
    """There are too few questions to fit anything to."""

    code = "rejected"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A confidence fitted to a user's questions, and the calibration error it has."""

    weights: dict[str, float]
    before: float
    after: float
    cases: int


def fit(cases: EvalSet, index: Index) -> Weights:
    """Return weights fitted to a set whose documents are in the index."""
    with index.reader() as reader:
        gathered = [
            _gathered(case, reader) for case in tqdm(cases.cases, desc="asking", disable=None)
        ]
    answerable = [item for item in gathered if item[0].regime == "answerable"]
    passage = _softmax_weights(
        [
            (np.stack([e.passage for e in evidence]), _relevant(case, evidence))
            for case, _, evidence in answerable
            if evidence
        ]
    )
    ones = Weights(passage, np.ones(len(SENTENCE_FEATURES)), {})
    sentence = _softmax_weights(
        [
            _sentences(case, rank_passages(evidence, ones)[:READ_PASSAGES])
            for case, _, evidence in answerable
        ]
    )
    weights = Weights(passage, sentence, {})
    return Weights(passage, sentence, _confidence(gathered, weights))


def calibrate(cases: EvalSet, index: Index, weights: Weights) -> Fitted:
    """Fit how the shipped confidence becomes a probability to a user's questions.

    Raises:
        TooFewQuestions: If fewer than 30 are answerable, or fewer than 30 are not.
    """
    answerable = sum(case.regime == "answerable" and bool(case.answers) for case in cases.cases)
    others = sum(case.regime != "answerable" for case in cases.cases)
    if min(answerable, others) < FEWEST:
        raise TooFewQuestions(
            f"{counted(answerable, 'answerable question')} with their answers and "
            f"{counted(others, 'other')} are too few: give at least {FEWEST} of each"
        )
    found, right = [], []
    for case in tqdm(cases.cases, desc="asking", disable=None, leave=False):
        with index.reader() as reader:
            _, asked, evidence = _gathered(case, reader)
        sentences = rank_sentences(asked, rank_passages(evidence, weights)[:READ_PASSAGES], weights)
        if sentences:
            found.append(confidence_features(asked, sentences))
            right.append(_right(case, choose(sentences)))
    if min(sum(right), len(right) - sum(right)) < FOLDS:
        raise TooFewQuestions(
            f"{sum(right)} of {len(right)} answers are right: a confidence can be fitted only "
            f"where at least {FOLDS} are right and {FOLDS} are not"
        )
    logits = np.array([log_odds(sign, weights.confidence) for sign in found])[:, None]
    model = LogisticRegression(C=100.0)  # a guess: hardly regularized, for few weights
    folds = cross_val_predict(model, logits, right, cv=FOLDS, method="predict_proba")[:, 1]
    before = calibration_error([probability(s, weights.confidence) for s in found], right)
    model.fit(logits, right)
    scale, shift = float(model.coef_[0][0]), float(model.intercept_[0])
    if scale <= 0:
        raise TooFewQuestions(
            "on these questions a higher confidence goes with wrong answers: check the "
            "questions and their answers, or give more of them"
        )
    fitted = {name: round(value * scale, 4) for name, value in weights.confidence.items()}
    fitted["intercept"] = round(weights.confidence["intercept"] * scale + shift, 4)
    return Fitted(fitted, before, calibration_error(list(folds), right), len(found))


def _gathered(case: Case, reader: IndexReader) -> Gathered:
    question = standalone_question(case.question, case.history)
    within = case.within
    wanted = ALL_DOCUMENTS if within is None else Filter(documents=tuple(sorted(within)))
    return (case, *retrieve(reader, question, reader.embed_question(question), wanted=wanted))


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


def _softmax_weights(questions: Sequence[tuple[FeatureMatrix, np.ndarray]]) -> FeatureMatrix:
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


def _confidence(gathered: Sequence[Gathered], weights: Weights) -> dict[str, float]:
    rows, right, regimes = [], [], []
    for case, asked, evidence in gathered:
        sentences = rank_sentences(asked, rank_passages(evidence, weights)[:READ_PASSAGES], weights)
        if sentences and case.regime in MIX:
            rows.append(
                [confidence_features(asked, sentences)[name] for name in CONFIDENCE_FEATURES]
            )
            right.append(_right(case, choose(sentences)))
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


def _right(case: Case, quotes: Sequence[ScoredSentence]) -> bool:
    return case.regime == "answerable" and any(
        (not case.relevant or quote.hit.document.id in case.relevant)
        and holds_answer(quote.text, case.answers)
        for quote in quotes
    )


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
    path = Path(str(resources.files("qa.answering").joinpath("weights.json")))
    path.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _short(value: float) -> float:
    return round(float(value), 4)


if __name__ == "__main__":
    main()
