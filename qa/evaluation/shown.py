"""What was shown, how sure it was, and whether its first quote was right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.evaluation import measures
from qa.evaluation.everyday_run import FIRST
from qa.evaluation.run import Outcome, Run

_TENTHS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that was shown: its confidence, and whether its first quote answers."""

    sure: float
    right: bool


@dataclass(frozen=True, slots=True)
class Tenth:
    """The answers shown at a confidence from `low` to the next tenth."""

    low: float
    shown: int
    right: int

    def cells(self) -> tuple[str, str, str, str]:
        """Return the tenth as a row of a table."""
        low, high = f"{self.low:.1f}", f"{self.low + 1 / _TENTHS:.1f}"
        share = f"{self.right / self.shown:.2f}" if self.shown else "-"
        return f"{low} to {high}", str(self.shown), str(self.right), share


def shown(run: Run, threshold: float) -> dict[str, Shown]:
    """Return by its case each answer that was shown; none where no answers are known.

    If that is undecided, answers at the threshold or above count as shown.
    """
    if not any(FIRST in outcome.figures for outcome in run.outcomes):
        return {}
    return {
        outcome.case.id: Shown(outcome.sure, outcome.figures.get(FIRST, 0.0) == 1.0)
        for outcome in run.outcomes
        if _is_judged(outcome) and outcome.is_quoted(threshold)
    }


def _is_judged(outcome: Outcome) -> bool:
    return FIRST in outcome.figures or outcome.case.regime != "answerable"


def tenths(answers: Iterable[Shown]) -> list[Tenth]:
    """Return the tenths of confidence in which anything was shown, from low to high."""
    counts: dict[int, list[bool]] = {}
    for answer in answers:
        place = min(int(answer.sure * _TENTHS), _TENTHS - 1)
        counts.setdefault(place, []).append(answer.right)
    return [
        Tenth(place / _TENTHS, len(right), sum(right)) for place, right in sorted(counts.items())
    ]


def calibration(answers: Sequence[Shown]) -> tuple[float, float, float]:
    """Return the expected calibration error of what was shown, and its 95 % interval."""
    sure, right = [a.sure for a in answers], [a.right for a in answers]
    return (
        measures.calibration_error(sure, right),
        *measures.calibration_interval(sure, right),
    )


def as_record(answers: Mapping[str, Shown]) -> dict[str, Any]:
    """Return what was shown as the JSON of a report keeps it."""
    if not answers:
        return {}
    error, low, high = calibration([*answers.values()])
    return {
        "calibration_error": {"value": error, "low": low, "high": high, "cases": len(answers)},
        "tenths": [[t.low, t.shown, t.right] for t in tenths(answers.values())],
        "cases": {key: [answer.sure, answer.right] for key, answer in answers.items()},
    }


def from_record(record: Mapping[str, Any]) -> list[Shown]:
    """Return what was shown in the run of a report; nothing where the report does not say.

    Raises:
        ValueError, TypeError, AttributeError: If the record is damaged.
    """
    cases = record.get("shown", {}).get("cases", {})
    return [Shown(float(sure), bool(right)) for sure, right in cases.values()]
