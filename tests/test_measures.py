"""Each measure against an example worked out by hand, and against the slow obvious way."""

import math
import random
from collections.abc import Sequence, Set

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluation.measures import (
    RETRIEVAL,
    auroc,
    calibration_error,
    calibration_interval,
    covered,
    holds_answer,
    interval,
    normalised,
    paired,
    reliability,
    retrieval,
    risk_coverage,
)

NAMES = tuple(RETRIEVAL)


# Retrieval --------------------------------------------------------------------------


def test_measures_of_a_ranking_are_those_worked_out_by_hand() -> None:
    """Of three relevant items, `a` stands second and `b` fourth; `c` is not found.

    DCG is 1/log2(3) + 1/log2(5) = 0.6309 + 0.4307 = 1.0616; the best that three items can
    have is 1 + 0.6309 + 0.5 = 2.1309; nDCG is 0.4982. Precision where `a` stands is 1/2,
    where `b` stands 2/4, and MAP is (1/2 + 1/2 + 0) / 3.
    """
    found = retrieval(["x", "a", "y", "b"], {"a", "b", "c"}, NAMES)

    assert found == pytest.approx(
        {
            "hit@1": 0,
            "hit@5": 1,
            "hit@10": 1,
            "MRR@10": 1 / 2,
            "nDCG@10": 0.4982,
            "nDCG@5": 0.4982,
            "recall@5": 2 / 3,
            "recall@100": 2 / 3,
            "MAP": 1 / 3,
            "P@1": 0,
        },
        abs=1e-4,
    )


def test_a_perfect_ranking_has_one_everywhere() -> None:
    assert set(retrieval(["b", "a", "x"], {"a", "b"}, NAMES).values()) == {1.0}


def test_a_ranking_without_anything_relevant_has_nothing() -> None:
    for ranking in ([], ["x"], ["x", "y"] * 3):
        assert set(retrieval(ranking, {"a"}, NAMES).values()) == {0.0}


@pytest.mark.parametrize(
    ("place", "found"),
    [
        (1, {"hit@1": 1, "hit@5": 1, "hit@10": 1, "MRR@10": 1, "recall@5": 1, "recall@100": 1}),
        (5, {"hit@1": 0, "hit@5": 1, "hit@10": 1, "MRR@10": 0.2, "recall@5": 1, "recall@100": 1}),
        (6, {"hit@1": 0, "hit@5": 0, "hit@10": 1, "MRR@10": 1 / 6, "recall@5": 0}),
        (10, {"hit@5": 0, "hit@10": 1, "MRR@10": 0.1, "recall@100": 1}),
        (11, {"hit@10": 0, "MRR@10": 0, "nDCG@10": 0, "MAP": 1 / 11, "recall@100": 1}),
        (100, {"MRR@10": 0, "recall@100": 1}),
        (101, {"hit@10": 0, "MRR@10": 0, "recall@100": 0, "MAP": 1 / 101}),
    ],
)
def test_each_measure_looks_as_far_as_its_name_says(place: int, found: dict[str, float]) -> None:
    ranking = [f"x{number}" for number in range(1, 121)]
    ranking[place - 1] = "a"

    assert retrieval(ranking, {"a"}, list(found)) == pytest.approx(found)


def test_an_item_counts_where_it_first_stands() -> None:
    """A document is found once for each of its passages; `b` is the second document."""
    found = retrieval(["a", "a", "a", "b", "a"], {"b"}, ["MRR@10", "P@1"])

    assert found == {"MRR@10": 0.5, "P@1": 0.0}


ITEMS = tuple("abcdefghijklmnop")


@given(
    ranking=st.permutations(ITEMS).flatmap(
        lambda order: st.integers(0, len(order)).map(lambda n: order[:n])
    ),
    relevant=st.sets(st.sampled_from(ITEMS), min_size=1),
)
def test_ndcg_and_map_are_what_the_slow_obvious_way_gives(
    ranking: list[str], relevant: set[str]
) -> None:
    found = retrieval(ranking, relevant, ["nDCG@10", "MAP"])

    assert found["nDCG@10"] == pytest.approx(slow_ndcg(ranking, relevant, 10))
    assert found["MAP"] == pytest.approx(slow_map(ranking, relevant))


def slow_ndcg(ranking: Sequence[str], relevant: Set[str], k: int) -> float:
    gains = [1 / math.log2(place + 1) for place in range(1, k + 1)]
    dcg = sum(gain for gain, item in zip(gains, ranking, strict=False) if item in relevant)
    return dcg / sum(gains[: len(relevant)])


def slow_map(ranking: Sequence[str], relevant: Set[str]) -> float:
    precisions = []
    for place in range(1, len(ranking) + 1):
        if ranking[place - 1] in relevant:
            precisions.append(len(relevant & set(ranking[:place])) / place)
    return sum(precisions) / len(relevant)


# Answers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("The Heron.", "heron"),
        ("  an  apple,   a day ", "apple day"),
        ("U.S. (1871)", "us 1871"),
        ("theatre", "theatre"),
        ("the", ""),
    ],
)
def test_answers_are_compared_as_squad_compares_them(text: str, bare: str) -> None:
    assert normalised(text) == bare


def test_an_answer_is_held_whatever_its_case_and_marks() -> None:
    assert holds_answer("Ada Lund counted 40 of the herons.", ["nobody", "40 Herons!"]) is False
    assert holds_answer("Ada Lund counted 40 the herons.", ["nobody", "40 Herons!"]) is True


def test_an_answer_of_nothing_but_articles_and_marks_is_never_held() -> None:
    assert holds_answer("The heron.", ["the", "…", ".", ""]) is False
    assert holds_answer("The heron.", []) is False


# Characters -------------------------------------------------------------------------


def test_characters_are_counted_as_worked_out_by_hand() -> None:
    """Wanted are 10 characters of one document, 0-10; given are 5-15 of it, 0-10 of another.

    Five are both wanted and given: 5/10 recalled, 5/20 precise, and 5 of 10 + 20 - 5.
    """
    found = covered([("one", 0, 10)], [("one", 5, 15), ("two", 0, 10)])

    assert found == {"recall@5": 5 / 10, "precision@5": 5 / 20, "IoU@5": 5 / 25}


def test_references_that_overlap_count_each_character_once() -> None:
    found = covered([("one", 0, 6), ("one", 4, 10)], [("one", 0, 10)])

    assert found == {"recall@5": 1.0, "precision@5": 1.0, "IoU@5": 1.0}


def test_nothing_covers_nothing() -> None:
    nothing = {"recall@5": 0.0, "precision@5": 0.0, "IoU@5": 0.0}

    assert covered([], []) == covered([], [("one", 0, 4)]) == nothing
    assert covered([("one", 0, 4)], []) == nothing


# Confidence -------------------------------------------------------------------------


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    """Of 0.9 and 0.4 against 0.5 and 0.1, all but 0.4 against 0.5 are: 3 of 4 pairs."""
    assert auroc([0.9, 0.4], [0.5, 0.1]) == 0.75
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.8, 0.9], [0.1]) == 1.0


def test_auroc_of_one_side_alone_is_not_a_number() -> None:
    assert math.isnan(auroc([], [0.5]))
    assert math.isnan(auroc([0.5], []))


SURE, RIGHT = [0.95, 0.85, 0.15, 1.0], [True, True, False, False]


def test_confidence_is_put_in_bins_with_one_in_the_last() -> None:
    """0.95 and 1.0 share the last bin: mean 0.975, half of them right."""
    assert reliability(SURE, RIGHT) == [
        (0.25, 0.15, 0.0),
        (0.25, 0.85, 1.0),
        (0.5, pytest.approx(0.975), 0.5),
    ]


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    """0.25 * |0.15 - 0| + 0.25 * |0.85 - 1| + 0.5 * |0.975 - 0.5| = 0.3125."""
    assert calibration_error(SURE, RIGHT) == pytest.approx(0.3125)


def test_one_bin_is_the_gap_between_mean_confidence_and_share_right() -> None:
    assert calibration_error(SURE, RIGHT, bins=1) == pytest.approx(abs(2.95 / 4 - 2 / 4))


def test_confidence_that_is_always_true_has_no_error() -> None:
    assert calibration_error([0.0, 1.0, 1.0], [False, True, True]) == 0.0
    assert calibration_error([], []) == 0.0


def test_the_surest_are_answered_first() -> None:
    """In the order of confidence they are right, wrong, right."""
    curve = risk_coverage([0.2, 0.9, 0.6], [True, True, False])

    assert curve == [(1 / 3, 1.0), (2 / 3, 1 / 2), (1.0, pytest.approx(2 / 3))]
    assert risk_coverage([], []) == []


# Intervals --------------------------------------------------------------------------


def test_an_interval_is_that_of_the_normal_distribution_for_many_cases() -> None:
    """Of 400 cases, half of them right: 1.96 * sqrt(0.5 * 0.5 / 400) = 0.049 either way."""
    low, high = interval([0.0, 1.0] * 200)

    assert (low, high) == pytest.approx((0.451, 0.549), abs=0.004)


def test_an_interval_narrows_with_the_number_of_cases() -> None:
    widths = [high - low for low, high in (interval([0.0, 1.0] * n) for n in (5, 50, 500))]

    assert widths[0] > 2 * widths[1] > 4 * widths[2] > 0


@settings(max_examples=30, deadline=None)
@given(values=st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_the_mean_and_is_the_same_each_time(values: list[float]) -> None:
    low, high = interval(values, draws=2000)

    assert low - 1e-9 <= sum(values) / len(values) <= high + 1e-9
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
    assert interval(values, draws=2000) == (low, high)


def test_the_interval_of_no_case_is_not_a_number() -> None:
    assert all(map(math.isnan, interval([])))


def test_runs_are_compared_on_the_cases_that_both_have() -> None:
    """Shared are `a`, which gained 1, and `b`, which gained nothing; a draw of two of them
    gains between 0 and 1."""
    found = paired({"a": 1.0, "b": 0.0, "c": 1.0}, {"a": 0.0, "b": 0.0, "d": 1.0})

    assert found == (0.5, 0.0, 1.0)


def test_runs_without_a_shared_case_cannot_be_compared() -> None:
    assert all(map(math.isnan, paired({"a": 1.0}, {"b": 1.0})))


# Calibration over a sample ----------------------------------------------------------


def test_the_interval_of_the_calibration_error_is_that_of_the_slow_way() -> None:
    """Drawing questions one by one and working out the error of each draw."""
    sure = [0.55, 0.65, 0.72, 0.78, 0.81, 0.86, 0.9, 0.93, 0.97, 1.0] * 4
    right = [n % 3 != 0 for n in range(40)]
    chance = random.Random(1)
    errors = []
    for _ in range(4000):
        drawn = [chance.randrange(40) for _ in range(40)]
        errors.append(calibration_error([sure[n] for n in drawn], [right[n] for n in drawn]))
    errors.sort()
    low, high = calibration_interval(sure, right)

    assert (low, high) == calibration_interval(sure, right)
    assert low == pytest.approx(errors[100], abs=0.01)
    assert high == pytest.approx(errors[3899], abs=0.01)


def test_the_calibration_error_of_nothing_has_no_interval() -> None:
    assert all(map(math.isnan, calibration_interval([], [])))
