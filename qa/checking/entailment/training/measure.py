"""Measures the model that is shipped, by set and by kind of error.

    python -m qa.checking.entailment.training.measure EXAMPLES/held-out.jsonl.gz

It prints how many pairs of each kind pass as supported, at the probability at which 90 % of the
right sentences over invented documents pass, and for each set at its own.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from index import BUNDLED, SentenceEncoder, find_model
from qa.checking.entailment.loading import EntailmentChoice, load_entailment
from qa.checking.entailment.model import SUPPORTED, Probabilities
from qa.checking.entailment.training.pairs import LABELS, Pair, read
from qa.checking.entailment.training.ruled import HELD_OUT_KINDS
from qa.checking.entailment.training.written import SET, is_trained_on

PASSING = 0.9
"""The share of right sentences that has to pass."""

Read = tuple[Pair, Probabilities]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: of `many` pairs, the share that passes as supported."""

    set: str
    label: str
    kind: str
    many: int
    passing: float


def threshold(rows: Sequence[Read]) -> float:
    """Return the probability at which `PASSING` of the supported pairs pass."""
    right = [float(row[SUPPORTED]) for pair, row in rows if pair.label == "supported"]
    return float(np.quantile(right, 1 - PASSING)) if right else 0.5


def table(rows: Iterable[Read], least: float, key: Callable[[Pair], str]) -> Iterator[Line]:
    """Yield how many pairs pass, by set, label and what `key` returns."""
    groups: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for pair, row in rows:
        groups[pair.set, pair.label, key(pair)].append(float(row[SUPPORTED]))
    for (name, label, kind), found in sorted(groups.items()):
        yield Line(name, label, kind, len(found), float(np.mean(np.array(found) >= least)))


def right_labels(rows: Sequence[Read]) -> float:
    """Return the share of pairs whose likeliest label is the right one."""
    return float(np.mean([int(row.argmax()) == LABELS[pair.label] for pair, row in rows]))


def fitted_to(rows: Iterable[Read]) -> list[Read]:
    """Return the pairs written by hand over documents, and of kinds, that are not trained on."""
    return [
        (pair, row)
        for pair, row in rows
        if pair.set == SET and not is_trained_on(pair.group) and pair.kind not in HELD_OUT_KINDS
    ]


def report(rows: Sequence[Read]) -> Iterator[str]:
    """Yield the lines that are printed."""
    least = threshold(fitted_to(rows))
    yield f"threshold {least:.3f}, labels right {right_labels(fitted_to(rows)):.3f}"
    for line in table(rows, least, lambda pair: pair.kind if pair.set != "med" else ""):
        if line.many >= 5:
            yield f"{line.set:20} {line.label:13} {line.kind:26} {line.many:5} {line.passing:.3f}"
    yield "each set at its own threshold:"
    for name in sorted({pair.set for pair, _ in rows}):
        of_set = [(pair, row) for pair, row in rows if pair.set == name]
        own = threshold(of_set)
        lines = [f"{x.label} {x.passing:.3f} ({x.many})" for x in table(of_set, own, lambda _: "")]
        yield f"{name:20} {own:.3f} right {right_labels(of_set):.3f}: {', '.join(lines)}"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("held_out", type=Path, metavar="FILE")
    parser.add_argument("--models", type=Path, required=True, help="where light forms are kept")
    options = parser.parse_args()
    embedder = SentenceEncoder(find_model(BUNDLED), options.models)
    embedder.load()
    model = load_entailment(EntailmentChoice(BUNDLED, options.models), embedder.id)
    assert model is not None, "there is no model to measure"
    pairs = list(read(options.held_out))
    rows = [
        (pair, model.probabilities([(pair.claim, pair.evidence)])[0])
        for pair in tqdm(pairs, "pairs", disable=None)
    ]
    sys.stdout.writelines(f"{line}\n" for line in report(rows))


if __name__ == "__main__":
    main()
