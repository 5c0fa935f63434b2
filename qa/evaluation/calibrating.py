"""Fits the confidence to a user's own questions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from tqdm import tqdm

from index import Index
from index.counted import counted
from qa.answering.choosing import Chooser
from qa.answering.confidence import best_odds, confidence_features, probability
from qa.answering.ranking import Calibration, ScoredSentence
from qa.errors import AnswerError
from qa.evaluation.cases import Case, EvalSet
from qa.evaluation.measures import calibration_error
from qa.evaluation.run import gathered, holds

FEWEST = 30  # questions of each kind; a guess: fewer are noise
FOLDS = 5  # of the cross-validation; a guess, scikit-learn's default


class TooFewQuestions(AnswerError):
    """There are too few questions to fit anything to."""

    code = "rejected"


@dataclass(frozen=True, slots=True)
class Fitted:
    """A confidence fitted to a user's questions, and the calibration error before and after."""

    calibration: Calibration
    before: float
    after: float
    cases: int


def calibrate(cases: EvalSet, index: Index, chooser: Chooser) -> Fitted:
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
    odds, right = [], []
    for case in tqdm(cases.cases, desc="asking", disable=None, leave=False):
        with index.reader() as reader:
            asked, evidence = gathered(case, reader)
        sentences = chooser.sentences(asked, chooser.rank(evidence))
        if sentences:
            signs = confidence_features(asked, sentences)
            odds.append(best_odds(asked, sentences[0], signs, chooser.weights))
            right.append(is_right(case, sentences[:1]))
    if min(sum(right), len(right) - sum(right)) < FOLDS:
        raise TooFewQuestions(
            f"{sum(right)} of {len(right)} answers are right: a confidence can be fitted only "
            f"where at least {FOLDS} are right and {FOLDS} are not"
        )
    table = np.array(odds)[:, None]
    model = LogisticRegression(C=100.0)  # a guess: hardly regularized, for few weights
    folds = cross_val_predict(model, table, right, cv=FOLDS, method="predict_proba")[:, 1]
    now = chooser.weights.calibration
    before = calibration_error([probability(now.applied(value)) for value in odds], right)
    model.fit(table, right)
    fitted = Calibration(
        round(float(model.coef_[0][0]), 4),
        round(float(model.intercept_[0]), 4),
        chooser.reader_id,
    )
    if fitted.scale <= 0:
        raise TooFewQuestions(
            "on these questions a higher confidence goes with wrong answers: check the "
            "questions and their answers, or give more of them"
        )
    return Fitted(fitted, before, calibration_error(list(folds), right), len(odds))


def is_right(case: Case, quotes: Sequence[ScoredSentence]) -> bool:
    """Tell whether one of the quotes answers a case."""
    return case.regime == "answerable" and any(holds(case, quote) for quote in quotes)
