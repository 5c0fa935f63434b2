"""What the figures are to reach on two quiet cores, and whether they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

FeatureMatrix = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure that is to be at most (or at least) `bound`."""

    label: str
    bound: float
    unit: str
    figure: Callable[[FeatureMatrix], float]
    at_least: bool = False

    def is_reached(self, found: float) -> bool:
        return found >= self.bound if self.at_least else found <= self.bound


def _cold(name: str) -> Callable[[FeatureMatrix], float]:
    return lambda libraries: float(median(libraries[name]["cold_small_s"]))


COMPARED = (
    Aim("`pincite ask` from cold, the article", 2, "s", _cold("pincite")),
    Aim(
        "txtai from cold, times that",
        5,
        "×",
        lambda libraries: _cold("txtai")(libraries) / _cold("pincite")(libraries),
        at_least=True,
    ),
    Aim(
        "taking in, times the model alone",
        1.1,
        "×",
        lambda found: median(found["pincite"]["ingest_s"]) / median(found["bare"]["ingest_s"]),
    ),
)
"""Of the comparison; a figure is taken from its libraries."""

GROWN = (
    (100_000, Aim("the pipeline, median", 60, "ms", lambda one: float(one["total_ms"]["p50_ms"]))),
    (100_000, Aim("95th percentile", 150, "ms", lambda one: float(one["total_ms"]["p95_ms"]))),
    (
        100_000,
        Aim(
            "answers a second, many clients",
            25,
            "/s",
            lambda one: float(one["crowd"]["per_second"]),
            at_least=True,
        ),
    ),
    (
        100_000,
        Aim("95th percentile of their wait", 500, "ms", lambda one: float(one["crowd"]["p95_ms"])),
    ),
    (100_000, Aim("memory while serving", 600, "MB", lambda one: float(one["serving_mb"]))),
    (
        100_000,
        Aim("ready after `kill -9`", 5, "s", lambda one: float(median(one["ready_s"]))),
    ),
    (
        1_000_000,
        Aim(
            "the pipeline, 95th percentile", 250, "ms", lambda one: float(one["total_ms"]["p95_ms"])
        ),
    ),
    (1_000_000, Aim("memory while serving", 4000, "MB", lambda one: float(one["serving_mb"]))),
)
"""Of growth: the number of passages, and what is to hold for the collection of that size."""


def sized(sizes: list[FeatureMatrix], passages: int) -> FeatureMatrix | None:
    """Return the figures of the collection that was made to have so many passages, if any."""
    for one in sizes:
        if one["asked_for"] == passages:
            return one
    return None
