"""A lock between processes that wait for each other; it ends with the process that holds it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def in_turn(path: Path, wait: Callable[[], None]) -> Iterator[int]:
    """Hold the lock at a path, after whoever holds it; `wait` is called if that takes time.

    Yields its descriptor: a process that inherits it holds the lock as well.

    Raises:
        OSError: If the file of the lock cannot be made.
    """
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()
