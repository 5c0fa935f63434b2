"""Fits what the model's probabilities and the doubts of guards count together.

    python -m qa.checking.entailment.training.weigh --models FORMS

The pairs written by hand are weighed. What each guard's doubt counts is fitted to all of them that
no guard refuses, since guards have learned from none; what the model counts, to those over
documents that it was not trained on. Both are logistic regressions with a little ridge. It prints
how the weights do on documents, and on kinds of pairs, that they were not fitted to, and writes
`weights.json` into the package.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index import BUNDLED, SentenceEncoder, find_model
from qa.checking.entailment.loading import EntailmentChoice, load_entailment
from qa.checking.entailment.model import Entailment
from qa.checking.entailment.training.pairs import Pair
from qa.checking.entailment.training.written import PARTS, archive, is_trained_on, written_pairs
from qa.checking.verdict import Evidence
from qa.checking.verifier import findings
from qa.checking.weighing import log_odds

Matrix = NDArray[np.float64]
Labels = NDArray[np.bool_]

GUARDS = (
    "negation", "all", "quantity word", "word", "modality", "binding", "opposite", "cause",
    "attribution", "roles", "number", "date",
)  # fmt: skip
"""Guards that may doubt."""
_PARTS = 5  # of the documents or kinds, one left out at a time
_RIDGE = 2.0
"""A guess: from 1 to 10 the area under the curve on other documents is the same to .001."""
_ROUNDS = 30  # of Newton's method, which takes about eight
_PASSING = (0.12, 0.20)  # shares of wrong pairs at which the right ones that pass are printed


@dataclass(frozen=True, slots=True)
class Weighed:
    """A pair, whether a guard refuses it, and the guards that doubt it."""

    pair: Pair
    refused: bool
    doubting: frozenset[str]


def weighed(pairs: Sequence[Pair]) -> list[Weighed]:
    """Return what the guards say of pairs."""
    rows = []
    for pair in tqdm(pairs, "guards", disable=None):
        found = [*findings(pair.claim, Evidence(pair.evidence))]
        refused = any(one.weight != "doubt" for one in found)
        rows.append(Weighed(pair, refused, frozenset(one.guard for one in found)))
    return rows


def regression(signs: Matrix, labels: Labels) -> Matrix:
    """Return the weights of signs, and last the bias, by logistic regression with a ridge."""
    rows = np.c_[signs, np.ones(len(signs))]
    weights = np.zeros(rows.shape[1])
    ridge = np.eye(len(weights)) * _RIDGE
    ridge[-1, -1] = 0.0
    for _ in range(_ROUNDS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - labels) + ridge @ weights
        weights -= np.linalg.solve((rows.T * (likely * (1 - likely))) @ rows + ridge, slope)
    return weights


def doubts_of(rows: Sequence[Weighed]) -> dict[str, float]:
    """Return what the doubt of each guard counts: nothing, or against a sentence."""
    open_ = [row for row in rows if not row.refused]
    signs = np.array([[guard in row.doubting for guard in GUARDS] for row in open_], dtype=float)
    found = regression(signs, _labels(open_))
    return {guard: min(0.0, float(w)) for guard, w in zip(GUARDS, found[:-1], strict=True)}


def signs_of(row: Weighed, probabilities: Sequence[float], doubts: dict[str, float]) -> list[float]:
    """Return what is weighed of a pair: the model's log odds, and the sum of the doubts."""
    return [
        *map(log_odds, probabilities[:3]),
        sum(doubts.get(guard, 0.0) for guard in row.doubting),
    ]


def fitted(signs: Matrix, labels: Labels, doubts: dict[str, float]) -> dict[str, object]:
    """Return the weights as they are shipped; what speaks against a sentence never helps it."""
    supported, partly, contradicted, doubt, bias = map(float, regression(signs, labels))
    return {
        "bias": round(bias, 3),
        "model": {
            "supported": round(supported, 3),
            "partly": round(min(0.0, partly), 3),
            "contradicted": round(min(0.0, contradicted), 3),
        },
        "doubts": {guard: round(doubt * weight, 3) for guard, weight in doubts.items() if weight},
    }


def left_out(signs: Matrix, labels: Labels, names: Sequence[str]) -> Matrix:
    """Return the score of each row by weights that were fitted without the rows of its part."""
    parts = np.array([int(hashlib.sha256(n.encode()).hexdigest(), 16) % _PARTS for n in names])
    scores = np.zeros(len(signs))
    for part in range(_PARTS):
        weights = regression(signs[parts != part], labels[parts != part])
        here = parts == part
        scores[here] = np.c_[signs[here], np.ones(here.sum())] @ weights
    return scores


def curve(scores: Matrix, rows: Sequence[Weighed], open_: Labels) -> Iterator[str]:
    """Yield how many right pairs pass where so many wrong ones do; refused ones never pass."""
    every = np.full(len(rows), -np.inf)
    every[open_] = scores
    labels = _labels(rows)
    for share in _PASSING:
        limit = np.quantile(every[~labels], 1 - share, method="higher")
        yield f"wrong {share:.2f}: right {np.mean(every[labels] > limit):.3f}"


def report(signs: Matrix, rows: Sequence[Weighed]) -> Iterator[str]:
    """Yield the lines that are printed."""
    open_ = np.array([not row.refused for row in rows])
    kept = [row for row in rows if not row.refused]
    yield f"{len(rows):,} pairs, of which guards leave {len(kept):,} open"
    names: dict[str, Callable[[Weighed], str]] = {
        "documents": lambda row: row.pair.group,
        "kinds": lambda row: row.pair.kind,
    }
    yield f"the model alone: {'; '.join(curve(signs[:, 0], rows, open_))}"
    for what, name in names.items():
        scores = left_out(signs, _labels(kept), [name(row) for row in kept])
        yield f"weighed, on other {what}: {'; '.join(curve(scores, rows, open_))}"


def _labels(rows: Sequence[Weighed]) -> Labels:
    return np.array([row.pair.label == "supported" for row in rows])


def _loaded(models: Path) -> Entailment:
    embedder = SentenceEncoder(find_model(BUNDLED), models)
    embedder.load()
    model = load_entailment(EntailmentChoice(BUNDLED, models), embedder.id)
    assert model is not None, "there is no model to weigh"
    return model


def main() -> None:
    """Fit the weights, print how they do, and write them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--models", type=Path, required=True, help="where light forms are kept")
    parser.add_argument("--into", type=Path, default=Path(str(resources.files("qa.checking"))))
    options = parser.parse_args()
    rows = weighed([pair for part in PARTS for pair in written_pairs(archive(), part)])
    doubts = doubts_of(rows)
    model = _loaded(options.models)
    held = [row for row in rows if not is_trained_on(row.pair.group)]
    kept = [row for row in held if not row.refused]
    pairs = [(row.pair.claim, row.pair.evidence) for row in kept]
    said = [model.probabilities([pair])[0] for pair in tqdm(pairs, "pairs", disable=None)]
    signs = np.array([signs_of(row, one, doubts) for row, one in zip(kept, said, strict=True)])
    sys.stdout.writelines(f"{line}\n" for line in report(signs, held))
    weights = fitted(signs, _labels(kept), doubts)
    text = json.dumps({"form": model.id, "pairs": len(kept), **weights}, indent=2)
    (options.into / "weights.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
