"""The plots of `docs/performance.md`, as SVG that is the same for the same figures."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "pincite"
matplotlib.rcParams["svg.fonttype"] = "none"

from matplotlib import pyplot as plt  # noqa: E402  the backend is chosen first

COLOURS = ("#4269d0", "#efb118", "#6cc5b0", "#ff725c")


def plot_comparison(ratios: Mapping[str, Mapping[str, float]], file: Path) -> None:
    """Draw how many times worse each library is at each measure; left of 1 it is better."""
    names = list(dict.fromkeys(name for row in ratios.values() for name in row))
    figure, axes = plt.subplots(figsize=(9, 0.55 * len(ratios) + 1.2))
    for place, name in enumerate(names):
        height = 0.8 / len(names)
        rows = [row for row, label in enumerate(ratios) if name in ratios[label]]
        values = [ratios[list(ratios)[row]][name] for row in rows]
        where = [row + (place - (len(names) - 1) / 2) * height for row in rows]
        lengths = [value - 1 for value in values]
        axes.barh(where, lengths, height, left=1, label=name, color=COLOURS[place])
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:g}×")
    axes.axvline(1, color="black", linewidth=1)
    axes.set_yticks(range(len(ratios)), list(ratios), fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("times worse than Pincite (left of 1: better)")
    if names:
        axes.legend(fontsize=8)
    axes.grid(axis="x", alpha=0.3)
    _save(figure, file)


def plot_growth(sizes: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Draw latency, memory and starting over the number of passages."""
    passages = [size["passages"] for size in sizes]
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4))
    for key, label, colour in (
        ("p50_ms", "median", COLOURS[0]),
        ("p95_ms", "95th percentile", COLOURS[3]),
    ):
        left.plot(passages, [size["http"][key] for size in sizes], "o-", label=label, color=colour)
    left.set_ylabel("an answer over HTTP, ms")
    left.set_ylim(bottom=0)
    left.legend(fontsize=8)
    for key, label, colour in (
        ("serving_mb", "memory while serving", COLOURS[0]),
        ("disk_mb", "disk", COLOURS[1]),
    ):
        right.plot(passages, [size[key] for size in sizes], "o-", label=label, color=colour)
    right.set_yscale("log")
    right.yaxis.set_major_formatter("{x:,g}")
    right.set_ylabel("MB")
    right.legend(fontsize=8)
    for axes in (left, right):
        axes.set_xscale("log")
        axes.set_xticks(passages, [f"{count:,}" for count in passages], fontsize=8)
        axes.minorticks_off()
        axes.set_xlabel("passages")
        axes.grid(alpha=0.3)
    _save(figure, file)


def _save(figure: Any, file: Path) -> None:
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
