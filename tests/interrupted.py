"""Training that is interrupted, as by Ctrl+C."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from qa.reader.training import loop


class _Interruption(logging.Handler):
    def __init__(self, at: int) -> None:
        super().__init__()
        self.left = at

    def emit(self, record: logging.LogRecord) -> None:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


@contextmanager
def interrupted(at: int) -> Iterator[None]:
    """End what trains inside when it reports for the `at`-th time.

    It reports at the first step of a stage, and after every 50 more.
    """
    interruption = _Interruption(at)
    level = loop.log.level
    loop.log.setLevel(logging.INFO)
    loop.log.addHandler(interruption)
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        loop.log.removeHandler(interruption)
        loop.log.setLevel(level)
