"""A collection's own fit of the confidence, kept beside its ledger."""

import json
import math
from dataclasses import asdict, replace
from pathlib import Path

from qa.answering.ranking import Calibration, Weights
from qa.errors import ConfigError

FILE = "calibration.json"


def calibrated(weights: Weights, folder: Path) -> Weights:
    """Return the weights with the confidence that was fitted to the collection, if it was.

    Raises:
        ConfigError: If the file is damaged.
    """
    path = folder / FILE
    if not path.exists():
        return weights
    try:
        values = json.loads(path.read_text("utf-8"))
        if "intercept" in values:  # of an earlier version, whose signs were others
            return weights
        fitted = Calibration(
            float(values["scale"]), float(values["shift"]), str(values.get("reader", ""))
        )
        if not (math.isfinite(fitted.scale) and math.isfinite(fitted.shift)):
            raise ValueError("a number is not finite")
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise ConfigError(
            f"{path} is not a calibration: remove it, or run `pincite calibrate`"
        ) from exc
    return replace(weights, calibration=fitted)


def save(fitted: Calibration, folder: Path) -> None:
    """Keep a fit with the collection in the folder, in place of any that is there.

    Raises:
        ConfigError: If it cannot be written.
    """
    beside = folder / f"{FILE}.tmp"
    try:
        beside.write_text(json.dumps(asdict(fitted), indent=1) + "\n", "utf-8")
        beside.replace(folder / FILE)
    except OSError as exc:
        raise ConfigError(f"{folder / FILE} cannot be written: {exc.strerror}") from exc


def forget(folder: Path) -> bool:
    """Remove the fit of the collection in the folder; tell whether there was one.

    Raises:
        ConfigError: If it cannot be removed.
    """
    try:
        (folder / FILE).unlink()
    except FileNotFoundError:
        return False
    except OSError as exc:
        raise ConfigError(f"{folder / FILE} cannot be removed: {exc.strerror}") from exc
    return True
