"""What a process holds as time goes by, and how steeply that grows."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil

Sample = dict[str, float]
"""One sample: its figures by name, with `minute` counted from the start of the run."""

_FIELDS = {"Rss": "rss_mb", "Pss": "pss_mb", "Private_Dirty": "private_mb"}


def take_sample(process: psutil.Process, folder: Path, minute: float) -> Sample:
    """Return what a service and its readers hold now, and how large its collection's files are.

    Raises:
        psutil.Error: If the process has ended.
    """
    children = process.children(recursive=True)
    return {
        "minute": round(minute, 3),
        **memory_of(process.pid),
        "readers": len(children),
        "readers_mb": round(sum(memory_of(child.pid).get("pss_mb", 0) for child in children), 3),
        "descriptors": process.num_fds(),
        "threads": process.num_threads(),
        "ledger_mb": _size(folder / "ledger.db"),
        "log_mb": _size(folder / "ledger.db-wal"),
        "vectors_mb": _size(folder / "vectors"),
        "folder_mb": _size(folder),
    }


def memory_of(pid: int) -> Sample:
    """Return the memory of a process by Linux's accounts: resident, its share, its own."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        kilobytes = {line.split(":")[0]: line.split()[1] for line in lines[1:]}
        return {name: int(kilobytes[field]) / 1024 for field, name in _FIELDS.items()}
    return {}  # a reader that has just ended


def slope_of(samples: Sequence[Sample], name: str, after: float) -> float:
    """Return how much a figure grows a minute after a warm-up: the median slope of all pairs.

    The estimator of Theil and Sen: up to 29 % of the samples may be off and change little.
    """
    times, values = _series(samples, name, after)
    if len(times) < 2:
        return 0.0
    first, second = np.triu_indices(len(times), 1)
    return float(np.median((values[second] - values[first]) / (times[second] - times[first])))


def level_of(samples: Sequence[Sample], name: str, after: float) -> tuple[float, float, float]:
    """Return the first value after the warm-up, the last, and the largest."""
    _, values = _series(samples, name, after)
    return (float(values[0]), float(values[-1]), float(values.max())) if len(values) else (0, 0, 0)


def _series(samples: Sequence[Sample], name: str, after: float) -> tuple[np.ndarray, np.ndarray]:
    chosen = [(s["minute"], s[name]) for s in samples if s["minute"] >= after and name in s]
    times, values = np.array(chosen, dtype=float).reshape(-1, 2).T
    return times, values


def _size(path: Path) -> float:
    """Return the megabytes of a file, or of all files in a folder; files may vanish meanwhile."""
    total = 0
    paths = (
        [path] if not path.is_dir() else [Path(at, n) for at, _, ns in os.walk(path) for n in ns]
    )
    for one in paths:
        with suppress(OSError):
            total += one.stat().st_size
    return round(total / 1e6, 3)
