"""What makes support likelier, what a model may change of a guard's objection, and the fit."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from qa.checking.entailment.model import Probabilities
from qa.checking.entailment.training.pairs import Pair
from qa.checking.entailment.training.weigh import (
    GUARDS,
    curve,
    doubts_of,
    fitted,
    left_out,
    regression,
    signs_of,
    weighed,
)
from qa.checking.thresholds import THRESHOLDS
from qa.checking.verdict import Evidence
from qa.checking.verifier import EvidenceVerifier
from qa.checking.weighing import Read, Weights, shipped_weights

WEIGHTS = shipped_weights()
shares = st.floats(0, 1)


class Says:
    """A model that says the same of everything, and remembers what it read."""

    id = "says"

    def __init__(self, *row: float) -> None:
        self._row = np.array(row, dtype=np.float32)
        self.read: list[tuple[str, str]] = []

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> Probabilities:
        self.read += pairs
        return np.tile(self._row, (len(pairs), 1))


@given(shares, shares, shares, st.sets(st.sampled_from(GUARDS)))
def test_doubt_never_makes_support_likelier(
    supported: float, partly: float, contradicted: float, doubting: set[str]
) -> None:
    read = Read(supported, partly, contradicted)
    likely = WEIGHTS.likelihood(read, doubting)
    assert 0 < likely <= WEIGHTS.likelihood(read, ()) < 1


@given(shares, shares, st.floats(0, 0.9))
def test_a_surer_model_makes_support_likelier(low: float, high: float, other: float) -> None:
    low, high = sorted((low, high))
    less, more = (WEIGHTS.likelihood(Read(one, other, 0.0), ()) for one in (low, high))
    assert less <= more
    assert WEIGHTS.likelihood(Read(0.5, 0.1, other), ()) >= WEIGHTS.likelihood(
        Read(0.5, 0.1, 0.95), ()
    )


def test_what_a_guard_finds_otherwise_is_partly_said_if_the_model_sees_no_contrary() -> None:
    sentence, evidence = "It cost 40 euros in May.", [Evidence("It cost 50 euros in May.")]
    sure = EvidenceVerifier(Says(0.0, 0.0, 0.9, 0.1)).judge(sentence, evidence)[0]
    below = THRESHOLDS.denied / 2
    unsure = EvidenceVerifier(Says(0.99 - below, 0.0, below, 0.01)).judge(sentence, evidence)[0]
    assert (sure.verdict, unsure.verdict) == ("contradicted", "partly")
    assert sure.reason == unsure.reason == "The source says 50 euros, not 40 euros."


def test_the_model_reads_what_stands_around_before_the_quote() -> None:
    model = Says(1.0, 0.0, 0.0, 0.0)
    evidence = Evidence("She counted the birds there.", "Herons\nAda Lund went to the lake.")
    EvidenceVerifier(model).judge("Ada Lund counted birds.", [evidence])
    assert model.read == [
        (
            "Ada Lund counted birds.",
            "Herons\nAda Lund went to the lake.\nShe counted the birds there.",
        )
    ]
    long = Evidence("She counted.", "x" * 5_000)
    assert long.in_order.endswith("x\nShe counted.")
    assert len(long.in_order) < 700
    assert Evidence("y" * 5_000, "x").in_order == "y" * 5_000


def test_a_regression_finds_the_weights_that_made_the_labels() -> None:
    draw = np.random.default_rng(3)
    signs = draw.normal(size=(4_000, 2))
    labels = draw.random(4_000) < 1 / (1 + np.exp(-(1.5 * signs[:, 0] - 0.5 * signs[:, 1] - 1)))
    found = regression(signs, labels)
    assert np.allclose(found, [1.5, -0.5, -1], atol=0.2)
    names = [str(number % 50) for number in range(4_000)]
    scores = left_out(signs, labels, names)
    assert scores[labels].mean() > scores[~labels].mean() + 1


def _pairs() -> list[Pair]:
    right = [Pair("toy", "kept", "supported", "The town has mills.", "The town has mills.", "a")]
    wrong = [
        Pair("toy", "cause", "not", "It closed because of rain.", "It closed at noon.", "b"),
        Pair("toy", "number", "contradicted", "It has 5 mills.", "It has 6 mills.", "c"),
    ]
    return right * 20 + wrong * 20


def test_what_guards_doubt_is_fitted_to_pairs_that_none_refuses() -> None:
    rows = weighed(_pairs())
    assert [row.refused for row in rows[19:22]] == [False, False, True]
    doubts = doubts_of(rows)
    assert doubts["cause"] < -1
    assert doubts["number"] == 0
    open_ = [row for row in rows if not row.refused]
    signs = np.array([signs_of(row, (0.5, 0.2, 0.2), doubts) for row in open_])
    labels = np.array([row.pair.label == "supported" for row in open_])
    made = Weights.from_json(__import__("json").dumps(fitted(signs, labels, doubts)))
    read = Read(0.5, 0.2, 0.2)
    assert made.likelihood(read, {"cause"}) < 0.5 < made.likelihood(read, ())


def test_a_refused_pair_passes_at_no_limit() -> None:
    rows = weighed(_pairs())
    open_ = np.array([not row.refused for row in rows])
    scores = np.array([1.0 if row.pair.label == "supported" else 0.0 for row in rows])[open_]
    assert [*curve(scores, rows, open_)] == ["wrong 0.12: right 1.000", "wrong 0.20: right 1.000"]
