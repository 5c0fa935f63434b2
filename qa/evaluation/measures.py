"""The measures, each as its field defines it."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence, Set

import numpy as np
from sklearn.metrics import roc_auc_score

RETRIEVAL = {
    "hit@1": "success_1",
    "hit@5": "success_5",
    "hit@10": "success_10",
    "MRR@10": "recip_rank",
    "nDCG@10": "ndcg_cut_10",
    "recall@100": "recall_100",
    "MAP": "map",
    "P@1": "P_1",
    "nDCG@5": "ndcg_cut_5",
    "recall@5": "recall_5",
}
"""Our names of measures, and trec_eval's."""

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def retrieval(ranking: Sequence[str], relevant: Set[str], names: Sequence[str]) -> dict[str, float]:
    """Return measures of one ranking, by trec_eval; gain is 1 for each relevant item.

    Args:
        ranking: Ids, the best first; each counts where it first stands.
        relevant: The ids that should be found; at least one.
        names: Keys of `RETRIEVAL`.
    """
    import pytrec_eval

    once = list(dict.fromkeys(ranking))
    cut = once[:10] if "MRR@10" in names else once
    scores = {key: float(len(once) - place) for place, key in enumerate(once)}
    evaluator = pytrec_eval.RelevanceEvaluator(
        {"q": dict.fromkeys(relevant, 1)},
        {"success.1,5,10", "recip_rank", "ndcg_cut.5,10", "recall.5,100", "map", "P.1"},
    )
    found = evaluator.evaluate({"q": scores or {"": 0.0}})["q"]
    if "MRR@10" in names and not set(cut) & relevant:
        found["recip_rank"] = 0.0
    return {name: float(found[RETRIEVAL[name]]) for name in names}


def normalised(text: str) -> str:
    """Return a text as SQuAD compares answers: no case, punctuation, articles, extra space."""
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def holds_answer(sentence: str, answers: Sequence[str]) -> bool:
    """Tell whether some answer lies inside a sentence, both normalised."""
    inside = normalised(sentence)
    return any(bare and bare in inside for bare in map(normalised, answers))


def covered(
    references: Sequence[tuple[str, int, int]], chunks: Sequence[tuple[str, int, int]]
) -> dict[str, float]:
    """Return recall, precision and IoU of characters (Smith & Troynikov 2024).

    Recall is over the characters of the references, precision over those of all chunks.
    """
    wanted = {(key, place) for key, start, end in references for place in range(start, end)}
    given = [(key, place) for key, start, end in chunks for place in range(start, end)]
    both = len(wanted & set(given))
    return {
        "recall@5": both / len(wanted) if wanted else 0.0,
        "precision@5": both / len(given) if given else 0.0,
        "IoU@5": both / len(wanted | set(given)) if wanted else 0.0,
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive has the higher value; nan where a side is empty."""
    if not positive or not negative:
        return float("nan")
    truth = [1] * len(positive) + [0] * len(negative)
    return float(roc_auc_score(truth, [*positive, *negative]))


def calibration_error(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the expected calibration error over equally wide bins (Naeini et al. 2015)."""
    return sum(share * abs(mean - truth) for share, mean, truth in reliability(sure, right, bins))


def calibration_interval(
    sure: Sequence[float],
    right: Sequence[bool],
    bins: int = 10,
    draws: int = 10_000,
    seed: int = 0,
) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the expected calibration error; nan for nothing.

    The error cannot be negative, so the middle of the interval lies above it where there are few
    questions: what chance alone would give is in it.
    """
    values, truth = np.asarray(sure, dtype=float), np.asarray(right, dtype=float)
    if len(values) == 0:
        return float("nan"), float("nan")
    places = np.minimum((values * bins).astype(int), bins - 1)
    gaps = np.zeros((len(values), bins))
    gaps[np.arange(len(values)), places] = values - truth
    rng = np.random.default_rng(seed)
    errors = [
        np.abs(times @ gaps).sum(axis=1) / len(values)
        for size in _portions(draws, len(values))
        for times in [rng.multinomial(len(values), np.full(len(values), 1 / len(values)), size)]
    ]
    low, high = np.percentile(np.concatenate(errors), [2.5, 97.5])
    return float(low), float(high)


def reliability(
    sure: Sequence[float], right: Sequence[bool], bins: int = 10
) -> list[tuple[float, float, float]]:
    """Return (share of cases, mean confidence, share right) for each bin that has any."""
    values, truth = np.asarray(sure, dtype=float), np.asarray(right, dtype=float)
    places = np.minimum((values * bins).astype(int), bins - 1)
    return [
        (float(inside.mean()), float(values[inside].mean()), float(truth[inside].mean()))
        for place in range(bins)
        if (inside := places == place).any()
    ]


def risk_coverage(sure: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float]]:
    """Return (coverage, accuracy of that most confident share), from few to all."""
    order = sorted(range(len(sure)), key=lambda i: -sure[i])
    hits = np.cumsum([right[i] for i in order])
    return [((n + 1) / len(order), float(hits[n] / (n + 1))) for n in range(len(order))]


def interval(values: Sequence[float], draws: int = 10_000, seed: int = 0) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of a mean (Efron 1979)."""
    data = np.asarray(values, dtype=float)
    if len(data) == 0:
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    means = np.concatenate(
        [
            data[rng.integers(len(data), size=(size, len(data)))].mean(axis=1)
            for size in _portions(draws, len(data))
        ]
    )
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def _portions(draws: int, size: int) -> Iterator[int]:
    """Yield how many draws of this size to make at once: as take some 30 MB."""
    step = max(1, 2_000_000 // size)
    for start in range(0, draws, step):
        yield min(step, draws - start)


def paired(now: Mapping[str, float], before: Mapping[str, float]) -> tuple[float, float, float]:
    """Return the mean difference on the cases that both runs have, and its 95 % interval."""
    shared = sorted(now.keys() & before.keys())
    gains = [now[key] - before[key] for key in shared]
    if not gains:
        return float("nan"), float("nan"), float("nan")
    return (float(np.mean(gains)), *interval(gains))
