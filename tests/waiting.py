"""Waits for what happens in another thread or process."""

import time
from collections.abc import Callable

_PATIENCE = 300.0  # seconds; only what never happens takes as long


def until(happened: Callable[[], object]) -> None:
    """Return as soon as something has happened; fail if it never does."""
    end = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
