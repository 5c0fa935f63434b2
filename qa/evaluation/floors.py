"""The figures that were reached once, below which no change may fall."""

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from qa.errors import AnswerError
from qa.evaluation.run import Run

Floors = dict[str, dict[str, Any]]
"""By set: the digest of its data, the margin for noise, and the floor of each figure."""

LESS_IS_BETTER = (
    "refused, answerable", "calibration error", "quote: number", "quote: words", "answer: wrong",
    "answer: loud",
)  # fmt: skip


class BelowFloor(AnswerError):
    """A figure is worse than it once was."""


class FloorsUnreadable(AnswerError):
    """The file of the floors is damaged."""


def floors_path() -> Path:
    """Return the file of the floors."""
    return Path(str(resources.files("qa.evaluation").joinpath("floors.json")))


def read_floors(path: Path | None = None) -> Floors:
    """Return the floors of a file, by default the one that comes with Pincite.

    Raises:
        FloorsUnreadable: If the file is no file of floors.
    """
    path = path or floors_path()
    if not path.exists():
        return {}
    try:
        floors: Floors = json.loads(path.read_text("utf-8"))
        for entry in floors.values():
            entry["digest"], entry["margin"], entry["figures"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise FloorsUnreadable(f"{path} has no floors: remove it, and use --set-floors") from exc
    return floors


def figures_of(run: Run, threshold: float) -> dict[str, float]:
    """Return the means and the single figures of a run under one set of names."""
    return {name: f.value for name, f in run.means().items()} | run.single(threshold)


def check_integrity(run: Run, threshold: float, floors: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each figure that is worse than its floor by more than the margin.

    Raises:
        BelowFloor: If the floors are of other data.
    """
    if floors["digest"] != run.digest:
        raise BelowFloor(
            f"the floors of {run.name} are of other data ({floors['digest']} is not "
            f"{run.digest}): set them anew with --set-floors"
        )
    found = figures_of(run, threshold)
    for name, floor in floors["figures"].items():
        value, margin = found.get(name, float("nan")), floors["margin"]
        worse = value > floor + margin if name.endswith(LESS_IS_BETTER) else value < floor - margin
        if worse or value != value:
            yield f"{name} is {value:.3f}, its floor {floor:.3f} (margin {margin})"


def set_floors(
    name: str, run: Run, threshold: float, *, lower: bool, path: Path | None = None
) -> list[str]:
    """Write the figures of a run as floors; return what was lowered.

    A floor whose figure the run does not have is lowered too: it goes.

    Raises:
        BelowFloor: If a floor would be lowered without `lower`.
    """
    path = path or floors_path()
    floors = read_floors(path)
    # A margin of two points is a guess: what other machines' rounding may cost.
    before = floors.get(name, {"figures": {}, "margin": 0.02, "digest": run.digest})
    found = {
        key: round(value, 4)
        for key, value in figures_of(run, threshold).items()
        if not key.startswith(("lexical", "dense"))
    }
    lowered = [
        key
        for key, floor in before["figures"].items()
        if key not in found
        or (found[key] - floor) * (-1 if key.endswith(LESS_IS_BETTER) else 1) < 0
    ]
    if lowered and not lower:
        raise BelowFloor(
            f"this would lower {', '.join(lowered)}: give --lower, and say why in CHANGELOG.md"
        )
    floors[name] = {"digest": run.digest, "margin": before["margin"], "figures": found}
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
    return lowered
