"""What a figure depends on besides the program: the machine, the versions, the day; and medians."""

import os
import platform
import shlex
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

RESULTS = Path(__file__).parent / "results"
"""Where figures are kept, unless told otherwise."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def circumstances(module: str, arguments: Sequence[str]) -> dict[str, Any]:
    """Return when, where and by which command something was measured.

    Folders are left out of the command: they differ from machine to machine.
    """
    shown = [Path(word).name if os.sep in word else word for word in arguments]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": shlex.join(["python", "-m", module, *shown]),
        "cores": len(os.sched_getaffinity(0)),
        "processor": _processor(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "threads": {name: os.environ[name] for name in THREADS if name in os.environ},
        "versions": {
            name: metadata.version(name)
            for name in ("pincite", "onnxruntime", "tokenizers", "faiss-cpu", "numpy", "waitress")
        },
    }


def summary(seconds: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile in milliseconds, and how many there were."""
    if not seconds:
        return {"count": 0}
    return {
        "p50_ms": round(float(np.percentile(seconds, 50)) * 1000, 2),
        "p95_ms": round(float(np.percentile(seconds, 95)) * 1000, 2),
        "count": len(seconds),
    }


def throughput(done: dict[str, Any], clients: int) -> dict[str, Any]:
    """Return what `crowd` found: answers a second, and how long each waited."""
    answered = len(done["latencies"])
    return {
        "per_second": round(answered / done["seconds"], 2) if answered else 0.0,
        "clients": clients,
        "errors": done["errors"],
        **summary(done["latencies"]),
    }


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown"
