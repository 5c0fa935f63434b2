"""A collection's own fit of the confidence, kept with the collection."""

import json
import math
from dataclasses import asdict, replace
from pathlib import Path
from typing import Protocol

from qa.answering.ranking import Calibration, Weights
from qa.errors import ConfigError

FILE = "calibration.json"
_KEY = "calibration"


class Facts(Protocol):
    """What keeps texts with a collection that has no folder of its own."""

    def value(self, key: str) -> str | None:
        """Return a text; None if there is none."""

    def note(self, key: str, value: str) -> None:
        """Keep a text in place of any that is there."""

    def forget(self, key: str) -> bool:
        """Drop a text; return whether there was one."""


Home = Path | Facts
"""The folder of a collection, or what keeps facts about it."""


def calibrated(weights: Weights, home: Home) -> Weights:
    """Return the weights with the confidence that was fitted to the collection, if it was.

    Raises:
        ConfigError: If the fit is damaged.
    """
    try:
        text = _read(home)
        if text is None:
            return weights
        values = json.loads(text)
        if "intercept" in values:  # of an earlier version, whose signs were others
            return weights
        fitted = Calibration(
            float(values["scale"]), float(values["shift"]), str(values.get("reader", ""))
        )
        if not (math.isfinite(fitted.scale) and math.isfinite(fitted.shift)):
            raise ValueError("a number is not finite")
    except (OSError, ValueError, KeyError, TypeError) as exc:
        where = home / FILE if isinstance(home, Path) else "what the store has"
        raise ConfigError(
            f"{where} is not a calibration: remove it, or run `pincite calibrate`"
        ) from exc
    return replace(weights, calibration=fitted)


def _read(home: Home) -> str | None:
    if not isinstance(home, Path):
        return home.value(_KEY)
    path = home / FILE
    return path.read_text("utf-8") if path.exists() else None


def save(fitted: Calibration, home: Home) -> None:
    """Keep a fit with a collection, in place of any that is there.

    Raises:
        ConfigError: If it cannot be written.
    """
    _write(json.dumps(asdict(fitted), indent=1) + "\n", home)


def carry_over(source: Home, target: Home) -> None:
    """Keep the fit of one collection with another, if it has one.

    Raises:
        ConfigError: If it cannot be written.
    """
    text = _read(source)
    if text is not None:
        _write(text, target)


def _write(text: str, home: Home) -> None:
    if not isinstance(home, Path):
        home.note(_KEY, text)
        return
    beside = home / f"{FILE}.tmp"
    try:
        beside.write_text(text, "utf-8")
        beside.replace(home / FILE)
    except OSError as exc:
        raise ConfigError(f"{home / FILE} cannot be written: {exc.strerror}") from exc


def forget(home: Home) -> bool:
    """Remove the fit of a collection; tell whether there was one.

    Raises:
        ConfigError: If it cannot be removed.
    """
    if not isinstance(home, Path):
        return home.forget(_KEY)
    try:
        (home / FILE).unlink()
    except FileNotFoundError:
        return False
    except OSError as exc:
        raise ConfigError(f"{home / FILE} cannot be removed: {exc.strerror}") from exc
    return True
