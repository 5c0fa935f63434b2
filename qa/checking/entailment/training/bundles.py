"""Claims about the same evidence, which are learned side by side.

A right claim and its wrong twin show what decides only if they are compared: the model learns of
each claim what it is, and of a bundle besides that the right ones are to be scored above the wrong
ones (contrastive estimation over instance bundles, Dua et al. 2021).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import torch
from torch.nn import functional

from qa.checking.entailment.layout import PairLayout
from qa.checking.entailment.model import SUPPORTED
from qa.checking.entailment.training.pairs import Pair, read

LARGEST = 6
"""Claims of a bundle, about: few, so that a step has several pieces of evidence; a guess."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pair as token ids; `uncovered` says it of each token of the claim, where it is known."""

    layout: PairLayout
    label: int
    uncovered: tuple[bool, ...] | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pairs of the same evidence."""

    items: tuple[Prepared, ...]

    @property
    def rows(self) -> int:
        return len(self.items)

    @property
    def longest(self) -> int:
        return max(len(item.layout.ids) for item in self.items)


def groups_of(file: str, seed: int) -> list[list[Pair]]:
    """Return the pairs of a file by their evidence.

    Of `FILE:3000` whole groups are drawn, one after the other, until they have 3,000 pairs.
    """
    path, _, most = file.partition(":")
    groups: dict[str, list[Pair]] = {}
    for pair in read(Path(path)):
        groups.setdefault(pair.evidence, []).append(pair)
    found = list(groups.values())
    if not most:
        return found
    random.Random(seed).shuffle(found)
    return list(_up_to(found, int(most)))


def _up_to(groups: Sequence[list[Pair]], most: int) -> Iterator[list[Pair]]:
    pairs = 0
    for group in groups:
        if pairs >= most:
            return
        pairs += len(group)
        yield group


def bundles_of(items: Sequence[Prepared], draw: random.Random) -> Iterator[Bundle]:
    """Yield the bundles of a group, each with as many right claims as any other, or one less."""
    mixed = draw.sample(items, len(items))
    mixed.sort(key=lambda item: item.label != SUPPORTED)
    many = max(1, round(len(mixed) / LARGEST))
    for first in range(min(many, len(mixed))):
        yield Bundle(tuple(mixed[first::many]))


def contrast(scores: torch.Tensor, labels: torch.Tensor, rows: Sequence[int]) -> torch.Tensor:
    """Return the mean loss of right claims against all wrong ones of their bundles.

    Args:
        scores: Of the four, for each pair.
        labels: The right one of the four.
        rows: How many pairs each bundle has, in order.

    Returns:
        The negative log likelihood of the right claim among itself and the wrong ones, by the log
        odds of support; 0 where no bundle has both.
    """
    odds = scores[:, SUPPORTED] - torch.logsumexp(scores[:, SUPPORTED + 1 :], 1)
    is_right = labels == SUPPORTED
    losses = []
    for end, many in zip(accumulate(rows), rows, strict=True):
        own, right = odds[end - many : end], is_right[end - many : end]
        if right.any() and not right.all():
            losses.append(functional.softplus(torch.logsumexp(own[~right], 0) - own[right]))
    return torch.cat(losses).mean() if losses else scores.new_zeros(())
